/// What kind of street: decides width, speed and tags.
enum StreetRank: Int, Sendable {
  case motorway, primary, secondary, tertiary, residential, living, steps

  /// The value of `highway`.
  var highway: String {
    switch self {
    case .motorway: "motorway"
    case .primary: "primary"
    case .secondary: "secondary"
    case .tertiary: "tertiary"
    case .residential: "residential"
    case .living: "living_street"
    case .steps: "steps"
    }
  }

  /// Kilometres per hour, as signposted.
  var speed: Int {
    switch self {
    case .motorway: 80
    case .primary: 60
    case .secondary: 50
    case .tertiary: 40
    case .residential: 30
    case .living, .steps: 10
    }
  }

  var lanes: Int {
    switch self {
    case .motorway, .primary: 3
    case .secondary: 4
    case .tertiary, .residential: 2
    case .living, .steps: 1
    }
  }

  var carriesCars: Bool { self != .steps }
}

/// How a street is laid out across: offsets of its lines from the middle in metres, to the left positive.
struct CrossSection: Sendable {
  let carriages: [Double]
  let walks: [Double]
  /// From the middle to the walls of the blocks.
  let reserve: Double

  static let boulevard = CrossSection(carriages: [6.5, -6.5], walks: [14, -14], reserve: 19)
  static let avenue = CrossSection(carriages: [0], walks: [8.5, -8.5], reserve: 13.5)
  static let street = CrossSection(carriages: [0], walks: [], reserve: 10.5)
  static let lane = CrossSection(carriages: [0], walks: [], reserve: 8.5)
  static let stairs = CrossSection(carriages: [], walks: [0], reserve: 6.5)
  static let tunnel = CrossSection(carriages: [6.5, -6.5], walks: [], reserve: 12)
  static let motorway = CrossSection(carriages: [7, -7], walks: [], reserve: 14)
}
