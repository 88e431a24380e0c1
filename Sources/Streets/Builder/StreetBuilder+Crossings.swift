import Dense
import Geo
import OSM

extension StreetBuilder {
  /// Where a way crosses a wall, a building or a compound's boundary without a mapped gate, a gate is put in.
  ///
  /// At a node that both share and that says nothing, the map shows an opening; where they only cross, it
  /// shows none: the gate is marked unmapped, names what is crossed, costs a detour's worth and is reported.
  ///
  /// - Parameter ground: The walls, the buildings, and the compounds with their boundaries.
  mutating func markCrossings(_ ground: Ground) {
    let found = findCrossings(ground)
    if found.isEmpty { return }
    var rebuilt: [UInt32] = []
    rebuilt.reserveCapacity(vertices.count + found.count)
    var next = 0
    for way in ways.indices {
      let range = ways[way].vertices
      let start = rebuilt.count
      for index in range {
        rebuilt.append(vertices[index])
        while next < found.count, found[next].piece == index {
          rebuilt.append(addUnmappedGate(found[next].crossing, way: ways[way]))
          next += 1
        }
      }
      ways[way].vertices = start..<rebuilt.count
    }
    vertices = rebuilt
  }

  private struct PieceCrossing {
    /// Row of the piece's first vertex.
    var piece: Int
    var crossing: WallPieces.Crossing
  }

  /// All crossings of ways that run on the ground, in the order of their pieces.
  ///
  /// Where a former city is known, only of ways that may cross otherwise than there, or do so.
  private func findCrossings(_ ground: Ground) -> [PieceCrossing] {
    let vertices = vertices
    let places = map.data.nodeCoordinates
    let onGround = classifier.classes.map {
      StreetFlags(rawValue: $0.flags).isDisjoint(with: [.offGround, .bridge, .tunnel, .indoor])
    }
    func box(_ way: RoutableWay) -> BoundingBox {
      BoundingBox(around: vertices[way.vertices].lazy.map { places[Int($0)] })
    }
    let former = FormerCrossings(options.former, changed, compounds: ground.compounds.outlines)
    let ways = ways.filter { way in
      onGround[way.street.index] && former?.concern(map.data.wayIDs[way.row], within: box(way)) ?? true
    }
    let walls = WallPieces(ground, map: map, near: former == nil ? nil : ways.map(box))
    if walls.isEmpty { return [] }
    let parts = Parallel.chunks(of: ways.count, threads: options.threads) { rows in
      var found: [PieceCrossing] = []
      for way in ways[rows] {
        for index in way.vertices.dropLast() {
          let ends = (vertices[index], vertices[index + 1])
          let line = Segment(places[Int(ends.0)], places[Int(ends.1)])
          for crossing in walls.crossings(of: line, between: ends)
          where crossing.kind == .compound || !isOpened(crossing, by: ends) {
            found.append(PieceCrossing(piece: index, crossing: crossing))
          }
        }
      }
      return found
    }
    return Array(parts.joined())
  }

  /// Whether the map shows an opening within a metre of where a way crosses: a gate on the way, or an
  /// opening of what is crossed.
  private func isOpened(_ crossing: WallPieces.Crossing, by ends: (UInt32, UInt32)) -> Bool {
    func isNear(_ vertex: UInt32) -> Bool {
      coordinate(vertex).distance(to: crossing.point) <= ObstacleMap.openingRadius
    }
    for vertex in [ends.0, ends.1] where barrier(at: vertex)?.kind.isGate ?? false {
      if isNear(vertex) { return true }
    }
    return [crossing.wallEnds.0, crossing.wallEnds.1].contains { isNear($0) && isOpening($0) }
  }

  private mutating func addUnmappedGate(_ crossing: WallPieces.Crossing, way: RoutableWay) -> UInt32 {
    let vertex = UInt32(map.data.nodeIDs.count + madePoints.count)
    madePoints.append(crossing.point)
    let id = ElementID(.way, map.data.wayIDs[way.row])
    // A boundary without a wall is only a line on the map: passing it costs nothing and needs no gate.
    let kind: BarrierKind = crossing.kind == .compound ? .entrance : .unmapped
    var gate = GateDraft(
      osmID: id, position: crossing.point, kind: kind, rule: rules.gate(kind, .none, texts: &texts))
    if kind == .unmapped {
      gate.crossed = (crossing.wall, crossing.kind.obstacle)
      diagnostics.add(.warning, .unmappedOpening, id, crossing.wall.description)
    }
    barriers[vertex] = gate
    return vertex
  }
}

/// The pieces of walls, buildings and boundaries that ways may cross.
///
/// A class: threads that copied it would wait for each other to count its references.
final class WallPieces: Sendable {
  private let index: CellIndex
  private let pieces: [Piece]

  private struct Piece {
    var a: UInt32
    var b: UInt32
    var line: Segment
    /// Row among ``WallPieces/elements``.
    var element: UInt32
    var kind: OutlineKind
  }

  private let elements: [ElementID]

  struct Crossing {
    var point: Coordinate
    var fraction: Double
    var wall: ElementID
    /// `compound` where only a boundary is crossed.
    var kind: OutlineKind
    /// The vertices between which the wall is crossed.
    var wallEnds: (UInt32, UInt32)
  }

  var isEmpty: Bool { pieces.isEmpty }

  /// The walls, buildings and boundaries on `ground`: all, or those that may reach into one of the boxes `near`.
  init(_ ground: Ground, map: TaggedMap, near: [BoundingBox]?) {
    var pieces: [Piece] = []
    var elements: [ElementID] = []
    let (outlines, compounds) = (ground.outlines, ground.compounds.outlines)
    let places = map.data.nodeCoordinates
    let wanted = near.map { CellIndex(boxes: $0, cellSize: 250) }
    func isWanted(_ outline: Outlines.Outline) -> Bool {
      guard let wanted, let near else { return true }
      // Holes lie within it but for errors of the map.
      var box = BoundingBox.empty
      for range in [outline.range] + outline.holes {
        box.formUnion(BoundingBox(around: outlines.nodes[range].lazy.map { places[Int($0)] }))
      }
      return wanted.contains(in: box) { near[Int($0)].intersects(box) }
    }
    func add(_ outline: Outlines.Outline) {
      guard isWanted(outline) else { return }
      for range in [outline.range] + outline.holes {
        for row in range.dropLast() {
          let (a, b) = (outlines.nodes[row], outlines.nodes[row + 1])
          pieces.append(
            Piece(
              a: a, b: b, line: Segment(places[Int(a)], places[Int(b)]), element: UInt32(elements.count),
              kind: outline.kind))
        }
      }
      elements.append(outline.element)
    }
    let walled = Set(outlines.obstacles.filter { $0.kind.isWall }.map(\.element))
    for outline in outlines.obstacles where outline.kind.isWall { add(outline) }
    for outline in outlines.buildings where !outline.isOffGround { add(outline) }
    for outline in compounds where !walled.contains(outline.element) { add(outline) }
    index = CellIndex(segmentsFrom: pieces.map { $0.line.a }, to: pieces.map { $0.line.b }, cellSize: 60)
    self.pieces = pieces
    self.elements = elements
  }

  /// Where `line` between two vertices crosses walls, from its start; shared nodes do not count.
  func crossings(of line: Segment, between ends: (UInt32, UInt32)) -> [Crossing] {
    var found: [UInt32] = []
    var seen: Set<UInt32> = []
    index.forEach(along: line) { item in
      let piece = pieces[Int(item)]
      guard line.crosses(piece.line), piece.a != ends.0, piece.a != ends.1, piece.b != ends.0,
        piece.b != ends.1, seen.insert(item).inserted
      else { return }
      found.append(item)
    }
    if found.isEmpty { return [] }
    let crossings = found.map { item -> Crossing in
      let piece = pieces[Int(item)]
      return Crossing(
        point: line.crossingPoint(piece.line), fraction: line.crossingFraction(piece.line),
        wall: elements[Int(piece.element)], kind: piece.kind, wallEnds: (piece.a, piece.b))
    }
    return deduplicated(crossings.sorted { $0.fraction < $1.fraction })
  }

  /// A wall and a house or a boundary drawn on top of each other are crossed once.
  private func deduplicated(_ crossings: [Crossing]) -> [Crossing] {
    var kept: [Crossing] = []
    for crossing in crossings {
      if let last = kept.last, last.point.distance(to: crossing.point) < 1.5 {
        if crossing.kind.isWall || last.kind == .compound { kept[kept.count - 1] = crossing }
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
