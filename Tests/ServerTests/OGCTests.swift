import Foundation
import Geo
import HTTPTypes
import OSM
import Queries
import Store
import Testing

@testable import Server

/// OGC API Features: what QGIS and GDAL read of a city.
@Suite struct OGCTests {
  /// The small city with an estate, a house and a place with a hostile name in the east.
  ///
  /// ```
  /// way 70 "玫瑰园" (400...480, 20...90): gate 74 at (440,20), house 72 with door 81 at (450,60), place 83 at (410,80)
  /// ```
  private func server(
    comment: String? = nil, change: (inout ServerSettings) -> Void = { _ in }
  ) async throws -> TestServer {
    let server = try await TestServer(change: change)
    try server.replaceCity(
      SmallCity.drawn { map in
        map.header.comment = comment
        let nodes: [(Int64, Double, Double, [(String, String)])] = [
          (70, 400, 20, []), (71, 480, 20, []), (72, 480, 90, []), (73, 400, 90, []),
          (
            74, 440, 20,
            [
              ("barrier", "gate"), ("name", "南门"), ("foot", "yes"), ("electric_bicycle", "permit"),
              ("kaimen:pass", "badge"), ("motorcar", "no"), ("opening_hours", "06:00-23:00"),
              ("kaimen:entry", "guard"), ("kaimen:delay", "20"),
            ]
          ), (75, 440, 0, []), (76, 440, 50, []), (77, 450, 60, []), (78, 470, 60, []), (79, 470, 75, []),
          (80, 450, 75, []), (81, 460, 60, [("entrance", "staircase"), ("addr:unit", "2"), ("level", "1")]),
          (83, 410, 80, [("shop", "convenience"), ("name", "<b>小店</b>&"), ("opening_hours", "24/7")]),
        ]
        for (id, x, y, tags) in nodes { map.addNode(id, at: SmallCity.place(x, y), tags: tags) }
        map.addWay(
          70, nodes: [70, 74, 71, 72, 73, 70],
          tags: [
            ("landuse", "residential"), ("barrier", "fence"), ("name", "玫瑰园"), ("name:en", "Rose Court"),
          ])
        map.addWay(71, nodes: [5, 75, 74, 76], tags: [("highway", "service")])
        map.addWay(
          72, nodes: [77, 81, 78, 79, 80, 77], tags: [("building", "apartments"), ("ref", "3栋")])
      })
    try await server.district.reload()
    return server
  }

  private func features(_ server: TestServer, _ target: String) async throws -> [JSON] {
    let reply = try await server.get("/ogc/collections/\(target)")
    try #require(reply.status == 200, "\(target): \(reply.text)")
    return try reply.json().at("features").items
  }

  private func ids(_ server: TestServer, _ target: String) async throws -> [String] {
    try await features(server, target).compactMap { $0["id"]?.word }
  }

  /// The path of an absolute address of the server itself.
  private func path(_ address: String) throws -> String {
    let base = "http://localhost:8080"
    try #require(address.hasPrefix(base), "\(address)")
    return String(address.dropFirst(base.count))
  }

  /// An edit of `node/31` that says when it was inspected, and things that are nobody's business.
  private static let inspection = #"""
    {"kind":"place","target":"node/31","properties":{"inspected":"2020-11-10","status":"suspended",
     "contact":"13800000000","inspector":"Inspector Li","department":"街道办","services":["water","wifi"]}}
    """#

  // MARK: What the API says of itself

  @Test func `every link of the pages about the pages leads somewhere`() async throws {
    let server = try await server()
    var (seen, waiting) = (Set<String>(), ["/ogc"])
    while let target = waiting.popLast() {
      guard seen.insert(target).inserted, seen.count < 60 else { continue }
      let reply = try await server.get(target)
      #expect(reply.status == 200, "\(target)")
      guard reply["Content-Type"]?.contains("json") == true, !target.hasSuffix("api") else { continue }
      let json = try reply.json()
      for owner in [json] + (json["collections"]?.items ?? []) {
        for link in owner["links"]?.items ?? [] where link["rel"] != "license" {
          waiting.append(try path(try #require(link["href"]?.word)))
        }
      }
    }
    #expect(seen.contains("/ogc/collections/doors/items?f=html"))
    #expect(seen.contains("/ogc/conformance"))
  }

  @Test func `it claims the core, GeoJSON, HTML and OpenAPI 3 0, and names four collections`() async throws {
    let server = try await server()
    let claims = try await server.get("/ogc/conformance").json().at("conformsTo").items.compactMap(\.word)
    #expect(claims.map { $0.split(separator: "/").last } == ["core", "geojson", "html", "oas30"])
    let collections = try await server.get("/ogc/collections").json().at("collections").items
    #expect(try collections.map { try $0.at("id").word } == ["compounds", "gates", "doors", "places"])
    for collection in collections {
      let box = try collection.at("extent/spatial/bbox").items[0].items.compactMap(\.double)
      #expect(box.count == 4 && box[0] < box[2] && box[1] < box[3])
      #expect(collection["attribution"]?.word?.contains("OpenStreetMap") == true)
    }
  }

  @Test func `the definition has a filter for every property that can be asked for`() async throws {
    let server = try await server()
    let reply = try await server.get("/ogc/api")
    #expect(reply["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0")
    let definition = try reply.json()
    #expect(definition["openapi"]?.word?.hasPrefix("3.0.") == true)
    for collection in OGCCollection.allCases {
      let path = definition["paths"]?["/collections/\(collection.rawValue)/items"]
      let names = path?["get"]?["parameters"]?.items.compactMap { $0["name"]?.word } ?? []
      #expect(Set(names) == Set(OGCQuestion.keys(of: collection)))
    }
  }

  @Test func `links begin with the public address where one is set`() async throws {
    let server = try await server { $0.publicURL = "https://kaimen.example/x" }
    let links = try await server.get("/ogc").json().at("links").items
    #expect(links.allSatisfy { $0["href"]?.word?.hasPrefix("https://kaimen.example/x/ogc") == true })
  }

  // MARK: Features

  @Test(arguments: OGCCollection.allCases)
  func `features say what their collection promises, and each is found by its id`(
    _ collection: OGCCollection
  ) async throws {
    let server = try await server()
    let all = try await features(server, "\(collection.rawValue)/items?limit=1000")
    #expect(!all.isEmpty)
    #expect(Set(all.compactMap { $0["id"]?.word }).count == all.count)
    for feature in all {
      guard case .object(let properties)? = feature["properties"] else { continue }
      #expect(properties.map(\.key) == collection.properties.map(\.name))
      let id = try #require(feature["id"]?.word)
      let one = try await server.get("/ogc/collections/\(collection.rawValue)/items/\(id)").json()
      #expect(one["properties"] == feature["properties"])
      #expect(one["geometry"] == feature["geometry"])
    }
  }

  @Test func `a gate tells its rule in fields and in both languages`() async throws {
    let server = try await server()
    let gate = try await features(server, "gates/items?osm=node/74")[0]
    #expect(gate["id"] == "node-74")
    let found = try ["name", "barrier", "foot", "ebike", "car", "entry", "hours", "compoundNameEnglish"]
      .map { try gate.at("properties/" + $0).word }
    #expect(found == ["南门", "gate", "yes", "permit", "no", "guard", "06:00-23:00", "Rose Court"])
    #expect(try gate.at("properties/delay").double == 20)
    #expect(try gate.at("properties/passes").items == ["badge"])
    let words = try #require(try gate.at("properties/ruleEnglish").word)
    #expect(
      words == "On foot: At times; E-bike: With a pass; Car: May not enter; Tell the guard; 06:00–23:00")
    #expect(try gate.at("properties/rule").word?.hasPrefix("步行：限时；电动车：凭证；汽车：禁止；告知门卫") == true)
  }

  @Test func `a door knows its building, unit, level and compound`() async throws {
    let server = try await server()
    let door = try await features(server, "doors/items?compound=way/70")
    #expect(door.map { $0["id"] } == ["node-81"])
    let found = try ["building", "buildingNumber", "unit", "compoundName", "entrance"]
      .map { try door[0].at("properties/" + $0).word }
    #expect(found == ["way/72", "3栋", "2", "玫瑰园", "staircase"])
    #expect(try door[0].at("properties/level").double == 1)
  }

  @Test func `a compound is a polygon that runs counterclockwise and ends where it began`() async throws {
    let server = try await server()
    let compound = try await features(server, "compounds/items?name=%E7%8E%AB%E7%91%B0%E5%9B%AD")[0]
    let ring = try compound.at("geometry/coordinates").items[0].items.map { $0.items.compactMap(\.double) }
    #expect(ring.first == ring.last)
    #expect(Ring(ring.map { Coordinate(longitude: $0[0], latitude: $0[1]) }).winding == .counterclockwise)
    #expect(try compound.at("properties/gates").double == 1)
  }

  @Test func `following next shows every feature once, and prev leads back`() async throws {
    let server = try await server()
    let all = try await ids(server, "doors/items?limit=1000")
    try #require(all.count > 1)
    var (seen, target, pages) = ([String](), "/ogc/collections/places/items?limit=2&friendly=false", 0)
    let wanted = try await ids(server, "places/items?limit=1000&friendly=false")
    try #require(wanted.count == 3)
    while true {
      let page = try await server.get(target).json()
      pages += 1
      #expect(try page.number("numberMatched") == Double(wanted.count))
      #expect(try page.number("numberReturned") == Double(page.at("features").items.count))
      seen += try page.at("features").items.compactMap { $0["id"]?.word }
      let links = try page.at("links").items
      #expect(links.contains { $0["rel"] == "prev" } == (pages > 1))
      guard let next = links.first(where: { $0["rel"] == "next" }) else { break }
      target = try path(try #require(next["href"]?.word))
    }
    #expect(seen == wanted)
    #expect(pages == (wanted.count + 1) / 2)
    #expect(try await ids(server, "doors/items") == Array(all.prefix(10)))
    #expect(try await ids(server, "doors/items?limit=999999999&offset=1") == Array(all.dropFirst(1)))
    #expect(try await ids(server, "doors/items?offset=5000").isEmpty)
  }

  @Test func `a box shows what touches it, be it within, around or across the antimeridian`() async throws {
    let server = try await server()
    let (west, east) = (SmallCity.place(405, 75), SmallCity.place(415, 85))
    let box = "\(west.longitude),\(west.latitude),\(east.longitude),\(east.latitude)"
    #expect(try await ids(server, "places/items?bbox=\(box)") == ["node-83"])
    #expect(try await ids(server, "compounds/items?bbox=\(box)") == ["way-70"])
    let high = "\(west.longitude),\(west.latitude),-5,\(east.longitude),\(east.latitude),9000"
    #expect(try await ids(server, "places/items?bbox=\(high)") == ["node-83"])
    // Beside the estate but within its surroundings; around the whole earth but for the city.
    let beside = SmallCity.text(481, 91) + "," + SmallCity.text(500, 99)
    #expect(try await ids(server, "compounds/items?bbox=\(beside)").isEmpty)
    let across = SmallCity.text(300, 0) + "," + SmallCity.text(600, 50)
    #expect(try await ids(server, "compounds/items?bbox=\(across)") == ["way-70"])
    #expect(try await ids(server, "places/items?bbox=107,29,106,30").isEmpty)
    #expect(try await ids(server, "places/items?bbox=106,29,-106,30").count == 3)
  }

  @Test func `a time shows what was inspected then, and what nobody inspects`() async throws {
    let server = try await server()
    #expect(try await server.post("/v1/edits", Self.inspection, server.bearer).status == 201)
    let others = ["node-32", "node-83"]
    let all = ["node-31"] + others
    for (time, found) in [
      ("2020-11-10", all), ("2020-11-09T16:00:00Z", all), ("2020-11-09T15:59:59Z", others),
      ("2020-11-10T23:59:59.5%2B08:00", all), ("2020-11-01/2020-11-30", all), ("../2020-11-09", others),
      ("2020-11-11/..", others), ("2020-11-10/", all), ("/2020-11-10T00:00:00-23:00", all), ("../..", all),
    ] {
      #expect(try await ids(server, "places/items?datetime=\(time)").sorted() == found, "\(time)")
    }
    #expect(
      try await ids(server, "places/items?datetime=2020-11-01/..&wasInspected=true") == ["node-31"])
    #expect(try await ids(server, "doors/items?datetime=1999-01-01") == ids(server, "doors/items"))
  }

  @Test func `properties filter, one by one and together`() async throws {
    let server = try await server()
    #expect(try await server.post("/v1/edits", Self.inspection, server.bearer).status == 201)
    for (question, found) in [
      ("placeKind=pharmacy", ["node-31", "node-32"]), ("placeKind=pharmacy&status=suspended", ["node-31"]),
      ("services=wifi", ["node-31"]), ("services=wif", []), ("open=true", ["node-83"]),
      ("inspected=2020-11-10", ["node-31"]), ("friendly=true", []),
      ("nameEnglish=Renhe+Pharmacy", ["node-31"]),
      ("compound=way/70", ["node-83"]), ("placeKind=", ["node-31", "node-32", "node-83"]),
    ] {
      #expect(try await ids(server, "places/items?\(question)").sorted() == found, "\(question)")
    }
    #expect(try await ids(server, "gates/items?delay=20&locked=false") == ["node-74"])
    #expect(try await ids(server, "compounds/items?walled=true&gates=1") == ["way-70"])
  }

  private static let wrong = [
    "places/items?colour=red", "places/items?bbox-crs=x", "places/items?crs=x", "doors/items?friendly=true",
    "places/items?limit=0", "places/items?limit=-1", "places/items?limit=ten", "places/items?offset=-1",
    "places/items?bbox=1,2,3", "places/items?bbox=1,2,3,4,5", "places/items?bbox=106,30,107,29",
    "places/items?bbox=106,29,,30,1", "places/items?bbox=106,29,107,nan", "places/items?bbox=0,0,0,200",
    "places/items?bbox=106,29,9,107,30,1", "places/items?datetime=yesterday", "places/items?datetime=2026",
    "places/items?datetime=2020-11-10T00:00:00", "places/items?datetime=2026-13-01",
    "places/items?datetime=2020-11-30/2020-11-01", "places/items?datetime=1/2/3", "places/items?datetime=..",
    "places/items?friendly=maybe", "places/items?capacity=many", "places/items?inspected=soon",
    "gates/items?delay=long", "gates/items?rule=open", "places/items?f=xml", "places?limit=5",
  ]

  @Test func `what is wrong with a question is said`() async throws {
    let server = try await server()
    for target in Self.wrong {
      let reply = try await server.get("/ogc/collections/\(target)")
      #expect(reply.status == 400, "\(target)")
      #expect(reply["Content-Type"] == "application/problem+json")
    }
  }

  private static let missing = [
    "towers", "towers/items", "places/items/node-9999999", "places/items/node-31.2", "places/items/31",
    "places/items/node-31.99999999999999999999", "gates/items/way--5",
  ]

  @Test func `what is not there is said`() async throws {
    let server = try await server()
    for target in Self.missing {
      let reply = try await server.get("/ogc/collections/\(target)")
      #expect(reply.status == 404, "\(target)")
      #expect(reply["Content-Type"] == "application/problem+json")
    }
  }

  @Test func `what somebody added has an id, too`() async throws {
    let server = try await server()
    let edit =
      #"{"kind":"place","geometry":{"type":"Point","coordinates":[\#(SmallCity.text(60, 5))]},"#
      + #""properties":{"name":"一号驿站","placeKind":"station"}}"#
    let id = try #require(try await server.post("/v1/edits", edit, server.bearer).json().at("id").word)
    for _ in 0..<600 where !server.district.desk.isMade(id) { try await Task.sleep(for: .milliseconds(20)) }
    let found = try await ids(server, "places/items?placeKind=station")
    #expect(found == ["node--1000000001000"])
    #expect(try await server.get("/ogc/collections/places/items/\(found[0])").status == 200)
  }

  @Test func `contacts and inspectors are shown to nobody`() async throws {
    let server = try await server()
    #expect(try await server.post("/v1/edits", Self.inspection, server.bearer).status == 201)
    for target in ["items?limit=100", "items?limit=100&f=html", "items/node-31", "items/node-31?f=html"] {
      let reply = try await server.get("/ogc/collections/places/\(target)", server.bearer)
      #expect(reply.text.contains("街道办"), "\(target)")
      #expect(!reply.text.contains("13800000000") && !reply.text.contains("Inspector Li"), "\(target)")
    }
  }

  // MARK: Forms

  @Test func `browsers get a page in their language, without scripts and styles of its own`() async throws {
    let server = try await server()
    let below = [
      "", "/conformance", "/api", "/collections", "/collections/places", "/collections/places/items",
      "/collections/places/items/node-83",
    ]
    for target in below { try await checkPage(server, "/ogc" + target) }
  }

  private func checkPage(_ server: TestServer, _ target: String) async throws {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    let reply = try await server.get(target, ["Accept": accept, "Accept-Language": "zh-CN"])
    #expect(reply.status == 200)
    #expect(reply["Content-Type"] == "text/html; charset=utf-8")
    #expect(reply["Content-Security-Policy"]?.contains("default-src 'self'") == true)
    #expect(reply["Vary"]?.contains("Accept") == true)
    #expect(reply.text.contains("<html lang=\"zh-CN\">"))
    #expect(reply.text.contains("街区地图数据"))
    for word in ["<script", "<style", " style=", "<b>"] { #expect(!reply.text.contains(word), "\(word)") }
    let english = try await server.get(target + "?f=html&language=en", ["Accept-Language": "zh-CN"])
    #expect(english.text.contains("<html lang=\"en\">") && english.text.contains("Collections"))
    // GDAL and QGIS ask for these.
    let data = try await server.get(target, ["Accept": "application/geo+json, application/json"])
    #expect(data["Content-Type"]?.contains("json") == true)
    #expect(try await server.get(target)["Content-Type"]?.contains("json") == true)
  }

  @Test func `an answer is sent once, compressed or not`() async throws {
    let server = try await server()
    for target in ["/ogc/api", "/ogc/collections/doors/items?limit=30"] {
      let plain = try await server.get(target)
      let tag = try #require(plain["ETag"])
      let packed = try await server.get(target, ["Accept-Encoding": "gzip"])
      #expect(packed["Content-Encoding"] == "gzip" && packed["ETag"] == tag)
      #expect(packed.bytes.count < plain.bytes.count)
      let again = try await server.get(target, ["If-None-Match": tag])
      #expect(again.status == 304 && again.bytes.isEmpty)
      let head = try await server.ask(.head, target)
      #expect(head.status == 200 && head.bytes.isEmpty)
    }
    let items = try await server.get("/ogc/collections/doors/items")
    #expect(items["Content-Type"] == "application/geo+json")
    #expect(items["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>")
    #expect(UTCInstant(try items.json().at("timeStamp").word ?? "") != nil)
  }

  // MARK: OpenStreetMap

  @Test func `accepted edits are a file for OpenStreetMap, without what is nobody's business`() async throws {
    let server = try await server()
    let empty = try await server.get("/v1/edits.osc")
    #expect(empty.status == 200 && !empty.text.contains("<create>") && !empty.text.contains("<modify>"))
    let rule =
      #"{"kind":"rule","target":"node/74","properties":{"rule":{"who":{"foot":"anyone"},"delay":5}}}"#
    let place =
      #"{"kind":"place","geometry":{"type":"Point","coordinates":[\#(SmallCity.text(60, 5))]},"properties":"#
      + #"{"name":"一号驿站","placeKind":"station","contact":"13800000000"},"why":"seen"}"#
    #expect(try await server.post("/v1/edits", rule, server.bearer).status == 201)
    #expect(try await server.post("/v1/edits", place, server.bearer).status == 201)
    #expect(try await server.post("/v1/edits", Self.inspection, server.bearer).status == 201)
    // One that waits is not given away.
    #expect(try await server.post("/v1/edits", rule.replacing("5}", with: "77}")).status == 201)
    let reply = try await server.get("/v1/edits.osc")
    #expect(reply["Content-Type"] == "application/xml")
    let text = reply.text
    #expect(text.contains("<node id=\"-1000000001000\""))
    #expect(text.contains("<node id=\"74\" lat=\"29.5501"))
    #expect(text.contains("<tag k=\"kaimen:delay\" v=\"5\"/>") && text.contains("<tag k=\"name\" v=\"南门\"/>"))
    for word in ["13800000000", "Inspector", "seen", "街道办", "v=\"77\"", "version=\"1\"", "kaimen:edit"] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test func `nothing of a city that is made up is given to OpenStreetMap`() async throws {
    let server = try await server(comment: "synthetic; not a real place")
    let reply = try await server.get("/v1/edits.osc?language=en")
    #expect(reply.status == 422)
    #expect(try reply.json().at("detail").word?.contains("made up") == true)
    #expect(try await server.get("/ogc").json().at("description").word?.contains("SYNTHETIC") == true)
  }
}
