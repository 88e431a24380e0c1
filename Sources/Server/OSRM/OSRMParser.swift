internal import Geo
internal import OSM
internal import Routing
internal import Streets
internal import Wording

/// Reads the target of a request: `/{service}/v1/{profile}/{coordinates}[.json][?options]`.
///
/// Percent-encoding is taken off first, as OSRM does; positions in messages count the bytes after that.
struct OSRMParser {
  private let bytes: [UInt8]
  private var at = 0

  /// The request that `target` spells.
  ///
  /// - Throws: ``OSRMError`` with OSRM's code for what is wrong.
  static func parse(_ target: String, _ limits: OSRMLimits) throws(OSRMError) -> OSRMRequest {
    guard target.utf8.count <= limits.targetBytes else {
      throw OSRMError(
        .tooBig, Wording.OSRM.tooBig("bytes of the URL", target.utf8.count, limits.targetBytes))
    }
    var parser = try OSRMParser(target)
    var request = try parser.path()
    try parser.options(&request)
    return request
  }

  private init(_ target: String) throws(OSRMError) {
    var plain: [UInt8] = []
    plain.reserveCapacity(target.utf8.count)
    var rest = target.utf8.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        plain.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(OSRMParser.hex), let low = rest.next().flatMap(OSRMParser.hex)
      else {
        throw OSRMError(.invalidURL, Wording.OSRM.malformedURL(plain.count, "%"))
      }
      plain.append(high << 4 | low)
    }
    bytes = plain
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private var malformedURL: OSRMError {
    let end = min(at + 8, bytes.count)
    return OSRMError(.invalidURL, Wording.OSRM.malformedURL(at, text(min(at, end)..<end)))
  }

  private func malformed(_ expected: String, at place: Int? = nil) -> OSRMError {
    OSRMError(.invalidQuery, Wording.OSRM.malformedQuery(place ?? at, expected))
  }

  // MARK: Path

  private mutating func path() throws(OSRMError) -> OSRMRequest {
    guard take("/") else { throw malformedURL }
    let serviceName = try part()
    let version = try part()
    let profile = try part()
    guard let service = OSRMRequest.Service(rawValue: serviceName) else {
      if serviceName == "tile" {
        throw OSRMError(.notImplemented, Wording.OSRM.notImplemented("tile; vector tiles are at /tiles.json"))
      }
      let known = OSRMRequest.Service.allCases.map(\.rawValue).joined(separator: ", ")
      throw OSRMError(.invalidService, Wording.OSRM.unknownService(serviceName, known))
    }
    guard version == "v1" else {
      throw OSRMError(.invalidVersion, Wording.OSRM.unknownVersion(version, serviceName))
    }
    guard let mode = OSRMRequest.profiles.first(where: { $0.name == profile })?.mode else {
      let known = OSRMRequest.profiles.map(\.name).joined(separator: ", ")
      throw OSRMError(.invalidValue, Wording.OSRM.unknownProfile(profile, known))
    }
    let coordinates = try coordinates()
    try format()
    return OSRMRequest(service, mode, coordinates)
  }

  /// The bytes up to the next slash, which is skipped.
  private mutating func part() throws(OSRMError) -> String {
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "/"), bytes[at] != UInt8(ascii: "?") { at += 1 }
    guard at > start, at < bytes.count, bytes[at] == UInt8(ascii: "/") else { throw malformedURL }
    at += 1
    return text(start..<at - 1)
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard at + count <= bytes.count, bytes[at..<at + count].elementsEqual(word.description.utf8) else {
      return false
    }
    at += count
    return true
  }

  /// Only JSON is written.
  private mutating func format() throws(OSRMError) {
    if take(".flatbuffers") {
      throw OSRMError(.notImplemented, Wording.OSRM.notImplemented(".flatbuffers; ask for .json"))
    }
    _ = take(".json")
    guard at == bytes.count || bytes[at] == UInt8(ascii: "?") else { throw malformed("; . ?") }
  }

  private mutating func coordinates() throws(OSRMError) -> [Coordinate] {
    guard at < bytes.count, bytes[at] != UInt8(ascii: "?") else { throw malformedURL }
    if take("polyline(") { return try encoded(.five) }
    if take("polyline6(") { return try encoded(.six) }
    var found: [Coordinate] = []
    repeat {
      guard let x = degrees() else { throw malformed("longitude,latitude") }
      guard take(",") else { throw malformed(", and the latitude") }
      guard let y = degrees() else { throw malformed("the latitude") }
      guard x.magnitude <= 1_800_000_000, y.magnitude <= 900_000_000 else {
        throw OSRMError(.invalidValue, Wording.OSRM.coordinateRange)
      }
      found.append(Coordinate(longitudeE7: Int32(x), latitudeE7: Int32(y)))
    } while take(";")
    return found
  }

  private mutating func encoded(_ precision: PolylineCode.Precision) throws(OSRMError) -> [Coordinate] {
    guard let end = bytes[at...].firstIndex(of: UInt8(ascii: ")")) else { throw malformed(")") }
    guard let found = PolylineCode.decode(bytes[at..<end], precision), !found.isEmpty else {
      throw malformed("an encoded polyline")
    }
    at = end + 1
    return found
  }

  /// A decimal number of degrees as units of a ``Coordinate``, held at a thousand degrees.
  private mutating func degrees() -> Int64? {
    let isNegative = take("-")
    var (value, digits, decimals) = (Int64(0), 0, -1)
    var isRoundedUp = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "."), decimals < 0, at + 1 < bytes.count, OSRMParser.isInNumber(bytes[at + 1]) {
        decimals = 0
      } else if OSRMParser.isDigit(byte) {
        digits += 1
        let digit = Int64(byte - UInt8(ascii: "0"))
        if decimals < 7 {
          value = min(value * 10 + digit, 10_000_000_000)
          if decimals >= 0 { decimals += 1 }
        } else if decimals == 7 {
          isRoundedUp = digit >= 5
          decimals = 8
        }
      } else {
        break
      }
      at += 1
    }
    guard digits > 0 else { return nil }
    for _ in 0..<(7 - min(max(decimals, 0), 7)) { value = min(value * 10, 10_000_000_000) }
    if isRoundedUp { value += 1 }
    return isNegative ? -value : value
  }

  /// What may follow the point of a coordinate: not the `json` of a path.
  private static func isInNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "?")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  // MARK: Options

  private mutating func options(_ request: inout OSRMRequest) throws(OSRMError) {
    guard at < bytes.count else { return }
    at += 1
    repeat {
      let start = at
      while at < bytes.count, bytes[at] != UInt8(ascii: "="), bytes[at] != UInt8(ascii: "&") { at += 1 }
      let name = text(start..<at)
      guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else {
        throw malformed("option=value", at: start)
      }
      at += 1
      let begin = at
      while at < bytes.count, bytes[at] != UInt8(ascii: "&") { at += 1 }
      let value = OSRMValue(name: name, bytes: bytes[begin..<at], position: begin)
      guard try request.set(value) else {
        let known = OSRMRequest.optionNames(request.service).joined(separator: ", ")
        throw OSRMError(
          .invalidQuery, Wording.OSRM.unknownOption(name, request.service.rawValue, start, known))
      }
    } while take("&")
  }
}
