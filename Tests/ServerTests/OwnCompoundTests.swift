import Foundation
import HTTPTypes
import OSM
import People
import Queries
import Routing
import Secrets
import Store
import Testing

@testable import Server

/// What managers and operators may do at their own, and nowhere else.
@Suite struct OwnCompoundTests {
  /// Two fenced estates north of the street, a house in each; the first has a shop.
  ///
  /// ```
  /// way 70 (0...100, 50...150), gate 71 at (50,50), shop 75 at (30,100)
  /// way 80 (200...300, 50...150), gate 81 at (250,50)
  /// ```
  private func server() async throws -> TestServer {
    let server = try await TestServer()
    try server.replaceCity(
      SmallCity.drawn { map in
        for (way, x) in [(Int64(70), 0.0), (80, 200.0)] {
          map.addNode(way + 1, at: SmallCity.place(x + 50, 50), tags: [("barrier", "gate")])
          let corners = [(x, 50.0), (x + 100, 50), (x + 100, 150), (x, 150)]
          for (row, corner) in corners.enumerated() {
            map.addNode(way * 100 + Int64(row), at: SmallCity.place(corner.0, corner.1))
          }
          map.addWay(
            way, nodes: [way * 100, way + 1, way * 100 + 1, way * 100 + 2, way * 100 + 3, way * 100],
            tags: [("landuse", "residential"), ("barrier", "fence"), ("name", "\(way)号小区")])
          for (row, corner) in [(x + 70, 100.0), (x + 85, 100), (x + 85, 115), (x + 70, 115)].enumerated() {
            map.addNode(way * 100 + 20 + Int64(row), at: SmallCity.place(corner.0, corner.1))
          }
          map.addWay(
            way + 3, nodes: [20, 21, 22, 23, 20].map { way * 100 + $0 }, tags: [("building", "yes")])
          map.addNode(way * 100 + 9, at: SmallCity.place(x + 50, 100))
          map.addNode(way * 100 + 8, at: SmallCity.place(x + 50, 0))
          map.addWay(
            way + 2, nodes: [way * 100 + 8, way + 1, way * 100 + 9], tags: [("highway", "service")])
        }
        // Through the fence of the first, where no gate is mapped, and on to the street.
        map.addNode(7050, at: SmallCity.place(20, 0))
        map.addNode(7051, at: SmallCity.place(20, 90))
        map.addWay(77, nodes: [7050, 7051], tags: [("highway", "footway")])
        map.addNode(75, at: SmallCity.place(30, 100), tags: [("shop", "convenience"), ("name", "小店")])
      })
    try await server.district.reload()
    return server
  }

  private static func gate(_ x: Double, _ y: Double) -> String {
    #"{"kind":"gate","geometry":{"type":"Point","coordinates":[\#(SmallCity.text(x, y))]},"properties":{}}"#
  }

  private static func rule(_ id: String) -> String {
    #"{"kind":"rule","target":"\#(id)","properties":{"rule":{"who":{"foot":"anyone"}}}}"#
  }

  private func status(_ server: TestServer, _ edit: String, _ headers: [String: String]) async throws
    -> String
  {
    let reply = try await server.post("/v1/edits", edit, headers)
    try #require(reply.status == 201, "\(reply.text)")
    return try #require(try reply.json().at("status").word)
  }

  @Test func `a manager's edits count at once at own compounds only`() async throws {
    let server = try await server()
    let account = try await server.account("gatehouse", .manager, own: [.compound("way/70")])
    let manager = try await server.session(account).page
    #expect(try await status(server, Self.rule("node/71"), manager) == "accepted")
    #expect(try await status(server, Self.gate(100, 100), manager) == "accepted")
    #expect(try await status(server, Self.rule("node/81"), manager) == "pending")
    #expect(try await status(server, Self.gate(200, 100), manager) == "pending")
    #expect(try await status(server, Self.rule("node/3"), manager) == "pending")
    let wider = SmallCity.area(-10...150, 40...149)
    let outline = #"{"kind":"compound","geometry":\#(wider),"properties":{"name":"大院"}}"#
    #expect(try await status(server, outline, manager) == "pending", "nobody draws oneself more")
    let listed = try await server.get("/v1/edits").json().at("edits").items
    #expect(try Set(listed.map { try $0.at("by").word }) == ["manager"])
    let text = try await server.get("/v1/edits").text
    #expect(!text.contains("gatehouse") && !text.contains(account.id))
    let pending = try #require(try listed.first { try $0.at("status").word == "pending" }?.at("id").word)
    _ = try await server.post("/v1/edits/\(pending)/accept", "", manager).problem(403, .forbidden)
    _ = try await server.get("/v1/edits/\(pending)/history", manager).problem(403, .forbidden)
  }

  @Test func `a manager closes own gates only`() async throws {
    let server = try await server()
    let manager = try await server.session(
      try await server.account("gatehouse", .manager, own: [.compound("way/70")])
    ).page
    let own = try await server.post("/v1/closures", #"{"target":"node/71"}"#, manager)
    #expect(own.status == 201, "\(own.text)")
    #expect(
      try await server.post("/v1/closures", #"{"target":\#(SmallCity.area(40...60, 51...90))}"#, manager)
        .status == 201)
    #expect(
      server.district.city.city.gates(of: .element(ElementID(.way, 77))).count == 1, "an inferred gate")
    for target in [
      #""node/81""#, #""node/3""#, #""way/72""#, #""way/77""#, SmallCity.area(40...60, 10...90),
    ] {
      _ = try await server.post("/v1/closures", #"{"target":\#(target)}"#, manager).problem(403, .forbidden)
    }
    let other = try await server.close(#"{"target":"node/81"}"#)
    _ = try await server.ask(.delete, "/v1/closures/\(other)", manager).problem(403, .forbidden)
    let id = try #require(try own.json().at("id").word)
    #expect(try await server.ask(.delete, "/v1/closures/\(id)", manager).status == 204)
  }

  @Test func `an operator edits own places only, a rider's edits wait`() async throws {
    let server = try await server()
    let change =
      #"{"kind":"place","action":"change","target":"node/75","properties":{"name":"新店","placeKind":"convenience"}}"#
    let shop = try await server.session(try await server.account("shop", .operator, own: [.place("node/75")]))
      .page
    let other = try await server.session(
      try await server.account("other", .operator, own: [.place("node/31")])
    ).page
    let rider = try await server.session(try await server.account("rider", .rider)).page
    #expect(try await status(server, change, shop) == "accepted")
    #expect(try await status(server, change, other) == "pending")
    #expect(try await status(server, change, rider) == "pending")
    #expect(try await status(server, Self.rule("node/71"), shop) == "pending")
  }

  @Test func `an officer's edits count, and an officer decides and sees who did what`() async throws {
    let server = try await server()
    let rider = try await server.account("rider", .rider)
    let account = try await server.account("officer", .officer)
    let officer = try await server.session(account).page
    #expect(try await status(server, Self.rule("node/81"), officer) == "accepted")
    let sent = try await server.post("/v1/edits", Self.rule("node/71"), try await server.session(rider).page)
    let id = try #require(try sent.json().at("id").word)
    #expect(try sent.json().at("by").word == "rider")
    #expect(
      try await server.post("/v1/edits/\(id)/accept", "", officer).json().at("status").word == "accepted")
    let history = try await server.get("/v1/edits/\(id)/history", officer).json().at("events").items
    #expect(try history.map { try $0.at("by").word } == [rider.id, account.id])
    try await server.district.store.people.deleteAccount(rider.id, by: rider.id)
    #expect(try await server.get("/v1/edits/\(id)").json().at("by") == .null)
  }
}

/// Officers and the departments that are in charge of places.
extension OwnCompoundTests {
  private static func place(_ properties: String, target: String = "node/75") -> String {
    #"{"kind":"place","action":"change","target":"\#(target)","properties":{\#(properties)}}"#
  }

  /// Who runs the shop, and who looks after the compound around it.
  private func owners(_ server: TestServer) async throws -> (
    shop: [String: String], manager: [String: String]
  ) {
    let shop = try await server.account("shop", .operator, own: [.place("node/75")])
    let manager = try await server.account("gatehouse", .manager, own: [.compound("way/70")])
    return (try await server.session(shop).page, try await server.session(manager).page)
  }

  @Test func `nobody inspects what is one's own`() async throws {
    let server = try await server()
    let (shop, manager) = try await owners(server)
    let officer = try await server.session(try await server.account("officer", .officer)).page
    #expect(try await status(server, Self.place(#""price":12"#), shop) == "accepted")
    for found in [
      #""checklist":{"offer":true}"#, #""inspected":"2026-11-01""#, #""price":9,"inspector":"me""#,
    ] {
      #expect(try await status(server, Self.place(found), shop) == "pending", "\(found)")
      #expect(try await status(server, Self.place(found, target: "way/70"), manager) == "pending", "\(found)")
      #expect(try await status(server, Self.place(found), officer) == "accepted", "\(found)")
    }
  }

  @Test func `nobody chooses who is in charge of what is one's own, or takes what another runs`() async throws
  {
    let server = try await server()
    let (shop, manager) = try await owners(server)
    for department in [#""department":"商务委""#, #""department":null"#] {
      #expect(try await status(server, Self.place(department), shop) == "pending")
      #expect(try await status(server, Self.place(department, target: "way/70"), manager) == "pending")
    }
    let contact = #"{"kind":"compound","target":"way/70","properties":{"contact":"023"}}"#
    #expect(try await status(server, contact, manager) == "accepted", "all but the outline")
    #expect(try await status(server, Self.place(#""price":9"#), manager) == "accepted")
    #expect(try await status(server, Self.place(#""department":"总工会""#), server.bearer) == "accepted")
    #expect(try await status(server, Self.place(#""price":8"#), manager) == "pending")
    #expect(try await status(server, Self.place(#""price":8"#), shop) == "accepted")
    _ = try await server.post(
      "/v1/edits", Self.place(#""price":8"#, target: "node/99999"), server.bearer
    ).problem(422, .unprocessable)
    #expect(
      try await server.post("/v1/import?content=places", "target,price\nnode/99999,3\n", server.bearer)
        .status == 422)
  }

  @Test func `gates, doors and ground of a compound are in the charge of its department`() async throws {
    let server = try await server()
    func officer(_ name: String, _ department: String) async throws -> [String: String] {
      try await server.session(try await server.account(name, .officer, own: [.department(department)])).page
    }
    let (housing, fire) = (try await officer("housing", "住建委"), try await officer("fire", "消防"))
    #expect(try await status(server, Self.rule("node/71"), fire) == "accepted", "nobody is in charge yet")
    #expect(
      try await status(server, Self.place(#""department":"住建委""#, target: "way/70"), housing) == "accepted")
    let number = #"{"kind":"building","target":"way/73","properties":{"number":"9"}}"#
    let edits = [Self.rule("node/71"), Self.gate(100, 120), number, Self.place(#""price":9"#)]
    for edit in edits { #expect(try await status(server, edit, fire) == "pending", "\(edit)") }
    let waiting = try await server.get("/v1/edits?status=pending").json().at("edits").items
    #expect(try waiting.allSatisfy { try $0.at("departments").items == [.string("住建委")] })
    // A way and a wall of it are its, too; and nobody takes a place by naming the own department.
    for edit in [
      #"{"kind":"path","action":"remove","target":"way/72"}"#,
      #"{"kind":"wall","action":"remove","target":"way/70"}"#,
      Self.place(#""price":9,"department":"消防""#), Self.place(#""department":"消防""#, target: "node/71"),
    ] { #expect(try await status(server, edit, fire) == "pending", "\(edit)") }
    let new =
      #"{"kind":"place","geometry":{"type":"Point","coordinates":[\#(SmallCity.text(40, 90))]},"properties":{"placeKind":"station","name":"消防驿站","department":"消防"}}"#
    #expect(try await status(server, new, fire) == "accepted", "an own place, wherever it is")
    let id = try #require(try waiting.first?.at("id").word)
    _ = try await server.post("/v1/edits/\(id)/accept", "", fire).problem(403, .forbidden)
    let file = "target,rule.foot\nnode/71,nobody\n"
    #expect(try await server.post("/v1/import?content=gates", file, fire).status == 422)
    #expect(try await server.post("/v1/import?content=gates", file, housing).status == 200)
    #expect(try await status(server, number, housing) == "accepted")
    #expect(try await status(server, Self.rule("node/81"), fire) == "accepted", "another compound")
    // What has a department of its own stays that one's.
    #expect(try await status(server, Self.place(#""department":"消防""#), housing) == "pending")
  }

  @Test func `an officer changes and decides on all but what another department is in charge of`()
    async throws
  {
    let server = try await server()
    func officer(_ name: String, _ departments: [String]) async throws -> [String: String] {
      let own = Set(departments.map { Belonging.department($0) })
      return try await server.session(try await server.account(name, .officer, own: own)).page
    }
    let union = try await officer("union", ["总工会"])
    let traders = try await officer("traders", ["商务委"])
    let nobodys = try await officer("nobodys", [])
    func status(_ edit: String, _ headers: [String: String]) async throws -> (id: String, status: String?) {
      let reply = try await server.post("/v1/edits", edit, headers)
      try #require(reply.status == 201, "\(reply.text)")
      return (try #require(try reply.json().at("id").word), try reply.json().at("status").word)
    }
    // Nobody puts another department in charge but an administrator; who is in it does.
    #expect(try await status(Self.place(#""department":"总工会""#), traders).status == "pending")
    #expect(try await status(Self.place(#""department":"总工会""#), union).status == "accepted")
    let price = Self.place(#""price":12"#)
    #expect(try await status(price, union).status == "accepted")
    #expect(try await status(Self.place(#""department":"商务委""#), traders).status == "pending")
    let waiting = try await status(price, traders)
    #expect(waiting.status == "pending")
    #expect(try await status(price, nobodys).status == "pending")
    for headers in [traders, nobodys] {
      for verdict in ["accept", "reject", "undo"] {
        let problem = try await server.post("/v1/edits/\(waiting.id)/\(verdict)", "", headers)
          .problem(403, .forbidden)
        #expect(try problem.at("detail").word?.contains("总工会") == true)
      }
    }
    let shown = try await server.get("/v1/edits/\(waiting.id)").json()
    #expect(try shown.at("departments").items.map { $0.word } == ["总工会"])
    #expect(
      try await server.post("/v1/edits/\(waiting.id)/accept", "", union).json().at("status").word
        == "accepted")
    // To undo what took a department away puts it in charge again.
    let freed = try await status(Self.place(#""department":null"#), union)
    #expect(freed.status == "accepted")
    _ = try await server.post("/v1/edits/\(freed.id)/undo", "", traders).problem(403, .forbidden)
    #expect(try await server.post("/v1/edits/\(freed.id)/undo", "", union).status == 200)
    // How full it is, and what a file says of it.
    let full = "/v1/places/node/75/occupancy"
    #expect(try await server.post(full, #"{"free":1}"#, traders).status == 403)
    #expect(try await server.post(full, #"{"free":1}"#, union).status == 200)
    let file = "target,price\nnode/75,13\n"
    let refused = try await server.post("/v1/import?content=places", file, traders)
    #expect(refused.status == 422)
    let row = try #require(try refused.json().at("problems").items.first)
    #expect(try row.at("row").text == "2" && row.at("detail").word?.contains("总工会") == true)
    #expect(try await server.post("/v1/import?content=places", file, union).status == 200)
    // What no department is in charge of is every officer's.
    #expect(try await status(Self.place(#""price":9"#, target: "node/31"), nobodys).status == "accepted")
  }
}

/// Badges, from the officer to the guard.
@Suite struct BadgeRouteTests {
  @Test func `a badge is issued, shown to its holder, checked and revoked`() async throws {
    let server = try await TestServer { $0.publicURL = "https://kaimen.example" }
    let account = try await server.account("rider", .rider)
    func session(_ account: StoredAccount) async throws -> [String: String] {
      let secret = try await server.district.signIn.open(account).secret
      return [
        "Cookie": "__Host-kaimen=\(secret)", "X-CSRF-Token": SessionCookie.csrf(of: secret),
        "Origin": "https://kaimen.example",
      ]
    }
    let officer = try await session(try await server.account("officer", .officer))
    let rider = try await session(account)
    let wanted = #"{"account":"\#(account.id)","passes":["badge","registered"]}"#
    _ = try await server.post("/v1/badges", wanted, rider).problem(403, .forbidden)
    // An officer knows the name; the number of the account, which only its owner sees, does as well.
    let issued = try await server.post(
      "/v1/badges", wanted.replacing(account.id, with: " \(account.name.text.uppercased()) "), officer)
    #expect(issued.status == 201, "\(issued.text)")
    let code = try #require(try issued.json().at("code").word)
    let number = try #require(try issued.json().at("number").word)
    #expect(try issued.json().at("url").word == "https://kaimen.example/badge#" + code)
    let key = try await server.get("/v1/badge-key").json()
    let raw = try #require(try key.at("raw").word)
    let open = try VerifyingKey(try #require(Secrets.bytes(raw)))
    let badge = try open.badge(code)
    #expect(badge.number == number && badge.passes == ["badge", "registered"])
    #expect(badge.fault(at: UInt32(Date().timeIntervalSince1970)) == nil)
    #expect(try await server.get("/v1/badges", rider).json().at("badges/0/code").word == code)
    let picture = try await server.get("/v1/badges/\(number)/qr", rider)
    #expect(picture["Content-Type"] == "image/svg+xml" && picture.text.hasPrefix("<svg"))
    let other = try await session(try await server.account("other", .rider))
    #expect(try await server.get("/v1/badges", other).json().at("badges").items.isEmpty)
    _ = try await server.get("/v1/badges/\(number)/qr", other).problem(404, .notFound)
    _ = try await server.get("/v1/badges").problem(401, .unauthorized)
    #expect(try await server.get("/v1/badges/revoked").json().at("revoked").items.isEmpty)
    _ = try await server.ask(.delete, "/v1/badges/\(number)", rider).problem(403, .forbidden)
    #expect(try await server.ask(.delete, "/v1/badges/\(number)", officer).status == 204)
    #expect(try await server.get("/v1/badges/revoked").json().at("revoked") == .strings([number]))
    #expect(try await server.get("/v1/badges", rider).json().at("badges/0").keys.contains("code") == false)
    _ = try await server.get("/v1/badges/\(number)/qr", rider).problem(409, .conflict)
  }

  @Test func `a badge without an account has a number, and what is odd is refused`() async throws {
    let server = try await TestServer()
    let made = try await server.post(
      "/v1/badges", #"{"number":"CQ-0042","from":"2026-01-01T00:00:00Z","until":"2099-01-01T00:00:00Z"}"#,
      server.bearer)
    #expect(made.status == 201, "\(made.text)")
    #expect(try made.json().at("from").word == "2026-01-01T00:00:00.000Z")
    _ = try await server.post("/v1/badges", #"{"number":"CQ-0042"}"#, server.bearer).problem(409, .conflict)
    _ = try await server.post("/v1/badges", #"{"account":"a_none"}"#, server.bearer).problem(404, .notFound)
    for body in [
      #"{"number":"王伟"}"#, #"{"passes":["a b"]}"#, #"{"days":0}"#, #"{"until":"2020-01-01T00:00:00Z"}"#,
      #"{"from":"tomorrow"}"#, #"{"name":"王伟"}"#,
    ] {
      _ = try await server.post("/v1/badges", body, server.bearer).problem(400, .badRequest)
    }
  }

  @Test func `the key stays the same, for its owner only`() throws {
    let folder = try ServerFolder()
    let first = try DataDirectory(path: folder.file("data")).badgeKey.publicKey
    #expect(try DataDirectory(path: folder.file("data")).badgeKey.publicKey == first)
    let facts = try FileManager.default.attributesOfItem(atPath: folder.file("data/badge-key"))
    #expect(facts[.posixPermissions] as? Int == 0o600)
    try folder.write("data/badge-key", "cut of")
    #expect(throws: DataError.self) { try DataDirectory(path: folder.file("data")) }
  }
}
