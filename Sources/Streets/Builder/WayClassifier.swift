import Dense
import OSM

/// Turns the tags of ways into classes, each combination once.
struct WayClassifier {
  private(set) var classes: [ClassTraits] = []
  private(set) var traits: [ModeTraits] = []
  private var known: [[TagPair]: ClassID?] = [:]
  private var interned: [ClassKey: ClassID] = [:]
  private let relevant: KeyFilter
  private let deciding: KeyFilter

  private struct ClassKey: Hashable {
    var shared: ClassTraits
    var modes: [ModeTraits]
  }

  init(map: TaggedMap) {
    relevant = KeyFilter(WayClassifier.relevantKeys, in: map.data.strings)
    deciding = map.filter(.highway, .route, .ferry, .railway, .publicTransport)
  }

  /// The class of a way, or nil when nobody travels on it.
  ///
  /// - Complexity: O(tags) for a combination seen before.
  mutating func classify(_ tags: TagView) -> ClassID? {
    guard tags.hasAny(deciding) else { return nil }
    let pairs = tags.only(relevant)
    if let seen = known[pairs] { return seen }
    let made = makeClass(TagView(pairs: pairs[...], map: tags.map))
    known[pairs] = .some(made)
    return made
  }

  /// The class of pieces that the builder itself makes: gates, squares, lifts.
  mutating func synthetic(_ kind: StreetKind, modes: ModeSet, flags: StreetFlags = []) -> ClassID {
    let rows = Mode.allCases.map { mode -> ModeTraits in
      guard modes.contains(mode), let entry = Profile.of(mode)[kind] else { return .closed }
      let speed = centimetresPerSecond(entry.speed)
      let pushed: UInt8 = entry.access == .dismount ? 3 : 0
      return ModeTraits(forward: speed, backward: speed, access: Access.yes.rawValue, pushed: pushed)
    }
    return intern(ClassTraits(kind: kind.rawValue, flags: flags.rawValue), rows)
  }

  private mutating func makeClass(_ tags: TagView) -> ClassID? {
    guard let kind = StreetKind(tags: tags) else { return nil }
    let rows = WayAccess(kind: kind, tags: tags).traits()
    guard rows.contains(where: { $0.forward > 0 || $0.backward > 0 }) else { return nil }
    return intern(ClassTraits(kind: kind.rawValue, flags: flags(tags).rawValue), rows)
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
    if let layer = tags["layer"].flatMap({ Double($0) }), layer != 0 { flags.insert(.offGround) }
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

/// Centimetres a second of `speed` kilometres an hour; at least 1.
func centimetresPerSecond(_ speed: Double) -> UInt16 { UInt16(max(1, min(speed / 0.036, 65_000))) }
