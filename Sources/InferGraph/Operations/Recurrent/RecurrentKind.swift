/// The kinds of recurrent networks.
package enum RecurrentKind: String, CaseIterable, Sendable {
    case rnn = "RNN", gru = "GRU", lstm = "LSTM"

    /// The number of gates, whose weights lie one behind the other: GRU update, reset, hidden; LSTM forget, input, cell, output.
    package var gateCount: Int {
        switch self {
        case .rnn: 1
        case .gru: 3
        case .lstm: 4
        }
    }

    /// The number of states: hidden, and for LSTM cell.
    package var stateCount: Int { self == .lstm ? 2 : 1 }

    /// The activations where the attribute is left out.
    var defaultActivations: [String] {
        switch self {
        case .rnn: ["tanh"]
        case .gru: ["sigmoid", "tanh"]
        case .lstm: ["sigmoid", "tanh", "tanh"]
        }
    }
}

/// The order in which a recurrent sequence is gone through.
package enum RecurrentDirection: String, CaseIterable, Sendable {
    case forward, reverse, bidirectional
}
