import Geo
import HTTPTypes
import Queries
import Store
import Testing

@testable import Server

@Suite struct ReportTests {
  private let place = SmallCity.text(150, 0)

  @Test func `a report is kept and shown to the holder of the token only`() async throws {
    let server = try await TestServer()
    let body =
      #"{"position":[\#(place)],"kind":"gate-closed","text":"门关了","object":"node/3","language":"zh"}"#
    let reply = try await server.post("/v1/reports", body)
    #expect(reply.status == 201)
    #expect(reply["Content-Language"] == "zh")
    let made = try reply.json()
    #expect(made.keys == ["id"])
    let refused = try await server.get("/v1/reports")
    _ = try refused.problem(401, .unauthorized)
    let list = try await server.ask(.get, "/v1/reports", server.bearer).json()
    #expect(try list.at("reports").items.count == 1)
    let shown = try list.at("reports/0")
    #expect(shown["id"] == made["id"])
    #expect(shown["kind"]?.word == "gate-closed")
    #expect(shown["text"]?.word == "门关了")
    #expect(shown["object"]?.word == "node/3")
    #expect(shown["language"]?.word == "zh")
    #expect(abs(try shown.number("position/0") - SmallCity.place(150, 0).longitude) < 1e-9)
  }

  @Test func `the newest come first, no more than asked for`() async throws {
    let server = try await TestServer()
    for row in 1...5 {
      _ = try await server.post("/v1/reports", #"{"position":[\#(place)],"text":"\#(row)"}"#)
    }
    func texts(_ query: String) async throws -> [String?] {
      try await server.ask(.get, "/v1/reports" + query, server.bearer).json().at("reports").items
        .map { $0["text"]?.word }
    }
    #expect(try await texts("") == ["5", "4", "3", "2", "1"])
    #expect(try await texts("?limit=2") == ["5", "4"])
    _ = try await server.ask(.get, "/v1/reports?limit=0", server.bearer).problem(400, .badRequest)
  }

  @Test func `there may only be so many reports, also after a restart`() async throws {
    let store = StoreMemory()
    let body = #"{"position":[\#(place)]}"#
    let first = try await TestServer(store: store) { $0.maxReports = 2 }
    for _ in 0..<2 { #expect(try await first.post("/v1/reports", body).status == 201) }
    for server in [first, try await TestServer(store: store) { $0.maxReports = 2 }] {
      let problem = try await server.post("/v1/reports", body).problem(507, .insufficientStorage)
      #expect(try problem.at("detail").word?.contains("2 reports") == true)
      #expect(try await store.reportCount() == 2)
    }
    let more = try await TestServer(store: store) { $0.maxReports = 3 }
    // One that is refused for another reason takes nobody's place.
    _ = try await more.post("/v1/reports", #"{"position":[0,0]}"#).problem(422, .unprocessable)
    #expect(try await more.post("/v1/reports", body).status == 201)
  }

  @Test func `a report is short in bytes, too`() async throws {
    let server = try await TestServer()
    // One character with many accents.
    for (text, status) in [
      ("e" + String(repeating: "\u{301}", count: 4000), 400), (String(repeating: "路", count: 2000), 201),
      (String(repeating: "路", count: 2001), 400),
    ] {
      let body = #"{"position":[\#(place)],"text":"\#(text)"}"#
      #expect(try await server.post("/v1/reports", body).status == status)
    }
  }

  @Test func `control characters are left out, lines stay`() async throws {
    let server = try await TestServer()
    let body = #"{"position":[\#(place)],"text":"a\u0000b\u001b[31mc\u0085d\ne\tf"}"#
    #expect(try await server.post("/v1/reports", body).status == 201)
    let list = try await server.ask(.get, "/v1/reports", server.bearer).json()
    #expect(try list.at("reports/0/text").word == "ab[31mcd\nef")
  }

  @Test func `a position in another datum is kept where it is`() async throws {
    let server = try await TestServer()
    let shifted = Datum.gcj02.fromWGS84(SmallCity.place(150, 0))
    let body = #"{"position":[\#(shifted.longitude),\#(shifted.latitude)],"datum":"gcj02"}"#
    #expect(try await server.post("/v1/reports", body).status == 201)
    let kept = try await server.district.store.reports(limit: 1)
    #expect(try #require(kept.first).position.distance(to: SmallCity.place(150, 0)) < 2)
    #expect(kept.first?.kind == "other")
    #expect(kept.first?.text == "")
  }

  @Test(
    arguments: [
      (#"{"position":[0,0]}"#, 422), (#"{"position":[29.55,106.45]}"#, 400), ("{}", 400),
      (#"{"position":"here"}"#, 400), (#"{"position":[1]}"#, 400), (#"{"position":[1e400,1]}"#, 400),
      (#"{"position":[\#(SmallCity.text(150, 0))],"kind":"praise"}"#, 400),
      (#"{"position":[\#(SmallCity.text(150, 0))],"object":"gate 3"}"#, 400),
      (#"{"position":[\#(SmallCity.text(150, 0))],"name":"me"}"#, 400),
      (#"{"position":[\#(SmallCity.text(150, 0))],"text":"\#(String(repeating: "x", count: 2001))"}"#, 400),
      (#"{"position":[\#(SmallCity.text(5000, 0))]}"#, 422),
    ])
  func `a report that cannot be placed or understood is refused and not kept`(_ body: String, _ status: Int)
    async throws
  {
    let server = try await TestServer()
    let reply = try await server.post("/v1/reports", body)
    _ = try reply.problem(status, status == 422 ? .unprocessable : .badRequest)
    #expect(try await server.district.store.reports(limit: 1).isEmpty)
  }
}
