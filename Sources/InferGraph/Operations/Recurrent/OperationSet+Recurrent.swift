extension OperationSet {
    /// Recurrent networks.
    static let recurrent: [Entry] = [
        // Files call the class of operation set 3 by the set that first had it.
        Entry { RecurrentCell(.rnn, opset: 1) }, Entry { RecurrentCell(.gru, opset: 3) },
        Entry { RecurrentCell(.lstm, opset: 1) }, Entry { RecurrentCell(.lstm, opset: 4) },
        Entry { RecurrentSequence(.rnn) }, Entry { RecurrentSequence(.gru) }, Entry { RecurrentSequence(.lstm) },
    ]
}
