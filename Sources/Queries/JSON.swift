public import Geo

/// A JSON value to write or as read; objects keep the order of their keys.
public indirect enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])
  /// JSON text made elsewhere.
  case raw(String)

  /// A key and its value.
  public struct Member: Sendable, Equatable {
    public var key: String
    public var value: JSON

    public init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// An object from a literal.
  public static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { Member(key: $0.key, value: $0.value) })
  }

  public static func string(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
  public static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
  /// Seconds with milliseconds.
  public static func seconds(_ time: Milliseconds?) -> JSON { time.map { .number($0.seconds) } ?? .null }
  /// `[lon,lat]`.
  public static func position(_ place: Coordinate, _ datum: Datum = .wgs84) -> JSON {
    let shown = datum.fromWGS84(place)
    return .array([.number(shown.longitude), .number(shown.latitude)])
  }

  /// The value of `key` in an object.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// An object with one more member; anything else as it is.
  public func adding(_ key: String, _ value: JSON) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members + [Member(key: key, value: value)])
  }

  /// One line of JSON.
  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): bytes.append(contentsOf: String(value).utf8)
    case .number(let value): bytes.append(contentsOf: JSON.digits(value).utf8)
    case .string(let value): JSON.quote(value, to: &bytes)
    case .raw(let value): bytes.append(contentsOf: value.utf8)
    case .array(let values):
      JSON.list(values, "[", "]", &bytes) { $0.write(to: &$1) }
    case .object(let members):
      JSON.list(members, "{", "}", &bytes) { member, bytes in
        JSON.quote(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
    }
  }

  private static func list<Item>(
    _ items: [Item], _ open: String, _ close: String, _ bytes: inout [UInt8],
    _ each: (Item, inout [UInt8]) -> Void
  ) {
    bytes.append(contentsOf: open.utf8)
    for (row, item) in items.enumerated() {
      if row > 0 { bytes.append(UInt8(ascii: ",")) }
      each(item, &bytes)
    }
    bytes.append(contentsOf: close.utf8)
  }

  /// Whole numbers without a point.
  private static func digits(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<32:
        let hex = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(hex[Int(byte >> 4)])
        bytes.append(hex[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSON: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
}

extension JSON {
  /// The number, whole or not.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSON: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(key: $0.0, value: $0.1) })
  }
}
