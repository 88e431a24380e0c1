/// Reads opening hours: one pass over the tokens, no recursion.
struct HoursParser {
  private let lexer: HoursLexer
  private let tokens: [HoursToken]
  var index = 0
  private(set) var holidays: HolidayKinds = []

  init(_ text: String) throws(OpeningHoursError) {
    var lexer = try HoursLexer(text)
    tokens = lexer.tokens()
    self.lexer = lexer
    if tokens.contains(where: { $0.kind == .publicHoliday || $0.kind == .workdays }) {
      holidays.insert(.publicHolidays)
    }
    if tokens.contains(where: { $0.kind == .schoolHoliday }) { holidays.insert(.schoolHolidays) }
  }

  /// All rules of the text.
  mutating func parse() throws(OpeningHoursError) -> [HoursRule] {
    var rules: [HoursRule] = []
    var separator = HoursRule.Separator.normal
    var (workdays, exceptions) = ([Int](), [Int]())
    while true {
      while takeSeparator(&separator) {}
      if kind == .end { break }
      let start = index
      rules.append(try rule(after: rules.isEmpty ? .normal : separator))
      for token in tokens[start..<index] {
        if token.kind == .workdays { workdays.append(rules.count - 1) }
        if token.kind == .excepted { exceptions.append(rules.count - 1) }
      }
      // A rule that took nothing cannot happen; if it did, the loop must still end.
      if index == start { throw unreadable(.selector) }
      separator = kind == .sign(",") ? .additional : .normal
    }
    guard !rules.isEmpty else { throw .empty }
    if !exceptions.isEmpty { return HoursParser.moved(exceptions, of: rules) }
    return workdays.isEmpty ? rules : HoursParser.withoutHolidays(workdays, of: rules)
  }

  /// `rules` with what is excepted after all others.
  private static func moved(_ exceptions: [Int], of rules: [HoursRule]) -> [HoursRule] {
    var (kept, last) = ([HoursRule](), [HoursRule]())
    for (row, rule) in rules.enumerated() {
      if exceptions.contains(row) { last.append(rule) } else { kept.append(rule) }
    }
    if !kept.isEmpty { kept[0].separator = .normal }
    for row in last.indices { last[row].separator = .normal }
    return kept + last
  }

  /// `rules`, those of workdays closed on holidays, unless another one says what holds then or on all days.
  ///
  /// They come first: what others say of weekends holds on holidays, too.
  private static func withoutHolidays(_ workdays: [Int], of rules: [HoursRule]) -> [HoursRule] {
    let others = rules.indices.filter { !workdays.contains($0) }.map { rules[$0] }
    let saysMore = others.contains { rule in
      rule.selectors.isEmpty
        || rule.selectors.contains {
          !$0.hasWeekdayPart || $0.weekdays & 0b001_1111 != 0 || !$0.holidays.isEmpty
        }
    }
    if saysMore || rules.contains(where: { $0.separator == .fallback }) { return rules }
    var first = workdays.map { rules[$0] } + [holidaysOff] + others
    first[0].separator = .normal
    if !others.isEmpty { first[workdays.count + 1].separator = .normal }
    return first
  }

  /// Takes one sign between rules; stray full stops and commas at the end count as such.
  private mutating func takeSeparator(_ separator: inout HoursRule.Separator) -> Bool {
    switch kind {
    case .sign(";"), .sign("."): separator = .normal
    case .sign("‖"): separator = .fallback
    case .sign(","): if separator == .normal { separator = .additional }
    default: return false
    }
    index += 1
    return true
  }

  // MARK: - A rule

  /// What of a rule has been read.
  private struct Draft {
    var rule: HoursRule
    var selector = DaySelector()
    var hasModifier = false
    /// A comma was read after the last selector: the next part may be another alternative.
    var afterComma = false

    /// Begins another alternative: `Su,Dec 25 off`.
    mutating func closeSelector() {
      if !selector.isEmpty { rule.selectors.append(selector) }
      selector = DaySelector()
    }

    var hasDays: Bool { !selector.isEmpty || !rule.selectors.isEmpty }
    var hasTimes: Bool { !rule.spans.isEmpty }
  }

  private mutating func rule(
    after separator: HoursRule.Separator
  ) throws(OpeningHoursError) -> HoursRule {
    var draft = Draft(rule: HoursRule(separator: separator))
    parts: while try part(of: &draft) {
      guard kind == .sign(",") else { continue }
      // A comma goes on within the rule only before times and, while there are none, before days.
      if isTime(at: index + 1), draft.hasDays || draft.hasTimes, !draft.hasModifier {
        index += 1
      } else if beginsDays(at: index + 1), !draft.hasTimes, !draft.hasModifier, draft.hasDays {
        index += 1
        draft.afterComma = true
      } else {
        break parts
      }
    }
    draft.closeSelector()
    // `10:00-18:00, "by appointment"` does not take the hours back.
    if draft.rule.separator == .additional, draft.rule.kind == .unknown, draft.rule.isUnconditional {
      draft.rule.separator = .fallback
    }
    return draft.rule
  }

  /// Reads one part of a rule; false where the rule ends.
  private mutating func part(of draft: inout Draft) throws(OpeningHoursError) -> Bool {
    if isTime(at: index) {
      if draft.hasModifier, draft.hasDays || draft.hasTimes { return false }
      try timeSelector(into: &draft.rule)
      return true
    }
    switch kind {
    case .end, .sign(";"), .sign("‖"), .sign(","): return false
    case .sign(":") where draft.hasDays, .sign(".") where draft.hasDays && !draft.hasTimes:
      index += 1
      return true
    case .sign("."): return false
    case .allDay:
      index += 1
      draft.rule.spans.append(HoursParser.wholeDay)
      return true
    case .open, .closed, .excepted, .unknown, .comment, .brokenComment:
      return try modifier(of: &draft)
    default:
      // Times or a closing word followed by days: a separator was forgotten.
      if draft.hasTimes || draft.hasModifier && draft.hasDays { return false }
      try daySelector(of: &draft)
      return true
    }
  }

  /// `open`, `off`, `unknown`, each with or without comment; or a comment alone.
  private mutating func modifier(of draft: inout Draft) throws(OpeningHoursError) -> Bool {
    if case .comment(let text) = kind {
      // A season told in words, before the rest of the rule: nobody can tell.
      let standsAlone = draft.rule.comment == nil && !draft.hasModifier
      if standsAlone { draft.rule.kind = .unknown }
      draft.rule.comment = draft.rule.comment.map { $0 + "; " + text } ?? text
      index += 1
      if kind == .sign(":") { index += 1 } else { draft.hasModifier = true }
      return true
    }
    if kind == .brokenComment { throw unreadable(.closingQuote) }
    if draft.hasModifier { return false }
    draft.hasModifier = true
    switch kind {
    case .closed, .excepted: draft.rule.kind = .closed
    case .unknown: draft.rule.kind = .unknown
    default: draft.rule.kind = .open
    }
    index += 1
    if kind == .sign(":") { index += 1 }
    return true
  }

  private mutating func daySelector(of draft: inout Draft) throws(OpeningHoursError) {
    if draft.afterComma { draft.closeSelector() }
    draft.afterComma = false
    switch kind {
    case .weekday, .weekdays, .workdays, .publicHoliday, .schoolHoliday:
      try weekdaySelector(into: &draft.selector)
    case .week: try weekSelector(into: &draft.selector)
    case .month, .easter: try dateSelector(into: &draft.selector)
    case .number(let value, 4) where HoursParser.years.contains(value):
      try yearSelector(into: &draft.selector)
    case .number where beginsDate(at: index): try dateSelector(into: &draft.selector)
    default: throw unreadable(.selector)
    }
  }
}

// MARK: - Looking at tokens

extension HoursParser {
  static let years = 1900...2999
  static let wholeDay = HoursSpan(start: HoursClock(minutes: 0), close: HoursClock(minutes: 1440))

  var kind: HoursToken.Kind { tokens[index].kind }

  /// What 工作日 says besides.
  private static let holidaysOff = HoursRule(
    separator: .normal, selectors: [DaySelector(holidays: [HolidayItem(kind: .publicHoliday, shift: 0)])],
    kind: .closed)

  func token(at place: Int) -> HoursToken { tokens[min(place, tokens.count - 1)] }
  func token(after steps: Int) -> HoursToken { token(at: index + steps) }

  /// Takes `sign` if it is next.
  mutating func take(_ sign: Character) -> Bool {
    guard kind == .sign(sign) else { return false }
    index += 1
    return true
  }

  /// Takes the number that is next if it lies in `range`.
  mutating func takeNumber(
    in range: ClosedRange<Int>, expected: OpeningHoursError.Expectation
  ) throws(OpeningHoursError) -> Int {
    guard case .number(let value, _) = kind, range.contains(value) else { throw unreadable(expected) }
    index += 1
    return value
  }

  func unreadable(_ expected: OpeningHoursError.Expectation) -> OpeningHoursError {
    let token = tokens[index]
    guard token.kind != .end else { return .unfinished(expected: expected) }
    return .unreadable(
      found: lexer.excerpt(at: token.position), position: token.position + 1, expected: expected)
  }

  func beginsDays(at place: Int) -> Bool {
    switch token(at: place).kind {
    case .weekday, .weekdays, .workdays, .publicHoliday, .schoolHoliday, .week, .month, .easter: true
    case .number(let value, 4): HoursParser.years.contains(value)
    case .number: beginsDate(at: place)
    default: false
    }
  }

  /// Whether `24 Dec`, `24. Dec` or `12月` begins at `place`.
  func beginsDate(at place: Int) -> Bool {
    guard case .number(_, let digits) = token(at: place).kind, digits <= 2 else { return false }
    let next = token(at: place + 1).kind == .sign(".") ? place + 2 : place + 1
    return HoursParser.isMonth(token(at: next).kind) || token(at: place + 1).kind == .monthMark
  }

  static func isMonth(_ kind: HoursToken.Kind) -> Bool {
    if case .month = kind { return true }
    return false
  }

  /// Whether a time of day begins at `place`; bare hours (`8-18`) count, too.
  func isTime(at place: Int) -> Bool {
    isCertainTime(at: place) || isBareHour(at: place)
  }

  /// Whether a time begins at `place` that cannot be a number of another kind.
  func isCertainTime(at place: Int) -> Bool {
    let next = token(at: place + 1)
    switch token(at: place).kind {
    case .sun, .clock: return true
    case .am, .pm, .morning, .afternoon, .night:
      if case .number = next.kind { return true }
      return false
    case .sign("("):
      if case .sun = next.kind { return true }
      return false
    case .number(let value, let digits):
      switch next.kind {
      case .sign(":"), .sign("."):
        let minutes = token(at: place + 2)
        guard case .number(_, let count) = minutes.kind, count <= 2, !minutes.spaceBefore, !next.spaceBefore
        else { return false }
        return next.kind == .sign(":") || count == 2 && token(at: place + 3).kind != .sign(".")
      case .hourMark: return true
      case .am, .pm: return true
      case .sign("/"):
        if value == 24, case .number(7, _) = token(at: place + 2).kind { return true }
        return false
      default: return digits == 4 && HoursParser.isCompactClock(value)
      }
    default: return false
    }
  }

  /// Whether `8-18`, `8+` or `8-sunset` begins at `place`.
  private func isBareHour(at place: Int) -> Bool {
    guard case .number(let value, let digits) = token(at: place).kind, digits <= 2, value <= 24 else {
      return false
    }
    let next = token(at: place + 1).kind
    if next == .sign("+") { return token(at: place + 2).kind != .days }
    guard next == .sign("-") else { return false }
    if case .number = token(at: place + 2).kind {
      return !beginsDate(at: place + 2)
    }
    return isCertainTime(at: place + 2)
  }

  /// `0800`, `1730`, but no year.
  static func isCompactClock(_ value: Int) -> Bool {
    value <= 2400 && value % 100 < 60 && !years.contains(value)
  }
}
