import Dense
import Geo

/// Encodes a run of rows of one kind as one `PrimitiveBlock`.
struct PBFBlockEncoder {
  private let data: OSMData
  /// Id written for way nodes that the data does not hold.
  private let missingNode: Int64
  /// Place of each string in this block's table, by string number.
  private var places: [StringID: UInt64] = [:]
  private var texts = ProtobufWriter()

  init(_ data: OSMData, missingNode: Int64) {
    self.data = data
    self.missingNode = missingNode
    // Text 0 is the mark between nodes and never used.
    texts.field(1, "")
  }

  /// The block of `rows` of `kind`.
  mutating func block(_ kind: ElementKind, _ rows: Range<Int>) -> [UInt8] {
    var group = ProtobufWriter()
    switch kind {
    case .node: group.field(2, denseNodes(rows))
    case .way: for row in rows { group.field(3, way(row)) }
    case .relation: for row in rows { group.field(4, relation(row)) }
    }
    var block = ProtobufWriter()
    block.field(1, texts.bytes)
    block.field(2, group.bytes)
    return block.bytes
  }

  private mutating func place(_ id: StringID) -> UInt64 {
    if let known = places[id] { return known }
    let place = UInt64(places.count + 1)
    places[id] = place
    texts.field(1, data.strings[id])
    return place
  }

  private mutating func denseNodes(_ rows: Range<Int>) -> [UInt8] {
    var ids = ProtobufWriter()
    var latitudes = ProtobufWriter()
    var longitudes = ProtobufWriter()
    var keysAndValues = ProtobufWriter()
    var lastID: Int64 = 0
    var last = (latitude: Int64(0), longitude: Int64(0))
    var tagged = data.firstTaggedNode(from: rows.lowerBound)
    let hasTags = tagged < data.taggedNodes.count && Int(data.taggedNodes[tagged]) < rows.upperBound
    for row in rows {
      let coordinate = data.nodeCoordinates[row]
      ids.signed(data.nodeIDs[row] &- lastID)
      latitudes.signed(Int64(coordinate.latitudeE7) - last.latitude)
      longitudes.signed(Int64(coordinate.longitudeE7) - last.longitude)
      lastID = data.nodeIDs[row]
      last = (Int64(coordinate.latitudeE7), Int64(coordinate.longitudeE7))
      guard hasTags else { continue }
      if tagged < data.taggedNodes.count, Int(data.taggedNodes[tagged]) == row {
        for tag in data.nodeTags[tagged] {
          keysAndValues.varint(place(tag.key))
          keysAndValues.varint(place(tag.value))
        }
        tagged += 1
      }
      keysAndValues.varint(0)
    }
    var nodes = ProtobufWriter()
    nodes.field(1, ids.bytes)
    nodes.field(8, latitudes.bytes)
    nodes.field(9, longitudes.bytes)
    if hasTags { nodes.field(10, keysAndValues.bytes) }
    return nodes.bytes
  }

  private mutating func tags(_ tags: ArraySlice<TagPair>, of element: inout ProtobufWriter) {
    guard !tags.isEmpty else { return }
    var keys = ProtobufWriter()
    var values = ProtobufWriter()
    for tag in tags {
      keys.varint(place(tag.key))
      values.varint(place(tag.value))
    }
    element.field(2, keys.bytes)
    element.field(3, values.bytes)
  }

  private mutating func way(_ row: Int) -> [UInt8] {
    var way = ProtobufWriter()
    way.field(1, UInt64(bitPattern: data.wayIDs[row]))
    tags(data.wayTags[row], of: &way)
    var refs = ProtobufWriter()
    var last: Int64 = 0
    for node in data.wayNodes[Int(data.wayFirst[row])..<Int(data.wayFirst[row + 1])] {
      let id = node == .max ? missingNode : data.nodeIDs[Int(node)]
      refs.signed(id &- last)
      last = id
    }
    if !refs.isEmpty { way.field(8, refs.bytes) }
    return way.bytes
  }

  private mutating func relation(_ row: Int) -> [UInt8] {
    var relation = ProtobufWriter()
    relation.field(1, UInt64(bitPattern: data.relationIDs[row]))
    tags(data.relationTags[row], of: &relation)
    var roles = ProtobufWriter()
    var numbers = ProtobufWriter()
    var types = ProtobufWriter()
    var last: Int64 = 0
    for member in data.members[Int(data.relationFirst[row])..<Int(data.relationFirst[row + 1])] {
      roles.varint(place(member.role))
      numbers.signed(member.id.number &- last)
      types.varint(UInt64(member.id.kind.rawValue))
      last = member.id.number
    }
    if !roles.isEmpty {
      relation.field(8, roles.bytes)
      relation.field(9, numbers.bytes)
      relation.field(10, types.bytes)
    }
    return relation.bytes
  }
}

extension OSMData {
  /// The first row of ``taggedNodes`` that names node row `row` or a later one.
  func firstTaggedNode(from row: Int) -> Int {
    taggedNodes.partitioningIndex { Int($0) >= row }
  }

  /// An id that no node has, written where a way names a node that the data does not hold.
  var unusedNodeID: Int64 {
    let index = NodeRowIndex(nodeIDs)
    var id: Int64 = 0
    while index.row(of: id) != nil { id -= 1 }
    return id
  }
}
