// Days: weekdays, holidays, weeks, years, months and dates.
extension HoursParser {
  // MARK: - Weekdays and holidays

  /// `Mo-Fr,PH`, `Su[-1]`, `SH Mo-Fr`, `PH -1 day`.
  mutating func weekdaySelector(into selector: inout DaySelector) throws(OpeningHoursError) {
    while true {
      try weekdayItem(into: &selector)
      if kind == .sign("."), isWeekdayItem(at: index + 1) || token(after: 1).kind == .sign("-") { index += 1 }
      if kind == .sign(",") || kind == .sign("/"), isWeekdayItem(at: index + 1) {
        index += 1
        continue
      }
      guard isWeekdayItem(at: index) else { return }
      // `SH Mo-Fr`: weekdays within holidays. `Sa Su`, `Su PH`, `PH Su`: a comma was forgotten.
      let onlyHolidays = selector.weekdays == 0 && selector.nths.isEmpty && !selector.holidays.isEmpty
      if onlyHolidays, !isHoliday(at: index), !forgotComma(after: selector.holidays) {
        selector.within += selector.holidays
        selector.holidays = []
      }
    }
  }

  private func isWeekdayItem(at place: Int) -> Bool {
    switch token(at: place).kind {
    case .weekday, .weekdays, .workdays, .publicHoliday, .schoolHoliday: true
    default: false
    }
  }

  /// Whether `PH` stands before days of the weekend only: no mapper means holidays on Sundays by it.
  private func forgotComma(after holidays: [HolidayItem]) -> Bool {
    guard holidays.allSatisfy({ $0.kind == .publicHoliday }) else { return false }
    switch token(at: index).kind {
    case .weekday(let day): return day >= 5
    case .weekdays(let set): return set & 0b001_1111 == 0
    case .workdays: return false
    default: return false
    }
  }

  private func isHoliday(at place: Int) -> Bool {
    let kind = token(at: place).kind
    return kind == .publicHoliday || kind == .schoolHoliday
  }

  private mutating func weekdayItem(into selector: inout DaySelector) throws(OpeningHoursError) {
    switch kind {
    case .publicHoliday, .schoolHoliday:
      let holiday: HolidayItem.Kind = kind == .publicHoliday ? .publicHoliday : .schoolHoliday
      index += 1
      selector.holidays.append(HolidayItem(kind: holiday, shift: try dayShift() ?? 0))
    case .weekdays(let set):
      index += 1
      selector.weekdays |= set
    case .workdays:
      index += 1
      selector.weekdays |= 0b001_1111
    default:
      let days = try weekdayRange()
      let positions = try nthPositions()
      let shift = try dayShift() ?? 0
      if positions == 0, shift == 0 {
        selector.weekdays |= days
      } else {
        selector.nths.append(NthWeekday(weekdays: days, positions: positions, shift: shift))
      }
    }
  }

  /// `Mo`, `Sa-Mo` as a set with Monday as bit 0.
  private mutating func weekdayRange() throws(OpeningHoursError) -> UInt8 {
    let first = try takeWeekday()
    if kind == .sign("."), token(after: 1).kind == .sign("-") { index += 1 }
    guard kind == .sign("-"), !isDayShift(at: index) else { return 1 << UInt8(first) }
    while take("-") {}
    let last = try takeWeekday()
    let length = (last - first + 7) % 7
    return (0...length).reduce(into: UInt8(0)) { $0 |= 1 << UInt8((first + $1) % 7) }
  }

  private mutating func takeWeekday() throws(OpeningHoursError) -> Int {
    guard case .weekday(let day) = kind else { throw unreadable(.weekday) }
    index += 1
    return day
  }

  /// `[1]`, `[1,3]`, `[1-2]`, `[-1]` as ``NthWeekday/positions``; 0 where there is no bracket.
  private mutating func nthPositions() throws(OpeningHoursError) -> UInt16 {
    guard take("[") else { return 0 }
    var positions: UInt16 = 0
    repeat {
      if take("-") {
        positions |= 1 << UInt16(8 + (try takeNumber(in: 1...5, expected: .nth)))
        continue
      }
      let first = try takeNumber(in: 1...5, expected: .nth)
      let last = take("-") ? try takeNumber(in: first...5, expected: .nth) : first
      for position in first...last { positions |= 1 << UInt16(position) }
    } while take(",")
    guard take("]") else { throw unreadable(.closingBracket) }
    return positions
  }

  private func isDayShift(at place: Int) -> Bool {
    let sign = token(at: place).kind
    guard sign == .sign("+") || sign == .sign("-"), case .number = token(at: place + 1).kind else {
      return false
    }
    return token(at: place + 2).kind == .days
  }

  /// `+1 day`, `-2 days`.
  private mutating func dayShift() throws(OpeningHoursError) -> Int? {
    guard isDayShift(at: index) else { return nil }
    let sign = kind == .sign("+") ? 1 : -1
    index += 1
    let days = try takeNumber(in: 1...366, expected: .dayOffset)
    index += 1
    return sign * days
  }

  // MARK: - Weeks and years

  /// `week 1-53/2,7`.
  mutating func weekSelector(into selector: inout DaySelector) throws(OpeningHoursError) {
    index += 1
    repeat {
      if kind == .week { index += 1 }
      let first = try takeNumber(in: 1...53, expected: .week)
      let last = take("-") ? try takeNumber(in: 1...53, expected: .week) : first
      selector.weeks.append(SteppedRange(first: first, last: last, step: try step()))
    } while takeCommaBeforeNumber(or: .week)
  }

  private mutating func takeCommaBeforeNumber(or word: HoursToken.Kind) -> Bool {
    guard kind == .sign(","), !isCertainTime(at: index + 1) else { return false }
    if token(after: 1).kind != word {
      guard case .number(_, ...2) = token(after: 1).kind, !beginsDate(at: index + 1) else { return false }
    }
    index += 1
    return true
  }

  private mutating func step() throws(OpeningHoursError) -> Int {
    take("/") ? try takeNumber(in: 1...999, expected: .step) : 1
  }

  /// `2026`, `2026-2028/2`, `2026+`; a single year before a month goes to the date.
  mutating func yearSelector(into selector: inout DaySelector) throws(OpeningHoursError) {
    while true {
      if beginsYearDate(at: index) { return try dateSelector(into: &selector) }
      let first = try takeNumber(in: HoursParser.years, expected: .year)
      if take("+") {
        selector.years.append(SteppedRange(first: first, last: .max))
      } else {
        let last = take("-") ? try takeNumber(in: first...2999, expected: .year) : first
        selector.years.append(SteppedRange(first: first, last: last, step: try step()))
      }
      guard kind == .sign(","), isYear(at: index + 1) else { return }
      index += 1
    }
  }

  private func isYear(at place: Int) -> Bool {
    guard case .number(let value, 4) = token(at: place).kind else { return false }
    return HoursParser.years.contains(value)
  }

  private func beginsYearDate(at place: Int) -> Bool {
    guard isYear(at: place) else { return false }
    let next = token(at: place + 1).kind
    return HoursParser.isMonth(next) || next == .easter || beginsDate(at: place + 1)
  }

  // MARK: - Months and dates

  /// `Jan-Mar`, `Dec 24-Jan 2`, `Dec 25,26`, `easter -2 days`, `2026 Nov 16-2027 Jan 15`.
  mutating func dateSelector(into selector: inout DaySelector) throws(OpeningHoursError) {
    while true {
      var range = DateRange(from: try datePoint())
      try rangeEnd(of: &range)
      selector.dates.append(range)
      while let more = try sameMonthDays(after: range) { selector.dates.append(more) }
      guard kind == .sign(","), isDate(at: index + 1) else { return }
      index += 1
    }
  }

  private func isDate(at place: Int) -> Bool {
    let kind = token(at: place).kind
    return HoursParser.isMonth(kind) || kind == .easter || beginsYearDate(at: place) || beginsDate(at: place)
  }

  private mutating func rangeEnd(of range: inout DateRange) throws(OpeningHoursError) {
    if kind == .sign("+") {
      index += 1
      range.end = .open
      return
    }
    guard kind == .sign("-") else { return }
    if case .date(let month, .some) = range.from.anchor, isDayNumber(at: index + 1) {
      index += 1
      let day = try dayOfMonth(in: month)
      range.end = .at(DatePoint(anchor: .date(month: month, day: day), year: range.from.year))
      return
    }
    while take("-") {}
    guard isDate(at: index) else { throw unreadable(.month) }
    let end = try datePoint()
    if range.from.year == nil { range.from.year = end.year }
    range.end = .at(end)
  }

  /// The `26` and `28-30` of `Dec 24,26,28-30`.
  private mutating func sameMonthDays(after range: DateRange) throws(OpeningHoursError) -> DateRange? {
    guard case .date(let month, .some) = range.from.anchor, kind == .sign(","),
      isDayNumber(at: index + 1)
    else { return nil }
    index += 1
    let first = try dayOfMonth(in: month)
    var more = DateRange(
      from: DatePoint(anchor: .date(month: month, day: first), year: range.from.year))
    try rangeEnd(of: &more)
    return more
  }

  /// Whether the number at `place` can be a day of a month named before it.
  private func isDayNumber(at place: Int) -> Bool {
    guard case .number(let value, ...2) = token(at: place).kind, (1...31).contains(value) else {
      return false
    }
    return !isCertainTime(at: place) && !beginsDate(at: place)
  }

  private mutating func dayOfMonth(in month: Int) throws(OpeningHoursError) -> Int {
    let last = CivilDay.lastDay(ofMonth: month, year: 2000)
    let day = try takeNumber(in: 1...last, expected: .dayOfMonth)
    if kind == .dayMark { index += 1 }
    return day
  }

  /// `Jan`, `Jan 15`, `15 Jan`, `1月15日`, `easter`, `Mar Su[-1]`, each with year and offsets.
  private mutating func datePoint() throws(OpeningHoursError) -> DatePoint {
    var year: Int?
    if isYear(at: index) { year = try takeNumber(in: HoursParser.years, expected: .year) }
    var point = DatePoint(anchor: try anchor(), year: year)
    if kind == .sign("+") || kind == .sign("-"), tokens(index).spaceBefore,
      case .weekday(let weekday) = token(after: 1).kind, token(after: 2).kind != .sign("[")
    {
      point.weekdayShift = (weekday, kind == .sign("+"))
      index += 2
    }
    point.shift = try dayShift() ?? 0
    return point
  }

  private func tokens(_ place: Int) -> HoursToken { token(at: place) }

  private mutating func anchor() throws(OpeningHoursError) -> DatePoint.Anchor {
    if kind == .easter {
      index += 1
      return .easter
    }
    if case .number(let number, _) = kind {
      if token(after: 1).kind == .monthMark { return try chineseDate() }
      let startIndex = index
      index += 1
      _ = take(".")
      guard case .month(let month) = kind else { throw unreadable(.month) }
      guard (1...CivilDay.lastDay(ofMonth: month, year: 2000)).contains(number) else {
        index = startIndex
        throw unreadable(.dayOfMonth)
      }
      index += 1
      return .date(month: month, day: number)
    }
    guard case .month(let month) = kind else { throw unreadable(.month) }
    index += 1
    if kind == .sign("."), !isCertainTime(at: index + 1) { index += 1 }
    if let nth = try nthOfMonth(month) { return nth }
    guard case .number(_, ...2) = kind, !isCertainTime(at: index), !beginsDate(at: index) else {
      return .date(month: month, day: nil)
    }
    return .date(month: month, day: try dayOfMonth(in: month))
  }

  private mutating func chineseDate() throws(OpeningHoursError) -> DatePoint.Anchor {
    let month = try takeNumber(in: 1...12, expected: .month)
    index += 1
    guard case .number(_, ...2) = kind, token(after: 1).kind == .dayMark else {
      return .date(month: month, day: nil)
    }
    return .date(month: month, day: try dayOfMonth(in: month))
  }

  /// The `Su[-1]` of `Mar Su[-1]-Oct Su[-1]`; elsewhere a weekday after a month is its own part.
  private mutating func nthOfMonth(_ month: Int) throws(OpeningHoursError) -> DatePoint.Anchor? {
    guard case .weekday(let weekday) = kind, token(after: 1).kind == .sign("[") else { return nil }
    let isNegative = token(after: 2).kind == .sign("-")
    let place = index + (isNegative ? 3 : 2)
    guard case .number(1...5, _) = token(at: place).kind, token(at: place + 1).kind == .sign("]") else {
      return nil
    }
    let next = token(at: place + 2).kind
    // The second end of a range stands before something else, but is one all the same.
    let isEnd = index >= 2 && token(at: index - 2).kind == .sign("-")
    guard next == .sign("-") || next == .sign("+") || isEnd else { return nil }
    guard case .number(let position, _) = token(at: place).kind else { return nil }
    index = place + 2
    return .nth(month: month, weekday: weekday, position: isNegative ? -position : position)
  }
}
