import Tiles

/// A vector tile read back, strictly: whatever the specification forbids is an error.
struct VectorTile {
  var layers: [String: Layer] = [:]

  struct Layer {
    var features: [Feature] = []
    var keys: [String] = []
    var values: [Value] = []
  }

  enum Value: Hashable {
    case text(String)
    case number(UInt64)
  }

  struct Feature {
    var type = 0
    var properties: [String: Value] = [:]
    /// Points, lines or rings; rings without their last point.
    var paths: [[Corner]] = []

    func text(_ key: String) -> String? {
      if case .text(let text) = properties[key] { text } else { nil }
    }
    func number(_ key: String) -> UInt64? {
      if case .number(let number) = properties[key] { number } else { nil }
    }
  }

  struct Corner: Hashable {
    var x: Int
    var y: Int
  }

  enum Malformed: Error {
    case wireType(UInt64), truncated, command(UInt64), version, extent, tag, empty(String)
  }

  init(_ bytes: [UInt8]) throws {
    var reader = Reader(bytes[...])
    while let (field, content) = try reader.next() {
      guard field == 3, case .bytes(let message) = content else { throw Malformed.wireType(field) }
      let (name, layer) = try VectorTile.layer(message)
      guard layers[name] == nil, !layer.features.isEmpty else { throw Malformed.empty(name) }
      layers[name] = layer
    }
  }

  func features(_ layer: String) -> [Feature] { layers[layer]?.features ?? [] }

  private static func layer(_ bytes: ArraySlice<UInt8>) throws -> (String, Layer) {
    var reader = Reader(bytes)
    var (name, version, extent) = ("", UInt64(1), UInt64(0))
    var layer = Layer()
    var messages: [ArraySlice<UInt8>] = []
    while let (field, content) = try reader.next() {
      switch (field, content) {
      case (15, .number(let number)): version = number
      case (1, .bytes(let text)): name = String(decoding: text, as: UTF8.self)
      case (2, .bytes(let message)): messages.append(message)
      case (3, .bytes(let text)): layer.keys.append(String(decoding: text, as: UTF8.self))
      case (4, .bytes(let message)): layer.values.append(try value(message))
      case (5, .number(let number)): extent = number
      default: throw Malformed.wireType(field)
      }
    }
    guard version == 2 else { throw Malformed.version }
    guard extent == 4096 else { throw Malformed.extent }
    layer.features = try messages.map { try feature($0, layer) }
    return (name, layer)
  }

  private static func value(_ bytes: ArraySlice<UInt8>) throws -> Value {
    var reader = Reader(bytes)
    switch try reader.next() {
    case (1, .bytes(let text))?: return .text(String(decoding: text, as: UTF8.self))
    case (5, .number(let number))?: return .number(number)
    default: throw Malformed.tag
    }
  }

  private static func feature(_ bytes: ArraySlice<UInt8>, _ layer: Layer) throws -> Feature {
    var reader = Reader(bytes)
    var feature = Feature()
    while let (field, content) = try reader.next() {
      switch (field, content) {
      case (2, .bytes(let packed)):
        let tags = try Reader.numbers(packed)
        for row in stride(from: 0, to: tags.count, by: 2) {
          guard row + 1 < tags.count, tags[row] < layer.keys.count, tags[row + 1] < layer.values.count else {
            throw Malformed.tag
          }
          let key = layer.keys[Int(tags[row])]
          guard feature.properties.updateValue(layer.values[Int(tags[row + 1])], forKey: key) == nil else {
            throw Malformed.tag
          }
        }
      case (3, .number(let type)): feature.type = Int(type)
      case (4, .bytes(let packed)): feature.paths = try paths(Reader.numbers(packed))
      default: throw Malformed.wireType(field)
      }
    }
    return feature
  }

  private static func paths(_ commands: [UInt64]) throws -> [[Corner]] {
    var paths: [[Corner]] = []
    var cursor = Corner(x: 0, y: 0)
    var row = 0
    while row < commands.count {
      let (id, count) = (commands[row] & 7, Int(commands[row] >> 3))
      row += 1
      if id == 7 { continue }
      guard id == 1 || id == 2, count > 0, row + 2 * count <= commands.count else {
        throw Malformed.command(id)
      }
      for _ in 0..<count {
        cursor.x += zigzag(commands[row])
        cursor.y += zigzag(commands[row + 1])
        row += 2
        if id == 1 { paths.append([]) }
        guard !paths.isEmpty else { throw Malformed.command(id) }
        paths[paths.count - 1].append(cursor)
      }
    }
    return paths
  }

  private static func zigzag(_ value: UInt64) -> Int { Int(value >> 1) ^ -Int(value & 1) }
}

extension [VectorTile.Corner] {
  /// Twice the signed area by the surveyor's formula, rows running down.
  var turn: Int {
    indices.reduce(0) { sum, row in
      let (a, b) = (self[row], self[row + 1 == count ? 0 : row + 1])
      return sum + a.x * b.y - b.x * a.y
    }
  }
}

/// Reads protocol buffers.
private struct Reader {
  private var rest: ArraySlice<UInt8>

  enum Content {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func next() throws -> (UInt64, Content)? {
    if rest.isEmpty { return nil }
    let head = try varint()
    switch head & 7 {
    case 0: return (head >> 3, .number(try varint()))
    case 2:
      let length = Int(try varint())
      guard length <= rest.count else { throw VectorTile.Malformed.truncated }
      defer { rest = rest.dropFirst(length) }
      return (head >> 3, .bytes(rest.prefix(length)))
    default: throw VectorTile.Malformed.wireType(head & 7)
    }
  }

  static func numbers(_ bytes: ArraySlice<UInt8>) throws -> [UInt64] {
    var reader = Reader(bytes)
    var numbers: [UInt64] = []
    while !reader.rest.isEmpty { numbers.append(try reader.varint()) }
    return numbers
  }

  private mutating func varint() throws -> UInt64 {
    var (value, shift) = (UInt64(0), UInt64(0))
    while let byte = rest.popFirst() {
      value |= UInt64(byte & 127) << shift
      if byte < 128 { return value }
      shift += 7
      if shift > 63 { break }
    }
    throw VectorTile.Malformed.truncated
  }
}
