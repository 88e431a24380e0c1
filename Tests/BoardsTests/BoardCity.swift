import Foundation
import Generation
import Geo
import Import
import OSM
import Queries
import Routing

@testable import Boards

/// The cities whose boards are tested: one drawn, one generated.
enum BoardCity {
  private static let frame = LocalFrame(at: Coordinate(longitude: 106.45, latitude: 29.55))
  static let day = CivilDay(number: 20_778)

  /// An estate of six houses with three gates: open, guarded with hours, and shut.
  static let drawn = Result { try write(draw()) }
  /// A generated district.
  static let generated = Result {
    try write(CityGenerator(like: .shapingba, scale: 0.05, seed: 3).generate { _, _ in })
  }

  private static func write(_ map: OSMData) throws -> City {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "kaimen-boards-\(UUID().uuidString).kaimen").path
    try CityImport.run(map, output: path, timeZone: "Asia/Shanghai")
    let city = try City(path: path)
    try FileManager.default.removeItem(atPath: path)
    return city
  }

  private static func draw() -> OSMData {
    var map = OSMDataBuilder()
    func node(_ id: Int64, _ x: Double, _ y: Double, _ tags: [(String, String)] = []) {
      map.addNode(id, at: frame.coordinate(Point(x: x, y: y)), tags: tags)
    }
    node(1, -200, 0)
    node(2, 0, 0)
    node(3, 200, 0)
    node(4, 0, 20, [("barrier", "gate"), ("name", "南门"), ("access", "yes"), ("kaimen:entry", "open")])
    node(5, 0, 150)
    node(6, 100, 90)
    node(
      7, 120, 90,
      [
        ("barrier", "lift_gate"), ("name", "东门"), ("name:en", "East Gate"), ("access", "permissive"),
        ("kaimen:entry", "guard"), ("opening_hours", "Mo-Su 06:00-22:30"), ("motor_vehicle", "private"),
      ])
    node(8, 200, 90)
    node(9, 0, 90)
    node(10, 0, 180, [("barrier", "gate"), ("access", "no"), ("locked", "yes")])
    for (id, x, y) in [(11, -120.0, 20.0), (12, 120, 20), (13, 120, 180), (14, -120, 180)] {
      node(Int64(id), x, y)
    }
    map.addWay(
      1, nodes: [1, 2, 3], tags: [("highway", "residential"), ("name", "人民路"), ("name:en", "People's Road")])
    map.addWay(2, nodes: [3, 8], tags: [("highway", "residential"), ("name", "东街")])
    map.addWay(3, nodes: [2, 4, 9], tags: [("highway", "service")])
    map.addWay(4, nodes: [9, 5], tags: [("highway", "steps")])
    map.addWay(5, nodes: [9, 6, 7, 8], tags: [("highway", "footway")])
    map.addWay(
      6, nodes: [11, 4, 12, 7, 13, 10, 14, 11],
      tags: [
        ("barrier", "wall"), ("landuse", "residential"), ("name", "测试小区"), ("name:en", "Test Court"),
        ("kaimen:kind", "compound"),
      ])
    for row in 0..<6 { house(Int64(row), &map) }
    node(91, -60, -12, [("amenity", "toilets")])
    node(92, 20, 12, [("amenity", "bicycle_parking"), ("kaimen:kind", "rider_bay"), ("capacity", "8")])
    return map.finish()
  }

  /// Houses in two rows of three, each with two doors to the south.
  private static func house(_ row: Int64, _ map: inout OSMDataBuilder) {
    let (x, y) = ([-112.0, -58, 16][Int(row % 3)], 50 + Double(row / 3) * 60)
    let first = 100 + row * 10
    let corners = [(x, y), (x + 12, y), (x + 36, y), (x + 48, y), (x + 48, y + 16), (x, y + 16)]
    for (corner, at) in corners.enumerated() {
      let isDoor = corner == 1 || corner == 2
      map.addNode(
        first + Int64(corner), at: frame.coordinate(Point(x: at.0, y: at.1)),
        tags: isDoor ? [("entrance", "staircase"), ("addr:unit", "\(corner)单元")] : [])
    }
    map.addWay(
      1000 + row, nodes: (0..<6).map { first + $0 } + [first],
      tags: [("building", "apartments"), ("ref", "\(row + 1)"), ("addr:housenumber", "\(row + 1)栋")])
  }
}

extension BoardMaker {
  /// A maker for the tests of one city.
  convenience init(testing city: City) { self.init(session: Session(city: city)) }
}

extension Sheet {
  /// All texts, in the order in which they are drawn.
  var texts: [Lettering] {
    marks.compactMap { if case .text(let lettering) = $0 { lettering } else { nil } }
  }
}

/// A small generator whose seed is printed with every failure.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
