internal import Dense
internal import OSM
internal import Streets
import Synchronization

/// A closure with the arcs and gates that it concerns.
///
/// Placed once, then shared by all sets that hold it; known by its identity.
final class PlacedClosure: Sendable {
  let id: ClosureID
  let closure: Closure
  let arcs: [ArcID]
  let gates: [GateID]
  /// Later ones have greater numbers.
  let serial: UInt64

  init(_ closure: Closure, id: ClosureID, city: City) {
    self.id = id
    self.closure = closure
    arcs = city.arcs(of: closure.target)
    gates = city.gates(of: closure.target)
    serial = Serial.next()
  }
}

/// Numbers that grow, for telling older from newer.
enum Serial {
  private static let last = Atomic<UInt64>(0)

  static func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}

/// Closures and openings of one city, whenever they are in force.
///
/// A set never changes: adding and removing make another one, which shares with this one what both hold.
public final class ClosureSet: Sendable {
  let city: City
  /// In the order in which they were added: serials ascend.
  let items: [PlacedClosure]
  /// Those that concern walkers at a gate.
  private let atGates: [GateID: [PlacedClosure]]
  /// Grows from set to set.
  let revision = Serial.next()
  private let published = Atomic<Bool>(false)
  private let arcRows = Mutex<[ArcID: [Closure]]?>(nil)

  private init(_ city: City, _ items: [PlacedClosure], atGates: [GateID: [PlacedClosure]]) {
    self.city = city
    self.items = items
    self.atGates = atGates
  }

  /// The empty set of `city`.
  public convenience init(city: City) { self.init(city, [], atGates: [:]) }

  public var count: Int { items.count }
  public var isEmpty: Bool { items.isEmpty }
  /// In the order in which they were added.
  public var ids: [ClosureID] { items.map(\.id) }
  /// With what they say, in the order in which they were added: for another engine, of a newer map for instance.
  public var all: [(id: ClosureID, closure: Closure)] { items.map { ($0.id, $0.closure) } }
  public subscript(id: ClosureID) -> Closure? { items.first { $0.id == id }?.closure }

  /// Whether it is or was what an engine answers by.
  var isLive: Bool { published.load(ordering: .acquiring) }

  func publish() { published.store(true, ordering: .releasing) }

  // MARK: Other sets

  /// The same closures in a city with the same streets and gates.
  func moved(to city: City) -> ClosureSet { ClosureSet(city, items, atGates: atGates) }

  /// The set with `closure`, in place of one of the same id.
  ///
  /// - Complexity: O(log segments) to place it, O(pieces nearby) where it is an area; O(closures) to copy references.
  public func adding(_ closure: Closure, id: ClosureID) -> ClosureSet { adding([(id, closure)]) }

  /// The set with all of `closures`, in place of those of the same ids.
  public func adding(_ closures: [(id: ClosureID, closure: Closure)]) -> ClosureSet {
    guard !closures.isEmpty else { return self }
    var last: [ClosureID: Int] = [:]
    for (row, item) in closures.enumerated() { last[item.id] = row }
    let rest = removing(Set(last.keys))
    var (items, atGates) = (rest.items, rest.atGates)
    for (row, item) in closures.enumerated() where last[item.id] == row {
      let placed = PlacedClosure(item.closure, id: item.id, city: city)
      items.append(placed)
      guard item.closure.modes.contains(.foot) else { continue }
      for gate in placed.gates { atGates[gate, default: []].append(placed) }
    }
    return ClosureSet(city, items, atGates: atGates)
  }

  /// The set without `id`; itself where it has none.
  public func removing(_ id: ClosureID) -> ClosureSet { removing([id]) }

  /// The set without `ids`; itself where it has none of them.
  public func removing(_ ids: Set<ClosureID>) -> ClosureSet {
    let gone = items.filter { ids.contains($0.id) }
    guard !gone.isEmpty else { return self }
    var atGates = atGates
    for item in gone where item.closure.modes.contains(.foot) {
      for gate in item.gates {
        atGates[gate]?.removeAll { $0 === item }
        if atGates[gate]?.isEmpty ?? false { atGates[gate] = nil }
      }
    }
    return ClosureSet(city, items.filter { !ids.contains($0.id) }, atGates: atGates)
  }

  // MARK: What they say

  /// What is said about a walker at `gate`; nil where its own rule decides.
  func closure(of gate: GateID, at time: CivilTime) -> Closure? {
    guard let here = atGates[gate] else { return nil }
    let active = here.filter { $0.closure.isActive(at: time) }
    return (active.first { $0.closure.effect == .closes } ?? active.first)?.closure
  }

  /// Those in force for `mode` at `time`, in the order of their serials, and when that changes.
  func active(_ mode: Mode, at time: CivilTime) -> (list: [PlacedClosure], until: CivilTime?) {
    var found: [PlacedClosure] = []
    var until: CivilTime?
    for item in items where item.closure.modes.contains(mode) {
      if let from = item.closure.from, from > time, from < until ?? .never { until = from }
      if let end = item.closure.until, end > time, end < until ?? .never { until = end }
      if item.closure.isActive(at: time) { found.append(item) }
    }
    return (found, until)
  }

  /// All of them by the arcs that they concern; made at the first use.
  ///
  /// - Complexity: O(arcs of all closures) once.
  var byArc: [ArcID: [Closure]] {
    if items.isEmpty { return [:] }
    return arcRows.withLock { known in
      if let known { return known }
      var rows: [ArcID: [Closure]] = [:]
      for item in items {
        for arc in item.arcs { rows[arc, default: []].append(item.closure) }
      }
      known = rows
      return rows
    }
  }
}

extension CivilTime {
  /// Later than any time that somebody asks about.
  fileprivate static let never = CivilTime(seconds: .max)
}
