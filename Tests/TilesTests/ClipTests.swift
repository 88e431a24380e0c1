import Foundation
import Testing

@testable import Tiles

/// Cutting, simplifying and labelling, without a city.
@Suite struct ClipTests {
  private func paths(_ rings: [[(Double, Double)]]) -> Paths {
    var paths = Paths()
    for ring in rings {
      for (x, y) in ring { paths.append(TilePoint(x: x, y: y)) }
      paths.close()
    }
    return paths
  }

  /// Points on a star with random rays, counted so that its turn is positive.
  private func star(_ random: inout SeededRandom) -> [(Double, Double)] {
    let middle = (
      Double.random(in: -500...4600, using: &random), Double.random(in: -500...4600, using: &random)
    )
    let corners = Int.random(in: 3...40, using: &random)
    return (0..<corners).map { corner in
      let angle = Double(corner) / Double(corners) * 2 * .pi
      let reach = Double.random(in: 50...4000, using: &random)
      return (middle.0 + reach * cos(angle), middle.1 + reach * sin(angle))
    }
  }

  /// The area of a ring within the square, by Sutherland and Hodgman: right even where sides lie on each other.
  private func referenceTurn(_ ring: [(Double, Double)]) -> Double {
    var points = ring.map { TilePoint(x: $0.0, y: $0.1) }
    for side in ClipSide.allCases {
      var next: [TilePoint] = []
      for row in points.indices {
        let (a, b) = (points[row], points[(row + 1) % points.count])
        if side.depth(a) < 0 { next.append(a) }
        if (side.depth(a) < 0) != (side.depth(b) < 0) { next.append(side.crossing(a, b)) }
      }
      points = next
    }
    return points.indices.reduce(0) { sum, row in
      let (a, b) = (points[row], points[(row + 1) % points.count])
      return sum + a.x * b.y - b.x * a.y
    }
  }

  @Test func `A cut area is the area's share of the square, in simple rings`() {
    for seed in 1...400 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let ring = star(&random)
      var shape = paths([ring])
      var clipper = PolygonClipper()
      clipper.clip(&shape)
      let turn = (0..<shape.count).reduce(0) { $0 + shape.turn($1) }
      #expect(abs(turn - referenceTurn(ring)) < 1, "seed \(seed)")
      for path in 0..<shape.count {
        #expect(shape.turn(path) > 0, "seed \(seed)")
        var pixels = PixelRing()
        for row in shape.range(path) {
          pixels.append(TilePoint(x: shape.points[row].x * 1000, y: shape.points[row].y * 1000))
        }
        pixels.tidy()
        let isSimple = pixels.isSimple()
        #expect(isSimple, "seed \(seed)")
      }
    }
  }

  @Test func `A comb that leaves the square falls apart into its teeth`() {
    let comb: [(Double, Double)] = [
      (5000, 100), (4000, 100), (4000, 200), (4900, 200), (4900, 300), (4000, 300), (4000, 400), (5000, 400),
    ]
    var shape = paths([comb])
    var clipper = PolygonClipper()
    clipper.clip(&shape)
    #expect(shape.count == 2)
    let turns: [Double] = (0..<shape.count).map { shape.turn($0).magnitude }
    #expect(turns == [32_000, 32_000])
  }

  @Test func `A hole across the edge becomes a bay`() {
    let outer: [(Double, Double)] = [(0, 0), (5000, 0), (5000, 1000), (0, 1000)]
    let across: [(Double, Double)] = [(4000, 400), (4000, 600), (4500, 600), (4500, 400)]
    let inside: [(Double, Double)] = [(100, 100), (100, 200), (200, 200), (200, 100)]
    var shape = paths([outer, across, inside])
    var clipper = PolygonClipper()
    clipper.clip(&shape)
    #expect(shape.count == 2)
    let turns = (0..<shape.count).map { shape.turn($0) }.sorted()
    let expected: [Double] = [-20_000, 8_256_000]
    #expect(turns == expected)
  }

  @Test func `A line that leaves and comes back is two lines`() {
    let points: [(Double, Double)] = [(100, 100), (4000, 100), (4400, 100), (4400, 300), (4000, 300)]
    let line = paths([points])
    var result = Paths()
    LineClipper.clip(line.range(0), of: line, into: &result)
    #expect(result.count == 2)
    let columns: [Double] = [100, 4000, 4160, 4160, 4000]
    #expect(result.points.map(\.x) == columns)
  }

  @Test func `A line across a corner of the square is cut at both sides`() {
    let near: [(Double, Double)] = [(-1064, 1000), (1000, -1064)]
    let far: [(Double, Double)] = [(-2000, 1000), (1000, -2000)]
    let line = paths([near, far])
    var result = Paths()
    for path in 0..<2 { LineClipper.clip(line.range(path), of: line, into: &result) }
    #expect(result.points == [TilePoint(x: -64, y: 0), TilePoint(x: 0, y: -64)])
  }

  @Test func `No point left out is further away than the tolerance`() {
    for seed in 1...100 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let points = (0..<60).map { (Double($0) * 20, Double.random(in: 0...30, using: &random)) }
      let line = paths([points])
      var simplifier = Simplifier()
      simplifier.line(line.range(0), of: line, tolerance: 10)
      let kept = simplifier.kept
      #expect(kept.first == 0 && kept.last == 59 && kept.count < 60)
      for (a, b) in zip(kept, kept.dropFirst()) where b - a > 1 {
        for row in (a + 1)..<b {
          #expect(distance(points[row], points[a], points[b]) <= 10.000001, "seed \(seed)")
        }
      }
    }
  }

  private func distance(_ p: (Double, Double), _ a: (Double, Double), _ b: (Double, Double)) -> Double {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1)
    let share = min(max(((p.0 - a.0) * dx + (p.1 - a.1) * dy) / (dx * dx + dy * dy), 0), 1)
    return hypot(p.0 - a.0 - share * dx, p.1 - a.1 - share * dy)
  }

  @Test func `A ring that touches itself falls into its loops, and spikes go`() {
    var ring = PixelRing()
    let knot: [(Double, Double)] = [(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)]
    for (x, y) in knot { ring.append(TilePoint(x: x, y: y)) }
    ring.tidy()
    let isSimple = ring.isSimple()
    #expect(!isSimple)
    #expect(ring.loops().map(\.turn).sorted() == [50, 50])
    var touching = PixelRing()
    let bay: [(Double, Double)] = [(10, 20), (4, 10), (10, 8), (6, 4), (10, 0)]
    for (x, y) in bay { touching.append(TilePoint(x: x, y: y)) }
    touching.tidy()
    #expect(touching.loops().map { $0.points.count } == [3, 3])
    var spiked = PixelRing()
    let spike: [(Double, Double)] = [(0, 0), (10, 0), (20, 0), (10, 0), (10, 10), (0, 10)]
    for (x, y) in spike { spiked.append(TilePoint(x: x, y: y)) }
    spiked.tidy()
    let staysSimple = spiked.isSimple()
    #expect(spiked.points.count == 4 && spiked.turn == 200 && staysSimple)
  }
}
