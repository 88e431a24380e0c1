import Dense
import Geo
import OSM

extension StreetBuilder {
  /// Finds the ways that somebody may use and counts how often they use each node.
  mutating func collectWays() {
    var check = TagCheck(map: map)
    for row in map.data.wayIDs.indices {
      let tags = map.tags(way: row)
      guard !tags.isEmpty, let street = classifier.classify(tags) else { continue }
      check.way(tags, ElementID(.way, map.data.wayIDs[row]), &diagnostics)
      addParts(of: row, street: street.main, rule: rule(tags, street.main))
      if let second = street.second { addParts(of: row, street: second, rule: rule(tags, second)) }
    }
    countUses()
  }

  /// The rule of a way of class `street`, or none.
  mutating func rule(_ tags: TagView, _ street: ClassID) -> RuleID {
    let first = TraitsID(street, .foot).index
    let traits = classifier.traits[first..<(first + Mode.allCases.count)]
    return rules.way(tags, street, traits: traits, texts: &texts) ?? .none
  }

  /// Adds the parts of a way between nodes that the file does not hold.
  private mutating func addParts(of row: Int, street: ClassID, rule: RuleID) {
    let nodes = map.nodes(way: row)
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
      diagnostics.add(
        .note, .missingNodes, ElementID(.way, map.data.wayIDs[row]), "\(missing) of \(nodes.count) nodes")
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
      let isLine = !isArea(way)
      for index in way.vertices {
        if isLine { marks[Int(vertices[index])] |= NodeMark.line.rawValue }
        let vertex = Int(vertices[index])
        let isEnd = index == way.vertices.lowerBound || index == way.vertices.upperBound - 1
        uses[vertex] = min(uses[vertex] + (isEnd ? 2 : 1), 2)
      }
    }
  }

  /// Whether the way is the edge of a square or platform.
  private func isArea(_ way: RoutableWay) -> Bool {
    guard vertices[way.vertices.lowerBound] == vertices[way.vertices.upperBound - 1] else { return false }
    let tags = map.tags(way: way.row)
    return tags.affirms(.area) || !tags.has(.highway) && tags[.route] != "ferry"
  }

  /// Reads barriers, lifts and signals from the tagged nodes.
  mutating func collectNodes() {
    let concerned = map.filter(
      .highway, .barrier, .crossing, .crossingSignals, .kaimenEntry, .kaimenPass, .ele)
    for row in map.data.taggedNodes.indices {
      let vertex = map.data.taggedNodes[row]
      let tags = map.tags(taggedNode: row)
      guard tags.hasAny(concerned) else { continue }
      if tags.has(.ele) {
        marks[Int(vertex)] |= NodeMark.height.rawValue
        hasHeightTags = true
      }
      markSignals(vertex, tags)
      if tags[.highway] == "elevator" {
        addBarrier(vertex, .lift, tags)
        marks[Int(vertex)] |= NodeMark.elevator.rawValue
      } else if let value = tags[.barrier], let kind = BarrierKind(osm: value) {
        addBarrier(vertex, kind, tags)
      } else if isEntranceGate(tags) {
        addBarrier(vertex, .entrance, tags)
      }
    }
  }

  /// Nodes of ways that say who may pass, and nothing else: a barrier that is not drawn.
  mutating func collectRuledNodes() {
    let access = KeyFilter(Mode.allCases.flatMap(\.accessKeys), in: map.data.strings)
    for row in map.data.taggedNodes.indices {
      let vertex = map.data.taggedNodes[row]
      guard uses[Int(vertex)] > 0, barrier(at: vertex) == nil else { continue }
      let tags = map.tags(taggedNode: row)
      guard tags.hasAny(access), saysOnlyAccess(tags) else { continue }
      addBarrier(vertex, .other, tags)
    }
  }

  /// A crossing, a stop or a door has access tags of its own meaning.
  private func saysOnlyAccess(_ tags: TagView) -> Bool {
    let words = ["opening_hours", "locked", "created_by", "ref", "operator"]
    let beginnings = ["note", "source", "name", "description", "fixme", "kaimen:", "check_date"]
    let modes = Set(Mode.allCases.flatMap(\.accessKeys))
    return tags.pairs.allSatisfy { pair in
      let key = map.data.strings[pair.key]
      return words.contains(key) || modes.contains(key.split(separator: ":").first.map(String.init) ?? key)
        || beginnings.contains { key.hasPrefix($0) }
    }
  }

  /// A node without `barrier` that nevertheless rules who passes.
  private func isEntranceGate(_ tags: TagView) -> Bool {
    guard !tags.has(.entrance), tags.has(.kaimenEntry) || tags.has(.kaimenPass) else { return false }
    return true
  }

  private mutating func markSignals(_ vertex: UInt32, _ tags: TagView) {
    let isSignal = tags[.highway] == "traffic_signals"
    let isCrossingSignal = tags[.crossing] == "traffic_signals" || tags[.crossingSignals] == "yes"
    if isSignal || isCrossingSignal {
      marks[Int(vertex)] |= NodeMark([.signal, .walkerSignal]).rawValue
    }
  }

  private mutating func addBarrier(_ vertex: UInt32, _ kind: BarrierKind, _ tags: TagView) {
    let rule = rules.gate(kind, tags, texts: &texts)
    let chinese = tags[.nameChinese] ?? tags[.name] ?? tags[.ref]
    barriers[vertex] = GateDraft(
      osmID: ElementID(.node, map.data.nodeIDs[Int(vertex)]), position: coordinate(vertex), kind: kind,
      rule: rule,
      name: texts.intern(tags[.name] ?? chinese), nameEnglish: texts.intern(tags, .nameEnglish))
    marks[Int(vertex)] |= NodeMark.barrier.rawValue
    uses[Int(vertex)] = 2
  }
}
