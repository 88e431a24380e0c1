/// How one mode moves on one kind of street, and why.
public struct ProfileEntry: Sendable {
  public let kind: StreetKind
  /// Kilometres an hour on the flat, before `maxspeed`, surface and slope.
  public let speed: Double
  /// Who may by default, when no tag says.
  public let access: Access
  public let reason: String
}

/// The table of one mode: speeds and default access by kind of street, each with its reason.
///
/// Kinds that the table leaves out are closed to the mode.
public struct Profile: Sendable {
  public let mode: Mode
  public let entries: [ProfileEntry]
  /// Pushing the vehicle where one may walk, in km/h; nil when it is too heavy.
  public let pushingSpeed: Double?
  /// Never faster than this, in km/h.
  public let topSpeed: Double
  /// Seconds to leave the vehicle at a marked bay, and at the roadside.
  public let parkAtBay: Double
  public let parkAtRoadside: Double

  public subscript(kind: StreetKind) -> ProfileEntry? { entries.first { $0.kind == kind } }

  /// The profile of `mode`.
  public static func of(_ mode: Mode) -> Profile {
    switch mode {
    case .foot: foot
    case .ebike: ebike
    case .bicycle: bicycle
    case .motorcycle: motorcycle
    case .car: car
    }
  }
}

private typealias Line = (kinds: [StreetKind], speed: Double, access: Access, reason: String)

private func table(_ lines: [Line]) -> [ProfileEntry] {
  lines.flatMap { line in
    line.kinds.map { ProfileEntry(kind: $0, speed: line.speed, access: line.access, reason: line.reason) }
  }
}

extension Profile {
  /// On foot: 4.8 km/h, the mean of adults on pavements.
  ///
  /// - SeeAlso: Fitzpatrick, Brewer, Turner: "Another Look at Pedestrian Walking Speed", 2006: 1.2 to 1.45 m/s.
  public static let foot = Profile(
    mode: .foot,
    entries: table([
      ([.trunk, .trunkLink], 4.8, .yes, "OSM default; motorroad=yes closes it"),
      (
        [
          .primary, .primaryLink, .secondary, .secondaryLink, .tertiary, .tertiaryLink, .unclassified,
          .residential, .livingStreet, .service, .parkingAisle, .driveway,
        ], 4.8, .yes, "streets have pavements or are calm enough to walk"
      ),
      ([.track, .path, .bridleway], 4.5, .yes, "unpaved ground is a little slower"),
      ([.cycleway], 4.8, .yes, "walkers are tolerated where foot=no is not said"),
      (
        [.pedestrian, .footway, .corridor, .platform, .square, .gate], 4.8, .yes, "made for walking"
      ),
      ([.crossing], 4.2, .yes, "one looks both ways first"),
      ([.steps], 1.8, .yes, "without step_count: 0.5 m/s along the slope of stairs"),
      ([.escalator], 2.7, .yes, "0.75 m/s, the speed of moving stairs with people standing"),
      ([.elevator], 4.8, .yes, "waiting and travel are added for each floor"),
      ([.ferry], 12, .yes, "without duration=*; waiting is added"),
    ]), pushingSpeed: nil, topSpeed: 6, parkAtBay: 0, parkAtRoadside: 0)

  /// The rider's e-bike: GB 17761-2018 limits assistance to 25 km/h; lights, turns and people make it less.
  public static let ebike = Profile(
    mode: .ebike,
    entries: table([
      (
        [.trunk, .trunkLink, .primary, .primaryLink, .secondary, .secondaryLink], 22, .yes,
        "rides at the kerb, near its limit"
      ),
      ([.tertiary, .tertiaryLink, .unclassified, .cycleway], 21, .yes, "little in the way"),
      ([.residential], 18, .yes, "parked cars and doors"),
      ([.livingStreet, .service, .parkingAisle, .driveway], 13, .yes, "shared with people and turning cars"),
      ([.track, .path], 11, .yes, "uneven or narrow"),
      ([.bridleway], 4, .dismount, "not made for wheels"),
      ([.pedestrian, .footway, .platform, .square], 4, .dismount, "for walkers: push it"),
      ([.crossing], 4, .dismount, "a crossing is walked"),
      ([.gate], 10, .yes, "slows down at a gate"),
      ([.ferry], 12, .no, "only where the ferry says that it takes bicycles"),
    ]), pushingSpeed: 4, topSpeed: 25, parkAtBay: 10, parkAtRoadside: 25)

  /// A bicycle: 16 km/h in town (mean of naturalistic studies, 15 to 18 km/h).
  public static let bicycle = Profile(
    mode: .bicycle,
    entries: table([
      (
        [.trunk, .trunkLink, .primary, .primaryLink, .secondary, .secondaryLink], 16, .yes,
        "rides at the kerb"
      ),
      ([.tertiary, .tertiaryLink, .unclassified, .cycleway], 17, .yes, "little in the way"),
      ([.residential], 15, .yes, "parked cars and doors"),
      ([.livingStreet, .service, .parkingAisle, .driveway], 11, .yes, "shared with people and turning cars"),
      ([.track, .path], 10, .yes, "uneven or narrow"),
      ([.bridleway], 4.2, .dismount, "not made for wheels"),
      ([.pedestrian, .footway, .platform, .square], 4.2, .dismount, "for walkers: push it"),
      ([.crossing], 4.2, .dismount, "a crossing is walked"),
      ([.gate], 9, .yes, "slows down at a gate"),
      ([.ferry], 12, .no, "only where the ferry says that it takes bicycles"),
    ]), pushingSpeed: 4.2, topSpeed: 25, parkAtBay: 10, parkAtRoadside: 25)

  /// A motorcycle: what town traffic allows, below the usual limits.
  public static let motorcycle = Profile(
    mode: .motorcycle, entries: motorTable(topMotorway: 90),
    pushingSpeed: nil, topSpeed: 110, parkAtBay: 15, parkAtRoadside: 30)

  /// A car: what town traffic allows, below the usual limits; parking takes longer than for two wheels.
  public static let car = Profile(
    mode: .car, entries: motorTable(topMotorway: 100),
    pushingSpeed: nil, topSpeed: 120, parkAtBay: 60, parkAtRoadside: 90)

  private static func motorTable(topMotorway: Double) -> [ProfileEntry] {
    table([
      ([.motorway], topMotorway, .yes, "free flow outside the peaks"),
      ([.motorwayLink, .trunkLink], 45, .yes, "ramps are curved"),
      ([.trunk], 65, .yes, "few lights"),
      ([.primary], 42, .yes, "limit 60, lights included"),
      ([.secondary, .primaryLink], 36, .yes, "limit 50, lights included"),
      ([.tertiary, .secondaryLink, .tertiaryLink], 32, .yes, "limit 50, junctions included"),
      ([.unclassified], 28, .yes, "narrower"),
      ([.residential], 22, .yes, "limit 30, parked cars"),
      ([.livingStreet, .parkingAisle], 8, .yes, "walking pace is the law or good manners"),
      ([.service, .driveway], 14, .yes, "narrow, turning, people"),
      ([.track], 12, .destination, "farm and forest tracks are not for through traffic"),
      ([.gate], 8, .yes, "slows down at a gate"),
      ([.ferry], 12, .yes, "without duration=*; waiting is added"),
    ])
  }
}

/// Seconds and factors that all profiles share, each with its reason.
public enum Delays {
  /// Half of a signal's mean wait, charged on either side of it: vehicles wait about 12 s on average.
  public static let signalHalf = 6.0
  /// Half of a pedestrian's mean wait at a signal (cycle 60 to 90 s, half of them green).
  public static let walkerSignalHalf = 8.0
  /// Waiting for a lift: half a cycle of a lift in a house of 12 floors.
  public static let liftWait = 25.0
  /// A lift's travel per floor: 3 m at 1.5 m/s, stops included.
  public static let liftFloor = 3.0
  /// A step up and a step down (Fujiyama and Tyler 2010: 0.5 to 0.7 s).
  public static let stepUp = 0.62
  public static let stepDown = 0.52
  /// Mean rise of a step in metres, when only a height is known (GB 50352: at most 0.165).
  public static let stepRise = 0.16
  /// Half of a ferry's usual headway.
  public static let ferryWait = 300.0
  /// Walking where a way crosses a wall or a house and the map shows no gate or passage: worth a detour of
  /// five minutes, about what it costs to find it shut and to walk round the block (measured: docs/doors.md).
  public static let unmappedOpening = 300.0
  /// The same on wheels, a minute: a road through a wall is rarely a slip of the pen.
  public static let unmappedOpeningOnWheels = 60.0
  /// A road in a built-up area where `surface` is bad for two wheels runs at this share of its speed.
  public static let roughSurface = 0.7
}
