public import Wording

/// Questions as JSON objects: a line of a batch, the body of a request.
extension RouteRequest {
  /// Reads the question in `line`; sets `language` and `id` as soon as they are known, for the words of an error.
  public static func read(_ line: ArraySlice<UInt8>, language: inout Language, id: inout JSON?) throws
    -> RouteRequest
  {
    let value: JSON
    do { value = try JSONReader.read(line) } catch { throw QueryError.malformedLine(error.offset + 1) }
    guard case .object(let members) = value else { throw QueryError.lineNotObject }
    id = value["id"]
    var request = RouteRequest()
    if let word = value["language"] {
      guard case .string(let word) = word else {
        throw QueryError.wrongValue(key: "language", expected: "en, zh")
      }
      guard let known = Language(rawValue: word) else { throw QueryError.unknownLanguage(word) }
      language = known
    }
    request.language = language
    for member in members { try apply(member, to: &request) }
    try request.checkTargets()
    if request.from.isEmpty { throw QueryError.missingEnd("from") }
    if request.to.isEmpty { throw QueryError.missingEnd("to") }
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
    case "steps": request.includesSteps = try flag(key, value)
    case "alternatives": request.most = try RouteRequest.most(number(key, value))
    case "datum": request.datum = try RouteRequest.datum(text(key, value))
    case "close": request.closed = try texts(key, value)
    case "open": request.opened = try texts(key, value)
    case "language", "id": break
    default: throw QueryError.unknownKey(key)
    }
  }

  /// Holds what is closed and opened against what one question may; before anything of it is looked up.
  ///
  /// - Complexity: O(bytes).
  private func checkTargets() throws(QueryError) {
    let count = closed.count + opened.count
    guard count <= RouteRequest.mostTargets else {
      throw .tooManyTargets(count, limit: RouteRequest.mostTargets)
    }
    let corners = (closed + opened).reduce(0) { $0 + RouteRequest.corners($1).count }
    guard corners <= RouteRequest.mostCorners else {
      throw .tooManyCorners(corners, limit: RouteRequest.mostCorners)
    }
  }

  /// The parts of an area between spaces and semicolons.
  static func corners(_ text: String) -> [Substring] {
    text.split { $0 == " " || $0 == ";" || $0 == "；" }
  }

  /// A text as on the command line, or `[lon,lat]`.
  private static func place(_ key: String, _ value: JSON) throws -> String {
    if case .array(let items) = value, items.count == 2, let x = items[0].double, let y = items[1].double {
      return "\(x),\(y)"
    }
    guard case .string(let text) = value else {
      throw QueryError.wrongValue(key: key, expected: "\"LON,LAT\", [LON,LAT], \"node/1\"")
    }
    return text
  }

  private static func text(_ key: String, _ value: JSON) throws -> String {
    guard case .string(let text) = value else { throw QueryError.wrongValue(key: key, expected: "\"...\"") }
    return text
  }

  private static func texts(_ key: String, _ value: JSON) throws -> [String] {
    if case .array(let items) = value { return try items.map { try text(key, $0) } }
    return [try text(key, value)]
  }

  private static func flag(_ key: String, _ value: JSON) throws -> Bool {
    guard case .bool(let flag) = value else {
      throw QueryError.wrongValue(key: key, expected: "true, false")
    }
    return flag
  }

  private static func number(_ key: String, _ value: JSON) throws -> Int {
    guard case .int(let number) = value else {
      throw QueryError.wrongValue(key: key, expected: "0, 1, 2, 3")
    }
    return number
  }
}
