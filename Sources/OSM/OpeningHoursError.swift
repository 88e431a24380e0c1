public import Wording

/// Why opening hours could not be read.
public enum OpeningHoursError: WordedError, Equatable {
  case empty
  case tooLong(length: Int)
  /// `found` stands at character `position` (from 1) where something else was expected.
  case unreadable(found: String, position: Int, expected: Expectation)
  /// The text ends where something was expected.
  case unfinished(expected: Expectation)

  /// What the parser was looking for.
  public enum Expectation: Sendable {
    case selector, time, timeRange, startTime, sunOffset, weekday, nth, week, month, dayOfMonth
    case year, step, dayOffset, closingBracket, closingQuote
  }

  public var wording: Wording {
    switch self {
    case .empty: .hoursEmpty
    case .tooLong(let length): .hoursTooLong(length: length, limit: OpeningHours.longestText)
    case .unreadable(let found, let position, let expected):
      .hoursUnreadable(found: found, position: position, expected: expected.wording)
    case .unfinished(let expected): .hoursUnfinished(expected: expected.wording)
    }
  }
}

extension OpeningHoursError.Expectation {
  var wording: Wording {
    switch self {
    case .selector: .expectedSelector
    case .time: .expectedTime
    case .timeRange: .expectedTimeRange
    case .startTime: .expectedStartTime
    case .sunOffset: .expectedSunOffset
    case .weekday: .expectedWeekday
    case .nth: .expectedNth
    case .week: .expectedWeek
    case .month: .expectedMonth
    case .dayOfMonth: .expectedDayOfMonth
    case .year: .expectedYear
    case .step: .expectedStep
    case .dayOffset: .expectedDayOffset
    case .closingBracket: .expectedClosingBracket
    case .closingQuote: .expectedClosingQuote
    }
  }
}
