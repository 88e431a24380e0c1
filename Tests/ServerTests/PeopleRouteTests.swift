import Foundation
import HTTPTypes
import OSM
import People
import Queries
import Secrets
import Store
import Testing

@testable import Server

/// Somebody signed in to a test server.
struct SignedIn {
  var cookie: String
  var csrf: String

  /// What a page of the server sends beside what it writes.
  var page: [String: String] { ["Cookie": cookie, "X-CSRF-Token": csrf, "Origin": "http://localhost:8080"] }
}

extension TestServer {
  /// An account of `role`, with a password that costs little.
  @discardableResult
  func account(_ name: String, _ role: Role, own: Set<Belonging> = []) async throws -> StoredAccount {
    let hash = try PasswordHash("password of \(name)", cost: PasswordHash.Cost(memory: 64 << 10, passes: 1))
    let account = StoredAccount(
      name: try AccountName(name), role: role, own: own, password: hash.text, createdBy: "test")
    try await district.store.people.addAccount(account)
    return account
  }

  /// A session of `account`, as after signing in.
  func session(_ account: StoredAccount) async throws -> SignedIn {
    let secret = try await district.signIn.open(account).secret
    return SignedIn(cookie: "kaimen-session=\(secret)", csrf: SessionCookie.csrf(of: secret))
  }

  func signIn(_ name: String, _ password: String, _ headers: [String: String] = [:]) async throws -> Reply {
    try await post(
      "/v1/session", #"{"name":"\#(name)","password":"\#(password)"}"#, headers)
  }
}

/// Signing in and out, tokens, accounts, one's data.
@Suite struct PeopleRouteTests {
  private static let closure = #"{"target":"node/3"}"#

  @Test func `one signs in with name and password and is known by the cookie`() async throws {
    let server = try await TestServer()
    try await server.account("liwei", .officer, own: [.department("urban management")])
    let reply = try await server.signIn("LiWei", "password of liwei")
    #expect(reply.status == 201, "\(reply.text)")
    let cookie = try #require(reply["Set-Cookie"])
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=604800"] { #expect(cookie.contains(part)) }
    #expect(!cookie.contains("Secure"), "not by http")
    let pair = try #require(cookie.split(separator: ";").first.map(String.init))
    let csrf = try #require(try reply.json().at("csrf").word)
    #expect(!cookie.contains(csrf))
    let shown = try await server.get("/v1/session", ["Cookie": "a=b; \(pair)"]).json()
    #expect(try shown.at("role").word == "officer")
    #expect(try shown.at("account/name").word == "liwei")
    #expect(try shown.at("csrf").word == csrf)
    #expect(try shown.at("may/close").word == "everywhere")
    #expect(try shown.at("may").keys.contains("manageAccounts") == false)
    let page = ["Cookie": pair, "X-CSRF-Token": csrf]
    #expect(try await server.post("/v1/closures", Self.closure, page).status == 201)
    let left = try await server.ask(.delete, "/v1/session", page)
    #expect(left.status == 204)
    #expect(left["Set-Cookie"]?.contains("Max-Age=0") == true)
    _ = try await server.post("/v1/closures", Self.closure, page).problem(401, .unauthorized)
    #expect(try await server.get("/v1/session", ["Cookie": pair]).json().at("role").word == "visitor")
  }

  @Test func `by https the cookie is for https only`() async throws {
    let server = try await TestServer { $0.publicURL = "https://kaimen.example" }
    try await server.account("liwei", .officer)
    let reply = try await server.signIn("liwei", "password of liwei", ["Origin": "https://kaimen.example"])
    let cookie = try #require(reply["Set-Cookie"])
    #expect(cookie.hasPrefix("__Host-kaimen=") && cookie.contains("; Secure"))
  }

  @Test func `names and passwords that are wrong are told alike`() async throws {
    let server = try await TestServer()
    let gone = try await server.account("gone", .officer)
    try await server.account("liwei", .officer)
    var disabled = gone
    disabled.isDisabled = true
    try await server.district.store.people.changeAccount(disabled, by: "test")
    var told: Set<String> = []
    for (name, password) in [
      ("liwei", "password of liwe"), ("nobody", "password of liwei"), ("gone", "password of gone"),
    ] {
      let problem = try await server.signIn(name, password).problem(401, .unauthorized)
      told.insert(try #require(try problem.at("detail").word))
    }
    #expect(told.count == 1)
    for body in [
      "{}", #"{"name":"liwei"}"#, #"{"name":"liwei","password":7}"#, #"{"name":"x","password":"y","z":1}"#,
    ] {
      _ = try await server.post("/v1/session", body).problem(400, .badRequest)
    }
  }

  /// What a browser in which `name` has signed in sends ever after.
  private func browser(_ server: TestServer, _ name: String) async throws -> [String: String] {
    let reply = try await server.signIn(name, "password of \(name)")
    let field = try #require(reply.headers[values: .setCookie].first { $0.hasPrefix("kaimen-browser=") })
    #expect(field.contains("HttpOnly; SameSite=Strict") && field.contains("Max-Age=15552000"))
    return ["Cookie": "a=b; " + String(field.prefix { $0 != ";" })]
  }

  @Test func `who guesses elsewhere locks nobody out of the browser they have used before`() async throws {
    let server = try await TestServer()
    try await server.account("liwei", .officer)
    try await server.account("other", .officer)
    let (own, others) = (try await browser(server, "liwei"), try await browser(server, "other"))
    for _ in 0..<5 { _ = try await server.signIn("liwei", "wrong").problem(401, .unauthorized) }
    for headers in [[:], others, ["Cookie": "kaimen-browser=x.y"]] {
      _ = try await server.signIn("liwei", "password of liwei", headers).problem(429, .tooManyRequests)
    }
    #expect(try await server.signIn("liwei", "password of liwei", own).status == 201)
    // It is no way to guess more: its own attempts are counted, too.
    for _ in 0..<5 { _ = try await server.signIn("liwei", "wrong", own).problem(401, .unauthorized) }
    _ = try await server.signIn("liwei", "password of liwei", own).problem(429, .tooManyRequests)
  }

  @Test func `whoever changes the password is known by the new one`()
    async throws
  {
    let server = try await TestServer()
    let account = try await server.account("liwei", .officer)
    let known = try await browser(server, "liwei")
    let page = try await server.session(account).page
    for _ in 0..<5 { _ = try await server.signIn("liwei", "wrong") }
    let body = #"{"current":"password of liwei","new":"quite another one"}"#
    _ = try await server.post("/v1/account/password", body, page).problem(429, .tooManyRequests)
    let cookies = try #require(page["Cookie"]) + "; " + (known["Cookie"] ?? "")
    let changed = try await server.post(
      "/v1/account/password", body, page.merging(["Cookie": cookies]) { $1 })
    #expect(changed.status == 204, "\(changed.text)")
    let fresh = try #require(changed["Set-Cookie"]?.prefix { $0 != ";" })
    #expect(try await server.signIn("liwei", "quite another one", ["Cookie": String(fresh)]).status == 201)
  }

  @Test func `a new password ends what browsers were known by`() async throws {
    let server = try await TestServer()
    let account = try await server.account("liwei", .officer)
    let known = try await browser(server, "liwei")
    let hash = try PasswordHash("a new password", cost: PasswordHash.Cost(memory: 64 << 10, passes: 1))
    try await server.district.store.people.setPassword(
      hash.text, of: account.id, keeping: nil, by: account.id)
    for _ in 0..<5 { _ = try await server.signIn("liwei", "wrong") }
    _ = try await server.signIn("liwei", "a new password", known).problem(429, .tooManyRequests)
  }

  @Test func `guessing is slowed down, and who is signed in stays so`() async throws {
    let server = try await TestServer()
    let account = try await server.account("liwei", .officer)
    let session = try await server.session(account)
    for name in ["liwei", "nobody"] {
      for _ in 0..<5 { _ = try await server.signIn(name, "a wrong password").problem(401, .unauthorized) }
      let locked = try await server.signIn(name, "password of liwei")
      _ = try locked.problem(429, .tooManyRequests)
      let seconds = try #require(locked["Retry-After"].flatMap { Int($0) })
      #expect((1...30).contains(seconds))
    }
    #expect(try await server.post("/v1/closures", Self.closure, session.page).status == 201)
    // Another server on the same store knows it, too; on a slow machine the first lock may be over meanwhile.
    let second = try await TestServer(store: server.district.store)
    var told = try await second.signIn("liwei", "password of liwei")
    for _ in 0..<5 where told.status != 429 {
      for _ in 0..<5 { _ = try await server.signIn("liwei", "a wrong password") }
      told = try await second.signIn("liwei", "password of liwei")
    }
    _ = try told.problem(429, .tooManyRequests)
  }

  @Test func `one client tries only so many names`() async throws {
    let server = try await TestServer()
    for number in 0..<20 {
      _ = try await server.signIn("name\(number)", "a wrong password").problem(401, .unauthorized)
    }
    // On a slow machine one or the other attempt has been given back meanwhile.
    var refused: Reply?
    for number in 20..<60 where refused == nil {
      let reply = try await server.signIn("name\(number)", "a wrong password")
      if reply.status != 401 { refused = reply }
    }
    _ = try #require(refused).problem(429, .tooManyRequests)
  }

  @Test func `a hash of lower cost is replaced at the next sign-in`() async throws {
    let server = try await TestServer()
    let account = try await server.account("liwei", .officer)
    #expect(PasswordHash(text: account.password).isOutdated())
    #expect(try await server.signIn("liwei", "password of liwei").status == 201)
    let kept = try #require(try await server.district.store.people.account(account.id))
    #expect(!PasswordHash(text: kept.password).isOutdated())
    #expect(PasswordHash(text: kept.password).matches("password of liwei"))
  }

  @Test func `a cookie alone changes nothing, nor does one from a page elsewhere`() async throws {
    let server = try await TestServer()
    let session = try await server.session(try await server.account("liwei", .officer))
    let cookie = ["Cookie": session.cookie]
    for more in [
      [:], ["X-CSRF-Token": "guessed"],
      ["X-CSRF-Token": session.csrf, "Origin": "https://elsewhere.example"],
      ["X-CSRF-Token": session.csrf, "Sec-Fetch-Site": "cross-site"],
      ["X-CSRF-Token": session.csrf, "Origin": "null"],
    ] {
      let headers = cookie.merging(more) { $1 }
      _ = try await server.post("/v1/closures", Self.closure, headers).problem(403, .forbidden)
      _ = try await server.ask(.delete, "/v1/session", headers).problem(403, .forbidden)
      _ = try await server.post("/v1/tokens", #"{"name":"x","scopes":["admin"]}"#, headers).problem(
        403, .forbidden)
    }
    #expect(try await server.get("/v1/closures").json().at("closures").items.isEmpty)
    _ = try await server.signIn("liwei", "password of liwei", ["Origin": "https://elsewhere.example"])
      .problem(
        403, .forbidden)
    // What everybody may do is done as everybody.
    #expect(
      try await server.post("/v1/reports", #"{"position":[\#(SmallCity.text(0, 0))]}"#, cookie).status == 201)
  }

  @Test func `sessions end after a while, used or not`() async throws {
    let server = try await TestServer()
    let account = try await server.account("liwei", .officer)
    let now = UTCInstant.now.milliseconds
    for (name, seen, ends, isLive) in [
      ("live", now - 1000, now + 1000, true), ("idle", now - 12 * 3_600_000 - 1, now + 1000, false),
      ("old", now - 1000, now - 1, false),
    ] {
      let secret = name + String(repeating: "0", count: 40)
      try await server.district.store.people.addSession(
        StoredSession(
          key: Secrets.key(of: secret), account: account.id, createdAt: UTCInstant(milliseconds: seen),
          seenAt: UTCInstant(milliseconds: seen), endsAt: UTCInstant(milliseconds: ends)))
      let shown = try await server.get("/v1/session", ["Cookie": "kaimen-session=\(secret)"]).json()
      #expect(try shown.at("role").word == (isLive ? "officer" : "visitor"), "\(name)")
      let page = SignedIn(cookie: "kaimen-session=\(secret)", csrf: SessionCookie.csrf(of: secret)).page
      #expect(
        try await server.post("/v1/closures", Self.closure, page).status == (isLive ? 201 : 401), "\(name)")
    }
  }

  // MARK: Tokens

  @Test func `a token opens what it is for, for as long as it may`() async throws {
    let server = try await TestServer()
    let session = try await server.session(try await server.account("liwei", .officer))
    let made = try await server.post(
      "/v1/tokens", #"{"name":"gate camera","scopes":["closures"],"days":1}"#, session.page)
    #expect(made.status == 201, "\(made.text)")
    let secret = try #require(try made.json().at("token").word)
    let bearer = ["Authorization": "Bearer \(secret)"]
    #expect(try await server.post("/v1/closures", Self.closure, bearer).status == 201)
    _ = try await server.get("/v1/reports", bearer).problem(403, .forbidden)
    _ = try await server.post("/v1/tokens", #"{"name":"x","scopes":["edits"]}"#, bearer).problem(
      403, .forbidden)
    _ = try await server.get("/v1/account/export", bearer).problem(403, .forbidden)
    let listed = try await server.get("/v1/tokens", ["Cookie": session.cookie])
    #expect(!listed.text.contains(secret))
    let id = try #require(try listed.json().at("tokens/0/id").word)
    #expect(try await server.ask(.delete, "/v1/tokens/\(id)", session.page).status == 204)
    _ = try await server.ask(.delete, "/v1/tokens/\(id)", session.page).problem(404, .notFound)
    _ = try await server.post("/v1/closures", Self.closure, bearer).problem(401, .unauthorized)
    for body in [
      #"{"scopes":["closures"]}"#, #"{"name":"x"}"#, #"{"name":"x","scopes":["everything"]}"#,
      #"{"name":"x","scopes":["read"],"days":0}"#, #"{"name":"x","scopes":["read"],"days":367}"#,
    ] {
      _ = try await server.post("/v1/tokens", body, session.page).problem(400, .badRequest)
    }
  }

  @Test func `a token opens nothing that its account may not, and makes no administrators`() async throws {
    let server = try await TestServer()
    let rider = try await server.session(try await server.account("rider", .rider))
    _ = try await server.post("/v1/tokens", #"{"name":"x","scopes":["admin"]}"#, rider.page).problem(
      400, .badRequest)
    let admin = try await server.account("boss", .administrator)
    let session = try await server.session(admin)
    let made = try await server.post("/v1/tokens", #"{"name":"x","scopes":["admin"]}"#, session.page)
    let bearer = ["Authorization": "Bearer \(try #require(try made.json().at("token").word))"]
    _ = try await server.post("/v1/accounts", #"{"name":"evil","role":"administrator"}"#, bearer).problem(
      403, .forbidden)
    _ = try await server.ask(
      .patch, "/v1/accounts/\(admin.id)", bearer, body: Array(#"{"newPassword":true}"#.utf8)
    ).problem(403, .forbidden)
    let officer = try await server.post("/v1/accounts", #"{"name":"officer","role":"officer"}"#, bearer)
    #expect(officer.status == 201)
    let id = try #require(try officer.json().at("id").word)
    _ = try await server.ask(
      .patch, "/v1/accounts/\(id)", bearer, body: Array(#"{"role":"administrator"}"#.utf8)
    ).problem(403, .forbidden)
  }

  @Test func `the only administrator stays`() async throws {
    let server = try await TestServer()
    let admin = try await server.account("boss", .administrator)
    let session = try await server.session(admin)
    func leave() async throws -> Reply {
      try await server.ask(
        .delete, "/v1/account", session.page, body: Array(#"{"password":"password of boss"}"#.utf8))
    }
    _ = try await leave().problem(409, .conflict)
    for change in [#"{"disabled":true}"#, #"{"role":"officer"}"#] {
      _ = try await server.ask(.patch, "/v1/accounts/\(admin.id)", server.bearer, body: Array(change.utf8))
        .problem(409, .conflict)
    }
    _ = try await server.account("other", .administrator)
    #expect(try await leave().status == 204)
  }

  @Test func `badges are for passes that gates ask for, and are revoked once and for all`() async throws {
    let server = try await TestServer()
    for passes in [#"["emperor"]"#, "[]"] {
      _ = try await server.post("/v1/badges", #"{"passes":\#(passes)}"#, server.bearer).problem(
        400, .badRequest)
    }
    let number = try #require(
      try await server.post("/v1/badges", #"{"passes":["badge"]}"#, server.bearer).json().at("number").word)
    for _ in 0..<2 {
      #expect(try await server.ask(.delete, "/v1/badges/\(number)", server.bearer).status == 204)
    }
    _ = try await server.ask(.delete, "/v1/badges/R-none", server.bearer).problem(404, .notFound)
  }

  @Test func `tokens that are over or of disabled accounts open nothing`() async throws {
    let server = try await TestServer()
    let account = try await server.account("liwei", .officer)
    let people = server.district.store.people
    for (secret, ends) in [("over", Int64(-1)), ("live", 60_000)] {
      let end = UTCInstant(milliseconds: UTCInstant.now.milliseconds + ends)
      try await people.addToken(
        StoredToken(
          key: Secrets.key(of: secret), account: account.id, name: "x", scopes: [.read], endsAt: end))
    }
    _ = try await server.get("/v1/reports", ["Authorization": "Bearer over"]).problem(401, .unauthorized)
    #expect(try await server.get("/v1/reports", ["Authorization": "Bearer live"]).status == 200)
    var disabled = account
    disabled.isDisabled = true
    try await people.changeAccount(disabled, by: "test")
    _ = try await server.get("/v1/reports", ["Authorization": "Bearer live"]).problem(401, .unauthorized)
  }

  // MARK: Accounts

  @Test func `administrators make and change accounts, others do not`() async throws {
    let server = try await TestServer()
    let officer = try await server.session(try await server.account("officer", .officer))
    let place = try #require(server.district.city.places.rows.first).element
    let wanted = #"{"name":"Gate House","role":"manager","own":["place:\#(place)"]}"#
    _ = try await server.post("/v1/accounts", wanted).problem(401, .unauthorized)
    _ = try await server.post("/v1/accounts", wanted, officer.page).problem(403, .forbidden)
    _ = try await server.get("/v1/accounts", officer.page).problem(403, .forbidden)
    let made = try await server.post("/v1/accounts", wanted, server.bearer)
    #expect(made.status == 201, "\(made.text)")
    let (id, password) = (
      try #require(try made.json().at("id").word), try #require(try made.json().at("password").word)
    )
    #expect(try await server.signIn("gate house", password).status == 201)
    _ = try await server.post("/v1/accounts", wanted, server.bearer).problem(409, .conflict)
    let changed = try await server.ask(
      .patch, "/v1/accounts/\(id)", server.bearer,
      body: Array(#"{"role":"planner","own":[],"newPassword":true}"#.utf8))
    #expect(try changed.json().at("role").word == "planner")
    _ = try await server.signIn("gate house", password).problem(401, .unauthorized)
    #expect(
      try await server.signIn("gate house", try #require(changed.json().at("password").word)).status == 201)
    let list = try await server.get("/v1/accounts", server.bearer)
    #expect(!list.text.contains("argon2") && !list.text.contains("password"))
    for (target, body, status) in [
      ("/v1/accounts/a_none", "{}", 404), ("/v1/accounts/\(id)", #"{"role":"king"}"#, 400),
      ("/v1/accounts/\(id)", #"{"own":["street:1"]}"#, 400),
      ("/v1/accounts/\(id)", #"{"own":["compound:1"]}"#, 400),
      ("/v1/accounts/\(id)", #"{"own":["compound:way/123456789"]}"#, 422),
      ("/v1/accounts/\(id)", #"{"name":"x"}"#, 400),
    ] {
      #expect(
        try await server.ask(.patch, target, server.bearer, body: Array(body.utf8)).status == status,
        "\(body)")
    }
    for body in [
      #"{"role":"officer"}"#, #"{"name":"x"}"#, #"{"name":"","role":"officer"}"#,
      #"{"name":"x","role":"visitor"}"#, #"{"name":"x","role":"officer","password":"short"}"#,
    ] {
      _ = try await server.post("/v1/accounts", body, server.bearer).problem(400, .badRequest)
    }
  }

  @Test func `one changes one's password, takes one's data away and leaves`() async throws {
    let server = try await TestServer()
    let account = try await server.account("liwei", .officer)
    let (here, elsewhere) = (try await server.session(account), try await server.session(account))
    #expect(try await server.post("/v1/closures", Self.closure, here.page).status == 201)
    func change(_ current: String, _ new: String) async throws -> Reply {
      try await server.post("/v1/account/password", #"{"current":"\#(current)","new":"\#(new)"}"#, here.page)
    }
    _ = try await change("wrong password", "another password").problem(401, .unauthorized)
    _ = try await change("password of liwei", "short").problem(400, .badRequest)
    _ = try await change("password of liwei", "liwei's password").problem(400, .badRequest)
    #expect(try await change("password of liwei", "another password").status == 204)
    #expect(try await server.get("/v1/session", ["Cookie": here.cookie]).json().at("role").word == "officer")
    #expect(
      try await server.get("/v1/session", ["Cookie": elsewhere.cookie]).json().at("role").word == "visitor")
    let export = try await server.get("/v1/account/export", ["Cookie": here.cookie])
    #expect(export["Content-Disposition"]?.contains("attachment") == true)
    #expect(try export.json().at("account/name").word == "liwei")
    #expect(
      try export.json().at("history").items.map { try $0.at("kind").word } == [
        "closure.added", "account.password",
      ])
    #expect(!export.text.contains("argon2"))
    func leave(_ password: String) async throws -> Reply {
      try await server.ask(
        .delete, "/v1/account", here.page, body: Array(#"{"password":"\#(password)"}"#.utf8))
    }
    _ = try await leave("password of liwei").problem(401, .unauthorized)
    #expect(try await leave("another password").status == 204)
    #expect(try await server.get("/v1/session", ["Cookie": here.cookie]).json().at("role").word == "visitor")
    _ = try await server.signIn("liwei", "another password").problem(401, .unauthorized)
    #expect(try await server.district.store.closures().map(\.createdBy) == [account.id])
    _ = try await server.ask(.delete, "/v1/account", server.bearer, body: Array("{}".utf8)).problem(
      403, .forbidden)
  }

  @Test func `problems come in both languages`() async throws {
    let server = try await TestServer()
    let words = try await server.post("/v1/session", #"{"name":"x","password":"y","language":"zh"}"#)
      .problem(401, .unauthorized).at("detail").word
    #expect(words?.isChinese == true)
  }
}
