internal import Dense
internal import Geo
public import OSM
public import Streets
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
  /// Names the closures in force.
  var closures: [Int] = []
}

/// Makes and keeps the states of a city's modes.
///
/// A state is found by which timed rules are open to all. Few different ones occur in a day, so that a
/// handful per mode is kept.
final class StateCache: Sendable {
  private let city: City
  private let kept: Mutex<[Mode: [Entry]]> = Mutex([:])
  private let limit = 6
  let closures = ClosureList()

  private struct Entry: Sendable {
    var gates: GateStates
    var state: ModeState
  }

  /// A state and until when it holds.
  struct Current: Sendable {
    var state: ModeState
    var from: CivilTime
    var until: CivilTime?
  }

  init(city: City) { self.city = city }

  /// The state of `mode` at `time`.
  func state(_ mode: Mode, at time: CivilTime) throws -> Current {
    let table = city.modeTable(mode)
    var until: CivilTime?
    let isOpen = table.timedRules.map { rule in
      let verdict = city.rules.verdict(rule, mode: mode, passes: [], at: time)
      if let change = verdict.until, change < until ?? change.adding(seconds: 1) { until = change }
      return verdict.permission == .through
    }
    let plain = try keptState(table, GateStates(isOpen: isOpen)) { try makeState(table, at: time) }
    guard !closures.isEmpty else { return Current(state: plain, from: time, until: until) }
    let active = closures.active(mode, at: time)
    let ends = [until, active.until].compactMap(\.self).min()
    let state = try keptState(table, GateStates(isOpen: isOpen, closures: active.key)) {
      plain.applying(active.list)
    }
    return Current(state: state, from: time, until: ends)
  }

  private func keptState(
    _ table: ModeTable, _ gates: GateStates, make: () throws -> ModeState
  ) throws -> ModeState {
    if let known = kept.withLock({ $0[table.mode]?.first { $0.gates == gates } }) { return known.state }
    let state = try make()
    kept.withLock { all in
      var entries = all[table.mode] ?? []
      entries.insert(Entry(gates: gates, state: state), at: 0)
      all[table.mode] = Array(entries.prefix(limit))
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
