import HTTPTypes
import Hummingbird
import NIOCore
import OSM
import People
import Secrets
import Store
import Wording

/// Who sends a request, and how that is known.
struct Caller: Sendable {
  var principal = Principal.visitor
  /// The account, where the caller has one; the key of the data directory has none.
  var account: StoredAccount?
  /// Nil unless a cookie says who it is.
  var session: StoredSession?
  /// What pages of the session have to send with what they write.
  var csrf: String?
  /// Why a cookie that came with the request does not count.
  var doubt: Problem?

  /// Whether the caller decides on others' edits, and so sees all of them.
  var mayDecide: Bool { Rights.allows(principal, .decideEdits) }

  /// Whether what the caller says of `element` counts at once.
  func mayEdit(_ element: ElementID, in district: District) -> Bool {
    Rights.allows(principal, .acceptOwnEdit, district.extents.extent(of: element))
  }

  /// - Throws: ``Problem``: 401 for who is not signed in, 403 for who may not.
  func require(_ action: Action, _ extent: @autoclosure () -> Extent = .district) throws(Problem) {
    if Rights.allows(principal, action, extent()) { return }
    let departments = extent().departments.sorted()
    let isOthers = Rights.reach(principal.role, action) == .department && Rights.allows(principal, action)
    throw isOthers ? Problem(.forbidden, Wording.People.otherDepartment(departments)) : refusal(action)
  }

  /// The same, for what may be right for some things.
  func requireAnywhere(_ action: Action) throws(Problem) {
    if !Rights.mayAllow(principal, action) { throw refusal(action) }
  }

  /// The caller's account.
  ///
  /// - Throws: ``Problem`` where there is none, or the caller shows a token of it only.
  func ownAccount() throws(Problem) -> StoredAccount {
    try require(.manageOwnAccount)
    guard let account else { throw refusal(.manageOwnAccount) }
    return account
  }

  private func refusal(_ action: Action) -> Problem {
    if principal.role == .visitor {
      return doubt
        ?? Problem(.unauthorized, Wording.People.needsSignIn, headers: [.wwwAuthenticate: "Bearer"])
    }
    if principal.scopes != nil, action == .manageOwnAccount {
      return Problem(.forbidden, Wording.People.noTokenForAccount)
    }
    if let scopes = principal.scopes, !scopes.contains(where: { $0.actions.contains(action) }),
      let needed = Scope.allCases.first(where: { $0.actions.contains(action) }),
      Rights.reach(principal.role, action) != .nowhere
    {
      return Problem(
        .forbidden, Wording.People.lacksScope(needed.rawValue, has: scopes.map(\.rawValue).sorted()))
    }
    return Problem(.forbidden, Wording.People.forbidden(principal.role.rawValue, action.rawValue))
  }
}

extension District {
  /// Who in the history holds the key of the data directory.
  static let keyHolder = "token"

  /// Who sends `request`: by an API token, the key of the data directory, or the cookie of a session.
  ///
  /// A cookie counts for what changes something only together with `X-CSRF-Token`, from this server's own pages.
  ///
  /// - Throws: ``Problem`` for credentials that are wrong; `StoreError`.
  func caller(of request: Request) async throws -> Caller {
    if let field = request.headers[.authorization] { return try await bearer(field) }
    guard let secret = SessionCookie.secret(in: request, isSecure: isSecure(request)) else { return Caller() }
    let given = request.headers[.csrfToken]
    let now = UTCInstant.now
    guard let found = try await store.people.session(Secrets.key(of: secret)),
      SessionCookie.isLive(found.session, at: now), !found.account.isDisabled
    else {
      let over = Problem(
        .unauthorized, Wording.People.sessionOver, headers: [.wwwAuthenticate: "Bearer"])
      // A page that writes and believes to be signed in must learn that it is not.
      if given != nil, !request.isReading { throw over }
      return Caller(doubt: over)
    }
    let csrf = SessionCookie.csrf(of: secret)
    if !request.isReading {
      guard let given else { return Caller(doubt: Problem(.forbidden, Wording.People.noCSRF)) }
      guard isFromOwnPages(request) else { throw Problem(.forbidden, Wording.People.otherOrigin) }
      guard Secrets.areEqual(given, csrf) else { throw Problem(.forbidden, Wording.People.noCSRF) }
    }
    if SessionCookie.needsTouch(found.session, at: now) {
      try await store.people.touchSession(found.session.key, at: now)
    }
    return Caller(
      principal: found.account.principal(), account: found.account, session: found.session, csrf: csrf)
  }

  /// Who sends `request` and may do `action` everywhere.
  ///
  /// - Throws: ``Problem`` where nobody who may does; `StoreError`.
  @discardableResult
  func require(_ action: Action, _ request: Request) async throws -> Caller {
    let caller = try await caller(of: request)
    try caller.require(action)
    return caller
  }

  private func bearer(_ field: String) async throws -> Caller {
    let wrong = Problem(
      .unauthorized, Wording.People.wrongToken, headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw wrong }
    if data.token.matches(parts[1]) {
      return Caller(principal: Principal(account: District.keyHolder, role: .administrator))
    }
    guard let found = try await store.people.token(Secrets.key(of: parts[1])), !found.account.isDisabled,
      found.token.endsAt > .now
    else { throw wrong }
    return Caller(principal: found.account.principal(scopes: found.token.scopes), account: found.account)
  }

  /// Whether clients reach the server by https: what it is told, for it speaks http itself.
  func isSecure(_ request: Request) -> Bool {
    if let url = settings.publicURL { return url.hasPrefix("https://") }
    return settings.trustProxy == .yes && request.headers[.forwardedProto]?.lowercased() == "https"
  }

  /// Whether no page elsewhere sends `request`; programs that are no browsers name no origin.
  func isFromOwnPages(_ request: Request) -> Bool {
    if let site = request.headers[.fetchSite], site != "same-origin", site != "none" { return false }
    guard let origin = request.headers[.origin] else { return true }
    if let url = settings.publicURL, origin == url { return true }
    guard let authority = request.head.authority else { return false }
    return origin == "http://" + authority || origin == "https://" + authority
  }
}

/// The cookie that holds a session's secret, and how long sessions last.
enum SessionCookie {
  /// Milliseconds without a request after which a session is over.
  static let idle: Int64 = 12 * 3_600_000
  /// Seconds after which it is over in any case.
  static let longest: Int64 = 7 * 86_400
  /// A session is marked as used at most so often, in milliseconds: each mark is a write.
  private static let touching: Int64 = 5 * 60_000

  private static func cookie(isSecure: Bool) -> Cookie {
    Cookie(name: isSecure ? "__Host-kaimen" : "kaimen-session", isSecure: isSecure)
  }

  static func isLive(_ session: StoredSession, at now: UTCInstant) -> Bool {
    session.endsAt > now && now.milliseconds - session.seenAt.milliseconds < idle
  }

  static func needsTouch(_ session: StoredSession, at now: UTCInstant) -> Bool {
    now.milliseconds - session.seenAt.milliseconds > touching
  }

  /// What a page has to send beside the cookie: made of its secret, which pages cannot read.
  static func csrf(of secret: String) -> String {
    Secrets.text(Secrets.digest(Array(("csrf " + secret).utf8)))
  }

  static func secret(in request: Request, isSecure: Bool) -> String? {
    cookie(isSecure: isSecure).value(in: request)
  }

  /// The field that sets the cookie, or takes it away where `secret` is nil.
  static func field(_ secret: String?, isSecure: Bool) -> String {
    cookie(isSecure: isSecure).field(secret ?? "", seconds: secret == nil ? 0 : longest)
  }
}

extension Request {
  /// Whether it changes nothing.
  var isReading: Bool { [.get, .head, .options].contains(method) }
}

extension HTTPField.Name {
  static let csrfToken = known("X-CSRF-Token")
  static let forwardedProto = known("X-Forwarded-Proto")
  static let fetchSite = known("Sec-Fetch-Site")

  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
    return name
  }
}
