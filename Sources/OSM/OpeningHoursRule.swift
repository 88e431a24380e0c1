/// One rule: on which days, at which times, what holds.
struct HoursRule: Sendable, Equatable {
  enum Separator: Sendable {
    /// `;` and the first rule: replaces earlier rules on its days.
    case normal
    /// `,`: adds to earlier rules.
    case additional
    /// `||`: holds where earlier rules leave it closed.
    case fallback
  }

  var separator: Separator
  /// Any of them selects a day; none at all selects every day.
  var selectors: [DaySelector] = []
  /// Times of the day; none means the whole day.
  var spans: [HoursSpan] = []
  var kind: OpeningState.Kind = .open
  var comment: String?

  /// Whether it forgets what earlier rules said for a day it selects.
  var replacesDay: Bool { separator == .normal && kind != .closed }
  var isUnconditional: Bool { selectors.isEmpty && spans.isEmpty }

  func selects(_ day: DayFacts) -> Bool {
    selectors.isEmpty || selectors.contains { $0.contains(day) }
  }
}

/// A time of the day: a clock time, or an event of the sun and an offset.
struct HoursClock: Sendable, Equatable {
  /// Minutes since midnight up to 2,880, or minutes after `event`.
  var minutes: Int
  var event: SunEvent?
}

/// A span of time that begins on the selected day.
struct HoursSpan: Sendable, Equatable {
  var start: HoursClock
  /// Not after `start` means on the next day; nil only for an open end without a sure part.
  var close: HoursClock?
  /// `+`: goes on after `close`, nobody knows how long.
  var isOpenEnded = false
}

/// Which days: all of the given parts must agree; of each part any item.
struct DaySelector: Sendable, Equatable {
  var years: [SteppedRange] = []
  var dates: [DateRange] = []
  var weeks: [SteppedRange] = []
  /// Bit 0 is Monday.
  ///
  /// With ``nths`` and ``holidays`` one part: any of the three.
  var weekdays: UInt8 = 0
  var nths: [NthWeekday] = []
  var holidays: [HolidayItem] = []
  /// `SH Mo-Fr`: only those of the weekdays that are such holidays.
  var within: [HolidayItem] = []

  var hasWeekdayPart: Bool { weekdays != 0 || !nths.isEmpty || !holidays.isEmpty }
  var isEmpty: Bool {
    years.isEmpty && dates.isEmpty && weeks.isEmpty && !hasWeekdayPart && within.isEmpty
  }
}

/// Numbers from `first` to `last`, each `step`th; wraps around when `last < first`.
struct SteppedRange: Sendable, Equatable {
  var first: Int
  var last: Int
  var step: Int = 1

  func contains(_ number: Int, cycle: Int? = nil) -> Bool {
    guard let cycle, last < first else {
      return first <= number && number <= last && (number - first) % step == 0
    }
    if number >= first { return (number - first) % step == 0 }
    return number <= last && (number + cycle - first) % step == 0
  }
}

/// `Mo[1]`, `Sa[-1] +1 day`: weekdays counted within their month.
struct NthWeekday: Sendable, Equatable {
  /// Bit 0 is Monday.
  var weekdays: UInt8
  /// Bits 1 to 5 count from the start of the month, bits 9 to 13 from its end; 0 means any.
  var positions: UInt16
  /// Days to add to the weekday found.
  var shift: Int
}

/// `PH`, `SH -1 day`.
struct HolidayItem: Sendable, Equatable {
  enum Kind: Sendable { case publicHoliday, schoolHoliday }
  var kind: Kind
  var shift: Int
}

/// A day or month that recurs each year, unless its year is fixed.
struct DatePoint: Sendable, Equatable {
  enum Anchor: Sendable, Equatable {
    /// A day, or with `day` nil the whole month.
    case date(month: Int, day: Int?)
    case easter
    /// `Mar Su[-1]`.
    case nth(month: Int, weekday: Int, position: Int)
  }
  var anchor: Anchor
  var year: Int?
  /// `+Su`: on to the next such weekday after it, `-Su`: back to the last before it.
  var weekdayShift: (weekday: Int, forward: Bool)?
  /// Days to add.
  var shift = 0

  static func == (a: Self, b: Self) -> Bool {
    a.anchor == b.anchor && a.year == b.year && a.shift == b.shift
      && a.weekdayShift?.weekday == b.weekdayShift?.weekday
      && a.weekdayShift?.forward == b.weekdayShift?.forward
  }
}

/// From a date to a date, both included.
struct DateRange: Sendable, Equatable {
  enum End: Sendable, Equatable {
    /// A single day or month.
    case same
    case at(DatePoint)
    /// `Jan 15+`: to the end of the year, or for ever when the year is fixed.
    case open
  }
  var from: DatePoint
  var end: End = .same
}
