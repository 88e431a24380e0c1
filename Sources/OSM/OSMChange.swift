internal import Dense
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
  /// No part of a line that has changed is farther from one of its ``places(in:)``, in metres.
  public static let placeReach = 50.0

  /// Everywhere that something is or was which `data` has otherwise, within ``placeReach``; nil where a relation changes,
  /// which may be anywhere.
  ///
  /// - Complexity: O(change · log data + members of relations), and O(data) where nodes are moved.
  public func places(in data: OSMData) -> [Coordinate]? {
    guard relationTags.isEmpty, !removed.contains(where: { $0.kind == .relation }) else { return nil }
    var places = nodes.values.map(\.position)
    places += nodes.keys.compactMap { data.row(ofNode: $0).map { data.nodeCoordinates[$0] } }
    let gone = removed.map(\.number)
    let changed = Set(ways.keys).union(gone).union(data.ways(through: movedRows(in: data)))
    for id in data.waysOfOutlines(with: changed) {
      let before = data.way(id)?.nodes ?? []
      let after = ways[id]?.nodes ?? before
      places += OSMChange.places(along: before.compactMap(data.position))
      places += OSMChange.places(along: after.compactMap { nodes[$0]?.position ?? data.position($0) })
    }
    return places
  }

  /// The points of a line and, in long pieces, points between them.
  public static func places(along line: [Coordinate]) -> [Coordinate] {
    var places = Array(line.prefix(1))
    for (a, b) in zip(line, line.dropFirst()) {
      let parts = max((a.distance(to: b) / (2 * placeReach)).rounded(.up), 1)
      places += stride(from: 1, through: parts, by: 1).map { a.interpolated(to: b, fraction: $0 / parts) }
    }
    return places
  }

  /// Rows of nodes of `data` that lie elsewhere afterwards.
  private func movedRows(in data: OSMData) -> [Int] {
    nodes.compactMap { id, node in
      data.row(ofNode: id).flatMap { data.nodeCoordinates[$0] == node.position ? nil : $0 }
    }
  }
}

extension OSMData {
  /// `ways`, and all other ways of multipolygons that one of them belongs to: a ring that is closed, or no longer, changes
  /// the map along all of it.
  ///
  /// - Complexity: O(members of relations).
  public func waysOfOutlines(with ways: Set<Int64>) -> Set<Int64> {
    var all = ways
    for row in relationIDs.indices {
      let members = members[Int(relationFirst[row])..<Int(relationFirst[row + 1])]
      guard members.contains(where: { $0.id.kind == .way && ways.contains($0.id.number) }),
        tags(relationTags[row])["type"] == "multipolygon"
      else { continue }
      for member in members where member.id.kind == .way { all.insert(member.id.number) }
    }
    return all
  }

  fileprivate func position(_ node: Int64) -> Coordinate? { row(ofNode: node).map { nodeCoordinates[$0] } }

  /// The ways that run through one of the nodes with these rows.
  ///
  /// - Complexity: O(nodes of all ways), unless there are no rows.
  public func ways(through rows: [Int]) -> [Int64] {
    if rows.isEmpty { return [] }
    var isWanted = [Bool](repeating: false, count: nodeIDs.count)
    for row in rows { isWanted[row] = true }
    return wayIDs.indices.filter { way in
      wayNodes[Int(wayFirst[way])..<Int(wayFirst[way + 1])].contains { $0 != .max && isWanted[Int($0)] }
    }.map { wayIDs[$0] }
  }
}

// MARK: Looking up

extension OSMData {
  /// The row of a node; nil where there is none.
  ///
  /// - Complexity: O(log nodes).
  public func row(ofNode id: Int64) -> Int? { nodeIDs.sortedIndex(of: id) }

  public func row(ofWay id: Int64) -> Int? { wayIDs.sortedIndex(of: id) }

  public func row(ofRelation id: Int64) -> Int? { relationIDs.sortedIndex(of: id) }

  /// A node as it is.
  public func node(_ id: Int64) -> OSMChange.Node? {
    guard let row = row(ofNode: id) else { return nil }
    let tagged = taggedNodes.sortedIndex(of: UInt32(row))
    return OSMChange.Node(nodeCoordinates[row], tagged.map { tags(nodeTags[$0]) } ?? [:])
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
}

// MARK: Applying

extension OSMData {
  /// The data with `change` made to it.
  ///
  /// - Complexity: O(elements) of copying memory, and O(change · log elements).
  public func applying(_ change: OSMChange) -> OSMData {
    if change.isEmpty { return self }
    var result = self
    let nodes = MergedRows(nodeIDs, with: change.nodes.keys)
    result.mergeNodes(self, change, nodes)
    result.mergeWays(self, change, nodes)
    result.replaceRelations(self, change)
    return result
  }

  private mutating func mergeNodes(_ old: OSMData, _ change: OSMChange, _ merged: MergedRows) {
    (nodeIDs, nodeCoordinates, taggedNodes, nodeTags) = ([], [], [], TagTable())
    nodeIDs.reserveCapacity(merged.count)
    nodeCoordinates.reserveCapacity(merged.count)
    taggedNodes.reserveCapacity(old.taggedNodes.count + change.nodes.count)
    nodeTags.reserveCapacity(like: old.nodeTags)
    for run in merged.runs {
      switch run {
      case .kept(let rows):
        let shift = UInt32(nodeIDs.count - rows.lowerBound)
        nodeIDs += old.nodeIDs[rows]
        nodeCoordinates += old.nodeCoordinates[rows]
        let tagged =
          old.taggedNodes.lowerBound(
            of: UInt32(rows.lowerBound))..<old.taggedNodes.lowerBound(of: UInt32(rows.upperBound))
        taggedNodes += old.taggedNodes[tagged].lazy.map { $0 + shift }
        nodeTags.append(tagged, of: old.nodeTags)
      case .changed(let id, _):
        guard let node = change.nodes[id] else { continue }
        if !node.tags.isEmpty {
          taggedNodes.append(UInt32(nodeIDs.count))
          nodeTags.append(pairs(node.tags))
        }
        nodeIDs.append(id)
        nodeCoordinates.append(node.position)
      }
    }
  }

  private mutating func mergeWays(_ old: OSMData, _ change: OSMChange, _ nodes: MergedRows) {
    let gone = change.removed.filter { $0.kind == .way }.map(\.number)
    let merged = MergedRows(old.wayIDs, with: change.ways.keys, without: gone)
    (wayIDs, wayTags, wayFirst, wayNodes) = ([], TagTable(), [0], [])
    wayIDs.reserveCapacity(merged.count)
    wayTags.reserveCapacity(like: old.wayTags)
    wayFirst.reserveCapacity(merged.count + 1)
    wayNodes.reserveCapacity(old.wayNodes.count + change.ways.values.reduce(0) { $0 + $1.nodes.count })
    let rows = nodes.rowsOfOld
    for run in merged.runs {
      switch run {
      case .kept(let ways):
        let places = Int(old.wayFirst[ways.lowerBound])..<Int(old.wayFirst[ways.upperBound])
        let shift = UInt32(wayNodes.count) &- UInt32(places.lowerBound)
        wayIDs += old.wayIDs[ways]
        wayTags.append(ways, of: old.wayTags)
        wayFirst += old.wayFirst[(ways.lowerBound + 1)..<(ways.upperBound + 1)].lazy.map { $0 &+ shift }
        if let rows {
          wayNodes += old.wayNodes[places].lazy.map { $0 == .max ? .max : rows[Int($0)] }
        } else {
          wayNodes += old.wayNodes[places]
        }
      case .changed(let id, _):
        guard let way = change.ways[id] else { continue }
        wayIDs.append(id)
        wayTags.append(pairs(way.tags))
        for node in way.nodes { wayNodes.append(row(ofNode: node).map { UInt32($0) } ?? .max) }
        wayFirst.append(UInt32(wayNodes.count))
      }
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

/// Rows of elements after a change, ascending by id: long runs that stay, and those that are changed or new.
private struct MergedRows {
  enum Run {
    /// Rows as they were.
    case kept(Range<Int>)
    /// Another one, in the place of an old row where there was one.
    case changed(Int64, old: Int?)
  }

  private(set) var runs: [Run] = []
  /// Rows in all.
  private(set) var count = 0
  private let oldCount: Int
  /// Whether rows that stay have another number now.
  private var hasMoved = false

  /// - Complexity: O(change · log old).
  init(_ old: [Int64], with changed: some Sequence<Int64>, without gone: [Int64] = []) {
    oldCount = old.count
    let gone = Set(gone)
    let changes =
      changed.filter { !gone.contains($0) }.map { (id: $0, isGone: false) }
      + gone.map { (id: $0, isGone: true) }
    var next = 0
    for (id, isGone) in changes.sorted(by: { $0.id < $1.id }) {
      let row = old.lowerBound(of: id)
      let isOld = row < old.count && old[row] == id
      keep(next..<row)
      if !isGone {
        runs.append(.changed(id, old: isOld ? row : nil))
        hasMoved = hasMoved || isOld && count != row
        count += 1
      }
      next = isOld ? row + 1 : row
    }
    keep(next..<old.count)
  }

  private mutating func keep(_ rows: Range<Int>) {
    guard !rows.isEmpty else { return }
    hasMoved = hasMoved || count != rows.lowerBound
    runs.append(.kept(rows))
    count += rows.count
  }

  /// The new row of each old one, which must all be there still; nil where none has moved.
  ///
  /// - Complexity: O(old).
  var rowsOfOld: [UInt32]? {
    guard hasMoved else { return nil }
    var rows: [UInt32] = []
    rows.reserveCapacity(oldCount)
    var new = 0
    for run in runs {
      switch run {
      case .kept(let old):
        rows += (new..<(new + old.count)).lazy.map { UInt32($0) }
        new += old.count
      case .changed(_, let old):
        if old != nil { rows.append(UInt32(new)) }
        new += 1
      }
    }
    return rows
  }
}
