public import Wording

/// Nobody waits for the answer any more: nothing that a person reads.
public struct Abandoned: Error, Hashable { public init() {} }

/// Why a question about a city cannot be answered as it was put.
public enum RouteError: WordedError, Equatable {
  case outsideCity(String, city: String)
  case swappedCoordinate(String)
  case malformedCoordinate(String)
  case noStreetNearby(String)
  case unknownElement(String)
  case unknownAddress(String, similar: [String])
  case bareStreet(String)
  case unknownNumber(street: String, number: String, nearest: [String])
  case unknownUnit(house: String, unit: String, known: [String])
  case unknownPass(String, known: [String])
  case unknownMode(String)
  case malformedTime(String)
  case unknownPlaceKind(String, similar: [String], count: Int)
  case skippedTime(String)
  case farTime(String)
  case malformedElement(String)
  /// Bytes of a text that should name a place.
  case longPlace(Int, limit: Int)

  public var wording: Wording {
    switch self {
    case .outsideCity(let text, let city): .outsideCity(text, city: city)
    case .swappedCoordinate(let text): .swappedCoordinate(text)
    case .malformedCoordinate(let text): .malformedCoordinate(text)
    case .noStreetNearby(let text): .noStreetNearby(text)
    case .unknownElement(let text): .unknownElement(text)
    case .unknownAddress(let text, let similar): .unknownAddress(text, similar: similar)
    case .bareStreet(let name): .bareStreet(name)
    case .unknownNumber(let street, let number, let nearest): .unknownNumber(street, number, nearest)
    case .unknownUnit(let house, let unit, let known): .unknownUnit(house, unit, known)
    case .unknownPass(let name, let known): .unknownPass(name, known: known)
    case .unknownMode(let name): .unknownMode(name)
    case .malformedTime(let text): .malformedTime(text)
    case .unknownPlaceKind(let kind, let similar, let count): .unknownPlaceKind(kind, similar, count)
    case .skippedTime(let text): .skippedTime(text)
    case .farTime(let text): .farTime(text)
    case .malformedElement(let text): .malformedElement(text)
    case .longPlace(let found, let limit): .longPlace(found, limit)
    }
  }
}
