import Foundation
import Runtime

/// Models for the tests.
enum TinyModel {
    /// A model that gives its input, `x:0` of node `x`, as it is.
    static func passThrough(_ shape: String) throws -> Model {
        try Core().read_model(model: Data(xml(shape).utf8))
    }

    static func xml(_ shape: String) -> String {
        let dimensions = shape.split(separator: ",").map { "<dim>\(Int($0) ?? -1)</dim>" }.joined()
        return """
            <?xml version="1.0"?>
            <net name="tiny" version="11">
                <layers>
                    <layer id="0" name="x" type="Parameter" version="opset1">
                        <data shape="\(shape)" element_type="f32" />
                        <output><port id="0" precision="FP32" names="x:0">\(dimensions)</port></output>
                    </layer>
                    <layer id="1" name="y" type="Result" version="opset1">
                        <input><port id="0" precision="FP32">\(dimensions)</port></input>
                    </layer>
                </layers>
                <edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0" /></edges>
            </net>
            """
    }
}
