public import Dense
public import OSM
import Synchronization

/// What a rule says to somebody at some moment.
public struct Verdict: Sendable, Hashable {
  /// Why a rule closes.
  public enum Cause: UInt8, Sendable {
    case none, hours, locked, pass, access, condition
    /// Somebody closed it for a while.
    case closure
  }

  public var permission: Permission
  public var cause: Cause = .none
  /// The verdict holds until then; nil = for good.
  public var until: CivilTime?
  /// Something of the rule could not be read and counts as open.
  public var isDoubtful = false
  /// Its hours speak of holidays, and the city's calendar knows none of that year.
  public var lacksHolidays = false

  public init(
    permission: Permission, cause: Cause = .none, until: CivilTime? = nil, isDoubtful: Bool = false
  ) {
    self.permission = permission
    self.cause = cause
    self.until = until
    self.isDoubtful = isDoubtful
  }
}

/// The rules of a city, read once, and what they say to whom and when.
public final class RuleBook: Sendable {
  public let rows: Column<RuleID, RuleRow>
  public let texts: TextTable
  public let context: HoursContext
  /// Names of passes; the bit of a pass is its index.
  public let passNames: [String]
  private let passRows: [String: Int]
  /// The passes that open each rule, by mode: row `rule × modes + mode` of ``maskSets``.
  private let passMasks: [UInt32]
  private let maskSets: [PassSet]
  private let read: Mutex<[RuleID: ReadRule]>

  /// Passes that every city knows.
  public static let commonPasses = [
    "badge", "resident", "registered", "visitor", "permit", "private", "key", "staff", "member", "student",
  ]

  public init(rows: Column<RuleID, RuleRow>, texts: TextTable, context: HoursContext) {
    self.rows = rows
    self.texts = texts
    self.context = context
    var masks = PassMasks(names: RuleBook.commonPasses)
    for id in rows.ids { masks.add(rows[id], texts) }
    passNames = masks.names
    passRows = masks.rows
    passMasks = masks.byRule
    maskSets = masks.sets
    read = Mutex([:])
  }

  /// The set of one pass, or nil when no rule and no convention knows it.
  public func pass(named name: String) -> PassSet? { passRows[name].map { PassSet(row: $0) } }

  /// Passes that some rule of this city names.
  ///
  /// - Complexity: O(rules).
  public var passesAsked: [String] {
    var asked: Set<String> = []
    for rule in rows.ids { asked.formUnion(passes(opening: rule)) }
    return passNames.filter { asked.contains($0) }
  }

  /// Names of the passes that open `rule` to somebody.
  public func passes(opening rule: RuleID) -> [String] {
    names(Mode.allCases.reduce(into: PassSet()) { $0.formUnion(mask(rule, $1)) })
  }

  /// Names of the passes that let `mode` through `rule`; none where it needs none.
  public func passes(opening rule: RuleID, mode: Mode) -> [String] {
    let row = rows[rule]
    let isClosed =
      row.ruleFlags.contains(.gate)
      ? row[mode].permissionAtGate(hasPass: false) == .closed
        && row[mode].permissionAtGate(hasPass: true) != .closed
      : row[mode] == .permit
    let mayClose = row[condition: mode] != .none || row.ruleFlags.contains(.locked)
    return isClosed || mayClose ? names(mask(rule, mode)) : []
  }

  private func names(_ set: PassSet) -> [String] {
    passNames.indices.filter { set.contains(row: $0) }.map { passNames[$0] }
  }

  private func mask(_ rule: RuleID, _ mode: Mode) -> PassSet {
    maskSets[Int(passMasks[rule.index * Mode.allCases.count + Int(mode.rawValue)])]
  }

  /// What `rule` says to a traveller by `mode` with `passes` at `time`.
  public func verdict(_ rule: RuleID, mode: Mode, passes: PassSet, at time: CivilTime) -> Verdict {
    var verdict = permission(rule, mode: mode, passes: passes, at: time)
    let kinds = parsed(rule).holidays[Int(mode.rawValue)]
    verdict.lacksHolidays = !kinds.isEmpty && !context.holidays.covers(kinds, year: time.civilDay.year)
    return verdict
  }

  private func permission(_ rule: RuleID, mode: Mode, passes: PassSet, at time: CivilTime) -> Verdict {
    let row = rows[rule]
    let rule = (read: parsed(rule), hasPass: !passes.isDisjoint(with: mask(rule, mode)))
    var doubt = rule.read.isDoubtful
    var until: CivilTime?
    if let hours = rule.read.hours {
      let state = hours.state(at: time, in: context)
      until = hours.nextChange(after: time, in: context, within: 400)
      doubt = doubt || state.kind == .unknown
      if state.kind == .closed {
        return Verdict(permission: .closed, cause: .hours, until: until, isDoubtful: doubt)
      }
    }
    var access = row[mode]
    var isConditional = false
    if let condition = rule.read.conditions[Int(mode.rawValue)] {
      let value = condition.value(at: time, in: context)
      doubt = doubt || value.doubt
      if let said = value.value.flatMap({ Access(osm: $0) }) {
        isConditional = said != access
        access = said
      }
      if let change = condition.nextChange(after: time, in: context),
        change < until ?? change.adding(seconds: 1)
      {
        until = change
      }
    }
    return finish(row, access, hasPass: rule.hasPass, isConditional, until, doubt)
  }

  private func finish(
    _ row: RuleRow, _ access: Access, hasPass: Bool, _ isConditional: Bool, _ until: CivilTime?, _ doubt: Bool
  ) -> Verdict {
    if row.ruleFlags.contains(.locked), !hasPass {
      return Verdict(permission: .closed, cause: .locked, until: nil, isDoubtful: doubt)
    }
    var permission =
      row.ruleFlags.contains(.gate)
      ? access.permissionAtGate(hasPass: hasPass) : access.permissionOnWay(hasPass: hasPass)
    if row.ruleFlags.contains(.locked), permission == .through { permission = .ends }
    guard permission == .closed else {
      return Verdict(permission: permission, until: until, isDoubtful: doubt)
    }
    let cause: Verdict.Cause = isConditional ? .condition : access == .no ? .access : .pass
    return Verdict(permission: .closed, cause: cause, until: until, isDoubtful: doubt)
  }

  /// Whether the rule's verdict can change with time.
  public func dependsOnTime(_ rule: RuleID, mode: Mode) -> Bool {
    let read = parsed(rule)
    return read.hours.map { !$0.alwaysOpen } ?? false || read.conditions[Int(mode.rawValue)] != nil
  }

  private struct ReadRule: Sendable {
    var hours: OpeningHours?
    var conditions: [ConditionalRestriction?]
    var isDoubtful: Bool
    /// By mode.
    var holidays: [HolidayKinds] = []
  }

  private func parsed(_ rule: RuleID) -> ReadRule {
    if let known = read.withLock({ $0[rule] }) { return known }
    let row = rows[rule]
    var doubt = false
    var made = ReadRule(hours: nil, conditions: [], isDoubtful: false)
    if let text = texts[row.hours] {
      made.hours = try? OpeningHours(parsing: text)
      doubt = made.hours == nil
    }
    for mode in Mode.allCases {
      let text = texts[row[condition: mode]]
      let condition = text.flatMap { try? ConditionalRestriction(parsing: $0) }
      doubt = doubt || (text != nil && condition == nil)
      made.conditions.append(condition)
    }
    made.isDoubtful = doubt
    made.holidays = made.conditions.map { condition in
      (made.hours?.holidays ?? []).union(condition?.holidays ?? [])
    }
    let finished = made
    read.withLock { $0[rule] = finished }
    return finished
  }
}
