import Geo

/// The elements of one unpacked block, with the texts they use.
///
/// String numbers in ``elements`` index the block's own list of used texts, whose hashes are computed
/// here, on the decoding thread, so that merging only probes.
struct PBFBlock: Sendable {
  var elements = ElementColumns()
  /// All used texts, one after the other; text `n` is `textFirst[n]..<textFirst[n + 1]`.
  var textBytes: [UInt8] = []
  var textFirst: [UInt32] = [0]
  var textHashes: [Int] = []

  /// Decodes the content of an `OSMData` blob.
  static func decode(_ bytes: Span<UInt8>) throws(PBFDamage) -> PBFBlock {
    var decoder = try PBFBlockDecoder(bytes)
    for group in decoder.groups { try decoder.group(bytes, group) }
    return decoder.finish(bytes)
  }

  /// The number in `strings` of each text of this block.
  func intern(into strings: inout StringTable) -> [StringID] {
    var numbers: [StringID] = []
    numbers.reserveCapacity(textHashes.count)
    let bytes = textBytes.span
    for text in textHashes.indices {
      let range = Int(textFirst[text])..<Int(textFirst[text + 1])
      numbers.append(strings.intern(bytes.extracting(range), hash: textHashes[text]))
    }
    return numbers
  }
}

/// Decodes one `PrimitiveBlock`.
///
/// - SeeAlso: <https://wiki.openstreetmap.org/wiki/PBF_Format>
struct PBFBlockDecoder {
  fileprivate(set) var groups: [Range<Int>] = []
  private var block = PBFBlock()
  /// Byte ranges of the block's texts.
  private var texts: [Range<Int>] = []
  /// Used texts in order of their first use, and the place of each text among them.
  private var used: [Int] = []
  private var placeOfText: [UInt32] = []
  private var grid = PBFGrid()
  private var tags: [TagPair] = []

  /// Finds texts, groups and grid, in whatever order they stand.
  init(_ bytes: Span<UInt8>) throws(PBFDamage) {
    var cursor = ProtobufCursor(0..<bytes.count)
    while let field = try cursor.field(bytes) {
      switch field.number {
      case 1: try readTexts(bytes, try field.range)
      case 2: groups.append(try field.range)
      case 17: grid.granularity = try field.signed
      case 19: grid.latitudeOffset = try field.signed
      case 20: grid.longitudeOffset = try field.signed
      default: break
      }
    }
    placeOfText = [UInt32](repeating: .max, count: texts.count)
  }

  private mutating func readTexts(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(PBFDamage) {
    var cursor = ProtobufCursor(range)
    while let field = try cursor.field(bytes) {
      if field.number == 1 { texts.append(try field.range) }
    }
  }

  /// Reads one `PrimitiveGroup`.
  mutating func group(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(PBFDamage) {
    var cursor = ProtobufCursor(range)
    while let field = try cursor.field(bytes) {
      switch field.number {
      case 1: try node(bytes, try field.range)
      case 2: try denseNodes(bytes, try field.range)
      case 3: try way(bytes, try field.range)
      case 4: try relation(bytes, try field.range)
      default: break  // Changesets (5) are no part of the map.
      }
    }
  }

  /// Copies and hashes the used texts.
  consuming func finish(_ bytes: Span<UInt8>) -> PBFBlock {
    var block = block
    for text in used {
      let range = texts[text]
      for at in range { block.textBytes.append(bytes[at]) }
      block.textFirst.append(UInt32(block.textBytes.count))
      block.textHashes.append(StringTable.hash(bytes.extracting(range)))
    }
    return block
  }

  /// The place of text `index` among the used ones.
  private mutating func place(_ index: UInt64) throws(PBFDamage) -> StringID {
    guard index < UInt64(texts.count) else { throw .string(Int(clamping: index), of: texts.count) }
    let text = Int(index)
    if placeOfText[text] == .max {
      placeOfText[text] = UInt32(used.count)
      used.append(text)
    }
    return StringID(rawValue: placeOfText[text])
  }
}

// Nodes.
extension PBFBlockDecoder {
  private mutating func denseNodes(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(PBFDamage) {
    var ids = ProtobufCursor(0..<0)
    var latitudes = ids
    var longitudes = ids
    var keysAndValues = ids
    var cursor = ProtobufCursor(range)
    while let field = try cursor.field(bytes) {
      switch field.number {
      case 1: ids = ProtobufCursor(try field.range)
      case 8: latitudes = ProtobufCursor(try field.range)
      case 9: longitudes = ProtobufCursor(try field.range)
      case 10: keysAndValues = ProtobufCursor(try field.range)
      default: break
      }
    }
    let hasTags = !keysAndValues.isAtEnd
    var id: Int64 = 0
    var latitude: Int64 = 0
    var longitude: Int64 = 0
    while !ids.isAtEnd {
      id &+= try ids.signed(bytes)
      guard !latitudes.isAtEnd, !longitudes.isAtEnd else { throw .lengths }
      latitude &+= try latitudes.signed(bytes)
      longitude &+= try longitudes.signed(bytes)
      if hasTags { try denseTags(bytes, &keysAndValues) }
      addNode(id, grid.coordinate(latitude: latitude, longitude: longitude))
    }
    guard latitudes.isAtEnd, longitudes.isAtEnd, keysAndValues.isAtEnd else { throw .lengths }
  }

  /// Reads keys and values up to the zero that ends a node's, into ``tags``.
  private mutating func denseTags(
    _ bytes: Span<UInt8>, _ cursor: inout ProtobufCursor
  ) throws(PBFDamage) {
    while true {
      guard !cursor.isAtEnd else { throw .lengths }
      let key = try cursor.varint(bytes)
      if key == 0 { return }
      let keyPlace = try place(key)
      tags.append(TagPair(key: keyPlace, value: try place(try cursor.varint(bytes))))
    }
  }

  private mutating func node(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(PBFDamage) {
    var id: Int64?
    var latitude: Int64?
    var longitude: Int64?
    var keys: Range<Int>?
    var values: Range<Int>?
    var cursor = ProtobufCursor(range)
    while let field = try cursor.field(bytes) {
      switch field.number {
      case 1: id = try field.zigzag
      case 2: keys = try field.range
      case 3: values = try field.range
      case 8: latitude = try field.zigzag
      case 9: longitude = try field.zigzag
      default: break
      }
    }
    guard let id, let latitude, let longitude else { throw .missing }
    try readTags(bytes, keys: keys, values: values)
    addNode(id, grid.coordinate(latitude: latitude, longitude: longitude))
  }

  /// Adds a node with the tags in ``tags``, which are empty afterwards.
  private mutating func addNode(_ id: Int64, _ coordinate: Coordinate?) {
    if let coordinate {
      block.elements.nodeIDs.append(id)
      block.elements.nodeCoordinates.append(coordinate)
      if tags.isEmpty { return }
      block.elements.taggedNodes.append(UInt32(block.elements.nodeIDs.count - 1))
      block.elements.nodeTags.append(tags)
    } else {
      block.elements.skipped.append(
        OSMData.Skipped(id: ElementID(.node, id), reason: .coordinateOutside))
    }
    tags.removeAll(keepingCapacity: true)
  }

  /// Reads two lists of text numbers of the same length into ``tags``.
  private mutating func readTags(
    _ bytes: Span<UInt8>, keys: Range<Int>?, values: Range<Int>?
  ) throws(PBFDamage) {
    tags.removeAll(keepingCapacity: true)
    var keyCursor = ProtobufCursor(keys ?? 0..<0)
    var valueCursor = ProtobufCursor(values ?? 0..<0)
    while !keyCursor.isAtEnd {
      guard !valueCursor.isAtEnd else { throw .lengths }
      let key = try place(try keyCursor.varint(bytes))
      tags.append(TagPair(key: key, value: try place(try valueCursor.varint(bytes))))
    }
    guard valueCursor.isAtEnd else { throw .lengths }
  }
}

// Ways and relations.
extension PBFBlockDecoder {
  private mutating func way(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(PBFDamage) {
    var id: Int64?
    var keys: Range<Int>?
    var values: Range<Int>?
    var refs = ProtobufCursor(0..<0)
    var cursor = ProtobufCursor(range)
    while let field = try cursor.field(bytes) {
      switch field.number {
      case 1: id = try field.signed
      case 2: keys = try field.range
      case 3: values = try field.range
      case 8: refs = ProtobufCursor(try field.range)
      default: break
      }
    }
    guard let id else { throw .missing }
    try readTags(bytes, keys: keys, values: values)
    var ref: Int64 = 0
    while !refs.isAtEnd {
      ref &+= try refs.signed(bytes)
      block.elements.wayRefs.append(ref)
    }
    block.elements.wayIDs.append(id)
    block.elements.wayTags.append(tags)
    block.elements.wayFirst.append(UInt32(block.elements.wayRefs.count))
    tags.removeAll(keepingCapacity: true)
  }

  private mutating func relation(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(PBFDamage) {
    var id: Int64?
    var keys: Range<Int>?
    var values: Range<Int>?
    var roles = ProtobufCursor(0..<0)
    var numbers = roles
    var types = roles
    var cursor = ProtobufCursor(range)
    while let field = try cursor.field(bytes) {
      switch field.number {
      case 1: id = try field.signed
      case 2: keys = try field.range
      case 3: values = try field.range
      case 8: roles = ProtobufCursor(try field.range)
      case 9: numbers = ProtobufCursor(try field.range)
      case 10: types = ProtobufCursor(try field.range)
      default: break
      }
    }
    guard let id else { throw .missing }
    try readTags(bytes, keys: keys, values: values)
    try readMembers(bytes, &numbers, &types, &roles)
    block.elements.relationIDs.append(id)
    block.elements.relationTags.append(tags)
    block.elements.relationFirst.append(UInt32(block.elements.members.count))
    tags.removeAll(keepingCapacity: true)
  }

  private mutating func readMembers(
    _ bytes: Span<UInt8>, _ numbers: inout ProtobufCursor, _ types: inout ProtobufCursor,
    _ roles: inout ProtobufCursor
  ) throws(PBFDamage) {
    var number: Int64 = 0
    while !numbers.isAtEnd {
      guard !types.isAtEnd, !roles.isAtEnd else { throw .lengths }
      number &+= try numbers.signed(bytes)
      let type = try types.varint(bytes)
      guard let kind = UInt8(exactly: type).flatMap(ElementKind.init(rawValue:)) else {
        throw .memberType(Int(clamping: type))
      }
      let role = try place(try roles.varint(bytes))
      block.elements.members.append(OSMData.Member(id: ElementID(kind, number), role: role))
    }
    guard types.isAtEnd, roles.isAtEnd else { throw .lengths }
  }
}

/// The grid on which a block's coordinates lie, in nanodegrees.
struct PBFGrid: Sendable {
  var granularity: Int64 = 100
  var latitudeOffset: Int64 = 0
  var longitudeOffset: Int64 = 0

  /// The coordinate at a grid position; nil when it is outside ±90°, ±180°.
  @inline(__always)
  func coordinate(latitude: Int64, longitude: Int64) -> Coordinate? {
    guard let y = e7(latitude, offset: latitudeOffset), let x = e7(longitude, offset: longitudeOffset),
      abs(y) <= 900_000_000, abs(x) <= 1_800_000_000
    else { return nil }
    return Coordinate(longitudeE7: Int32(x), latitudeE7: Int32(y))
  }

  /// Units of 10⁻⁷ degree; nil on overflow, which is far outside the globe.
  @inline(__always)
  private func e7(_ value: Int64, offset: Int64) -> Int64? {
    if granularity == 100 && offset == 0 { return value == .min ? nil : value }
    let (scaled, overflowed) = value.multipliedReportingOverflow(by: granularity)
    let (nano, overflowedToo) = scaled.addingReportingOverflow(offset)
    guard !overflowed, !overflowedToo, nano.magnitude <= 180_000_000_000 else { return nil }
    return (nano + (nano < 0 ? -50 : 50)) / 100
  }
}
