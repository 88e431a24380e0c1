internal import OSM
public import Queries
internal import Wording

/// The keys of a place's properties that the registry keeps; all others speak of the map.
extension PlacePatch {
  private static let mostListed = 40

  /// All keys that it takes.
  public static let keys: Set<String> = [
    "code", "kinds", "status", "aliases", "services", "price", "operator", "department", "contact",
    "checklist", "inspected", "inspector", "addPhoto", "removePhoto",
  ]

  /// Takes the registry's keys from the properties of an edit.
  ///
  /// - Throws: ``EditError`` for values of the wrong form.
  init(taking properties: inout EditProperties) throws(EditError) {
    self.init()
    try text("code", &properties) { .code($0) }
    try words("kinds", &properties) { .kinds($0) }
    if properties.has("status") {
      let allowed = PlaceFacts.Status.allCases.map(\.rawValue)
      values.append(
        .status(try properties.word("status", among: allowed).flatMap { PlaceFacts.Status(rawValue: $0) }))
    }
    try texts("aliases", &properties) { .aliases($0) }
    try words("services", &properties) { .services($0) }
    if properties.has("price") {
      values.append(.price(try properties.count("price", 0...100_000).flatMap { Int($0) }))
    }
    try text("operator", &properties) { .operator($0) }
    try text("department", &properties) { .department($0) }
    try text("contact", &properties) { .contact($0) }
    try readChecklist(&properties)
    try readDay(&properties)
    try text("inspector", &properties) { .inspector($0) }
    if let name = try properties.text("addPhoto") { values.append(.addPhoto(name)) }
    if let name = try properties.text("removePhoto") { values.append(.removePhoto(name)) }
  }

  /// Reads the registry's keys of kept properties, whatever other keys there are.
  public init(_ properties: JSON) throws(EditError) {
    var parts = try EditProperties(properties)
    try self.init(taking: &parts)
  }

  private mutating func text(
    _ key: String, _ properties: inout EditProperties, _ value: (String?) -> Value
  ) throws(EditError) {
    if properties.has(key) { values.append(value(try properties.text(key))) }
  }

  /// Words of lower-case letters, each once.
  private mutating func words(
    _ key: String, _ properties: inout EditProperties, _ value: ([String]) -> Value
  ) throws(EditError) {
    guard properties.has(key) else { return }
    let words = try properties.list(key, most: PlacePatch.mostListed)
    if let wrong = words.first(where: { !PlaceKind.isName($0) }) {
      throw .malformed(key: key, found: String(wrong.prefix(80)), allowed: "[\"a-z0-9-_\"]")
    }
    values.append(value(words))
  }

  private mutating func texts(
    _ key: String, _ properties: inout EditProperties, _ value: ([String]) -> Value
  ) throws(EditError) {
    if properties.has(key) { values.append(value(try properties.list(key, most: PlacePatch.mostListed))) }
  }

  /// `{"water":true,"toilet":false,"wifi":null}`.
  private mutating func readChecklist(_ properties: inout EditProperties) throws(EditError) {
    guard let list = properties.take("checklist") else { return }
    guard case .object(let members) = list, members.count <= PlacePatch.mostListed else {
      throw .malformed(
        key: "checklist", found: EditProperties.shown(list), allowed: "{\"water\":true,\"wifi\":false}")
    }
    for member in members {
      let found: Bool?
      switch member.value {
      case .bool(let value): found = value
      case .null: found = nil
      default:
        throw .malformed(
          key: "checklist", found: EditProperties.shown(member.value), allowed: "true, false, null")
      }
      guard PlaceKind.isName(member.key) else {
        throw .malformed(key: "checklist", found: String(member.key.prefix(80)), allowed: "a-z0-9-_")
      }
      values.append(.item(member.key, found))
    }
  }

  private mutating func readDay(_ properties: inout EditProperties) throws(EditError) {
    guard properties.has("inspected") else { return }
    guard let text = try properties.text("inspected") else {
      values.append(.inspected(nil))
      return
    }
    guard let day = CivilDay(text) else {
      throw .malformed(key: "inspected", found: text, allowed: "YYYY-MM-DD, a day that there is")
    }
    values.append(.inspected(day))
  }
}

extension PlaceFacts {
  /// The facts as JSON, with the keys of an edit.
  ///
  /// With `isPrivate`, also what is for those who manage the place only: never for public views.
  public func json(isPrivate: Bool = false) -> [JSON.Member] {
    var members: [JSON.Member] = [
      JSON.Member(key: "code", value: .string(code)), JSON.Member(key: "kinds", value: .strings(kinds)),
      JSON.Member(key: "status", value: .string((status ?? .open).rawValue)),
      JSON.Member(key: "aliases", value: .strings(aliases)),
      JSON.Member(key: "services", value: .strings(services)),
      JSON.Member(key: "price", value: price.map { .int($0) } ?? .null),
      JSON.Member(key: "operator", value: .string(`operator`)),
      JSON.Member(key: "department", value: .string(department)),
      JSON.Member(
        key: "checklist",
        value: .object(
          checklist.sorted { $0.key < $1.key }.map { JSON.Member(key: $0.key, value: .bool($0.value)) })),
      JSON.Member(key: "inspected", value: .string(inspected.map { "\($0)" })),
      JSON.Member(key: "photos", value: .strings(photos)),
    ]
    if isPrivate {
      members.append(JSON.Member(key: "contact", value: .string(contact)))
      members.append(JSON.Member(key: "inspector", value: .string(inspector)))
    }
    return members
  }

  /// Keys of an edit's properties that nobody but those who manage the place may read.
  public static let privateKeys: Set<String> = ["contact", "inspector"]

  /// Keys that add to a list or take from it; no such change stands against another.
  public static let pictureKeys: Set<String> = ["addPhoto", "removePhoto"]
}
