import Foundation
import Geo
import HTTPTypes
import OSM
import Queries
import Routing
import Store
import Streets
import Testing

@testable import Server

@Suite struct LiveClosureRouteTests {
  /// Something to ask, the answer to which goes through the gate.
  struct Question: Sendable, CustomTestStringConvertible {
    var target: String
    var body: String?
    var testDescription: String { String(target.prefix { $0 != "?" }.prefix(20)) }
  }

  private static let west = SmallCity.text(10, 0)
  private static let east = SmallCity.text(290, 0)
  private static let noon = "2026-11-20T12:00"

  private static let questions: [Question] = [
    Question(target: "/v1/door", body: #"{"from":"\#(west)","to":"\#(east)","depart":"\#(noon)"}"#),
    Question(target: "/v1/table", body: #"{"from":["\#(west)"],"to":["\#(east)"],"depart":"\#(noon)"}"#),
    Question(target: "/v1/reach?from=\(west)&minutes=4&depart=\(noon)"),
    Question(target: "/v1/nearest?kind=pharmacy&from=\(west)&depart=\(noon)"),
    Question(target: "/route/v1/foot/\(west);\(east)?generate_hints=false&steps=true"),
    Question(target: "/table/v1/foot/\(west);\(east)?generate_hints=false"),
    Question(target: "/trip/v1/foot/\(west);\(east)?generate_hints=false"),
  ]

  private func answer(_ server: TestServer, _ question: Question) async throws -> String {
    guard let body = question.body else { return try await server.get(question.target).text }
    return try await server.post(question.target, body).text
  }

  @Test(arguments: questions)
  func `a gate closed changes the next answer, and lifted gives back the one before`(_ question: Question)
    async throws
  {
    let server = try await TestServer()
    let before = try await answer(server, question)
    #expect(!before.contains("/docs/api#problem"), "\(before)")
    let id = try await server.close(#"{"target":"node/3"}"#)
    #expect(try await answer(server, question) != before)
    try await server.lift(id)
    #expect(try await answer(server, question) == before)
  }

  /// Seconds on foot from west to east: some 210 through the gate, some 660 around it.
  private func seconds(_ server: TestServer, at time: String = noon, by mode: String = "foot") async throws
    -> Double?
  {
    let body = #"{"from":"\#(Self.west)","to":"\#(Self.east)","depart":"\#(time)","by":"\#(mode)"}"#
    let json = try await server.post("/v1/door", body).json()
    return try json.at("duration").double
  }

  private func isThrough(_ server: TestServer, at time: String = noon) async throws -> Bool {
    try #require(try await seconds(server, at: time)) < 300
  }

  @Test func `journeys, routes and the nearest place go around what is closed`() async throws {
    let server = try await TestServer()
    #expect(try await isThrough(server))
    let route = "/route/v1/foot/\(Self.west);\(Self.east)"
    #expect(abs(try await server.get(route).json().number("routes/0/distance") - 280) < 2)
    _ = try await server.close(#"{"target":"node/3"}"#)
    #expect(try await !isThrough(server))
    #expect(abs(try await server.get(route).json().number("routes/0/distance") - 880) < 2)
    let near = try await server.get("/v1/nearest?kind=pharmacy&from=\(Self.west)&depart=\(Self.noon)").json()
    #expect(try near.at("places").items.map { try $0.at("id").word } == ["node/32", "node/31"])
  }

  @Test func `a closure is shown as it was made, without who made it`() async throws {
    let server = try await TestServer()
    let reply = try await server.post(
      "/v1/closures",
      #"{"target":"node/3","modes":["car","foot"],"reason":"施工\u0007","from":"2026-01-01T00:00"}"#,
      server.bearer)
    #expect(reply.status == 201)
    let made = try reply.json()
    let id = try #require(made.at("id").word)
    #expect(reply["Location"] == "/v1/closures/" + id)
    #expect(
      made.keys == [
        "id", "target", "effect", "position", "name", "modes", "from", "until", "reason", "createdAt",
        "active",
      ])
    #expect(try made.at("target").word == "node/3")
    #expect(try made.at("effect").word == "closes")
    #expect(try made.at("name/zh").word == "大门" && made.at("name/en").word == "The gate")
    #expect(try made.at("modes").items.map(\.word) == ["foot", "car"])
    #expect(try made.at("reason").word == "施工")
    #expect(try made.at("until") == .null)
    let gate = SmallCity.place(150, 0)
    let shown = Coordinate(longitude: try made.number("position/0"), latitude: try made.number("position/1"))
    #expect(shown.distance(to: gate) < 1)
    #expect(try await server.get("/v1/closures").json().at("closures").items.count == 1)
    let alone = try await server.get("/v1/closures/" + id).json()
    #expect(try alone.at("id").word == id)
    let shifted = try await server.get("/v1/closures/\(id)?datum=gcj02").json()
    let moved = Coordinate(
      longitude: try shifted.number("position/0"), latitude: try shifted.number("position/1"))
    #expect(Datum.gcj02.toWGS84(moved).distance(to: gate) < 2)
    #expect(moved.distance(to: gate) > 100)
    try await server.lift(id)
    _ = try await server.get("/v1/closures/" + id).problem(404, .notFound)
    _ = try await server.ask(.delete, "/v1/closures/" + id, server.bearer).problem(404, .notFound)
  }

  @Test func `a closure that begins later acts for departures then only`() async throws {
    let server = try await TestServer()
    _ = try await server.close(#"{"target":"node/3","from":"2030-01-01T00:00","until":"2030-02-01T00:00"}"#)
    #expect(try await isThrough(server, at: "2029-12-31T12:00"))
    #expect(try await !isThrough(server, at: "2030-01-15T12:00"))
    #expect(try await isThrough(server, at: "2030-02-01T12:00"))
    #expect(try await server.get("/v1/closures").json().at("closures/0/active") == .bool(false))
  }

  @Test func `times may name their zone and are those of the city's clocks`() async throws {
    let server = try await TestServer()
    let body = #"{"target":"node/3","from":"2030-01-01T00:00:00Z","until":"2030-01-01T12:00:00+02:00"}"#
    let made = try await server.post("/v1/closures", body, server.bearer).json()
    #expect(try made.at("from").word?.hasPrefix("2030-01-01T08:00") == true)
    #expect(try made.at("until").word?.hasPrefix("2030-01-01T18:00") == true)
  }

  @Test func `what is over is taken out by itself`() async throws {
    let store = StoreMemory()
    let past = try #require(CivilTime("2020-01-01T00:00"))
    let over = StoredClosure(target: .element(ElementID(.node, 3)), until: past, createdBy: "test")
    let standing = StoredClosure(target: .element(ElementID(.node, 44)), createdBy: "test")
    _ = try await store.addClosure(over)
    _ = try await store.addClosure(standing)
    let server = try await TestServer(store: store)
    #expect(try await !isThrough(server, at: "2019-06-01T12:00"))
    try await server.district.expire()
    #expect(try await isThrough(server, at: "2019-06-01T12:00"))
    let left = try await server.get("/v1/closures").json()
    #expect(try left.at("closures").items.map { try $0.at("id").word } == [standing.id])
    #expect(try await store.events(after: 2, limit: 10).map(\.kind) == [.closureExpired])
  }

  @Test func `what was closed is closed after a restart`() async throws {
    let store = StoreMemory()
    let first = try await TestServer(store: store)
    let id = try await first.close(#"{"target":"node/3"}"#)
    let second = try await TestServer(store: store)
    #expect(try await !isThrough(second))
    try await second.lift(id)
    #expect(try await isThrough(second))
  }

  @Test func `a closure that fits nothing in this city waits and does no harm`() async throws {
    let store = StoreMemory()
    _ = try await store.addClosure(StoredClosure(target: .element(ElementID(.node, 999)), createdBy: "test"))
    let server = try await TestServer(store: store)
    #expect(try await isThrough(server))
    let closure = try await server.get("/v1/closures").json().at("closures/0")
    #expect(try closure.at("position") == .null)
    try await server.lift(try #require(closure.at("id").word))
  }

  @Test func `opening beats the rules of the map, closing beats opening`() async throws {
    let server = try await TestServer()
    _ = try await server.close(#"{"target":"node/3"}"#)
    #expect(try await !isThrough(server))
    let opening = try await server.close(#"{"target":"node/44","effect":"opens"}"#)
    #expect(try await isThrough(server))
    let closing = try await server.close(#"{"target":"node/44"}"#)
    #expect(try await !isThrough(server))
    try await server.lift(closing)
    #expect(try await isThrough(server))
    try await server.lift(opening)
    #expect(try await !isThrough(server))
  }

  @Test func `an area closes all that it touches`() async throws {
    let server = try await TestServer()
    let area = SmallCity.area(140...160, -10...10)
    let id = try await server.close(#"{"target":\#(area)}"#)
    #expect(try await !isThrough(server))
    let shown = try await server.get("/v1/closures/" + id).json()
    #expect(try shown.at("target/type").word == "Polygon")
    #expect(try shown.at("target/coordinates/0").items.count == 5)
    let middle = Coordinate(
      longitude: try shown.number("position/0"), latitude: try shown.number("position/1"))
    #expect(middle.distance(to: SmallCity.place(150, 0)) < 2)
    try await server.lift(id)
    #expect(try await isThrough(server))
  }

  @Test func `a closure concerns the modes that it names`() async throws {
    let server = try await TestServer()
    let open = try #require(try await seconds(server, by: "ebike"))
    _ = try await server.close(#"{"target":"node/3","modes":["ebike"]}"#)
    #expect(try await isThrough(server))
    #expect(try #require(try await seconds(server, by: "ebike")) > open)
    #expect(try await server.get("/v1/closures").json().at("closures/0/modes").items.map(\.word) == ["ebike"])
  }

  @Test(
    arguments: [
      (#"{"target":"node/999"}"#, 422), (#"{"target":"way/999"}"#, 422), (#"{"target":"relation/1"}"#, 400),
      (#"{"target":7}"#, 400), ("{}", 400), (#"{"target":"node/3","until":"2020-01-01T00:00"}"#, 422),
      (#"{"target":"node/3","from":"2030-01-02T00:00","until":"2030-01-01T00:00"}"#, 422),
      (#"{"target":"node/3","from":"2030-01-02T00:00","until":"2030-01-02T00:00"}"#, 422),
      (#"{"target":"node/3","from":"tomorrow"}"#, 400), (#"{"target":"node/3","effect":"ajar"}"#, 400),
      (#"{"target":"node/3","modes":[]}"#, 400), (#"{"target":"node/3","modes":["tank"]}"#, 400),
      (#"{"target":"node/3","reason":5}"#, 400), (#"{"target":"node/3","colour":"red"}"#, 400),
      (#"{"target":{"type":"Point","coordinates":[106.45,29.55]}}"#, 400),
      (#"{"target":{"type":"Polygon","coordinates":[[[106,29],[106,30],[107,30],[107,29]]]}}"#, 400),
      (#"{"target":\#(SmallCity.area(9000...9001, 0...1))}"#, 422),
    ])
  func `a closure that makes no sense is refused and leaves nothing`(_ body: String, _ status: Int)
    async throws
  {
    let store = StoreMemory()
    let server = try await TestServer(store: store)
    let reply = try await server.post("/v1/closures", body, server.bearer)
    _ = try reply.problem(status, status == 422 ? .unprocessable : .badRequest)
    #expect(try await store.lastSequence() == 0)
    #expect(server.district.city.engine.closures.isEmpty)
  }

  @Test func `there may only be so many closures at a time`() async throws {
    let server = try await TestServer { $0.maxClosures = 2 }
    let first = try await server.close(#"{"target":"node/3"}"#)
    _ = try await server.close(#"{"target":"node/3"}"#)
    _ = try await server.post("/v1/closures", #"{"target":"node/3"}"#, server.bearer).problem(409, .conflict)
    try await server.lift(first)
    _ = try await server.close(#"{"target":"node/3"}"#)
  }

  @Test func `closures made and lifted by many at once are all counted`() async throws {
    let server = try await TestServer()
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for row in 0..<40 {
        group.addTask {
          try await server.close(#"{"target":"\#(row.isMultiple(of: 2) ? "node/3" : "way/13")"}"#)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(ids).count == 40)
    #expect(server.district.city.engine.closures.count == 40)
    #expect(try await seconds(server) == nil)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for id in ids { group.addTask { try await server.lift(id) } }
      try await group.waitForAll()
    }
    #expect(server.district.city.engine.closures.isEmpty)
    #expect(try await isThrough(server))
  }
}
