internal import Dense
internal import OSM
internal import Streets

/// The names of attributes.
enum TileKey: UInt8, CaseIterable {
  case id, kind, name, nameEnglish, ref, levels, houseNumber, street, bridge, tunnel, indoor, access, oneway
  case walled, rule, compound, inferred, hours, label, unit

  /// The name as it is written.
  var word: String {
    switch self {
    case .nameEnglish: "name_en"
    case .houseNumber: "housenumber"
    case .street: "class"
    default: "\(self)"
    }
  }
}

/// Writes one layer of a tile after the other, as the vector tile specification 2.1 says.
///
/// Values that occur often are written once. The order of features decides all bytes.
struct LayerWriter {
  private var features: [UInt8] = []
  private var values: [UInt8] = []
  private var valueCount: UInt32 = 0
  private var known = ValueTable()
  private var keyRows = [UInt32](repeating: .max, count: TileKey.allCases.count)
  private var keys: [TileKey] = []
  private var tags: [UInt32] = []
  private var feature: [UInt8] = []
  private let texts: TextTable

  /// Field numbers of the specification's messages.
  private enum Field {
    static let tileLayer: UInt8 = 3
    static let layerName: UInt8 = 1
    static let layerFeature: UInt8 = 2
    static let layerKey: UInt8 = 3
    static let layerValue: UInt8 = 4
    static let layerExtent: UInt8 = 5
    static let layerVersion: UInt8 = 15
    static let featureTags: UInt8 = 2
    static let featureType: UInt8 = 3
    static let featureGeometry: UInt8 = 4
    static let valueString: UInt8 = 1
    static let valueUnsigned: UInt8 = 5
  }

  /// What kind of geometry a feature has.
  enum GeometryType: UInt64 { case point = 1, line, polygon }

  init(texts: TextTable) { self.texts = texts }

  /// Whether nothing was written since the layer began.
  var isEmpty: Bool { features.isEmpty }

  /// Begins the attributes of a feature.
  mutating func beginFeature() { tags.removeAll(keepingCapacity: true) }

  /// Writes a feature with the attributes given since ``beginFeature()``.
  mutating func add(_ type: GeometryType, geometry: ArraySlice<UInt32>) {
    feature.removeAll(keepingCapacity: true)
    if !tags.isEmpty { feature.append(field: Field.featureTags, packed: tags[...]) }
    feature.append(field: Field.featureType, number: type.rawValue)
    feature.append(field: Field.featureGeometry, packed: geometry)
    features.append(field: Field.layerFeature, bytes: feature)
  }

  /// Appends the layer to `tile` unless it is empty, and begins the next one.
  mutating func finish(_ name: String, into tile: inout [UInt8]) {
    if !features.isEmpty {
      var layer: [UInt8] = []
      layer.reserveCapacity(features.count + values.count + 256)
      layer.append(field: Field.layerVersion, number: 2)
      layer.append(field: Field.layerName, bytes: name.utf8)
      layer.append(contentsOf: features)
      for key in keys { layer.append(field: Field.layerKey, bytes: key.word.utf8) }
      layer.append(contentsOf: values)
      layer.append(field: Field.layerExtent, number: UInt64(TileFrame.extent))
      tile.append(field: Field.tileLayer, bytes: layer)
    }
    clear()
  }

  private mutating func clear() {
    features.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    valueCount = 0
    known.clear()
    for key in keys { keyRows[Int(key.rawValue)] = .max }
    keys.removeAll(keepingCapacity: true)
  }
}

// Attributes.
extension LayerWriter {
  /// The families of values in ``known``, so that no two share a number.
  private enum Family: UInt64 { case text = 1, word, number }

  /// Adds a text of the city, unless it has none.
  mutating func set(_ key: TileKey, _ text: TextID) {
    guard text.index < texts.bytes.count else { return }
    let row = known.find(Family.text.rawValue << 40 | UInt64(text.rawValue), orAdd: valueCount)
    if row == valueCount { writeText(text) }
    addTag(key, row)
  }

  /// Adds a name and its English form.
  mutating func set(name: TextID, english: TextID) {
    set(.name, name)
    if name != .none { set(.nameEnglish, english) }
  }

  /// Adds a word of an enumeration of less than 256 cases, which `code` numbers.
  mutating func set(_ key: TileKey, code: UInt8, word: @autoclosure () -> String) {
    let family = Family.word.rawValue << 40 | UInt64(key.rawValue) << 8
    let row = known.find(family | UInt64(code), orAdd: valueCount)
    if row == valueCount { write(word().utf8) }
    addTag(key, row)
  }

  /// Adds a number.
  mutating func set(_ key: TileKey, number: UInt32) {
    let row = known.find(Family.number.rawValue << 40 | UInt64(number), orAdd: valueCount)
    if row == valueCount {
      values.append(field: Field.layerValue, length: 1 + [UInt8].varintSize(number))
      values.append(field: Field.valueUnsigned, number: UInt64(number))
      valueCount += 1
    }
    addTag(key, row)
  }

  /// Adds 1 where `flag` holds, nothing elsewhere.
  mutating func set(_ key: TileKey, flag: Bool) {
    if flag { set(key, number: 1) }
  }

  /// Adds the id of an element: `way/1`.
  mutating func set(_ key: TileKey, _ element: PackedElement) {
    let row = valueCount
    write(element.id.description.utf8)
    addTag(key, row)
  }

  private mutating func writeText(_ text: TextID) {
    let rows = texts.bytes[text]
    let length = rows.count
    values.append(field: Field.layerValue, length: 1 + [UInt8].varintSize(UInt32(length)) + length)
    values.append(field: Field.valueString, length: length)
    for row in rows { values.append(texts.bytes.values[row]) }
    valueCount += 1
  }

  private mutating func write(_ text: String.UTF8View) {
    values.append(field: Field.layerValue, length: 1 + [UInt8].varintSize(UInt32(text.count)) + text.count)
    values.append(field: Field.valueString, bytes: text)
    valueCount += 1
  }

  private mutating func addTag(_ key: TileKey, _ value: UInt32) {
    let slot = Int(key.rawValue)
    if keyRows[slot] == .max {
      keyRows[slot] = UInt32(keys.count)
      keys.append(key)
    }
    tags.append(keyRows[slot])
    tags.append(value)
  }
}
