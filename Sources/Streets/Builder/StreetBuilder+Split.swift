import Dense
import Geo
import OSM

extension StreetBuilder {
  /// Replaces vertices by nodes; a barrier keeps the ways that meet there apart and joins them by
  /// pieces of no length that carry its rule.
  ///
  /// - Returns: The node of each vertex that is no barrier.
  mutating func splitBarriers() -> NodeNumbers {
    var nodes = NodeNumbers(vertexCount: map.data.nodeIDs.count + madePoints.count)
    var ends: [(vertex: UInt32, end: SegmentEnd)] = []
    draft.nodeCoordinate.reserveCapacity(draft.segmentCount)
    for segment in 0..<draft.segmentCount {
      place(.init(segment: segment, isHead: false), vertex: draft.tail[segment], &nodes, &ends)
      place(.init(segment: segment, isHead: true), vertex: draft.head[segment], &nodes, &ends)
    }
    // Those of one barrier together, as they came.
    ends.sort {
      ($0.vertex, $0.end.segment, $0.end.isHead ? 1 : 0) < ($1.vertex, $1.end.segment, $1.end.isHead ? 1 : 0)
    }
    var first = 0
    while first < ends.count {
      let vertex = ends[first].vertex
      let last = ends[first...].firstIndex { $0.vertex != vertex } ?? ends.count
      join(vertex, ends[first..<last].map(\.end))
      first = last
    }
    gates = gateDrafts()
    // Those of forbidden turns come later.
    draft.reserveArcs(2 * draft.segmentCount + draft.segmentCount / 8)
    for segment in 0..<draft.segmentCount { addArcs(segment) }
    bayNodes = bays.map { nodes[$0.vertex] ?? .max }
    return nodes
  }

  private mutating func place(
    _ end: SegmentEnd, vertex: UInt32, _ nodes: inout NodeNumbers,
    _ ends: inout [(vertex: UInt32, end: SegmentEnd)]
  ) {
    let node: UInt32
    if barrier(at: vertex) != nil {
      node = addNode(coordinate(vertex))
      ends.append((vertex, end))
    } else if let known = nodes[vertex] {
      node = known
    } else {
      node = addNode(coordinate(vertex))
      nodes[vertex] = node
    }
    if end.isHead { draft.head[end.segment] = node } else { draft.tail[end.segment] = node }
  }

  private mutating func addNode(_ position: Coordinate) -> UInt32 {
    draft.nodeCoordinate.append(position)
    return UInt32(draft.nodeCoordinate.count - 1)
  }

  private func node(of end: SegmentEnd) -> UInt32 {
    end.isHead ? draft.head[end.segment] : draft.tail[end.segment]
  }

  private mutating func join(_ vertex: UInt32, _ ends: [SegmentEnd]) {
    guard ends.count >= 2, let gate = barriers[vertex] else { return }
    let first = draft.segmentCount
    if ends.count == 2 || gate.kind == .lift && ends.count <= 8 {
      for (index, first) in ends.enumerated() {
        for second in ends[(index + 1)...] { addPassage(vertex, gate, first, second) }
      }
    } else {
      addSpokes(gate, ends)
    }
    barriers[vertex]?.segments += (first..<draft.segmentCount).map { UInt32($0) }
  }

  private mutating func addPassage(_ vertex: UInt32, _ gate: GateDraft, _ a: SegmentEnd, _ b: SegmentEnd) {
    var extras = SegmentExtras()
    if gate.kind == .lift {
      let seconds = Delays.liftWait + Delays.liftFloor * floors(vertex, a.segment, b.segment)
      extras.fixedForward = UInt16(seconds * 10)
      extras.fixedBackward = extras.fixedForward
      extras.level = highestLevel(a.segment, b.segment)
    }
    addGateSegment(gate.rule, gate, from: node(of: a), to: node(of: b), extras)
  }

  /// Joins many ends by way of one node in their middle; each spoke takes half of what passing takes.
  private mutating func addSpokes(_ gate: GateDraft, _ ends: [SegmentEnd]) {
    let centre = addNode(gate.position)
    let rule = rules.half(gate.rule)
    let levels = ends.map { end in
      draft.extras[end.segment].level == .min ? 0 : draft.extras[end.segment].level
    }
    let middle = Double(levels.sorted()[levels.count / 2])
    for (end, level) in zip(ends, levels) {
      var extras = SegmentExtras()
      if gate.kind == .lift {
        let floors = abs(Double(level) - middle) / 10
        extras.fixedForward = UInt16((Delays.liftWait / 2 + Delays.liftFloor * floors) * 10)
        extras.fixedBackward = extras.fixedForward
        extras.level = draft.extras[end.segment].level
      }
      addGateSegment(rule, gate, from: node(of: end), to: centre, extras)
    }
  }

  private mutating func addGateSegment(
    _ rule: RuleID, _ gate: GateDraft, from tail: UInt32, to head: UInt32, _ extras: SegmentExtras
  ) {
    let row = SegmentRow(
      tail: tail, head: head, street: street(of: gate, rule), length: .zero, extras: extras, rule: rule,
      name: gate.name, osmID: gate.osmID.number)
    draft.points.append(gate.position)
    draft.points.append(gate.position)
    _ = draft.addSegment(row)
  }

  private mutating func street(of gate: GateDraft, _ rule: RuleID) -> ClassID {
    if gate.kind == .lift {
      return classifier.synthetic(.elevator, modes: ModeSet(.foot), pushed: dismounting(rule))
    }
    if let known = gateClasses[rule] { return known }
    let made = classifier.synthetic(.gate, modes: .all, pushed: dismounting(rule))
    gateClasses[rule] = made
    return made
  }

  /// The modes that a rule lets pass on foot only.
  private func dismounting(_ rule: RuleID) -> ModeSet {
    guard rule != .none else { return [] }
    return Mode.allCases.filter { $0.isVehicle && rules.rows[rule.index][$0] == .dismount }
      .reduce(into: ModeSet()) { $0.insert(ModeSet($1)) }
  }

  private func floors(_ vertex: UInt32, _ a: Int, _ b: Int) -> Double {
    let low = draft.extras[a].level
    let high = draft.extras[b].level
    if low != .min, high != .min { return max(0, abs(Double(low) - Double(high)) / 10) }
    guard let served = LevelTag(tags(vertex: vertex)[.level]) else { return 1 }
    // One side's level is unmapped: it counts as the ground, if the lift serves it.
    let ground: Int16 = served.lowest <= 0 && served.highest >= 0 ? 0 : served.lowest
    let known = low != .min ? low : high != .min ? high : served.highest
    return max(1, abs(Double(known) - Double(ground)) / 10)
  }

  private func highestLevel(_ a: Int, _ b: Int) -> Int16 {
    max(draft.extras[a].level, draft.extras[b].level)
  }

  private mutating func addArcs(_ segment: Int) {
    let id = SegmentID(segment)
    draft.addArc(draft.tail[segment], draft.head[segment], Heading(id, against: false))
    draft.addArc(draft.head[segment], draft.tail[segment], Heading(id, against: true))
  }
}

/// One end of a segment.
struct SegmentEnd {
  var segment: Int
  var isHead: Bool
}

/// Nodes given to vertices so far.
struct NodeNumbers {
  private var numbers: [UInt32]

  init(vertexCount: Int) { numbers = Array(repeating: .max, count: vertexCount) }

  subscript(vertex: UInt32) -> UInt32? {
    get { numbers[Int(vertex)] == .max ? nil : numbers[Int(vertex)] }
    set { numbers[Int(vertex)] = newValue ?? .max }
  }
}
