import Dense
import Geo
import OSM
import Testing

@testable import Streets

private let street = [("highway", "residential")]

/// Maps that nobody draws on purpose: the import reads what it can and goes on.
@Suite struct HostileMapTests {
  @Test(arguments: ["nan", "inf", "-inf", "1e999", "-5", "0x1p1000", "1e300"])
  func `A number that is none harms nobody`(_ text: String) {
    var map = SmallMap()
    map.node(1, 0, 0, [("ele", text)])
    map.node(2, 50, 0, [("ele", "200")])
    map.node(3, 100, 0, [("barrier", "gate"), ("kaimen:delay", text)])
    map.node(4, 150, 0)
    let tags = [("step_count", text), ("height", text), ("level", text), ("layer", text), ("maxspeed", text)]
    map.way(1, [1, 2], [("highway", "steps")] + tags)
    map.way(2, [2, 3, 4], street + [("kaimen:delay", text), ("access", "permit"), ("duration", text)])
    for (id, x, y) in [(11, 20.0, 20.0), (12, 40, 20), (13, 40, 40), (14, 20, 40)] {
      map.node(Int64(id), x, y)
    }
    map.way(3, [11, 12, 13, 14, 11], [("building", "yes"), ("building:levels", text), ("min_level", text)])
    #expect(map.tables().segments(ofWay: 1).count == 1)
  }

  @Test func `A length beyond the range is the greatest that is in it`() {
    #expect(Millimetres(metres: 5e6).rawValue == .max)
    #expect(Millimetres(metres: -1) == .zero)
    #expect(Millimetres(metres: .nan) == .zero)
    #expect(Milliseconds(seconds: 1e12) == .unreachable)
    #expect(Millimetres(metres: 1.2345).rawValue == 1235)
  }

  @Test func `Numbers of tags are finite`() {
    #expect(Double(osm: "nan") == nil)
    #expect(Double(osm: "1e999") == nil)
    #expect(Double(osm: "2.5") == 2.5)
  }

  @Test func `A lift with many doors has a passage to each, not one between any two`() throws {
    var map = SmallMap()
    map.node(1, 0, 0, [("highway", "elevator")])
    for id in 2...21 {
      map.node(Int64(id), 30, Double(id) * 10)
      map.way(Int64(id), [1, Int64(id)], [("highway", "corridor"), ("level", "\(id)")])
    }
    let tables = map.tables()
    let gate = try #require(tables.premises.gates.ids.first)
    #expect(tables.premises.gateSegments[gate].count == 20)
    #expect(map.hops(.foot, from: 2, to: 21) == 2)
  }

  @Test func `Where three ways meet at a gate each passage takes half of its delay`() throws {
    var map = SmallMap()
    map.node(1, -50, 0)
    map.node(2, 0, 0, [("barrier", "gate")])
    map.node(3, 50, 0)
    map.node(4, 0, 50)
    map.way(1, [1, 2, 3], street)
    map.way(2, [2, 4], street)
    let tables = map.tables()
    let gate = try #require(tables.premises.gates.ids.first)
    let whole = tables.rules[tables.premises.gates[gate].rule].delay
    let halves = tables.premises.gateSegments[gate].map { item in
      tables.rules[tables.network.rule[tables.premises.gateSegments.values[item]]].delay
    }
    #expect(whole == 60)
    #expect(halves == [30, 30, 30])
  }

  @Test func `A turn restriction with too many members is broken`() {
    var map = SmallMap()
    map.node(0, 0, 0)
    var members: [(ElementID, String)] = [(ElementID(.node, 0), "via")]
    for id in 1...40 {
      map.node(Int64(id), 50, Double(id))
      map.way(Int64(id), [0, Int64(id)], street)
      members += [(ElementID(.way, Int64(id)), "from"), (ElementID(.way, Int64(id)), "to")]
    }
    map.relation(1, members, [("type", "restriction"), ("restriction", "no_left_turn")])
    #expect(map.tables().found(.brokenRelation).count == 1)
  }

  @Test func `A restriction that names its members twice is read once`() {
    var map = SmallMap()
    map.node(1, -50, 0)
    map.node(2, 0, 0)
    map.node(3, 50, 0)
    map.node(4, 0, 50)
    map.way(1, [1, 2], street)
    map.way(2, [2, 3], street)
    map.way(3, [2, 4], street)
    let members = [
      (ElementID(.way, 1), "from"), (ElementID(.node, 2), "via"), (ElementID(.way, 3), "to"),
    ]
    let many = Array(repeating: members, count: 500).flatMap(\.self)
    map.relation(1, many, [("type", "restriction"), ("restriction", "no_left_turn")])
    #expect(map.tables().found(.brokenRelation).isEmpty)
    // Only by way of the end of the street, where one turns round.
    #expect(map.hops(.car, from: 1, to: 4) == 4)
    #expect(map.hops(.foot, from: 1, to: 4) == 2)
  }

  @Test func `Chains over via ways end`() {
    var map = SmallMap()
    for id in 0...40 { map.node(Int64(id), Double(id % 7) * 10, Double(id / 7) * 10) }
    // One way that visits the same nodes again and again in another order.
    let tour = (0..<400).map { Int64(($0 * $0 + 7 * $0) % 41) }
    var ids: [Int64] = []
    for id in tour where ids.last != id { ids.append(id) }
    map.way(1, [0, 1], street)
    map.way(2, ids, street)
    map.way(3, [0, 40], street)
    var members: [(ElementID, String)] = [(ElementID(.way, 1), "from"), (ElementID(.way, 3), "to")]
    members += Array(repeating: (ElementID(.way, 2), "via"), count: 10)
    map.relation(1, members, [("type", "restriction"), ("restriction", "no_u_turn")])
    #expect(map.tables().found(.brokenRelation).count <= 1)
  }
}
