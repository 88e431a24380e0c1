import Foundation
import Geo
import HTTPTypes
import OSM
import Places
import Queries
import Store
import Testing

@testable import Server

/// The registry over HTTP: places, checklists, pictures, how full they are, files, previews, rules and weather at once.
@Suite struct RegistryRouteTests {
  private func server(store: any Store = StoreMemory()) async throws -> TestServer {
    let bytes = try SmallCity.drawn { map in
      map.addNode(
        70, at: SmallCity.place(280, 12),
        tags: [("kaimen:kind", "station"), ("name", "南街驿站"), ("opening_hours", "24/7"), ("capacity", "9")])
      map.addNode(71, at: SmallCity.place(20, 12), tags: [("kaimen:kind", "station"), ("name", "北街驿站")])
    }
    let server = try await TestServer(store: store)
    try server.replaceCity(bytes)
    try await server.district.reload()
    return server
  }

  private func say(_ server: TestServer, _ target: String, _ properties: String, kind: String = "place")
    async throws
  {
    let reply = try await server.post(
      "/v1/edits", #"{"kind":"\#(kind)","target":"\#(target)","properties":\#(properties)}"#, server.bearer)
    try #require(reply.status == 201, "\(reply.text)")
    #expect(try reply.json().at("applied") == .bool(true))
  }

  private static let passed = #"""
    {"status":"open","code":"ST-1","services":["water","wifi"],"price":12,"contact":"023-555","inspected":"2026-11-01",
     "checklist":{"seats":true,"water":true,"air-conditioning":true,"charging":true,"first-aid":true}}
    """#

  @Test
  func `a place is found by another name of it soon after that was said, and no longer once it is undone`()
    async throws
  {
    let server = try await server()
    func found(_ text: String) async throws -> [String] {
      let query = try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      return try await server.get("/v1/search?q=\(query)").json().at("results").items.compactMap {
        try $0.at("id").word
      }
    }
    #expect(try await found("骑士之家").isEmpty)
    let reply = try await server.post(
      "/v1/edits",
      #"{"kind":"place","target":"node/70","properties":{"aliases":["骑士之家"],"code":"ST-0815"}}"#,
      server.bearer)
    let id = try #require(try reply.json().at("id").word)
    for text in ["骑士之家", "qszj", "ST-0815"] {
      for _ in 0..<600 where try await found(text).first != "node/70" {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(try await found(text).first == "node/70", "\(text)")
    }
    try await server.district.reload()
    #expect(try await found("骑士之家") == ["node/70"])
    _ = try await server.post("/v1/edits/\(id)/undo", "", server.bearer)
    for _ in 0..<600 where try await !found("骑士之家").isEmpty {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(try await found("骑士之家").isEmpty)
  }

  @Test func `a place of two kinds is friendly as the one whose checklist passes`() async throws {
    let server = try await server()
    try await say(server, "node/70", Self.passed)
    try await say(server, "node/70", #"{"kinds":["station","canteen"]}"#)
    func count(_ query: String) async throws -> Double {
      try await server.get("/v1/places?\(query)").json().number("total")
    }
    #expect(try await count("kind=station&friendly=true") == 1)
    #expect(try await count("kind=canteen") == 1)
    #expect(try await count("kind=canteen&friendly=true") == 0)
    #expect(try await count("friendly=true") == 1)
    func listed(_ kind: String) async throws -> JSON? {
      try await server.get("/v1/places?kind=\(kind)").json().at("places").items.first?.at("friendly")
    }
    #expect(try await listed("station") == .bool(true))
    #expect(try await listed("canteen") == .bool(false))
    let from = SmallCity.text(100, 0)
    let near = try await server.get("/v1/nearest?kind=canteen&from=\(from)").json()
    #expect(try near.at("places").items.first?.at("friendly") == .bool(false))
    #expect(
      try await server.get("/v1/nearest?kind=canteen&from=\(from)&friendly=true").json().at("places").items
        .isEmpty)
    #expect(try await server.get("/v1/places/node/70").json().at("friendly") == .bool(true))
  }

  @Test func `a gate tells its rule in facts and words and what it says to whom now`() async throws {
    let server = try await server()
    let rule =
      #"{"kind":"rule","target":"node/3","properties":{"rule":{"who":{"foot":"anyone","ebike":"badge","car":"nobody"},"entry":"register","delay":20,"weather":["rain"]}}}"#
    #expect(try await server.post("/v1/edits", rule, server.bearer).status == 201)
    let gate = try await server.get("/v1/gates/node/3?language=en").json()
    #expect(try gate.at("id").word == "node/3")
    #expect(try gate.at("kind").word == "gate")
    #expect(try gate.at("sign").word == "open")
    #expect(try gate.at("rule/access/ebike").word == "permit")
    #expect(try gate.at("rule/passes").items.map(\.word) == ["badge"])
    #expect(try gate.at("rule/weather").items.map(\.word) == ["heavy-rain"])
    #expect(
      try gate.at("rule/asEdit").text
        == #"{"who":{"foot":"anyone","ebike":"badge","car":"nobody"},"entry":"register","delay":20,"weather":["rain"]}"#
    )
    #expect(try gate.at("rule/asEditIsWhole") == .bool(true))
    // The rules of the map are exported as well as those of the registry.
    let gates = try await server.get("/v1/export?content=gates&format=geojson").json().at("features").items
    let ruled = try gates.first { try $0.at("id").word == "node/3" }
    #expect(try #require(ruled).at("properties/rule") == gate.at("rule/asEdit"))
    #expect(try gate.number("delay") == 20)
    #expect(try gate.at("asks").word == "register with the guard")
    #expect(try gate.at("now/foot/passes") == .bool(true))
    #expect(try gate.at("now/car/passes") == .bool(false))
    #expect(try gate.at("now/ebike/passThatHelps").items.map(\.word) == ["badge"])
    #expect(try gate.at("edits").word == "/v1/edits?target=node/3")
    #expect(try gate.at("sentence").word?.contains("E-bike") == true)
    #expect(
      try await server.get("/v1/gates/node/3?language=zh").json().at("sentence").word?.isChinese == true)
    let closure = try await server.close(#"{"target":"node/3"}"#)
    #expect(try await server.get("/v1/gates/node/3").json().at("now/foot/passes") == .bool(false))
    try await server.lift(closure)
    let rain = #"{"weather":"rain"}"#
    #expect(
      try await server.ask(.put, "/v1/weather", server.bearer, body: Array(rain.utf8)).status == 200)
    let now = try await server.get("/v1/gates/node/3").json().at("now")
    #expect(try now.at("ebike/passes") == .bool(true) && now.at("car/passes") == .bool(false))
    let asked = #"{"gate":"node/3","by":"ebike","at":"2026-11-20T12:00"}"#
    #expect(try await server.post("/v1/rule-test", asked).json().at("weather").word == "heavy-rain")
    _ = try await server.get("/v1/gates/node/1").problem(404, .notFound)
    _ = try await server.get("/v1/gates/nothing/1").problem(404, .notFound)
    _ = try await server.get("/v1/places/node/3/gates").problem(404, .notFound)
    #expect(try await server.get("/v1/places/node/70/gates").json().at("gates").items.isEmpty)
  }

  @Test func `a place is friendly once its checklist passes, and its contacts are for those who manage it`()
    async throws
  {
    let server = try await server()
    #expect(try await server.get("/v1/places?kind=station&friendly=true").json().number("total") == 0)
    try await say(server, "node/70", Self.passed)
    let list = try await server.get("/v1/places?kind=%E9%A9%BF%E7%AB%99&friendly=true&service=water&price=12")
      .json()
    #expect(try list.number("total") == 1)
    #expect(try list.at("places").items.first?.at("id").word == "node/70")
    #expect(try await server.get("/v1/places?kind=station&price=11").json().number("total") == 0)
    let place = try await server.get("/v1/places/node/70")
    #expect(!place.text.contains("023-555"))
    #expect(try place.json().at("checklists").items.first?.at("friendly") == .bool(true))
    #expect(try await server.get("/v1/places/node/70", server.bearer).text.contains("023-555"))
    #expect(try await !server.get("/v1/edits").text.contains("023-555"))
    #expect(try await server.get("/v1/edits", server.bearer).text.contains("023-555"))
    #expect(try await !server.get("/v1/export?content=places").text.contains("023-555"))
    try await say(server, "node/70", #"{"status":"suspended"}"#)
    #expect(try await server.get("/v1/places/node/70").json().at("friendly") == .bool(false))
    #expect(try await server.get("/v1/places?status=suspended").json().number("total") == 1)
    #expect(try await server.get("/v1/places/node/7000").status == 404)
    #expect(try await server.get("/v1/places?status=shut").status == 400)
  }

  @Test func `nearest goes by what the registry says`() async throws {
    let server = try await server()
    let from = SmallCity.text(250, 0)
    func nearest(_ more: String = "") async throws -> [String] {
      let reply = try await server.get("/v1/nearest?kind=station&from=\(from)\(more)").json()
      return try reply.at("places").items.compactMap { try $0.at("id").word }
    }
    #expect(try await nearest() == ["node/70", "node/71"])
    try await say(server, "node/71", #"{"services":["water"]}"#)
    #expect(try await nearest("&service=water") == ["node/71"])
    try await say(server, "node/70", #"{"status":"closed"}"#)
    #expect(try await nearest() == ["node/71"])
    let full = try await server.post("/v1/places/node/71/occupancy", #"{"free":0,"of":4}"#, server.bearer)
    #expect(full.status == 200, "\(full.text)")
    #expect(try await nearest("&free=1").isEmpty)
    #expect(
      try await server.post("/v1/places/node/71/occupancy", #"{"free":2,"of":4}"#, server.bearer).status
        == 200)
    #expect(try await nearest("&free=1") == ["node/71"])
    // Whatever kind has it, and without what nobody needs for a list.
    let short = try await server.get("/v1/nearest?service=water&from=\(from)&geometry=false&steps=false")
    #expect(try short.json().at("places").items.map { try $0.at("id").word } == ["node/71"])
    #expect(try short.json().at("places/0/placeKind").word == "station")
    #expect(try short.json().at("places/0/journey").keys.contains("geometry") == false)
    for target in ["nearest?from=\(from)", "nearest?service=watr&from=\(from)", "places?service=watr"] {
      _ = try await server.get("/v1/" + target).problem(400, .badRequest)
    }
    #expect(try await server.get("/v1/places?kind=statoin").text.contains("station"))
    #expect(try await server.get("/v1/places?kind=statoin").status >= 400)
    #expect(
      try await server.post("/v1/places/node/71/occupancy", #"{"free":5,"of":4}"#, server.bearer).status
        == 422)
    #expect(try await server.post("/v1/places/node/71/occupancy", #"{"free":1}"#).status == 401)
  }

  @Test func `how full a place is survives a restart, and is forgotten after a while`() async throws {
    let store = StoreMemory()
    let server = try await server(store: store)
    _ = try await server.post("/v1/places/node/70/occupancy", #"{"free":3}"#, server.bearer)
    let again = try await self.server(store: store)
    #expect(again.district.occupancy.fresh()[ElementID(.node, 70)]?.free == 3)
    let later = UTCInstant(milliseconds: UTCInstant.now.milliseconds + 16 * 60_000)
    #expect(again.district.occupancy.fresh(at: later).isEmpty)
  }

  // MARK: Rules and weather

  private func duration(_ server: TestServer) async throws -> Double {
    let question =
      #"{"from":"\#(SmallCity.text(10, 0))","to":"\#(SmallCity.text(290, 0))","by":"foot","depart":"2026-11-20T12:00"}"#
    return try await server.post("/v1/door", question).json().number("duration")
  }

  @Test func `a rule holds for the next question, and stays when the city is made anew`() async throws {
    let server = try await server()
    let open = try await duration(server)
    try await say(server, "node/3", #"{"rule":{"who":{"foot":"nobody"}}}"#, kind: "rule")
    let closed = try await duration(server)
    #expect(closed > open * 1.5)
    try await say(server, "node/3", #"{"rule":{"who":{"foot":"anyone"},"delay":30}}"#, kind: "rule")
    let slow = try await duration(server)
    #expect(slow > open + 20 && slow < open + 40)
    await server.district.remake()
    #expect(try await duration(server) == slow)
    // Closed by somebody, it stays closed under another rule.
    _ = try await server.close(#"{"target":"node/3"}"#)
    try await say(server, "node/3", #"{"rule":{"who":{"foot":"anyone"}}}"#, kind: "rule")
    #expect(try await duration(server) == closed)
  }

  @Test func `rain opens the gates that say so, until it is over`() async throws {
    let store = StoreMemory()
    let server = try await server(store: store)
    try await say(
      server, "node/3", #"{"rule":{"who":{"foot":"nobody"},"weather":["rain"]}}"#, kind: "rule")
    let closed = try await duration(server)
    #expect(try await server.ask(.put, "/v1/weather", body: Array(#"{"weather":"rain"}"#.utf8)).status == 401)
    let rain = try await server.ask(
      .put, "/v1/weather", server.bearer, body: Array(#"{"weather":"rain"}"#.utf8))
    #expect(rain.status == 200, "\(rain.text)")
    #expect(try rain.json().number("gates") == 1)
    #expect(try await duration(server) < closed / 1.5)
    #expect(try await server.get("/v1/closures").json().at("closures").items.isEmpty)
    await server.district.remake()
    #expect(try await duration(server) < closed / 1.5)
    let typhoon = try await server.ask(
      .put, "/v1/weather", server.bearer, body: Array(#"{"weather":"typhoon"}"#.utf8))
    #expect(try typhoon.json().number("gates") == 0)
    #expect(try await duration(server) == closed)
    let past = #"{"weather":"rain","until":"2020-01-01T00:00"}"#
    #expect(try await server.ask(.put, "/v1/weather", server.bearer, body: Array(past.utf8)).status == 422)
  }

  @Test func `a preview tells the journey before and after, and changes nothing`() async throws {
    let server = try await server()
    let open = try await duration(server)
    func question(_ from: String, _ to: String) -> String {
      #""from":"\#(from)","to":"\#(to)","by":"foot","depart":"2026-11-20T12:00""#
    }
    let along = question(SmallCity.text(10, 0), SmallCity.text(290, 0))
    let across = question(SmallCity.text(100, -200), SmallCity.text(200, -200))
    let rule = #"{"kind":"rule","target":"node/3","properties":{"rule":{"who":{"foot":"nobody"}}}}"#
    let path =
      #"{"kind":"path","geometry":{"type":"LineString","coordinates":[[\#(SmallCity.text(100, -200))],[\#(SmallCity.text(200, -200))]]}}"#
    for (question, edit) in [(along, rule), (across, path)] {
      let reply = try await server.post("/v1/preview", #"{\#(question),"edits":[\#(edit)]}"#)
      try #require(reply.status == 200, "\(reply.text)")
      let (before, after) = (
        try reply.json().number("before/duration"), try reply.json().number("after/duration")
      )
      #expect(question == along ? before == open && after > open * 1.5 : after < before / 2)
    }
    #expect(try await duration(server) == open)
    #expect(try await server.get("/v1/edits").json().at("edits").items.isEmpty)
    #expect(try await server.post("/v1/preview", #"{\#(along),"edits":[]}"#).status == 400)
    let far =
      #"{"kind":"gate","geometry":{"type":"Point","coordinates":[\#(SmallCity.text(50, 0))]},"properties":{}}"#
    #expect(try await server.post("/v1/preview", #"{\#(along),"edits":[\#(far)]}"#).status == 422)
  }

  @Test func `a preview takes away what an edit added, and knows rules that no city has yet`() async throws {
    let server = try await server()
    func question(_ from: String, _ to: String) -> String {
      #""from":"\#(from)","to":"\#(to)","by":"foot","depart":"2026-11-20T12:00""#
    }
    let along = question(SmallCity.text(10, 0), SmallCity.text(290, 0))
    let across = question(SmallCity.text(100, -200), SmallCity.text(200, -200))
    let path =
      #"{"kind":"path","geometry":{"type":"LineString","coordinates":[[\#(SmallCity.text(100, -200))],[\#(SmallCity.text(200, -200))]]}}"#
    let added = try await server.post("/v1/edits", path, server.bearer)
    try #require(added.status == 201, "\(added.text)")
    let id = try #require(try added.json().at("id").word)
    await server.district.remake()
    let element = try #require(try await server.get("/v1/edits/\(id)").json().at("object").word)
    let open = try await duration(server)
    try await say(server, "node/3", #"{"rule":{"who":{"foot":"nobody"}}}"#, kind: "rule")
    func preview(_ question: String, _ edit: String) async throws -> (before: Double, after: Double) {
      let reply = try await server.post("/v1/preview", #"{\#(question),"edits":[\#(edit)]}"#)
      try #require(reply.status == 200, "\(reply.text)")
      return (try reply.json().number("before/duration"), try reply.json().number("after/duration"))
    }
    let removal = #"{"kind":"path","action":"remove","target":"\#(element)"}"#
    let without = try await preview(across, removal)
    #expect(without.after > 2 * without.before)
    let other =
      #"{"kind":"place","geometry":{"type":"Point","coordinates":[\#(SmallCity.text(100, -200))]},"properties":{"placeKind":"cafe"}}"#
    let ruled = try await preview(along, other)
    #expect(ruled.before > 1.5 * open && ruled.after == ruled.before, "\(open) \(ruled)")
  }

  // MARK: Files

  @Test func `a file is read as a whole or not at all, and twice does nothing`() async throws {
    let server = try await server()
    let good =
      "target,code,status,checklist.water,why\nnode/70,ST-1,open,yes,\nnode/71,ST-2,building,no,seen\n"
    let wrong = good + "node/72,ST-1,open,yes,\nnode/9999,ST-9,shut,yes,\n"
    func send(_ text: String, _ more: String = "") async throws -> Reply {
      try await server.post("/v1/import?content=places\(more)", text, server.bearer)
    }
    let refused = try await send(wrong)
    #expect(refused.status == 422)
    #expect(try refused.json().at("problems").items.map { try $0.number("row") } == [4, 5])
    #expect(server.district.registry.registry.count == 0)
    let dry = try await send(good, "&dry-run=true").json()
    #expect(try dry.number("changed") == 2)
    #expect(server.district.registry.registry.count == 0)
    #expect(try await send(good).json().number("changed") == 2)
    #expect(try await send(good).json().number("unchanged") == 2)
    #expect(try await server.get("/v1/edits").json().at("edits").items.count == 2)
    let partly = try await send(wrong, "&partial=true").json()
    #expect(try partly.at("written") == .bool(true))
    // The code finds the place, wherever the row stands.
    #expect(try await send("code,status\nST-2,open\n").json().number("changed") == 1)
    #expect(try await server.get("/v1/places/node/71").json().at("status").word == "open")
    #expect(try await server.post("/v1/import?content=places", good).status == 401)
    #expect(try await send("name\u{00}").status == 400)
  }

  @Test func `what is exported comes back as it was`() async throws {
    let server = try await server()
    try await say(server, "node/70", Self.passed)
    for content in ["places", "compounds", "gates", "doors"] {
      for format in ["csv", "geojson"] {
        let file = try await server.get("/v1/export?content=\(content)&format=\(format)", server.bearer)
        #expect(file.status == 200)
        let again = try await server.post("/v1/import?content=\(content)", file.text, server.bearer)
        let json = try again.json()
        #expect(try json.number("unchanged") == json.number("rows"), "\(content) \(format): \(again.text)")
        if try json.number("rows") == 0 {
          #expect(try json.at("written") == .bool(false))
          #expect(try json.at("summary").word?.contains("no rows") == true)
        }
      }
    }
  }

  @Test func `a row of a file that says a part of a gate's rule leaves the rest`() async throws {
    let server = try await server()
    let rule =
      #"{"who":{"foot":"anyone","ebike":"nobody","car":"resident"},"hours":"06:00-23:00","entry":"guard"}"#
    _ = try await server.post(
      "/v1/edits", #"{"kind":"rule","target":"node/3","properties":{"rule":\#(rule)}}"#, server.bearer)
    func read(_ file: String) async throws -> JSON {
      let done = try await server.post("/v1/import?content=gates", file, server.bearer)
      #expect(try done.json().at("written") == .bool(true), "\(done.text)")
      await server.district.maker.catchUp()
      return try await server.get("/v1/gates/node/3").json().at("rule/asEdit")
    }
    let slow = try await read("target,rule.delay,rule.foot\nnode/3,45,\n")
    #expect(slow["delay"] == .int(45) && slow["hours"] == "06:00-23:00" && slow["entry"] == "guard")
    #expect(
      slow["who"]?["foot"] == "anyone" && slow["who"]?["ebike"] == "nobody"
        && slow["who"]?["car"] == "resident")
    let other = try await read("target,rule.ebike,rule.hours\nnode/3,badge,-\n")
    #expect(other["who"]?["ebike"] == "badge" && other["who"]?["car"] == "resident")
    #expect(other["hours"] == nil && other["delay"] == .int(45))
    let cleared = try await read("对象,例外,电动车\nnode/3,电动车 禁止 Mo-Fr 07:00-09:00,\n")
    #expect(cleared["except"] != nil)
    #expect(try await read("target,rule.except\nnode/3,-\n")["except"] == nil)
  }

  @Test func `a row's rule holds for the next question, and hours of places must open`() async throws {
    let server = try await server()
    _ = try await server.post("/v1/import?content=gates", "target,rule.delay\nnode/3,77\n", server.bearer)
    #expect(try await server.get("/v1/gates/node/3").json().number("delay") == 77)
    #expect(try await server.get("/v1/edits?target=node/3").json().at("edits/0/applied") == .bool(true))
    let places = try await server.post(
      "/v1/import?content=places", "target,hours,服务\nnode/70,off,\nnode/71,,饮水、微波炉\n", server.bearer)
    #expect(places.status == 422 && places.text.contains("never open"), "\(places.text)")
    #expect(try places.json().at("summary").word?.contains("nothing is written") == true)
    let some = try await server.post(
      "/v1/import?content=places&partial=true", "target,服务\nnode/71,饮水、微波炉\n", server.bearer)
    #expect(try some.json().number("changed") == 1, "\(some.text)")
    let services = try await server.get("/v1/places/node/71").json().at("services").items
    #expect(services == ["water", "microwave"])
  }

  @Test func `a row never takes away what it cannot say of a gate`() async throws {
    let server = try await server()
    // Within one vehicle an edit names either badges or the registered.
    let rule =
      #"{"who":{"foot":"anyone","ebike":"badge"},"except":[{"vehicle":"ebike","who":"registered","when":"Mo-Fr 07:00-09:00"}]}"#
    _ = try await server.post(
      "/v1/edits", #"{"kind":"rule","target":"node/3","properties":{"rule":\#(rule)}}"#, server.bearer)
    let before = try await server.get("/v1/gates/node/3").json().at("rule")
    #expect(before["asEditIsWhole"] == .bool(false))
    #expect(try before.at("notInEdit").items.count == 1)
    func send(_ file: String) async throws -> Reply {
      let reply = try await server.post("/v1/import?content=gates", file, server.bearer)
      await server.district.maker.catchUp()
      return reply
    }
    let refused = try await send("target,rule.delay\nnode/3,45\n")
    #expect(refused.status == 422)
    #expect(try refused.json().at("problems").items.map { try $0.number("row") } == [2])
    #expect(refused.text.contains("registered"), "\(refused.text)")
    #expect(try await server.get("/v1/gates/node/3").json().at("rule") == before)
    let columns = "foot,ebike,bicycle,motorcycle,car,hours,entry,delay,weather,except"
    let header = "target," + columns.split(separator: ",").map { "rule.\($0)" }.joined(separator: ",")
    #expect(try await send(header + "\nnode/3,anyone,badge,-,-,-,-,-,45,-,-\n").status == 200)
    let after = try await server.get("/v1/gates/node/3").json().at("rule")
    #expect(after["asEditIsWhole"] == .bool(true) && after["asEdit"]?["delay"] == .int(45))
    #expect(after["asEdit"]?["who"]?["ebike"] == "badge" && after["asEdit"]?["except"] == nil)
  }

  // MARK: Pictures

  /// A JPEG of one pixel with Exif: a position that nobody may see, and which way is up.
  private static func jpeg(width: UInt8 = 1) -> [UInt8] {
    let tiff: [UInt8] =
      [0x49, 0x49, 42, 0, 8, 0, 0, 0, 2, 0] + [0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]
      + [0x25, 0x88, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0]
    let exif = Array("Exif\0\0".utf8) + tiff + Array("GPS 29.55 106.45".utf8)
    let comment = Array("owner 李伟".utf8)
    return [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
      + [0xFF, 0xFE, 0, UInt8(comment.count + 2)] + comment
      + [0xFF, 0xC0, 0, 11, 8, 0, 1, 0, width, 1, 1, 0x11, 0] + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]
      + [0x12, 0x34, 0xFF, 0xD9] + Array("hidden".utf8)
  }

  @Test func `a picture loses its position and owner, but not which way is up`() async throws {
    let server = try await server()
    let sent = try await server.ask(.post, "/v1/places/node/70/photos", server.bearer, body: Self.jpeg())
    try #require(sent.status == 201, "\(sent.text)")
    let name = try #require(try sent.json().at("photo").word)
    let photo = try await server.get(name)
    #expect(photo.status == 200)
    #expect(photo["Content-Type"] == "image/jpeg")
    for secret in ["GPS", "李伟", "hidden"] { #expect(!photo.text.contains(secret)) }
    #expect(photo.bytes.contains(subsequence: [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))
    #expect(photo.bytes.suffix(4) == [0x12, 0x34, 0xFF, 0xD9])
    #expect(try await server.get("/v1/places/node/70").json().at("photos").items.count == 1)
    // One that a visitor sends waits, and is shown to nobody.
    let visitor = try await server.ask(.post, "/v1/places/node/70/photos", body: Self.jpeg())
    #expect(try visitor.json().at("status").word == "pending")
    let hidden = try #require(try visitor.json().at("photo").word)
    #expect(try await server.get(hidden).status == 404)
    #expect(try await server.get(hidden, server.bearer).status == 200)
  }

  @Test func `what is no picture, cut off or huge is refused`() async throws {
    let server = try await server()
    var huge = Self.jpeg()
    let size = try #require(huge.firstRange(of: [0xFF, 0xC0, 0, 11, 8]))
    huge.replaceSubrange(size.upperBound..<size.upperBound + 4, with: [0x20, 0, 0x14, 0])
    let files: [([UInt8], Int)] = [
      (Array("<html>".utf8), 400), ([], 400), (Array(Self.jpeg().prefix(40)), 400), (huge, 413),
      (Array(Self.jpeg().dropLast(8)), 400),
    ]
    for (bytes, status) in files {
      let reply = try await server.ask(.post, "/v1/places/node/70/photos", server.bearer, body: bytes)
      #expect(reply.status == status, "\(reply.text)")
    }
    #expect(try await server.get("/v1/photos/..%2Ftoken").status == 404)
    #expect(try await server.get("/v1/photos/p_0.jpg").status == 404)
  }

  @Test func `a board is drawn of the city as it is`() async throws {
    let server = try await server()
    #expect(try await server.get("/v1/boards/way/999999").status == 404)
    #expect(try await server.get("/v1/boards/way/1?format=tiff").status == 400)
  }
}

extension [UInt8] {
  fileprivate func contains(subsequence: [UInt8]) -> Bool { firstRange(of: subsequence) != nil }
}
