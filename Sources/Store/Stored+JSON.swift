internal import Foundation
internal import Geo
internal import OSM
internal import Streets

/// How things stand in the events: JSON with the keys of the web interface, sorted.
enum StoreJSON {
  static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Nothing in these types can fail to be encoded: no floating point but finite degrees.
    guard let data = try? encoder.encode(value) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }
}

/// Reads JSON that an event holds.
extension ChangeEvent {
  public static func read<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }
}

extension StoredClosure: Codable {
  private enum Key: String, CodingKey {
    case id, target, effect, modes, from, until, reason, createdAt, createdBy
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    id = try values.decode(String.self, forKey: .id)
    target = try values.decode(Target.self, forKey: .target)
    effect = try values.decode(Effect.self, forKey: .effect)
    modes = try values.decode([String].self, forKey: .modes).reduce(into: []) { set, name in
      if let mode = Mode(name: name) { set.formUnion(ModeSet(mode)) }
    }
    from = try values.decodeIfPresent(String.self, forKey: .from).flatMap { CivilTime($0) }
    until = try values.decodeIfPresent(String.self, forKey: .until).flatMap { CivilTime($0) }
    reason = try values.decodeIfPresent(String.self, forKey: .reason)
    createdAt = try values.decode(UTCInstant.self, forKey: .createdAt)
    createdBy = try values.decode(String.self, forKey: .createdBy)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(id, forKey: .id)
    try values.encode(target, forKey: .target)
    try values.encode(effect, forKey: .effect)
    try values.encode(Mode.allCases.filter { modes.contains($0) }.map(\.name), forKey: .modes)
    try values.encodeIfPresent(from?.description, forKey: .from)
    try values.encodeIfPresent(until?.description, forKey: .until)
    try values.encodeIfPresent(reason, forKey: .reason)
    try values.encode(createdAt, forKey: .createdAt)
    try values.encode(createdBy, forKey: .createdBy)
  }
}

extension StoredClosure.Target: Codable {
  private struct Polygon: Codable {
    var type = "Polygon"
    var coordinates: [[[Double]]]
  }

  /// Reads `"node/1"` or a GeoJSON polygon, of which the outer ring counts.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self), let id = ElementID(text) {
      self = .element(id)
      return
    }
    let polygon = try container.decode(Polygon.self)
    guard polygon.type == "Polygon", let ring = polygon.coordinates.first,
      ring.allSatisfy({ $0.count >= 2 && abs($0[0]) <= 180 && abs($0[1]) <= 90 })
    else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "no element, no polygon") }
    self = .area(ring.map { Coordinate(longitude: $0[0], latitude: $0[1]) })
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .element(let id): try container.encode(id.description)
    case .area(let ring):
      try container.encode(Polygon(coordinates: [ring.map { [$0.longitude, $0.latitude] }]))
    }
  }
}

extension StoredReport: Codable {
  private enum Key: String, CodingKey { case id, position, kind, text, element, createdAt, language }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let degrees = try values.decode([Double].self, forKey: .position)
    guard degrees.count == 2, abs(degrees[0]) <= 180, abs(degrees[1]) <= 90 else {
      throw DecodingError.dataCorruptedError(
        forKey: .position, in: values, debugDescription: "no [longitude,latitude]")
    }
    id = try values.decode(String.self, forKey: .id)
    position = Coordinate(longitude: degrees[0], latitude: degrees[1])
    kind = try values.decode(String.self, forKey: .kind)
    text = try values.decode(String.self, forKey: .text)
    element = try values.decodeIfPresent(String.self, forKey: .element).flatMap { ElementID($0) }
    createdAt = try values.decode(UTCInstant.self, forKey: .createdAt)
    language = try values.decode(String.self, forKey: .language)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(id, forKey: .id)
    try values.encode([position.longitude, position.latitude], forKey: .position)
    try values.encode(kind, forKey: .kind)
    try values.encode(text, forKey: .text)
    try values.encodeIfPresent(element?.description, forKey: .element)
    try values.encode(createdAt, forKey: .createdAt)
    try values.encode(language, forKey: .language)
  }
}
