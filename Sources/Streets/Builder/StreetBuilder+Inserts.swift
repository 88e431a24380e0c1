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
  /// Puts a junction beside every bay, on the nearest street where an e-bike may be ridden, at most 40 m off,
  /// with nothing that is mapped between the two.
  mutating func insertBays(_ picks: [BayPick], _ obstacles: ObstacleMap) {
    var inserts: [Int: [VertexInsert]] = [:]
    for pick in picks {
      guard let spot = pick.spots.list.first(where: { isBeside(pick.position, $0, obstacles) }) else {
        continue
      }
      bays.append(BayDraft(place: pick.place, vertex: vertex(at: spot, &inserts)))
    }
    insert(inserts)
  }

  /// Rows of the bays, at most four in a square of some 10 m: more would be one bay all the same.
  private func thinned(_ places: [PlaceDraft]) -> [Int] {
    var counts: [Coordinate: Int] = [:]
    return places.indices.filter { row in
      guard places[row].isBay else { return false }
      let position = places[row].position
      let square = Coordinate(
        longitudeE7: position.longitudeE7 / 1000, latitudeE7: position.latitudeE7 / 1000)
      counts[square, default: 0] += 1
      return counts[square, default: 0] <= 4
    }
  }

  /// The bays among `places`, and the streets that are near them.
  func bayPicks(_ places: [PlaceDraft]) -> [BayPick] {
    var picks = thinned(places).map { BayPick(place: $0, position: places[$0].position) }
    if picks.isEmpty { return [] }
    let positions = picks.map(\.position)
    let index = CellIndex(
      boxes: positions.map { BoundingBox(around: $0, metres: BayPick.reach) }, cellSize: 80)
    let frames = positions.map { LocalFrame(at: $0) }
    let rides = classifier.classes.indices.map { isRidden(ClassID($0)) }
    let parts = Parallel.chunks(of: ways.count, threads: options.threads) {
      [ways, vertices, map, madePoints] rows in
      let places = map.data.nodeCoordinates
      func coordinate(_ vertex: UInt32) -> Coordinate {
        Int(vertex) < places.count ? places[Int(vertex)] : madePoints[Int(vertex) - places.count]
      }
      var found = [UInt32: BayPick.Spots]()
      for way in ways[rows] where rides[way.street.index] {
        for piece in way.vertices.dropLast() {
          let line = (coordinate(vertices[piece]), coordinate(vertices[piece + 1]))
          index.forEach(in: BoundingBox(line.0, line.1)) { item in
            guard let spot = BayPick.Spot(line, from: frames[Int(item)], piece: piece) else { return }
            found[item, default: BayPick.Spots()].offer(spot)
          }
        }
      }
      return found
    }
    // In the order of the ways, so that of two streets as near the first wins.
    for part in parts { for (item, found) in part { picks[Int(item)].spots.add(found) } }
    return picks
  }

  /// Whether one gets straight from the bay to the street.
  private func isBeside(_ bay: Coordinate, _ spot: BayPick.Spot, _ obstacles: ObstacleMap) -> Bool {
    spot.distance < 0.1 || obstacles.isClear(Segment(bay, spot.point))
  }

  private mutating func vertex(at spot: BayPick.Spot, _ inserts: inout [Int: [VertexInsert]]) -> UInt32 {
    if spot.fraction <= 0.02 || spot.fraction >= 0.98 {
      let vertex = vertices[spot.fraction < 0.5 ? spot.piece : spot.piece + 1]
      if Int(vertex) < uses.count { uses[Int(vertex)] = 2 }
      return vertex
    }
    let vertex = addPoint(spot.point)
    inserts[spot.piece, default: []].append(VertexInsert(fraction: spot.fraction, vertex: vertex))
    return vertex
  }

  /// A bay and the nearest places on streets beside it.
  struct BayPick {
    /// Metres.
    fileprivate static let reach = 40.0

    /// Row among the places.
    let place: Int
    let position: Coordinate
    var spots = Spots()

    struct Spot {
      var piece: Int
      var fraction: Double
      var point: Coordinate
      var distance: Double

      /// The point of `line` that is nearest to the middle of `frame`, the place of the bay; nil beyond the reach.
      init?(_ line: (Coordinate, Coordinate), from frame: LocalFrame, piece: Int) {
        let (a, b) = (frame.point(line.0), frame.point(line.1))
        distance = Point.zero.distance(toSegment: a, b)
        guard distance < BayPick.reach else { return nil }
        fraction = Point.zero.nearestFraction(on: a, b)
        point = line.0.interpolated(to: line.1, fraction: fraction)
        self.piece = piece
      }
    }

    struct Spots {
      private static let limit = 6
      /// The nearest first.
      private(set) var list: [Spot] = []

      /// Adds a spot, once for each piece; of two as near the one of the earlier piece comes first.
      mutating func offer(_ spot: Spot) {
        if list.contains(where: { $0.piece == spot.piece }) { return }
        if list.count == Spots.limit {
          guard spot.distance < list[Spots.limit - 1].distance else { return }
          list.removeLast()
        }
        list.insert(spot, at: list.firstIndex { $0.distance > spot.distance } ?? list.count)
      }

      /// Adds what was found on later ways.
      mutating func add(_ later: Spots) {
        for spot in later.list { offer(spot) }
      }
    }
  }

  /// Whether an e-bike is ridden, not pushed, on ways of this class, on the ground.
  private func isRidden(_ street: ClassID) -> Bool {
    let traits = classifier.traits[TraitsID(street, .ebike).index]
    return traits.forward > 0 && traits.pushed & 1 == 0 && Footing.isGround(classifier.classes[street.index])
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
    // The vertices of the ways follow one another.
    var pieces = inserts.sorted { $0.key < $1.key }[...]
    for way in ways.indices {
      let (start, end) = (rebuilt.count, ways[way].vertices.upperBound)
      var next = ways[way].vertices.lowerBound
      while let (piece, added) = pieces.first, piece < end {
        pieces.removeFirst()
        guard piece >= next, piece + 1 < end else { continue }
        rebuilt += vertices[next...piece]
        rebuilt += added.sorted { $0.fraction < $1.fraction }.map(\.vertex)
        next = piece + 1
      }
      rebuilt += vertices[next..<end]
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
