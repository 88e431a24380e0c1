import Dense
import Geo
import OSM

extension StreetBuilder {
  /// What no connector crosses, and where it may nevertheless.
  ///
  /// Openings are barrier nodes on walls, entrances, and nodes that a wall shares with a way. Where a way
  /// merely crosses a wall, nobody has seen an opening, and no connector leads through.
  func makeObstacles(_ outlines: Outlines, _ laid: LaidObstacles) -> (
    map: ObstacleMap, openingGates: [GateID]
  ) {
    var wallNodes: [(node: UInt32, owner: UInt32)] = []
    for (owner, outline) in outlines.obstacles.enumerated() where outline.kind.isWall {
      for node in outlines.nodes[outline.range] where isOpening(node) {
        wallNodes.append((node, UInt32(owner)))
      }
    }
    let rows = gates.indices.reduce(into: [ElementID: GateID]()) { $0[gates[$1].osmID] = GateID($1) }
    var obstacles = laid
    var openingGates: [GateID] = []
    var last: (node: UInt32, owner: UInt32)?
    for (node, owner) in wallNodes.sorted(by: { ($0.node, $0.owner) < ($1.node, $1.owner) }) {
      // A gate opens whatever stands there, the crossing of a path only the wall that has it.
      let isGate = barrier(at: node) != nil
      if let last, last.node == node, isGate || last.owner == owner { continue }
      last = (node, owner)
      obstacles.addOpening(at: coordinate(node), owner: isGate ? ObstacleMap.anyOwner : owner)
      openingGates.append(rows[ElementID(.node, map.data.nodeIDs[Int(node)])] ?? .none)
    }
    return (obstacles.build(), openingGates)
  }

  /// Whether one gets through a wall at this node of it.
  ///
  /// A square that ends at a house opens no door there; a path that does leads to one.
  func isOpening(_ node: UInt32) -> Bool {
    if let gate = barrier(at: node) { return gate.kind != .wall && gate.kind != .lift }
    if marks[Int(node)] & NodeMark.line.rawValue != 0 { return true }
    let entrance = tags(vertex: node)[.entrance]
    return entrance != nil && entrance != "no"
  }
}

extension LaidObstacles {
  /// The walls, banks and buildings of `outlines`; an owner is the row among the obstacles, then among the buildings.
  init(_ outlines: Outlines, map: TaggedMap) {
    let places = map.data.nodeCoordinates
    func line(_ range: Range<Int>) -> [Coordinate] { outlines.nodes[range].map { places[Int($0)] } }
    var builder = ObstacleMapBuilder()
    var owner: UInt32 = 0
    for outline in outlines.obstacles {
      builder.addLine(line(outline.range), kind: outline.kind.obstacle, owner: owner)
      owner += 1
    }
    for outline in outlines.buildings {
      if !outline.isOffGround {
        let polygon = Polygon(
          outer: Ring(line(outline.range)), holes: outline.holes.map { Ring(line($0)) })
        builder.addArea([polygon], kind: .building, owner: owner)
      }
      owner += 1
    }
    self = builder.laid()
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
