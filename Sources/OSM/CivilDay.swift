/// A calendar day without zone: days since 1970-01-01, proleptic Gregorian.
public struct CivilDay: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Days since 1970-01-01; negative before.
  public var number: Int

  @inlinable public init(number: Int) { self.number = number }

  /// The day `year`-`month`-`day`, or nil when the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...CivilDay.lastDay(ofMonth: month, year: year)).contains(day)
    else { return nil }
    number = CivilDay.number(year: year, month: month, day: day)
  }

  /// Reads `2026-11-21`; nil for any other form and for days that do not exist.
  public init?(_ text: String) {
    guard let fields = CivilTime.digitFields(of: text, pattern: "dddd-dd-dd") else { return nil }
    self.init(year: fields[0], month: fields[1], day: fields[2])
  }

  @inlinable public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

  /// Monday 0 to Sunday 6.
  public var weekday: Int { (number % 7 + 10) % 7 }
  public var year: Int { ymd.year }
  public var month: Int { ymd.month }
  /// Day of the month, 1 to 31.
  public var day: Int { ymd.day }
  /// 1 to 366.
  public var dayOfYear: Int { number - CivilDay.number(year: ymd.year, month: 1, day: 1) + 1 }

  /// ISO 8601 week, 1 to 53; the week belongs to the year that holds its Thursday.
  public var isoWeek: Int {
    let thursday = CivilDay(number: number - weekday + 3)
    return (thursday.dayOfYear - 1) / 7 + 1
  }

  /// Midnight at the start of this day.
  public var start: CivilTime { CivilTime(seconds: Int64(number) * 86_400) }

  /// Year, month and day at once: cheaper than three questions.
  var ymd: (year: Int, month: Int, day: Int) {
    // Years are counted from March, so that the leap day is the last of its year;
    // 400 years are always 146,097 days.
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The number of a day that exists.
  static func number(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func lastDay(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Western Easter Sunday of a year after 0 (Oudin's form of the Gregorian computus).
  static func easter(_ anyYear: Int) -> CivilDay {
    let year = max(anyYear, 1)
    let golden = year % 19
    let century = year / 100
    let epactBase = century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15
    let epact = epactBase % 30
    let moon = epact - epact / 28 * (1 - 29 / (epact + 1) * ((21 - golden) / 11))
    let weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7
    let offset = moon - weekday
    let month = 3 + (offset + 40) / 44
    let day = offset + 28 - 31 * (month / 4)
    return CivilDay(number: number(year: year, month: month, day: day))
  }
}

extension CivilDay: CustomStringConvertible {
  /// `2026-11-21`.
  public var description: String {
    let (year, month, day) = ymd
    return
      "\(CivilTime.padded(year, to: 4))-\(CivilTime.padded(month, to: 2))-\(CivilTime.padded(day, to: 2))"
  }
}
