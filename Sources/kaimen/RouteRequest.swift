import Geo
import OSM
import Routing
import Streets
import Wording

/// One question for a journey, as the command line or a line of a batch puts it.
struct RouteRequest: Sendable {
  var from = ""
  var to = ""
  var mode = Mode.foot
  var passes: [String] = []
  /// Now where nil.
  var departure: CivilTime?
  var countsReturn = false
  /// How many journeys are wanted at most.
  var most = 1
  var datum = Datum.wgs84
  var language = Console.language
  var includesGeometry = true
  var closed: [String] = []
  var opened: [String] = []

  static let mostAlternatives = 3

  /// - Throws: `RouteError.unknownMode`.
  static func mode(_ name: String) throws -> Mode {
    guard let mode = Mode(name: name) else { throw RouteError.unknownMode(name) }
    return mode
  }

  /// - Throws: `RouteError.malformedTime`, also for days that no calendar has.
  static func time(_ text: String) throws -> CivilTime {
    guard let time = CivilTime(text) else { throw RouteError.malformedTime(text) }
    guard (1970...2100).contains(time.year) else { throw RouteError.farTime(text) }
    return time
  }

  static func datum(_ name: String) throws -> Datum {
    guard let datum = Datum(rawValue: name) else { throw CommandError.unknownDatum(name) }
    return datum
  }

  /// The number of journeys for `count` alternatives asked for.
  static func most(_ count: Int) throws -> Int {
    guard (0...mostAlternatives).contains(count) else {
      throw CommandError.outOfRange(
        option: "--alternatives", found: "\(count)", allowed: "0...\(mostAlternatives)")
    }
    return count + 1
  }
}
