import Dense
import OSM

/// Reads the rules of gates and of ways with conditions, each combination once.
struct RuleReader {
  private(set) var rows: [RuleRow] = []
  private var ids: [RuleRow: RuleID] = [:]
  /// Rules of gates with the same kind and tags.
  private var knownGates: [GateKey: RuleID] = [:]
  /// Rules of ways of the same class and tags; nil where they need none.
  private var knownWays: [WayKey: RuleID?] = [:]
  private let relevant: KeyFilter
  /// Keys that give a way a rule, whatever they say.
  private let deciding: KeyFilter
  private let access: KeyFilter
  /// Values of access keys that ask for a pass.
  private let permits: KeyFilter

  private struct GateKey: Hashable {
    var kind: BarrierKind
    var pairs: [TagPair]
  }

  private struct WayKey: Hashable {
    var street: ClassID
    var pairs: [TagPair]
  }

  init(strings: StringTable) {
    let modes = Set(Mode.allCases.flatMap(\.accessKeys))
    let conditional = modes.map { "\($0):conditional" }
    let own = ["opening_hours", "kaimen:pass"] + Mode.allCases.map { "kaimen:pass:\($0.accessKeys[0])" }
    let directed = modes.flatMap { ["\($0):forward", "\($0):backward"] }
    relevant = KeyFilter(
      Array(modes) + directed + conditional + own
        + ["kaimen:entry", "kaimen:delay", "kaimen:weather", "locked"],
      in: strings)
    deciding = KeyFilter(conditional + own, in: strings)
    access = KeyFilter(Array(modes) + directed, in: strings)
    permits = KeyFilter(["permit", "key"], in: strings)
  }

  mutating func intern(_ row: RuleRow) -> RuleID {
    if let seen = ids[row] { return seen }
    let id = RuleID(rows.count)
    rows.append(row)
    ids[row] = id
    return id
  }

  /// `rule` with half of its delay, for a gate that is passed in two parts.
  mutating func half(_ rule: RuleID) -> RuleID {
    guard rule != .none, rows[rule.index].delay > 0 else { return rule }
    var row = rows[rule.index]
    row.delay /= 2
    return intern(row)
  }

  /// The rule of a barrier or gate node.
  mutating func gate(_ kind: BarrierKind, _ tags: TagView, texts: inout TextTableBuilder) -> RuleID {
    let key = GateKey(kind: kind, pairs: tags.only(relevant))
    if let known = knownGates[key] { return known }
    let made = makeGate(kind, TagView(pairs: key.pairs[...], map: tags.map), texts: &texts)
    knownGates[key] = made
    return made
  }

  private mutating func makeGate(
    _ kind: BarrierKind, _ tags: TagView, texts: inout TextTableBuilder
  ) -> RuleID {
    var row = RuleRow()
    row.barrier = kind.rawValue
    row.entry = EntryKind(osm: tags[.kaimenEntry]).rawValue
    row.hours = texts.intern(tags, .openingHours)
    var flags: RuleFlags = .gate
    if tags.affirms(.locked) { flags.insert(.locked) }
    flags.formUnion(weather(tags))
    var explicit = false
    for mode in Mode.allCases {
      let said = baseAccess(mode, tags)
      explicit = explicit || said != nil
      row[mode] = said.map { access(kind, mode, $0) } ?? kind.defaultAccess(mode)
      row[condition: mode] = texts.intern(conditions(mode, tags))
    }
    let isSilent = !explicit && tags[.openingHours] == nil && row.entryKind == .unknown
    if isSilent, kind.defaultAccess(.foot) == .unknown { flags.insert(.unknown) }
    row.flags = flags.rawValue
    row.passes = texts.intern(passes(tags))
    row.delay = delay(tags, kind, row.entryKind)
    return intern(row)
  }

  /// The rule of a way that has conditions, hours or passes; nil for all others.
  ///
  /// It replaces the access of the way's class `street`, whose `traits` by mode it takes. Pushed vehicles are walkers:
  /// what is said of riding does not concern them, but what is said of walking does.
  mutating func way(
    _ tags: TagView, _ street: ClassID, traits: ArraySlice<ModeTraits>, texts: inout TextTableBuilder
  ) -> RuleID? {
    guard mayHaveRule(tags) else { return nil }
    let key = WayKey(street: street, pairs: tags.only(relevant))
    if let known = knownWays[key] { return known }
    let made = makeWay(TagView(pairs: key.pairs[...], map: tags.map), traits: traits, texts: &texts)
    knownWays[key] = .some(made)
    return made
  }

  private mutating func makeWay(
    _ tags: TagView, traits: ArraySlice<ModeTraits>, texts: inout TextTableBuilder
  ) -> RuleID? {
    let conditional = Mode.allCases.map { conditions($0, tags) }
    let hours = tags[.openingHours]
    let asksForPass = passes(tags) != nil || traits.contains { $0.asksForPass }
    guard hours != nil || asksForPass || conditional.contains(where: { $0 != nil }) else { return nil }
    var row = RuleRow()
    row.hours = texts.intern(hours)
    row.entry = EntryKind(osm: tags[.kaimenEntry]).rawValue
    for mode in Mode.allCases {
      let usual = traits[traits.startIndex + Int(mode.rawValue)]
      row[mode] = usual.strictestAccess
      let ridden = usual.isRidden ? conditional[Int(mode.rawValue)] : nil
      let pushed = usual.pushed != 0 ? conditional[Int(Mode.foot.rawValue)] : nil
      let said = ridden == pushed ? [ridden] : [ridden, pushed]
      let clauses = said.compactMap(\.self)
      row[condition: mode] = texts.intern(clauses.isEmpty ? nil : clauses.joined(separator: "; "))
    }
    row.passes = texts.intern(passes(tags))
    row.delay = tags[.kaimenDelay].flatMap(Double.init(osm:)).map { UInt32(min(max($0, 0), 3600) * 10) } ?? 0
    return intern(row)
  }

  private func mayHaveRule(_ tags: TagView) -> Bool {
    tags.pairs.contains { deciding[$0.key] || access[$0.key] && permits[$0.value] }
  }

  private func baseAccess(_ mode: Mode, _ tags: TagView) -> (access: Access, isOwn: Bool)? {
    for key in mode.accessKeys {
      if let value = tags[key], let access = Access(list: value) { return (access, key != "access") }
    }
    return nil
  }

  /// `access=*` makes no bollard wider: only a key of the mode's own lets it where it does not fit.
  private func access(
    _ kind: BarrierKind, _ mode: Mode, _ said: (access: Access, isOwn: Bool)
  ) -> Access {
    let usual = kind.defaultAccess(mode)
    if said.isOwn || said.access == .no || kind == .wall { return said.access }
    return usual == .no || usual == .dismount ? usual : said.access
  }

  /// Conditional clauses that concern `mode`, the most general first, so that later clauses win.
  private func conditions(_ mode: Mode, _ tags: TagView) -> String? {
    var clauses: [String] = []
    for key in mode.accessKeys {
      if let text = tags["\(key):conditional"] { clauses.append(text) }
      if tags[key] != nil { break }
    }
    return clauses.isEmpty ? nil : clauses.reversed().joined(separator: "; ")
  }

  /// The passes that the map names, those of one mode as in ``PassMasks``; what access values ask for, ``RuleBook`` knows.
  private func passes(_ tags: TagView) -> String? {
    func names(_ text: String?) -> [String] {
      (text ?? "").split(separator: ";").map { $0.filter { !$0.isWhitespace } }
    }
    let own = Mode.allCases.flatMap { mode in
      names(tags["kaimen:pass:\(mode.accessKeys[0])"]).map { "\(mode.name)=\($0)" }
    }
    let all = names(tags[.kaimenPass]) + own
    return all.isEmpty ? nil : all.joined(separator: ";")
  }

  /// `kaimen:weather=rain=open;typhoon=open`: when riders are let in whatever is said else.
  private func weather(_ tags: TagView) -> RuleFlags {
    guard let text = tags["kaimen:weather"] else { return [] }
    var flags: RuleFlags = []
    for part in text.split(separator: ";") {
      switch part.filter({ $0 != " " }) {
      case "rain=open": flags.insert(.opensInRain)
      case "typhoon=open": flags.insert(.opensInTyphoon)
      default: break
      }
    }
    return flags
  }

  private func delay(_ tags: TagView, _ kind: BarrierKind, _ entry: EntryKind) -> UInt32 {
    if let said = tags[.kaimenDelay].flatMap(Double.init(osm:)), said >= 0, said <= 3600 {
      return UInt32(said * 10)
    }
    return UInt32((kind.delay + entry.delay) * 10)
  }
}

extension ModeTraits {
  /// The access that says most about both directions: what one of them asks for, nobody gets round.
  fileprivate var strictestAccess: Access {
    let said = [forward > 0 ? accessAlong : nil, backward > 0 ? accessAgainst : nil]
    return said.compactMap { $0.flatMap(Access.init(rawValue:)) }.max { $0.strictness < $1.strictness } ?? .no
  }

  fileprivate var asksForPass: Bool {
    access(against: false) == .permit || access(against: true) == .permit
  }

  /// Whether one rides, or walks, in some direction.
  fileprivate var isRidden: Bool {
    forward > 0 && pushed & 1 == 0 || backward > 0 && pushed & 2 == 0
  }
}
