import Dense
import Geo
import OSM

extension StreetBuilder {
  /// Where a way crosses a wall or a compound's boundary without a mapped gate, a gate is put in.
  ///
  /// At a node that both share and that says nothing, the map shows an opening; where they only cross, it
  /// shows none: the gate is marked unmapped, costs a detour's worth and is reported.
  mutating func markCrossings(_ outlines: Outlines, compounds: [Outlines.Outline]) {
    let walls = WallPieces(outlines, compounds: compounds, data: data)
    guard !walls.index.keys.ids.isEmpty else { return }
    var rebuilt: [UInt32] = []
    rebuilt.reserveCapacity(vertices.count)
    for way in ways.indices {
      let range = ways[way].vertices
      let start = rebuilt.count
      let flags = StreetFlags(rawValue: classifier.classes[ways[way].street.index].flags)
      let runsOnGround = flags.isDisjoint(with: [.offGround, .bridge, .tunnel, .indoor])
      for index in range {
        rebuilt.append(vertices[index])
        guard runsOnGround, index + 1 < range.upperBound else { continue }
        for crossing in walls.crossings(from: vertices[index], to: vertices[index + 1], builder: self) {
          rebuilt.append(addUnmappedGate(crossing, way: ways[way]))
        }
      }
      ways[way].vertices = start..<rebuilt.count
    }
    vertices = rebuilt
  }

  private mutating func addUnmappedGate(_ crossing: WallPieces.Crossing, way: RoutableWay) -> UInt32 {
    let vertex = UInt32(data.nodeIDs.count + madePoints.count)
    madePoints.append(crossing.point)
    let id = ElementID(.way, data.wayIDs[way.row])
    // A boundary without a wall is only a line on the map: passing it costs nothing and needs no gate.
    let kind: BarrierKind = crossing.isWall ? .unmapped : .entrance
    let rule = rules.gate(kind, .none, texts: &texts)
    barriers[vertex] = GateDraft(osmID: id, position: crossing.point, kind: kind, rule: rule)
    if crossing.isWall {
      diagnostics.add(.warning, .unmappedOpening, id, crossing.wall.description)
    }
    return vertex
  }
}

/// The pieces of walls and boundaries that ways may cross.
struct WallPieces {
  let index: CellIndex
  private var pieces: [Piece] = []

  private struct Piece {
    var a: UInt32
    var b: UInt32
    var element: ElementID
    var isWall: Bool
  }

  struct Crossing {
    var point: Coordinate
    var fraction: Double
    var wall: ElementID
    var isWall: Bool
  }

  init(_ outlines: Outlines, compounds: [Outlines.Outline], data: OSMData) {
    var pieces: [Piece] = []
    func add(_ outline: Outlines.Outline, isWall: Bool) {
      for (a, b) in zip(outlines.nodes[outline.range], outlines.nodes[outline.range].dropFirst()) {
        pieces.append(Piece(a: a, b: b, element: outline.element, isWall: isWall))
      }
    }
    let walled = Set(outlines.obstacles.filter { $0.kind.isWall }.map(\.element))
    for outline in outlines.obstacles where outline.kind.isWall { add(outline, isWall: true) }
    for outline in compounds where !walled.contains(outline.element) { add(outline, isWall: false) }
    self.pieces = pieces
    index = CellIndex(
      segmentsFrom: pieces.map { data.nodeCoordinates[Int($0.a)] },
      to: pieces.map { data.nodeCoordinates[Int($0.b)] }, cellSize: 60)
  }

  /// Where the straight line between two vertices crosses walls, from its start; shared nodes do not count.
  func crossings(from a: UInt32, to b: UInt32, builder: StreetBuilder) -> [Crossing] {
    let line = Segment(builder.coordinate(a), builder.coordinate(b))
    var found: [Crossing] = []
    var seen: [UInt32] = []
    index.forEach(along: line) { item in
      guard !seen.contains(item) else { return }
      seen.append(item)
      let piece = pieces[Int(item)]
      guard piece.a != a, piece.a != b, piece.b != a, piece.b != b else { return }
      let wall = Segment(builder.coordinate(piece.a), builder.coordinate(piece.b))
      guard line.crosses(wall) else { return }
      let point = line.crossingPoint(wall)
      found.append(
        Crossing(point: point, fraction: line.crossingFraction(wall), wall: piece.element, isWall: piece.isWall))
    }
    return deduplicated(found.sorted { $0.fraction < $1.fraction })
  }

  /// A wall and a boundary drawn on top of each other are crossed once.
  private func deduplicated(_ crossings: [Crossing]) -> [Crossing] {
    var kept: [Crossing] = []
    for crossing in crossings {
      if let last = kept.last, last.point.distance(to: crossing.point) < 1.5 {
        if crossing.isWall { kept[kept.count - 1] = crossing }
      } else {
        kept.append(crossing)
      }
    }
    return kept
  }
}

extension OutlineKind {
  /// Whether it stands as a wall between people and doors.
  var isWall: Bool { self == .wall || self == .fence || self == .hedge }
}
