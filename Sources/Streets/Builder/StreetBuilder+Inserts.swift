import Dense
import Geo
import OSM

/// A vertex to be put into a piece of a way.
struct VertexInsert {
  var fraction: Double
  var vertex: UInt32
}

/// A marked bay and the node that the network gets beside it.
struct BayDraft {
  /// Row among the places.
  var place: Int
  var vertex: UInt32
}

extension StreetBuilder {
  /// Puts a junction beside every bay, on the nearest street where an e-bike may be ridden, at most 40 m off.
  mutating func insertBays(_ places: [PlaceDraft]) {
    let rows = places.indices.filter { places[$0].isBay }
    guard !rows.isEmpty else { return }
    let index = CellIndex(points: rows.map { places[$0].position }, cellSize: 80)
    var best = [BayPick](repeating: BayPick(), count: rows.count)
    for way in ways where isRidden(way.street) {
      for piece in way.vertices.dropLast() {
        let line = (coordinate(vertices[piece]), coordinate(vertices[piece + 1]))
        let box = BoundingBox(around: [line.0, line.1]).expanded(metres: 40)
        index.forEach(in: box) { item in
          best[Int(item)].offer(line, places[rows[Int(item)]].position, piece: piece)
        }
      }
    }
    var inserts: [Int: [VertexInsert]] = [:]
    for (row, pick) in best.enumerated() where pick.piece >= 0 {
      let vertex: UInt32
      if pick.fraction <= 0.02 || pick.fraction >= 0.98 {
        vertex = vertices[pick.fraction < 0.5 ? pick.piece : pick.piece + 1]
        if Int(vertex) < uses.count { uses[Int(vertex)] = 2 }
      } else {
        vertex = addPoint(pick.point)
        inserts[pick.piece, default: []].append(VertexInsert(fraction: pick.fraction, vertex: vertex))
      }
      bays.append(BayDraft(place: rows[row], vertex: vertex))
    }
    insert(inserts)
  }

  private struct BayPick {
    var piece = -1
    var fraction = 0.0
    var point = Coordinate(longitudeE7: 0, latitudeE7: 0)
    var distance = 40.0

    mutating func offer(_ line: (Coordinate, Coordinate), _ place: Coordinate, piece: Int) {
      let frame = LocalFrame(at: place)
      let (a, b) = (frame.point(line.0), frame.point(line.1))
      let distance = Point.zero.distance(toSegment: a, b)
      guard distance < self.distance else { return }
      self.distance = distance
      self.piece = piece
      fraction = Point.zero.nearestFraction(on: a, b)
      point = line.0.interpolated(to: line.1, fraction: fraction)
    }
  }

  /// Whether an e-bike is ridden, not pushed, on ways of this class.
  private func isRidden(_ street: ClassID) -> Bool {
    let traits = classifier.traits[TraitsID(street, .ebike).index]
    return traits.forward > 0 && traits.pushed & 1 == 0
  }

  mutating func addPoint(_ point: Coordinate) -> UInt32 {
    madePoints.append(point)
    return UInt32(map.data.nodeIDs.count + madePoints.count - 1)
  }

  /// Puts vertices into pieces; a piece is named by the row of its first vertex.
  mutating func insert(_ inserts: [Int: [VertexInsert]]) {
    guard !inserts.isEmpty else { return }
    var rebuilt: [UInt32] = []
    rebuilt.reserveCapacity(vertices.count + inserts.count)
    for way in ways.indices {
      let start = rebuilt.count
      for index in ways[way].vertices {
        rebuilt.append(vertices[index])
        guard index + 1 < ways[way].vertices.upperBound, let added = inserts[index] else { continue }
        rebuilt += added.sorted { $0.fraction < $1.fraction }.map(\.vertex)
      }
      ways[way].vertices = start..<rebuilt.count
    }
    vertices = rebuilt
  }

  // MARK: Squares

  /// Joins the ways that end at a square by straight walks across it.
  mutating func crossSquares(_ outlines: Outlines, _ obstacles: ObstacleMap) {
    let open = classifier.synthetic(.square, modes: [.init(.foot), .init(.bicycle), .init(.ebike)])
    for square in outlines.squares {
      let ring = Array(outlines.nodes[square.range].dropLast())
      guard let (street, rule) = crossing(of: square, open: open) else { continue }
      addPerimeter(square, ring, street, rule)
      let entries = ring.filter { uses[Int($0)] >= 2 || marks[Int($0)] != 0 }.prefix(24)
      guard entries.count >= 2, ring.count <= 400 else { continue }
      let polygon = Polygon(
        outer: Ring(ring.map { coordinate($0) }),
        holes: square.holes.map { Ring(outlines.nodes[$0].map { coordinate($0) }) })
      for (row, a) in entries.enumerated() {
        for b in entries.dropFirst(row + 1) where sees(a, b, ring, polygon, obstacles) {
          addWalk(from: a, to: b, street, rule, row: square)
        }
      }
    }
  }

  /// How one crosses a square: freely, or as its tags allow; nil where nobody may walk.
  private mutating func crossing(
    of square: Outlines.Outline, open: ClassID
  ) -> (street: ClassID, rule: RuleID)? {
    let isRelation = square.element.kind == .relation
    let tags = isRelation ? map.tags(relation: square.tagRow) : map.tags(way: square.tagRow)
    guard let own = classifier.classify(tags)?.main else { return nil }
    let walking = classifier.traits[TraitsID(own, .foot).index]
    guard walking.forward > 0 else { return nil }
    let isOpen = walking.access(against: false).permissionOnWay(hasPass: false) == .through
    return (isOpen ? open : own, rule(tags, own))
  }

  /// The outline of a square drawn as a multipolygon is no way yet.
  private mutating func addPerimeter(
    _ square: Outlines.Outline, _ ring: [UInt32], _ street: ClassID, _ rule: RuleID
  ) {
    guard square.element.kind == .relation, let first = ring.first else { return }
    let start = vertices.count
    vertices += ring + [first]
    ways.append(
      RoutableWay(
        row: square.tagRow, street: street, rule: rule, vertices: start..<vertices.count, isRelation: true))
    for vertex in ring { uses[Int(vertex)] = min(uses[Int(vertex)] + 1, 2) }
  }

  private func sees(
    _ a: UInt32, _ b: UInt32, _ ring: [UInt32], _ polygon: Polygon, _ obstacles: ObstacleMap
  ) -> Bool {
    let line = Segment(coordinate(a), coordinate(b))
    let middle = line.a.interpolated(to: line.b, fraction: 0.5)
    guard a != b, polygon.contains(middle) else { return false }
    for edges in [polygon.outer.edges].map({ Array($0) }) + polygon.holes.map({ Array($0.edges) }) {
      if edges.contains(where: { $0.crosses(line) }) { return false }
    }
    return obstacles.isClear(line)
  }

  private mutating func addWalk(
    from a: UInt32, to b: UInt32, _ street: ClassID, _ rule: RuleID, row: Outlines.Outline
  ) {
    let start = vertices.count
    vertices += [a, b]
    uses[Int(a)] = 2
    uses[Int(b)] = 2
    ways.append(
      RoutableWay(
        row: row.tagRow, street: street, rule: rule, vertices: start..<vertices.count,
        isRelation: row.element.kind == .relation))
  }
}
