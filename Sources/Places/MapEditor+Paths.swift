internal import Geo
internal import OSM

/// Paths: new ones, and ways that are drawn anew.
extension MapEditor {
  /// So near to a street, a gate or a door, a point of a path lies on it; its ends reach farther.
  private static let touch = 2.0
  private static let endReach = 8.0

  mutating func addPath(_ item: Item, along line: [Coordinate]) throws(EditError) {
    var (nodes, isJoined) = ([Int64](), false)
    for (row, place) in line.enumerated() {
      let id = EditedElement.node(row + 1, ofObject: item.object)
      let spot = Spot(place, row, of: line, item.edit.tags)
      let shared = joint(at: spot, id: id)
      isJoined = isJoined || shared != nil
      if shared == nil { ground.put(OSMChange.Node(place), id) }
      if nodes.last != shared ?? id { nodes.append(shared ?? id) }
    }
    guard isJoined, nodes.count >= 2 else { throw .alone }
    ground.put(OSMChange.Way(nodes, item.edit.tags), EditedElement.id(ofObject: item.object))
  }

  /// A point of a path that is drawn, and what it may join.
  private struct Spot {
    var place: Coordinate
    /// How far off, in metres, what it joins may be.
    var reach: Double
    /// Of the path; see ``MapEditor/level(_:)``.
    var level: Int
    var isEnd: Bool
    /// Where stairs end, and bridges and tunnels, they join streets of other levels.
    var isStairs: Bool

    init(_ place: Coordinate, _ row: Int, of line: [Coordinate], _ tags: [String: String]) {
      (self.place, level) = (place, MapEditor.level(tags))
      isEnd = row == 0 || row == line.count - 1
      isStairs = isEnd && (level != 0 || tags["highway"] == "steps" || tags["incline"] != nil)
      reach = isEnd ? endReach : touch
    }
  }

  /// Which of the streets above one another a way is: bridges lie above the ground, tunnels below.
  static func level(_ tags: [String: String]) -> Int {
    if let layer = tags["layer"].flatMap({ Int($0) }) { return layer }
    if let bridge = tags["bridge"], bridge != "no" { return 1 }
    return tags["tunnel"].map { ["no", "building_passage"].contains($0) ? 0 : -1 } ?? 0
  }

  /// A node that a path shares there: a gate or a door first, else one on the nearest street but `former`, of its own
  /// level if there is one.
  ///
  /// Between its ends, a bridge or tunnel meets neither gates nor streets of other levels.
  private mutating func joint(at spot: Spot, id: Int64, besides former: Int64? = nil) -> Int64? {
    let (place, metres) = (spot.place, spot.reach)
    let isOnGround = spot.isEnd || spot.level == 0
    let fixed = isOnGround ? ground.ways(near: place, within: metres, [.wall, .compound, .building]) : []
    for wall in ground.spots(on: fixed, near: place, within: metres) {
      guard let nodes = ground.way(wall.way)?.nodes else { continue }
      for node in [nodes[wall.piece], nodes[wall.piece + 1]] {
        guard let found = ground.node(node), found.position.distance(to: place) <= metres else { continue }
        if MapFeature.isGate(found.tags) || found.tags["entrance"] != nil { return node }
      }
    }
    let streets = ground.ways(near: place, within: metres, .street).filter { $0 != former }
    let level = streets.filter { MapEditor.level(ground.tags(ofWay: $0)) == spot.level }
    let found =
      ground.spots(on: level, near: place, within: metres).first
      ?? (spot.isStairs ? ground.spots(on: streets, near: place, within: metres).first : nil)
    return found.map { ground.node(at: $0, id: id) }
  }

  /// The nodes of a way that is drawn anew: what meets it still does, where the new line comes near enough.
  ///
  /// - Throws: ``EditError`` where a gate, a lift or another street would be left without it.
  mutating func redrawnPath(_ item: Item, _ former: [Int64]) throws(EditError) -> [Int64] {
    guard let way = item.edit.target?.number else { return former }
    let line = item.edit.points
    let joints = former.filter { isJoint($0, of: way) }
    let tags = item.edit.applied(to: ground.tags(ofWay: way))
    var nodes: [Int64] = []
    // A line that comes back to a point comes back to its node.
    var drawn: [Coordinate: Int64] = [:]
    for (row, place) in line.enumerated() {
      let (id, spot) = (fresh(row, of: item), Spot(place, row, of: line, tags))
      let known =
        drawn[place] ?? nearest(former, to: place, within: MapEditor.sameSpot, but: nodes)
        ?? nearest(joints, to: place, within: spot.reach, but: nodes)
        ?? joint(at: spot, id: id, besides: way)
      if known == nil { ground.put(OSMChange.Node(place), id) }
      drawn[place] = known ?? id
      if nodes.last != known ?? id { nodes.append(known ?? id) }
    }
    for joint in joints where !nodes.contains(joint) { try thread(joint, into: &nodes) }
    guard nodes.count >= 2 else { throw .alone }
    return nodes
  }

  /// Whether something else than `way` is at `node`: another way or place one walks on, a barrier, a door, a lift.
  private func isJoint(_ node: Int64, of way: Int64) -> Bool {
    guard let found = ground.node(node) else { return false }
    let isBarrier = found.tags["barrier"].map { $0 != "kerb" } ?? false
    if isBarrier || found.tags["entrance"] != nil || found.tags["highway"] == "elevator" { return true }
    return ground.ways(near: found.position, within: 1, MapFeature.all.union(.ground)).contains { other in
      other != way && ground.way(other)?.nodes.contains(node) ?? false
    }
  }

  private func nearest(
    _ nodes: [Int64], to place: Coordinate, within metres: Double, but used: [Int64]
  ) -> Int64? {
    let near = nodes.compactMap { node -> (node: Int64, metres: Double)? in
      guard !used.contains(node), let distance = ground.position(node)?.distance(to: place) else {
        return nil
      }
      return distance <= metres ? (node, distance) : nil
    }
    return near.min { $0.metres < $1.metres }?.node
  }

  /// Lets the line of `nodes` run through `joint`, which stays where it is.
  private func thread(_ joint: Int64, into nodes: inout [Int64]) throws(EditError) {
    guard let place = ground.position(joint) else { return }
    let frame = LocalFrame(at: place)
    let points = nodes.map { frame.point(ground.position($0) ?? place) }
    let pieces = zip(points, points.dropFirst()).enumerated().map {
      (row: $0.offset, metres: Point.zero.distance(toSegment: $0.element.0, $0.element.1))
    }
    guard let best = pieces.min(by: { $0.metres < $1.metres }), best.metres <= MapEditor.endReach else {
      throw .leavesJoint(ElementID(.node, joint), limit: Int(MapEditor.endReach))
    }
    nodes.insert(joint, at: best.row + 1)
  }
}
