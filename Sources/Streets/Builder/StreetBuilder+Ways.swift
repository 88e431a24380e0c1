import Dense
import Geo
import OSM

extension StreetBuilder {
  /// Finds the ways that somebody may use and counts how often they use each node.
  mutating func collectWays() {
    for row in data.wayIDs.indices {
      let tags = data.tags(way: row)
      guard !tags.isEmpty, let street = classifier.classify(tags) else { continue }
      let rule = rules.way(tags, texts: &texts) ?? .none
      addParts(of: row, street: street, rule: rule)
    }
    countUses()
  }

  /// Adds the parts of a way between nodes that the file does not hold.
  private mutating func addParts(of row: Int, street: ClassID, rule: RuleID) {
    let nodes = data.nodes(way: row)
    var start = vertices.count
    var missing = 0
    for node in nodes {
      if node == .max {
        missing += 1
        closePart(row, street, rule, from: &start)
      } else if vertices.count == start || vertices[vertices.count - 1] != node {
        vertices.append(node)
      }
    }
    closePart(row, street, rule, from: &start)
    if missing > 0 {
      diagnostics.add(.note, .missingNodes, ElementID(.way, data.wayIDs[row]), "\(missing) of \(nodes.count) nodes")
    }
  }

  private mutating func closePart(_ row: Int, _ street: ClassID, _ rule: RuleID, from start: inout Int) {
    if vertices.count - start >= 2 {
      ways.append(RoutableWay(row: row, street: street, rule: rule, vertices: start..<vertices.count))
    } else {
      vertices.removeSubrange(start...)
    }
    start = vertices.count
  }

  private mutating func countUses() {
    for way in ways {
      for index in way.vertices {
        let vertex = Int(vertices[index])
        let isEnd = index == way.vertices.lowerBound || index == way.vertices.upperBound - 1
        uses[vertex] = min(uses[vertex] + (isEnd ? 2 : 1), 2)
      }
    }
  }

  /// Reads barriers, lifts and signals from the tagged nodes.
  mutating func collectNodes() {
    for row in data.taggedNodes.indices {
      let vertex = data.taggedNodes[row]
      let tags = data.tags(taggedNode: row)
      tagRow[vertex] = UInt32(row)
      markSignals(vertex, tags)
      if tags["highway"] == "elevator" {
        addBarrier(vertex, .lift, tags)
        marks[Int(vertex)] |= NodeMark.elevator.rawValue
      } else if let value = tags["barrier"], let kind = BarrierKind(osm: value) {
        addBarrier(vertex, kind, tags)
      } else if isEntranceGate(tags) {
        addBarrier(vertex, .entrance, tags)
      }
    }
  }

  /// A node without `barrier` that nevertheless rules who passes.
  private func isEntranceGate(_ tags: TagView) -> Bool {
    guard tags["entrance"] == nil, tags["kaimen:entry"] != nil || tags["kaimen:pass"] != nil else { return false }
    return true
  }

  private mutating func markSignals(_ vertex: UInt32, _ tags: TagView) {
    let isSignal = tags["highway"] == "traffic_signals"
    let isCrossingSignal = tags["crossing"] == "traffic_signals" || tags["crossing:signals"] == "yes"
    if isSignal || isCrossingSignal {
      marks[Int(vertex)] |= NodeMark([.signal, .walkerSignal]).rawValue
    }
  }

  private mutating func addBarrier(_ vertex: UInt32, _ kind: BarrierKind, _ tags: TagView) {
    let rule = rules.gate(kind, tags, texts: &texts)
    let chinese = tags["name:zh"] ?? tags["name"] ?? tags["ref"]
    barriers[vertex] = GateDraft(
      osmID: ElementID(.node, data.nodeIDs[Int(vertex)]), position: coordinate(vertex), kind: kind, rule: rule,
      name: texts.intern(tags["name"] ?? chinese), nameEnglish: texts.intern(tags["name:en"]))
    marks[Int(vertex)] |= NodeMark.barrier.rawValue
    uses[Int(vertex)] = 2
  }
}
