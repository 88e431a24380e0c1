import OSM

/// Reads who may use a way, in which direction and how fast.
///
/// - SeeAlso: https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions
struct WayAccess {
  let kind: StreetKind
  let tags: TagView

  private enum Direction: String { case forward, backward }

  /// One row per mode, in the order of ``Mode``.
  func traits() -> [ModeTraits] {
    if tags.affirms("impassable") { return Mode.allCases.map { _ in .closed } }
    return Mode.allCases.map { traits($0) }
  }

  private func traits(_ mode: Mode) -> ModeTraits {
    var along = ride(mode, .forward)
    var against = ride(mode, .backward)
    if mode.isVehicle, let pushing = Profile.of(mode).pushingSpeed, isPushable {
      if along == nil { along = push(pushing, .forward) }
      if against == nil { against = push(pushing, .backward) }
    }
    guard let best = [along, against].compactMap(\.self).min(by: { $0.access.rawValue < $1.access.rawValue })
    else { return .closed }
    return ModeTraits(
      forward: along.map { centimetresPerSecond($0.speed) } ?? 0,
      backward: against.map { centimetresPerSecond($0.speed) } ?? 0, access: best.access.rawValue,
      pushed: (along?.isPushed == true ? 1 : 0) | (against?.isPushed == true ? 2 : 0))
  }

  private struct Way {
    var access: Access
    var speed: Double
    var isPushed = false
  }

  /// Travel in the vehicle (or on foot), or nil where it may not.
  private func ride(_ mode: Mode, _ direction: Direction) -> Way? {
    let profile = Profile.of(mode)
    let entry = profile[kind]
    guard let said = permission(mode, direction, entry), said.access != .no else { return nil }
    guard allowsDirection(mode, direction) else { return nil }
    if said.access == .dismount || (entry?.access == .dismount && !said.isOwn) {
      return profile.pushingSpeed.map { Way(access: said.access, speed: $0, isPushed: true) }
    }
    let isMade = entry.map { $0.access != .dismount && $0.access != .no } ?? false
    guard let speed = isMade ? entry?.speed : unusualSpeed(profile) else { return nil }
    return Way(access: said.access, speed: adjusted(speed, profile))
  }

  /// Who may: what the tags say, else the profile's default.
  ///
  /// `access=*` speaks of those for whom the way is made: it restricts them, but it brings no car onto a
  /// footway. Only a key of the mode's own does.
  private func permission(
    _ mode: Mode, _ direction: Direction, _ entry: ProfileEntry?
  ) -> (access: Access, isOwn: Bool)? {
    let usual = defaultAccess(mode, entry)
    guard let said = explicitAccess(mode, direction) else { return usual.map { ($0, false) } }
    if said.isOwn || said.access == .no { return said }
    guard let usual, usual != .no else { return nil }
    let isOpen = [.yes, .designated, .permissive, .unknown].contains(said.access)
    return usual == .dismount && isOpen ? (usual, false) : said
  }

  /// Speed where a tag lets a mode onto a kind of way that its profile leaves out.
  private func unusualSpeed(_ profile: Profile) -> Double? {
    switch kind {
    case .steps, .escalator, .elevator, .corridor: return profile.mode.isVehicle ? nil : 4.8
    case .ferry: return 12
    default:
      if !profile.mode.isVehicle { return 4.8 }
      // Among walkers or on a narrow path: slowly.
      return kind.isForCars ? 12 : kind.isForWalking ? min(10, profile.topSpeed) : 8
    }
  }

  /// Pushing the vehicle, where one may walk.
  private func push(_ speed: Double, _ direction: Direction) -> Way? {
    guard let walk = ride(.foot, direction) else { return nil }
    return Way(access: walk.access == .yes ? .dismount : walk.access, speed: speed, isPushed: true)
  }

  private var isPushable: Bool {
    switch kind {
    case .steps, .escalator: tags.affirms("ramp:bicycle")
    case .elevator, .corridor, .motorway, .motorwayLink, .ferry: false
    default: true
    }
  }

  /// What the most specific key says; `isOwn` unless that is `access`.
  private func explicitAccess(_ mode: Mode, _ direction: Direction) -> (access: Access, isOwn: Bool)? {
    var isConditional = false
    for key in mode.accessKeys {
      if tags["\(key):conditional"] != nil { isConditional = true }
      guard let value = tags["\(key):\(direction.rawValue)"] ?? tags[key],
        let access = Access(list: value)
      else { continue }
      // Closed but at some times: the way's rule decides. Two wheels are pushed meanwhile.
      let opens = access == .no && isConditional && Profile.of(mode).pushingSpeed == nil
      return (opens ? .yes : access, key != "access")
    }
    return nil
  }

  private func defaultAccess(_ mode: Mode, _ entry: ProfileEntry?) -> Access? {
    guard let entry else { return nil }
    if tags.affirms("motorroad"), mode == .foot || mode == .bicycle || mode == .ebike { return nil }
    if kind == .ferry, mode == .bicycle || mode == .ebike { return nil }
    return entry.access
  }

  private func allowsDirection(_ mode: Mode, _ direction: Direction) -> Bool {
    if kind == .escalator, mode == .foot { return escalatorAllows(direction) }
    guard let oneway = oneway(mode) else { return true }
    return oneway == direction
  }

  private func escalatorAllows(_ direction: Direction) -> Bool {
    switch tags["conveying"] {
    case "forward": direction == .forward
    case "backward": direction == .backward
    default: true
    }
  }

  /// The only allowed direction, or nil where both are.
  private func oneway(_ mode: Mode) -> Direction? {
    if mode == .foot { return direction(of: tags["oneway:foot"]) }
    for key in mode.onewayKeys where key != "oneway" {
      if let value = tags[key] { return direction(of: value) }
    }
    if mode == .bicycle || mode == .ebike, hasContraflow { return nil }
    return direction(of: tags["oneway"]) ?? impliedOneway
  }

  private var impliedOneway: Direction? {
    guard tags["oneway"] == nil else { return nil }
    let junction = tags["junction"]
    return junction == "roundabout" || junction == "circular" || kind == .motorway || kind == .motorwayLink
      ? .forward : nil
  }

  /// A cycle lane or track against the traffic.
  private var hasContraflow: Bool {
    if let value = tags["cycleway"], value.hasPrefix("opposite") { return true }
    return ["cycleway:left", "cycleway:right"].contains { key in
      tags["\(key):oneway"] == "no" || tags["\(key):oneway"] == "-1"
        || tags[key]?.hasPrefix("opposite") == true
    }
  }

  private func direction(of value: String?) -> Direction? {
    switch value {
    case "yes", "true", "1": .forward
    case "-1", "reverse": .backward
    default: nil
    }
  }

  private func adjusted(_ speed: Double, _ profile: Profile) -> Double {
    var result = min(speed, profile.topSpeed)
    if let limit = limit { result = min(result, limit * (profile.mode == .car ? 0.9 : 1)) }
    if profile.mode.isVehicle, isRough { result *= Delays.roughSurface }
    return max(result, 1)
  }

  /// `maxspeed` in km/h.
  private var limit: Double? {
    guard let value = tags["maxspeed"] else { return nil }
    if value == "walk" { return 6 }
    let digits = value.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number > 0 else { return nil }
    return value.hasSuffix("mph") ? number * 1.609 : number
  }

  private var isRough: Bool {
    switch tags["surface"] {
    case "cobblestone", "sett", "unhewn_cobblestone", "gravel", "sand", "mud", "ground", "dirt", "earth",
      "pebblestone", "grass", "rock":
      true
    default: ["bad", "very_bad", "horrible", "very_horrible", "impassable"].contains(tags["smoothness"])
    }
  }
}
