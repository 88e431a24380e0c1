public import OSM
public import Streets
public import Wording

/// Who may pass a gate, with what, when and how: as people say it, to be written as OSM tags.
public struct GateRule: Hashable, Sendable {
  /// Who may pass.
  public enum Who: String, Hashable, Sendable, CaseIterable {
    case anyone, delivery, visitor, registered, badge, resident, staff, nobody
    /// Anyone, beside the vehicle.
    case pushing

    /// The value of an OSM access key.
    var access: String {
      switch self {
      case .anyone: "yes"
      case .delivery: "delivery"
      case .visitor: "customers"
      case .registered, .badge: "permit"
      case .resident: "residents"
      case .staff: "employees"
      case .nobody: "no"
      case .pushing: "dismount"
      }
    }

    /// Whether it can be said of `mode`: nobody pushes what goes on foot or is too heavy.
    func isSaid(of mode: Mode) -> Bool { self != .pushing || Profile.of(mode).pushingSpeed != nil }

    /// The pass that it asks for by a name that its access value does not tell.
    var pass: String? { self == .registered || self == .badge ? rawValue : nil }

    /// Whether it asks for a pass that its access value tells.
    var asksOtherwise: Bool { self == .resident || self == .staff }
  }

  /// Hours at which somebody else may pass with a vehicle.
  public struct Exception: Hashable, Sendable {
    public var mode: Mode
    public var who: Who
    /// As `opening_hours` writes times.
    public var when: String

    public init(_ mode: Mode, _ who: Who, when: String) {
      self.mode = mode
      self.who = who
      self.when = when
    }
  }

  /// Modes that are not named pass as the gate's kind lets them.
  public var who: [Mode: Who]
  /// When anybody passes at all, as `opening_hours`; nil = always.
  public var hours: String?
  public var exceptions: [Exception]
  /// How one gets in; `unknown` where it is not said.
  public var entry: EntryKind
  /// Usual delay in seconds; nil = what the way of getting in usually takes.
  public var delay: Int?
  /// Weather in which riders are let in whatever is said else.
  public var weather: [Weather]

  /// Weather that opens gates to riders.
  public enum Weather: String, Hashable, Sendable, CaseIterable { case rain, typhoon }

  public init(
    who: [Mode: Who] = [:], hours: String? = nil, exceptions: [Exception] = [], entry: EntryKind = .unknown,
    delay: Int? = nil, weather: [Weather] = []
  ) {
    self.who = who
    self.hours = hours
    self.exceptions = exceptions
    self.entry = entry
    self.delay = delay
    self.weather = weather
  }

  /// The key that speaks of `mode` alone.
  static func key(_ mode: Mode) -> String { mode.accessKeys[0] }

  /// All keys that say who may pass: a rule replaces them as a whole.
  static let keys: [String] = {
    let modes = Set(Mode.allCases.flatMap(\.accessKeys)).sorted()
    return modes + modes.map { $0 + ":conditional" }
      + Mode.allCases.map { passKey($0) }
      + ["opening_hours", "locked", "kaimen:pass", "kaimen:entry", "kaimen:delay", "kaimen:weather"]
  }()

  /// The key of the passes that open the gate to `mode` alone.
  private static func passKey(_ mode: Mode) -> String { "kaimen:pass:" + key(mode) }

  /// The keys that a rule takes away before it says its own.
  public var replaced: [String] { GateRule.keys }

  /// The tags that say it.
  public var tags: [String: String] {
    var tags: [String: String] = [:]
    for (mode, who) in who { tags[GateRule.key(mode)] = who.access }
    for mode in Mode.allCases {
      let clauses = exceptions.filter { $0.mode == mode }.map {
        "\($0.who.access) @ (\(OpeningHours.specified($0.when)))"
      }
      if !clauses.isEmpty { tags[GateRule.key(mode) + ":conditional"] = clauses.joined(separator: "; ") }
    }
    tags.merge(passTags) { _, new in new }
    if let hours { tags["opening_hours"] = OpeningHours.specified(hours) }
    if entry != .unknown { tags["kaimen:entry"] = entry.name }
    if let delay { tags["kaimen:delay"] = "\(delay)" }
    if !weather.isEmpty {
      tags["kaimen:weather"] = weather.map { $0.rawValue + "=open" }.joined(separator: ";")
    }
    return tags
  }

  /// Which passes open it: for all modes where all that ask for one ask for the same.
  private var passTags: [String: String] {
    let asked = Mode.allCases.map { mode in
      (mode: mode, who: [who[mode]].compactMap(\.self) + exceptions.filter { $0.mode == mode }.map(\.who))
    }
    let lists = asked.map { (mode: $0.mode, passes: Set($0.who.compactMap(\.pass)), who: $0.who) }
    let named = lists.filter { !$0.passes.isEmpty }
    guard let first = named.first else { return [:] }
    if named.allSatisfy({ $0.passes == first.passes }),
      !asked.contains(where: { $0.who.contains(where: \.asksOtherwise) })
    {
      return ["kaimen:pass": first.passes.sorted().joined(separator: ";")]
    }
    return Dictionary(
      uniqueKeysWithValues: named.map { list in
        let others = list.who.filter(\.asksOtherwise).map(\.rawValue)
        return (GateRule.passKey(list.mode), list.passes.union(others).sorted().joined(separator: ";"))
      })
  }

  /// What is wrong with the hours, in words; nil where they can be read and open at some time.
  public func problem(in context: HoursContext, from now: CivilTime) -> EditError? {
    if let hours, let problem = EditError(hours: hours, in: context, from: now) { return problem }
    var steps = 2000
    for exception in exceptions {
      let when: OpeningHours
      do { when = try OpeningHours(parsing: exception.when) } catch {
        return .malformedHours(exception.when, error.wording)
      }
      if let hours, exception.who != .nobody, let hours = try? OpeningHours(parsing: hours),
        !when.meets(hours, in: context, from: now, steps: &steps)
      {
        return .idleException(exception.when)
      }
    }
    return nil
  }
}

extension OpeningHours {
  /// Whether some moment of the year from `now` on is in neither's closed hours; true where that is not known.
  fileprivate func meets(
    _ other: OpeningHours, in context: HoursContext, from now: CivilTime, steps: inout Int
  ) -> Bool {
    var time = now
    while steps > 0 {
      steps -= 1
      let states = [self, other].map { $0.state(at: time, in: context).kind }
      if !states.contains(.closed) { return true }
      let changes = [self, other].compactMap { $0.nextChange(after: time, in: context) }
      guard let next = changes.min(), next < now.adding(seconds: 366 * 86_400) else {
        return !(holidays.isEmpty && other.holidays.isEmpty)
      }
      time = next
    }
    return true
  }
}

extension EditError {
  /// What is wrong with opening hours; nil where they can be read and open at some time.
  public init?(hours: String, in context: HoursContext, from now: CivilTime) {
    do {
      let read = try OpeningHours(parsing: hours)
      // Of holidays that nobody knows yet nobody can tell.
      let next = now.civilDay.year + 1
      let isKnown = read.holidays.isEmpty || context.holidays.covers(read.holidays, year: next)
      guard isKnown || read.neverOpens, read.state(at: now, in: context).kind == .closed,
        read.nextChange(after: now, in: context) == nil
      else {
        return nil
      }
      self = .neverOpens(hours)
    } catch { self = .malformedHours(hours, error.wording) }
  }
}
