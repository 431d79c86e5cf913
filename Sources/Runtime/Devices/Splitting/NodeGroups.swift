import InferGraph

/// The nodes of a model in groups that have to be in one part: what lies between reading a variable and assigning it, since a variable is at home on one
/// device. Every other node is a group of its own.
struct NodeGroups {
    /// The groups, each after those that it reads; the nodes of a group in the order in which they were given.
    let groups: [[Node]]

    /// - Parameter nodes: nodes, each after all that it reads.
    init(_ nodes: [Node]) {
        let links = Links(nodes)
        // Seen from the assignment of a variable to its reading, a group is a part of the graph in which every node leads to every other one.
        var number = [Int?](repeating: nil, count: nodes.count)
        var count = 0
        for start in links.finishingOrder().reversed() where number[start] == nil {
            var open = [start]
            while let node = open.popLast() {
                guard number[node] == nil else { continue }
                number[node] = count
                open += links.sources[node]
            }
            count += 1
        }
        var groups = [[Node]](repeating: [], count: count)
        for (index, node) in nodes.enumerated() { number[index].map { groups[$0].append(node) } }
        self.groups = groups
    }

    /// The variable that a node reads or assigns.
    static func variable(_ node: Node) -> String? {
        switch node.operation {
        case let read as ReadValue: read.variableId
        case let assign as Assign: assign.variableId
        default: nil
        }
    }

    /// Which node leads to which, the assignment of a variable to its reading too.
    private struct Links {
        var sources: [[Int]]
        var targets: [[Int]]

        init(_ nodes: [Node]) {
            sources = Array(repeating: [], count: nodes.count)
            targets = sources
            let positions = Dictionary(nodes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            for (index, node) in nodes.enumerated() {
                for source in node.inputs { if let position = positions[source.node] { add(position, index) } }
            }
            let ofVariables = Dictionary(grouping: nodes.indices.filter { variable(nodes[$0]) != nil }) { variable(nodes[$0]) }
            for members in ofVariables.values {
                // All that concerns one variable is in one ring.
                for (position, member) in members.enumerated() { add(member, members[(position + 1) % members.count]) }
            }
        }

        private mutating func add(_ source: Int, _ target: Int) {
            sources[target].append(source)
            targets[source].append(target)
        }

        /// The nodes, each after all that it leads to but for rings.
        func finishingOrder() -> [Int] {
            var order: [Int] = []
            var isSeen = [Bool](repeating: false, count: targets.count)
            for start in targets.indices where !isSeen[start] {
                isSeen[start] = true
                var path = [(node: start, next: 0)]
                while let (node, next) = path.last {
                    guard next < targets[node].count else {
                        order.append(node)
                        path.removeLast()
                        continue
                    }
                    path[path.count - 1].next += 1
                    let target = targets[node][next]
                    if !isSeen[target] {
                        isSeen[target] = true
                        path.append((target, 0))
                    }
                }
            }
            return order
        }
    }
}
