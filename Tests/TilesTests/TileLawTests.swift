import Dense
import Foundation
import Geo
import OSM
import Routing
import Streets
import Testing
import Wording

@testable import Tiles

/// What holds for every tile of every city.
@Suite struct TileLawTests {
  /// Streets, an estate with houses, a lake with an island, a park across many tiles, gates and doors.
  private func district(seed: UInt64) -> TileCity {
    var random = SeededRandom(seed: seed)
    let city = TileCity()
    city.addCrossing()
    for row in 0..<60 {
      let (x, y) = (
        Double.random(in: -900...900, using: &random), Double.random(in: -900...900, using: &random)
      )
      let size = Double.random(in: 5...60, using: &random)
      city.ring(
        Int64(100 + row), star(x, y, size, corners: Int.random(in: 3...14, using: &random), &random),
        [[("building", "yes"), ("ref", "\(row)栋")], [("landuse", "grass")], [("natural", "water")]][row % 3])
    }
    let lake = [(-800.0, -700.0), (650, -640), (700, 600), (-740, 560)]
    city.ring(200, lake, [])
    city.ring(201, [(-200, -100), (150, -120), (160, 90), (-190, 130)], [])
    city.relation(
      1, [(ElementID(.way, 200), "outer"), (ElementID(.way, 201), "inner")],
      [("type", "multipolygon"), ("landuse", "forest"), ("name", "大林")])
    for row in 0..<40 {
      let (x, y) = (
        Double.random(in: -900...900, using: &random), Double.random(in: -900...900, using: &random)
      )
      let id = Int64(10_000 + 3 * row)
      city.node(id, x, y)
      city.node(id + 1, x + 30, y + 20, [("barrier", row % 2 == 0 ? "gate" : "lift_gate")])
      city.node(id + 2, x + 70, y - 10)
      city.way(id, [id, id + 1, id + 2], [("highway", row % 3 == 0 ? "footway" : "service")])
      city.path(id + 1, [(x, y - 50), (x + 90, y - 40), (x + 80, y + 60)], [("barrier", "fence")])
    }
    return city
  }

  private func star(
    _ x: Double, _ y: Double, _ size: Double, corners: Int, _ random: inout SeededRandom
  ) -> [(Double, Double)] {
    (0..<corners).map { corner in
      let angle = Double(corner) / Double(corners) * 2 * .pi
      let reach = size * Double.random(in: 0.3...1, using: &random)
      return (x + reach * cos(angle), y + reach * sin(angle))
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `Geometry lies in the tile or its buffer and rings are simple and well wound`(_ seed: UInt64) throws {
    let city = district(seed: seed)
    for zoom in TileID.zooms {
      var count = 0
      for (id, tile) in try city.tiles(zoom) {
        for (name, layer) in tile.layers {
          for feature in layer.features {
            count += 1
            let isNear = feature.paths.joined().allSatisfy {
              (-64...4160).contains($0.x) && (-64...4160).contains($0.y)
            }
            #expect(isNear, "\(id) \(name) \(feature.properties) seed \(seed)")
            check(feature, "\(id) \(name) \(feature.properties) seed \(seed)")
          }
        }
      }
      #expect(count > 0)
    }
  }

  private func check(_ feature: VectorTile.Feature, _ place: String) {
    switch feature.type {
    case 1: #expect(feature.paths.count == 1 && feature.paths[0].count == 1, "\(place)")
    case 2: #expect(feature.paths.allSatisfy { $0.count >= 2 }, "\(place)")
    case 3:
      #expect(feature.paths.allSatisfy { $0.count >= 3 }, "\(place)")
      #expect(feature.paths[0].turn > 0, "\(place)")
      #expect(feature.paths.dropFirst().allSatisfy { $0.turn < 0 }, "\(place)")
      for path in feature.paths {
        let ring = Ring(path.map { Coordinate(longitudeE7: Int32($0.x), latitudeE7: Int32($0.y)) })
        #expect(ring.selfIntersection() == nil, "\(place)")
      }
    default: Issue.record("type \(feature.type) at \(place)")
    }
  }

  @Test func `Every gate is in exactly one tile of each zoom, buffers aside`() throws {
    let city = district(seed: 4)
    let premises = try city.city().premises
    let expected = premises.gates.values.map { $0.element.id.description }.sorted()
    #expect(expected.count > 30)
    for zoom in 15...18 {
      let found = try city.tiles(zoom).flatMap { tile in
        tile.tile.features("gate").filter { feature in
          (0..<4096).contains(feature.paths[0][0].x) && (0..<4096).contains(feature.paths[0][0].y)
        }.compactMap { $0.text("id") }
      }
      #expect(found.sorted() == expected, "zoom \(zoom)")
    }
  }

  @Test(arguments: [12, 14, 16, 18])
  func `A square that many tiles cut has its whole area in them`(_ zoom: Int) throws {
    let city = TileCity()
    city.addCrossing()
    city.ring(10, [(-500, -500), (500, -500), (500, 500), (-500, 500)], [("leisure", "park")])
    city.node(9, -900, -900)
    let unit = TileFrame(TileID(zoom, longitude: 106.45, latitude: 29.55)).metresPerUnit
    var area = 0.0
    for (_, tile) in try city.tiles(zoom) {
      for feature in tile.features("landuse") {
        // What is left of the square without the buffer is a rectangle.
        let columns = feature.paths[0].map { min(max($0.x, 0), 4096) }
        let rows = feature.paths[0].map { min(max($0.y, 0), 4096) }
        area += Double(columns.max()! - columns.min()!) * Double(rows.max()! - rows.min()!)
      }
    }
    let side = 1000 / unit
    // A square of the ground is one of the map but for the Earth's flattening.
    #expect(abs(area / (side * side) - 1) < 0.01 + 4 / side)
  }

  @Test func `Tiles are the same whenever, wherever and by whomever they are made`() async throws {
    let city = district(seed: 5)
    let maker = try city.maker()
    let again = TileMaker(city: try City(path: city.write()))
    let ids = try [10, 13, 14, 16].flatMap { try city.tiles($0).map(\.id) }
    let expected = try ids.map { try maker.tile($0) }
    #expect(try ids.map { try again.tile($0) } == expected)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask { try ids.map { try maker.tile($0) } == expected }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }

  @Test func `What is beyond the pyramid is an error, what is beyond the city is empty`() throws {
    let city = TileCity()
    city.addCrossing()
    let maker = try city.maker()
    #expect(throws: TileError.zoom(9)) { try maker.tile(TileID(zoom: 9, x: 0, y: 0)) }
    #expect(throws: TileError.zoom(19)) { try maker.tile(TileID(zoom: 19, x: 0, y: 0)) }
    #expect(throws: TileError.zoom(.max)) { try maker.tile(TileID(zoom: .max, x: 0, y: 0)) }
    for id in [TileID(zoom: 10, x: 1024, y: 0), TileID(zoom: 10, x: 0, y: -1)] {
      #expect(throws: TileError.position(id)) { try maker.tile(id) }
    }
    #expect(TileError.zoom(9).wording.english.contains("ask for zoom 10 to 18"))
    #expect(try maker.tile(TileID(zoom: 10, x: 0, y: 0)).isEmpty)
    #expect(try maker.tile(TileID(zoom: 18, x: 262_143, y: 262_143)).isEmpty)
  }
}
