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

  /// Gates matter where no arc leads through them: on the line between a street and a door.
  ///
  /// - Complexity: O(log gates) for an element, O(gates of the same latitudes) for an area.
  func gates(of target: Closure.Target) -> [GateID] {
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

/// Finds the streets and gates of OSM elements, and gates by where they lie.
///
/// Made once per city, at the first closure.
struct ElementIndex: Sendable {
  private let ways: SortedRows
  private let gates: SortedRows
  private let latitudes: SortedRows

  /// - Complexity: O(segments · log).
  init(_ network: Network, _ premises: Premises) {
    // Pieces of no length carry the number of a gate's node, not that of a way.
    ways = SortedRows(
      network.osmID.ids.lazy.filter { network.length[$0] > .zero }.map { (network.osmID[$0], $0.rawValue) })
    gates = SortedRows(premises.gates.ids.lazy.map { (premises.gates[$0].element.rawValue, $0.rawValue) })
    latitudes = SortedRows(
      premises.gates.ids.lazy.map { (Int64(premises.gates[$0].position.latitudeE7), $0.rawValue) })
  }

  func segments(ofWay number: Int64) -> [SegmentID] {
    ways.rows(of: number...number).map { SegmentID(rawValue: $0) }
  }

  func gates(of element: PackedElement) -> [GateID] {
    gates.rows(of: element.rawValue...element.rawValue).map { GateID(rawValue: $0) }
  }

  /// The gates between the southern and northern edge of `box`.
  func gates(between box: BoundingBox) -> [GateID] {
    guard box.southWest.latitudeE7 <= box.northEast.latitudeE7 else { return [] }
    return latitudes.rows(of: Int64(box.southWest.latitudeE7)...Int64(box.northEast.latitudeE7))
      .map { GateID(rawValue: $0) }.sorted()
  }
}

/// Rows of a table by the value of one column.
private struct SortedRows: Sendable {
  private let keys: [Int64]
  private let rows: [UInt32]

  init(_ pairs: some Sequence<(Int64, UInt32)>) {
    let sorted = pairs.sorted { $0 < $1 }
    keys = sorted.map(\.0)
    rows = sorted.map(\.1)
  }

  func rows(of range: ClosedRange<Int64>) -> ArraySlice<UInt32> {
    rows[first { $0 >= range.lowerBound }..<first { $0 > range.upperBound }]
  }

  /// The first place from which on `holds` is true.
  private func first(where holds: (Int64) -> Bool) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(keys[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
