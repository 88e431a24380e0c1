/// What the selectors ask of one day, worked out once.
struct DayFacts {
  let civil: CivilDay
  let year: Int
  let month: Int
  let day: Int
  /// By the date.
  let weekday: Int
  /// As the weekday selectors see it: see ``OpeningHours`` on make-up working days.
  let workingWeekday: Int
  let context: HoursContext

  init(_ civil: CivilDay, for hours: OpeningHours, in context: HoursContext) {
    self.civil = civil
    (year, month, day) = civil.ymd
    weekday = civil.weekday
    self.context = context
    if hours.mentionsHolidays, weekday >= 5, context.holidays.isMakeUpWorkday(civil) {
      workingWeekday = weekday == 5 ? 4 : 0
    } else {
      workingWeekday = weekday
    }
  }
}

extension DaySelector {
  func contains(_ day: DayFacts) -> Bool {
    if !years.isEmpty, !years.contains(where: { $0.contains(day.year) }) { return false }
    if !dates.isEmpty, !dates.contains(where: { $0.contains(day) }) { return false }
    if !weeks.isEmpty {
      let week = day.civil.isoWeek
      if !weeks.contains(where: { $0.contains(week, cycle: 53) }) { return false }
    }
    if !within.isEmpty, !within.contains(where: { $0.contains(day) }) { return false }
    guard hasWeekdayPart else { return true }
    return weekdays >> UInt8(day.workingWeekday) & 1 == 1
      || nths.contains { $0.contains(day) } || holidays.contains { $0.contains(day) }
  }
}

extension NthWeekday {
  func contains(_ facts: DayFacts) -> Bool {
    let date = CivilDay(number: facts.civil.number - shift)
    guard weekdays >> UInt8(date.weekday) & 1 == 1 else { return false }
    guard positions != 0 else { return true }
    let (year, month, day) = date.ymd
    let fromStart = (day - 1) / 7 + 1
    let fromEnd = (CivilDay.lastDay(ofMonth: month, year: year) - day) / 7 + 1
    return positions >> UInt16(fromStart) & 1 == 1 || positions >> UInt16(8 + fromEnd) & 1 == 1
  }
}

extension HolidayItem {
  func contains(_ facts: DayFacts) -> Bool {
    let date = CivilDay(number: facts.civil.number - shift)
    return switch kind {
    case .publicHoliday: facts.context.holidays.isHoliday(date)
    case .schoolHoliday: facts.context.holidays.isSchoolHoliday(date)
    }
  }
}

extension DateRange {
  func contains(_ facts: DayFacts) -> Bool {
    if let quick = containsPlainly(facts) { return quick }
    if let year = from.year { return covers(facts.civil, startingIn: year) }
    // A range may begin in the year before, and a shift may carry it over the year's end.
    return (-1...1).contains { covers(facts.civil, startingIn: facts.year + $0) }
  }

  /// The answer where both ends are plain days or months of any year; nil for anything else.
  private func containsPlainly(_ facts: DayFacts) -> Bool? {
    guard let first = from.ordinal(as: .first) else { return nil }
    let now = facts.month * 32 + facts.day
    switch end {
    case .open: return now >= first
    case .same:
      guard let last = from.ordinal(as: .last) else { return nil }
      return first <= now && now <= last
    case .at(let to):
      guard let last = to.ordinal(as: .last) else { return nil }
      return first <= last ? first <= now && now <= last : now >= first || now <= last
    }
  }

  /// Whether the occurrence that begins in `year` covers `day`.
  private func covers(_ day: CivilDay, startingIn year: Int) -> Bool {
    guard let first = from.resolved(in: year, as: end == .same ? .single : .first) else { return false }
    guard first <= day else { return false }
    switch end {
    case .open:
      return from.year != nil || day.year == year
    case .same:
      guard let last = from.resolved(in: year, as: .last) else { return false }
      return day <= last
    case .at(let to):
      if let fixed = to.year {
        guard let last = to.resolved(in: fixed, as: .last) else { return false }
        return day <= last
      }
      guard let last = to.resolved(in: year, as: .last) else { return false }
      if last >= first { return day <= last }
      guard let later = to.resolved(in: year + 1, as: .last) else { return false }
      return day <= later
    }
  }
}

extension DatePoint {
  /// Which role a point plays: decides what a month, or a day the month lacks, stands for.
  enum Role { case single, first, last }

  /// Month × 32 + day, for plain points only.
  func ordinal(as role: Role) -> Int? {
    guard year == nil, shift == 0, weekdayShift == nil, case .date(let month, let day) = anchor
    else { return nil }
    return month * 32 + (day ?? (role == .last ? 31 : 1))
  }

  /// The day meant in `year`; nil when that year has none.
  func resolved(in year: Int, as role: Role) -> CivilDay? {
    guard var number = anchorNumber(in: year, as: role) else { return nil }
    if let weekdayShift {
      let weekday = CivilDay(number: number).weekday
      let forward = (weekdayShift.weekday - weekday + 7) % 7
      number += weekdayShift.forward ? forward : (forward == 0 ? 0 : forward - 7)
    }
    return CivilDay(number: number + shift)
  }

  private func anchorNumber(in year: Int, as role: Role) -> Int? {
    switch anchor {
    case .easter:
      return CivilDay.easter(year).number
    case .date(let month, let day):
      let last = CivilDay.lastDay(ofMonth: month, year: year)
      let wanted = day ?? (role == .last ? last : 1)
      if wanted > last, role == .single { return nil }
      let start = CivilDay.number(year: year, month: month, day: 1)
      return start + (role == .last ? min(wanted, last) : wanted) - 1
    case .nth(let month, let weekday, let position):
      let last = CivilDay.lastDay(ofMonth: month, year: year)
      let first = CivilDay.number(year: year, month: month, day: 1)
      if position > 0 {
        let offset = (weekday - CivilDay(number: first).weekday + 7) % 7 + (position - 1) * 7
        return offset < last ? first + offset : nil
      }
      let end = first + last - 1
      let offset = (CivilDay(number: end).weekday - weekday + 7) % 7 + (-position - 1) * 7
      return offset < last ? end - offset : nil
    }
  }
}
