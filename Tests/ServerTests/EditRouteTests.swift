import Dense
import Foundation
import Geo
import HTTPTypes
import OSM
import Queries
import Routing
import Store
import Streets
import Synchronization
import Testing

@testable import Server

/// Edits of the map, from the request to the changed route.
@Suite struct EditRouteTests {
  /// The city with a yard within a fence: a street at y = 100 that only a long way round leads to.
  ///
  /// ```
  /// 60 (40,100) ---- 61 (160,100)  way 60, joined to node 1 by way 61 over 62 (-100,100), 63 (-100,0)
  ///    fence, way 62, at y = 50 from x = -90 to 400
  /// ```
  private func server(store: any Store = StoreMemory()) async throws -> TestServer {
    let bytes = try SmallCity.drawn { map in
      let nodes: [(Int64, Double, Double)] = [
        (60, 40, 100), (61, 160, 100), (62, -100, 100), (63, -100, 0), (64, -90, 50), (65, 400, 50),
      ]
      for (id, x, y) in nodes { map.addNode(id, at: SmallCity.place(x, y)) }
      map.addWay(60, nodes: [60, 61], tags: [("highway", "footway")])
      map.addWay(61, nodes: [60, 62, 63, 1], tags: [("highway", "footway")])
      map.addWay(62, nodes: [64, 65], tags: [("barrier", "fence")])
    }
    let server = try await TestServer(store: store)
    try server.replaceCity(bytes)
    try await server.district.reload()
    return server
  }

  private func seconds(_ server: TestServer) async throws -> Double {
    let question =
      #"{"from":"\#(SmallCity.text(100, 0))","to":"\#(SmallCity.text(100, 100))","depart":"2026-11-20T12:00"}"#
    return try await server.post("/v1/door", question).json().number("duration")
  }

  private static let gate = #"""
    {"kind":"gate","geometry":{"type":"Point","coordinates":[\#(SmallCity.text(100, 52))]},
     "properties":{"name":"北门","rule":{"who":{"foot":"anyone"},"delay":10}},"why":"seen today"}
    """#

  /// Waits until the live city has the edit, or says why it has not.
  private func made(_ server: TestServer, _ id: String) async throws -> JSON {
    for _ in 0..<600 {
      let edit = try await server.get("/v1/edits/\(id)").json()
      if edit["applied"] == .bool(true) || edit["problem"] != .null { return edit }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Problem(.internalError, Wordings.late)
  }

  private enum Wordings { static let late = Problem.Kind.internalError.title }

  @Test func `a wall is told as it is drawn, and drawn anew`() async throws {
    let server = try await server()
    func walls(_ more: String) async throws -> [JSON] {
      try await server.get("/v1/lines?kind=wall&\(more)").json().at("lines").items
    }
    let near = "near=\(SmallCity.text(100, 52))"
    let fence = try #require(try await walls(near).first)
    #expect(try fence.at("id").word == "way/62" && fence.at("barrier").word == "fence")
    #expect(try fence.at("geometry/type").word == "LineString")
    #expect(try fence.number("distance") == 2)
    let edit =
      #"{"kind":"wall","target":"way/62","geometry":{"type":"LineString","coordinates":[[\#(SmallCity.text(-90, 50))],[\#(SmallCity.text(0, 50))]]}}"#
    _ = try await server.post("/v1/edits", edit)
    let waiting = try await server.get("/v1/edits?status=pending", server.bearer).json().at("edits/0")
    #expect(try waiting.at("before/geometry") == fence.at("geometry"))
    #expect(try waiting.at("about/position") == fence.at("geometry/coordinates/0"))
    let reply = try await server.post("/v1/edits", edit, server.bearer)
    try #require(reply.status == 201, "\(reply.text)")
    #expect(try await made(server, try #require(reply.json().at("id").word)).at("problem") == .null)
    #expect(try await walls(near).isEmpty)
    let line = try #require(try await walls("target=way/62").first)
    #expect(try line.at("geometry/coordinates").items.count == 2)
    let houses = try await server.get("/v1/lines?kind=building&near=\(SmallCity.text(235, 20))").json()
    #expect(try houses.at("lines/0/geometry/type").word == "Polygon")
    for wrong in ["kind=door&\(near)", "kind=wall", "kind=wall&near=x", "kind=wall&target=x"] {
      _ = try await server.get("/v1/lines?" + wrong).problem(400, .badRequest)
    }
    let path = edit.replacing("\"wall\"", with: "\"path\"").replacing("way/62", with: "way/60")
    #expect(try await server.post("/v1/edits", path, server.bearer).status == 422)
  }

  @Test func `a gate that somebody adds changes the next route, and undone gives back the one before`()
    async throws
  {
    let server = try await server()
    let before = try await seconds(server)
    let reply = try await server.post("/v1/edits", Self.gate, server.bearer)
    try #require(reply.status == 201, "\(reply.text)")
    let id = try #require(try reply.json().at("id").word)
    #expect(reply["Location"] == "/v1/edits/\(id)")
    let edit = try await made(server, id)
    #expect(try edit.at("status").word == "accepted")
    #expect(try edit.at("properties/name").word == "北门")
    #expect(try await seconds(server) < before / 2)
    let object = try #require(try edit.at("object").word)
    let gate = try await server.post("/v1/door", #"{"from":"\#(SmallCity.text(10, 0))","to":"\#(object)"}"#)
    #expect(gate.status == 200)
    #expect(
      try await server.post("/v1/edits/\(id)/undo", "", server.bearer).json().at("status").word == "undone")
    for _ in 0..<600 where server.district.desk.isMade(id) { try await Task.sleep(for: .milliseconds(20)) }
    #expect(abs(try await seconds(server) - before) < 0.5)
    let history = try await server.get("/v1/edits/\(id)/history", server.bearer).json().at("events").items
    #expect(try history.map { try $0.at("kind").word } == ["edit.added", "edit.undone"])
  }

  @Test func `a rule that is undone holds no longer for the next question, one before it does again`()
    async throws
  {
    let server = try await server()
    func passes() async throws -> JSON {
      try await server.post("/v1/rule-test", #"{"gate":"node/3"}"#).json().at("passes")
    }
    func status() async throws -> String? {
      let question = #"{"from":"\#(SmallCity.text(100, 0))","to":"\#(SmallCity.text(235, 0))"}"#
      let gates = try await server.post("/v1/door", question).json().at("gates").items
      return try gates.first?.at("id").word
    }
    func rule(_ who: String) async throws -> String {
      let edit = #"{"kind":"rule","target":"node/3","properties":{"rule":{"who":{"foot":"\#(who)"}}}}"#
      return try #require(try await server.post("/v1/edits", edit, server.bearer).json().at("id").word)
    }
    func undo(_ id: String) async throws {
      #expect(try await server.post("/v1/edits/\(id)/undo", "", server.bearer).status == 200)
    }
    let first = try await rule("nobody")
    #expect(try await status() == nil)
    let second = try await rule("anyone")
    #expect(try await status() == "node/3")
    try await undo(second)
    #expect(try await passes() == .bool(false), "the one before holds again")
    #expect(try await status() == nil)
    // A city made meanwhile of the edits as they were must not bring it back.
    await server.district.remake()
    #expect(try await status() == nil)
    try await undo(first)
    #expect(try await passes() == .bool(true))
    #expect(try await status() == "node/3")
    await server.district.remake()
    #expect(try await status() == "node/3")
    #expect(server.district.ruled.withLock { $0.isEmpty }, "the city has it all")
    // A gate that an edit added goes back to what that said.
    let gate = try #require(
      try await server.post("/v1/edits", Self.gate, server.bearer).json().at("id").word)
    let object = try #require(try await made(server, gate).at("object").word)
    let edit = #"{"kind":"rule","target":"\#(object)","properties":{"rule":{"who":{"foot":"nobody"}}}}"#
    let closing = try #require(try await server.post("/v1/edits", edit, server.bearer).json().at("id").word)
    let asked = #"{"gate":"\#(object)","at":"2026-11-20T12:00"}"#
    #expect(try await server.post("/v1/rule-test", asked).json().at("passes") == .bool(false))
    try await undo(closing)
    let told = try await server.post("/v1/rule-test", asked).json()
    #expect(try told.at("passes") == .bool(true) && told.number("delay") == 10)
  }

  @Test func `an edit survives a restart and a new city file`() async throws {
    let store = StoreMemory()
    let first = try await server(store: store)
    let before = try await seconds(first)
    let id = try #require(try await first.post("/v1/edits", Self.gate, first.bearer).json().at("id").word)
    _ = try await made(first, id)
    let second = try await server(store: store)
    #expect(second.district.desk.isMade(id))
    #expect(try await seconds(second) < before / 2)
  }

  @Test func `the city with its edits is kept for the next start, and used for nothing else`() async throws {
    let store = StoreMemory()
    let first = try await server(store: store)
    let before = try await seconds(first)
    let id = try #require(try await first.post("/v1/edits", Self.gate, first.bearer).json().at("id").word)
    _ = try await made(first, id)
    let quick = try await seconds(first)
    await first.district.saveEdited()
    let kept = EditedCity(in: first.district.data.path)
    let file = try City(path: first.folder.file("small.kaimen"))
    let city = try #require(kept.open(file, [id]))
    #expect(city.premises.gates.count == file.premises.gates.count + 1)
    #expect(kept.open(file, []) == nil)
    #expect(kept.open(file, [id, "e_other"]) == nil)
    // The file that was read before the reload is another one.
    let other = try await TestServer()
    #expect(kept.open(try City(path: other.folder.file("small.kaimen")), [id]) == nil)
    // It is made anew from the kept city: new edits find the gate, and the old one can be undone.
    try await first.district.reload()
    #expect(first.district.desk.isMade(id))
    #expect(try await seconds(first) == quick)
    // The gate stands there already.
    _ = try await first.post("/v1/edits", Self.gate, first.bearer).problem(422, .unprocessable)
    _ = try await first.post("/v1/edits/\(id)/undo", "", first.bearer)
    for _ in 0..<600 where first.district.desk.isMade(id) { try await Task.sleep(for: .milliseconds(20)) }
    #expect(abs(try await seconds(first) - before) < 0.5)
  }

  @Test func `what no longer fits a new map is said, and the rest is made`() async throws {
    let server = try await server()
    let edit = #"{"kind":"rule","target":"node/3","properties":{"rule":{"who":{"foot":"nobody"}}}}"#
    let id = try #require(try await server.post("/v1/edits", edit, server.bearer).json().at("id").word)
    _ = try await made(server, id)
    try server.replaceCity(
      SmallCity.drawn { map in
        // Node 3 is no gate any more: the last of the same id counts.
        map.addNode(3, at: SmallCity.place(150, 0))
      })
    try await server.district.reload()
    let after = try await server.get("/v1/edits/\(id)?language=zh").json()
    #expect(try after.at("applied") == .bool(false))
    #expect(try after.at("problem").word?.contains("node/3") == true)
    let fitting = #"{"kind":"place","target":"node/31","properties":{"services":["water"]}}"#
    _ = try await server.post("/v1/edits", fitting, server.bearer)
    let tasks = try await server.get("/v1/edits?problem=true&order=newest&language=zh").json().at("edits")
    #expect(try tasks.items.map { try $0.at("id").word } == [id])
    #expect(try tasks.items[0].at("problem").word == after.at("problem").word)
    #expect(try await server.get("/v1/edits?problem=true&status=pending").json().at("edits").items.isEmpty)
    _ = try await server.post("/v1/edits/\(id)/undo", "", server.bearer)
    #expect(try await server.get("/v1/edits?problem=true").json().at("edits").items.isEmpty)
  }

  @Test func `the newest come first where that is asked for, and pages follow in both orders`() async throws {
    let server = try await server()
    var ids: [String] = []
    for number in 1...5 {
      let edit =
        #"{"kind":"place","target":"node/31","properties":{"services":["water","\#(number)"]}}"#
      ids.append(try #require(try await server.post("/v1/edits", edit, server.bearer).json().at("id").word))
    }
    func pages(_ order: String, _ next: String) async throws -> [[String]] {
      var (pages, from) = ([[String]](), "")
      while true {
        let page = try await server.get("/v1/edits?limit=2&order=\(order)\(from)").json()
        let found = try page.at("edits").items.compactMap { try $0.at("id").word }
        if found.isEmpty { return pages }
        pages.append(found)
        from = "&\(next)=\(Int(try page.number("last")))"
      }
    }
    #expect(
      try await pages("oldest", "since") == [[ids[0], ids[1]], [ids[2], ids[3]], [ids[4]]])
    #expect(
      try await pages("newest", "before") == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]])
  }

  @Test func `without the token an edit waits until somebody decides`() async throws {
    let server = try await server()
    let before = try await seconds(server)
    let reply = try await server.post("/v1/edits", Self.gate)
    #expect(reply.status == 201)
    let id = try #require(try reply.json().at("id").word)
    #expect(try reply.json().at("status").word == "pending")
    #expect(try await seconds(server) == before)
    _ = try await server.post("/v1/edits/\(id)/accept", "").problem(401, .unauthorized)
    _ = try await server.post("/v1/edits", Self.gate, ["Authorization": "Bearer wrong"]).problem(
      401, .unauthorized)
    #expect(try await server.post("/v1/edits/\(id)/accept", "", server.bearer).status == 200)
    _ = try await made(server, id)
    #expect(try await seconds(server) < before / 2)
    _ = try await server.post("/v1/edits/\(id)/reject", "", server.bearer).problem(409, .conflict)
    let other = try #require(try await server.post("/v1/edits", Self.gate.replacing("52", with: "48")).status)
    #expect(other == 422)
  }

  @Test func `of two who edit the same thing the second is told`() async throws {
    let server = try await server()
    let edit = #"{"kind":"rule","target":"node/3","properties":{"rule":{"who":{"foot":"anyone"}}}"#
    let first = try #require(
      try await server.post("/v1/edits", edit + "}", server.bearer).json().at("id").word)
    #expect(try await server.post("/v1/edits", edit + #","base":"\#(first)"}"#, server.bearer).status == 201)
    _ = try await server.post("/v1/edits", edit + #","base":"\#(first)"}"#, server.bearer).problem(
      409, .conflict)
  }

  private func rule(_ foot: String, _ server: TestServer, _ headers: [String: String] = [:]) async throws
    -> String
  {
    let edit = #"{"kind":"rule","target":"node/3","properties":{"rule":{"who":{"foot":"\#(foot)"}}}}"#
    return try #require(try await server.post("/v1/edits", edit, headers).json().at("id").word)
  }

  @Test func `of two proposals for the same thing the second is not accepted unseen, and then it holds`()
    async throws
  {
    let server = try await server()
    let first = try await rule("nobody", server)
    let second = try await rule("anyone", server)
    #expect(try await server.get("/v1/edits/\(first)").json().at("rivals").items == [.string(second)])
    // The later one first, then the earlier one: what was accepted last holds.
    #expect(try await server.post("/v1/edits/\(second)/accept", "", server.bearer).status == 200)
    #expect(try await server.get("/v1/edits/\(first)").json().at("newer").word == second)
    let listed = try await server.get("/v1/edits?status=pending").json()
    #expect(try listed.at("edits/0/newer").word == second)
    let problem = try await server.post("/v1/edits/\(first)/accept", "", server.bearer).problem(
      409, .conflict)
    #expect(problem.text.contains(second))
    _ = try await server.post("/v1/edits/\(first)/accept?over=e_other", "", server.bearer)
      .problem(409, .conflict)
    #expect(
      try await server.post("/v1/edits/\(first)/accept?over=\(second)", "", server.bearer).status == 200)
    _ = try await made(server, first)
    // What held before says that it does not any more.
    #expect(try await server.get("/v1/edits/\(second)").json().at("newer").word == first)
    #expect(try await server.get("/v1/edits/\(first)").json().at("newer") == .null)
    let atOnce = try await server.get("/v1/gates/node/3").json().at("rule/asEdit").text
    #expect(atOnce.contains("nobody"))
    // A city that is made anew, and another start with what was kept, say the same.
    await server.district.remake()
    #expect(try await server.get("/v1/gates/node/3").json().at("rule/asEdit").text == atOnce)
    await server.district.saveEdited()
    try await server.district.reload()
    #expect(try await server.get("/v1/gates/node/3").json().at("rule/asEdit").text == atOnce)
    let third = try await rule("anyone", server, server.bearer)
    _ = try await made(server, third)
    await server.district.remake()
    #expect(try await server.get("/v1/gates/node/3").json().at("rule/asEdit").text.contains("anyone"))
  }

  @Test func `edits of other parts of a thing stand beside each other`() async throws {
    let server = try await server()
    func place(_ properties: String) async throws -> String {
      let edit = #"{"kind":"place","target":"node/31","properties":{\#(properties)}}"#
      return try #require(try await server.post("/v1/edits", edit).json().at("id").word)
    }
    let price = try await place(#""price":12"#)
    let same = try await place(#""price":12"#)
    #expect(try await server.get("/v1/edits/\(same)").json().at("rivals").items.isEmpty, "the same")
    let water = try await place(#""checklist":{"water":true}"#)
    let wifi = try await place(#""checklist":{"wifi":true}"#)
    let dearer = try await place(#""price":15,"services":["water"]"#)
    #expect(try await server.get("/v1/edits/\(price)").json().at("rivals").items == [.string(dearer)])
    for id in [dearer, water, wifi] {
      #expect(try await server.post("/v1/edits/\(id)/accept", "", server.bearer).status == 200)
    }
    _ = try await server.post("/v1/edits/\(price)/accept", "", server.bearer).problem(409, .conflict)
    #expect(
      try await server.post("/v1/edits/\(price)/accept?over=\(dearer)", "", server.bearer).status == 200)
    #expect(try await server.get("/v1/places/node/31").json().number("price") == 12)
  }

  @Test func `a proposal that fits the map no more is not accepted`() async throws {
    let server = try await server()
    let gate = try await server.post("/v1/edits", Self.gate, server.bearer).json()
    let object = try #require(try await made(server, gate.at("id").word ?? "").at("object").word)
    let rule =
      #"{"kind":"rule","target":"\#(object)","properties":{"rule":{"who":{"foot":"nobody"}}}}"#
    let waiting = try #require(try await server.post("/v1/edits", rule).json().at("id").word)
    let history = try await server.get("/v1/edits?target=\(object)").json().at("edits").items
    #expect(try history.compactMap { try $0.at("id").word } == [gate.at("id").word ?? "", waiting])
    _ = try await server.post("/v1/edits/\(gate.at("id").word ?? "")/undo", "", server.bearer)
    await server.district.maker.catchUp()
    _ = try await server.post("/v1/edits/\(waiting)/accept", "", server.bearer).problem(422, .unprocessable)
    #expect(try await server.get("/v1/edits/\(waiting)").json().at("status").word == "pending")
  }

  @Test func `what waits for a decision cannot be edited, and that is said`() async throws {
    let server = try await server()
    let gate = try await server.post("/v1/edits", Self.gate).json()
    let (id, object) = (try gate.at("id").word ?? "", try #require(try gate.at("object").word))
    for kind in [
      #""kind":"rule","properties":{"rule":{"who":{"foot":"nobody"}}}"#,
      #""kind":"gate","properties":{"name":"x"}"#,
    ] {
      let problem = try await server.post("/v1/edits", #"{"target":"\#(object)",\#(kind)}"#)
        .problem(422, .unprocessable)
      #expect(try problem.at("detail").word?.contains("waits for a decision") == true)
    }
    _ = try await server.post("/v1/edits/\(id)/reject?why=x", "", server.bearer)
    let gone = try await server.post(
      "/v1/edits", #"{"kind":"gate","target":"\#(object)","properties":{"name":"x"}}"#
    ).problem(422, .unprocessable)
    #expect(try gone.at("detail").word?.contains("has no \(object)") == true)
  }

  @Test func `walls that cross themselves and kinds that maps cannot have are refused`() async throws {
    let server = try await server()
    let points = [(100.0, 60.0), (130, 60), (130, 90), (115, 40)].map {
      "[" + SmallCity.text($0.0, $0.1) + "]"
    }
    func wall(_ points: [String]) async throws -> Reply {
      try await server.post(
        "/v1/edits",
        #"{"kind":"wall","geometry":{"type":"LineString","coordinates":[\#(points.joined(separator: ","))]}}"#
      )
    }
    let problem = try await wall(points).problem(422, .unprocessable)
    #expect(try problem.at("detail").word?.contains("crosses itself") == true)
    let plain = try await wall(Array(points.dropLast()))
    #expect(plain.status == 201, "\(plain.text)")
    #expect(try await wall(points.dropLast() + [points[0]]).status == 201, "closed")
    for (kind, status) in [("Fire Station", 400), ("驿站", 400), ("drinking_water", 201)] {
      let place =
        #"{"kind":"place","geometry":{"type":"Point","coordinates":[\#(SmallCity.text(100, -200))]},"properties":{"placeKind":"\#(kind)"}}"#
      #expect(try await server.post("/v1/edits", place).status == status, "\(kind)")
    }
  }

  @Test func `an edit says what it replaced`() async throws {
    let server = try await server()
    let first = try await rule("nobody", server, server.bearer)
    _ = try await made(server, first)
    let second = try await rule("anyone", server)
    let waiting = try await server.get("/v1/edits/\(second)").json().at("before")
    #expect(try waiting.at("rule/who/foot").word == "nobody", "what it would replace")
    #expect(try await server.post("/v1/edits/\(second)/accept", "", server.bearer).status == 200)
    let before = try await server.get("/v1/edits/\(second)").json().at("before")
    #expect(try before.at("rule/who/foot").word == "nobody")
    func place(_ properties: String) async throws -> JSON {
      let edit = #"{"kind":"place","target":"node/31","properties":{\#(properties)}}"#
      return try await server.post("/v1/edits", edit, server.bearer).json().at("before")
    }
    #expect(try await place(#""price":12,"checklist":{"water":true}"#).at("price") == .null)
    #expect(
      try await place(#""price":15,"checklist":{"water":false,"wifi":true}"#).text
        == #"{"price":12,"checklist":{"water":true}}"#)
    let name = try await server.get("/v1/places/node/31").json().at("nameLocal")
    #expect(try await place(#""name":"新名","hours":"24/7""#).at("name") == name)
    // At once after it, before a city has been made.
    let soon = try await place(#""name":"又名","capacity":6"#)
    #expect(try soon.at("name").word == "新名")
    let third = try await place(#""hours":"08:00-20:00","name":"三名""#)
    #expect(try third.at("name").word == "又名", "\(third.text)")
    #expect(try third.at("hours").word == "24/7", "\(third.text)")
    _ = try await place(#""contact":"023""#)
    await server.district.maker.catchUp()
    let waits = try await server.post(
      "/v1/edits", #"{"kind":"place","target":"node/31","properties":{"contact":"024","price":3}}"#
    ).json()
    let shown = try await server.get("/v1/edits/\(waits.at("id").word ?? "")").json().at("before")
    #expect(shown["contact"] == nil && shown["price"] == .int(15), "what waits tells no contact either")
    #expect(try await place(#""contact":"024""#)["contact"] == nil, "contacts are for those who manage it")
    let gate = try await server.get("/v1/gates/node/3", server.bearer).json()
    #expect(try gate.at("mayEdit") == .bool(true))
    #expect(try await server.get("/v1/gates/node/3").json().at("mayEdit") == .bool(false))
  }

  @Test func `what is moved or taken away says where and what it was`() async throws {
    let server = try await server()
    let gate = try await server.post("/v1/edits", Self.gate, server.bearer).json()
    let object = try #require(try await made(server, gate.at("id").word ?? "").at("object").word)
    await server.district.maker.catchUp()
    let gone = try await server.post(
      "/v1/edits", #"{"kind":"gate","action":"remove","target":"\#(object)"}"#, server.bearer)
    let before = try gone.json().at("before")
    #expect(try before.at("name").word == "北门")
    #expect(try before.at("rule/who/foot").word == "anyone")
    #expect(try before.at("geometry/type").word == "Point")
    let line = SmallCity.text(40, 100) + "],[" + SmallCity.text(160, 102)
    let drawn = try await server.post(
      "/v1/edits",
      #"{"kind":"path","target":"way/60","geometry":{"type":"LineString","coordinates":[[\#(line)]]},"properties":{"name":"新路"}}"#,
      server.bearer)
    if drawn.status == 201 {
      // While a city is made, what the map says is not known; else it is that of before.
      let before = try drawn.json().at("before")
      #expect(before == .null || before["geometry"]?["type"] == .string("LineString"))
    }
  }

  @Test func `what is said of a place that is there no more is a task`() async throws {
    let store = StoreMemory()
    let facts = StoredEdit(
      kind: "place", action: "change", target: "node/99999", properties: #"{"price":12}"#, status: .accepted,
      createdBy: "a_test")
    let waiting = StoredEdit(
      kind: "rule", action: "change", target: "node/99998",
      properties: #"{"rule":{"who":{"foot":"nobody"}}}"#,
      status: .pending, createdBy: "a_test")
    let known = StoredEdit(
      kind: "place", action: "change", target: "node/31", properties: #"{"price":12}"#, status: .accepted,
      createdBy: "a_test")
    _ = try await store.addEdits([facts, waiting, known])
    let server = try await server(store: store)
    let tasks = try await server.get("/v1/edits?problem=true").json().at("edits").items
    #expect(try tasks.map { try $0.at("id").word } == [facts.id])
    #expect(try tasks[0].at("applied") == .bool(false))
    #expect(try tasks[0].at("problem").word?.contains("node/99999") == true)
    let pending = try await server.get("/v1/edits?status=pending", server.bearer).json().at("edits/0")
    #expect(try pending.at("problem").word?.contains("node/99998") == true)
    #expect(try await server.get("/v1/edits/\(known.id)").json().at("problem") == .null)
  }

  @Test func `exceptions and hours that could never hold are refused, holidays of years to come are not`()
    async throws
  {
    let server = try await server()
    func status(_ rule: String) async throws -> Int {
      try await server.post(
        "/v1/edits", #"{"kind":"rule","target":"node/3","properties":{"rule":\#(rule)}}"#, server.bearer
      ).status
    }
    let except = #""except":[{"vehicle":"car","who":"anyone","when":"Sa-Su"}]"#
    #expect(try await status(#"{"hours":"Mo-Fr 08:30-18:00",\#(except)}"#) == 422)
    #expect(try await status(#"{"hours":"Mo-Sa 08:30-18:00",\#(except)}"#) == 201)
    #expect(try await status(#"{\#(except)}"#) == 201)
    #expect(try await status(#"{"hours":"PH 10:00-16:00"}"#) == 201)
    #expect(try await status(#"{"hours":"off"}"#) == 422)
  }

  @Test func `what was added a moment before can be spoken of`() async throws {
    let server = try await server()
    let gate = try await server.post("/v1/edits", Self.gate, server.bearer).json()
    let object = try #require(try gate.at("object").word)
    let rule =
      #"{"kind":"rule","target":"\#(object)","properties":{"rule":{"who":{"foot":"nobody"}}}}"#
    #expect(try await server.post("/v1/edits", rule, server.bearer).status == 201)
  }

  @Test func `lists go by number and status`() async throws {
    let server = try await server()
    let id = try #require(try await server.post("/v1/edits", Self.gate).json().at("id").word)
    let list = try await server.get("/v1/edits?status=pending").json()
    #expect(try list.at("edits/0/id").word == id)
    let last = try list.number("last")
    #expect(try await server.get("/v1/edits?since=\(Int(last))").json().at("edits").items.isEmpty)
    _ = try await server.get("/v1/edits?status=lost").problem(400, .badRequest)
    _ = try await server.get("/v1/edits?order=best").problem(400, .badRequest)
    _ = try await server.get("/v1/edits/e_none").problem(404, .notFound)
    _ = try await server.post("/v1/edits/\(id)/bless", "", server.bearer).problem(404, .notFound)
  }

  @Test(arguments: [
    (#"{"kind":"gate"}"#, 400), (#"{"kind":"gate","colour":1}"#, 400),
    (#"{"kind":"gate","geometry":{"type":"Point","coordinates":[0,0]}}"#, 422),
    (#"{"kind":"rule","target":"node/999","properties":{"rule":{}}}"#, 422),
    (#"{"kind":"rule","target":"node/3","properties":{"rule":{"hours":"off"}}}"#, 422),
  ]) func `what cannot be is refused and nothing is kept`(_ body: String, _ status: Int) async throws {
    let server = try await server()
    let reply = try await server.post("/v1/edits", body, server.bearer)
    #expect(reply.status == status, "\(reply.text)")
    #expect(try await server.get("/v1/edits").json().at("edits").items.isEmpty)
  }
}
