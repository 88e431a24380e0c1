public import Dense
public import OSM
public import Queries
public import Streets
public import Wording

extension GateRule {
  /// The rule that a gate has, as an edit would say it.
  public struct Known: Sendable {
    public var rule: GateRule
    /// What the map says besides, for which edits have no words; lost when an edit with ``rule`` is made.
    public var unsaid: [Wording]

    /// Whether an edit with it would leave the gate as it is.
    public var isWhole: Bool { unsaid.isEmpty }
  }

  /// The passes that come with a way of access and are not asked for by their names.
  private static let silentPasses =
    Set(RuleBook.commonPasses).subtracting(["badge", "registered", "resident", "staff"])

  /// What `id` says; nil where the map says nothing of who may pass when and how.
  ///
  /// - Complexity: O(the rule's text).
  public static func known(_ id: RuleID, in book: RuleBook) -> Known? {
    guard id != .none else { return nil }
    let row = book.rows[id]
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
    let known = Known(rule: rule, unsaid: rule.unsaid(id, of: book))
    return row.ruleFlags.contains(.unknown) && rule == GateRule() && known.isWhole ? nil : known
  }

  private func book(like row: RuleRow, _ book: RuleBook) -> RuleBook {
    RuleBook(gate: row.barrierKind, tags: tags, context: book.context)
  }

  /// What `id` says to somebody that this rule does not say.
  private func unsaid(_ id: RuleID, of book: RuleBook) -> [Wording] {
    let (row, again) = (book.rows[id], self.book(like: book.rows[id], book))
    let own = again.rows[RuleBook.only]
    var lost: [Wording] = []
    if own.flags != row.flags { lost.append(Wording.Edits.lostLock) }
    let hours = (book.texts[row.hours] ?? "", again.texts[own.hours] ?? "")
    if OpeningHours.specified(hours.0) != hours.1 { lost.append(Wording.Edits.lostHours(hours.0)) }
    if own.delay != row.delay { lost.append(Wording.Edits.lostDelay(Double(row.delay) / 10)) }
    if own.entry != row.entry { lost.append(Wording.Edits.lostEntry) }
    return lost
      + Mode.allCases.flatMap { mode in
        lostOf(mode, (book, id, row), (again, RuleBook.only, own))
      }
  }

  /// What the first says of `mode` and the second does not.
  private func lostOf(
    _ mode: Mode, _ first: (book: RuleBook, id: RuleID, row: RuleRow),
    _ second: (book: RuleBook, id: RuleID, row: RuleRow)
  ) -> [Wording] {
    let word = VehicleWord(mode)
    var lost: [Wording] = []
    let passes = [first, second].map { side in
      Set(side.book.passes(opening: side.id, mode: mode)).subtracting(GateRule.silentPasses)
    }
    if !second.row[mode].isLike(first.row[mode]) {
      lost.append(Wording.Edits.lostAccess(first.row[mode].name, word))
    } else if passes[0] != passes[1] {
      let names = passes[0].symmetricDifference(passes[1]).sorted()
      lost.append(Wording.Edits.lostPasses(names, word))
    }
    let clauses = [first, second].map { side in
      ConditionalRestriction.texts(of: side.book.texts[side.row[condition: mode]] ?? "").map {
        "\($0.value) @ (\(OpeningHours.specified($0.condition)))"
      }
    }
    if clauses[0] != clauses[1] {
      let others = clauses[0].filter { !clauses[1].contains($0) }
      lost.append(Wording.Edits.lostConditions(others, word))
    }
    return lost
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
