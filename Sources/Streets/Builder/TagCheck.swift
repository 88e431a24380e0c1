import OSM

/// Reports tags that cannot be read or contradict each other; each combination is judged once.
struct TagCheck {
  private let relevant: KeyFilter
  private var known: [[TagPair]: [Finding]] = [:]
  /// Pairs of the element that is looked at.
  private var kept: [TagPair] = []

  private struct Finding {
    var kind: Diagnostic.Kind
    var detail: String
  }

  init(map: TaggedMap) {
    relevant = KeyFilter(TagCheck.keys, in: map.data.strings)
  }

  private static let keys: Set<String> = Set(
    ["maxspeed", "level", "step_count", "incline", "capacity", "junction"]
      + Set(Mode.allCases.flatMap(\.accessKeys)) + Set(Mode.allCases.flatMap(\.onewayKeys)) + unsupportedKeys)

  /// Conditions of one direction, and directions that change with time.
  private static let unsupportedKeys =
    Set(Mode.allCases.flatMap(\.accessKeys)).sorted().flatMap {
      ["\($0):forward:conditional", "\($0):backward:conditional"]
    } + ["oneway:conditional"]

  /// Judges the tags of a way that somebody uses.
  mutating func way(_ tags: TagView, _ id: ElementID, _ list: inout DiagnosticList) {
    report(tags, id, &list) { TagCheck.unreadable($0) + TagCheck.conflicts($0) + TagCheck.unsupported($0) }
  }

  /// Judges the tags of a door or place.
  mutating func door(_ tags: TagView, _ id: ElementID, _ list: inout DiagnosticList) {
    report(tags, id, &list) { TagCheck.unreadable($0) }
  }

  private mutating func report(
    _ tags: TagView, _ id: ElementID, _ list: inout DiagnosticList, _ judge: (TagView) -> [Finding]
  ) {
    tags.keep(relevant, in: &kept)
    if kept.isEmpty { return }
    var findings = known[kept]
    if findings == nil {
      findings = judge(TagView(pairs: kept[...], map: tags.map))
      known[kept] = findings
    }
    for finding in findings ?? [] { list.add(.note, finding.kind, id, finding.detail) }
  }

  // MARK: Readings

  private static func unreadable(_ tags: TagView) -> [Finding] {
    var found: [Finding] = []
    if let text = tags[.level], LevelTag(text) == nil {
      found.append(Finding(kind: .unreadableLevel, detail: text))
    }
    let readers: [(key: String, isReadable: (String) -> Bool)] = [
      ("maxspeed", isSpeed), ("step_count", isCount), ("capacity", isCount), ("incline", isIncline),
    ]
    for (key, isReadable) in readers {
      if let text = tags[key], !isReadable(text) {
        found.append(Finding(kind: .unreadableTag, detail: "\(key)=\(text)"))
      }
    }
    for key in Set(Mode.allCases.flatMap(\.accessKeys)).sorted() {
      if let text = tags[key], Access(list: text) == nil {
        found.append(Finding(kind: .unreadableTag, detail: "\(key)=\(text)"))
      }
    }
    return found
  }

  private static func isSpeed(_ text: String) -> Bool {
    // `RO:urban` and the like name a country's default.
    ["none", "walk", "signals", "variable"].contains(text) || text.contains(":")
      || Double(osm: text.prefix { $0.isNumber || $0 == "." }) != nil
  }

  private static func isCount(_ text: String) -> Bool { UInt32(text) != nil }

  private static func isIncline(_ text: String) -> Bool {
    let number = text.filter { $0 != "%" && $0 != "°" && !$0.isWhitespace }
    return ["up", "down", "yes", "no"].contains(text) || Double(osm: number) != nil
  }

  private static func unsupported(_ tags: TagView) -> [Finding] {
    var texts = unsupportedKeys.compactMap { key in tags[key].map { "\(key)=\($0)" } }
    if let oneway = tags["oneway"], oneway == "reversible" || oneway == "alternating" {
      texts.append("oneway=\(oneway)")
    }
    return texts.map { Finding(kind: .unsupportedTag, detail: $0) }
  }

  // MARK: Contradictions

  private static func conflicts(_ tags: TagView) -> [Finding] {
    let oneway = tags["oneway"]
    let isBackward = oneway == "-1" || oneway == "reverse"
    let isForward = oneway == "yes" || oneway == "1" || oneway == "true"
    var texts: [String] = []
    if let junction = tags["junction"], junction == "roundabout", isBackward || oneway == "no" {
      texts.append("junction=roundabout, oneway=\(oneway ?? "")")
    }
    for key in Set(Mode.allCases.flatMap(\.onewayKeys)).sorted() where key != "oneway" {
      guard let value = tags[key] else { continue }
      let isOpposite = isForward && value == "-1" || isBackward && (value == "yes" || value == "1")
      if isOpposite { texts.append("oneway=\(oneway ?? ""), \(key)=\(value)") }
    }
    return texts.map { Finding(kind: .conflictingTags, detail: $0) }
  }
}

extension StreetBuilder {
  /// Reports the elements that the reader left out.
  mutating func reportSkipped() {
    for skipped in map.data.skipped where skipped.reason != .deleted {
      let detail = skipped.reason == .noCoordinate ? "no position" : "position outside the Earth"
      diagnostics.add(.warning, .skippedElement, skipped.id, detail)
    }
  }
}
