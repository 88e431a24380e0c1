import Foundation
import Geo
import Import
import OSM

/// A folder that goes with the test that made it.
final class ServerFolder: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "kaimen-server-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ text: String) throws {
    let file = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}

/// The city that all tests of the server ask, in metres.
///
/// ```
///                                                  [20: 人民路 7, door 25 at (235,10)]
/// 1 (0,0) ---- 2 (100,0) -- 3 gate (150,0) -- 4 (200,0) ---- 5 (300,0)   ways 10: 1-2, 11: 2-3-4, 12: 4-5
///              | \-- 44 gate, access=no (150,-40) --/ |                  way 15: 2-44-4
///              6 (100,-300) ----------- 7 (200,-300)                     way 13: 2-6-7-4
/// ```
///
/// A pharmacy stands beyond the gate, 31 at (260,-10), another on the way around, 32 at (95,-230). Houses without
/// streets fill the south-west, so that tiles have something to say.
enum SmallCity {
  private static let frame = LocalFrame(at: Coordinate(longitude: 106.45, latitude: 29.55))
  private static let made = Result { try drawn() }

  static func place(_ x: Double, _ y: Double) -> Coordinate { frame.coordinate(Point(x: x, y: y)) }

  /// `lon,lat`.
  static func text(_ x: Double, _ y: Double) -> String {
    let point = place(x, y)
    return "\(point.longitude),\(point.latitude)"
  }

  /// A GeoJSON polygon around a rectangle.
  static func area(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> String {
    let corners = [(x.lowerBound, y.lowerBound), (x.upperBound, y.lowerBound), (x.upperBound, y.upperBound)]
    let ring = (corners + [(x.lowerBound, y.upperBound), corners[0]]).map { "[\(text($0.0, $0.1))]" }
    return #"{"type":"Polygon","coordinates":[[\#(ring.joined(separator: ","))]]}"#
  }

  /// The city file, made once.
  static func bytes() throws -> Data { try made.get() }

  /// The file of the city with more in it.
  static func drawn(more: (inout OSMDataBuilder) -> Void = { _ in }) throws -> Data {
    var builder = OSMDataBuilder()
    draw(&builder)
    more(&builder)
    let folder = try ServerFolder()
    let path = folder.file("small.kaimen")
    try CityImport.run(builder.finish(), output: path, timeZone: "Asia/Shanghai")
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  private static func draw(_ map: inout OSMDataBuilder) {
    let nodes: [(Int64, Double, Double, [(String, String)])] = [
      (1, 0, 0, []), (2, 100, 0, []), (3, 150, 0, [("barrier", "gate")]), (4, 200, 0, []), (5, 300, 0, []),
      (6, 100, -300, []), (7, 200, -300, []), (44, 150, -40, [("barrier", "gate"), ("access", "no")]),
      (21, 220, 10, []), (22, 250, 10, []), (23, 250, 30, []), (24, 220, 30, []),
      (25, 235, 10, [("entrance", "main")]),
      (31, 260, -10, [("amenity", "pharmacy"), ("name", "仁和药房"), ("name:en", "Renhe Pharmacy")]),
      (32, 95, -230, [("amenity", "pharmacy"), ("name", "平安药房"), ("name:en", "Pingan Pharmacy")]),
    ]
    for (id, x, y, tags) in nodes { map.addNode(id, at: place(x, y), tags: tags) }
    let street = [("highway", "residential"), ("name", "人民路"), ("name:en", "People's Road")]
    map.addWay(10, nodes: [1, 2], tags: street)
    map.addWay(11, nodes: [2, 3, 4], tags: street)
    map.addWay(12, nodes: [4, 5], tags: street)
    map.addWay(13, nodes: [2, 6, 7, 4], tags: [("highway", "residential"), ("name", "南环路")])
    map.addWay(15, nodes: [2, 44, 4], tags: [("highway", "residential")])
    map.addWay(
      20, nodes: [21, 25, 22, 23, 24, 21],
      tags: [("building", "yes"), ("addr:street", "人民路"), ("addr:housenumber", "7")])
    for row in 0..<30 { house(Int64(row), &map) }
  }

  private static func house(_ row: Int64, _ map: inout OSMDataBuilder) {
    let (x, y) = (-200 + Double(row % 6) * 30, -200 + Double(row / 6) * 20)
    for (corner, at) in [(x, y), (x + 20, y), (x + 20, y + 10), (x, y + 10)].enumerated() {
      map.addNode(1000 + row * 10 + Int64(corner), at: place(at.0, at.1))
    }
    let first = 1000 + row * 10
    map.addWay(
      first, nodes: [first, first + 1, first + 2, first + 3, first],
      tags: [("building", "yes"), ("name", "\(row + 1)号库房"), ("name:en", "Storehouse \(row + 1)")])
  }
}
