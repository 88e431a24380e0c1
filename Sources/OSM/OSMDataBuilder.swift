public import Geo

/// Collects elements one by one, in any order, and makes an ``OSMData`` of them.
///
/// For generators, tests and readers. Later elements with an id already seen replace earlier ones.
public struct OSMDataBuilder: Sendable {
  public var header = OSMData.Header()
  var strings = StringTable()
  var elements = ElementColumns()

  public init() {}

  public mutating func addNode(_ id: Int64, at coordinate: Coordinate, tags: [(String, String)] = []) {
    elements.nodeIDs.append(id)
    elements.nodeCoordinates.append(coordinate)
    guard !tags.isEmpty else { return }
    elements.taggedNodes.append(UInt32(elements.nodeIDs.count - 1))
    elements.nodeTags.append(intern(tags))
  }

  public mutating func addWay(_ id: Int64, nodes refs: [Int64], tags: [(String, String)]) {
    elements.wayIDs.append(id)
    elements.wayRefs.append(contentsOf: refs)
    elements.wayFirst.append(UInt32(elements.wayRefs.count))
    elements.wayTags.append(intern(tags))
  }

  public mutating func addRelation(
    _ id: Int64, members: [(id: ElementID, role: String)], tags: [(String, String)]
  ) {
    elements.relationIDs.append(id)
    for member in members {
      elements.members.append(OSMData.Member(id: member.id, role: strings.intern(member.role)))
    }
    elements.relationFirst.append(UInt32(elements.members.count))
    elements.relationTags.append(intern(tags))
  }

  /// Sorts everything by id, keeps the last of each id, and resolves the nodes of ways.
  ///
  /// - Complexity: O(n) when ids were added in ascending order, else O(n log n).
  public func finish() -> OSMData { OSMData(elements, strings: strings, header: header) }

  private mutating func intern(_ tags: [(String, String)]) -> [TagPair] {
    tags.map { TagPair(key: strings.intern($0.0), value: strings.intern($0.1)) }
  }
}
