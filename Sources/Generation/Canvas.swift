import OSM

/// Everything drawn so far: hands out ids, bends plan points onto the ground, and fills the builder.
///
/// Ids count up from 1 in the order of drawing. Tags of nodes may be added until ``finish()``.
final class Canvas {
  let terrain: Terrain
  private var builder = OSMDataBuilder()
  private var places: [Vector] = []
  /// Newest entry of ``entries`` for each node, or -1: a linked list, so that finishing needs no sort.
  private var newest: [Int32] = []
  private var entries: [(key: String, value: String, older: Int32)] = []
  private(set) var wayCount: Int64 = 0
  private(set) var relationCount: Int64 = 0

  init(terrain: Terrain) { self.terrain = terrain }

  var nodeCount: Int64 { Int64(places.count) }

  /// Draws a node at a plan point.
  func node(_ plan: Vector, _ tags: [Tag] = []) -> Int64 {
    node(ground: terrain.ground(plan), tags)
  }

  /// Draws a node at a plan point and writes its height into `ele`.
  func raisedNode(_ plan: Vector, _ tags: [Tag] = []) -> Int64 {
    node(plan, tags + [("ele", decimal(terrain.height(plan)))])
  }

  /// Draws a node at a ground point, in metres from the middle.
  func node(ground: Vector, _ tags: [Tag] = []) -> Int64 {
    places.append(ground)
    newest.append(-1)
    let id = Int64(places.count)
    tag(id, tags)
    return id
  }

  func tag(_ node: Int64, _ tags: [Tag]) {
    let row = Int(node - 1)
    for (key, value) in tags {
      entries.append((key, value, newest[row]))
      newest[row] = Int32(entries.count - 1)
    }
  }

  /// Draws the way through `nodes`; repeated neighbours count once.
  @discardableResult
  func way(_ nodes: [Int64], _ tags: [Tag]) -> Int64 {
    var refs: [Int64] = []
    refs.reserveCapacity(nodes.count)
    for node in nodes where refs.last != node { refs.append(node) }
    wayCount += 1
    builder.addWay(wayCount, nodes: refs, tags: tags)
    return wayCount
  }

  /// Draws a closed way around plan points.
  @discardableResult
  func area(_ corners: [Vector], _ tags: [Tag]) -> Int64 {
    let nodes = corners.map { node($0) }
    return way(nodes + [nodes[0]], tags)
  }

  @discardableResult
  func relation(_ members: [(id: ElementID, role: String)], _ tags: [Tag]) -> Int64 {
    relationCount += 1
    builder.addRelation(relationCount, members: members, tags: tags)
    return relationCount
  }

  /// Nodes between two plan points, so that the bend of the land shows; without the ends.
  func between(_ a: Vector, _ b: Vector, every step: Double = 32) -> [Int64] {
    let pieces = Int((a.distance(to: b) / step).rounded(.up))
    guard pieces > 1 else { return [] }
    return (1..<pieces).map { node(a.towards(b, Double($0) / Double(pieces))) }
  }

  /// Hands all nodes to the builder, oldest tags first.
  func finish(header: OSMData.Header) -> OSMDataBuilder {
    builder.header = header
    for row in places.indices {
      var tags: [Tag] = []
      var entry = newest[row]
      while entry >= 0 {
        let (key, value, older) = entries[Int(entry)]
        if !tags.contains(where: { $0.0 == key }) { tags.append((key, value)) }
        entry = older
      }
      builder.addNode(Int64(row + 1), at: terrain.coordinate(ground: places[row]), tags: tags.reversed())
    }
    return builder
  }
}
