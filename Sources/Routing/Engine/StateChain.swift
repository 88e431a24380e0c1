internal import Dense
internal import Geo
internal import Streets

/// A mode's state under closures that come and go: each state is made from the one before.
///
/// Only what a change concerns is customized anew. States handed out never change; see ``MetricWriter``.
final class StateChain {
  /// What the rules say without closures.
  let plain: ModeState
  /// Which timed rules let all pass; not those of ``plain`` where the chain is one side of a window of time.
  let isOpen: [Bool]
  private(set) var state: ModeState
  /// The closures that ``state`` counts, serials ascending.
  private(set) var applied: [PlacedClosure] = []
  /// Of the newest set of closures that ``state`` answers for.
  var revision: UInt64
  private var writer: MetricWriter
  /// What the rules alone say where ``isOpen`` holds.
  let ruled: Metric
  /// What closures say of each arc that they concern.
  private var said: [ArcID: Sayings] = [:]

  /// How many closures close and open an arc.
  private struct Sayings {
    var closes = 0
    var opens = 0
  }

  /// Begins without closures, with the times of `ruled` instead of those of the plain state.
  init(_ wish: StateChains.Wish, ruled: Metric, copies: MetricWriter.Copies? = nil) {
    (plain, isOpen, revision) = (wish.plain, wish.isOpen, wish.revision)
    self.ruled = ruled
    writer = copies.map { MetricWriter(ruled, with: $0) } ?? MetricWriter(ruled)
    state = ruled === plain.metric ? plain : plain.with(ruled)
  }

  /// Begins where `other` is.
  init(from other: StateChain) {
    plain = other.plain
    isOpen = other.isOpen
    state = other.state
    applied = other.applied
    revision = other.revision
    writer = MetricWriter(other.state.metric)
    ruled = other.ruled
    said = other.said
  }

  /// Begins where `current` is.
  init(from current: CurrentState) {
    plain = current.moment.plain
    isOpen = current.moment.isOpen
    state = current.state
    revision = current.closures.revision
    writer = MetricWriter(current.state.metric)
    ruled = plain.metric
    _ = recount(current.active)
    applied = current.active
  }

  /// Whether ``state`` counts exactly `closures`.
  func counts(_ closures: [PlacedClosure]) -> Bool {
    applied.count == closures.count && zip(applied, closures).allSatisfy { $0 === $1 }
  }

  /// Makes ``state`` count `closures`, serials ascending, and no others.
  ///
  /// - Complexity: O(closures) to compare, then O(affected arcs of the hierarchy) for those that came or went,
  ///   and a copy of the permissions of all arcs; of the metric too while somebody asks the state before.
  func move(to closures: [PlacedClosure]) {
    let touched = recount(closures)
    applied = closures
    var times: [ArcChange] = []
    var permissions: [(key: ArcID, value: UInt8)] = []
    for arc in touched {
      let (time, permission) = decision(arc)
      if time != state.metric.time(of: arc) { times.append(ArcChange(arc: arc, time: time)) }
      if permission != state.arcState[arc] { permissions.append((arc, permission)) }
    }
    if times.isEmpty, permissions.isEmpty { return }
    publish(times, permissions.isEmpty ? state.arcState : state.arcState.patched(permissions))
  }

  private func publish(_ times: [ArcChange], _ arcState: Column<ArcID, UInt8>) {
    let metric = times.isEmpty ? state.metric : writer.apply(times)
    state = plain.with(metric, arcState)
  }

  /// Counts what came and went between ``applied`` and `closures`; returns the arcs concerned, ascending.
  private func recount(_ closures: [PlacedClosure]) -> [ArcID] {
    var touched: [ArcID] = []
    var (old, new) = (0, 0)
    while old < applied.count || new < closures.count {
      let (before, after) = (
        old < applied.count ? applied[old].serial : .max, new < closures.count ? closures[new].serial : .max
      )
      if before <= after { old += 1 }
      if after <= before { new += 1 }
      if before < after { count(applied[old - 1], -1, &touched) }
      if after < before { count(closures[new - 1], 1, &touched) }
    }
    touched.sort()
    var last = ArcID.none
    touched.removeAll { arc in
      defer { last = arc }
      return arc == last
    }
    return touched
  }

  private func count(_ item: PlacedClosure, _ difference: Int, _ touched: inout [ArcID]) {
    for arc in item.arcs {
      var sayings = said[arc] ?? Sayings()
      switch item.closure.effect {
      case .closes: sayings.closes += difference
      case .opens: sayings.opens += difference
      }
      said[arc] = sayings.closes + sayings.opens == 0 ? nil : sayings
    }
    touched += item.arcs
  }

  /// Closing beats opening, opening beats the rules.
  private func decision(_ arc: ArcID) -> (time: Milliseconds, permission: UInt8) {
    let (sayings, time) = (said[arc], Milliseconds(plain.table.time[arc]))
    if let sayings, sayings.closes > 0 { return (.unreachable, ArcState.closed) }
    if let sayings, sayings.opens > 0, time.isReachable { return (time, ArcState.through) }
    return (ruled.time(of: arc), plain.arcState[arc])
  }
}

/// A few chains of one mode, those used last first.
struct StateChains {
  private var chains: [StateChain] = []
  private let limit: Int
  /// Of one state of the rules: at two times of day other closures may be in force.
  private static let mostAlike = 2

  init(limit: Int) { self.limit = limit }

  /// What a state has to count.
  struct Wish {
    var plain: ModeState
    var isOpen: [Bool]
    var closures: [PlacedClosure]
    /// Of the set that ``closures`` belong to.
    var revision: UInt64
  }

  /// The state that counts what `wish` says, made from one that is out of date where there is one.
  ///
  /// - Parameters:
  ///   - wish: What it has to count.
  ///   - ruled: What the rules of `wish` alone say.
  ///   - base: A state of the same rules to begin a chain at, where there is none yet.
  /// - Returns: A state that never changes.
  mutating func state(
    _ wish: Wish, ruled: Metric, base: () -> CurrentState? = { nil }
  ) -> ModeState {
    let alike = chains.indices.filter { chains[$0].plain === wish.plain && chains[$0].isOpen == wish.isOpen }
    if let row = alike.first(where: { chains[$0].counts(wish.closures) }) {
      chains[row].revision = max(chains[row].revision, wish.revision)
      return bringForward(row).state
    }
    let chain: StateChain
    if let row = alike.first(where: { chains[$0].revision < wish.revision }) {
      chain = bringForward(row)
    } else if let last = alike.last, alike.count >= StateChains.mostAlike {
      chain = bringForward(last)
    } else {
      chain =
        alike.first.map { StateChain(from: chains[$0]) } ?? base().map { StateChain(from: $0) }
        ?? StateChain(wish, ruled: ruled)
      insert(chain)
    }
    chain.move(to: wish.closures)
    chain.revision = wish.revision
    return chain.state
  }

  /// What the rules of `wish` alone say, at whatever moment; nil where there is no chain of them.
  func ruled(_ wish: Wish) -> Metric? {
    chains.first { $0.plain.table === wish.plain.table && $0.isOpen == wish.isOpen }?.ruled
  }

  /// What other rules than those of their moment say, by which timed rules let all pass.
  var ruled: [(table: ModeTable, isOpen: [Bool], metric: Metric)] {
    chains.filter { $0.ruled !== $0.plain.metric }.map { ($0.plain.table, $0.isOpen, $0.ruled) }
  }

  /// Whether there is a chain of the rules of `wish`.
  func hasChain(for wish: Wish) -> Bool {
    chains.contains { $0.plain === wish.plain && $0.isOpen == wish.isOpen }
  }

  /// Begins a chain of the rules of `wish`, unless there is one.
  mutating func begin(_ wish: Wish, ruled: Metric, with copies: MetricWriter.Copies? = nil) {
    if !hasChain(for: wish) { insert(StateChain(wish, ruled: ruled, copies: copies)) }
  }

  private mutating func insert(_ chain: StateChain) {
    chains.insert(chain, at: 0)
    if chains.count > limit { chains.removeLast() }
  }

  private mutating func bringForward(_ row: Int) -> StateChain {
    let chain = chains.remove(at: row)
    chains.insert(chain, at: 0)
    return chain
  }
}
