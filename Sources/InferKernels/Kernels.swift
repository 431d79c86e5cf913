/// The numeric kernels of the CPU device: pointers, sizes and strides in, numbers out. They know no graph.
package enum Kernels {}
