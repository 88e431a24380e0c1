internal import Dense
internal import Geo
internal import OSM
internal import Streets
import Synchronization

/// One of the two states that enclose every moment of a window of time.
enum WindowSide: Hashable, Sendable {
  /// What is open all the while.
  case always
  /// What is open at any moment.
  case ever
}

/// A state of one mode and when it holds.
final class CurrentState: Sendable {
  let moment: GateMoment
  let state: ModeState
  /// The set of closures that it was asked for.
  let closures: ClosureSet
  /// Those of them that are in force.
  let active: [PlacedClosure]
  let from: CivilTime
  /// When a rule or a closure changes.
  let until: CivilTime?
  /// When a closure begins or ends.
  let closuresUntil: CivilTime?

  init(
    _ moment: GateMoment, _ closures: ClosureSet, at time: CivilTime,
    state: (_ active: [PlacedClosure]) -> ModeState
  ) {
    let found = closures.active(moment.plain.table.mode, at: time)
    self.moment = moment
    self.closures = closures
    self.state = state(found.list)
    active = found.list
    from = time
    closuresUntil = found.until
    until = [moment.until, found.until].compactMap(\.self).min()
  }

  func holds(_ closures: ClosureSet, at time: CivilTime) -> Bool {
    closures === self.closures && from <= time && until.map { time < $0 } ?? true
  }

  /// What a state with other timed rules open has to count.
  func wish(isOpen: [Bool]) -> StateChains.Wish {
    StateChains.Wish(plain: moment.plain, isOpen: isOpen, closures: active, revision: closures.revision)
  }
}

/// Makes and keeps the states of a city's modes.
///
/// What the rules say is customized in full, once for each set of rules that lets all pass; few different ones
/// occur in a day. Closures are applied to that by chains of small changes, and never push it out.
final class StateCache: Sendable {
  private let city: City
  private let modes: [ModeStates]
  private let none: ClosureSet
  /// What is known of cities that this one differs from by the rules of a few arcs, by mode.
  private let seeds: [Seed<GateMoment>?]
  private let boundSeeds: [Seed<Metric>?]
  private let ruledSeeds: [[Seed<RuledMetric>]]

  /// What the rules say where some of them let all pass, which a moment's hours to come may be enclosed by.
  private struct RuledMetric: Sendable {
    /// Of each timed rule.
    var isOpen: [RuleID: Bool]
    var metric: Metric

    init(_ table: ModeTable, _ isOpen: [Bool], _ metric: Metric) {
      self.isOpen = Dictionary(uniqueKeysWithValues: zip(table.timedRules, isOpen))
      self.metric = metric
    }
  }

  /// Something of a city before, and the arcs whose rules are others now.
  private struct Seed<Value: Sendable>: Sendable {
    var value: Value
    var arcs: [ArcID]

    /// What `other` has itself, else what it has from one before.
    init?(_ own: Value?, _ former: Seed?, arcs: [ArcID]) {
      guard let value = own ?? former?.value else { return nil }
      (self.value, self.arcs) = (value, own == nil ? (former?.arcs ?? []) + arcs : arcs)
    }

    init(_ value: Value, arcs: [ArcID]) { (self.value, self.arcs) = (value, arcs) }
  }

  init(city: City) {
    self.city = city
    none = ClosureSet(city: city)
    modes = Mode.allCases.map { _ in ModeStates() }
    seeds = Mode.allCases.map { _ in nil }
    boundSeeds = Mode.allCases.map { _ in nil }
    ruledSeeds = Mode.allCases.map { _ in [] }
  }

  /// States of `city`, which differs from that of `other` by the rules of `arcs`.
  init(city: City, like other: StateCache, arcs: [ArcID], at now: CivilTime) {
    self.city = city
    none = ClosureSet(city: city)
    modes = Mode.allCases.map { _ in ModeStates() }
    seeds = Mode.allCases.map { mode in
      Seed(other.kept(mode, at: now), other.seeds[Int(mode.rawValue)], arcs: arcs)
    }
    boundSeeds = Mode.allCases.map { mode in
      Seed(other[mode].bound.withLock { $0 }, other.boundSeeds[Int(mode.rawValue)], arcs: arcs)
    }
    ruledSeeds = Mode.allCases.map { other.seedsOfRuled($0, arcs: arcs) }
  }

  /// What this has itself, then what it has from one before.
  private func seedsOfRuled(_ mode: Mode, arcs: [ArcID]) -> [Seed<RuledMetric>] {
    let own = self[mode].windows.withLock { $0.ruled }.map { RuledMetric($0.table, $0.isOpen, $0.metric) }
    let former = ruledSeeds[Int(mode.rawValue)]
    var seeds: [Seed<RuledMetric>] = []
    for seed in own.map({ Seed($0, arcs: arcs) }) + former.map({ Seed($0.value, arcs: $0.arcs + arcs) })
    where !seeds.contains(where: { $0.value.isOpen == seed.value.isOpen }) {
      seeds.append(seed)
    }
    return Array(seeds.prefix(StateCache.mostSeeds))
  }

  /// What is kept of one mode.
  private final class ModeStates: Sendable {
    /// Held while a full customization runs, so that only one thread makes it.
    let making = Mutex<Void>(())
    /// Those asked last first.
    let moments = Mutex<[GateMoment]>([])
    let currents = Mutex<[CurrentState]>([])
    let chains = Mutex(StateChains(limit: 6))
    /// Sides of windows of time, apart from the others: none pushes the other out.
    let windows = Mutex(StateChains(limit: 8))
    let bound = Mutex<Metric?>(nil)
  }

  private static let mostMoments = 16
  private static let mostPlain = 8
  private static let mostCurrents = 4
  /// Of one mode: the hours to come, and a shorter time, from either side.
  private static let mostSeeds = 4

  private subscript(mode: Mode) -> ModeStates { modes[Int(mode.rawValue)] }

  // MARK: Rules

  /// What the rules say to `mode` at `time`, and for how long.
  func moment(_ mode: Mode, at time: CivilTime) throws -> GateMoment {
    if let known = kept(mode, at: time) { return known }
    return try self[mode].making.withLock { _ in
      if let known = kept(mode, at: time) { return known }
      let made = try makeMoment(city.modeTable(mode), at: time)
      self[mode].moments.withLock { StateCache.keep(made, in: &$0) }
      return made
    }
  }

  private func kept(_ mode: Mode, at time: CivilTime) -> GateMoment? {
    self[mode].moments.withLock { moments in
      guard let row = moments.firstIndex(where: { $0.holds(at: time) }) else { return nil }
      if row > 0 { moments.insert(moments.remove(at: row), at: 0) }
      return moments[0]
    }
  }

  private func makeMoment(_ table: ModeTable, at time: CivilTime) throws -> GateMoment {
    var until: CivilTime?
    let isOpen = table.timedRules.map { rule in
      let verdict = city.rules.verdict(rule, mode: table.mode, passes: [], at: time)
      if let change = verdict.until, change < until ?? change.adding(seconds: 1) { until = change }
      return verdict.permission == .through
    }
    let known = self[table.mode].moments.withLock { $0.first { $0.isOpen == isOpen }?.plain }
    let seed = seeds[Int(table.mode.rawValue)].flatMap { $0.value.holds(at: time) ? $0 : nil }
    let plain =
      try known ?? seed.map { ModeState($0.value.plain, of: city, table, arcs: $0.arcs, at: time) }
      ?? ModeState(of: city, table, at: time)
    return GateMoment(from: time, until: until, isOpen: isOpen, plain: plain)
  }

  private static func keep(_ made: GateMoment, in moments: inout [GateMoment]) {
    // The same span, asked for at a later time before.
    moments.removeAll { $0.until == made.until && $0.isOpen == made.isOpen }
    moments.insert(made, at: 0)
    if moments.count > mostMoments { moments.removeLast() }
    while Set(moments.map { ObjectIdentifier($0.plain) }).count > mostPlain { moments.removeLast() }
  }

  /// Times that no journey of `mode` is below, whatever is open and wherever it goes on foot.
  ///
  /// - Complexity: One customization, the first time; less where that of the city before is known.
  func bound(_ mode: Mode) throws -> Metric {
    try self[mode].bound.withLock { bound in
      if let bound { return bound }
      if let former = formerBound(mode) {
        bound = former
        return former
      }
      let (travel, walking) = (city.modeTable(mode).time, city.modeTable(.foot).time)
      let made = try Metric(
        hierarchy: city.hierarchy, arcTimes: travel.ids.map { min(travel[$0], walking[$0]) })
      bound = made
      return made
    }
  }

  /// The bound of the city before, where nothing is quicker than that says; else made from it.
  private func formerBound(_ mode: Mode) -> Metric? {
    guard let seed = boundSeeds[Int(mode.rawValue)] else { return nil }
    let (travel, walking) = (city.modeTable(mode).time, city.modeTable(.foot).time)
    let quicker = Set(seed.arcs).compactMap { arc -> ArcChange? in
      let least = Milliseconds(min(travel[arc], walking[arc]))
      return least < seed.value.time(of: arc) ? ArcChange(arc: arc, time: least) : nil
    }
    return quicker.isEmpty ? seed.value : seed.value.updating(quicker)
  }

  // MARK: Closures

  /// The state of `mode` at `time` under a set of closures that is or was live; none where nil.
  func state(_ mode: Mode, at time: CivilTime, _ closures: ClosureSet? = nil) throws -> CurrentState {
    let closures = closures ?? none
    let known = self[mode].currents.withLock { $0.first { $0.holds(closures, at: time) } }
    if let known { return known }
    let moment = try moment(mode, at: time)
    let made = CurrentState(moment, closures, at: time) { active in
      state(moment, active, closures.revision)
    }
    self[mode].currents.withLock { currents in
      // Earlier sets will not be asked for again.
      currents.removeAll { $0.closures.revision < closures.revision }
      currents.insert(made, at: 0)
      if currents.count > StateCache.mostCurrents { currents.removeLast() }
    }
    return made
  }

  private func state(_ moment: GateMoment, _ active: [PlacedClosure], _ revision: UInt64) -> ModeState {
    if active.isEmpty { return moment.plain }
    let (plain, isOpen) = (moment.plain, moment.isOpen)
    return self[plain.table.mode].chains.withLock { chains in
      chains.state(
        StateChains.Wish(plain: plain, isOpen: isOpen, closures: active, revision: revision),
        ruled: plain.metric)
    }
  }

  /// Makes what the first closures of `mode` at `time` need.
  func prepareClosures(_ mode: Mode, at time: CivilTime) throws {
    let moment = try moment(mode, at: time)
    _ = city.elementIndex
    let wish = StateChains.Wish(
      plain: moment.plain, isOpen: moment.isOpen, closures: [], revision: none.revision)
    guard !self[mode].chains.withLock({ $0.hasChain(for: wish) }) else { return }
    // Not while others wait for the chains.
    let copies = MetricWriter.Copies(of: moment.plain.metric)
    self[mode].chains.withLock { $0.begin(wish, ruled: moment.plain.metric, with: copies) }
  }

  // MARK: Windows of time

  /// Makes what encloses the `seconds` after `time`.
  func prepareWindow(_ mode: Mode, at time: CivilTime, _ closures: ClosureSet, seconds: Int64) throws {
    let current = try state(mode, at: time, closures)
    let end = time.adding(seconds: seconds)
    guard current.moment.windowEnd.map({ end < $0 }) ?? true else { return }
    let changes = current.moment.changes(city.rules).prefix { $0.time <= end }
    for side in [WindowSide.ever, .always] { _ = self.side(side, of: current, changes) }
  }

  /// A `side` of the window from `current` over the `changes` that follow it, from the chains of live closures.
  func side(_ side: WindowSide, of current: CurrentState, _ changes: ArraySlice<GateChange>) -> ModeState {
    self.side(side, of: current, changes) { wish in
      // Not while others wait for the chains.
      let ruled = ruled(wish)
      return self[current.state.table.mode].windows.withLock { $0.state(wish, ruled: ruled) }
    }
  }

  /// A `side` of the window from `current` over the `changes` that follow it.
  ///
  /// The open network stays that of `current`. Where rules differ, `chained` makes the state.
  func side(
    _ side: WindowSide, of current: CurrentState, _ changes: ArraySlice<GateChange>,
    chained: (StateChains.Wish) -> ModeState
  ) -> ModeState {
    var isOpen = current.moment.isOpen
    for change in changes {
      isOpen[change.row] =
        switch side {
        case .always: isOpen[change.row] && change.isOpen
        case .ever: isOpen[change.row] || change.isOpen
        }
    }
    return isOpen == current.moment.isOpen ? current.state : chained(current.wish(isOpen: isOpen))
  }

  /// What the rules of `wish` alone say.
  ///
  /// Two threads may make the same: better than one that waits for another that works with what answers leave.
  ///
  /// - Complexity: A copy of a metric and O(affected arcs of the hierarchy) where it is not known: few are affected
  ///   where the city before knew it.
  func ruled(_ wish: StateChains.Wish) -> Metric {
    let table = wish.plain.table
    if let known = self[table.mode].windows.withLock({ $0.ruled(wish) }) { return known }
    let isOpen = Dictionary(uniqueKeysWithValues: zip(table.timedRules, wish.isOpen))
    let seed = ruledSeeds[Int(table.mode.rawValue)].first { seed in
      seed.value.isOpen.allSatisfy { isOpen[$0.key] == $0.value }
    }
    let (former, arcs) =
      seed.map { ($0.value.metric, Array(Set($0.arcs))) } ?? (wish.plain.metric, table.askingArcs)
    let changes = arcs.compactMap { arc -> ArcChange? in
      let rule = city.network.rule[city.network.heading[arc].segment]
      var time = wish.plain.metric.time(of: arc)
      if table.state[arc] == ArcState.asks, let isOpen = isOpen[rule] {
        time = isOpen ? Milliseconds(table.time[arc]) : .unreachable
      }
      return time == former.time(of: arc) ? nil : ArcChange(arc: arc, time: time)
    }
    return changes.isEmpty ? former : former.updating(changes)
  }
}
