import Geo
import Testing

@Suite struct SegmentTests {
  private func place(_ x: Int32, _ y: Int32) -> Coordinate { Coordinate(longitudeE7: x, latitudeE7: y) }
  private func segment(_ a: (Int32, Int32), _ b: (Int32, Int32)) -> Segment {
    Segment(place(a.0, a.1), place(b.0, b.1))
  }

  @Test func `segments cross, touch, overlap or stay apart`() {
    let base = segment((0, 0), (10, 0))
    #expect(base.meeting(segment((5, -5), (5, 5))) == .crossing(place(5, 0)))
    #expect(base.meeting(segment((5, 0), (5, 5))) == .touching(place(5, 0)))
    #expect(base.meeting(segment((10, 0), (20, 7))) == .touching(place(10, 0)))
    #expect(base.meeting(segment((10, 0), (20, 0))) == .touching(place(10, 0)))
    #expect(base.meeting(segment((4, 0), (20, 0))) == .overlapping(place(10, 0), place(4, 0)))
    #expect(base.meeting(segment((11, 0), (20, 0))) == .apart)
    #expect(base.meeting(segment((5, 1), (5, 5))) == .apart)
    #expect(base.meeting(segment((3, 0), (3, 0))) == .touching(place(3, 0)))
    #expect(segment((3, 0), (3, 0)).meeting(segment((4, 0), (4, 0))) == .apart)
  }

  @Test func `orientation is exact where floating point is not`() {
    let a = place(1_064_600_001, 295_600_001)
    let b = place(1_064_600_001 + 30_000_001, 295_600_001 + 20_000_001)
    // One unit beside the middle of a segment of 3,600 km.
    let beside = place(1_064_600_001 + 15_000_001, 295_600_001 + 10_000_001)
    #expect(Segment(a, b).side(of: beside) == 1)
    #expect(Segment(b, a).side(of: beside) == -1)
    let far = Segment(place(-1_800_000_000, -900_000_000), place(1_800_000_000, 900_000_000))
    #expect(far.side(of: place(2, 1)) == 0)
    #expect(far.side(of: place(2, 2)) == 1)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `meeting does not depend on order or direction`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let one = Segment(random.lattice(6), random.lattice(6))
      let other = Segment(random.lattice(6), random.lattice(6))
      let turned = Segment(other.b, other.a)
      #expect(one.meets(other) == other.meets(one), "seed \(seed): \(one) \(other)")
      #expect(one.meets(other) == one.meets(turned))
      #expect(one.crosses(other) == turned.crosses(one))
      let isApart = one.meeting(other) == .apart
      #expect(isApart != one.meets(other), "seed \(seed): \(one) \(other)")
    }
  }
}

@Suite struct RingTests {
  private func ring(_ points: [(Int32, Int32)]) -> Ring {
    Ring(points.map { Coordinate(longitudeE7: $0.0, latitudeE7: $0.1) })
  }

  @Test func `a square knows its area, its sense and what lies in it`() {
    let square = Ring([
      berlin, berlin.moved(east: 100, north: 0), berlin.moved(east: 100, north: 100),
      berlin.moved(east: 0, north: 100), berlin,
    ])
    #expect(square.points.count == 4)
    #expect(abs(square.area - 10_000) < 10)
    #expect(square.winding == .counterclockwise)
    #expect(square.wound(.clockwise).turn == -square.turn)
    #expect(square.location(of: berlin.moved(east: 50, north: 50)) == .inside)
    #expect(square.location(of: berlin.moved(east: -50, north: 50)) == .outside)
    #expect(square.location(of: square.points[2]) == .boundary)
  }

  @Test func `a yard is outside of the building around it`() {
    let building = Polygon(
      outer: ring([(0, 0), (10, 0), (10, 10), (0, 10)]), holes: [ring([(3, 3), (7, 3), (7, 7), (3, 7)])])
    #expect(building.location(of: Coordinate(longitudeE7: 1, latitudeE7: 1)) == .inside)
    #expect(building.location(of: Coordinate(longitudeE7: 5, latitudeE7: 5)) == .outside)
    #expect(building.location(of: Coordinate(longitudeE7: 3, latitudeE7: 5)) == .boundary)
    #expect(building.location(of: Coordinate(longitudeE7: 10, latitudeE7: 5)) == .boundary)
    #expect(building.area < building.outer.area)
  }

  @Test func `crossing rings are found, simple ones pass`() {
    #expect(ring([(0, 0), (10, 0), (10, 10), (0, 10)]).selfIntersection() == nil)
    #expect(ring([(0, 0), (10, 0), (5, 10)]).selfIntersection() == nil)
    let bow = ring([(0, 0), (10, 10), (10, 0), (0, 10)]).selfIntersection()
    #expect(bow.map { [$0.0, $0.1] } == [0, 2])
    // A spike that runs out and back on itself.
    #expect(ring([(0, 0), (10, 0), (15, 0), (10, 0), (10, 10)]).selfIntersection() != nil)
    // A ring that touches itself in one point.
    #expect(ring([(0, 0), (4, 0), (2, 2), (4, 4), (0, 4), (2, 2)]).selfIntersection() != nil)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `location does not depend on the starting point, the direction or a mirror`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let points = (0..<Int.random(in: 3...9, using: &random)).map { _ in random.lattice(8) }
    let ring = Ring(points)
    let moved = Ring(Array(ring.points.dropFirst()) + ring.points.prefix(1))
    let mirror = Ring(ring.points.map { Coordinate(longitudeE7: -$0.longitudeE7, latitudeE7: $0.latitudeE7) })
    for x in Int32(-1)...8 {
      for y in Int32(-1)...8 {
        let place = Coordinate(longitudeE7: x, latitudeE7: y)
        let here = ring.location(of: place)
        #expect(moved.location(of: place) == here, "seed \(seed) at \(x), \(y)")
        #expect(Ring(ring.points.reversed()).location(of: place) == here)
        let other = Coordinate(longitudeE7: -x, latitudeE7: y)
        #expect(mirror.location(of: other) == here)
        #expect((here == .boundary) == ring.edges.contains { $0.contains(place) })
      }
    }
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `self-intersection agrees with comparing all pairs of edges`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let ring = Ring((0..<Int.random(in: 4...7, using: &random)).map { _ in random.lattice(40) })
    let edges = Array(ring.edges)
    var expected = false
    for i in edges.indices {
      for j in edges.indices where j > i + 1 && !(i == 0 && j == edges.count - 1) {
        expected = expected || edges[i].meets(edges[j])
      }
      let next = (i + 1) % edges.count
      if case .overlapping = edges[i].meeting(edges[next]) { expected = true }
    }
    #expect((ring.selfIntersection() != nil) == expected, "seed \(seed): \(ring.points)")
  }
}
