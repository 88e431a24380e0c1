import Foundation
import Geo
import Import
import OSM
import Queries
import Routing
import Server
import Streets
import Testing

/// A small city drawn in metres, and its OSRM answers.
final class OSRMTestCity {
  private var builder = OSMDataBuilder()
  private let frame = LocalFrame(at: Coordinate(longitude: 106.45, latitude: 29.55))
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "kaimen-osrm-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  func point(_ x: Double, _ y: Double) -> Coordinate { frame.coordinate(Point(x: x, y: y)) }

  /// `lon,lat` of a place.
  func text(_ x: Double, _ y: Double) -> String {
    let place = point(x, y)
    return "\(place.longitude),\(place.latitude)"
  }

  func node(_ id: Int64, _ x: Double, _ y: Double, _ tags: [(String, String)] = []) {
    builder.addNode(id, at: point(x, y), tags: tags)
  }

  func way(_ id: Int64, _ nodes: [Int64], _ tags: [(String, String)]) {
    builder.addWay(id, nodes: nodes, tags: tags)
  }

  func city() throws -> City {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "test.kaimen").path
    try CityImport.run(builder.finish(), output: path, timeZone: "Asia/Shanghai")
    return try City(path: path)
  }

  /// Three streets from west to east, three from south to north, 200 m apart; a house with a door in the middle of
  /// the first block; a gate for residents in the far corner.
  static func grid() throws -> OSRMTestCity {
    let map = OSRMTestCity()
    let names = ["South Road", "Middle Road", "North Road"]
    for row in 0..<3 {
      for column in 0..<3 {
        map.node(Int64(10 * row + column + 1), Double(column) * 200, Double(row) * 200)
      }
    }
    for line in 0..<3 {
      let across = (0..<3).map { Int64(10 * line + $0 + 1) }
      let up = (0..<3).map { Int64(10 * $0 + line + 1) }
      map.way(Int64(line + 1), across, [("highway", "residential"), ("name", names[line])])
      map.way(Int64(line + 11), up, [("highway", "residential"), ("name", "\(line). Street")])
    }
    for (id, x, y) in [(101, 80.0, 20.0), (103, 120, 20), (104, 120, 60), (105, 80, 60)] {
      map.node(Int64(id), x, y)
    }
    map.node(102, 100, 20, [("entrance", "main")])
    map.way(101, [101, 102, 103, 104, 105, 101], [("building", "yes")])
    map.node(201, 450, 400, [("barrier", "gate"), ("access", "private")])
    map.node(202, 600, 400)
    map.way(201, [23, 201, 202], [("highway", "footway")])
    return map
  }
}

/// One answer, read back.
struct OSRMReply {
  var status: Int
  var json: JSON

  var code: String? { self["code"]?.text.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
  subscript(key: String) -> JSON? { json[key] }
}

extension OSRMAnswerer {
  func reply(_ target: String) throws -> OSRMReply {
    let answer = answer(target: target)
    return OSRMReply(status: answer.status, json: try JSONReader.read(answer.body[...]))
  }
}

extension JSON {
  var items: [JSON] {
    if case .array(let items) = self { items } else { [] }
  }

  var keys: Set<String> {
    if case .object(let members) = self { Set(members.map(\.key)) } else { [] }
  }

  var word: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value at a path of keys and rows.
  func at(_ path: String) throws -> JSON {
    var value = self
    for part in path.split(separator: "/") {
      let next =
        Int(part).map { value.items.indices.contains($0) ? value.items[$0] : nil } ?? value[String(part)]
      value = try #require(next, "no \(part) in \(value.text.prefix(200))")
    }
    return value
  }

  func number(_ path: String) throws -> Double {
    let value = try at(path)
    return try #require(value.double, "\(path) is \(value.text.prefix(100))")
  }
}

/// A small generator whose seed is printed with every failure.
struct OSRMRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
