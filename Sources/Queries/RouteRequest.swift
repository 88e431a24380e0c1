public import Geo
public import OSM
public import Routing
public import Streets
public import Wording

/// One question for a journey, as the command line or a line of a batch puts it.
public struct RouteRequest: Sendable {
  public var from = ""
  public var to = ""
  public var mode = Mode.foot
  public var passes: [String] = []
  /// Now where nil.
  public var departure: CivilTime?
  public var countsReturn = false
  /// How many journeys are wanted at most.
  public var most = 1
  public var datum = Datum.wgs84
  public var language = Language.english
  public var includesGeometry = true
  public var includesSteps = true
  public var closed: [String] = []
  public var opened: [String] = []

  public init() {}

  public static let mostAlternatives = 3
  /// What one question may close and open for itself, and the corners of its areas in all.
  public static let mostTargets = 64
  public static let mostCorners = 500

  /// Whether the question closes or opens something for itself.
  public var supposes: Bool { !closed.isEmpty || !opened.isEmpty }

  /// - Throws: `RouteError.unknownMode`.
  public static func mode(_ name: String) throws -> Mode {
    guard let mode = Mode(name: name) else { throw RouteError.unknownMode(name) }
    return mode
  }

  /// - Throws: `RouteError.malformedTime`, also for days that no calendar has.
  public static func time(_ text: String) throws -> CivilTime {
    guard let time = CivilTime(text) else { throw RouteError.malformedTime(text) }
    guard (1970...2100).contains(time.year) else { throw RouteError.farTime(text) }
    return time
  }

  public static func datum(_ name: String) throws -> Datum {
    guard let datum = Datum(rawValue: name) else { throw QueryError.unknownDatum(name) }
    return datum
  }

  /// How the answer is written.
  public var format: JourneyFormat {
    JourneyFormat(
      language: language, datum: datum, includesGeometry: includesGeometry, includesSteps: includesSteps)
  }

  /// The number of journeys for `count` alternatives asked for.
  public static func most(_ count: Int) throws -> Int {
    guard (0...mostAlternatives).contains(count) else {
      throw QueryError.outOfRange(
        option: "--alternatives", found: "\(count)", allowed: "0...\(mostAlternatives)")
    }
    return count + 1
  }
}
