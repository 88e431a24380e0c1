import Dense
import Geo
import Testing

@Suite struct ObstacleMapTests {
  private let yard = DrawnMap(
    """
         y                z

     A---p---B      C--------------D
     |       |      |              |
     |   i   q  s   |      t       |
     |       |      |              |
     E-------F      G------g-------H

         u                 v
    """)

  /// A house A B F E and a fence C D H G with a gate g.
  private func city() -> ObstacleMap {
    var builder = ObstacleMapBuilder()
    builder.addArea(yard.area("ABFE"), kind: .building, owner: 1)
    builder.addLine(yard.line("CDHGC"), kind: .fence, owner: 2)
    builder.addOpening(at: yard["g"], owner: 2)
    return builder.build()
  }

  private func isClear(_ a: Character, _ b: Character) -> Bool {
    city().isClear(Segment(yard[a], yard[b]))
  }

  @Test func `a house and a fence block the straight way`() {
    #expect(!isClear("y", "u") && !isClear("u", "y"))
    #expect(!isClear("s", "t") && !isClear("t", "s"))
    #expect(isClear("y", "z") && isClear("u", "v"))
    #expect(city().blocker(of: Segment(yard["s"], yard["t"])).map { city().owners[$0] } == 2)
  }

  @Test func `a gate lets pass, a metre beside it too, two metres beside it not`() {
    #expect(isClear("t", "v") && isClear("v", "t"))
    #expect(city().openings(along: Segment(yard["t"], yard["v"])) == [OpeningID(rawValue: 0)])
    let west = yard["t"].moved(east: -0.9, north: 0)
    #expect(city().isClear(Segment(west, yard["v"].moved(east: -0.9, north: 0))))
    let further = yard["t"].moved(east: -2, north: 0)
    #expect(!city().isClear(Segment(further, yard["v"].moved(east: -2, north: 0))))
  }

  @Test func `a gate in one fence does not open another`() {
    var builder = ObstacleMapBuilder()
    builder.addLine(yard.line("CDHGC"), kind: .fence, owner: 2)
    builder.addOpening(at: yard["g"], owner: 3)
    #expect(!builder.build().isClear(Segment(yard["t"], yard["v"])))
    builder.addOpening(at: yard["g"])
    #expect(builder.build().isClear(Segment(yard["t"], yard["v"])))
  }

  @Test func `from a door one walks away from the house, not through it`() {
    #expect(isClear("q", "s") && isClear("s", "q"))
    #expect(isClear("p", "y"))
    // Through the house, to its other side, into it, and out of it.
    #expect(!isClear("p", "u") && !isClear("q", "p") && !isClear("q", "i") && !isClear("i", "q"))
    #expect(!isClear("i", "s"))
    // From a corner.
    #expect(isClear("B", "y") && isClear("B", "s") && !isClear("B", "u") && !isClear("B", "E"))
    // Along the wall, and around nothing: to the corner and on.
    #expect(isClear("q", "B") && isClear("p", "A"))
  }

  @Test func `a door drawn some centimetres off the outline is a door still`() {
    for offset in [-0.25, -0.02, 0.02, 0.25] {
      let door = yard["q"].moved(east: offset, north: 0)
      #expect(city().isClear(Segment(door, yard["s"])))
      #expect(!city().isClear(Segment(door, yard["p"].moved(east: -1, north: 0.5))))
    }
  }

  @Test func `no way ends on a fence, where nobody knows on which side of it the street goes on`() {
    #expect(!isClear("v", "H") && !isClear("t", "H") && !isClear("t", "C") && !isClear("s", "H"))
    // A little before it one is on this side.
    #expect(city().isClear(Segment(yard["v"], yard["H"].interpolated(to: yard["v"], fraction: 0.05))))
    // At a gate one may stop.
    #expect(isClear("t", "g") && isClear("v", "g"))
  }

  @Test func `a yard inside of a house is free`() {
    let picture = DrawnMap(
      """
      A-----------B
      |  C-----D  |
      |  |x   y|  |
      |  E-----F  |
      G-----------H
      """)
    var builder = ObstacleMapBuilder()
    let hole = Ring(picture.line("CDFE"))
    builder.addArea(
      [Polygon(outer: Ring(picture.line("ABHG")), holes: [hole])], kind: .building, owner: 9)
    let map = builder.build()
    #expect(map.isClear(Segment(picture["x"], picture["y"])))
    #expect(map.isClear(Segment(picture["C"], picture["y"])))
    #expect(!map.isClear(Segment(picture["C"], picture["B"])))
    #expect(!map.isClear(Segment(picture["C"], picture["A"])))
  }

  @Test func `a stored map answers as before, a torn one is refused`() {
    let map = city()
    #expect(map.check())
    #expect(ObstacleMap.empty.check() && ObstacleMap.empty.isClear(Segment(yard["y"], yard["u"])))
    let torn = ObstacleMap(
      starts: map.starts, ends: map.ends, marks: map.marks, owners: Column([1]), previous: map.previous,
      index: map.index, openings: map.openings, openingOwners: map.openingOwners,
      openingIsPassage: map.openingIsPassage, openingIndex: map.openingIndex)
    #expect(!torn.check())
  }

  /// Walks along the line in steps of 5 cm and looks what is under its feet: slow, but its own code.
  private func isClearByWalking(_ line: Segment, fences: [Segment], houses: [Polygon]) -> Bool? {
    let length = line.a.distance(to: line.b)
    let frame = LocalFrame(at: line.a)
    for fence in fences where fence.meets(line) {
      let ends = [line.a, line.b].map {
        frame.point($0).distance(toSegment: frame.point(fence.a), frame.point(fence.b))
      }
      // A fence that is touched at an end does not block.
      return ends.contains { $0 < 0.1 } ? nil : false
    }
    let steps = Int(length / 0.05)
    var deepest = 0.0
    for step in 0...max(steps, 1) {
      let place = line.a.interpolated(to: line.b, fraction: Double(step) / Double(max(steps, 1)))
      for house in houses where house.location(of: place) == .inside {
        let here = frame.point(place)
        let rings = [house.outer] + house.holes
        let edges = rings.flatMap { Array($0.edges) }
        let depth = edges.map { here.distance(toSegment: frame.point($0.a), frame.point($0.b)) }.min()!
        deepest = max(deepest, depth)
      }
    }
    // Between a graze and a walk through a corner neither answer is wrong.
    return deepest > 0.4 ? false : deepest == 0 ? true : nil
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `clear ways are those on which a walker meets nothing`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var builder = ObstacleMapBuilder()
    var houses: [Polygon] = []
    var fences: [Segment] = []
    for owner in 0..<12 {
      let corner = random.coordinate(around: berlin, metres: 60)
      let turn = Double.random(in: 0...1.5, using: &random)
      let (width, depth) = (
        Double.random(in: 5...25, using: &random), Double.random(in: 5...12, using: &random)
      )
      // An L-shaped house, so that there are corners that point inwards.
      let outline = [(0, 0), (1, 0), (1, 1), (0.5, 1), (0.5, 0.5), (0, 0.5)].map { x, y in
        let (east, north) = (x * width, y * depth)
        return corner.moved(east: east - north * turn, north: north + east * turn)
      }
      houses.append(Polygon(outer: Ring(outline)))
      builder.addArea([houses[owner]], kind: .building, owner: UInt32(owner))
      let line = (0..<3).map { _ in random.coordinate(around: corner, metres: 30) }
      builder.addLine(line, kind: .fence, owner: UInt32(100 + owner))
      fences += zip(line, line.dropFirst()).map { Segment($0, $1) }
    }
    let map = builder.build()
    for _ in 0..<60 {
      let house = houses.randomElement(using: &random)!
      let edge = Array(house.outer.edges).randomElement(using: &random)!
      let door = edge.a.interpolated(to: edge.b, fraction: .random(in: 0.1...0.9, using: &random))
      // A door inside of another house is no case: houses do not overlap.
      if houses.contains(where: { $0 != house && $0.location(of: door) == .inside }) { continue }
      let line = Segment(door, random.coordinate(around: door, metres: 25))
      guard let expected = isClearByWalking(line, fences: fences, houses: houses) else { continue }
      #expect(map.isClear(line) == expected, "seed \(seed): \(line)")
    }
  }
}
