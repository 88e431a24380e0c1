import OSM
import Testing

@testable import Streets

/// A crossroads: way 10 comes from the west (node 1) to the middle (node 5); 11 north, 12 east, 13 south.
private func crossroads(_ relation: [(String, String)], from: Int64 = 10, to: Int64 = 11) -> SmallMap {
  var map = SmallMap()
  map.node(1, -100, 0)
  map.node(2, 0, 100)
  map.node(3, 100, 0)
  map.node(4, 0, -100)
  map.node(5, 0, 0)
  for (way, node) in [(10, 1), (11, 2), (12, 3), (13, 4)] as [(Int64, Int64)] {
    map.way(way, way == 10 ? [node, 5] : [5, node], [("highway", "residential")])
  }
  map.relation(
    1, [(ElementID(.way, from), "from"), (ElementID(.node, 5), "via"), (ElementID(.way, to), "to")],
    [("type", "restriction")] + relation)
  return map
}

@Suite struct TurnRestrictionTests {
  @Test func `A forbidden turn is not made, other turns are`() {
    let map = crossroads([("restriction", "no_left_turn")])
    // To the end of the road, round there and back over the crossroads.
    #expect(map.hops(.car, from: 1, to: 2) == 4)
    #expect(map.hops(.car, from: 1, to: 3) == 2)
    #expect(map.hops(.car, from: 2, to: 1) == 2)
    #expect(map.hops(.ebike, from: 1, to: 2) == 4)
  }

  @Test func `People on foot turn as they like`() {
    #expect(crossroads([("restriction", "no_left_turn")]).hops(.foot, from: 1, to: 2) == 2)
  }

  @Test func `An only_ restriction forbids all other turns`() {
    let map = crossroads([("restriction", "only_straight_on")], to: 12)
    #expect(map.hops(.car, from: 1, to: 3) == 2)
    #expect(map.hops(.car, from: 1, to: 2) == 4)
    #expect(map.hops(.car, from: 1, to: 4) == 4)
    #expect(map.hops(.car, from: 2, to: 4) == 2)
  }

  @Test(
    arguments: [
      ([("restriction", "no_left_turn"), ("except", "bicycle;psv")], Mode.ebike, 2),
      ([("restriction", "no_left_turn"), ("except", "bicycle;psv")], .car, 4),
      ([("restriction:motor_vehicle", "no_left_turn")], .motorcycle, 4),
      ([("restriction:motor_vehicle", "no_left_turn")], .bicycle, 2),
      ([("restriction:hgv", "no_left_turn")], .car, 2),
      ([("restriction", "no_left_turn_on_red")], .car, 2),
      ([("restriction:conditional", "no_left_turn @ (07:00-09:00)")], .car, 4),
    ] as [([(String, String)], Mode, Int)])
  func `A restriction concerns the modes that it names`(
    _ tags: [(String, String)], _ mode: Mode, _ hops: Int
  ) {
    #expect(crossroads(tags).hops(mode, from: 1, to: 2) == hops)
  }

  @Test func `A restriction for lorries alone concerns nobody here`() {
    let map = crossroads([("type", "restriction:hgv"), ("restriction", "no_left_turn")])
    _ = map
    var other = crossroads([("restriction", "none")])
    other.relation(
      2, [(ElementID(.way, 10), "from"), (ElementID(.node, 5), "via"), (ElementID(.way, 11), "to")],
      [("type", "restriction:hgv"), ("restriction", "no_left_turn")])
    #expect(other.hops(.car, from: 1, to: 2) == 2)
  }

  @Test func `A restriction over a way holds only for those who came along all of it`() {
    var map = SmallMap()
    map.node(1, -200, 0)
    map.node(2, -100, 0)
    map.node(3, 100, 0)
    map.node(4, 200, 0)
    map.node(5, -200, 100)
    map.way(10, [1, 2], [("highway", "residential")])
    map.way(11, [2, 3], [("highway", "residential")])
    map.way(12, [3, 4], [("highway", "residential")])
    map.way(13, [5, 2], [("highway", "residential")])
    map.relation(
      1, [(ElementID(.way, 10), "from"), (ElementID(.way, 11), "via"), (ElementID(.way, 12), "to")],
      [("type", "restriction"), ("restriction", "no_straight_on")])
    #expect(map.hops(.car, from: 5, to: 4) == 3)
    #expect((map.hops(.car, from: 1, to: 4) ?? 0) > 3)
    #expect(map.hops(.foot, from: 1, to: 4) == 3)
  }

  @Test func `No U-turn does not forbid going straight on`() {
    var map = SmallMap()
    map.node(1, -100, 0)
    map.node(2, 0, 0)
    map.node(3, 100, 0)
    map.node(4, 0, 100)
    map.way(10, [1, 2, 3], [("highway", "residential")])
    map.way(11, [2, 4], [("highway", "residential")])
    map.relation(
      1, [(ElementID(.way, 10), "from"), (ElementID(.node, 2), "via"), (ElementID(.way, 10), "to")],
      [("type", "restriction"), ("restriction", "no_u_turn")])
    #expect(map.hops(.car, from: 1, to: 3) == 2)
  }

  @Test func `A restriction without its members is reported`() {
    var map = crossroads([("restriction", "no_left_turn")])
    map.relation(7, [(ElementID(.way, 10), "from")], [("type", "restriction"), ("restriction", "no_u_turn")])
    #expect(map.tables().found(.brokenRelation) == ["relation/7 from, via or to is missing"])
  }

  @Test func `A restriction at a barrier is reported and left out`() {
    var map = crossroads([("restriction", "no_left_turn")])
    map.node(5, 0, 0, [("barrier", "lift_gate")])
    #expect(map.tables().found(.ambiguousRestriction) == ["relation/1 no_left_turn"])
    #expect(map.hops(.car, from: 1, to: 2) == 2)
  }
}
