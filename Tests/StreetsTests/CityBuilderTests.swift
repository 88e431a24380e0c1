import Dense
import Geo
import OSM
import Testing

@testable import Streets

private let street = [("highway", "residential")]
private let path = [("highway", "footway")]

@Suite struct CityBuilderTests {
  // MARK: Barriers

  @Test(
    arguments: [
      ("bollard", [], Mode.car, Access.no), ("bollard", [], .ebike, .yes),
      ("bollard", [("access", "yes")], .car, .no), ("bollard", [("motorcar", "yes")], .car, .yes),
      ("stile", [("access", "permissive")], .bicycle, .no), ("gate", [], .foot, .unknown),
      ("gate", [("access", "private")], .foot, .private),
      ("gate", [("access", "no"), ("foot", "yes")], .foot, .yes),
      ("gate", [("access", "no"), ("foot", "yes")], .car, .no),
      ("lift_gate", [("vehicle", "destination")], .car, .destination),
      ("turnstile", [], .foot, .yes), ("wicket_gate", [], .ebike, .dismount),
      ("block", [], .motorcycle, .yes),
    ] as [(String, [(String, String)], Mode, Access)])
  func `A barrier lets pass whom its tags and its width let pass`(
    _ kind: String, _ tags: [(String, String)], _ mode: Mode, _ access: Access
  ) throws {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 50, 0, [("barrier", kind)] + tags)
    map.node(3, 100, 0)
    map.way(1, [1, 2, 3], street)
    let tables = map.tables()
    let gate = try #require(tables.premises.gates.ids.first)
    #expect(tables.rules[tables.premises.gates[gate].rule][mode] == access)
    #expect(tables.premises.gateSegments[gate].count == 1)
    #expect(map.hops(.foot, from: 1, to: 3) == 2)
  }

  @Test func `A gate where three ways meet keeps them apart and joins all of them`() throws {
    var map = SmallMap()
    map.node(1, -50, 0)
    map.node(2, 0, 0, [("barrier", "gate")])
    map.node(3, 50, 0)
    map.node(4, 0, 50)
    map.way(1, [1, 2, 3], street)
    map.way(2, [2, 4], street)
    let tables = map.tables()
    let gate = try #require(tables.premises.gates.ids.first)
    #expect(tables.premises.gateSegments[gate].count == 3)
    #expect(map.hops(.car, from: 1, to: 4) == 2)
    #expect(map.hops(.car, from: 3, to: 4) == 2)
  }

  // MARK: Crossings

  @Test func `A way through a wall without a gate gets an unmapped one, and it is reported`() throws {
    var map = SmallMap()
    drawWall(&map)
    map.node(1, 0, -50)
    map.node(2, 0, 50)
    map.way(1, [1, 2], path)
    let tables = map.tables()
    let gate = try #require(tables.premises.gates.ids.first)
    #expect(tables.premises.gates[gate].kind == BarrierKind.unmapped.rawValue)
    #expect(tables.found(.unmappedOpening) == ["way/1 way/9"])
    #expect(map.hops(.foot, from: 1, to: 2) == 2)
  }

  @Test(arguments: [[("bridge", "yes")], [("tunnel", "yes")], [("layer", "1")]] as [[(String, String)]])
  func `A bridge or tunnel crosses no wall`(_ tags: [(String, String)]) {
    var map = SmallMap()
    drawWall(&map)
    map.node(1, 0, -50)
    map.node(2, 0, 50)
    map.way(1, [1, 2], path + tags)
    #expect(map.tables().premises.gates.count == 0)
  }

  @Test func `A node that wall and way share is an opening`() {
    var map = SmallMap()
    map.node(90, -50, 0)
    map.node(91, 0, 0)
    map.node(92, 50, 0)
    map.way(9, [90, 91, 92], [("barrier", "wall")])
    map.node(1, 0, -50)
    map.node(2, 0, 50)
    map.way(1, [1, 91, 2], path)
    let tables = map.tables()
    #expect(tables.premises.gates.count == 0)
    #expect(tables.obstacles.openings.count == 1)
  }

  @Test func `A way through a wall or a house names what it crosses`() throws {
    var map = SmallMap()
    drawWall(&map)
    for (id, x, y) in [(21, -10.0, 20.0), (22, 10, 20), (23, 10, 30), (24, -10, 30)] {
      map.node(Int64(id), x, y)
    }
    map.way(8, [21, 22, 23, 24, 21], [("building", "yes")])
    map.node(1, 0, -50)
    map.node(2, 0, 50)
    map.way(1, [1, 2], path)
    let premises = map.tables().premises
    let crossed = premises.gates.ids.compactMap { premises.gates[$0].crossed }
    #expect(crossed.map(\.element) == [ElementID(.way, 9), ElementID(.way, 8), ElementID(.way, 8)])
    #expect(crossed.map(\.kind) == [.wall, .building, .building])
  }

  @Test(arguments: [("tunnel", "building_passage"), ("covered", "yes"), ("layer", "-1")])
  func `A passage through a house is a passage`(_ tag: (String, String)) {
    var map = SmallMap()
    for (id, x, y) in [(21, -10.0, 20.0), (22, 10, 20), (23, 10, 30), (24, -10, 30)] {
      map.node(Int64(id), x, y)
    }
    map.way(8, [21, 22, 23, 24, 21], [("building", "yes")])
    map.node(1, 0, -50)
    map.node(2, 0, 50)
    map.way(1, [1, 2], path + [tag])
    #expect(map.tables().premises.gates.count == 0)
  }

  @Test func `A gate drawn a little beside its wall opens it`() {
    var map = SmallMap()
    drawWall(&map)
    map.node(1, 0, -50)
    map.node(2, 0, 50)
    map.node(3, 0, 0.7, [("barrier", "gate")])
    map.way(1, [1, 3, 2], path)
    let tables = map.tables()
    #expect(tables.premises.gates.count == 1)
    #expect(tables.found(.unmappedOpening).isEmpty)
  }

  private func drawWall(_ map: inout SmallMap) {
    map.node(90, -50, 0)
    map.node(92, 50, 0)
    map.way(9, [90, 92], [("barrier", "wall")])
  }

  // MARK: Shapes of ways

  @Test func `Bridges join nothing that they cross`() {
    var map = SmallMap()
    map.node(1, -50, 0)
    map.node(2, 50, 0)
    map.node(3, 0, -50)
    map.node(4, 0, 50)
    map.way(1, [1, 2], street)
    map.way(2, [3, 4], street + [("bridge", "yes"), ("layer", "1")])
    #expect(map.hops(.car, from: 1, to: 4) == nil)
  }

  @Test func `A loop is cut so that each segment joins two nodes`() {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 50, 0)
    map.node(3, 50, 50)
    map.node(4, -50, 0)
    map.way(1, [1, 2, 3, 1], street)
    map.way(2, [4, 1], street)
    map.way(3, [4, 2, 4], street)
    let tables = map.tables()
    let network = tables.network
    for arc in network.heading.ids { #expect(network.head[arc] != network.tail[arc]) }
    #expect(tables.segments(ofWay: 1).count == 2)
  }

  @Test func `A way with a missing node is cut there and reported`() {
    var map = SmallMap()
    for id in 1...4 { map.node(Int64(id), Double(id) * 50, 0) }
    map.way(1, [1, 2, 77, 3, 4], street)
    #expect(map.tables().found(.missingNodes) == ["way/1 1 of 5 nodes"])
    #expect(map.hops(.car, from: 1, to: 4) == nil)
    #expect(map.hops(.car, from: 3, to: 4) == 1)
  }

  @Test func `A lift takes its wait and three seconds a floor, and no vehicle`() throws {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 10, 0, [("highway", "elevator"), ("level", "0;5")])
    map.node(3, 20, 0)
    map.way(1, [1, 2], path + [("level", "0")])
    map.way(2, [2, 3], path + [("level", "5")])
    let network = map.tables().network
    let lift = try #require(network.length.ids.first { network.kind($0) == .elevator })
    #expect(network.extras[lift].fixedForward == 400)
    #expect(map.hops(.foot, from: 1, to: 3) == 2)
    #expect(map.hops(.ebike, from: 1, to: 3) == nil)
  }

  @Test func `Steps take as long as their number asks for, up and down`() throws {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 10, 0)
    map.way(1, [1, 2], [("highway", "steps"), ("step_count", "20"), ("incline", "down")])
    let network = map.tables().network
    let steps = try #require(network.length.ids.first)
    #expect(network.extras[steps].stepCount == 20)
    #expect(network.extras[steps].fixedForward == 104)
    #expect(network.extras[steps].fixedBackward == 124)
  }

  @Test(
    arguments: [
      ("0", 0, 0), ("-1;2", -10, 20), ("1-3", 10, 30), ("-2--1", -20, -10), ("0.5", 5, 5), ("B1", nil, nil),
      ("900", nil, nil),
    ] as [(String, Int16?, Int16?)])
  func `Levels are read in tenths of a floor`(_ text: String, _ lowest: Int16?, _ highest: Int16?) {
    let level = LevelTag(text)
    #expect(level?.lowest == lowest)
    #expect(level?.highest == highest)
  }

  // MARK: Squares

  @Test(
    arguments: [([], 1), ([("access", "no")], nil), ([("access", "private")], 1)]
      as [([(String, String)], Int?)])
  func `A square is crossed straight by those who may enter it`(_ tags: [(String, String)], _ hops: Int?) {
    var map = SmallMap()
    for (id, x, y) in [(1, 0, 0), (2, 40, 0), (3, 40, 40), (4, 0, 40), (5, -20, -20), (6, 60, 60)] {
      map.node(Int64(id), Double(x), Double(y))
    }
    map.way(1, [1, 2, 3, 4, 1], [("highway", "pedestrian"), ("area", "yes")] + tags)
    map.way(2, [5, 1], path)
    map.way(3, [3, 6], path)
    #expect(map.hops(.foot, from: 1, to: 3) == hops)
    let network = map.tables().network
    let isFree = network.length.ids.contains { network.kind($0) == .square }
    #expect(isFree == tags.isEmpty)
  }

  // MARK: Rules of ways

  @Test func `A way closed but at night keeps its base rule and its condition`() throws {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 50, 0)
    map.way(
      1, [1, 2], street + [("motor_vehicle", "no"), ("motor_vehicle:conditional", "yes @ (22:00-06:00)")])
    let tables = map.tables()
    let rule = tables.rules[tables.network.rule[SegmentID(0)]]
    #expect(rule[.car] == .no)
    #expect(tables.texts[rule[condition: .car]] == "yes @ (22:00-06:00)")
    #expect(rule[.foot] == .yes)
    #expect(rule[condition: .bicycle] == .none)
  }

  @Test func `A track with hours stays a track: cars only to its ends`() {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 50, 0)
    map.way(1, [1, 2], [("highway", "track"), ("opening_hours", "08:00-18:00")])
    let tables = map.tables()
    #expect(tables.rules[tables.network.rule[SegmentID(0)]][.car] == .destination)
  }
}
