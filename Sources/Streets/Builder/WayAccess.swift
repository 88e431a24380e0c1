import OSM

/// Reads who may use a way, in which direction and how fast.
///
/// - SeeAlso: https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions
struct WayAccess {
  let kind: StreetKind
  let tags: TagView

  private enum Direction: String { case forward, backward }

  /// One row per mode, in the order of ``Mode``.
  func traits() -> [ModeTraits] { lanes().main }

  /// The rows of the way, and those of a second lane beside it, where one does not do.
  ///
  /// A rule speaks of both directions of a segment. So what differs between directions goes to a lane of its
  /// own where the way has a rule, and so does the pushing of what may be ridden at some times only.
  func lanes() -> (main: [ModeTraits], second: [ModeTraits]?) {
    let closed = Mode.allCases.map { _ in ModeTraits.closed }
    if tags.affirms("impassable") { return (closed, nil) }
    var (main, second) = (closed, closed)
    for mode in Mode.allCases {
      let row = Int(mode.rawValue)
      let (along, against) = (travel(mode, .forward), travel(mode, .backward))
      if let walking = pushingBesideRiding(mode) {
        (main[row], second[row]) = (ModeTraits(ride(mode, .forward), ride(mode, .backward)), walking)
      } else if let along, let against, !along.hasRule(of: against), hasRule {
        (main[row], second[row]) = (ModeTraits(along, nil), ModeTraits(nil, against))
      } else {
        main[row] = ModeTraits(along, against)
      }
    }
    return (main, second == closed ? nil : second)
  }

  /// Travel in the vehicle where that is allowed, else pushing it.
  private func travel(_ mode: Mode, _ direction: Direction) -> Way? {
    ride(mode, direction) ?? push(mode, direction)
  }

  /// Pushing where a condition decides whether one may ride.
  private func pushingBesideRiding(_ mode: Mode) -> ModeTraits? {
    guard let riding = ride(mode, .forward) ?? ride(mode, .backward), riding.access == .no else { return nil }
    let ways = [push(mode, .forward), push(mode, .backward)].map {
      $0.flatMap { $0.access == .no ? nil : $0 }
    }
    return ways.allSatisfy { $0 == nil } ? nil : ModeTraits(ways[0], ways[1])
  }

  /// Whether conditions or passes give the way a rule, as far as the keys of classes tell.
  private var hasRule: Bool {
    Set(Mode.allCases.flatMap(\.accessKeys)).contains { key in
      tags["\(key):conditional"] != nil
        || [key, "\(key):forward", "\(key):backward"].contains {
          tags[$0].flatMap(Access.init(list:)) == .permit
        }
    }
  }

  fileprivate struct Way: Equatable {
    /// `no` where only a condition lets one in.
    var access: Access
    var speed: Double
    var isPushed = false

    /// Whether one rule says what both permit.
    func hasRule(of other: Way) -> Bool { access == other.access && isPushed == other.isPushed }
  }

  /// Travel in the vehicle (or on foot), or nil where it may not.
  private func ride(_ mode: Mode, _ direction: Direction) -> Way? {
    let profile = Profile.of(mode)
    let entry = profile[kind]
    guard let said = permission(mode, direction, entry), allowsDirection(mode, direction) else { return nil }
    guard said.access != .no || said.opensAtTimes else { return nil }
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
  private func permission(_ mode: Mode, _ direction: Direction, _ entry: ProfileEntry?) -> Said? {
    let usual = defaultAccess(mode, entry)
    guard let said = explicitAccess(mode, direction) else {
      if opensAtTimes(mode), usual == nil || usual == .no || usual == .dismount {
        return Said(access: .no, isOwn: true, opensAtTimes: true)
      }
      return usual.map { Said(access: $0, isOwn: false) }
    }
    if said.isOwn || said.access == .no && !said.opensAtTimes { return said }
    guard let usual, usual != .no else { return nil }
    let isOpen = [.yes, .designated, .permissive, .unknown].contains(said.access)
    return usual == .dismount && isOpen ? Said(access: usual, isOwn: false) : said
  }

  /// What tags or the profile say.
  private struct Said {
    var access: Access
    /// Said by a key more specific than `access`.
    var isOwn: Bool
    /// Closed, but a condition may open it: the way's rule decides when.
    var opensAtTimes = false
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
  private func push(_ mode: Mode, _ direction: Direction) -> Way? {
    guard mode.isVehicle, let speed = Profile.of(mode).pushingSpeed, isPushable,
      let walk = ride(.foot, direction)
    else { return nil }
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
  private func explicitAccess(_ mode: Mode, _ direction: Direction) -> Said? {
    var opens = (at: false, own: false)
    for key in mode.accessKeys {
      if let text = tags["\(key):conditional"], ConditionalValues(text).mayOpen {
        opens = (true, opens.own || key != "access")
      }
      guard let value = tags["\(key):\(direction.rawValue)"] ?? tags[key],
        let access = Access(list: value)
      else { continue }
      guard opens.at, access == .no || access == .dismount else {
        return Said(access: access, isOwn: key != "access")
      }
      return Said(access: .no, isOwn: opens.own || key != "access", opensAtTimes: true)
    }
    return nil
  }

  /// Whether a condition of the mode's own may let it in at some time.
  private func opensAtTimes(_ mode: Mode) -> Bool {
    mode.accessKeys.contains { key in
      key != "access" && tags["\(key):conditional"].map { ConditionalValues($0).mayOpen } ?? false
    }
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
      // `no` and `separate`: there is no lane on this way, whatever else is said of it.
      if let lane = tags[key], lane == "no" || lane == "none" || lane == "separate" { return false }
      return tags["\(key):oneway"] == "no" || tags["\(key):oneway"] == "-1"
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
    guard let number = Double(osm: digits), number > 0 else { return nil }
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

extension ModeTraits {
  fileprivate init(_ along: WayAccess.Way?, _ against: WayAccess.Way?) {
    self.init(
      forward: along.map { centimetresPerSecond($0.speed) } ?? 0,
      backward: against.map { centimetresPerSecond($0.speed) } ?? 0,
      accessAlong: (along?.access ?? .no).rawValue, accessAgainst: (against?.access ?? .no).rawValue,
      pushed: (along?.isPushed == true ? 1 : 0) | (against?.isPushed == true ? 2 : 0))
  }
}

/// The values of a `*:conditional` tag, whatever their conditions.
struct ConditionalValues {
  let values: [Access]

  init(_ text: String) {
    values = text.split(separator: ";").compactMap { clause in
      guard let at = clause.firstIndex(of: "@") else { return nil }
      return Access(osm: clause[..<at].filter { !$0.isWhitespace })
    }
  }

  /// Whether some clause lets one in, other than by dismounting.
  var mayOpen: Bool { values.contains { $0 != .no && $0 != .dismount } }
}
