internal import Dense
public import Geo
public import OSM
public import Streets
import Synchronization

/// Something closed or opened for a while, by whoever looks after it.
public struct Closure: Sendable {
  /// What it concerns.
  public enum Target: Sendable, Hashable {
    /// A gate (`node/1`) or a way (`way/1`).
    case element(ElementID)
    /// Everything that touches an area.
    case area([Coordinate])
  }

  /// Closing beats opening.
  public enum Effect: Sendable { case closes, opens }

  public var target: Target
  public var modes: ModeSet
  public var from: CivilTime?
  public var until: CivilTime?
  public var effect: Effect

  public init(
    _ target: Target, effect: Effect = .closes, modes: ModeSet = .all, from: CivilTime? = nil,
    until: CivilTime? = nil
  ) {
    self.target = target
    self.effect = effect
    self.modes = modes
    self.from = from
    self.until = until
  }

  func isActive(at time: CivilTime) -> Bool {
    (from.map { $0 <= time } ?? true) && (until.map { time < $0 } ?? true)
  }
}

/// A closure with the arcs and gates that it concerns.
public struct PlacedClosure: Sendable {
  var closure: Closure
  var arcs: [ArcID]
  /// Gates matter where no arc leads through them: on the line between a street and a door.
  var gates: Set<GateID>
}

/// The closures in force in a city, placed on its network.
final class ClosureList: Sendable {
  private let placed = Mutex<(version: Int, list: [PlacedClosure])>((0, []))

  private let number = Atomic<Int>(0)

  /// Grows with every change.
  var version: Int { number.load(ordering: .acquiring) }

  func set(_ closures: [Closure], city: City) {
    let list = closures.map { city.placed($0) }
    placed.withLock { $0 = ($0.version + 1, list) }
    number.add(1, ordering: .releasing)
  }

  /// All of them, whenever they are in force.
  var all: [PlacedClosure] { placed.withLock { $0.list } }

  /// What is said about a walker at `gate`; nil where its own rule decides.
  func closure(of gate: GateID, at time: CivilTime) -> Closure? {
    let active = all.filter {
      $0.gates.contains(gate) && $0.closure.modes.contains(.foot) && $0.closure.isActive(at: time)
    }
    return (active.first { $0.closure.effect == .closes } ?? active.first)?.closure
  }

  /// Those in force for `mode` at `time`, a key that names them, and when that changes.
  func active(_ mode: Mode, at time: CivilTime) -> (key: [Int], list: [PlacedClosure], until: CivilTime?) {
    let (version, list) = placed.withLock { ($0.version, $0.list) }
    guard !list.isEmpty else { return ([], [], nil) }
    var key = [version]
    var found: [PlacedClosure] = []
    var until: CivilTime?
    for (row, item) in list.enumerated() where item.closure.modes.contains(mode) {
      for change in [item.closure.from, item.closure.until].compactMap(\.self) where change > time {
        if until.map({ change < $0 }) ?? true { until = change }
      }
      guard item.closure.isActive(at: time) else { continue }
      key.append(row)
      found.append(item)
    }
    return (key, found, until)
  }
}

extension City {
  /// Whether a closure of `target` would concern anything.
  public func concerns(_ target: Closure.Target) -> Bool {
    !arcs(of: target).isEmpty || !gates(of: target).isEmpty
  }

  func placed(_ closure: Closure) -> PlacedClosure {
    PlacedClosure(closure: closure, arcs: arcs(of: closure.target), gates: Set(gates(of: closure.target)))
  }

  /// - Complexity: O(gates).
  private func gates(of target: Closure.Target) -> [GateID] {
    switch target {
    case .element(let id):
      let packed = PackedElement(id)
      return premises.gates.ids.filter { premises.gates[$0].element == packed }
    case .area(let points):
      let ring = Ring(points)
      return premises.gates.ids.filter { ring.location(of: premises.gates[$0].position) != .outside }
    }
  }

  /// All arcs that a closure of `target` concerns.
  ///
  /// - Complexity: O(segments) for a way, O(pieces nearby) for an area.
  public func arcs(of target: Closure.Target) -> [ArcID] {
    switch target {
    case .element(let id) where id.kind == .node:
      return gates(of: target).flatMap { arcs(through: $0) }
    case .element(let id):
      let segments = network.osmID.ids.filter { network.osmID[$0] == id.number && network.length[$0] > .zero }
      return segments.flatMap { arcs(on: $0) }
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
