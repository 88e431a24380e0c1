public import Dense
public import OSM
public import Queries
public import Streets

extension GateRule {
  /// The rule that a gate has, as an edit would say it.
  public struct Known: Sendable {
    public var rule: GateRule
    /// Whether an edit with it would leave the gate as it is; edits have no words for some of what a map can say.
    public var isWhole: Bool
  }

  /// The passes that a rule can name.
  private static let passNames: Set<String> = ["badge", "registered", "resident", "staff"]

  /// What `id` says; nil where the map says nothing of who may pass.
  ///
  /// - Complexity: O(the rule's text).
  public static func known(_ id: RuleID, in book: RuleBook) -> Known? {
    guard id != .none else { return nil }
    let row = book.rows[id]
    if row.ruleFlags.contains(.unknown) { return nil }
    var rule = GateRule()
    for mode in Mode.allCases {
      let permit = Who(permittedBy: book.passes(opening: id, mode: mode))
      rule.who[mode] = Who(row[mode], permit: permit)
      rule.exceptions += Exception.list(mode, book.texts[row[condition: mode]] ?? "", permit: permit)
    }
    rule.hours = book.texts[row.hours].flatMap { (try? OpeningHours(parsing: $0)) == nil ? nil : $0 }
    rule.entry = row.entryKind
    rule.weather = Weather.allCases.filter { row.ruleFlags.contains($0.flag) }
    if rule.book(like: row, book).rows[RuleBook.only].delay != row.delay { rule.delay = Int(row.delay / 10) }
    return Known(rule: rule, isWhole: rule.says(id, of: book))
  }

  private func book(like row: RuleRow, _ book: RuleBook) -> RuleBook {
    RuleBook(gate: row.barrierKind, tags: tags, context: book.context)
  }

  /// Whether it says to everybody what `id` does, as far as passes that a rule can name go.
  private func says(_ id: RuleID, of book: RuleBook) -> Bool {
    let (row, again) = (book.rows[id], self.book(like: book.rows[id], book))
    let own = again.rows[RuleBook.only]
    guard own.delay == row.delay, own.entry == row.entry, own.flags == row.flags,
      again.texts[own.hours] == book.texts[row.hours]
    else { return false }
    return Mode.allCases.allSatisfy { mode in
      let passes = [
        book.passes(opening: id, mode: mode), again.passes(opening: RuleBook.only, mode: mode),
      ].map { GateRule.passNames.intersection($0) }
      let clauses = [book.texts[row[condition: mode]], again.texts[own[condition: mode]]].map { text in
        ConditionalRestriction.texts(of: text ?? "")
      }
      return passes[0] == passes[1] && clauses[0] == clauses[1] && own[mode].isLike(row[mode])
    }
  }
}

extension Access {
  /// Whether both let the same people through a gate, and riders in the same way.
  fileprivate func isLike(_ other: Access) -> Bool {
    (self == .dismount) == (other == .dismount)
      && [true, false].allSatisfy { permissionAtGate(hasPass: $0) == other.permissionAtGate(hasPass: $0) }
  }
}

extension GateRule.Who {
  /// Whom `permit` means where `passes` open it.
  fileprivate init(permittedBy passes: [String]) {
    self = passes.contains("registered") && !passes.contains("badge") ? .registered : .badge
  }

  /// Whom `access` means; nil for those of whom a rule cannot speak.
  fileprivate init?(_ access: Access, permit: GateRule.Who) {
    switch access {
    case .yes, .designated, .permissive: self = .anyone
    case .destination, .customers: self = .visitor
    case .delivery: self = .delivery
    case .residents, .private: self = .resident
    case .staff: self = .staff
    case .permit: self = permit
    case .no: self = .nobody
    case .dismount: self = .pushing
    case .unknown, .members, .students: return nil
    }
  }
}

extension GateRule.Exception {
  /// The clauses of a conditional restriction; those that a rule cannot say are left out.
  fileprivate static func list(_ mode: Mode, _ text: String, permit: GateRule.Who) -> [GateRule.Exception] {
    ConditionalRestriction.texts(of: text).compactMap { clause in
      guard let who = GateRule.Who.allCases.first(where: { $0.access == clause.value }),
        (try? OpeningHours(parsing: clause.condition)) != nil
      else { return nil }
      return GateRule.Exception(mode, who.access == permit.access ? permit : who, when: clause.condition)
    }
  }
}

extension GateRule.Weather {
  fileprivate var flag: RuleFlags {
    switch self {
    case .rain: .opensInRain
    case .typhoon: .opensInTyphoon
    }
  }
}

extension GateRule {
  /// As ``init(_:)`` reads it; only what is said.
  public var json: JSON {
    var members: [JSON.Member] = []
    let said = Mode.allCases.compactMap { mode in
      who[mode].map { JSON.Member(key: mode.name, value: .string($0.rawValue)) }
    }
    if !said.isEmpty { members.append(JSON.Member(key: "who", value: .object(said))) }
    if let hours { members.append(JSON.Member(key: "hours", value: .string(hours))) }
    if !exceptions.isEmpty {
      members.append(JSON.Member(key: "except", value: .array(exceptions.map(\.json))))
    }
    if entry != .unknown { members.append(JSON.Member(key: "entry", value: .string(entry.name))) }
    if let delay { members.append(JSON.Member(key: "delay", value: .int(delay))) }
    if !weather.isEmpty {
      members.append(JSON.Member(key: "weather", value: .strings(weather.map(\.rawValue))))
    }
    return .object(members)
  }
}

extension GateRule.Exception {
  fileprivate var json: JSON {
    ["vehicle": .string(mode.name), "who": .string(who.rawValue), "when": .string(when)]
  }
}
