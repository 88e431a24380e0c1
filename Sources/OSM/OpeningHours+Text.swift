extension OpeningHours {
  /// `text` in the words of the specification, such as maps have: for one that is written in Chinese.
  ///
  /// Any other text stays as it is, and so does one that would not be read as the same again.
  /// - Complexity: O(length).
  public static func specified(_ text: String) -> String {
    let isForeign = text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().contains {
      !$0.isMultiple(of: 2) ? false : $1.unicodeScalars.contains { $0.value >= 0x2E80 }
    }
    guard isForeign, let read = try? OpeningHours(parsing: text) else { return text }
    let written = read.text
    return (try? OpeningHours(parsing: written))?.rules == read.rules ? written : text
  }

  /// As the specification writes it.
  var text: String {
    if rules == [HoursRule(separator: .normal, spans: [HoursParser.wholeDay])] { return "24/7" }
    return rules.enumerated().map { row, rule in (row == 0 ? "" : rule.separator.text) + rule.text }.joined()
  }
}

extension HoursRule.Separator {
  fileprivate var text: String {
    switch self {
    case .normal: "; "
    case .additional: ", "
    case .fallback: " || "
    }
  }
}

extension HoursRule {
  fileprivate var text: String {
    let days = selectors.map(\.text).joined(separator: ",")
    let times = spans.map(\.text).joined(separator: ",")
    return [days, times, modifier].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private var modifier: String {
    let quoted = comment.map { "\"\($0)\"" }
    let word =
      switch kind {
      case .open: comment == nil && !isUnconditional ? "" : "open"
      case .closed: "off"
      case .unknown: comment == nil ? "unknown" : ""
      }
    return [word, quoted ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension HoursSpan {
  fileprivate var text: String {
    start.text + (close.map { "-" + $0.text } ?? "") + (isOpenEnded ? "+" : "")
  }
}

extension HoursClock {
  fileprivate var text: String {
    guard let event else { return HoursClock.text(minutes) }
    return minutes == 0
      ? event.text : "(\(event.text)\(minutes < 0 ? "-" : "+")\(HoursClock.text(abs(minutes))))"
  }

  private static func text(_ minutes: Int) -> String {
    [minutes / 60, minutes % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ":")
  }
}

extension SunEvent {
  fileprivate var text: String {
    switch self {
    case .dawn: "dawn"
    case .sunrise: "sunrise"
    case .sunset: "sunset"
    case .dusk: "dusk"
    }
  }
}

extension DaySelector {
  fileprivate var text: String {
    let parts = [
      years.map(\.text), dates.map(\.text),
      weeks.isEmpty ? [] : ["week " + DaySelector.list(weeks.map(\.text))],
      within.map(\.text), DaySelector.ranges(weekdays) + nths.map(\.text) + holidays.map(\.text),
    ]
    return parts.map(DaySelector.list).filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func list(_ items: [String]) -> String { items.joined(separator: ",") }

  private static let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

  fileprivate static func name(_ weekday: Int) -> String { names[weekday] }

  /// `Mo-We`, `Sa`: the days of a set, Monday as bit 0.
  fileprivate static func ranges(_ days: UInt8) -> [String] {
    var ranges: [ClosedRange<Int>] = []
    for day in names.indices where days & 1 << UInt8(day) != 0 {
      if let last = ranges.last, last.upperBound == day - 1 {
        ranges[ranges.count - 1] = last.lowerBound...day
      } else {
        ranges.append(day...day)
      }
    }
    return ranges.map {
      $0.count == 1 ? names[$0.lowerBound] : names[$0.lowerBound] + "-" + names[$0.upperBound]
    }
  }

  /// ` +1 day`; empty for none.
  fileprivate static func shift(_ days: Int) -> String {
    days == 0 ? "" : " \(days < 0 ? "-" : "+")\(abs(days)) day" + (abs(days) == 1 ? "" : "s")
  }
}

extension SteppedRange {
  fileprivate var text: String {
    if last == .max { return "\(first)+" }
    return (first == last ? "\(first)" : "\(first)-\(last)") + (step == 1 ? "" : "/\(step)")
  }
}

extension NthWeekday {
  fileprivate var text: String {
    let ahead = (1...5).filter { positions & 1 << UInt16($0) != 0 }.map { "\($0)" }
    let behind = (1...5).filter { positions & 1 << UInt16($0 + 8) != 0 }.map { "-\($0)" }
    let list = (ahead + behind).joined(separator: ",")
    let days = DaySelector.ranges(weekdays).joined(separator: ",")
    return days + (list.isEmpty ? "" : "[\(list)]") + DaySelector.shift(shift)
  }
}

extension HolidayItem {
  fileprivate var text: String { (kind == .publicHoliday ? "PH" : "SH") + DaySelector.shift(shift) }
}

extension DateRange {
  fileprivate var text: String {
    switch end {
    case .same: from.text
    case .open: from.text + "+"
    case .at(let last): from.text + "-" + last.text
    }
  }
}

extension DatePoint {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  fileprivate var text: String {
    let name =
      switch anchor {
      case .date(let month, let day):
        DatePoint.months[month - 1] + (day.map { ($0 < 10 ? " 0" : " ") + "\($0)" } ?? "")
      case .easter: "easter"
      case .nth(let month, let weekday, let position):
        "\(DatePoint.months[month - 1]) \(DaySelector.name(weekday))[\(position)]"
      }
    let on = weekdayShift.map { " " + ($0.forward ? "+" : "-") + DaySelector.name($0.weekday) } ?? ""
    return (year.map { "\($0) " } ?? "") + name + on + DaySelector.shift(shift)
  }
}
