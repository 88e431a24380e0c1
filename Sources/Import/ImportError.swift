public import Wording

/// Why a map could not be imported, beyond what its reader says.
public enum ImportError: WordedError, Equatable {
  case noStreets(String)
  case unknownTimeZone(String)
  case noCalendar(String)

  public var wording: Wording {
    switch self {
    case .noStreets(let map): .noStreets(map)
    case .unknownTimeZone(let name): .unknownTimeZone(name)
    case .noCalendar(let path): .noCalendar(path)
    }
  }
}
