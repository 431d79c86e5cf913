// What the signatures of this module name comes with it: `import Runtime` is all that a user writes.
@_exported import InferDevices
@_exported import InferGraph
@_exported import InferPreprocessing
@_exported import InferTensors
