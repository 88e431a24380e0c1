import Foundation
import Geo
import Import
import OSM
import Routing
import Streets
import Tiles

/// A city drawn in metres, to look at its tiles.
final class TileCity {
  private var builder = OSMDataBuilder()
  private let frame = LocalFrame(at: Coordinate(longitude: 106.45, latitude: 29.55))
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "kaimen-tiles-\(UUID().uuidString)")
  private var made: City?
  private var nextNode: Int64 = 1_000_000

  deinit { try? FileManager.default.removeItem(at: folder) }

  func point(_ x: Double, _ y: Double) -> Coordinate { frame.coordinate(Point(x: x, y: y)) }

  func node(_ id: Int64, _ x: Double, _ y: Double, _ tags: [(String, String)] = []) {
    builder.addNode(id, at: point(x, y), tags: tags)
  }

  func way(_ id: Int64, _ nodes: [Int64], _ tags: [(String, String)]) {
    builder.addWay(id, nodes: nodes, tags: tags)
  }

  func relation(_ id: Int64, _ members: [(ElementID, String)], _ tags: [(String, String)]) {
    builder.addRelation(id, members: members.map { (id: $0.0, role: $0.1) }, tags: tags)
  }

  /// A closed way through new nodes.
  func ring(_ id: Int64, _ corners: [(Double, Double)], _ tags: [(String, String)]) {
    let nodes = line(corners)
    builder.addWay(id, nodes: nodes + [nodes[0]], tags: tags)
  }

  /// An open way through new nodes.
  func path(_ id: Int64, _ corners: [(Double, Double)], _ tags: [(String, String)]) {
    builder.addWay(id, nodes: line(corners), tags: tags)
  }

  private func line(_ corners: [(Double, Double)]) -> [Int64] {
    corners.map { x, y in
      nextNode += 1
      node(nextNode, x, y)
      return nextNode
    }
  }

  /// The finished city, made once.
  func city() throws -> City {
    if let made { return made }
    let city = try City(path: write())
    made = city
    return city
  }

  /// Writes the city file anew.
  func write() throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("test-\(UUID().uuidString).kaimen").path
    try CityImport.run(builder.finish(), output: path)
    return path
  }

  func maker() throws -> TileMaker { TileMaker(city: try city()) }

  /// All tiles of the zoom that may hold something of the city.
  func tiles(_ zoom: Int) throws -> [(id: TileID, tile: VectorTile)] {
    let maker = try maker()
    let bounds = try city().tables.facts.bounds
    let west = TileID(zoom, longitude: bounds[0], latitude: bounds[3])
    let east = TileID(zoom, longitude: bounds[2], latitude: bounds[1])
    var found: [(id: TileID, tile: VectorTile)] = []
    for x in (west.x - 1)...(east.x + 1) {
      for y in (west.y - 1)...(east.y + 1) {
        let id = TileID(zoom: zoom, x: x, y: y)
        found.append((id, try VectorTile(maker.tile(id))))
      }
    }
    return found
  }

  /// The tile of `zoom` around a point.
  func tile(_ zoom: Int, _ x: Double, _ y: Double) throws -> VectorTile {
    let place = point(x, y)
    return try VectorTile(
      maker().tile(TileID(zoom, longitude: place.longitude, latitude: place.latitude)))
  }

  /// A crossing of two streets, so that there is a city at all.
  func addCrossing() {
    node(1, -300, 0)
    node(2, 0, 0)
    node(3, 300, 0)
    node(4, 0, -300)
    node(5, 0, 300)
    way(1, [1, 2, 3], [("highway", "primary"), ("name", "人民路"), ("name:en", "People's Road")])
    way(2, [4, 2, 5], [("highway", "residential"), ("name", "小路")])
  }
}

extension TileID {
  /// The tile that holds a place.
  init(_ zoom: Int, longitude: Double, latitude: Double) {
    let size = Double(1 << zoom)
    let angle = latitude * .pi / 180
    self.init(
      zoom: zoom, x: Int((longitude + 180) / 360 * size), y: Int((1 - asinh(tan(angle)) / .pi) / 2 * size))
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
