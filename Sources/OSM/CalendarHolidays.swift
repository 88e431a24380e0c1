public import Foundation

/// The public holidays, make-up working days and school holidays of one country.
///
/// Read from a JSON file of the form (`holidays` must be there, other keys than these are ignored)
///
///     { "holidays":         { "2026-10-01": "National Day", ... },
///       "makeup_workdays":  { "2026-10-10": "National Day", ... },
///       "school_holidays":  { "2026-07-06": "Summer", ... } }
///
/// A *make-up working day* (调休上班日) is a Saturday or Sunday on which people work to make up for a
/// bridged holiday. How opening hours treat it is told at ``OpeningHours``.
public struct HolidayCalendar: Sendable, Equatable {
  private var holidays: [Int: String] = [:]
  private var makeUpWorkdays: [Int: String] = [:]
  private var schoolHolidays: [Int: String] = [:]
  /// Those of which a public holiday is known.
  private var years: Set<Int> = []
  private var schoolYears: Set<Int> = []

  /// A calendar without any holiday.
  public static let none = HolidayCalendar()

  private init() {}

  /// Makes a calendar of lists of days, for tests and generators.
  public init(
    holidays: [CivilDay], makeUpWorkdays: [CivilDay] = [], schoolHolidays: [CivilDay] = []
  ) {
    for day in holidays { self.holidays[day.number] = "" }
    for day in makeUpWorkdays { self.makeUpWorkdays[day.number] = "" }
    for day in schoolHolidays { self.schoolHolidays[day.number] = "" }
    (years, schoolYears) = (Set(holidays.map(\.year)), Set(schoolHolidays.map(\.year)))
  }

  /// Reads the calendar file at `path`.
  ///
  /// - Throws: ``HolidayCalendarError`` when the file cannot be read or is not of the form above.
  public init(path: String) throws(HolidayCalendarError) {
    let bytes: Data
    do { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw .unreadable(path: path)
    }
    try self.init(json: bytes, name: path)
  }

  /// Reads a calendar from the bytes of a file; `name` is what errors call it.
  ///
  /// - Throws: ``HolidayCalendarError`` when the bytes are not of the form above.
  public init(json: Data, name: String = "calendar") throws(HolidayCalendarError) {
    guard let file = try? JSONDecoder().decode(FileForm.self, from: json), file.holidays != nil else {
      throw .malformed(name: name)
    }
    holidays = try Self.days(file.holidays, of: name)
    makeUpWorkdays = try Self.days(file.makeup_workdays, of: name)
    schoolHolidays = try Self.days(file.school_holidays, of: name)
    years = Set((file.holidays ?? [:]).keys.compactMap { CivilDay($0)?.year })
    schoolYears = Set((file.school_holidays ?? [:]).keys.compactMap { CivilDay($0)?.year })
  }

  /// Whether all of these `kinds` of holidays of `year` are known.
  public func covers(_ kinds: HolidayKinds, year: Int) -> Bool {
    (!kinds.contains(.publicHolidays) || years.contains(year))
      && (!kinds.contains(.schoolHolidays) || schoolYears.contains(year))
  }
  /// The first and the last year of which public holidays are known; nil where none are.
  public var coveredYears: ClosedRange<Int>? {
    years.min().flatMap { first in years.max().map { first...$0 } }
  }

  public func isHoliday(_ day: CivilDay) -> Bool { holidays[day.number] != nil }
  /// Whether `day` is a Saturday or Sunday on which people work as on a weekday.
  public func isMakeUpWorkday(_ day: CivilDay) -> Bool { makeUpWorkdays[day.number] != nil }
  public func isSchoolHoliday(_ day: CivilDay) -> Bool { schoolHolidays[day.number] != nil }
  /// The name of the public holiday on `day`, as the file gives it.
  public func holidayName(_ day: CivilDay) -> String? { holidays[day.number] }

  public func isHoliday(_ time: CivilTime) -> Bool { isHoliday(time.civilDay) }
  public func isMakeUpWorkday(_ time: CivilTime) -> Bool { isMakeUpWorkday(time.civilDay) }

  /// The calendar file as JSON has it.
  private struct FileForm: Decodable {
    var holidays: [String: String]?
    var makeup_workdays: [String: String]?
    var school_holidays: [String: String]?
  }

  private static func days(
    _ named: [String: String]?, of file: String
  ) throws(HolidayCalendarError) -> [Int: String] {
    var result: [Int: String] = [:]
    for (text, name) in named ?? [:] {
      guard let day = CivilDay(text) else { throw .noSuchDay(name: file, day: text) }
      result[day.number] = name
    }
    return result
  }
}
