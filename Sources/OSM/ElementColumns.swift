import Geo

/// Elements in flat arrays, in the order in which they came; ids may be unsorted and doubled.
///
/// What readers and the builder fill. String numbers belong to whatever table the owner keeps;
/// way nodes are still ids. ``OSMData/init(_:strings:header:)`` sorts and resolves.
struct ElementColumns: Sendable {
  var nodeIDs: [Int64] = []
  var nodeCoordinates: [Coordinate] = []
  var taggedNodes: [UInt32] = []
  var nodeTags = TagTable()
  var wayIDs: [Int64] = []
  var wayTags = TagTable()
  var wayFirst: [UInt32] = [0]
  var wayRefs: [Int64] = []
  var relationIDs: [Int64] = []
  var relationTags = TagTable()
  var relationFirst: [UInt32] = [0]
  var members: [OSMData.Member] = []
  var skipped: [OSMData.Skipped] = []

  /// Number of elements held.
  var count: Int { nodeIDs.count + wayIDs.count + relationIDs.count }

  /// Whether every row number still fits 32 bits after `other` is appended.
  func hasRoom(for other: ElementColumns) -> Bool {
    let most = Int(UInt32.max)
    return nodeIDs.count + other.nodeIDs.count < most && wayRefs.count + other.wayRefs.count < most
      && nodeTags.pairs.count + other.nodeTags.pairs.count < most
      && wayTags.pairs.count + other.wayTags.pairs.count < most
      && relationTags.pairs.count + other.relationTags.pairs.count < most
      && members.count + other.members.count < most
  }

  /// Appends all of `other`, whose string number `n` is `strings[n]` here.
  ///
  /// - Precondition: ``hasRoom(for:)``.
  mutating func append(_ other: ElementColumns, strings: [StringID]) {
    let nodeBase = UInt32(nodeIDs.count)
    nodeIDs.append(contentsOf: other.nodeIDs)
    nodeCoordinates.append(contentsOf: other.nodeCoordinates)
    taggedNodes.append(contentsOf: other.taggedNodes.lazy.map { $0 + nodeBase })
    nodeTags.append(other.nodeTags, strings: strings)
    wayIDs.append(contentsOf: other.wayIDs)
    wayTags.append(other.wayTags, strings: strings)
    let refBase = UInt32(wayRefs.count)
    wayFirst.append(contentsOf: other.wayFirst.dropFirst().lazy.map { $0 + refBase })
    wayRefs.append(contentsOf: other.wayRefs)
    relationIDs.append(contentsOf: other.relationIDs)
    relationTags.append(other.relationTags, strings: strings)
    let memberBase = UInt32(members.count)
    relationFirst.append(contentsOf: other.relationFirst.dropFirst().lazy.map { $0 + memberBase })
    members.append(
      contentsOf: other.members.lazy.map {
        OSMData.Member(id: $0.id, role: strings[Int($0.role.rawValue)])
      })
    skipped.append(contentsOf: other.skipped)
  }
}

extension TagTable {
  /// Appends the rows of `other`, whose string number `n` is `strings[n]` here.
  mutating func append(_ other: TagTable, strings: [StringID]) {
    let base = UInt32(pairs.count)
    first.append(contentsOf: other.first.dropFirst().lazy.map { $0 + base })
    pairs.append(
      contentsOf: other.pairs.lazy.map {
        TagPair(key: strings[Int($0.key.rawValue)], value: strings[Int($0.value.rawValue)])
      })
  }

  /// The given rows, in that order.
  func picking(_ rows: [Int]) -> TagTable {
    var picked = TagTable()
    picked.first.reserveCapacity(rows.count + 1)
    for row in rows { picked.append(self[row]) }
    return picked
  }
}

// Sorting: most files are sorted already and pass through untouched.
extension ElementColumns {
  /// Sorts each kind by id; of elements with one id the last stays.
  mutating func sortByID() {
    sortNodes()
    if let order = Self.order(of: wayIDs) {
      wayIDs = order.map { wayIDs[$0] }
      wayTags = wayTags.picking(order)
      (wayFirst, wayRefs) = Self.picking(order, first: wayFirst, values: wayRefs)
    }
    if let order = Self.order(of: relationIDs) {
      relationIDs = order.map { relationIDs[$0] }
      relationTags = relationTags.picking(order)
      (relationFirst, members) = Self.picking(order, first: relationFirst, values: members)
    }
  }

  private mutating func sortNodes() {
    guard let order = Self.order(of: nodeIDs) else { return }
    var tagRow = [UInt32](repeating: .max, count: nodeIDs.count)
    for (row, node) in taggedNodes.enumerated() { tagRow[Int(node)] = UInt32(row) }
    var tagRows: [Int] = []
    taggedNodes.removeAll(keepingCapacity: true)
    for (new, old) in order.enumerated() where tagRow[old] != .max {
      taggedNodes.append(UInt32(new))
      tagRows.append(Int(tagRow[old]))
    }
    nodeTags = nodeTags.picking(tagRows)
    nodeIDs = order.map { nodeIDs[$0] }
    nodeCoordinates = order.map { nodeCoordinates[$0] }
  }

  /// The rows to keep, in order of their ids; nil when `ids` ascend already.
  private static func order(of ids: [Int64]) -> [Int]? {
    let isSorted = zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
    guard !isSorted else { return nil }
    let rows = ids.indices.sorted { (ids[$0], $0) < (ids[$1], $1) }
    return rows.indices.lazy
      .filter { $0 + 1 == rows.count || ids[rows[$0]] != ids[rows[$0 + 1]] }
      .map { rows[$0] }
  }

  /// The given rows of a ragged table, in that order.
  private static func picking<Value>(
    _ rows: [Int], first: [UInt32], values: [Value]
  ) -> (first: [UInt32], values: [Value]) {
    var newFirst: [UInt32] = [0]
    var newValues: [Value] = []
    for row in rows {
      newValues.append(contentsOf: values[Int(first[row])..<Int(first[row + 1])])
      newFirst.append(UInt32(newValues.count))
    }
    return (newFirst, newValues)
  }
}

extension OSMData {
  /// Sorts `elements` and turns the node ids of ways into rows.
  ///
  /// - Complexity: O(n) for sorted elements, else O(n log n); on all cores.
  init(_ elements: consuming ElementColumns, strings: StringTable, header: Header) {
    var elements = elements
    elements.sortByID()
    wayNodes = NodeRowIndex(elements.nodeIDs).rows(of: elements.wayRefs)
    self.strings = strings
    nodeIDs = elements.nodeIDs
    nodeCoordinates = elements.nodeCoordinates
    taggedNodes = elements.taggedNodes
    nodeTags = elements.nodeTags
    wayIDs = elements.wayIDs
    wayTags = elements.wayTags
    wayFirst = elements.wayFirst
    relationIDs = elements.relationIDs
    relationTags = elements.relationTags
    relationFirst = elements.relationFirst
    members = elements.members
    self.header = header
    skipped = elements.skipped
  }
}
