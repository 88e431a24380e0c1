public import Wording

/// Why a calendar file could not be used.
public enum HolidayCalendarError: WordedError, Equatable {
  case unreadable(path: String)
  /// Not JSON, or not of the documented form.
  case malformed(name: String)
  case noSuchDay(name: String, day: String)

  public var wording: Wording {
    switch self {
    case .unreadable(let path): .calendarUnreadable(path: path)
    case .malformed(let name): .calendarMalformed(name: name)
    case .noSuchDay(let name, let day): .calendarHasNoSuchDay(name: name, day: day)
    }
  }
}
