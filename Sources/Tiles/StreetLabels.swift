internal import Dense
internal import Geo
internal import Routing
internal import Streets

/// The classes of streets that a map distinguishes.
enum StreetWord: UInt8, CaseIterable {
  case motorway, trunk, primary, secondary, tertiary, residential, service, track, pedestrian, footway, path
  case cycleway, steps, crossing, corridor, elevator, platform, ferry

  /// Nil for what only the engine needs: passages of gates, walks across squares.
  init?(_ kind: StreetKind) {
    switch kind {
    case .motorway, .motorwayLink: self = .motorway
    case .trunk, .trunkLink: self = .trunk
    case .primary, .primaryLink: self = .primary
    case .secondary, .secondaryLink: self = .secondary
    case .tertiary, .tertiaryLink: self = .tertiary
    case .unclassified, .residential, .livingStreet: self = .residential
    case .service, .parkingAisle, .driveway: self = .service
    case .track: self = .track
    case .pedestrian: self = .pedestrian
    case .cycleway: self = .cycleway
    case .path, .bridleway: self = .path
    case .footway: self = .footway
    case .crossing: self = .crossing
    case .steps, .escalator: self = .steps
    case .corridor: self = .corridor
    case .platform: self = .platform
    case .elevator: self = .elevator
    case .ferry: self = .ferry
    case .gate, .square: return nil
    }
  }

  /// The first zoom that shows it.
  var leastZoom: Int {
    switch self {
    case .motorway, .trunk, .primary, .secondary, .tertiary: 10
    case .residential, .ferry: 13
    case .service, .pedestrian: 14
    case .track, .footway, .path, .cycleway, .steps, .crossing, .corridor, .elevator, .platform: 15
    }
  }
}

/// Who may go along a street on foot without a pass.
enum StreetAccess: UInt8 {
  /// Anybody.
  case open
  /// Only to reach something inside.
  case `private`
  /// Only with a pass.
  case pass
  /// Nobody, as far as the map knows.
  case closed

  init(_ accesses: [Access]) {
    let free = accesses.map { $0.permissionOnWay(hasPass: false) }
    if free.contains(.through) {
      self = .open
    } else if free.contains(.ends) {
      self = .private
    } else {
      self = accesses.contains { $0.permissionOnWay(hasPass: true) != .closed } ? .pass : .closed
    }
  }
}

/// In which direction vehicles may go.
enum OneWay: UInt8 {
  case both, along, against
}

/// What the segments of one class have in common on the map.
struct StreetLabel: Hashable {
  var word: StreetWord
  var access: StreetAccess
  var oneWay: OneWay
  /// Bits of `StreetFlags`.
  var flags: UInt8
}

/// The labels of all classes of a city, found once.
struct StreetLabels {
  /// By class; nil for what no map shows.
  private let byClass: [StreetLabel?]

  init(_ city: City) {
    let network = city.network
    byClass = network.classes.ids.map { street in
      let traits = network.classes[street]
      guard let word = StreetWord(StreetKind(rawValue: traits.kind) ?? .path) else { return nil }
      let walker = network.traits[TraitsID(street, .foot)]
      let car = network.traits[TraitsID(street, .car)]
      let (along, against) = (car.access(against: false) != .no, car.access(against: true) != .no)
      return StreetLabel(
        word: word, access: StreetAccess([walker.access(against: false), walker.access(against: true)]),
        oneWay: along == against ? .both : along ? .along : .against,
        flags: StreetFlags(rawValue: traits.flags).intersection([.bridge, .tunnel, .indoor]).rawValue)
    }
  }

  /// The label of a segment, or nil where no map shows it.
  ///
  /// A rule of the way's own replaces what its class says about walkers.
  func label(_ segment: SegmentID, in city: City) -> StreetLabel? {
    guard var label = byClass[city.network.segmentClass[segment].index] else { return nil }
    let rule = city.network.rule[segment]
    if rule != .none { label.access = StreetAccess([city.rules.rows[rule][.foot]]) }
    return label
  }

  /// The first zoom that shows segments of `street`; beyond all zooms where none does.
  func leastZoom(_ street: ClassID) -> Int { byClass[street.index]?.word.leastZoom ?? .max }
}
