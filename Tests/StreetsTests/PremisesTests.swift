import Dense
import Geo
import OSM
import Testing

@testable import Streets

@Suite struct PremisesTests {
  /// A square building of 40 m with a yard of 20 m in it, drawn as a multipolygon; a street beside it.
  private func house(_ entrance: [(String, String)], at node: Int64 = 1) -> SmallMap {
    var map = SmallMap()
    let corners: [(Int64, Double, Double)] = [
      (1, 0, 0), (2, 40, 0), (3, 40, 40), (4, 0, 40), (11, 10, 10), (12, 30, 10), (13, 30, 30), (14, 10, 30),
    ]
    for (id, x, y) in corners { map.node(id, x, y, id == node ? entrance : []) }
    map.way(1, [1, 2, 3, 4, 1], [])
    map.way(2, [11, 12, 13, 14, 11], [])
    map.relation(
      1, [(ElementID(.way, 1), "outer"), (ElementID(.way, 2), "inner")],
      [("type", "multipolygon"), ("building", "yes"), ("addr:housenumber", "7"), ("addr:street", "石路")])
    map.node(21, -50, -10)
    map.node(22, 90, -10)
    map.way(3, [21, 22], [("highway", "residential")])
    return map
  }

  @Test func `A yard is no building, and a door on it belongs to the house around it`() throws {
    let tables = house([("entrance", "staircase")], at: 11).tables()
    #expect(tables.premises.buildings.count == 1)
    let door = try #require(tables.premises.doors.ids.first)
    #expect(tables.premises.doors[door].building == BuildingID(0))
    #expect(tables.premises.doors[door].kind == DoorKind.staircase.rawValue)
  }

  @Test(
    arguments: [
      ([("entrance", "main")], DoorKind.main), ([("entrance", "yes")], .other),
      ([("entrance", "service")], .service),
      ([("door", "hinged")], .other), ([("door", "no")], nil), ([("entrance", "emergency")], nil),
      ([("entrance", "main"), ("access", "no")], nil),
    ] as [([(String, String)], DoorKind?)])
  func `A door is what one may enter by`(_ tags: [(String, String)], _ kind: DoorKind?) {
    let premises = house(tags).tables().premises
    #expect(premises.doors.ids.first.map { premises.doors[$0].kind } == kind?.rawValue)
  }

  @Test func `A door that nobody may use is reported`() {
    let tables = house([("entrance", "main"), ("access", "no")]).tables()
    #expect(tables.found(.conflictingTags) == ["node/1 entrance=main, access=no"])
  }

  @Test func `A door takes the number of its house, and both are addresses`() throws {
    let tables = house([("entrance", "main"), ("addr:housenumber", "7A")]).tables()
    let premises = tables.premises
    let numbers = premises.addresses.ids.map { tables.texts[premises.addresses[$0].houseNumber] }
    #expect(numbers == ["7A", "7"])
    let door = try #require(premises.doors.ids.first)
    #expect(tables.texts[premises.doors[door].houseNumber] == "7A")
    #expect(premises.addresses[AddressID(0)].door == door)
  }

  @Test func `A door is joined to the street without crossing its house`() {
    let tables = house([("entrance", "main")]).tables()
    let connectors = tables.premises.connectors[DoorID(0)].map { tables.premises.connectors.values[$0] }
    #expect(!connectors.isEmpty)
    #expect(connectors.allSatisfy { $0.isClear == 1 })
  }

  // MARK: Compounds

  private func estate(gate: [(String, String)]) -> SmallMap {
    var map = house([("entrance", "main")])
    for (id, x, y) in [(31, -20, -5), (32, 80, -5), (33, 80, 80), (34, -20, 80)] {
      map.node(Int64(id), Double(x), Double(y), id == 31 ? gate : [])
    }
    map.way(9, [31, 32, 33, 34, 31], [("barrier", "wall"), ("name", "石园")])
    return map
  }

  @Test func `A gate on the wall belongs to the estate`() {
    let premises = estate(gate: [("barrier", "gate")]).tables().premises
    #expect(premises.compounds.count == 1)
    #expect(premises.compoundGates[CompoundID(0)].count == 1)
    #expect(premises.buildings[BuildingID(0)].compound == CompoundID(0))
  }

  @Test func `An estate behind a wall without a gate is reported`() {
    #expect(estate(gate: []).tables().found(.compoundWithoutGate) == ["way/9  \"石园\""])
  }

  // MARK: Diagnostics

  @Test(
    arguments: [
      ([("oneway", "yes"), ("oneway:motor_vehicle", "-1")], Diagnostic.Kind.conflictingTags),
      ([("junction", "roundabout"), ("oneway", "-1")], .conflictingTags),
      ([("level", "B1")], .unreadableLevel),
      ([("maxspeed", "fast")], .unreadableTag), ([("access", "perhaps")], .unreadableTag),
      ([("maxspeed", "30 mph"), ("oneway", "yes"), ("oneway:bicycle", "no"), ("access", "yes;permit")], nil),
    ] as [([(String, String)], Diagnostic.Kind?)])
  func `Tags that cannot be read or contradict each other are reported`(
    _ tags: [(String, String)], _ kind: Diagnostic.Kind?
  ) {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 50, 0)
    map.way(1, [1, 2], [("highway", "residential")] + tags)
    #expect(map.tables().diagnostics.map(\.kind) == (kind.map { [$0] } ?? []))
  }

  // MARK: Threads

  @Test func `The number of threads changes nothing`() {
    var map = SmallMap()
    for row in 0..<20 {
      for column in 0..<20 {
        let id = Int64(row * 20 + column + 1)
        map.node(id, Double(column) * 40, Double(row) * 40, id % 17 == 0 ? [("barrier", "gate")] : [])
      }
    }
    for line in 0..<20 {
      let first = Int64(line * 20 + 1)
      map.way(Int64(line) + 1, (0..<20).map { first + Int64($0) }, [("highway", "residential")])
      map.way(Int64(line) + 100, (0..<20).map { Int64(line + 1 + $0 * 20) }, [("highway", "service")])
      map.way(Int64(line) + 200, [first, first + 210 - Int64(line * 10)], [("barrier", "fence")])
    }
    let one = map.tables(threads: 1)
    let many = map.tables(threads: 5)
    #expect(one.network.head.values == many.network.head.values)
    #expect(one.network.segmentClass.values == many.network.segmentClass.values)
    #expect(one.network.geometry.values.values == many.network.geometry.values.values)
    #expect(one.texts.bytes.values.values == many.texts.bytes.values.values)
    #expect(one.diagnostics == many.diagnostics)
    #expect(!one.found(.unmappedOpening).isEmpty)
  }

  // MARK: What stands in the way

  /// A street, and north of it a yard with a door, behind what `draw` adds.
  private func yard(_ draw: (inout SmallMap) -> Void) -> CityTables {
    var map = SmallMap()
    map.node(21, -50, -10)
    map.node(22, 90, -10)
    map.way(3, [21, 22], [("highway", "residential")])
    for (id, x, y) in [(1, 0.0, 40.0), (2, 20, 40), (3, 40, 40), (4, 40, 60), (5, 0, 60)] {
      map.node(Int64(id), x, y, id == 2 ? [("entrance", "main")] : [])
    }
    map.way(1, [1, 2, 3, 4, 5, 1], [("building", "yes")])
    draw(&map)
    return map.tables()
  }

  /// A ring around the yard, with a node on its south side.
  private func fence(
    _ map: inout SmallMap, _ id: Int64, margin: Double, _ tags: [(String, String)],
    gate: [(String, String)] = []
  ) {
    let first = id * 10
    let (west, east, south, north) = (-margin, 40 + margin, 40 - margin, 60 + margin)
    let ring = [(west, south), (20, south), (east, south), (east, north), (west, north)]
    for (row, (x, y)) in ring.enumerated() {
      map.node(first + Int64(row), x, y, row == 1 ? gate : [])
    }
    map.way(id, [first, first + 1, first + 2, first + 3, first + 4, first], tags)
  }

  private func firstConnector(_ tables: CityTables) throws -> DoorConnector {
    let door = try #require(tables.premises.doors.ids.first)
    let row = try #require(tables.premises.connectors[door].first)
    return tables.premises.connectors.values[row]
  }

  @Test(arguments: [true, false])
  func `Of two gates on the way to a door the stricter one decides`(_ isOuter: Bool) throws {
    let open = [("barrier", "gate"), ("access", "yes")]
    let locked = [("barrier", "gate"), ("access", "private")]
    let tables = yard { map in
      fence(&map, 5, margin: 10, [("barrier", "fence")], gate: isOuter ? open : locked)
      fence(&map, 6, margin: 20, [("barrier", "wall")], gate: isOuter ? locked : open)
    }
    let connector = try firstConnector(tables)
    #expect(connector.isClear == 1)
    #expect(tables.premises.gates[connector.gate].element.id == ElementID(.node, isOuter ? 61 : 51))
  }

  @Test func `Where a path merely crosses a fence no connector leads through`() throws {
    let tables = yard { map in
      fence(&map, 5, margin: 20, [("barrier", "fence")])
      map.node(31, 5, -10)
      map.node(32, 5, 15)
      map.node(33, 5, 24)
      map.way(31, [31, 32], [("highway", "footway")])
      map.way(32, [32, 33], [("highway", "footway")])
    }
    #expect(tables.obstacles.openings.count == 0)
    // The door is joined to the piece of the path inside.
    let connector = try firstConnector(tables)
    #expect(connector.isClear == 1)
    #expect(tables.network.osmID[connector.segment] == 32)
  }

  @Test func `The edge of a square opens no wall, a path does`() {
    func openings(_ tags: [(String, String)]) -> Int {
      yard { map in
        fence(&map, 5, margin: 20, [("barrier", "fence")])
        map.node(31, 10, 0)
        map.node(32, 30, 0)
        map.way(31, [51, 31, 32, 51], tags)
      }.obstacles.openings.count
    }
    #expect(openings([("highway", "pedestrian"), ("area", "yes")]) == 0)
    #expect(openings([("highway", "pedestrian")]) == 1)
  }

  @Test func `A building whose outline is tagged as well keeps its yard`() throws {
    var map = SmallMap()
    let corners: [(Int64, Double, Double)] = [
      (1, 0, 0), (2, 40, 0), (3, 40, 40), (4, 0, 40), (11, 10, 10), (12, 30, 10), (13, 30, 30), (14, 10, 30),
    ]
    for (id, x, y) in corners { map.node(id, x, y) }
    map.way(1, [1, 2, 3, 4, 1], [("building", "yes")])
    map.way(2, [11, 12, 13, 14, 11], [])
    map.relation(
      1, [(ElementID(.way, 1), "outer"), (ElementID(.way, 2), "inner")],
      [("type", "multipolygon"), ("building", "yes")])
    map.node(21, 12, 12)
    map.node(22, 28, 28)
    map.way(3, [21, 22], [("highway", "footway")])
    let tables = map.tables()
    // Both can be asked for.
    #expect(tables.premises.buildings.count == 2)
    #expect(tables.obstacles.isClear(Segment(map.place(21), map.place(22)), start: .open, end: .open))
  }

  @Test(arguments: [("layer", "1"), ("building:min_level", "1"), ("location", "roof")])
  func `One walks under what does not stand on the ground`(_ tag: (String, String)) throws {
    let tables = yard { map in
      for (id, x, y) in [(41, -60.0, 0.0), (42, 100, 0), (43, 100, 30), (44, -60, 30)] {
        map.node(Int64(id), x, y)
      }
      map.way(40, [41, 42, 43, 44, 41], [("building", "yes"), tag])
    }
    #expect(tables.premises.buildings.count == 2)
    let connector = try firstConnector(tables)
    #expect(connector.isClear == 1)
    #expect(connector.bendCount == 0)
  }

  @Test func `A path joined to nothing is an island, and its door is joined to the street too`() throws {
    let tables = yard { map in
      map.node(23, 200, -10)
      map.way(4, [22, 23], [("highway", "residential")])
      map.node(31, 5, 35)
      map.way(31, [31, 2], [("highway", "footway")])
    }
    let door = try #require(tables.premises.doors.ids.first)
    let ways = tables.premises.connectors[door].map {
      tables.network.osmID[tables.premises.connectors.values[$0].segment]
    }
    #expect(ways.first == 31 && ways.contains(3))
    #expect(tables.segments(ofWay: 31).allSatisfy { tables.network.extras[$0].isIsland })
    #expect(tables.segments(ofWay: 3).allSatisfy { !tables.network.extras[$0].isIsland })
  }
}
