internal import Dense
internal import Geo
internal import OSM
public import Streets

/// Where closures lie: which arcs and gates a target concerns.
extension City {
  /// Whether a closure of `target` would concern anything.
  public func concerns(_ target: Closure.Target) -> Bool {
    !arcs(of: target).isEmpty || !gates(of: target).isEmpty
  }

  /// The gates that a closure of `target` concerns.
  ///
  /// They matter where no arc leads through them: on the line between a street and a door.
  ///
  /// - Complexity: O(log gates) for an element, O(gates of the same latitudes) for an area.
  public func gates(of target: Closure.Target) -> [GateID] {
    switch target {
    case .element(let id): return elementIndex.gates(of: PackedElement(id))
    case .area(let points):
      let ring = Ring(points)
      return elementIndex.gates(between: ring.boundingBox).filter {
        ring.location(of: premises.gates[$0].position) != .outside
      }
    }
  }

  /// All arcs that a closure of `target` concerns.
  ///
  /// - Complexity: O(log segments) for an element, O(pieces nearby) for an area.
  public func arcs(of target: Closure.Target) -> [ArcID] {
    switch target {
    case .element(let id) where id.kind == .node:
      return gates(of: target).flatMap { arcs(through: $0) }
    case .element(let id) where id.kind == .way:
      return elementIndex.segments(ofWay: id.number).flatMap { arcs(on: $0) }
    case .element: return []
    case .area(let ring):
      return segments(touching: Ring(ring)).flatMap { arcs(on: $0) }
        + gates(of: target).flatMap { arcs(through: $0) }
    }
  }

  private func arcs(through gate: GateID) -> [ArcID] {
    premises.gateSegments[gate].flatMap { arcs(on: premises.gateSegments.values[$0]) }
  }

  private func arcs(on segment: SegmentID) -> [ArcID] {
    network.arcs[segment].map { network.arcs.values[$0] }
  }

  private func segments(touching ring: Ring) -> [SegmentID] {
    var found: Set<SegmentID> = []
    let edges = Array(ring.edges)
    premises.segmentIndex.forEach(in: ring.boundingBox) { item in
      let piece = premises.pieces[ItemID(rawValue: item)]
      guard !found.contains(piece.segment) else { return }
      let point = ItemID(rawValue: piece.point)
      let line = Segment(network.geometry.values[point], network.geometry.values[point.advanced(by: 1)])
      if ring.location(of: line.a) != .outside || edges.contains(where: { $0.meets(line) }) {
        found.insert(piece.segment)
      }
    }
    return found.sorted()
  }
}
