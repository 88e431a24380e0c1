import Foundation
import HTTPTypes
import Logging
import OSM
import Queries
import Routing
import Streets
import Testing
import Wording

@testable import Server

@Suite struct ReloadTests {
  private let question = """
    {"from":"\(SmallCity.text(10, 0))","to":"way/20","depart":"2026-11-20T12:00"}
    """

  /// The city with a street more and without its houses' doors moved.
  private func larger() throws -> Data {
    try SmallCity.drawn { map in
      map.addNode(8, at: SmallCity.place(400, 0))
      map.addWay(16, nodes: [5, 8], tags: [("highway", "residential"), ("name", "新路")])
    }
  }

  @Test func `a city imported again is taken, with what is closed in it`() async throws {
    let server = try await TestServer()
    _ = try await server.close(#"{"target":"node/3"}"#)
    let (id, journey) = (server.district.city.id, try await server.post("/v1/door", question).text)
    _ = try await server.get("/v1/doors?of=way/16").problem(422, .unprocessable)
    try server.replaceCity(larger())
    #expect(server.district.city.id == id)
    let reply = try await server.post("/v1/reload", "", server.bearer)
    #expect(reply.status == 200)
    #expect(try reply.json().at("id").word == server.district.city.id)
    #expect(server.district.city.id != id)
    #expect(try await server.get("/v1/city").json().at("id").word == server.district.city.id)
    #expect(try await server.get("/v1/search?q=%E6%96%B0%E8%B7%AF").json().at("results").items.count == 1)
    let after = try await server.post("/v1/door", question).json()
    let before = try JSONReader.read(Array(journey.utf8)[...])
    #expect(try abs(after.number("duration") - before.number("duration")) < 1)
    #expect(server.district.city.engine.closures.count == 1)
  }

  @Test func `the same file keeps its id`() async throws {
    let server = try await TestServer()
    let id = server.district.city.id
    try await server.district.reload()
    #expect(server.district.city.id == id)
  }

  @Test func `nobody is refused while the city is replaced`() async throws {
    let server = try await TestServer()
    let cities = [try larger(), try SmallCity.bytes()]
    let question = self.question
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<40 {
            let reply = try await server.post("/v1/door", question)
            #expect(reply.status == 200)
            #expect(try reply.json().at("status").word != "unreachable")
          }
        }
      }
      group.addTask {
        for round in 0..<6 {
          try server.replaceCity(cities[round % 2])
          #expect(try await server.post("/v1/reload", "", server.bearer).status == 200)
          let id = try await server.close(#"{"target":"node/3"}"#)
          try await server.lift(id)
        }
      }
      try await group.waitForAll()
    }
    #expect(server.district.city.engine.closures.isEmpty)
  }

  @Test func `a damaged file leaves the city as it was and is told why`() async throws {
    let server = try await TestServer()
    let id = server.district.city.id
    let whole = try SmallCity.bytes()
    var bent = whole
    bent[bent.count / 2] ^= 0xFF
    for bytes in [Data("no city".utf8), Data(), whole.prefix(whole.count / 2), bent] {
      try server.replaceCity(bytes)
      for language in Language.allCases {
        let reply = try await server.ask(
          .post, "/v1/reload", server.bearer.merging(["Accept-Language": language.rawValue]) { $1 })
        let detail = try #require(try reply.problem(409, .conflict).at("detail").word)
        let prefix = Wording.Server.staleCity(Wording(en: "", zh: ""))[language]
        #expect(detail.hasPrefix(prefix) && detail.count > prefix.count, "\(detail)")
      }
      #expect(server.district.city.id == id)
      #expect(try await server.post("/v1/door", question).status == 200)
    }
    try FileManager.default.removeItem(atPath: server.folder.file("small.kaimen"))
    _ = try await server.post("/v1/reload", "", server.bearer).problem(409, .conflict)
    #expect(try await server.post("/v1/door", question).status == 200)
    try server.replaceCity(whole)
    #expect(try await server.post("/v1/reload", "", server.bearer).status == 200)
  }

  @Test func `not everybody may replace the city`() async throws {
    let server = try await TestServer()
    let id = server.district.city.id
    try server.replaceCity(larger())
    _ = try await server.post("/v1/reload", "").problem(401, .unauthorized)
    #expect(server.district.city.id == id)
  }

  @Test func `a server does not start on a file that is no city`() async throws {
    let folder = try ServerFolder()
    try folder.write("bad.kaimen", "no city")
    for name in ["bad.kaimen", "missing.kaimen"] {
      let data = try DataDirectory(path: folder.file("data-" + name))
      var settings = ServerSettings()
      settings.web = "none"
      do {
        _ = try await KaimenServer(
          city: folder.file(name), settings: settings, store: FaultyStore(), data: data,
          logger: .init(label: "test"))
        Issue.record("\(name) was taken")
      } catch {
        let words = try #require((error as? any WordedError)?.wording)
        #expect(words.english.contains(folder.file(name)), "\(words.english)")
      }
    }
  }
}
