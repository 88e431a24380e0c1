internal import Dense
internal import Geo
internal import OSM
internal import Streets

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

  /// The same mode and open network with other times.
  func with(_ metric: Metric, _ arcState: Column<ArcID, UInt8>? = nil) -> ModeState {
    ModeState(table: table, metric: metric, isCore: isCore, arcState: arcState ?? self.arcState)
  }
}

extension ModeState {
  /// The state of `table`'s mode at `time`, as if nothing were closed or opened.
  ///
  /// - Complexity: O(triangles of the hierarchy).
  convenience init(of city: City, _ table: ModeTable, at time: CivilTime) throws {
    let weights = ModeState.openWeights(city, table, at: time)
    let metric = try Metric(hierarchy: city.hierarchy, arcTimes: weights)
    let infinite = Milliseconds.unreachable.rawValue
    let core = CoreComponents(
      city.network, isThrough: { weights[$0.index] < infinite },
      exists: { table.state[$0] != ArcState.closed || table.time[$0] < infinite })
    self.init(table: table, metric: metric, isCore: Column(core.isCore), arcState: table.state)
  }

  /// `former`, a state of the same time, where the rules of a few `arcs` have changed.
  ///
  /// The open network stays that of `former`.
  ///
  /// - Complexity: O(affected arcs of the hierarchy), and a copy of the metric.
  convenience init(_ former: ModeState, of city: City, _ table: ModeTable, arcs: [ArcID], at time: CivilTime)
  {
    let changes = Set(arcs).compactMap { arc -> ArcChange? in
      let new = ModeState.openTime(city, table, arc, at: time)
      return new == former.metric.time(of: arc) ? nil : ArcChange(arc: arc, time: new)
    }
    let metric = changes.isEmpty ? former.metric : former.metric.updating(changes)
    self.init(table: table, metric: metric, isCore: former.isCore, arcState: table.state)
  }

  /// The time of `arc` where anybody may pass it now.
  private static func openTime(_ city: City, _ table: ModeTable, _ arc: ArcID, at time: CivilTime)
    -> Milliseconds
  {
    switch table.state[arc] {
    case ArcState.through: return Milliseconds(table.time[arc])
    case ArcState.asks:
      let rule = city.network.rule[city.network.heading[arc].segment]
      let verdict = city.rules.verdict(rule, mode: table.mode, passes: [], at: time)
      return verdict.permission == .through ? Milliseconds(table.time[arc]) : .unreachable
    default: return .unreachable
    }
  }

  /// The time of each arc that anybody may pass now.
  private static func openWeights(_ city: City, _ table: ModeTable, at time: CivilTime) -> [UInt32] {
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
