import Dense
import OSM
import Testing

@testable import Streets

@Suite struct BayTests {
  /// A street along x with a bay 10 m north of it.
  private func map(_ bay: [(String, String)], street: [(String, String)] = []) -> SmallMap {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 100, 0)
    map.way(1, [1, 2], [("highway", "residential")] + street)
    map.node(3, 50, 10, [("amenity", "bicycle_parking")] + bay)
    return map
  }

  @Test(
    arguments: [
      ([], true), ([("access", "yes")], true), ([("access", "private")], false), ([("access", "no")], false),
      ([("access", "customers")], false), ([("access", "residents")], false), ([("access", "permit")], false),
      ([("access", "employees")], false),
    ] as [([(String, String)], Bool)])
  func `A bay is for whoever comes by`(_ tags: [(String, String)], _ isUsed: Bool) {
    #expect(map(tags).tables().segments(ofWay: 1).count == (isUsed ? 2 : 1))
  }

  @Test func `A bay behind a wall is none of the street outside`() {
    var map = map([])
    for (id, x, y) in [(11, 30.0, 5.0), (12, 70, 5), (13, 70, 20), (14, 30, 20)] { map.node(Int64(id), x, y) }
    map.way(2, [11, 12, 13, 14, 11], [("barrier", "wall")])
    #expect(map.tables().segments(ofWay: 1).count == 1)
  }

  @Test func `A bay is beside the nearest street that no wall parts from it, however many are nearer`() {
    var map = SmallMap()
    // Two long streets behind a wall, a third one in front of it, and bays in many cells of an index.
    for (way, y) in [(Int64(1), 10.0), (2, 12), (3, -30)] {
      map.node(way * 10, -150, y)
      map.node(way * 10 + 1, 150, y)
      map.way(way, [way * 10, way * 10 + 1], [("highway", "residential")])
    }
    map.node(40, -150, 5)
    map.node(41, 150, 5)
    map.way(4, [40, 41], [("barrier", "wall")])
    for row in 0..<10 {
      map.node(Int64(50 + row), Double(row) * 27 - 120, 0, [("amenity", "bicycle_parking")])
    }
    #expect(map.tables().segments(ofWay: 3).count == 11)
    #expect(map.tables().segments(ofWay: 1).count == 1)
  }

  @Test(arguments: [("bridge", "yes"), ("tunnel", "yes"), ("layer", "1")])
  func `A bay is not beside a bridge or a tunnel`(_ key: String, _ value: String) {
    #expect(map([], street: [(key, value)]).tables().segments(ofWay: 1).count == 1)
  }
}
