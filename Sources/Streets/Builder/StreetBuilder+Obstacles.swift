import Dense
import Geo
import OSM

extension StreetBuilder {
  /// What no connector crosses, and where it may nevertheless.
  ///
  /// Openings are barrier nodes on walls, entrances, and nodes that a wall shares with a way.
  func makeObstacles(_ outlines: Outlines) -> (map: ObstacleMap, openingGates: [GateID]) {
    var builder = ObstacleMapBuilder()
    var owner: UInt32 = 0
    var isOnWall = [Bool](repeating: false, count: map.data.nodeIDs.count)
    for outline in outlines.obstacles {
      builder.addLine(line(outlines, outline.range), kind: outline.kind.obstacle, owner: owner)
      if outline.kind.isWall {
        for index in outline.range { isOnWall[Int(outlines.nodes[index])] = true }
      }
      owner += 1
    }
    for outline in outlines.buildings {
      let polygon = Polygon(
        outer: Ring(line(outlines, outline.range)), holes: outline.holes.map { Ring(line(outlines, $0)) })
      builder.addArea([polygon], kind: .building, owner: owner)
      owner += 1
    }
    let rows = gates.indices.reduce(into: [ElementID: GateID]()) { $0[gates[$1].osmID] = GateID($1) }
    var openingGates: [GateID] = []
    for row in isOnWall.indices where isOnWall[row] && isOpening(UInt32(row)) {
      let node = UInt32(row)
      builder.addOpening(at: coordinate(node))
      openingGates.append(rows[ElementID(.node, map.data.nodeIDs[Int(node)])] ?? .none)
    }
    for (row, gate) in gates.enumerated() where gate.kind == .unmapped || gate.kind == .entrance {
      guard gate.osmID.kind == .way else { continue }
      builder.addOpening(at: gate.position)
      openingGates.append(GateID(row))
    }
    return (builder.build(), openingGates)
  }

  private func line(_ outlines: Outlines, _ range: Range<Int>) -> [Coordinate] {
    outlines.nodes[range].map { coordinate($0) }
  }

  /// Whether one gets through a wall at this node of it.
  private func isOpening(_ node: UInt32) -> Bool {
    if let gate = barrier(at: node) { return gate.kind != .wall && gate.kind != .lift }
    if uses[Int(node)] > 0 { return true }
    let entrance = tags(vertex: node)[.entrance]
    return entrance != nil && entrance != "no"
  }
}

extension OutlineKind {
  /// The obstacle that it makes.
  var obstacle: ObstacleKind {
    switch self {
    case .wall: .wall
    case .fence: .fence
    case .hedge: .hedge
    case .water: .water
    case .railway: .railway
    case .cliff: .cliff
    case .building: .building
    case .compound, .square: .other
    }
  }
}
