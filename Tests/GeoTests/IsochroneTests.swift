import Geo
import Testing

@Suite struct IsochroneTests {
  /// Streets of a chessboard, 100 m apart, walked at 1 m/s from the middle.
  private func grid(_ half: Int, without isMissing: (Int, Int) -> Bool = { _, _ in false }) -> [TimedPiece] {
    var pieces: [TimedPiece] = []
    func place(_ x: Int, _ y: Int) -> Coordinate {
      berlin.moved(east: Double(x) * 100, north: Double(y) * 100)
    }
    func seconds(_ x: Int, _ y: Int) -> Double { Double(abs(x) + abs(y)) * 100 }
    for x in -half...half {
      for y in -half...half {
        for (nextX, nextY) in [(x + 1, y), (x, y + 1)] where !isMissing(x, y) && !isMissing(nextX, nextY) {
          pieces.append(
            TimedPiece(
              a: place(x, y), b: place(nextX, nextY), secondsAtA: seconds(x, y),
              secondsAtB: seconds(nextX, nextY)))
        }
      }
    }
    return pieces
  }

  @Test func `a chessboard is reached as a diamond`() throws {
    var options = IsochroneOptions()
    options.offStreet = 60
    let area = try #require(Isochrone.areas(around: grid(12), limits: [600], options: options).first)
    #expect(area.areas.count == 1 && area.areas[0].holes.isEmpty)
    // 600 m along the axes: half the square of 1,200 m.
    #expect(abs(area.areas[0].area - 720_000) < 720_000 * 0.12)
    #expect(area.areas[0].contains(berlin.moved(east: 550, north: 0)))
    #expect(!area.areas[0].contains(berlin.moved(east: 640, north: 0)))
    #expect(!area.areas[0].contains(berlin.moved(east: 400, north: 400)))
  }

  @Test func `a park without streets is a hole`() throws {
    let pieces = grid(6) { x, y in (1...3).contains(x) && (1...3).contains(y) }
    let area = try #require(Isochrone.areas(around: pieces, limits: [2000]).first)
    let park = berlin.moved(east: 200, north: 200)
    #expect(area.areas.count == 1)
    #expect(area.areas[0].holes.contains { $0.location(of: park) == .inside })
    #expect(!area.areas[0].contains(park))
    #expect(area.areas[0].contains(berlin.moved(east: 200, north: 30)))
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `rings are simple, oriented, nested by limit, and right about streets`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = (0..<150).map { _ in
      let a = random.coordinate(around: berlin, metres: 800)
      let b = random.coordinate(around: a, metres: 150)
      let seconds = a.distance(to: berlin)
      return TimedPiece(a: a, b: b, secondsAtA: seconds, secondsAtB: seconds + a.distance(to: b))
    }
    let areas = Isochrone.areas(around: pieces, limits: [300, 600])
    #expect(areas == Isochrone.areas(around: pieces, limits: [300, 600]))
    for isochrone in areas {
      for area in isochrone.areas {
        #expect(
          area.outer.winding == .counterclockwise && area.outer.selfIntersection() == nil, "seed \(seed)")
        #expect(area.holes.allSatisfy { $0.winding == .clockwise && $0.selfIntersection() == nil })
      }
      for piece in pieces where piece.secondsAtA < isochrone.limit - 60 {
        #expect(isochrone.areas.contains { $0.contains(piece.a) }, "seed \(seed)")
      }
      for _ in 0..<200 {
        let place = random.coordinate(around: berlin, metres: 900)
        let earliest = pieces.map { piece -> Double in
          let near = Polyline([piece.a, piece.b]).nearest(to: place)!
          if near.distance > 65 { return .infinity }
          let more = (piece.secondsAtB - piece.secondsAtA) * near.fraction
          return piece.secondsAtA + more
        }.min()!
        if earliest > isochrone.limit {
          #expect(!isochrone.areas.contains { $0.contains(place) }, "seed \(seed)")
        }
      }
    }
    for area in areas[0].areas {
      for point in area.outer.points {
        // The earlier area lies in the later one, up to the rounding of corners.
        let inner = [-8.0, 0, 8].contains { east in
          [-8.0, 0, 8].contains { north in
            areas[1].areas.contains { $0.contains(point.moved(east: east, north: north)) }
          }
        }
        #expect(inner, "seed \(seed)")
      }
    }
  }

  @Test func `nothing reached gives no area`() {
    #expect(Isochrone.areas(around: [], limits: [300]).map(\.areas) == [[]])
    let far = TimedPiece(a: berlin, b: berlin, secondsAtA: 900, secondsAtB: .infinity)
    #expect(Isochrone.areas(around: [far], limits: [300, 960]).map(\.areas.count) == [0, 1])
  }
}
