public import Wording

/// Why a question about a city cannot be answered as it was put.
public enum RouteError: WordedError, Equatable {
  case outsideCity(String, city: String)
  case swappedCoordinate(String)
  case malformedCoordinate(String)
  case noStreetNearby(String)
  case unknownElement(String)
  case unknownAddress(String, similar: [String])
  case unknownPass(String, known: [String])
  case unknownMode(String)
  case malformedTime(String)
  case unknownPlaceKind(String, known: [String])

  public var wording: Wording {
    switch self {
    case .outsideCity(let text, let city): .outsideCity(text, city: city)
    case .swappedCoordinate(let text): .swappedCoordinate(text)
    case .malformedCoordinate(let text): .malformedCoordinate(text)
    case .noStreetNearby(let text): .noStreetNearby(text)
    case .unknownElement(let text): .unknownElement(text)
    case .unknownAddress(let text, let similar): .unknownAddress(text, similar: similar)
    case .unknownPass(let name, let known): .unknownPass(name, known: known)
    case .unknownMode(let name): .unknownMode(name)
    case .malformedTime(let text): .malformedTime(text)
    case .unknownPlaceKind(let kind, let known): .unknownPlaceKind(kind, known: known)
    }
  }
}
