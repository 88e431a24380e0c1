import Dense
import OSM

/// Reads the rules of gates and of ways with conditions, each combination once.
struct RuleReader {
  private(set) var rows: [RuleRow] = []
  private var ids: [RuleRow: RuleID] = [:]
  /// Rules of gates with the same kind and tags.
  private var knownGates: [GateKey: RuleID] = [:]
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

  init(strings: StringTable) {
    let modes = Set(Mode.allCases.flatMap(\.accessKeys))
    let conditional = modes.map { "\($0):conditional" }
    let own = ["opening_hours", "kaimen:pass"]
    relevant = KeyFilter(
      Array(modes) + conditional + own + ["kaimen:entry", "kaimen:delay", "locked"], in: strings)
    deciding = KeyFilter(conditional + own, in: strings)
    access = KeyFilter(modes, in: strings)
    permits = KeyFilter(["permit", "key"], in: strings)
  }

  mutating func intern(_ row: RuleRow) -> RuleID {
    if let seen = ids[row] { return seen }
    let id = RuleID(rows.count)
    rows.append(row)
    ids[row] = id
    return id
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
    row.hours = texts.intern(tags[.openingHours])
    var flags: RuleFlags = .gate
    if tags.affirms(.locked) { flags.insert(.locked) }
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
    row.passes = texts.intern(passes(tags, row, locked: flags.contains(.locked)))
    row.delay = delay(tags, kind, row.entryKind)
    return intern(row)
  }

  /// The rule of a way that has conditions, hours or passes; nil for all others.
  ///
  /// It replaces the access of the way's class, whose `traits` by mode it takes where no tag speaks. Pushed
  /// vehicles are walkers: what is said of riding does not concern them.
  mutating func way(
    _ tags: TagView, traits: ArraySlice<ModeTraits>, texts: inout TextTableBuilder
  ) -> RuleID? {
    guard mayHaveRule(tags) else { return nil }
    let conditional = Mode.allCases.map { conditions($0, tags) }
    let hours = tags[.openingHours]
    let asksForPass =
      tags[.kaimenPass] != nil || Mode.allCases.contains { baseAccess($0, tags)?.access == .permit }
    guard hours != nil || asksForPass || conditional.contains(where: { $0 != nil }) else { return nil }
    var row = RuleRow()
    row.hours = texts.intern(hours)
    row.entry = EntryKind(osm: tags[.kaimenEntry]).rawValue
    for mode in Mode.allCases {
      let usual = traits[traits.startIndex + Int(mode.rawValue)]
      let isPushed = usual.pushed == 3
      row[mode] = (isPushed ? nil : baseAccess(mode, tags)?.access) ?? Access(rawValue: usual.access) ?? .yes
      row[condition: mode] = texts.intern(isPushed ? nil : conditional[Int(mode.rawValue)])
    }
    row.passes = texts.intern(asksForPass ? passes(tags, row, locked: false) : nil)
    row.delay = UInt32(min(max(Double(tags[.kaimenDelay] ?? "") ?? 0, 0), 3600) * 10)
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

  /// Passes that open it: as tagged, else what its access value asks for.
  private func passes(_ tags: TagView, _ row: RuleRow, locked: Bool) -> String? {
    if let said = tags[.kaimenPass] {
      return said.split(separator: ";").map { $0.filter { !$0.isWhitespace } }.joined(separator: ";")
    }
    var names: Set<String> = []
    for mode in Mode.allCases {
      switch row[mode] {
      case .residents: names.insert("resident")
      case .private: names.formUnion(["resident", "private"])
      case .permit: names.formUnion(["badge", "permit"])
      default: break
      }
    }
    if locked { names.formUnion(["key", "resident"]) }
    return names.isEmpty ? nil : names.sorted().joined(separator: ";")
  }

  private func delay(_ tags: TagView, _ kind: BarrierKind, _ entry: EntryKind) -> UInt32 {
    if let said = tags[.kaimenDelay].flatMap({ Double($0) }), said >= 0, said <= 3600 {
      return UInt32(said * 10)
    }
    return UInt32((kind.delay + entry.delay) * 10)
  }
}
