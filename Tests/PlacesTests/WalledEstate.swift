import Foundation
import Geo
import Import
import OSM
import Places
import Queries
import Routing
import Streets

/// An estate within a fence, with one gate far from the street, in metres.
///
/// ```
///  (-60,120) +-------------------- fence, way 2 --------------------+ (60,120)
///            |                     [way 5, door 50 at (10,80)]      |
///  way 4 ----gate 40---- way 3: inner street, y = 70, to x = 50     |
///  |  (-60,70)                                                      |
///  |         +------------------------------------------------------+ y = 20
///  +--------- way 1: street, y = 0, from x = -200 to 200 -----------
/// ```
enum WalledEstate {
  private static let frame = LocalFrame(at: Coordinate(longitude: 106.45, latitude: 29.55))

  static func place(_ x: Double, _ y: Double) -> Coordinate { frame.coordinate(Point(x: x, y: y)) }

  static func text(_ x: Double, _ y: Double) -> String {
    let point = place(x, y)
    return "\(point.longitude),\(point.latitude)"
  }

  static let data: OSMData = {
    var map = OSMDataBuilder()
    let nodes: [(Int64, Double, Double)] = [
      (1, -200, 0), (2, -100, 0), (3, 200, 0), (20, -60, 20), (21, 60, 20), (22, 60, 120), (23, -60, 120),
      (30, -40, 70), (31, 50, 70), (41, -100, 70), (51, 0, 80), (52, 20, 80), (53, 20, 95), (54, 0, 95),
    ]
    for (id, x, y) in nodes { map.addNode(id, at: place(x, y)) }
    map.addNode(40, at: place(-60, 70), tags: [("barrier", "gate")])
    map.addNode(50, at: place(10, 80), tags: [("entrance", "main")])
    map.addWay(1, nodes: [1, 2, 3], tags: [("highway", "residential"), ("name", "南街")])
    map.addWay(
      2, nodes: [20, 21, 22, 23, 40, 20],
      tags: [("landuse", "residential"), ("barrier", "fence"), ("name", "金沙时代")])
    map.addWay(3, nodes: [30, 31], tags: [("highway", "service")])
    map.addWay(4, nodes: [2, 41, 40, 30], tags: [("highway", "service")])
    map.addWay(5, nodes: [51, 50, 52, 53, 54, 51], tags: [("building", "yes"), ("addr:housenumber", "3")])
    return map.finish()
  }()

  static let city = Result { try imported(data) }

  static func imported(_ data: OSMData) throws -> City {
    let path = FileManager.default.temporaryDirectory.appending(path: "kaimen-places-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try CityImport.run(data, output: path)
    return try City(path: path)
  }

  /// The estate with `edits`, made anew, and what came of them.
  static func edited(_ edits: [MapEdit]) throws -> (city: City, editor: MapEditor) {
    var editor = MapEditor(EditableMap(data))
    editor.apply(edits.enumerated().map { MapEditor.Item(id: "e\($0)", object: Int64($0) + 1, edit: $1) })
    let remade = try CityImport.remake(
      city.get(), from: data.applying(editor.change), changed: editor.change.places(in: data), elevation: nil)
    return (remade.city, editor)
  }

  /// Seconds from the street at x = 0 to `goal`; nil where there is no way.
  static func seconds(_ city: City, to goal: String = "node/50", by mode: Mode = .foot) throws -> Double? {
    var request = RouteRequest()
    (request.from, request.to, request.mode) = (text(0, 0), goal, mode)
    request.departure = CivilTime("2026-11-20T12:00")
    return try Session(city: city).answer(request).duration?.seconds
  }
}
