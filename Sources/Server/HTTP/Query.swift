import Hummingbird
import Wording

/// The parameters after the question mark, decoded; a key that nobody asks for is an error.
struct Query {
  private let values: [(key: String, value: String)]
  /// Whether somebody means to read each of them.
  private let known: [String]

  /// Reads the query of `request`, which may have the keys `known`.
  ///
  /// - Throws: ``Problem`` for bytes that are no text, unknown keys and keys given twice.
  init(_ request: Request, known: [String]) throws {
    self.known = known
    var values: [(key: String, value: String)] = []
    for pair in (request.uri.query ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = try Query.decode(parts[0])
      let value = try Query.decode(parts.count > 1 ? parts[1] : "")
      guard known.contains(key) else {
        throw Problem(.badRequest, Wording.Server.unknownKey(key.printable, known: known))
      }
      if values.contains(where: { $0.key == key }) {
        throw Problem(.badRequest, Wording.Server.malformedValue(key, "2 ×", allowed: "1 ×"))
      }
      values.append((key, value))
    }
    self.values = values
  }

  /// `%E9%97%A8` as text; `+` is a space, as forms send it.
  private static func decode(_ text: Substring) throws -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%") {
        let digits = String(Substring(rest.prefix(2)))
        guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16)
        else {
          throw Problem(
            .badRequest, Wording.Server.malformedValue("%", String(text).printable, allowed: "%00...%FF"))
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
      throw Problem(
        .badRequest, Wording.Server.malformedValue("query", String(text).printable, allowed: "UTF-8"))
    }
    return decoded
  }

  /// The value of `key`; nil where it is missing or empty.
  subscript(key: String) -> String? {
    assert(known.contains(key))
    return values.first { $0.key == key }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// The value of `key`.
  ///
  /// - Throws: ``Problem`` where it is missing.
  func require(_ key: String, example: String) throws -> String {
    guard let value = self[key] else {
      throw Problem(.badRequest, Wording.Server.missing(key, example: example))
    }
    return value
  }

  /// The number called `key`, `usual` where it is missing.
  func number(_ key: String, usual: Int, _ range: ClosedRange<Int>) throws -> Int {
    guard let text = self[key] else { return usual }
    guard let value = Int(text), range.contains(value) else {
      throw Problem(
        .badRequest,
        Wording.Server.malformedValue(
          key, text.printable, allowed: "\(range.lowerBound)...\(range.upperBound)"))
    }
    return value
  }

  /// The value of `key` as one of the words of a type; nil where it is missing.
  func word<Word: RawRepresentable & CaseIterable>(_ key: String, _: Word.Type) throws(Problem) -> Word?
  where Word.RawValue == String {
    guard let text = self[key] else { return nil }
    guard let word = Word(rawValue: text) else {
      let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, Wording.Server.malformedValue(key, text.printable, allowed: allowed))
    }
    return word
  }

  /// The parts of the value of `key` between commas.
  func list(_ key: String) -> [String] {
    self[key]?.split(separator: ",").map { $0.trimmingPrefix(" ").description } ?? []
  }
}
