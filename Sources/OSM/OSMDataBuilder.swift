public import Geo

/// Collects elements one by one, in any order, and makes an ``OSMData`` of them.
///
/// For generators, tests and readers. Later elements with an id already seen replace earlier ones.
public struct OSMDataBuilder: Sendable {
  public var header = OSMData.Header()
  var strings = StringTable()
  var nodes: [(id: Int64, coordinate: Coordinate, tags: [TagPair])] = []
  var ways: [(id: Int64, nodes: [Int64], tags: [TagPair])] = []
  var relations: [(id: Int64, members: [OSMData.Member], tags: [TagPair])] = []

  public init() {}

  public mutating func addNode(_ id: Int64, at coordinate: Coordinate, tags: [(String, String)] = []) {
    nodes.append((id, coordinate, intern(tags)))
  }

  public mutating func addWay(_ id: Int64, nodes refs: [Int64], tags: [(String, String)]) {
    ways.append((id, refs, intern(tags)))
  }

  public mutating func addRelation(
    _ id: Int64, members: [(id: ElementID, role: String)], tags: [(String, String)]
  ) {
    let rows = members.map { OSMData.Member(id: $0.id, role: strings.intern($0.role)) }
    relations.append((id, rows, intern(tags)))
  }

  private mutating func intern(_ tags: [(String, String)]) -> [TagPair] {
    tags.map { TagPair(key: strings.intern($0.0), value: strings.intern($0.1)) }
  }
}
