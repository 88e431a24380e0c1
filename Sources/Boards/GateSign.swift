internal import Dense
internal import Routing
internal import Streets
internal import Wording

/// Whether one way of moving gets through a gate, as a symbol says it.
enum ModeSign: Hashable, Sendable {
  case free
  /// Only beside the vehicle.
  case push
  /// It depends on the hour.
  case timed
  /// With a pass only.
  case pass
  case no
  case unknown

  /// What `rule` says to `mode`.
  init(_ rule: RuleID, mode: Mode, in rules: RuleBook) {
    let row = rules.rows[rule]
    let access = row[mode]
    let isTimed = rules.dependsOnTime(rule, mode: mode)
    if access.permissionAtGate(hasPass: true) == .closed {
      self = isTimed && row[condition: mode] != .none ? .timed : .no
    } else if access.permissionAtGate(hasPass: false) == .closed || row.ruleFlags.contains(.locked) {
      self = .pass
    } else if isTimed {
      self = .timed
    } else if access == .dismount {
      self = .push
    } else {
      self = access == .unknown || row.ruleFlags.contains(.unknown) ? .unknown : .free
    }
  }

  var wording: Wording {
    switch self {
    case .free: Wording.Boards.allowed
    case .push: Wording.Boards.pushed
    case .timed: Wording.Boards.timed
    case .pass: Wording.Boards.withPass
    case .no: Wording.Boards.forbidden
    case .unknown: Wording.Boards.unknown
    }
  }
}

/// Who gets through a gate, how and when.
struct GateSign: Hashable, Sendable {
  /// The modes that boards show, in their order.
  static let modes: [Mode] = [.foot, .ebike, .car]

  /// By ``modes``.
  var signs: [ModeSign]
  var entry: EntryKind
  /// Hours and conditions; empty where there are none.
  var hours: [Wording]

  init(_ rule: RuleID, in rules: RuleBook) {
    let row = rules.rows[rule]
    signs = GateSign.modes.map { ModeSign(rule, mode: $0, in: rules) }
    entry = row.entryKind
    hours = rules.texts[row.hours].map { [Wording.Boards.hours($0)] } ?? []
    let conditions = GateSign.modes.map { rules.texts[row[condition: $0]] }
    if let first = conditions[0], conditions.allSatisfy({ $0 == first }) {
      hours.append(Wording.Boards.condition(nil, first))
    } else {
      for (mode, condition) in zip(GateSign.modes, conditions) {
        if let condition { hours.append(Wording.Boards.condition(GateSign.name(mode), condition)) }
      }
    }
  }

  /// Whether nobody gets through.
  var isShut: Bool { signs.allSatisfy { $0 == .no } }

  /// What one does there; where the map does not say, what walkers may expect.
  var entryWording: Wording {
    if isShut { return Wording.Boards.closedGate }
    return entry == .unknown && signs[0] != .unknown ? signs[0].wording : Wording.Boards.entry(entry.name)
  }

  var entrySymbol: Symbol {
    if isShut { return .shut }
    guard entry == .unknown else { return Symbol(entry) }
    switch signs[0] {
    case .free, .push, .timed: return .open
    case .pass: return .badge
    case .no: return .shut
    case .unknown: return .question
    }
  }

  static func name(_ mode: Mode) -> Wording {
    switch mode {
    case .foot: Wording.Boards.onFoot
    case .car: Wording.Boards.car
    default: Wording.Boards.ebike
    }
  }
}
