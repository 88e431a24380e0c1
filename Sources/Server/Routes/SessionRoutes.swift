import Foundation
import HTTPTypes
import Hummingbird
import People
import Queries
import Secrets
import Store
import Wording

/// Signing in and out, one's own account, and the API tokens of it.
struct SessionRoutes {
  let district: District

  private static let mostTokens = 50
  private static let longestTokenName = 80
  /// Days that a token may live.
  private static let tokenDays = 1...366
  private static let usualDays = 90
  private static let mostEvents = 100_000
  private static let dayMilliseconds: Int64 = 86_400_000

  private var people: any PeopleStore { district.store.people }

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/session", show)
    table.on(.post, "/v1/session", signIn)
    table.on(.delete, "/v1/session", signOut)
    table.on(.post, "/v1/account/password", setPassword)
    table.on(.get, "/v1/account/export", export)
    table.on(.delete, "/v1/account", delete)
    table.on(.get, "/v1/tokens", tokens)
    table.on(.post, "/v1/tokens", addToken)
    table.on(.delete, "/v1/tokens/{id}", removeToken)
  }

  // MARK: Sessions

  @Sendable private func show(_ request: Request, _ context: ServerContext) async throws -> Response {
    let language = try Query(request, known: ["language"]).language ?? context.language
    return .json(json(try await district.caller(of: request)), language, for: request)
  }

  /// Who the caller is and may do; `csrf` is for the pages of this server, which alone can read it.
  private func json(_ caller: Caller) -> JSON {
    let principal = caller.principal
    let may = Action.allCases.filter { Rights.mayAllow(principal, $0) }.map { action in
      JSON.Member(key: action.rawValue, value: .string(Rights.reach(principal.role, action).rawValue))
    }
    return [
      "role": .string(principal.role.rawValue),
      "account": caller.account.map { ["id": .string($0.id), "name": .string($0.name.text)] } ?? .null,
      "own": .strings(principal.own.texts), "may": .object(may), "csrf": .string(caller.csrf),
      "endsAt": .string(caller.session.map { "\($0.endsAt)" }),
    ]
  }

  @Sendable private func signIn(_ request: Request, _ context: ServerContext) async throws -> Response {
    guard district.isFromOwnPages(request) else { throw Problem(.forbidden, Wording.People.otherOrigin) }
    let body = Body(try await district.object(of: request), known: ["name", "password", "language"])
    return try await body.inLanguage(context.language) { language in
      let (name, password) = (try body.secret("name"), try body.secret("password"))
      try body.finish()
      let isSecure = district.isSecure(request)
      let known = KnownBrowser(in: request, isSecure: isSecure)
      let account = try await district.signIn.account(
        named: name, password: password, from: context.client, in: known)
      let opened = try await district.signIn.open(account)
      let caller = Caller(
        principal: account.principal(), account: account, session: opened.session,
        csrf: SessionCookie.csrf(of: opened.secret))
      var response = Response.json(json(caller), language, for: request, status: .created)
      response.headers[values: .setCookie] = [
        SessionCookie.field(opened.secret, isSecure: isSecure),
        district.signIn.browser(of: account).field(isSecure: isSecure),
      ]
      return response
    }
  }

  @Sendable private func signOut(_ request: Request, _ context: ServerContext) async throws -> Response {
    _ = try Query(request, known: ["language"]).language
    let caller = try await district.caller(of: request)
    if let session = caller.session {
      try await people.endSession(session.key)
    } else if let doubt = caller.doubt {
      throw doubt
    }
    return gone(request)
  }

  /// Nothing, and the cookie taken away.
  private func gone(_ request: Request) -> Response {
    Response(
      status: .noContent,
      headers: [.setCookie: SessionCookie.field(nil, isSecure: district.isSecure(request))])
  }

  // MARK: One's own account

  @Sendable private func setPassword(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.caller(of: request)
    let account = try caller.ownAccount()
    let body = Body(try await district.object(of: request), known: ["current", "new", "language"])
    return try await body.inLanguage(context.language) { _ in
      let (current, new) = (try body.secret("current"), try body.secret("new"))
      try body.finish()
      let chosen = try NewPassword(new, of: account.name)
      let isSecure = district.isSecure(request)
      try await district.signIn.confirm(
        current, of: account, from: context.client, in: KnownBrowser(in: request, isSecure: isSecure))
      let hash = try await district.signIn.hash(chosen.text)
      try await people.setPassword(hash.text, of: account.id, keeping: caller.session?.key, by: account.id)
      guard let changed = try await people.account(account.id) else { return Response(status: .noContent) }
      let cookie = district.signIn.browser(of: changed).field(isSecure: isSecure)
      return Response(status: .noContent, headers: [.setCookie: cookie])
    }
  }

  @Sendable private func export(_ request: Request, _ context: ServerContext) async throws -> Response {
    let account = try await district.caller(of: request).ownAccount()
    let language = try Query(request, known: ["language"]).language ?? context.language
    let sessions = try await people.sessions(of: account.id)
    let badges = try await people.badges(of: account.id, limit: .max)
    let events = try await people.events(by: account.id, limit: SessionRoutes.mostEvents)
    let about = try await district.store.events(of: account.id).filter { $0.actor != account.id }
    var response = Response.json(
      [
        "account": [
          "id": .string(account.id), "name": .string(account.name.text),
          "role": .string(account.role.rawValue),
          "own": .strings(account.own.texts), "createdAt": .string("\(account.createdAt)"),
        ],
        "sessions": .array(
          sessions.map { session in
            [
              "createdAt": .string("\(session.createdAt)"), "seenAt": .string("\(session.seenAt)"),
              "endsAt": .string("\(session.endsAt)"),
            ]
          }),
        "tokens": .array(try await people.tokens(of: account.id).map { json($0) }),
        "badges": .array(badges.map { BadgeRoutes.facts($0) }),
        "history": .array(events.map { json($0) }), "historyOfAccount": .array(about.map { json($0) }),
      ], language, for: request)
    response.headers[.contentDisposition] = "attachment; filename=\"kaimen-\(account.id).json\""
    return response
  }

  private func json(_ event: ChangeEvent) -> JSON {
    [
      "sequence": .int(Int(event.sequence)), "time": .string("\(event.time)"),
      "kind": .string(event.kind.rawValue), "object": .string(event.object),
      "before": event.before.map { .raw($0) } ?? .null, "after": event.after.map { .raw($0) } ?? .null,
      "why": .string(event.why),
    ]
  }

  @Sendable private func delete(_ request: Request, _ context: ServerContext) async throws -> Response {
    let account = try await district.caller(of: request).ownAccount()
    let body = Body(try await district.object(of: request), known: ["password", "language"])
    return try await body.inLanguage(context.language) { _ in
      let password = try body.secret("password")
      try body.finish()
      let browser = KnownBrowser(in: request, isSecure: district.isSecure(request))
      try await district.signIn.confirm(password, of: account, from: context.client, in: browser)
      try await district.decisions.answer { [people] in
        try await people.checkOthersRule(besides: account)
        try await people.deleteAccount(account.id, by: account.id)
      }
      return gone(request)
    }
  }

  // MARK: API tokens

  @Sendable private func tokens(_ request: Request, _ context: ServerContext) async throws -> Response {
    let account = try await district.caller(of: request).ownAccount()
    let language = try Query(request, known: ["language"]).language ?? context.language
    let tokens = try await people.tokens(of: account.id)
    return .json(["tokens": .array(tokens.map { json($0) })], language, for: request)
  }

  private func json(_ token: StoredToken, secret: String? = nil) -> JSON {
    var members: [JSON.Member] = [
      JSON.Member(key: "id", value: .string(token.id)), JSON.Member(key: "name", value: .string(token.name)),
      JSON.Member(key: "scopes", value: .strings(token.scopes.map(\.rawValue).sorted())),
      JSON.Member(key: "createdAt", value: .string("\(token.createdAt)")),
      JSON.Member(key: "endsAt", value: .string("\(token.endsAt)")),
    ]
    if let secret { members.append(JSON.Member(key: "token", value: .string(secret))) }
    return .object(members)
  }

  @Sendable private func addToken(_ request: Request, _ context: ServerContext) async throws -> Response {
    let account = try await district.caller(of: request).ownAccount()
    let body = Body(try await district.object(of: request), known: ["name", "scopes", "days", "language"])
    return try await body.inLanguage(context.language) { language in
      let token = try token(body, of: account)
      if try await people.tokens(of: account.id).count >= SessionRoutes.mostTokens {
        throw Problem(.conflict, Wording.People.tooMany("API tokens", SessionRoutes.mostTokens))
      }
      try await people.addToken(token.stored)
      var response = Response.json(
        json(token.stored, secret: token.secret), language, for: request, status: .created)
      response.headers[.location] = "/v1/tokens"
      return response
    }
  }

  private func token(_ body: Body, of account: StoredAccount) throws -> (secret: String, stored: StoredToken)
  {
    // Those that open nothing to the account are no use to anybody but a thief of a later day.
    let principal = Principal(account: account.id, role: account.role, own: account.own)
    let known = Scope.allCases.filter { $0.actions.contains { Rights.reach(principal.role, $0) != .nowhere } }
    let allowed = known.map(\.rawValue)
    guard let name = try body.text("name", longest: SessionRoutes.longestTokenName), !name.isEmpty else {
      throw Problem(.badRequest, Wording.Server.missing("name", example: "\"gate camera\""))
    }
    let scopes = try body.words("scopes", longest: 40).map { word in
      guard let scope = Scope(rawValue: word), known.contains(scope) else {
        throw body.wrong("scopes", allowed: allowed.joined(separator: ", "))
      }
      return scope
    }
    guard !scopes.isEmpty else {
      throw Problem(.badRequest, Wording.Server.missing("scopes", example: "[\"closures\"]"))
    }
    let days = try body.number("days", SessionRoutes.tokenDays) ?? SessionRoutes.usualDays
    try body.finish()
    let (secret, now) = ("kaimen_" + Secrets.token(), UTCInstant.now)
    let end = now.milliseconds + Int64(days) * SessionRoutes.dayMilliseconds
    return (
      secret,
      StoredToken(
        key: Secrets.key(of: secret), account: account.id, name: name, scopes: Set(scopes), createdAt: now,
        endsAt: UTCInstant(milliseconds: end))
    )
  }

  @Sendable private func removeToken(_ request: Request, _ context: ServerContext) async throws -> Response {
    let account = try await district.caller(of: request).ownAccount()
    _ = try Query(request, known: ["language"]).language
    let id = try context.parameters.require("id").removingPercentEncoding ?? ""
    guard try await people.removeToken(id, of: account.id) else {
      throw Problem(.notFound, Wording.People.unknownToken(id.printable))
    }
    return Response(status: .noContent)
  }
}

extension Body {
  /// A text of at most 1,024 bytes, as it was typed; never shown again.
  func secret(_ key: String) throws(Problem) -> String {
    guard case .string(let text)? = self[key], !text.isEmpty, text.utf8.count <= 1024 else {
      throw Problem(.badRequest, Wording.Server.missing(key, example: "\"…\""))
    }
    return text
  }

  /// A list of texts; empty where there is none.
  func words(_ key: String, longest: Int) throws(Problem) -> [String] {
    guard let value = self[key] else { return [] }
    guard case .array(let items) = value, items.count <= 1000 else { throw wrong(key, allowed: "[\"…\"]") }
    var words: [String] = []
    for item in items {
      guard case .string(let word) = item, !word.isEmpty, word.count <= longest,
        word.utf8.count <= 4 * longest
      else { throw wrong(key, allowed: "[\"…\"]") }
      words.append(word)
    }
    return words
  }

  func number(_ key: String, _ range: ClosedRange<Int>) throws(Problem) -> Int? {
    guard let value = self[key] else { return nil }
    guard let number = value.double, number == number.rounded(),
      (Double(range.lowerBound)...Double(range.upperBound)).contains(number)
    else { throw wrong(key, allowed: "\(range.lowerBound)...\(range.upperBound)") }
    return Int(number)
  }

  func flag(_ key: String) throws(Problem) -> Bool? {
    guard let value = self[key] else { return nil }
    guard case .bool(let flag) = value else { throw wrong(key, allowed: "true, false") }
    return flag
  }
}
