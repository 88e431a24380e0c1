import ArgumentParser
import Foundation
import Geo
import Routing
import Wording

/// `kaimen batch`: one query a line, one answer a line.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: Wording.Help.batch.here, discussion: Wording.Help.batchDetails.here)

  @OptionGroup var file: CityArgument
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    let answerer = BatchAnswerer(session: try Session(path: file.city))
    var lines = LineReader()
    while let line = lines.next(beforeWaiting: { try? Output.flush() }) {
      guard let answer = answerer.answer(line) else { continue }
      try Output.line(answer)
    }
    try Output.flush()
  }
}

/// Answers the lines of a batch with one session.
final class BatchAnswerer {
  private let session: Session

  init(session: Session) { self.session = session }

  /// The answer to a line as JSON; nil for an empty line.
  func answer(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
    var (language, id) = (Console.language, JSON?.none)
    var answer: [UInt8]
    do {
      let request = try BatchLine.request(line, language: &language, id: &id)
      let journey = try session.answer(request)
      answer = journey.jsonBytes(
        JourneyFormat(
          language: request.language, datum: request.datum, includesGeometry: request.includesGeometry))
    } catch {
      let wording = (error as? any WordedError)?.wording ?? .internalFailure("\(error)")
      answer = Array(JSON.object(["status": "error", "message": .string(wording[language])]).text.utf8)
    }
    // After the opening brace: neither object is ever empty.
    if let id { answer.insert(contentsOf: "\"id\":\(id.text),".utf8, at: 1) }
    return answer
  }
}

extension JSON: ExpressibleByStringLiteral {
  init(stringLiteral value: String) { self = .string(value) }
}

/// Reads one query of a batch.
enum BatchLine {
  /// Reads the query on `line`; sets `language` and `id` as soon as they are known, for the words of an error.
  static func request(_ line: ArraySlice<UInt8>, language: inout Language, id: inout JSON?) throws
    -> RouteRequest
  {
    let value: JSON
    do { value = try JSONReader.read(line) } catch { throw CommandError.malformedLine(error.offset + 1) }
    guard case .object(let members) = value else { throw CommandError.lineNotObject }
    id = value["id"]
    var request = RouteRequest()
    if let word = value["language"] {
      guard case .string(let word) = word else {
        throw CommandError.wrongValue(key: "language", expected: "en, zh")
      }
      guard let known = Language(rawValue: word) else { throw CommandError.unknownLanguage(word) }
      language = known
    }
    request.language = language
    for member in members { try apply(member, to: &request) }
    if request.from.isEmpty { throw CommandError.missingEnd("from") }
    if request.to.isEmpty { throw CommandError.missingEnd("to") }
    return request
  }

  private static func apply(_ member: JSON.Member, to request: inout RouteRequest) throws {
    let (key, value) = (member.key, member.value)
    if value == .null { return }
    switch key {
    case "from": request.from = try place(key, value)
    case "to": request.to = try place(key, value)
    case "by": request.mode = try RouteRequest.mode(text(key, value))
    case "pass": request.passes = try texts(key, value)
    case "depart": request.departure = try RouteRequest.time(text(key, value))
    case "return": request.countsReturn = try flag(key, value)
    case "geometry": request.includesGeometry = try flag(key, value)
    case "alternatives": request.most = try RouteRequest.most(number(key, value))
    case "datum": request.datum = try RouteRequest.datum(text(key, value))
    case "close": request.closed = try texts(key, value)
    case "open": request.opened = try texts(key, value)
    case "language", "id": break
    default: throw CommandError.unknownKey(key)
    }
  }

  /// A text as on the command line, or `[lon,lat]`.
  private static func place(_ key: String, _ value: JSON) throws -> String {
    if case .array(let items) = value, items.count == 2, let x = items[0].double, let y = items[1].double {
      return "\(x),\(y)"
    }
    guard case .string(let text) = value else {
      throw CommandError.wrongValue(key: key, expected: "\"LON,LAT\", [LON,LAT], \"node/1\"")
    }
    return text
  }

  private static func text(_ key: String, _ value: JSON) throws -> String {
    guard case .string(let text) = value else { throw CommandError.wrongValue(key: key, expected: "\"...\"") }
    return text
  }

  private static func texts(_ key: String, _ value: JSON) throws -> [String] {
    if case .array(let items) = value { return try items.map { try text(key, $0) } }
    return [try text(key, value)]
  }

  private static func flag(_ key: String, _ value: JSON) throws -> Bool {
    guard case .bool(let flag) = value else {
      throw CommandError.wrongValue(key: key, expected: "true, false")
    }
    return flag
  }

  private static func number(_ key: String, _ value: JSON) throws -> Int {
    guard case .int(let number) = value else {
      throw CommandError.wrongValue(key: key, expected: "0, 1, 2, 3")
    }
    return number
  }
}

extension JSON {
  /// The number, whole or not.
  var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

/// Lines of standard input, without their ends.
struct LineReader {
  private var buffer: [UInt8] = []
  private var at = 0
  private var isAtEnd = false

  /// The next line; nil at the end.
  ///
  /// Calls `beforeWaiting` when no whole line is there and more must be read.
  mutating func next(beforeWaiting: () -> Void) -> ArraySlice<UInt8>? {
    var searched = at
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { at = end + 1 }
        return buffer[at..<end]
      }
      if isAtEnd {
        guard at < buffer.count else { return nil }
        defer { at = buffer.count }
        return buffer[at...]
      }
      beforeWaiting()
      buffer.removeSubrange(..<at)
      at = 0
      searched = buffer.count
      let more = FileHandle.standardInput.availableData
      if more.isEmpty { isAtEnd = true } else { buffer.append(contentsOf: more) }
    }
  }
}
