import Geo
import OSM
import Queries
import Streets
import Wording

/// The members of a JSON object, read one by one; what nobody knows is an error.
struct Body {
  private let members: [JSON.Member]
  private let known: [String]

  /// Takes the `members` of an object that may have the keys `known`.
  init(_ members: [JSON.Member], known: [String]) {
    self.members = members
    self.known = known
  }

  /// - Throws: ``Problem`` for a key that is not known.
  func finish() throws(Problem) {
    for member in members where !known.contains(member.key) {
      throw Problem(.badRequest, Wording.Server.unknownKey(member.key.printable, known: known))
    }
  }

  /// The value of `key`; nil where it is missing or null.
  subscript(key: String) -> JSON? {
    let value = members.last { $0.key == key }?.value
    return value == .null ? nil : value
  }

  var language: Language? {
    get throws(Problem) {
      try word("language", among: Language.allCases.map(\.rawValue)).flatMap { Language(rawValue: $0) }
    }
  }

  /// Runs `work` in the language that the body asks for, else in `usual`; what it throws is said in that language, too.
  func inLanguage<Answer>(
    _ usual: Language, _ work: (Language) async throws -> Answer
  ) async throws -> Answer {
    let language = try self.language ?? usual
    do { return try await work(language) } catch { throw Problem.said(error, in: language) }
  }

  var datum: Datum {
    get throws(Problem) {
      try word("datum", among: Datum.allCases.map(\.rawValue)).flatMap { Datum(rawValue: $0) } ?? .wgs84
    }
  }

  /// A text of at most `longest` characters and four times as many bytes, without control characters.
  ///
  /// A character may be a letter with any number of accents.
  func text(_ key: String, longest: Int) throws(Problem) -> String? {
    guard let value = self[key] else { return nil }
    guard case .string(let text) = value, text.utf8.count <= 4 * longest, text.count <= longest else {
      throw wrong(key, allowed: "\"…\" (≤ \(longest))")
    }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { $0 == "\n" || $0.properties.generalCategory != .control }))
  }

  func word(_ key: String, among allowed: [String]) throws(Problem) -> String? {
    guard let value = self[key] else { return nil }
    guard case .string(let text) = value, allowed.contains(text) else {
      throw wrong(key, allowed: allowed.joined(separator: ", "))
    }
    return text
  }

  /// `[lon,lat]` in `datum`, as WGS-84.
  func position(_ key: String, _ datum: Datum) throws(Problem) -> Coordinate? {
    guard let value = self[key] else { return nil }
    guard case .array(let items) = value, items.count == 2, let x = items[0].double, let y = items[1].double,
      abs(x) <= 180, abs(y) <= 90
    else { throw wrong(key, allowed: "[LON,LAT]") }
    return datum.toWGS84(Coordinate(longitude: x, latitude: y))
  }

  /// Names of modes; all where there are none.
  func modes(_ key: String) throws(Problem) -> ModeSet {
    guard let value = self[key] else { return .all }
    guard case .array(let items) = value, !items.isEmpty else { throw wrongModes(key) }
    var set: ModeSet = []
    for item in items {
      guard case .string(let name) = item, let mode = Mode(name: name) else { throw wrongModes(key) }
      set.insert(ModeSet(mode))
    }
    return set
  }

  private func wrongModes(_ key: String) -> Problem {
    wrong(key, allowed: "[" + Mode.allCases.map { "\"\($0.name)\"" }.joined(separator: ", ") + "]")
  }

  func wrong(_ key: String, allowed: String) -> Problem {
    let found = (self[key]?.text ?? "").printable
    return Problem(
      .badRequest, Wording.Server.malformedValue(key, String(found.prefix(80)), allowed: allowed))
  }
}
