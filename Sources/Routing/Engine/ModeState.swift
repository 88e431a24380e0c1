internal import Dense
internal import Geo
internal import OSM
internal import Streets
import Synchronization

/// One mode's network at one state of the gates: what anybody may pass now, customized for queries.
public final class ModeState: Sendable {
  public let table: ModeTable
  public let metric: Metric
  /// 1 for nodes of the open network; see ``CoreComponents``.
  let isCore: Column<NodeID, UInt8>
  /// ``ArcState`` with closures and openings applied; `asks` where the rule has to be asked.
  let arcState: Column<ArcID, UInt8>

  init(table: ModeTable, metric: Metric, isCore: Column<NodeID, UInt8>, arcState: Column<ArcID, UInt8>) {
    self.table = table
    self.metric = metric
    self.isCore = isCore
    self.arcState = arcState
  }
}

extension ModeState {
  /// This state with closures and openings, by partial customization.
  func applying(_ closures: [PlacedClosure]) -> ModeState {
    guard !closures.isEmpty else { return self }
    var states = arcState.values
    var changes: [ArcID: Milliseconds] = [:]
    // Openings first: closing beats opening.
    for item in closures where item.closure.effect == .opens {
      for arc in item.arcs where table.time[arc] < Milliseconds.unreachable.rawValue {
        states[arc.index] = ArcState.through
        changes[arc] = Milliseconds(table.time[arc])
      }
    }
    for item in closures where item.closure.effect == .closes {
      for arc in item.arcs {
        states[arc.index] = ArcState.closed
        changes[arc] = .unreachable
      }
    }
    let list = changes.map { ArcChange(arc: $0.key, time: $0.value) }.sorted { $0.arc < $1.arc }
    return ModeState(table: table, metric: metric.updating(list), isCore: isCore, arcState: Column(states))
  }
}

/// Which rules let anybody pass now, and for how long that holds.
struct GateStates: Hashable, Sendable {
  /// Whether each timed rule of the mode lets all pass.
  var isOpen: [Bool]
  /// What ``isOpen`` was when the open network was found, where that was another time.
  var coreAt: [Bool] = []
  /// Names the closures in force.
  var closures: [Int] = []
}

/// A timed rule begins or ends to let all pass.
struct GateChange: Sendable {
  var time: CivilTime
  /// Row of ``ModeTable/timedRules``.
  var row: Int
  var isOpen: Bool
}

/// Two states that enclose every moment of a window of time.
struct Bracket: Sendable {
  /// What is open all the while.
  var always: ModeState
  /// What is open at any moment.
  var ever: ModeState
  var from: CivilTime
}

/// Makes and keeps the states of a city's modes.
///
/// A state is found by which timed rules are open to all. Few different ones occur in a day, so that a
/// handful per mode is kept.
final class StateCache: Sendable {
  private let city: City
  private let kept: Mutex<[Mode: [Entry]]> = Mutex([:])
  private let bounds: Mutex<[Mode: Metric]> = Mutex([:])
  private let limit = 12
  let closures = ClosureList()

  private struct Entry: Sendable {
    var gates: GateStates
    var state: ModeState
  }

  /// A state and when it holds.
  struct Current: Sendable {
    var state: ModeState
    var from: CivilTime
    /// When a rule or a closure changes.
    var until: CivilTime?
    /// When a closure begins or ends.
    var closuresUntil: CivilTime?
    /// Of the closures that it counts.
    var version: Int
    fileprivate var gates: GateStates
    /// Without closures.
    fileprivate var plain: ModeState
    fileprivate var active: [PlacedClosure]
  }

  init(city: City) { self.city = city }

  /// The state of `mode` at `time`.
  func state(_ mode: Mode, at time: CivilTime) throws -> Current {
    let table = city.modeTable(mode)
    let version = closures.version
    var until: CivilTime?
    let isOpen = table.timedRules.map { rule in
      let verdict = city.rules.verdict(rule, mode: mode, passes: [], at: time)
      if let change = verdict.until, change < until ?? change.adding(seconds: 1) { until = change }
      return verdict.permission == .through
    }
    let active = closures.active(mode, at: time)
    let plain = try keptState(mode, GateStates(isOpen: isOpen)) { try makeState(table, at: time) }
    let gates = GateStates(isOpen: isOpen, closures: active.key)
    let state =
      active.list.isEmpty ? plain : try keptState(mode, gates) { plain.applying(active.list) }
    return Current(
      state: state, from: time, until: [until, active.until].compactMap(\.self).min(),
      closuresUntil: active.until, version: version, gates: gates, plain: plain, active: active.list)
  }

  /// Times that no journey of `mode` is below, whatever is open and wherever it goes on foot.
  ///
  /// - Complexity: One customization, the first time.
  func bound(_ mode: Mode) throws -> Metric {
    if let known = bounds.withLock({ $0[mode] }) { return known }
    let (travel, walking) = (city.modeTable(mode).time, city.modeTable(.foot).time)
    let metric = try Metric(
      hierarchy: city.hierarchy, arcTimes: travel.ids.map { min(travel[$0], walking[$0]) })
    bounds.withLock { $0[mode] = metric }
    return metric
  }

  /// The changes of timed rules in the `seconds` after `current` began, in order.
  func changes(of mode: Mode, after current: Current, within seconds: Int64) -> [GateChange] {
    let end = current.from.adding(seconds: seconds)
    var found: [GateChange] = []
    for (row, rule) in city.modeTable(mode).timedRules.enumerated() {
      var verdict = city.rules.verdict(rule, mode: mode, passes: [], at: current.from)
      while let change = verdict.until, change <= end {
        verdict = city.rules.verdict(rule, mode: mode, passes: [], at: change)
        found.append(GateChange(time: change, row: row, isOpen: verdict.permission == .through))
      }
    }
    return found.sorted { $0.time < $1.time }
  }

  /// Two states around `current` and the `changes` that follow it.
  ///
  /// One has what is open all the while, the other what is open at any moment. The open network stays that of
  /// `current`.
  func bracket(_ mode: Mode, _ current: Current, _ changes: ArraySlice<GateChange>) throws -> Bracket {
    var (always, ever) = (current.gates.isOpen, current.gates.isOpen)
    for change in changes {
      always[change.row] = always[change.row] && change.isOpen
      ever[change.row] = ever[change.row] || change.isOpen
    }
    return Bracket(
      always: try variant(mode, current, always), ever: try variant(mode, current, ever), from: current.from)
  }

  /// `current` with other timed rules open.
  private func variant(_ mode: Mode, _ current: Current, _ isOpen: [Bool]) throws -> ModeState {
    guard isOpen != current.gates.isOpen else { return current.state }
    let gates = GateStates(isOpen: isOpen, coreAt: current.gates.isOpen, closures: current.gates.closures)
    return try keptState(mode, gates) {
      let table = current.plain.table
      let rows = Dictionary(uniqueKeysWithValues: table.timedRules.enumerated().map { ($1, $0) })
      let changes = table.askingArcs.compactMap { arc -> ArcChange? in
        let rule = city.network.rule[city.network.heading[arc].segment]
        guard let row = rows[rule], isOpen[row] != current.gates.isOpen[row] else { return nil }
        return ArcChange(arc: arc, time: isOpen[row] ? Milliseconds(table.time[arc]) : .unreachable)
      }
      let plain = current.plain
      return ModeState(
        table: table, metric: plain.metric.updating(changes), isCore: plain.isCore, arcState: plain.arcState
      ).applying(current.active)
    }
  }

  private func keptState(
    _ mode: Mode, _ gates: GateStates, make: () throws -> ModeState
  ) throws -> ModeState {
    if let known = kept.withLock({ $0[mode]?.first { $0.gates == gates } }) { return known.state }
    let state = try make()
    kept.withLock { all in
      var entries = all[mode] ?? []
      entries.insert(Entry(gates: gates, state: state), at: 0)
      all[mode] = Array(entries.prefix(limit))
    }
    return state
  }

  private func makeState(_ table: ModeTable, at time: CivilTime) throws -> ModeState {
    let weights = openWeights(table, at: time)
    let metric = try Metric(hierarchy: city.hierarchy, arcTimes: weights)
    let infinite = Milliseconds.unreachable.rawValue
    let core = CoreComponents(
      city.network, isThrough: { weights[$0.index] < infinite },
      exists: { table.state[$0] != ArcState.closed || table.time[$0] < infinite })
    return ModeState(table: table, metric: metric, isCore: Column(core.isCore), arcState: table.state)
  }

  /// The time of each arc that anybody may pass now.
  private func openWeights(_ table: ModeTable, at time: CivilTime) -> [UInt32] {
    var weights = table.time.values
    for arc in table.state.ids where table.state[arc] != ArcState.through {
      weights[arc.index] = Milliseconds.unreachable.rawValue
    }
    var verdicts: [RuleID: Bool] = [:]
    for arc in table.askingArcs {
      let rule = city.network.rule[city.network.heading[arc].segment]
      let isOpen: Bool
      if let known = verdicts[rule] {
        isOpen = known
      } else {
        isOpen = city.rules.verdict(rule, mode: table.mode, passes: [], at: time).permission == .through
        verdicts[rule] = isOpen
      }
      if isOpen { weights[arc.index] = table.time[arc] }
    }
    return weights
  }
}
