import Foundation
import Geo
import HTTPTypes
import OSM
import Queries
import Routing
import Streets
import Testing
import Wording

@testable import Server

@Suite struct QuestionTests {
  private let west = SmallCity.text(10, 0)
  private let east = SmallCity.text(290, 0)

  private func question(_ more: String = "") -> String {
    #"{"from":"\#(west)","to":"way/20","depart":"2026-11-20T12:00"\#(more)}"#
  }

  // MARK: Journeys

  @Test(arguments: ["", #","language":"zh""#, #","by":"ebike","return":true"#, #","geometry":false"#])
  func `a door is answered with the words and keys of a session`(_ more: String) async throws {
    let server = try await TestServer()
    let body = question(more)
    var (language, id) = (Language.english, JSON?.none)
    let request = try RouteRequest.read(Array(body.utf8)[...], language: &language, id: &id)
    let journey = try Session(city: server.district.city.city).answer(request)
    let reply = try await server.post("/v1/door", body)
    #expect(reply.status == 200)
    #expect(reply["Content-Type"] == "application/json")
    #expect(reply["Content-Language"] == language.rawValue)
    #expect(reply.text == journey.json(request.format))
    #expect(try reply.json().at("door/id").word == "node/25")
  }

  @Test func `an id comes back as it was given, before all else`() async throws {
    let server = try await TestServer()
    for id in ["7", #""a \"b\"""#, #"{"x":[1,null]}"#] {
      let reply = try await server.post("/v1/door", question(",\"id\":\(id)"))
      #expect(reply.text.hasPrefix("{\"id\":\(id)"))
      #expect(try reply.json().keys.contains("status"))
    }
  }

  @Test func `alternatives are there when asked for`() async throws {
    let server = try await TestServer()
    _ = try await server.close(#"{"target":"node/44","effect":"opens"}"#)
    let alone = try await server.post("/v1/door", question())
    #expect(try alone.json()["alternatives"] == nil)
    let several = try await server.post("/v1/door", question(#","alternatives":2"#)).json()
    #expect(try several.at("alternatives").items.count >= 1)
    #expect(try several.number("alternatives/0/duration") > several.number("duration"))
  }

  @Test func `the language is that of the key, else the one liked better`() async throws {
    let server = try await TestServer()
    let liked: [(String, String)] = [
      ("zh", "zh"), ("en", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB,en;q=0.9,zh;q=0.8", "en"),
      ("fr, zh;q=0.3", "zh"), ("fr", "en"), ("zh;q=0, en;q=0.1", "en"), (";;,=q", "en"),
    ]
    for (header, expected) in liked {
      let reply = try await server.post("/v1/door", question(), ["Accept-Language": header])
      #expect(reply["Content-Language"] == expected, "\(header)")
    }
    let key = try await server.post("/v1/door", question(#","language":"en""#), ["Accept-Language": "zh"])
    #expect(key["Content-Language"] == "en")
    let query = try await server.get("/v1/doors?of=way/20&language=zh", ["Accept-Language": "en"])
    #expect(query["Content-Language"] == "zh")
  }

  @Test(arguments: [Datum.gcj02, .bd09])
  func `a datum holds for what is asked and what is answered`(_ datum: Datum) async throws {
    let server = try await TestServer()
    let (from, to) = (datum.fromWGS84(SmallCity.place(10, 0)), datum.fromWGS84(SmallCity.place(290, 0)))
    let plain = try await server.post(
      "/v1/door", #"{"from":"\#(west)","to":"\#(east)","depart":"2026-11-20T12:00"}"#)
    let shifted = try await server.post(
      "/v1/door",
      """
      {"from":[\(from.longitude),\(from.latitude)],"to":[\(to.longitude),\(to.latitude)],
      "datum":"\(datum.rawValue)","depart":"2026-11-20T12:00"}
      """)
    let seconds = try plain.json().number("duration")
    #expect(abs(try shifted.json().number("duration") - seconds) < 2)
    for row in [0, 1] {
      let path = "geometry/coordinates/\(row)"
      let shown = try shifted.json().at(path)
      let point = Coordinate(longitude: try shown.number("0"), latitude: try shown.number("1"))
      let known = try plain.json().at(path)
      let true_ = Coordinate(longitude: try known.number("0"), latitude: try known.number("1"))
      #expect(point.distance(to: true_) > 100)
      #expect(datum.toWGS84(point).distance(to: true_) < 2)
    }
  }

  // MARK: Doors and names

  @Test func `a building, an address and a coordinate have their doors`() async throws {
    let server = try await TestServer()
    let address = try #require("人民路 7".addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    for of in ["way/20", "node/25", address] {
      let json = try await server.get("/v1/doors?of=\(of)").json()
      #expect(try json.at("kind").word == "doors", "\(of)")
      #expect(try json.at("doors").items.map { try $0.at("id").word } == ["node/25"], "\(of)")
    }
    let spot = try await server.get("/v1/doors?of=\(west)").json()
    #expect(try spot.at("kind").word == "spot")
    #expect(try spot.at("doors").items.isEmpty)
  }

  @Test func `a search finds names in both scripts, addresses first, no more than asked for`() async throws {
    let server = try await TestServer()
    func ids(_ text: String, _ more: String = "") async throws -> [String] {
      let word = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      let json = try await server.get("/v1/search?q=\(word)\(more)").json()
      return try json.at("results").items.compactMap { try $0.at("id").word }
    }
    #expect(try await ids("仁和药房") == ["node/31"])
    #expect(try await ids("renhe") == ["node/31"])
    #expect(try await ids("人民路 7").first == "node/25")
    #expect(try await ids("pharmacy", "&near=\(SmallCity.text(260, 0))").first == "node/31")
    #expect(try await ids("pharmacy", "&near=\(SmallCity.text(95, -200))").first == "node/32")
    #expect(try await ids("storehouse", "&limit=4").count == 4)
    #expect(try await ids("nothing of that name").isEmpty)
  }

  @Test func `a search tells what it found, how, how far it is, and whether it is open`() async throws {
    let server = try await TestServer()
    let near = "&near=\(SmallCity.text(235, 0))"
    let door = try await server.get("/v1/search?q=rml+7\(near)&language=zh").json()
    #expect(try door.at("results/0/to").word == "node/25")
    #expect(try door.at("results/0/match").word == "number")
    #expect(try door.at("results/0/name/zh").word == "人民路7号")
    #expect(try door.number("results/0/distance") < 20)
    let kind = try await server.get("/v1/search?q=%E8%8D%AF%E5%BA%97\(near)&limit=1").json()
    #expect(try kind.at("results/0/id").word == "node/31")
    #expect(try kind.at("results/0/match").word == "kind")
    let only = try await server.get("/v1/search?q=renmin&kind=pharmacy").json()
    #expect(try only.at("results").items.isEmpty)
    #expect(try await server.get("/v1/search?q=a&kind=nonsense").status == 422)
  }

  @Test func `what a search found is taken as the goal of a journey`() async throws {
    let server = try await TestServer()
    for word in ["renminlu+7", "renhe", "rml", "storehouse+3"] {
      let json = try await server.get("/v1/search?q=\(word)&limit=1").json()
      let to = try #require(try json.at("results/0/to").word)
      let reply = try await server.post("/v1/door", #"{"from":"\#(west)","to":"\#(to)"}"#)
      #expect(reply.status == 200, "\(word) \(to) \(reply.text)")
    }
  }

  @Test func `a coordinate has an address and the doors that it most likely means`() async throws {
    let server = try await TestServer()
    let inside = try await server.get("/v1/reverse?at=\(SmallCity.text(235, 20))&language=zh").json()
    #expect(try inside.at("inside") == .bool(true))
    #expect(try inside.at("doors/0/to").word == "node/25")
    #expect(try inside.at("address").word == "人民路7号")
    #expect(try abs(inside.number("doors/0/distance") - 10) <= 1)
    let beside = try await server.get("/v1/reverse?at=\(SmallCity.text(235, 2))").json()
    #expect(try beside.at("inside") == .bool(false))
    #expect(try beside.at("doors/0/to").word == "node/25")
    #expect(try beside.at("street").word == "人民路")
    #expect(try await server.get("/v1/reverse?at=0,0").status == 422)
    #expect(try await server.get("/v1/reverse").status == 400)
  }

  // MARK: Far and near

  @Test func `reach has a band for each time, each holding the ones before`() async throws {
    let server = try await TestServer()
    let json = try await server.get("/v1/reach?from=\(west)&minutes=5,1,2&depart=2026-11-20T12:00").json()
    let bands = try json.at("bands").items
    #expect(try bands.map { try $0.number("minutes") } == [1, 2, 5])
    // The door is 235 m away: some three minutes on foot.
    #expect(try bands.map { try $0.number("doors") } == [0, 0, 1])
    for band in bands { #expect(try band.at("area/type").word == "MultiPolygon") }
    #expect(try json.at("mode").word == "foot")
    #expect(try json.at("departure").word?.hasPrefix("2026-11-20T12:00") == true)
  }

  @Test func `a table has a row for each start and agrees with the journeys`() async throws {
    let server = try await TestServer()
    let body = #"{"from":["\#(west)","\#(east)"],"to":["way/20"],"depart":"2026-11-20T12:00"}"#
    let json = try await server.post("/v1/table", body).json()
    let rows = try json.at("durations").items
    #expect(rows.map(\.items.count) == [1, 1])
    let journey = try await server.post("/v1/door", question()).json()
    #expect(abs(try rows[0].number("0") - journey.number("duration")) < 1)
    #expect(try rows[1].number("0") < rows[0].number("0"))
  }

  @Test func `what is nearest comes first, as many as asked for`() async throws {
    let server = try await TestServer()
    let target = "/v1/nearest?kind=pharmacy&from=\(west)&depart=2026-11-20T12:00"
    let json = try await server.get(target).json()
    #expect(try json.at("places").items.map { try $0.at("id").word } == ["node/31", "node/32"])
    #expect(try json.at("places/0/name").word == "Renhe Pharmacy")
    #expect(try json.at("places/0/journey/status").word == json.at("places/1/journey/status").word)
    let one = try await server.get(target + "&count=1&language=zh").json()
    #expect(try one.at("places").items.map { try $0.at("name").word } == ["仁和药房"])
  }

  // MARK: The city

  @Test func `the city says what it is and what it has`() async throws {
    let server = try await TestServer()
    let json = try await server.get("/v1/city").json()
    #expect(try json.at("modes").items.map(\.word) == Mode.allCases.map(\.name))
    #expect(try json.at("timeZone").word == "Asia/Shanghai")
    #expect(try json.at("counts/gates").double == 2)
    #expect(try json.at("counts/closures").double == 0)
    #expect(try json.at("placeKinds/0/kind").word == "pharmacy")
    #expect(try json.at("placeKinds/0/count").double == 2)
    #expect(try json.at("id").word == server.district.city.id)
    _ = try await server.close(#"{"target":"node/3"}"#)
    #expect(try await server.get("/v1/city").json().at("counts/closures").double == 1)
  }

  @Test func `the server says that it lives, is ready and what it counts`() async throws {
    let server = try await TestServer()
    #expect(try await server.get("/healthz").text == "ok\n")
    #expect(try await server.get("/readyz").text == "ready\n")
    let reply = try await server.get("/metrics")
    #expect(reply["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
    #expect(reply.text.contains("kaimen_closures 0"))
    #expect(reply.text.contains(#"route="/healthz",method="GET",status="200""#))
  }

  @Test func `every answer has a number and says that its type is meant`() async throws {
    let server = try await TestServer()
    var seen: Set<String> = []
    for target in ["/healthz", "/v1/city", "/nothing", "/v1/door"] {
      let reply = try await server.get(target)
      #expect(reply["X-Content-Type-Options"] == "nosniff")
      seen.insert(try #require(reply["X-Request-ID"]))
    }
    #expect(seen.count == 4)
  }

  @Test func `pages elsewhere may ask, if the settings let them`() async throws {
    let asking = ["Origin": "https://example.org"]
    let all = try await TestServer()
    #expect(try await all.get("/healthz", asking)["Access-Control-Allow-Origin"] == "*")
    // A cache hands the answer to one page to another.
    #expect(try await all.get("/healthz")["Access-Control-Allow-Origin"] == "*")
    #expect(try await all.get("/healthz")["Vary"] == nil)
    let one = try await TestServer { $0.allowOrigin = "https://a.example" }
    #expect(try await one.get("/healthz")["Access-Control-Allow-Origin"] == nil)
    #expect(try await one.get("/healthz", asking)["Access-Control-Allow-Origin"] == "https://a.example")
    #expect(try await one.get("/healthz")["Vary"] == "Origin")
    #expect(try await one.get("/tiles.json")["Vary"] == "Accept-Encoding, Origin")
    let before = try await all.ask(.options, "/v1/closures", asking)
    #expect(before.status == 204)
    #expect(before["Access-Control-Allow-Methods"]?.contains("DELETE") == true)
    let none = try await TestServer { $0.allowOrigin = "none" }
    #expect(try await none.get("/healthz", asking)["Access-Control-Allow-Origin"] == nil)
  }
}
