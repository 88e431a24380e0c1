import Dense
import OSM

/// Turns the tags of ways into classes, each combination once.
struct WayClassifier {
  private(set) var classes: [ClassTraits] = []
  private(set) var traits: [ModeTraits] = []
  private var known: [[TagPair]: WayClasses?] = [:]
  private var interned: [ClassKey: ClassID] = [:]
  private let relevant: KeyFilter
  /// Pairs of the way that is looked at.
  private var kept: [TagPair] = []
  private let deciding: KeyFilter

  private struct ClassKey: Hashable {
    var shared: ClassTraits
    var modes: [ModeTraits]
  }

  init(map: TaggedMap) {
    relevant = KeyFilter(WayClassifier.relevantKeys, in: map.data.strings)
    deciding = map.filter(.highway, .route, .ferry, .railway, .publicTransport)
  }

  /// The classes of a way, or nil when nobody travels on it.
  ///
  /// - Complexity: O(tags) for a combination seen before.
  mutating func classify(_ tags: TagView) -> WayClasses? {
    guard tags.hasAny(deciding) else { return nil }
    tags.keep(relevant, in: &kept)
    if let seen = known[kept] { return seen }
    let made = makeClasses(TagView(pairs: kept[...], map: tags.map))
    known[kept] = .some(made)
    return made
  }

  /// The class of pieces that the builder itself makes: gates, squares, lifts.
  ///
  /// The modes in `pushed` dismount there, or stay out where nobody pushes such a vehicle.
  mutating func synthetic(_ kind: StreetKind, modes: ModeSet, pushed: ModeSet = []) -> ClassID {
    let rows = Mode.allCases.map { mode -> ModeTraits in
      let profile = Profile.of(mode)
      guard modes.contains(mode), let entry = profile[kind] else { return .closed }
      let isPushed = mode.isVehicle && pushed.contains(mode)
      guard let kmh = isPushed ? profile.pushingSpeed : entry.speed else { return .closed }
      let speed = centimetresPerSecond(kmh)
      return ModeTraits(
        forward: speed, backward: speed, accessAlong: Access.yes.rawValue,
        accessAgainst: Access.yes.rawValue, pushed: isPushed || entry.access == .dismount ? 3 : 0)
    }
    return intern(ClassTraits(kind: kind.rawValue, flags: 0), rows)
  }

  private mutating func makeClasses(_ tags: TagView) -> WayClasses? {
    guard let kind = StreetKind(tags: tags) else { return nil }
    let lanes = WayAccess(kind: kind, tags: tags).lanes()
    guard lanes.main.contains(where: { $0.forward > 0 || $0.backward > 0 }) else { return nil }
    let shared = ClassTraits(kind: kind.rawValue, flags: flags(tags).rawValue)
    return WayClasses(main: intern(shared, lanes.main), second: lanes.second.map { intern(shared, $0) })
  }

  private mutating func intern(_ shared: ClassTraits, _ rows: [ModeTraits]) -> ClassID {
    let key = ClassKey(shared: shared, modes: rows)
    if let seen = interned[key] { return seen }
    let id = ClassID(classes.count)
    classes.append(shared)
    traits.append(contentsOf: rows)
    interned[key] = id
    return id
  }

  private func flags(_ tags: TagView) -> StreetFlags {
    var flags: StreetFlags = []
    if tags.affirms("bridge") { flags.insert([.bridge, .offGround]) }
    if tags.affirms("tunnel") {
      if tags["tunnel"] == "building_passage" {
        flags.insert(.indoor)
      } else {
        flags.insert([.tunnel, .offGround])
      }
    }
    if tags.affirms("indoor") || tags["highway"] == "corridor" { flags.insert([.indoor, .offGround]) }
    if tags.affirms("covered") { flags.insert(.indoor) }
    if let layer = tags["layer"].flatMap(Double.init(osm:)), layer != 0 { flags.insert(.offGround) }
    if let level = tags["level"], level != "0", !level.split(separator: ";").contains("0") {
      flags.insert(.offGround)
    }
    if let junction = tags["junction"], junction == "roundabout" || junction == "circular" {
      flags.insert(.roundabout)
    }
    return flags
  }

  /// Keys that decide about class, access and speed.
  static let relevantKeys: Set<String> = {
    let modes = [
      "access", "foot", "vehicle", "bicycle", "electric_bicycle", "motor_vehicle", "motorcar", "motorcycle",
    ]
    var keys: Set<String> = [
      "highway", "route", "ferry", "railway", "public_transport", "service", "footway", "conveying", "bridge",
      "tunnel", "indoor", "covered", "layer", "level", "junction", "oneway", "maxspeed", "surface",
      "smoothness", "tracktype", "motorroad", "cycleway", "cycleway:left", "cycleway:right", "cycleway:both",
      "cycleway:left:oneway", "cycleway:right:oneway", "oneway:foot", "oneway:bicycle",
      "oneway:electric_bicycle", "oneway:motorcycle", "oneway:motor_vehicle", "oneway:motorcar",
      "sidewalk", "ramp:bicycle", "ramp", "area", "construction", "zone:maxspeed", "maxspeed:type",
      "conveying:backward", "impassable", "abandoned",
    ]
    for mode in modes {
      keys.formUnion([mode, mode + ":forward", mode + ":backward", mode + ":conditional"])
    }
    return keys
  }()
}

/// The class of a way, and that of the lane beside it where one does not do; see ``WayAccess/lanes()``.
struct WayClasses: Hashable {
  var main: ClassID
  var second: ClassID?
}

/// Centimetres a second of `speed` kilometres an hour; at least 1.
func centimetresPerSecond(_ speed: Double) -> UInt16 { UInt16(max(1, min(speed / 0.036, 65_000))) }
