public import Geo
public import OSM
public import Queries
internal import Streets

/// Edits as JSON: `kind`, `action`, `target`, `geometry` (GeoJSON) and `properties`, whose keys depend on the kind.
extension MapEdit {
  /// Points of a shape at most.
  static let mostPoints = 500
  private static let longestText = 300

  /// Reads an edit.
  ///
  /// - Parameters:
  ///   - members: The members `kind`, `action`, `target`, `geometry`, `properties`; others are not looked at.
  ///   - datum: The reference of the coordinates.
  /// - Throws: ``EditError``.
  public init(_ members: JSON, datum: Datum = .wgs84) throws(EditError) {
    let kind: Kind = try MapEdit.word("kind", members["kind"])
    let target = try MapEdit.element(members["target"])
    let usual: Action = target == nil ? .add : .change
    let action: Action =
      members["action"].map(MapEdit.isNull) ?? true ? usual : try MapEdit.word("action", members["action"])
    self.init(kind, action, target: target)
    if action != .add, target == nil { throw .missing(key: "target", example: "\"node/1\"") }
    if kind == .rule, target == nil { throw .missing(key: "target", example: "\"node/1\"") }
    let shape = members["geometry"] ?? .null
    if shape != .null { self.shape = try MapEdit.shape(shape, kind, datum) }
    if action == .add, self.shape == nil {
      throw .missing(key: "geometry", example: "{\"type\":\"Point\",\"coordinates\":[106.45,29.54]}")
    }
    if action == .remove { return }
    var properties = try EditProperties(members["properties"] ?? .null)
    try read(&properties)
    try properties.finish()
  }

  private mutating func read(_ properties: inout EditProperties) throws(EditError) {
    switch kind {
    case .gate: try readGate(&properties)
    case .rule: try readRule(&properties, isNeeded: true)
    case .door:
      let entrances = ["yes", "main", "staircase", "service", "home"]
      let entrance = try properties.word("entrance", among: entrances) ?? (action == .add ? "yes" : nil)
      set("entrance", entrance)
      set("addr:unit", try properties.text("unit"))
      set("ref", try properties.text("number"))
      set("level", try properties.text("level"))
      try readNames(&properties)
    case .path: try readPath(&properties)
    case .compound: try readCompound(&properties)
    case .wall:
      let barrier = try properties.word("barrier", among: ["wall", "fence", "hedge"])
      set("barrier", barrier ?? (action == .add ? "wall" : nil))
    case .building:
      if action == .add { set("building", "yes") }
      readNumber(try properties.text("number"))
      set("building:levels", try properties.count("levels", 1...300))
      try readNames(&properties)
    case .lift:
      if action == .add { set("highway", "elevator") }
      set("level", try properties.text("levels"))
      try readNames(&properties)
    case .place:
      facts = try PlacePatch(taking: &properties)
      set("kaimen:kind", try properties.text("placeKind") ?? (action == .add ? facts.firstKind : nil))
      if action == .add, tags["kaimen:kind"] == nil {
        throw .missing(key: "placeKind", example: "\"station\"")
      }
      set("capacity", try properties.count("capacity", 0...1_000_000))
      try readHours(&properties)
      try readNames(&properties)
    }
  }

  private mutating func set(_ key: String, _ value: String?) {
    if let value { tags[key] = value }
  }

  /// A number such as `3栋` is that of a block within its estate; any other one is a house number of its street.
  private mutating func readNumber(_ number: String?) {
    guard let number else { return }
    clears += ["ref", "addr:block", "addr:housenumber"]
    tags["addr:housenumber"] = number
    if ["栋", "幢", "楼", "座"].contains(where: { number.hasSuffix($0) }) { tags["ref"] = number }
  }

  private mutating func readNames(_ properties: inout EditProperties) throws(EditError) {
    set("name", try properties.text("name"))
    set("name:en", try properties.text("nameEnglish"))
  }

  private mutating func readHours(_ properties: inout EditProperties) throws(EditError) {
    guard let hours = try properties.text("hours") else { return }
    do { _ = try OpeningHours(parsing: hours) } catch { throw .malformedHours(hours, error.wording) }
    tags["opening_hours"] = OpeningHours.specified(hours)
  }

  // MARK: Kinds

  private static let barriers = [
    "gate", "lift_gate", "swing_gate", "sliding_gate", "wicket_gate", "turnstile", "full-height_turnstile",
    "entrance",
    "bollard",
  ]

  private mutating func readGate(_ properties: inout EditProperties) throws(EditError) {
    let barrier = try properties.word("barrier", among: MapEdit.barriers)
    set("barrier", barrier ?? (action == .add ? "gate" : nil))
    joins = try properties.flag("join") ?? true
    try readRule(&properties, isNeeded: false)
    try readNames(&properties)
  }

  /// The rule replaces all that was said before about who may pass.
  private mutating func readRule(_ properties: inout EditProperties, isNeeded: Bool) throws(EditError) {
    guard let value = properties.take("rule") else {
      if isNeeded { throw .missing(key: "rule", example: "{\"who\":{\"foot\":\"anyone\"}}") }
      return
    }
    let rule = try GateRule(value)
    tags.merge(rule.tags) { _, new in new }
    clears += GateRule.keys
  }

  private mutating func readPath(_ properties: inout EditProperties) throws(EditError) {
    let kinds = ["footway", "steps", "corridor", "path", "service", "cycleway"]
    let highway = try properties.word("highway", among: kinds)
    set("highway", highway ?? (action == .add ? "footway" : nil))
    if try properties.flag("covered") == true { tags["covered"] = "yes" }
    if try properties.flag("underground") == true { (tags["tunnel"], tags["layer"]) = ("yes", "-1") }
    set("level", try properties.text("level"))
    set("incline", try properties.word("incline", among: ["up", "down"]))
    set("step_count", try properties.count("steps", 1...2000))
    if let value = properties.take("rule") {
      tags.merge(try GateRule(value).tags) { _, new in new }
      clears += GateRule.keys
    }
    try readNames(&properties)
  }

  private mutating func readCompound(_ properties: inout EditProperties) throws(EditError) {
    facts = try PlacePatch(taking: &properties)
    try readNames(&properties)
    let uses: KeyValuePairs = [
      "residential": ("landuse", "residential"), "campus": ("amenity", "school"),
      "hospital": ("amenity", "hospital"),
      "business": ("landuse", "commercial"), "site": ("landuse", "construction"),
    ]
    let use = try properties.word("use", among: uses.map(\.key)) ?? (action == .add ? "residential" : nil)
    if let (key, value) = uses.first(where: { $0.key == use })?.value { tags[key] = value }
    if action == .add, tags["name"] == nil { throw .missing(key: "name", example: "\"金沙时代\"") }
    set("barrier", try properties.word("barrier", among: ["wall", "fence", "hedge"]))
  }

  // MARK: Parts

  private static func isNull(_ value: JSON) -> Bool { value == .null }

  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ value: JSON?
  ) throws(EditError) -> Word {
    let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
    guard let value, value != .null else { throw .missing(key: key, example: "\"\(allowed)\"") }
    guard case .string(let text) = value, let word = Word(rawValue: text) else {
      throw .malformed(key: key, found: EditProperties.shown(value), allowed: allowed)
    }
    return word
  }

  private static func element(_ value: JSON?) throws(EditError) -> ElementID? {
    guard let value, value != .null else { return nil }
    guard case .string(let text) = value, let id = ElementID(text) else {
      throw .malformed(
        key: "target", found: EditProperties.shown(value), allowed: "node/1, way/1, relation/1")
    }
    return id
  }

  private static func shape(_ value: JSON, _ kind: Kind, _ datum: Datum) throws(EditError) -> Shape {
    let wanted =
      switch kind {
      case .gate, .rule, .door, .lift, .place: "Point"
      case .path, .wall: "LineString"
      case .compound, .building: "Polygon"
      }
    guard value["type"] == .string(wanted), let coordinates = value["coordinates"] else {
      throw .malformed(key: "geometry", found: EditProperties.shown(value), allowed: wanted)
    }
    switch wanted {
    case "Point": return .point(try point(coordinates, datum))
    case "LineString":
      return .line(try line(coordinates, atLeast: 2, datum))
    default:
      guard case .array(let rings) = coordinates, rings.count == 1 else {
        throw .malformed(key: "geometry", found: EditProperties.shown(value), allowed: "Polygon, 1 ring")
      }
      return .ring(try ring(rings[0], datum))
    }
  }

  private static func ring(_ value: JSON, _ datum: Datum) throws(EditError) -> [Coordinate] {
    let points = try line(value, atLeast: 4, datum)
    guard points.first == points.last else {
      throw .malformed(key: "geometry", found: EditProperties.shown(value), allowed: "[[a],[b],[c],[a]]")
    }
    let ring = Ring(points)
    guard ring.selfIntersection() == nil, ring.area > 0 else { throw .crossesItself }
    return points
  }

  private static func line(_ value: JSON, atLeast least: Int, _ datum: Datum) throws(EditError)
    -> [Coordinate]
  {
    guard case .array(let items) = value, items.count >= least else {
      throw .malformed(key: "geometry", found: EditProperties.shown(value), allowed: "≥ \(least) [LON,LAT]")
    }
    guard items.count <= mostPoints else { throw .tooManyPoints(items.count, limit: mostPoints) }
    var points: [Coordinate] = []
    for item in items {
      let point = try point(item, datum)
      if points.last != point { points.append(point) }
    }
    guard points.count >= least else {
      throw .malformed(key: "geometry", found: EditProperties.shown(value), allowed: "≥ \(least) [LON,LAT]")
    }
    return points
  }

  private static func point(_ value: JSON, _ datum: Datum) throws(EditError) -> Coordinate {
    guard case .array(let numbers) = value, (2...3).contains(numbers.count), let x = numbers[0].double,
      let y = numbers[1].double, abs(x) <= 180, abs(y) <= 90
    else { throw .malformed(key: "geometry", found: EditProperties.shown(value), allowed: "[LON,LAT]") }
    return datum.toWGS84(Coordinate(longitude: x, latitude: y))
  }
}

/// The properties of an edit, taken one by one; what nobody takes is an error.
struct EditProperties {
  private let members: [JSON.Member]
  private var taken: [String] = []
  private static let longest = 300

  init(_ value: JSON) throws(EditError) {
    switch value {
    case .null: members = []
    case .object(let members): self.members = members
    default: throw .malformed(key: "properties", found: EditProperties.shown(value), allowed: "{…}")
    }
  }

  /// At most eighty letters of a value, for a message that puts it between quotation marks.
  static func shown(_ value: JSON) -> String {
    if case .string(let text) = value { return String(text.prefix(80)) }
    return String(value.text.prefix(80))
  }

  mutating func take(_ key: String) -> JSON? {
    taken.append(key)
    let value = members.last { $0.key == key }?.value
    return value == .null ? nil : value
  }

  /// Whether `key` is there, be it null.
  mutating func has(_ key: String) -> Bool {
    taken.append(key)
    return members.contains { $0.key == key }
  }

  /// Texts, each once; null is none.
  mutating func list(_ key: String, most: Int) throws(EditError) -> [String] {
    guard let value = take(key) else { return [] }
    guard case .array(let items) = value, items.count <= most else {
      throw .malformed(key: key, found: EditProperties.shown(value), allowed: "[\"…\"] (≤ \(most))")
    }
    var texts: [String] = []
    for item in items {
      var one = try EditProperties(.object([JSON.Member(key: key, value: item)]))
      if let text = try one.text(key), !texts.contains(text) { texts.append(text) }
    }
    return texts
  }

  /// What no line of text needs: controls, and marks that turn the direction of what follows.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value)
  }

  /// A text of one line; numbers are taken as text too.
  mutating func text(_ key: String) throws(EditError) -> String? {
    guard let value = take(key) else { return nil }
    if case .int(let number) = value { return "\(number)" }
    guard case .string(let text) = value, text.utf8.count <= EditProperties.longest,
      !text.unicodeScalars.contains(where: EditProperties.isForbidden)
    else {
      throw .malformed(
        key: key, found: EditProperties.shown(value), allowed: "\"…\" (≤ \(EditProperties.longest) bytes)")
    }
    let trimmed = text.trimmed
    return trimmed.isEmpty ? nil : trimmed
  }

  mutating func word(_ key: String, among allowed: [String]) throws(EditError) -> String? {
    guard let value = take(key) else { return nil }
    guard case .string(let text) = value, allowed.contains(text) else {
      throw .malformed(key: key, found: EditProperties.shown(value), allowed: allowed.joined(separator: ", "))
    }
    return text
  }

  mutating func flag(_ key: String) throws(EditError) -> Bool? {
    guard let value = take(key) else { return nil }
    guard case .bool(let flag) = value else {
      throw .malformed(key: key, found: EditProperties.shown(value), allowed: "true, false")
    }
    return flag
  }

  mutating func count(_ key: String, _ range: ClosedRange<Int>) throws(EditError) -> String? {
    guard let value = take(key) else { return nil }
    guard case .int(let number) = value, range.contains(number) else {
      throw .malformed(
        key: key, found: EditProperties.shown(value), allowed: "\(range.lowerBound)...\(range.upperBound)")
    }
    return "\(number)"
  }

  /// - Throws: ``EditError/unknownKey(_:known:)`` for the first member that was not asked for.
  func finish() throws(EditError) {
    for member in members where !taken.contains(member.key) {
      throw .unknownKey(String(member.key.prefix(80)), known: taken)
    }
  }
}

extension StringProtocol {
  /// Without blanks at either end.
  var trimmed: String {
    let begun = drop { $0.isWhitespace }
    return String(
      begun.prefix(
        upTo: begun.lastIndex { !$0.isWhitespace }.map { begun.index(after: $0) } ?? begun.endIndex))
  }
}

extension GateRule {
  private static let mostExceptions = 50

  /// Whether `members`, as ``init(_:)`` reads them, speak of everything of which a rule can speak.
  public static func isSaid(inFull members: [JSON.Member]) -> Bool {
    guard case .object(let who)? = JSON.object(members)["who"] else { return false }
    let keys = Set(members.map(\.key)).union(who.map { "who." + $0.key })
    return keys.isSuperset(
      of: ["hours", "except", "entry", "delay", "weather"] + Mode.allCases.map { "who." + $0.name })
  }

  /// Reads `{"who":{"foot":"anyone"},"hours":"…","except":[{"vehicle":"ebike","who":"nobody","when":"…"}],"entry":"guard","delay":20}`.
  ///
  /// - Throws: ``EditError``.
  public init(_ value: JSON) throws(EditError) {
    var parts = try EditProperties(value)
    self.init()
    if case .object(let members)? = parts.take("who") {
      for member in members {
        let mode = try GateRule.mode(member.key)
        who[mode] = try GateRule.who("who." + mode.name, member.value, mode)
      }
    }
    hours = try parts.text("hours")
    if let hours {
      do { _ = try OpeningHours(parsing: hours) } catch { throw .malformedHours(hours, error.wording) }
    }
    if case .array(let items)? = parts.take("except") {
      guard items.count <= GateRule.mostExceptions else {
        throw .malformed(key: "except", found: "\(items.count)", allowed: "≤ \(GateRule.mostExceptions)")
      }
      for item in items { exceptions.append(try Exception(item)) }
    }
    let entries = EntryKind.allCases.map(\.name)
    let entry = try parts.word("entry", among: entries)
    self.entry = EntryKind.allCases.first { $0.name == entry } ?? .unknown
    delay = try parts.count("delay", 0...3600).flatMap { Int($0) }
    weather = try parts.list("weather", most: 2).map { word throws(EditError) in
      guard let weather = Weather(rawValue: word) else {
        throw .malformed(key: "weather", found: word, allowed: "rain, typhoon")
      }
      return weather
    }
    try parts.finish()
  }

  fileprivate static func mode(_ name: String) throws(EditError) -> Mode {
    guard let mode = Mode(name: name) else {
      throw .malformed(
        key: "who", found: String(name.prefix(80)), allowed: Mode.allCases.map(\.name).joined(separator: ", ")
      )
    }
    return mode
  }

  fileprivate static func who(_ key: String, _ value: JSON, _ mode: Mode) throws(EditError) -> Who {
    let allowed = Who.allCases.filter { $0.isSaid(of: mode) }
    guard case .string(let text) = value, let who = Who(rawValue: text), allowed.contains(who) else {
      throw .malformed(
        key: key, found: EditProperties.shown(value),
        allowed: allowed.map(\.rawValue).joined(separator: ", "))
    }
    return who
  }
}

extension GateRule.Exception {
  fileprivate init(_ value: JSON) throws(EditError) {
    var parts = try EditProperties(value)
    guard let vehicle = try parts.text("vehicle") else {
      throw .missing(key: "vehicle", example: "\"ebike\"")
    }
    guard let when = try parts.text("when") else {
      throw .missing(key: "when", example: "\"Mo-Fr 07:00-09:00\"")
    }
    let mode = try GateRule.mode(vehicle)
    let who = try GateRule.who("who", parts.take("who") ?? .null, mode)
    do { _ = try OpeningHours(parsing: when) } catch { throw .malformedHours(when, error.wording) }
    self.init(mode, who, when: when)
    try parts.finish()
  }
}

extension MapEdit {
  /// Whether it draws a wall that crosses itself: nobody means that, though a map may have it.
  ///
  /// - Complexity: O(points²).
  public var isTangled: Bool {
    guard kind == .wall else { return false }
    let pieces = zip(points, points.dropFirst()).map { Segment($0, $1) }
    return pieces.indices.contains { row in pieces[..<row].contains { $0.crosses(pieces[row]) } }
  }

  /// All points of the shape.
  public var points: [Coordinate] {
    switch shape {
    case .point(let place): [place]
    case .line(let line), .ring(let line): line
    case nil: []
    }
  }
}

extension MapEdit.Shape {
  /// GeoJSON, in WGS-84.
  public var json: JSON {
    switch self {
    case .point(let place): ["type": "Point", "coordinates": .position(place)]
    case .line(let line): ["type": "LineString", "coordinates": .array(line.map { .position($0) })]
    case .ring(let ring): ["type": "Polygon", "coordinates": .array([.array(ring.map { .position($0) })])]
    }
  }
}
