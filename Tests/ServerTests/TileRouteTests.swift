import CDeflate
import Foundation
import Geo
import HTTPTypes
import NIOCore
import Queries
import Testing
import Tiles

@testable import Server

@Suite struct TileRouteTests {
  /// The path of the tile around a point.
  private func path(_ zoom: Int, _ x: Double, _ y: Double) -> String {
    let (place, size) = (SmallCity.place(x, y), Double(1 << zoom))
    let angle = place.latitude * .pi / 180
    let column = Int((place.longitude + 180) / 360 * size)
    return "/tiles/\(zoom)/\(column)/\(Int((1 - asinh(tan(angle)) / .pi) / 2 * size)).mvt"
  }

  @Test func `a tile is sent once, and then only that it has not changed`() async throws {
    let server = try await TestServer()
    let tile = path(16, -100, -150)
    let reply = try await server.get(tile)
    #expect(reply.status == 200)
    #expect(reply["Content-Type"] == "application/vnd.mapbox-vector-tile")
    #expect(reply["Cache-Control"] == "no-cache")
    #expect(reply.bytes.count > 500)
    let tag = try #require(reply["ETag"])
    for known in [tag, "W/\(tag)", "\"other\", \(tag)", "\(tag) , \"other\"", "*"] {
      let again = try await server.get(tile, ["If-None-Match": known])
      #expect(again.status == 304, "\(known)")
      #expect(again.bytes.isEmpty)
      #expect(again["ETag"] == tag)
    }
    #expect(try await server.get(tile, ["If-None-Match": "\"other\""]).bytes == reply.bytes)
    #expect(try await server.get(tile).bytes == reply.bytes)
  }

  @Test func `a tile that names its city may be kept for good`() async throws {
    let server = try await TestServer()
    let tile = path(16, 150, 0)
    let named = try await server.get(tile + "?v=" + server.district.city.id)
    #expect(named["Cache-Control"]?.contains("immutable") == true)
    #expect(try await server.get(tile + "?v=old")["Cache-Control"] == "no-cache")
  }

  @Test func `compressed or not, it is the same tile`() async throws {
    let server = try await TestServer()
    let tiles = [14, 15, 16, 17, 18].map { path($0, -100, -150) }
    for target in tiles + ["/tiles.json", "/v1/search?q=storehouse&limit=30"] {
      let gzip = try await server.get(target, ["Accept-Encoding": "br, gzip"])
      let plain = try await server.get(target, ["Accept-Encoding": "gzip;q=0"])
      #expect(plain["Content-Encoding"] == nil)
      #expect(gzip["ETag"] == plain["ETag"])
      guard gzip["Content-Encoding"] == "gzip" else {
        // Only what is too small to gain anything.
        #expect(plain.bytes.count < Gzip.smallest && tiles.contains(target), "\(target)")
        #expect(gzip.bytes == plain.bytes)
        continue
      }
      #expect(gzip["Vary"] == "Accept-Encoding")
      #expect(gzip.bytes.count < plain.bytes.count)
      #expect(try GzipTests.decompress(gzip.bytes) == plain.bytes, "\(target)")
    }
  }

  @Test(
    arguments: [
      "/tiles/9/1/1.mvt", "/tiles/19/1/1.mvt", "/tiles/14/16384/1.mvt", "/tiles/14/1/16384.mvt",
      "/tiles/14/-1/1.mvt",
      "/tiles/14/1/-1.mvt", "/tiles/99999999999999999999/1/1.mvt", "/tiles/14/x/1.mvt", "/tiles/14/1/1",
      "/tiles/14/1/1.png", "/tiles/14/1/.mvt", "/tiles/14/1", "/tiles/14/1/1.mvt/x", "/tiles/../1/1.mvt",
      "/tiles/14/1/9223372036854775807.mvt", "/tiles/-9223372036854775808/0/0.mvt", "/tiles/14/%2e%2e/1.mvt",
    ])
  func `where there is no tile one is told so`(_ path: String) async throws {
    let server = try await TestServer()
    _ = try await server.get(path).problem(404, .notFound)
  }

  @Test func `an unknown key is refused`() async throws {
    let server = try await TestServer()
    _ = try await server.get(path(16, 0, 0) + "?x=1").problem(400, .badRequest)
  }

  @Test func `the description names tiles that can be had, where the client reached us`() async throws {
    let server = try await TestServer()
    let json = try await server.get("/tiles.json").json()
    let address = try #require(json.at("tiles/0").word)
    #expect(address.hasPrefix("http://localhost:8080/tiles/{z}/{x}/{y}.mvt?v="))
    let bounds = try json.at("bounds").items.compactMap(\.double)
    #expect(bounds.count == 4)
    for zoom in [Int(try json.number("minzoom")), Int(try json.number("maxzoom"))] {
      let name = path(zoom, 100, -10).split(separator: "/").suffix(3).joined(separator: "/")
      let target = address.replacing("http://localhost:8080/tiles/{z}/{x}/{y}.mvt", with: "/tiles/" + name)
      let tile = try await server.get(target)
      #expect(tile.status == 200)
      #expect(tile["Cache-Control"]?.contains("immutable") == true)
    }
    let outside = try await TestServer { $0.publicURL = "https://kaimen.example" }
    let named = try await outside.get("/tiles.json").json()
    #expect(try named.at("tiles/0").word?.hasPrefix("https://kaimen.example/tiles/") == true)
  }

  @Test func `the cache keeps what was asked for lately, within its limit`() {
    let cache = TileCache(limit: 100_000)
    func key(_ row: Int) -> TileCache.Key { TileCache.Key(city: "a", tile: TileID(zoom: 14, x: row, y: 0)) }
    func entity(_ row: Int) -> Entity { Entity([UInt8](repeating: UInt8(row % 251), count: 500), type: "x") }
    for row in 0..<1000 {
      cache[key(row)] = entity(row)
      #expect(cache.bytes <= 100_000)
      // Asked for all the time, so it stays.
      #expect(cache[key(0)]?.plain == entity(0).plain)
    }
    #expect(cache[key(999)]?.tag == entity(999).tag)
    #expect(cache[key(500)] == nil)
    #expect(cache[TileCache.Key(city: "b", tile: TileID(zoom: 14, x: 999, y: 0))] == nil)
    cache[key(2000)] = Entity((0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }, type: "x")
    #expect(cache.bytes <= 100_000)
    #expect(cache[key(999)] != nil)
  }
}
