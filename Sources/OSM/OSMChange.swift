public import Geo

/// Changes to OSM data: elements that are added, replaced or taken away.
///
/// What is replaced is given whole. A node that is taken away keeps its place in the ways that run through it; only its
/// tags go.
public struct OSMChange: Sendable {
  /// A node as it shall be.
  public struct Node: Hashable, Sendable {
    public var position: Coordinate
    public var tags: [String: String]

    public init(_ position: Coordinate, _ tags: [String: String] = [:]) {
      self.position = position
      self.tags = tags
    }
  }

  /// A way as it shall be.
  public struct Way: Hashable, Sendable {
    /// Ids of its nodes, in order.
    public var nodes: [Int64]
    public var tags: [String: String]

    public init(_ nodes: [Int64], _ tags: [String: String]) {
      self.nodes = nodes
      self.tags = tags
    }
  }

  public var nodes: [Int64: Node] = [:]
  public var ways: [Int64: Way] = [:]
  /// Tags of relations; their members stay.
  public var relationTags: [Int64: [String: String]] = [:]
  /// Ways and relations that are gone.
  public var removed: Set<ElementID> = []

  public init() {}

  public var isEmpty: Bool { nodes.isEmpty && ways.isEmpty && relationTags.isEmpty && removed.isEmpty }
}

extension OSMChange {
  /// Everywhere that something is or was which `data` has otherwise; nil where a relation changes, which may be anywhere.
  ///
  /// - Complexity: O(change · log data).
  public func places(in data: OSMData) -> [Coordinate]? {
    guard relationTags.isEmpty, !removed.contains(where: { $0.kind == .relation }) else { return nil }
    var places = nodes.values.map(\.position)
    var ids = Array(nodes.keys)
    for (id, way) in ways { ids += way.nodes + (data.way(id)?.nodes ?? []) }
    for id in removed { ids += data.way(id.number)?.nodes ?? [] }
    for id in ids { if let row = data.row(ofNode: id) { places.append(data.nodeCoordinates[row]) } }
    return places
  }
}

// MARK: Looking up

extension OSMData {
  /// The row of a node; nil where there is none.
  ///
  /// - Complexity: O(log nodes).
  public func row(ofNode id: Int64) -> Int? { OSMData.row(of: id, in: nodeIDs) }

  public func row(ofWay id: Int64) -> Int? { OSMData.row(of: id, in: wayIDs) }

  public func row(ofRelation id: Int64) -> Int? { OSMData.row(of: id, in: relationIDs) }

  /// A node as it is.
  public func node(_ id: Int64) -> OSMChange.Node? {
    guard let row = row(ofNode: id) else { return nil }
    let tagged = OSMData.lowerBound(UInt32(row), in: taggedNodes)
    let hasTags = tagged < taggedNodes.count && taggedNodes[tagged] == UInt32(row)
    return OSMChange.Node(nodeCoordinates[row], hasTags ? tags(nodeTags[tagged]) : [:])
  }

  /// A way as it is, without the nodes that the data lacks.
  public func way(_ id: Int64) -> OSMChange.Way? {
    guard let row = row(ofWay: id) else { return nil }
    let rows = wayNodes[Int(wayFirst[row])..<Int(wayFirst[row + 1])]
    return OSMChange.Way(rows.filter { $0 != .max }.map { nodeIDs[Int($0)] }, tags(wayTags[row]))
  }

  /// The tags of a relation.
  public func relationTags(_ id: Int64) -> [String: String]? {
    row(ofRelation: id).map { tags(relationTags[$0]) }
  }

  /// Tags as texts; of a key that is there twice the first counts.
  public func tags(_ pairs: ArraySlice<TagPair>) -> [String: String] {
    Dictionary(pairs.map { (strings[$0.key], strings[$0.value]) }) { first, _ in first }
  }

  private static func row(of id: Int64, in ids: [Int64]) -> Int? {
    let row = lowerBound(id, in: ids)
    return row < ids.count && ids[row] == id ? row : nil
  }

  private static func lowerBound<Value: Comparable>(_ value: Value, in sorted: [Value]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: Applying

extension OSMData {
  /// The data with `change` made to it.
  ///
  /// - Complexity: O(elements + change · log change).
  public func applying(_ change: OSMChange) -> OSMData {
    if change.isEmpty { return self }
    var result = self
    let rows = result.mergeNodes(self, change)
    result.mergeWays(self, change, rows: rows)
    result.replaceRelations(self, change)
    return result
  }

  /// Merges the nodes; returns the new row of each old one.
  private mutating func mergeNodes(_ old: OSMData, _ change: OSMChange) -> [UInt32] {
    let ids = Merged(old.nodeIDs, change.nodes.keys, removed: [])
    (nodeIDs, nodeCoordinates) = ([], [])
    nodeIDs.reserveCapacity(ids.rows.count)
    nodeCoordinates.reserveCapacity(ids.rows.count)
    (taggedNodes, nodeTags) = ([], TagTable())
    var rows = [UInt32](repeating: .max, count: old.nodeIDs.count)
    var tagged = 0
    for (id, row, isChanged) in ids.rows {
      let new = UInt32(nodeIDs.count)
      nodeIDs.append(id)
      if let row { rows[row] = new }
      while tagged < old.taggedNodes.count, let row, old.taggedNodes[tagged] < UInt32(row) { tagged += 1 }
      if isChanged, let node = change.nodes[id] {
        nodeCoordinates.append(node.position)
        guard !node.tags.isEmpty else { continue }
        taggedNodes.append(new)
        nodeTags.append(pairs(node.tags))
      } else if let row {
        nodeCoordinates.append(old.nodeCoordinates[row])
        guard tagged < old.taggedNodes.count, old.taggedNodes[tagged] == UInt32(row) else { continue }
        taggedNodes.append(new)
        nodeTags.append(old.nodeTags[tagged])
      }
    }
    return rows
  }

  private mutating func mergeWays(_ old: OSMData, _ change: OSMChange, rows: [UInt32]) {
    let gone = Set(change.removed.filter { $0.kind == .way }.map(\.number))
    let ids = Merged(old.wayIDs, change.ways.keys, removed: gone)
    (wayIDs, wayTags, wayFirst, wayNodes) = ([], TagTable(), [0], [])
    wayNodes.reserveCapacity(old.wayNodes.count)
    for (id, row, isChanged) in ids.rows {
      wayIDs.append(id)
      if isChanged, let way = change.ways[id] {
        wayTags.append(pairs(way.tags))
        for node in way.nodes { wayNodes.append(self.row(ofNode: node).map { UInt32($0) } ?? .max) }
      } else if let row {
        wayTags.append(old.wayTags[row])
        for place in Int(old.wayFirst[row])..<Int(old.wayFirst[row + 1]) {
          let node = old.wayNodes[place]
          wayNodes.append(node == .max ? .max : rows[Int(node)])
        }
      }
      wayFirst.append(UInt32(wayNodes.count))
    }
  }

  private mutating func replaceRelations(_ old: OSMData, _ change: OSMChange) {
    let gone = Set(change.removed.filter { $0.kind == .relation }.map(\.number))
    guard !gone.isEmpty || !change.relationTags.isEmpty else { return }
    (relationIDs, relationTags, relationFirst, members) = ([], TagTable(), [0], [])
    for (row, id) in old.relationIDs.enumerated() where !gone.contains(id) {
      relationIDs.append(id)
      if let tags = change.relationTags[id] {
        relationTags.append(pairs(tags))
      } else {
        relationTags.append(old.relationTags[row])
      }
      members += old.members[Int(old.relationFirst[row])..<Int(old.relationFirst[row + 1])]
      relationFirst.append(UInt32(members.count))
    }
  }

  /// Tags in the order of their keys, so that the same change gives the same data.
  private mutating func pairs(_ tags: [String: String]) -> [TagPair] {
    tags.sorted { $0.key < $1.key }.map {
      TagPair(key: strings.intern($0.key), value: strings.intern($0.value))
    }
  }
}

/// Ids of old and changed elements together, ascending, each with its old row.
private struct Merged {
  private(set) var rows: [(id: Int64, row: Int?, isChanged: Bool)] = []

  init(_ old: [Int64], _ changed: some Sequence<Int64>, removed: Set<Int64>) {
    let sorted = changed.sorted()
    rows.reserveCapacity(old.count + sorted.count)
    var next = 0
    for (row, id) in old.enumerated() {
      while next < sorted.count, sorted[next] < id {
        rows.append((sorted[next], nil, true))
        next += 1
      }
      let isChanged = next < sorted.count && sorted[next] == id
      if isChanged { next += 1 }
      if removed.isEmpty || !removed.contains(id) { rows.append((id, row, isChanged)) }
    }
    for id in sorted[next...] { rows.append((id, nil, true)) }
  }
}
