internal import Dense
public import Streets

/// What a gate asks of somebody on foot who has no pass.
public enum GateLabel: UInt8, Sendable {
  /// Nothing.
  case open
  /// It depends on the hour or on a condition.
  case timed
  /// A code, a badge, a key, to be one of the residents.
  case pass
  /// To have business inside, or to be let in.
  case `private`
  /// Nobody gets through.
  case closed
  /// The map does not say.
  case unknown

  /// The label of a gate with `rule`.
  public init(_ rule: RuleID, in rules: RuleBook) {
    let row = rules.rows[rule]
    let access = row[.foot]
    let isShut = access.permissionAtGate(hasPass: false) == .closed
    if row.ruleFlags.contains(.locked) {
      self = .pass
    } else if row[condition: .foot] != .none {
      self = .timed
    } else if isShut {
      self = GateLabel(shut: access, namesPasses: row.passes != .none)
    } else if row.hours != .none {
      self = rules.dependsOnTime(rule, mode: .foot) ? .timed : .unknown
    } else if row.ruleFlags.contains(.unknown) {
      self = .unknown
    } else {
      self = access.permissionAtGate(hasPass: false) == .ends ? .private : .open
    }
  }

  /// The word used in tiles and answers.
  public var name: String { "\(self)" }

  private init(shut access: Access, namesPasses: Bool) {
    if access.permissionAtGate(hasPass: true) == .closed {
      self = .closed
    } else {
      self = access == .private && !namesPasses ? .private : .pass
    }
  }
}
