import Foundation
import Geo
import OSM
import Routing
import Streets
import Testing
import Wording

@testable import Tiles

/// What the layers hold.
@Suite struct LayerTests {
  @Test func `Consecutive segments of a way are one line with both names`() throws {
    let city = TileCity()
    city.addCrossing()
    for zoom in [11, 14] {
      let streets = try city.tiles(zoom).flatMap { $0.tile.features("street") }
      let main = streets.filter { $0.text("name") == "人民路" }
      #expect(Set(main.map { $0.text("class") }) == ["primary"])
      #expect(main.allSatisfy { $0.text("name_en") == "People's Road" && $0.text("access") == "open" })
      #expect(try city.tile(zoom, -100, 5).features("street").count { $0.text("name") == "人民路" } == 1)
    }
    let small = try city.tiles(12).flatMap { $0.tile.features("street") }
    #expect(!small.contains { $0.text("class") == "residential" })
  }

  @Test func `Streets say who may walk there and which way one drives`() throws {
    let city = TileCity()
    city.addCrossing()
    let lines: [(Int64, [(String, String)])] = [
      (11, [("highway", "service"), ("access", "private")]),
      (12, [("highway", "footway"), ("access", "permit")]),
      (13, [("highway", "residential"), ("oneway", "-1"), ("tunnel", "yes")]),
      (14, [("highway", "steps"), ("indoor", "yes")]), (15, [("highway", "motorway")]),
    ]
    for (row, line) in lines.enumerated() {
      city.path(line.0, [(10, Double(20 * row + 20)), (90, Double(20 * row + 20))], line.1)
    }
    let streets = try city.tile(15, 50, 60).features("street")
    func found(_ word: String) -> VectorTile.Feature? {
      streets.first { $0.text("class") == word && $0.text("name") == nil }
    }
    #expect(found("service")?.text("access") == "private")
    #expect(found("footway")?.text("access") == "pass")
    #expect(found("motorway")?.text("access") == "closed")
    #expect(found("steps")?.number("indoor") == 1)
    let back = try #require(found("residential"))
    #expect(back.number("oneway") == 1 && back.number("tunnel") == 1)
    #expect(back.paths[0][0].x > back.paths[0][1].x)
    #expect(found("service")?.number("oneway") == nil)
  }

  @Test(
    arguments: [
      ([], "unknown"), ([("access", "yes")], "open"), ([("opening_hours", "06:00-22:00")], "timed"),
      ([("access:conditional", "no @ (22:00-06:00)")], "timed"), ([("access", "permit")], "pass"),
      ([("access", "private")], "private"), ([("access", "private"), ("kaimen:pass", "badge")], "pass"),
      ([("access", "customers")], "private"), ([("foot", "no")], "closed"), ([("locked", "yes")], "pass"),
    ] as [([(String, String)], String)])
  func `A gate says what it asks of a walker`(_ tags: [(String, String)], _ rule: String) throws {
    let city = TileCity()
    city.addCrossing()
    city.node(10, 10, 50)
    city.node(11, 20, 50, [("barrier", "gate"), ("name", "北门"), ("name:en", "North Gate")] + tags)
    city.node(12, 30, 50)
    city.way(10, [10, 11, 12], [("highway", "footway")])
    let gates = try city.tile(16, 20, 50).features("gate")
    let gate = try #require(gates.first { $0.text("id") == "node/11" })
    #expect(gate.text("rule") == rule)
    #expect(gate.text("kind") == "gate" && gate.text("name_en") == "North Gate")
    #expect(gate.number("inferred") == nil)
    #expect(gate.text("hours") == tags.first { $0.0 == "opening_hours" }?.1)
  }

  /// An estate of two houses, one with a yard, and a door.
  private func estate() -> TileCity {
    let city = TileCity()
    city.addCrossing()
    city.ring(
      20, [(20, 20), (220, 20), (220, 180), (20, 180)],
      [
        ("landuse", "residential"), ("name", "花园小区"), ("name:en", "Garden Estate"), ("barrier", "wall"),
      ])
    city.ring(21, [(40, 40), (120, 40), (120, 120), (40, 120)], [("building", "yes")])
    city.ring(22, [(60, 60), (100, 60), (100, 100), (60, 100)], [])
    city.relation(
      2, [(ElementID(.way, 21), "outer"), (ElementID(.way, 22), "inner")],
      [("type", "multipolygon"), ("building", "yes"), ("ref", "2栋")])
    city.node(31, 140, 40, [("entrance", "staircase"), ("addr:unit", "2单元")])
    for (id, x, y) in [(32, 200.0, 40.0), (33, 200, 60), (34, 140, 60)] { city.node(Int64(id), x, y) }
    city.way(
      30, [31, 32, 33, 34, 31],
      [("building", "yes"), ("ref", "3栋"), ("building:levels", "18"), ("name", "三栋")])
    return city
  }

  @Test func `An estate has an outline, a label, buildings with yards and doors`() throws {
    let tile = try estate().tile(17, 130, 100)
    let compound = try #require(tile.features("compound").first)
    #expect(compound.text("id") == "way/20" && compound.text("kind") == "residential")
    #expect(compound.text("name") == "花园小区" && compound.number("walled") == 1)
    let label = try #require(tile.features("compound_label").first)
    #expect(label.text("name_en") == "Garden Estate")
    let buildings = tile.features("building")
    #expect(buildings.contains { $0.text("ref") == "3栋" && $0.number("levels") == 18 })
    #expect(buildings.contains { $0.paths.count == 2 }, "the yard is a hole")
    #expect(tile.features("building_label").contains { $0.text("name") == "三栋" })
    let door = try #require(tile.features("door").first)
    #expect(door.text("label") == "2单元" && door.text("kind") == "staircase" && door.text("id") == "node/31")
    #expect(tile.features("barrier").contains { $0.text("kind") == "wall" })
    #expect(tile.features("landuse").contains { $0.text("kind") == "residential" })
  }

  @Test func `The label of a building with a yard stands in the building`() throws {
    let city = estate()
    let tile = try city.tile(18, 80, 50)
    let building = try #require(
      try city.tiles(16).flatMap { $0.tile.features("building") }.first { $0.paths.count == 2 })
    let label = try #require(
      try city.tiles(16).flatMap { $0.tile.features("building_label") }.first { $0.text("ref") == "2栋" })
    #expect(contains(building.paths[0], label.paths[0][0]))
    #expect(!contains(building.paths[1], label.paths[0][0]))
    #expect(!tile.layers.isEmpty)
  }

  private func contains(_ path: [VectorTile.Corner], _ point: VectorTile.Corner) -> Bool {
    let ring = Ring(path.map { Coordinate(longitudeE7: Int32($0.x), latitudeE7: Int32($0.y)) })
    return ring.location(of: Coordinate(longitudeE7: Int32(point.x), latitudeE7: Int32(point.y))) == .inside
  }

  @Test func `Water, land use, railways and places have their kinds and zooms`() throws {
    let city = TileCity()
    city.addCrossing()
    let areas: [(Int64, [(String, String)])] = [
      (41, [("natural", "water"), ("name", "湖")]), (42, [("waterway", "riverbank")]),
      (43, [("leisure", "park")]), (44, [("amenity", "parking")]), (45, [("landuse", "military")]),
      (46, [("amenity", "school")]),
    ]
    for (row, area) in areas.enumerated() {
      let x = Double(row * 60 - 200)
      city.ring(area.0, [(x, 20), (x + 50, 20), (x + 50, 90), (x, 90)], area.1)
    }
    city.path(50, [(-200, 100), (200, 100)], [("waterway", "stream")])
    city.path(51, [(-200, 110), (200, 110)], [("railway", "rail")])
    city.node(60, 50, 200, [("amenity", "cafe"), ("name", "茶馆")])
    city.node(61, 60, 200, [("railway", "subway_entrance")])
    let tiles = try city.tiles(16).map(\.tile)
    func kinds(_ layer: String) -> Set<String> {
      Set(tiles.flatMap { $0.features(layer) }.compactMap { $0.text("kind") })
    }
    #expect(kinds("water") == ["water", "river", "stream"])
    #expect(kinds("landuse") == ["park", "parking", "military", "education"])
    #expect(kinds("barrier") == ["railway"])
    #expect(kinds("place").isSuperset(of: ["cafe", "subway_entrance"]))
    let early = try city.tiles(14).flatMap { $0.tile.features("place") }.compactMap { $0.text("kind") }
    #expect(early.contains("subway_entrance") && !early.contains("cafe"))
    #expect(try city.tiles(12).allSatisfy { $0.tile.features("building").isEmpty })
  }

  @Test func `The description of the tiles names all layers`() throws {
    let city = TileCity()
    city.addCrossing()
    let bytes = try city.maker().tileJSON(baseURL: "https://a.example", language: .chinese)
    let found = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(found["tilejson"] as? String == "3.0.0")
    #expect(found["tiles"] as? [String] == ["https://a.example/tiles/{z}/{x}/{y}.mvt"])
    #expect((found["attribution"] as? String)?.contains("OpenStreetMap 贡献者") == true)
    #expect(found["minzoom"] as? Int == 10 && found["maxzoom"] as? Int == 18)
    let layers = try #require(found["vector_layers"] as? [[String: Any]])
    #expect(Set(layers.compactMap { $0["id"] as? String }).isSuperset(of: ["gate", "street", "place"]))
  }
}
