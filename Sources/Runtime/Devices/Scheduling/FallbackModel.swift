import InferDevices
import InferTensors

/// A model that several devices can run, where one takes over when another fails.
protocol FallbackModel: DeviceModel {
    /// The device that the next request belongs to: a number for it, and the model compiled there.
    func choose() throws -> (device: Int, model: any DeviceModel)

    /// Takes the device of that number out of use, since it failed.
    ///
    /// - Returns: Whether another device is there instead. If not, the failed one stays in use.
    func replace(_ device: Int) -> Bool
}

extension FallbackModel {
    /// One request's side of a device, on the first one that can make it.
    func place() throws -> FallbackExecution.Place {
        while true {
            let (device, model) = try choose()
            do {
                return FallbackExecution.Place(device: device, execution: try model.make_execution())
            } catch {
                guard replace(device) else { throw error }
            }
        }
    }
}
