internal import OSM
internal import Routing
internal import Wording

extension OSRMRequest {
  private static let common = [
    "radiuses", "bearings", "hints", "approaches", "exclude", "generate_hints", "skip_waypoints", "snapping",
    "pass", "depart",
  ]
  private static let drawn = ["steps", "annotations", "geometries", "overview"]

  /// The options that a service has.
  static func optionNames(_ service: Service) -> [String] {
    switch service {
    case .route: common + drawn + ["alternatives", "continue_straight", "waypoints"]
    case .table:
      common + [
        "sources", "destinations", "annotations", "fallback_speed", "fallback_coordinate", "scale_factor",
      ]
    case .nearest: common + ["number"]
    case .match: common + drawn + ["timestamps", "gaps", "tidy", "waypoints"]
    case .trip: common + drawn + ["roundtrip", "source", "destination"]
    }
  }

  /// Takes an option; false where the service has none of this name.
  mutating func set(_ value: OSRMValue) throws(OSRMError) -> Bool {
    guard OSRMRequest.optionNames(service).contains(value.name) else { return false }
    if try setCommon(value) { return true }
    switch service {
    case .route, .trip, .match: try setDrawn(value)
    case .table: try setTable(value)
    case .nearest:
      number = try value.count()
      guard number > 0 else { throw value.outOfRange("1 or more") }
    }
    return true
  }

  private mutating func setCommon(_ value: OSRMValue) throws(OSRMError) -> Bool {
    switch value.name {
    case "radiuses": radiuses = try list(value.radiuses(), value)
    case "bearings": bearings = try list(value.bearings(), value)
    case "hints": hints = try list(value.hints(), value)
    case "approaches": try check(value.approaches(), value)
    case "exclude":
      guard !value.bytes.isEmpty else { throw value.malformed("a class of roads") }
      throw OSRMError(.invalidValue, Wording.OSRM.exclude)
    case "generate_hints": generatesHints = try value.flag()
    case "skip_waypoints": skipsWaypoints = try value.flag()
    case "snapping":
      guard ["default", "any"].contains(value.text) else { throw value.malformed("default, any") }
      scope = value.text == "any" ? .all : .joined
    case "pass": passes = value.text.split(separator: ",").map(String.init)
    case "depart":
      guard let time = CivilTime(value.text), (1970...2100).contains(time.year) else {
        throw OSRMError(.invalidValue, Wording.malformedTime(value.text))
      }
      departure = time
    default: return false
    }
    return true
  }

  private func check(_ count: Int, _ value: OSRMValue) throws(OSRMError) {
    guard count == coordinates.count else {
      throw OSRMError(.invalidOptions, Wording.OSRM.elementCount(value.name, count, coordinates.count))
    }
  }

  private func list<Item>(_ items: [Item], _ value: OSRMValue) throws(OSRMError) -> [Item] {
    try check(items.count, value)
    return items
  }

  private mutating func setDrawn(_ value: OSRMValue) throws(OSRMError) {
    switch value.name {
    case "steps": hasSteps = try value.flag()
    case "annotations": annotations = try value.annotations(OSRMRequest.drawnAnnotations)
    case "geometries": geometry = try value.word()
    case "overview": overview = try value.word()
    case "waypoints": waypoints = try rows(value)
    case "alternatives":
      switch value.text {
      case "true": alternatives = 1
      case "false": alternatives = 0
      default: alternatives = try value.count()
      }
    case "continue_straight":
      guard ["default", "true", "false"].contains(value.text) else {
        throw value.malformed("default, true, false")
      }
    default: try service == .match ? setMatch(value) : setTrip(value)
    }
  }

  private static let drawnAnnotations: [(String, Annotations)] = [
    ("true", .all), ("false", []), ("nodes", .nodes), ("distance", .distance), ("duration", .duration),
    ("datasources", .datasources), ("weight", .weight), ("speed", .speed),
  ]

  private mutating func setMatch(_ value: OSRMValue) throws(OSRMError) {
    switch value.name {
    case "timestamps":
      timestamps = try list(value.numbers(), value)
      guard zip(timestamps, timestamps.dropFirst()).allSatisfy({ $0 <= $1 }) else {
        throw OSRMError(.invalidValue, Wording.OSRM.timestamps)
      }
    case "gaps":
      guard ["split", "ignore"].contains(value.text) else { throw value.malformed("split, ignore") }
      gaps = value.text == "split" ? .split : .ignore
    default: thinning = try value.flag() ? .tidy : .none
    }
  }

  private mutating func setTrip(_ value: OSRMValue) throws(OSRMError) {
    switch value.name {
    case "roundtrip": isRoundTrip = try value.flag()
    case "source":
      guard ["any", "first"].contains(value.text) else { throw value.malformed("any, first") }
      startsAtFirst = value.text == "first"
    default:
      guard ["any", "last"].contains(value.text) else { throw value.malformed("any, last") }
      endsAtLast = value.text == "last"
    }
  }

  private mutating func setTable(_ value: OSRMValue) throws(OSRMError) {
    switch value.name {
    case "sources": sources = value.text == "all" ? nil : try rows(value)
    case "destinations": destinations = value.text == "all" ? nil : try rows(value)
    case "annotations":
      tableAnnotations = try value.annotations([("duration", .duration), ("distance", .distance)])
    case "fallback_speed":
      let speed = try value.number()
      guard speed > 0 else { throw value.outOfRange("> 0") }
      fallbackSpeed = speed
    case "fallback_coordinate":
      guard ["input", "snapped"].contains(value.text) else { throw value.malformed("input, snapped") }
      fallsBackToInput = value.text == "input"
    default:
      scaleFactor = try value.number()
      guard scaleFactor > 0 else { throw value.outOfRange("> 0") }
    }
  }

  /// Rows of the coordinates.
  private func rows(_ value: OSRMValue) throws(OSRMError) -> [Int] {
    let rows = try value.counts()
    guard rows.allSatisfy({ $0 < coordinates.count }) else {
      throw value.outOfRange("numbers of coordinates, 0 to \(coordinates.count - 1)")
    }
    return rows
  }
}
