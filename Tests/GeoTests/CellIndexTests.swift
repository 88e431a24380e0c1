import Dense
import Geo
import Testing

@Suite struct CellIndexTests {
  /// Random segments around several places: short ones, some long, some of no length.
  private func segments(_ random: inout SeededGenerator, count: Int) -> [Segment] {
    let places = [
      berlin, chongqing, Coordinate(longitude: -43.2, latitude: -22.9), Coordinate(longitude: 0, latitude: 0),
      Coordinate(longitude: -179.9, latitude: -80), Coordinate(longitude: 179.9, latitude: 80),
    ]
    return (0..<count).map { _ in
      let a = random.coordinate(around: places.randomElement(using: &random)!, metres: 400)
      let length = [0.0, 5, 60, 900].randomElement(using: &random)!
      return Segment(a, random.coordinate(around: a, metres: length))
    }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `every segment that meets a box or a line is visited`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let segments = segments(&random, count: 300)
    let index = CellIndex(segmentsFrom: segments.map(\.a), to: segments.map(\.b), cellSize: 30)
    #expect(index.check(itemCount: segments.count))
    for _ in 0..<100 {
      let a = random.coordinate(around: segments.randomElement(using: &random)!.a, metres: 50)
      let line = Segment(a, random.coordinate(around: a, metres: 200))
      var inBox = Set<UInt32>()
      index.forEach(in: line.boundingBox) { inBox.insert($0) }
      var onLine = Set<UInt32>()
      index.forEach(along: line) { onLine.insert($0) }
      for item in segments.indices where segments[item].meets(line) {
        #expect(onLine.contains(UInt32(item)), "seed \(seed): \(segments[item]) meets \(line)")
        #expect(inBox.contains(UInt32(item)), "seed \(seed): \(segments[item]) meets \(line)")
      }
    }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `every box that meets a box is visited, and far ones are not`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let boxes = segments(&random, count: 300).map(\.boundingBox)
    let index = CellIndex(boxes: boxes, cellSize: 60)
    for _ in 0..<100 {
      let centre = random.coordinate(around: boxes.randomElement(using: &random)!.centre, metres: 100)
      let query = BoundingBox(around: centre, metres: .random(in: 0...300, using: &random))
      var seen = Set<UInt32>()
      index.forEach(in: query) { seen.insert($0) }
      for item in boxes.indices where boxes[item].intersects(query) { #expect(seen.contains(UInt32(item))) }
      for item in seen { #expect(boxes[Int(item)].intersects(query.expanded(metres: 200))) }
    }
    var all = Set<UInt32>()
    let world = BoundingBox(
      southWest: Coordinate(longitudeE7: .min, latitudeE7: .min),
      northEast: Coordinate(longitudeE7: .max, latitudeE7: .max))
    index.forEach(in: world) { all.insert($0) }
    #expect(all.count == boxes.count)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `the nearest point is the one that a look at all of them finds`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let points = (0..<200).map { _ in random.coordinate(around: berlin, metres: 2000) }
    let index = CellIndex(points: points, cellSize: 50)
    for _ in 0..<50 {
      let centre = random.coordinate(around: berlin, metres: 3000)
      let limit = Double.random(in: 10...1500, using: &random)
      let found = index.nearest(to: centre, within: limit) { points[Int($0)].distance(to: centre) }
      let expected = points.map { $0.distance(to: centre) }.min()!
      #expect((found != nil) == (expected <= limit), "seed \(seed)")
      if let found { #expect(found.distance == expected, "seed \(seed)") }
    }
    let far = index.nearest(to: chongqing, within: 1e8) { points[Int($0)].distance(to: chongqing) }
    #expect(try #require(far).distance == points.map { $0.distance(to: chongqing) }.min()!)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `an index is the same whether its cells are counted or its entries sorted`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let near = (0..<300).map { _ in random.coordinate(around: berlin, metres: 3000) }
    // So far away that counting the cells between would take too much memory; its block comes last.
    let far = Coordinate(longitude: 100, latitude: 80)
    let (counted, sorted) = (
      CellIndex(points: near, cellSize: 40), CellIndex(points: near + [far], cellSize: 40)
    )
    let blocks = counted.keys.count
    #expect(sorted.keys.count == blocks + 1)
    #expect(sorted.keys.values.prefix(blocks) == counted.keys.values[...])
    #expect(sorted.first.values.prefix(64 * blocks + 1) == counted.first.values[...])
    #expect(sorted.items.values.dropLast() == counted.items.values[...])
  }

  @Test func `an inserted segment touches only cells that it passes`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      let shift: UInt32 = 8
      let segment = Segment(random.lattice(4000), random.lattice(4000))
      var cells = Set<[UInt32]>()
      segment.forEachCellRun(shift: shift) { run in
        for column in run.columns { cells.insert([run.row, column]) }
        return true
      }
      for step in 0...1000 {
        let point = segment.a.interpolated(to: segment.b, fraction: Double(step) / 1000)
        let row = UInt32(bitPattern: point.latitudeE7 ^ .min) >> shift
        let column = UInt32(bitPattern: point.longitudeE7 ^ .min) >> shift
        // A rounded point may lie in the next cell.
        if segment.contains(point) { #expect(cells.contains([row, column])) }
      }
      let width = abs(Int(segment.a.longitudeE7) - Int(segment.b.longitudeE7)) >> shift
      let height = abs(Int(segment.a.latitudeE7) - Int(segment.b.latitudeE7)) >> shift
      #expect(cells.count <= width + height + 3 + height)
    }
  }

  @Test func `a ferry across the ocean is found without filling the grid`() {
    let starts = [berlin, Coordinate(longitude: -70, latitude: 40)]
    let ends = [berlin.moved(east: 10, north: 0), Coordinate(longitude: -9, latitude: 38)]
    let index = CellIndex(segmentsFrom: starts, to: ends, cellSize: 30)
    #expect(index.items.count < 10)
    var seen = Set<UInt32>()
    index.forEach(in: BoundingBox(around: Coordinate(longitude: -30, latitude: 38.7), metres: 5)) {
      seen.insert($0)
    }
    #expect(seen == [1])
  }

  @Test func `an empty index answers nothing, and stored columns make the same index`() {
    let empty = CellIndex(points: [], cellSize: 30)
    #expect(empty.check(itemCount: 0))
    empty.forEach(in: BoundingBox(around: berlin, metres: 100)) { _ in Issue.record("no item exists") }
    #expect(empty.nearest(to: berlin, within: 1000) { _ in 0 } == nil)

    let index = CellIndex(points: [berlin, chongqing], cellSize: 30)
    let again = CellIndex(
      keys: Column(index.keys.values), first: Column(index.first.values), items: Column(index.items.values),
      cellShift: index.cellShift)
    #expect(again.nearest(to: chongqing, within: 10) { _ in 0 }?.item == 1)
    #expect(!index.check(itemCount: 1))
    let torn = CellIndex(
      keys: index.keys, first: Column([0, 1]), items: index.items, cellShift: index.cellShift)
    #expect(!torn.check(itemCount: 2))
  }

  @Test func `marks are forgotten at once`() {
    var stamps = Stamps(count: 3)
    let first = [stamps.mark(1), stamps.mark(1), stamps.mark(2)]
    #expect(first == [true, false, true])
    stamps.clear()
    let second = [stamps.mark(1), stamps.mark(0)]
    #expect(second == [true, true])
  }
}
