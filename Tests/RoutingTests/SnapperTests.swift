import Dense
import Geo
import OSM
import Streets
import Testing

@testable import Routing

@Suite struct SnapperTests {
  private let footway = [("highway", "footway")]

  /// Two footways from west to east, 40 m apart, joined in the west.
  private func twoStreets(_ extra: (JourneyTestCity) -> Void = { _ in }) throws -> City {
    let map = JourneyTestCity()
    map.node(1, 0, 0)
    map.node(2, 200, 0)
    map.node(3, 0, 40)
    map.node(4, 200, 40)
    map.way(1, [1, 2], footway)
    map.way(2, [3, 4], footway)
    map.way(3, [1, 3], footway)
    extra(map)
    kept.append(map)
    return try map.city()
  }

  private final class Box { var maps: [JourneyTestCity] = [] }
  private let box = Box()
  private var kept: [JourneyTestCity] {
    get { box.maps }
    nonmutating set { box.maps = newValue }
  }

  private func point(_ x: Double, _ y: Double) -> Coordinate { JourneyTestCity().point(x, y) }

  private func way(_ city: City, _ place: Coordinate, _ query: SnapQuery = SnapQuery(.foot, .goal)) -> Int64?
  {
    Snapper(SnapStreets(city: city)).nearest(place, query).map { city.network.osmID[$0.segment] }
  }

  @Test func `the nearest street is chosen, and the place on it`() throws {
    let city = try twoStreets()
    let snapper = Snapper(SnapStreets(city: city))
    let found = try #require(snapper.nearest(point(120, 12), SnapQuery(.foot, .goal)))
    #expect(city.network.osmID[found.segment] == 1)
    #expect(abs(found.distance - 12) < 0.05)
    #expect(found.location.distance(to: point(120, 0)) < 0.05)
    #expect(abs(city.point(found.segment, found.offset).distance(to: found.location)) < 0.05)
    #expect(found.isInSight)
  }

  @Test func `a street behind a wall comes after one in plain sight`() throws {
    let city = try twoStreets { map in
      map.node(11, 20, 5)
      map.node(12, 190, 5)
      map.way(11, [11, 12], [("barrier", "wall")])
    }
    #expect(way(city, point(120, 8)) == 2)
  }

  @Test func `a street behind a wall is better than one far away`() throws {
    let map = JourneyTestCity()
    map.node(1, 0, 0)
    map.node(2, 200, 0)
    map.node(3, 0, 140)
    map.node(4, 200, 140)
    map.way(1, [1, 2], footway)
    map.way(2, [3, 4], footway)
    map.way(3, [1, 3], footway)
    map.node(11, -20, 5)
    map.node(12, 220, 5)
    map.way(11, [11, 12], [("barrier", "wall")])
    kept.append(map)
    let city = try map.city()
    let found = Snapper(SnapStreets(city: city)).nearest(point(100, 8), SnapQuery(.foot, .goal))
    #expect(found.map { city.network.osmID[$0.segment] } == 1)
    #expect(found?.isInSight == false)
  }

  @Test func `a bearing leaves out streets that run otherwise`() throws {
    let city = try twoStreets()
    var query = SnapQuery(.foot, .goal, bearing: BearingRange(degrees: 0, range: 20))
    #expect(way(city, point(30, 5), query) == 3)
    query.bearing = BearingRange(degrees: 270, range: 20)
    #expect(way(city, point(5, 12), query) == 1)
  }

  @Test func `one way streets answer only to their direction`() throws {
    let map = JourneyTestCity()
    for (id, x, y) in [(1, 0.0, 0.0), (2, 300, 0), (3, 300, 100), (4, 0, 100)] { map.node(Int64(id), x, y) }
    map.way(1, [1, 2], [("highway", "residential"), ("oneway", "yes")])
    map.way(2, [2, 3, 4, 1], [("highway", "residential")])
    kept.append(map)
    let city = try map.city()
    #expect(
      way(city, point(150, 5), SnapQuery(.car, .travel, bearing: BearingRange(degrees: 90, range: 10))) == 1)
    #expect(
      way(city, point(150, 5), SnapQuery(.car, .travel, bearing: BearingRange(degrees: 270, range: 10))) == 2)
  }

  @Test func `no street within the radius is no answer`() throws {
    let city = try twoStreets()
    #expect(way(city, point(120, -30), SnapQuery(.foot, .goal, radius: 29)) == nil)
    #expect(way(city, point(120, -30), SnapQuery(.foot, .goal, radius: 31)) == 1)
  }

  @Test func `several places lie on different segments, nearest first`() throws {
    let city = try twoStreets()
    var found: [SnappedPosition] = []
    Snapper(SnapStreets(city: city)).find(point(30, 5), SnapQuery(.foot, .goal), count: 10, into: &found)
    #expect(Set(found.map(\.segment)).count == found.count)
    #expect(found.map { city.network.osmID[$0.segment] } == [1, 3, 2])
    #expect(found.map(\.distance) == found.map(\.distance).sorted())
  }

  @Test func `a vehicle prefers a street that it may ride to a footway a little nearer`() throws {
    let map = JourneyTestCity()
    for (id, x, y) in [(1, 0.0, 0.0), (2, 200, 0), (3, 0, 10), (4, 200, 10)] { map.node(Int64(id), x, y) }
    map.way(1, [1, 2], [("highway", "residential")])
    map.way(2, [3, 4], [("highway", "footway"), ("bicycle", "no")])
    map.way(3, [1, 3], footway)
    kept.append(map)
    let city = try map.city()
    #expect(way(city, point(100, 9), SnapQuery(.car, .goal)) == 1)
    #expect(way(city, point(100, 9), SnapQuery(.foot, .goal)) == 2)
    #expect(way(city, point(100, 40), SnapQuery(.car, .goal)) == 1)
  }

  @Test(arguments: MatchTestMaps.available, [Mode.foot, .car])
  func `the best street is the one that looking at every piece finds`(map: String, mode: Mode) throws {
    let city = try MatchTestMaps.city(map)
    let streets = SnapStreets(city: city)
    let snapper = Snapper(streets)
    var random = MatchRandom(seed: 5)
    var (compared, hidden) = (0, 0)
    for row in 0..<60 {
      let place = random.place(in: city)
      let query = SnapQuery(mode, row % 2 == 0 ? .start : .goal, radius: 400)
      let fast = snapper.nearest(place, query)
      let slow = slowKey(city, streets.streets(mode), place, query)
      #expect((fast == nil) == (slow == nil), "\(map) \(mode) \(place)")
      guard let fast, let slow else { continue }
      let base = slowBase(city, streets.streets(mode), fast.segment, fast.distance, query)
      let key = base + (fast.isInSight ? 0 : Snapper.detour)
      #expect(abs(key - slow) < 0.01, "\(map) \(mode) \(place): \(key), not \(slow)")
      compared += 1
      hidden += fast.isInSight ? 0 : 1
    }
    #expect(compared > 20, "\(map): too few places prove nothing (\(compared), \(hidden) behind walls)")
  }

  private func slowBase(
    _ city: City, _ streets: ModeStreets, _ segment: SegmentID, _ distance: Double, _ query: SnapQuery
  ) -> Double {
    let use = StreetUse(rawValue: streets.use[city.network.segmentClass[segment]])
    return distance + (use.contains(.ground) || distance <= 1 ? 0 : Snapper.detour)
      + (use.contains(.travel) ? 0 : Snapper.footDetour)
  }

  /// The least key over all segments that count.
  private func slowKey(_ city: City, _ streets: ModeStreets, _ place: Coordinate, _ query: SnapQuery)
    -> Double?
  {
    let network = city.network
    var bases: [(base: Double, place: Coordinate)] = []
    for segment in network.length.ids {
      let use = StreetUse(rawValue: streets.use[network.segmentClass[segment]])
      let needed: StreetUse = query.purpose == .start ? [.walk, .travel] : [.walk, .end]
      guard !use.isDisjoint(with: needed) else { continue }
      let isJoined = use.contains(.travel) && streets.isStranded[segment] == 0
      let isWalked = query.mode != .foot && use.contains(.walk) && !network.extras[segment].isIsland
      guard isJoined || isWalked else { continue }
      guard let near = Polyline(network.points(Heading(segment, against: false))).nearest(to: place),
        near.distance <= query.radius
      else { continue }
      bases.append((slowBase(city, streets, segment, near.distance, query), near.coordinate))
    }
    bases.sort { $0.base < $1.base }
    var best: Double?
    for row in bases.prefix(64) where row.base < best ?? .infinity {
      let isClear =
        row.place == place || city.tables.obstacles.isClear(Segment(place, row.place), start: .open)
      best = min(best ?? .infinity, row.base + (isClear ? 0 : Snapper.detour))
    }
    return best
  }
}

@Suite struct EndSnapperTests {
  /// A building with two doors on its sides, between two streets.
  private func house(_ map: JourneyTestCity) throws -> EndSnapper {
    for (id, x, y) in [(1, 0.0, 0.0), (2, 200, 0), (3, 0, 60), (4, 200, 60)] { map.node(Int64(id), x, y) }
    map.way(1, [1, 2], [("highway", "footway")])
    map.way(2, [3, 4], [("highway", "footway")])
    map.way(3, [1, 3], [("highway", "footway")])
    for (id, x, y) in [(11, 90.0, 20.0), (13, 110, 20), (14, 110, 40), (16, 90, 40)] {
      map.node(Int64(id), x, y)
    }
    map.node(12, 100, 20, [("entrance", "staircase"), ("ref", "1")])
    map.node(15, 100, 40, [("entrance", "staircase"), ("ref", "2")])
    map.way(11, [11, 12, 13, 14, 15, 16, 11], [("building", "yes")])
    let city = try map.city()
    return EndSnapper(snapper: Snapper(SnapStreets(city: city)), resolver: EndResolver(city: city))
  }

  @Test func `inside a building all of its doors count, the nearest is the location`() throws {
    let map = JourneyTestCity()
    let ends = try house(map)
    let end = try #require(ends.end(at: map.point(100, 37), SnapQuery(.foot, .goal)))
    #expect(end.isDoor)
    #expect(Set(end.goal.doors.map(\.element)) == [ElementID(.node, 12), ElementID(.node, 15)])
    #expect(end.location == map.point(100, 40))
  }

  @Test func `beside a door that door alone counts`() throws {
    let map = JourneyTestCity()
    let ends = try house(map)
    let end = try #require(ends.end(at: map.point(100.3, 19.4), SnapQuery(.foot, .goal)))
    #expect(end.goal.doors.map(\.element) == [ElementID(.node, 12)])
  }

  @Test func `in the open the location is on the street`() throws {
    let map = JourneyTestCity()
    let ends = try house(map)
    let end = try #require(ends.end(at: map.point(40, 10), SnapQuery(.foot, .goal)))
    #expect(!end.isDoor)
    #expect(end.location.distance(to: map.point(40, 0)) < 0.05)
    #expect(end.start.approaches.count == 1 && end.start.approaches[0].length == 0)
  }

  @Test func `what is remembered of an end leads to the same end`() throws {
    let map = JourneyTestCity()
    let ends = try house(map)
    for place in [map.point(100, 37), map.point(100.3, 19.4), map.point(40, 10)] {
      let query = SnapQuery(.foot, .goal)
      let end = try #require(ends.end(at: place, query))
      let again = try #require(ends.end(ends.memory(of: end, query), query))
      #expect(again.location == end.location)
      #expect(again.goal.positions == end.goal.positions)
    }
  }

  @Test func `a vehicle is left where it may stand, the rest is walked`() throws {
    let map = JourneyTestCity()
    for (id, x, y) in [(1, 0.0, 0.0), (2, 200, 0), (3, 100, 0), (4, 100, 60)] { map.node(Int64(id), x, y) }
    map.way(1, [1, 3, 2], [("highway", "residential")])
    map.way(2, [3, 4], [("highway", "footway"), ("bicycle", "no")])
    let city = try map.city()
    let router = Router(engine: Engine(city: city))
    let ends = EndSnapper(snapper: Snapper(SnapStreets(city: city)), resolver: router.resolver)
    let start = try #require(ends.end(at: map.point(10, 2), SnapQuery(.car, .start)))
    let goal = try #require(ends.end(at: map.point(102, 58), SnapQuery(.car, .goal)))
    #expect(goal.location.distance(to: map.point(100, 58)) < 0.1)
    let options = JourneyOptions(mode: .car, departure: try #require(CivilTime("2026-11-21T12:00")))
    let cost = try #require(try router.legCost(from: start.start, to: goal.goal, options: options))
    let found = try #require(try router.leg(from: start.start, to: goal.goal, options: options))
    #expect(found.path.stretches.last?.movement == .walk || found.goalApproach.length > 0)
    #expect(found.cost.duration == cost.duration)
    #expect(found.length == cost.length)
  }
}
