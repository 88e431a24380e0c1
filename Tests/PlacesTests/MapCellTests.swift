import Geo
import Testing

@testable import Places

/// The squares in which edits look for ways.
@Suite struct MapCellTests {
  private static func numbers(_ seed: UInt64) -> () -> Int32 {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int32(truncatingIfNeeded: state >> 40) % 60_000
    }
  }

  @Test(arguments: 1...200) func `a line is in every square that one of its points is in, and in few others`(
    _ seed: Int
  ) {
    let next = Self.numbers(UInt64(seed))
    // Also across the equator and the meridian, and straight up and along.
    let a = Coordinate(longitudeE7: next() - 30_000, latitudeE7: next() - 30_000)
    let b = Coordinate(
      longitudeE7: seed % 5 == 0 ? a.longitudeE7 : next() - 30_000,
      latitudeE7: seed % 7 == 0 ? a.latitudeE7 : next() - 30_000)
    var cells: [MapCell] = []
    MapCell.forEach(from: a, to: b) { cells.append($0) }
    #expect(Set(cells).count == cells.count)
    for step in 0...400 {
      let point = a.interpolated(to: b, fraction: Double(step) / 400)
      #expect(cells.contains(MapCell(point)), "\(point)")
    }
    let (first, last) = (MapCell(a), MapCell(b))
    #expect(cells.count <= Int(abs(first.x - last.x) + abs(first.y - last.y)) * 2 + 2)
  }

  @Test func `around a place lie the squares that a circle reaches`() {
    let place = Coordinate(longitude: 106.4505, latitude: 29.5505)
    #expect(MapCell.around(place, within: 1) == [MapCell(place)])
    #expect(MapCell.around(place, within: 60).count == 9)
  }
}
