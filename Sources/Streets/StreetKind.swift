/// What a piece of street is, in the order of importance.
public enum StreetKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case motorway, motorwayLink, trunk, trunkLink, primary, primaryLink, secondary, secondaryLink
  case tertiary, tertiaryLink, unclassified, residential, livingStreet, service, parkingAisle, driveway
  case track, pedestrian, cycleway, path, bridleway, footway, crossing, steps, corridor, platform
  case elevator, escalator, ferry
  /// The zero-length piece that passes a barrier.
  case gate
  /// A straight walk across a square.
  case square

  /// Reads the tags of a way; nil when it is not a street.
  init?(tags: TagView) {
    if let highway = tags["highway"] {
      guard let kind = StreetKind(highway: highway, tags: tags) else { return nil }
      self = kind
    } else if tags["route"] == "ferry" || tags["ferry"] == "yes" {
      self = .ferry
    } else if tags["railway"] == "platform" || tags["public_transport"] == "platform" {
      self = .platform
    } else {
      return nil
    }
  }

  private init?(highway: String, tags: TagView) {
    switch highway {
    case "motorway": self = .motorway
    case "motorway_link": self = .motorwayLink
    case "trunk": self = .trunk
    case "trunk_link": self = .trunkLink
    case "primary": self = .primary
    case "primary_link": self = .primaryLink
    case "secondary": self = .secondary
    case "secondary_link": self = .secondaryLink
    case "tertiary": self = .tertiary
    case "tertiary_link": self = .tertiaryLink
    case "unclassified", "road": self = .unclassified
    case "residential": self = .residential
    case "living_street": self = .livingStreet
    case "service": self = StreetKind.service(tags["service"])
    case "track": self = .track
    case "pedestrian": self = .pedestrian
    case "cycleway": self = .cycleway
    case "path": self = .path
    case "bridleway": self = .bridleway
    case "footway": self = tags["footway"] == "crossing" ? .crossing : .footway
    case "steps": self = tags["conveying"] != nil && tags["conveying"] != "no" ? .escalator : .steps
    case "corridor": self = .corridor
    case "platform": self = .platform
    case "elevator": self = .elevator
    default: return nil
    }
  }

  private static func service(_ value: String?) -> StreetKind {
    switch value {
    case "driveway": .driveway
    case "parking_aisle": .parkingAisle
    default: .service
    }
  }

  /// Whether only people on foot use it by default.
  public var isForWalking: Bool {
    switch self {
    case .pedestrian, .footway, .crossing, .steps, .corridor, .platform, .elevator, .escalator, .square:
      true
    default: false
    }
  }

  /// Whether cars share it by default.
  public var isForCars: Bool { rawValue <= StreetKind.driveway.rawValue }
}
