public import Dense
import Foundation
internal import Geo
public import Streets

/// What an arc lets a mode do before gates, hours and passes are asked.
enum ArcState {
  static let through: UInt8 = 0
  static let ends: UInt8 = 1
  static let closed: UInt8 = 2
  /// The arc's rule decides, by time and pass.
  static let asks: UInt8 = 3
}

/// Times and permissions of all arcs for one mode, before time and passes matter.
///
/// Rows are arcs, in the order of the network. Made once per city and mode.
public final class ModeTable: Sendable {
  public let mode: Mode
  /// Milliseconds to travel the arc, ``Milliseconds/unreachable`` where the mode cannot.
  public let time: Column<ArcID, UInt32>
  /// ``ArcState`` of each arc.
  let state: Column<ArcID, UInt8>
  /// Arcs whose rule has to be asked.
  let askingArcs: [ArcID]
  /// Rules of ``askingArcs`` whose verdict without passes may change with time.
  let timedRules: [RuleID]
  /// Whether a vehicle may be left at the node: 0 no, 1 at the roadside, 2 at a bay.
  public let parking: Column<NodeID, UInt8>

  /// - Complexity: O(arcs).
  public init(_ network: Network, rules: RuleBook, bays: [NodeID], mode: Mode) {
    self.mode = mode
    var timer = ArcTimer(network, rules: rules, mode: mode)
    var time: [UInt32] = []
    var state: [UInt8] = []
    time.reserveCapacity(network.heading.count)
    state.reserveCapacity(network.heading.count)
    var asking: [ArcID] = []
    let times = timer.times()
    for arc in network.heading.ids {
      let heading = network.heading[arc]
      let barred = network.barred[arc].contains(mode)
      time.append(barred ? Milliseconds.unreachable.rawValue : times[Int(heading.rawValue)])
      let arcState =
        time[arc.index] >= Milliseconds.unreachable.rawValue ? ArcState.closed : timer.state(heading)
      if arcState == ArcState.asks { asking.append(arc) }
      state.append(arcState)
    }
    askingArcs = asking
    timedRules = Set(asking.map { network.rule[network.heading[$0].segment] })
      .filter { rules.dependsOnTime($0, mode: mode) }.sorted()
    parking = Column(ModeTable.parking(network, mode, time, state, bays))
    self.time = Column(time)
    self.state = Column(state)
  }

  /// `other` where the rules of a few `arcs` have changed.
  ///
  /// - Complexity: O(arcs), a copy of memory.
  init(_ other: ModeTable, _ network: Network, rules: RuleBook, arcs: [ArcID]) {
    mode = other.mode
    var timer = ArcTimer(network, rules: rules, mode: mode)
    let usable = Set(arcs).filter { !network.barred[$0].contains(other.mode) }
    var times: [(key: ArcID, value: UInt32)] = []
    var states: [(key: ArcID, value: UInt8)] = []
    var (asking, timed) = (other.askingArcs, Set(other.timedRules))
    for arc in usable.sorted() {
      let heading = network.heading[arc]
      let time = timer.time(heading)
      let state = time >= Milliseconds.unreachable.rawValue ? ArcState.closed : timer.state(heading)
      let row = asking.lowerBound(of: arc)
      if row < asking.count, asking[row] == arc { asking.remove(at: row) }
      if state == ArcState.asks {
        asking.insert(arc, at: row)
        let rule = network.rule[heading.segment]
        // A rule that no arc has any more does no harm.
        if rules.dependsOnTime(rule, mode: mode) { timed.insert(rule) }
      }
      times.append((arc, time))
      states.append((arc, state))
    }
    askingArcs = asking
    timedRules = timed.sorted()
    // Nobody parks in a gate.
    parking = other.parking
    time = other.time.patched(times)
    state = other.state.patched(states)
  }

  /// A vehicle is left where a street is ridden, on the ground, and nobody is hindered.
  private static func parking(
    _ network: Network, _ mode: Mode, _ time: [UInt32], _ state: [UInt8], _ bays: [NodeID]
  ) -> [UInt8] {
    var parking = [UInt8](repeating: 0, count: network.coordinate.count)
    guard mode.isVehicle else { return parking }
    for arc in network.heading.ids where state[arc.index] != ArcState.closed {
      let heading = network.heading[arc]
      guard ModeTable.allowsParking(network, heading, mode) else { continue }
      parking[network.head[arc].index] = 1
      parking[network.tail[arc].index] = 1
    }
    for node in bays where mode != .car && parking[node.index] > 0 { parking[node.index] = 2 }
    return parking
  }

  /// Whether the vehicle may be left along `heading`, where it may be ridden.
  static func allowsParking(_ network: Network, _ heading: Heading, _ mode: Mode) -> Bool {
    let traits = network.traits[TraitsID(network.segmentClass[heading.segment], mode)]
    let isPushed = traits.pushed & (heading.isAgainst ? 2 : 1) != 0
    let speed = heading.isAgainst ? traits.backward : traits.forward
    guard speed > 0, !isPushed else { return false }
    switch network.kind(heading.segment) {
    case .motorway, .motorwayLink, .trunk, .trunkLink, .gate, .ferry, .elevator, .escalator: return false
    default: return network.flags(heading.segment).isDisjoint(with: [.bridge, .tunnel, .roundabout])
    }
  }
}

/// Computes the time and the state of arcs for one mode.
struct ArcTimer {
  private let network: Network
  private let rules: RuleBook
  private let mode: Mode
  /// By rule, once it was asked for.
  private var states: [UInt8?]
  /// What slopes do at the grade that came last: a segment has the same both ways.
  private var last = (grade: -1.0, isPushed: false, up: 1.0, down: 1.0)

  init(_ network: Network, rules: RuleBook, mode: Mode) {
    self.network = network
    self.rules = rules
    self.mode = mode
    states = Array(repeating: nil, count: rules.rows.count)
  }

  /// The times along all headings, by their raw values.
  ///
  /// - Complexity: O(segments).
  mutating func times() -> [UInt32] {
    var times: [UInt32] = []
    times.reserveCapacity(2 * network.length.count)
    for segment in network.length.ids {
      times.append(time(Heading(segment, against: false)))
      times.append(time(Heading(segment, against: true)))
    }
    return times
  }

  /// Milliseconds along `heading`, delays included.
  mutating func time(_ heading: Heading) -> UInt32 {
    let segment = heading.segment
    let traits = network.traits[TraitsID(network.segmentClass[segment], mode)]
    let speed = heading.isAgainst ? traits.backward : traits.forward
    guard speed > 0 else { return Milliseconds.unreachable.rawValue }
    let extras = network.extras[segment]
    let isPushed = traits.pushed & (heading.isAgainst ? 2 : 1) != 0
    let fixed = heading.isAgainst ? extras.fixedBackward : extras.fixedForward
    let length = Double(network.length[segment].rawValue)
    var time =
      fixed > 0
      ? Double(fixed) * 100 : length * 100 / Double(speed) * slope(extras, length, heading, isPushed)
    time += signals(extras, isPushed)
    let rule = network.rule[segment]
    if rule != .none { time += rules.rows[rule].delay(mode) * 1000 }
    return UInt32(min(max(time.rounded(), length > 0 ? 1 : 0), 500_000_000))
  }

  private func signals(_ extras: SegmentExtras, _ isPushed: Bool) -> Double {
    mode == .foot || isPushed
      ? Double(extras.walkerSignalHalves) * Delays.walkerSignalHalf * 1000
      : Double(extras.signalHalves) * Delays.signalHalf * 1000
  }

  /// Factor on the time of flat ground; the rise is taken to be spread evenly over its part of the length.
  private mutating func slope(_ extras: SegmentExtras, _ length: Double, _ heading: Heading, _ isPushed: Bool)
    -> Double
  {
    let total = Double(extras.up) + Double(extras.down)
    guard total > 0, length > 0 else { return 1 }
    let grade = min(total * 100 / length, 0.6)
    let climbing = Double(heading.isAgainst ? extras.down : extras.up) / total
    if grade != last.grade || isPushed != last.isPushed {
      last = (grade, isPushed, Slope.factor(mode, grade, isPushed), Slope.factor(mode, -grade, isPushed))
    }
    return climbing * last.up + (1 - climbing) * last.down
  }

  /// ``ArcState`` of `heading`.
  mutating func state(_ heading: Heading) -> UInt8 {
    let rule = network.rule[heading.segment]
    if rule != .none {
      if let known = states[rule.index] { return known }
      let made = state(of: rule)
      states[rule.index] = made
      return made
    }
    let traits = network.traits[TraitsID(network.segmentClass[heading.segment], mode)]
    return traits.access(against: heading.isAgainst).permissionOnWay(hasPass: false).rawValue
  }

  private func state(of rule: RuleID) -> UInt8 {
    if rules.dependsOnTime(rule, mode: mode) { return ArcState.asks }
    let now = CivilMoment.any
    let plain = rules.verdict(rule, mode: mode, passes: [], at: now).permission
    let withAll = rules.verdict(rule, mode: mode, passes: .all, at: now).permission
    return plain == withAll ? plain.rawValue : ArcState.asks
  }
}

/// How slopes change speed.
public enum Slope {
  /// Factor on the time of flat ground at `grade` (rise over run, negative downhill).
  ///
  /// Walking follows Tobler's hiking function (1993), scaled to 1 on the flat. A bicycle loses most of its
  /// speed to the climb; an e-bike's motor carries much of it; motors do not care.
  public static func factor(_ mode: Mode, _ grade: Double, _ isPushed: Bool) -> Double {
    switch mode {
    case .foot: walking(grade)
    case .ebike: isPushed ? walking(grade) * 1.1 : 1 + max(0, grade) * 4
    case .bicycle: isPushed ? walking(grade) * 1.1 : 1 + max(0, grade) * 12
    case .motorcycle, .car: 1
    }
  }

  private static func walking(_ grade: Double) -> Double { exp(3.5 * (abs(grade + 0.05) - 0.05)) }
}
