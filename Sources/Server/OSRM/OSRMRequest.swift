public import Geo
public import OSM
public import Routing
public import Streets

/// A request to the OSRM HTTP API v5, read from its URL.
public struct OSRMRequest: Sendable {
  public enum Service: String, Sendable, CaseIterable {
    case route, table, nearest, match, trip
  }

  public enum Overview: String, Sendable, CaseIterable {
    case simplified, full
    case none = "false"
    /// Each leg's own line, in the legs.
    case byLegs = "by_legs"
  }

  public enum Geometry: String, Sendable, CaseIterable { case polyline, polyline6, geojson }

  /// What is said about each piece of a leg's line.
  public struct Annotations: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let duration = Annotations(rawValue: 1)
    public static let distance = Annotations(rawValue: 2)
    public static let nodes = Annotations(rawValue: 4)
    public static let datasources = Annotations(rawValue: 8)
    public static let weight = Annotations(rawValue: 16)
    public static let speed = Annotations(rawValue: 32)
    public static let all = Annotations(rawValue: 63)
  }

  public var service: Service
  public var mode: Mode
  public var coordinates: [Coordinate]

  // Of every service; lists are empty where nothing was said.
  public var radiuses: [Double?] = []
  public var bearings: [BearingRange?] = []
  public var hints: [[UInt8]?] = []
  public var generatesHints = true
  public var skipsWaypoints = false
  public var scope = SnapQuery.Scope.joined
  /// Kaimen's own.
  public var passes: [String] = []
  public var departure: CivilTime?

  // Of routes, matches and trips.
  public var alternatives = 0
  public var hasSteps = false
  public var annotations: Annotations = []
  public var geometry = Geometry.polyline
  public var overview = Overview.simplified
  /// Rows of ``coordinates``; nil where all are.
  public var waypoints: [Int]?

  // Of tables; nil where all coordinates are.
  public var sources: [Int]?
  public var destinations: [Int]?
  public var tableAnnotations: Annotations = .duration
  /// Metres a second.
  public var fallbackSpeed: Double?
  /// Whether straight lines are measured from what was asked for, not from the streets.
  public var fallsBackToInput = true
  public var scaleFactor = 1.0

  // Of matches.
  public var timestamps: [Double] = []
  public var gaps = MatchOptions.Gaps.split
  public var thinning = MatchOptions.Thinning.none

  // Of trips.
  public var isRoundTrip = true
  public var startsAtFirst = false
  public var endsAtLast = false

  // Of nearest.
  public var number = 1

  init(_ service: Service, _ mode: Mode, _ coordinates: [Coordinate]) {
    self.service = service
    self.mode = mode
    self.coordinates = coordinates
  }

  /// The names of profiles, and the mode of each.
  static let profiles: [(name: String, mode: Mode)] = [
    ("foot", .foot), ("walking", .foot), ("bicycle", .bicycle), ("bike", .bicycle), ("cycling", .bicycle),
    ("ebike", .ebike), ("motorcycle", .motorcycle), ("car", .car), ("driving", .car),
  ]

  /// Whether durations and distances are all that is asked for.
  var isLean: Bool { !hasSteps && annotations.isEmpty && overview == .none }
}
