import Dense
import Geo
import Testing

/// Streets for tests: each line is one segment, its pieces are searched one by one.
struct TestStreets: StreetPieces {
  var pieces: [StreetPiece] = []
  var islands: Set<UInt32> = []

  func isIsland(_ owner: UInt32) -> Bool { islands.contains(owner) }

  mutating func add(_ line: [Coordinate]) {
    let owner = (pieces.last?.owner ?? 0) + 1
    var before = 0.0
    for (a, b) in zip(line, line.dropFirst()) {
      pieces.append(
        StreetPiece(
          number: UInt32(pieces.count), owner: owner, a: a, b: b, offsetBefore: Millimetres(metres: before)))
      before += a.distance(to: b)
    }
  }

  func forEachPiece(in box: BoundingBox, _ body: (StreetPiece) -> Void) {
    for piece in pieces where box.intersects(BoundingBox(piece.a, piece.b)) { body(piece) }
  }
}

@Suite struct ConnectorTests {
  private func connectors(
    from start: Coordinate, _ obstacles: ObstacleMapBuilder, _ streets: TestStreets,
    options: ConnectorOptions = ConnectorOptions()
  ) -> [Connector] {
    var finder = ConnectorFinder(obstacles: obstacles.build(), options: options)
    return finder.find(from: start, in: streets)
  }

  @Test func `in the open the shortest way to each street around is found`() throws {
    let picture = DrawnMap(
      """
      1--------------------2

                 s

      3--------------------4
      """, metresPerCharacter: 2)
    var streets = TestStreets()
    streets.add(picture.line("12"))
    streets.add(picture.line("34"))
    let ways = connectors(from: picture["s"], ObstacleMapBuilder(), streets)
    #expect(ways.map(\.owner) == [1, 2] || ways.map(\.owner) == [2, 1])
    #expect(ways.allSatisfy { $0.isClear && $0.bends.isEmpty && abs($0.length - 4) < 0.05 })
    let first = try #require(ways.first)
    #expect(abs(first.offset.metres - 22) < 0.05 && abs(first.fraction - 22.0 / 42) < 0.01)
  }

  @Test func `from an island ways lead on to the other streets`() {
    let picture = DrawnMap(
      """
      1--------------------2

      5        s      6

      3--------------------4
      """, metresPerCharacter: 2)
    var streets = TestStreets()
    for line in ["12", "34", "56"] { streets.add(picture.line(line)) }
    #expect(connectors(from: picture["s"], ObstacleMapBuilder(), streets).map(\.owner) == [3])
    streets.islands = [3]
    let ways = connectors(from: picture["s"], ObstacleMapBuilder(), streets)
    #expect(ways.map(\.owner) == [3, 1, 2] || ways.map(\.owner) == [3, 2, 1])
    #expect(ways.allSatisfy { $0.isClear })
  }

  @Test func `nobody steps onto a street where a wall crosses it`() {
    let picture = DrawnMap(
      """
      s


      w


      1-----x-----2
      """, metresPerCharacter: 2)
    var streets = TestStreets()
    streets.add(picture.line("12"))
    var obstacles = ObstacleMapBuilder()
    // The wall runs from the street's start to the north: the start is the nearest point of the street.
    obstacles.addLine([picture["1"].moved(east: 0, north: -3), picture["w"]], kind: .wall, owner: 1)
    let start = picture["s"].moved(east: -3, north: 0)
    let ways = connectors(from: start, obstacles, streets)
    #expect(ways.allSatisfy { $0.isClear })
    #expect(ways.allSatisfy { $0.position.distance(to: picture["1"]) > 0.3 })
    let map = obstacles.build()
    #expect(!map.isClear(Segment(start, picture["1"])))
  }

  @Test func `a street behind another street is not connected`() {
    let picture = DrawnMap(
      """
      1--------------------2
      3--------------------4

                 s
      """, metresPerCharacter: 4)
    var streets = TestStreets()
    streets.add(picture.line("12"))
    streets.add(picture.line("34"))
    #expect(connectors(from: picture["s"], ObstacleMapBuilder(), streets).map(\.owner) == [2])
  }

  @Test func `who stands on a street needs no other`() {
    let picture = DrawnMap(
      """
      1-----s----2

      3----------4
      """, metresPerCharacter: 3)
    var streets = TestStreets()
    streets.add(picture.line("12"))
    streets.add(picture.line("34"))
    let ways = connectors(from: picture["s"], ObstacleMapBuilder(), streets)
    #expect(ways.map(\.owner) == [1] && ways[0].length < 0.02)
  }

  private let yard = DrawnMap(
    """
    A--------------------B
    |                    |
    |         s          g
    |                    |    1
    C--------------------D    |
                              |
    3-------------------------2
    """, metresPerCharacter: 2)

  private func fence(opening: Character?) -> ObstacleMapBuilder {
    var builder = ObstacleMapBuilder()
    builder.addLine(yard.line("ABDCA"), kind: .fence, owner: 7)
    if let opening { builder.addOpening(at: yard[opening], owner: 7) }
    return builder
  }

  private var streets: TestStreets {
    var streets = TestStreets()
    streets.add(yard.line("12"))
    streets.add(yard.line("23"))
    return streets
  }

  @Test func `out of a fenced yard the way leads through its gate`() throws {
    let ways = connectors(from: yard["s"], fence(opening: "g"), streets)
    let first = try #require(ways.first)
    #expect(first.isClear && first.openings == [OpeningID(rawValue: 0)])
    #expect(Set(ways.map(\.owner)) == [1, 2])
    #expect(first.length < 35)
    #expect(ways.allSatisfy { $0.openings == [OpeningID(rawValue: 0)] })
  }

  @Test func `a yard without a gate gives a guess that says so`() {
    let ways = connectors(from: yard["s"], fence(opening: nil), streets)
    #expect(ways.count == 1 && !ways[0].isClear && ways[0].owner == 2)
    #expect(abs(ways[0].length - 8) < 0.05)
  }

  @Test func `around the corner of a house the way is short and clear`() throws {
    let picture = DrawnMap(
      """
      A---------B
      |         |
      |         |
      C----d----D

      E-----------------F
      1-----------------2
      """)
    var builder = ObstacleMapBuilder()
    builder.addArea(picture.area("ABDC"), kind: .building, owner: 1)
    builder.addLine(picture.line("EF"), kind: .wall, owner: 2)
    var streets = TestStreets()
    streets.add(picture.line("12"))
    let ways = connectors(from: picture["d"], builder, streets)
    let way = try #require(ways.first)
    #expect(ways.count == 1 && way.isClear && way.bends.count == 1)
    // West around the end of the wall: about 5.4 m to its end and 1 m down.
    #expect(way.length > 6 && way.length < 7.5)
    var straightOnly = ConnectorOptions()
    straightOnly.bends = .none
    #expect(connectors(from: picture["d"], builder, streets, options: straightOnly).map(\.isClear) == [false])
  }

  @Test func `without any street there is no connector`() {
    #expect(connectors(from: berlin, ObstacleMapBuilder(), TestStreets()).isEmpty)
  }

  @Test func `a door is inferred on the side of the street, not at a corner`() throws {
    let picture = DrawnMap(
      """
      A---------B
      |         |
      |         |
      C---------D


      1---------------------2
      """, metresPerCharacter: 2)
    var builder = ObstacleMapBuilder()
    builder.addArea(picture.area("ABDC"), kind: .building, owner: 1)
    var streets = TestStreets()
    streets.add(picture.line("12"))
    var finder = ConnectorFinder(obstacles: builder.build())
    let found = finder.outlineDoor(for: Ring(picture.line("ABDC")), in: streets)
    let door = try #require(found)
    #expect(door.isClear && abs(door.connectors[0].length - 6) < 0.1)
    #expect(door.position.distance(to: picture["C"]) > 1 && door.position.distance(to: picture["D"]) > 1)
    let south = Segment(picture["C"], picture["D"])
    let frame = LocalFrame(at: door.position)
    #expect(Point.zero.distance(toSegment: frame.point(south.a), frame.point(south.b)) < 0.02)
  }

  @Test(arguments: 0..<16 as Range<UInt64>)
  func `connectors cross nothing, whatever the city`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let city = RandomYards(&random)
    var finder = ConnectorFinder(obstacles: city.map)
    for _ in 0..<20 {
      let start = random.coordinate(around: berlin, metres: 80)
      if city.houses.contains(where: { $0.contains(start) }) { continue }
      let ways = finder.find(from: start, in: city.streets)
      #expect(ways.map(\.length) == ways.map(\.length).sorted())
      #expect(Set(ways.map(\.owner)).count == ways.count)
      for way in ways {
        let path = [start] + way.bends + [way.position]
        #expect(abs(Polyline(path).length - way.length) < 0.1 + way.length * 0.002, "seed \(seed)")
        let piece = city.streets.pieces[Int(way.target)]
        #expect(Polyline([piece.a, piece.b]).nearest(to: way.position)!.distance < 0.02)
        if way.isClear { #expect(city.isFree(path), "seed \(seed): \(path)") }
      }
      if let best = city.shortestStraight(from: start), best < 80 {
        // Never worse than the best straight line to the nearest point of a piece.
        #expect(ways.first!.isClear && ways.first!.length < best + 0.05, "seed \(seed) at \(start)")
      }
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `adding an opening never makes the way longer`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var city = RandomYards(&random)
    let start = random.coordinate(around: berlin, metres: 60)
    var finder = ConnectorFinder(obstacles: city.map)
    let before = finder.find(from: start, in: city.streets)
    for fence in city.fences {
      city.builder.addOpening(at: fence.a.interpolated(to: fence.b, fraction: 0.5))
    }
    var opened = ConnectorFinder(obstacles: city.builder.build())
    let after = opened.find(from: start, in: city.streets)
    if let old = before.first, old.isClear {
      #expect(after[0].isClear && after[0].length < old.length + 0.5, "seed \(seed)")
    }
  }
}

/// Houses, fences with gates and streets at random, and slow answers about them.
struct RandomYards {
  var builder = ObstacleMapBuilder()
  var houses: [Polygon] = []
  var fences: [Segment] = []
  var gates: [Coordinate] = []
  var streets = TestStreets()
  var map: ObstacleMap

  init(_ random: inout SeededGenerator) {
    for owner in 0..<14 {
      let corner = random.coordinate(around: berlin, metres: 80)
      let size = Double.random(in: 6...20, using: &random)
      let turn = Double.random(in: 0...1.5, using: &random)
      let outline = [(0.0, 0.0), (1.0, 0.0), (1.0, 0.6), (0.4, 0.6), (0.4, 1.0), (0.0, 1.0)].map { x, y in
        corner.moved(east: (x - y * turn) * size, north: (y + x * turn) * size)
      }
      houses.append(Polygon(outer: Ring(outline)))
      builder.addArea([houses[owner]], kind: .building, owner: UInt32(owner))
      let centre = random.coordinate(around: berlin, metres: 80)
      let width = Double.random(in: 8...30, using: &random)
      let line = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.2)].map {
        centre.moved(east: $0.0 * width, north: $0.1 * width)
      }
      builder.addLine(line, kind: .fence, owner: UInt32(100 + owner))
      fences += zip(line, line.dropFirst()).map { Segment($0, $1) }
      if owner.isMultiple(of: 2) {
        gates.append(line[1].interpolated(to: line[2], fraction: 0.4))
        builder.addOpening(at: gates[gates.count - 1], owner: UInt32(100 + owner))
      }
    }
    for _ in 0..<4 {
      let a = random.coordinate(around: berlin, metres: 110)
      streets.add([a, random.coordinate(around: a, metres: 70), random.coordinate(around: a, metres: 70)])
    }
    map = builder.build()
  }

  /// Whether a path crosses no fence away from its gates, and goes nowhere deep into a house.
  func isFree(_ path: [Coordinate]) -> Bool {
    for (a, b) in zip(path, path.dropFirst()) {
      let line = Segment(a, b)
      for fence in fences {
        guard case .crossing(let place) = fence.meeting(line) else { continue }
        let isAtEnd = place.distance(to: path[0]) < 0.07 || place.distance(to: path[path.count - 1]) < 0.07
        if !isAtEnd && !gates.contains(where: { $0.distance(to: place) < 1.05 }) { return false }
      }
      for house in houses {
        guard house.boundingBox.intersects(line.boundingBox) else { continue }
        let steps = max(1, Int(a.distance(to: b) / 0.3))
        for step in 0...steps {
          let place = a.interpolated(to: b, fraction: Double(step) / Double(steps))
          guard house.location(of: place) == .inside else { continue }
          let frame = LocalFrame(at: place)
          let depth = house.outer.edges.map {
            Point.zero.distance(toSegment: frame.point($0.a), frame.point($0.b))
          }
          if depth.min()! > 0.4 { return false }
        }
      }
    }
    return true
  }

  /// The length of the shortest clear straight line to the nearest point of some piece.
  func shortestStraight(from start: Coordinate) -> Double? {
    streets.pieces.compactMap { piece -> Double? in
      guard let near = Polyline([piece.a, piece.b]).nearest(to: start),
        map.isClear(Segment(start, near.coordinate))
      else { return nil }
      return near.distance
    }.min()
  }
}
