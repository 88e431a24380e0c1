import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import People
import Queries
import Routing
import Secrets
import Store
import Streets
import Wording

/// Badges of riders: issued, shown, revoked, and what a guard needs to check them.
struct BadgeRoutes {
  let district: District

  private static let mostShown = 1000
  /// Days that a badge may be valid.
  private static let badgeDays = 1...1100
  private static let usualDays = 365
  private static let daySeconds = 86_400.0
  /// Seconds before it is issued from which it is valid: guards' clocks differ.
  private static let leeway = 300.0

  private var people: any PeopleStore { district.store.people }
  private var desk: BadgeDesk { BadgeDesk(key: district.data.badgeKey) }

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/badge-key", key)
    table.on(.get, "/v1/badges/revoked", revoked)
    table.on(.get, "/v1/badges", list)
    table.on(.post, "/v1/badges", issue)
    table.on(.delete, "/v1/badges/{number}", revoke)
    table.on(.get, "/v1/badges/{number}/qr", picture)
  }

  // MARK: For guards

  @Sendable private func key(_ request: Request, _ context: ServerContext) async throws -> Response {
    let language = try Query(request, known: ["language"]).language ?? context.language
    return .json(desk.publicJSON, language, for: request)
  }

  @Sendable private func revoked(_ request: Request, _ context: ServerContext) async throws -> Response {
    let language = try Query(request, known: ["language"]).language ?? context.language
    let now = UTCInstant.now
    let numbers = try await people.revokedBadges(after: UInt32(clamping: now.milliseconds / 1000))
    return .json(["time": .string("\(now)"), "revoked": .strings(numbers)], language, for: request)
  }

  // MARK: For issuers and holders

  /// The badges that the caller may see: all, or a rider's own.
  @Sendable private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.caller(of: request)
    let language = try Query(request, known: ["language"]).language ?? context.language
    let mayAll = Rights.allows(caller.principal, .issueBadges)
    if !mayAll { try caller.require(.showOwnBadge) }
    let badges = try await people.badges(
      of: mayAll ? nil : caller.principal.actor, limit: BadgeRoutes.mostShown)
    return .json(["badges": .array(badges.map { json($0, request) })], language, for: request)
  }

  /// What is stored of a badge.
  static func facts(_ badge: StoredBadge) -> JSON {
    func time(_ second: UInt32) -> JSON { .string("\(UTCInstant(milliseconds: Int64(second) * 1000))") }
    return [
      "number": .string(badge.number), "account": .string(badge.account), "passes": .strings(badge.passes),
      "from": time(badge.from), "until": time(badge.until), "issuedAt": .string("\(badge.issuedAt)"),
      "revokedAt": .string(badge.revokedAt.map { "\($0)" }),
    ]
  }

  private func json(_ badge: StoredBadge, _ request: Request) -> JSON {
    guard case .object(var members) = BadgeRoutes.facts(badge), badge.revokedAt == nil,
      let code = desk.code(of: badge)
    else { return BadgeRoutes.facts(badge) }
    members.append(JSON.Member(key: "code", value: .string(code)))
    members.append(JSON.Member(key: "url", value: .string(address(of: code, request))))
    return .object(members)
  }

  /// What the QR code leads to; browsers do not send what follows the `#`.
  private func address(of code: String, _ request: Request) -> String {
    (district.settings.publicURL ?? request.base) + "/badge#" + code
  }

  @Sendable private func issue(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.require(.issueBadges, request)
    let body = Body(
      try await district.object(of: request),
      known: ["number", "account", "passes", "from", "until", "days", "language"])
    return try await body.inLanguage(context.language) { language in
      let account = try await account(body)
      let badge = try badge(body, of: account, by: caller.principal.actor)
      try await people.addBadge(badge)
      return .json(json(badge, request), language, for: request, status: .created)
    }
  }

  /// The number of the account that the body names, by its number or by the name that its owner signs in with.
  ///
  /// - Throws: ``Problem`` where there is none.
  private func account(_ body: Body) async throws -> String? {
    guard let text = try body.text("account", longest: AccountName.longest) else { return nil }
    if let known = try await people.account(text) { return known.id }
    if let name = try? AccountName(text), let known = try await people.account(named: name.text) {
      return known.id
    }
    throw Problem(.notFound, Wording.People.unknownHolder(text.printable))
  }

  private func badge(_ body: Body, of account: String?, by actor: String) throws -> StoredBadge {
    let now = Date().timeIntervalSince1970
    let from = try time("from", body) ?? now - BadgeRoutes.leeway
    let days = try body.number("days", BadgeRoutes.badgeDays) ?? BadgeRoutes.usualDays
    let until = try time("until", body) ?? max(from, now) + Double(days) * BadgeRoutes.daySeconds
    let number =
      try body.text("number", longest: Badge.longestNumber)
      ?? "R" + StoreID.new("b").dropFirst(2).prefix(8).uppercased()
    let passes = body["passes"] == nil ? ["badge"] : try body.words("passes", longest: Badge.longestPass)
    try body.finish()
    try checkPasses(passes)
    let badge = StoredBadge(
      number: number, account: account, passes: passes, from: UInt32(clamping: Int64(from)),
      until: UInt32(clamping: Int64(until)), issuedBy: actor)
    guard until > now, desk.code(of: badge) != nil else {
      throw Problem(
        .badRequest,
        Wording.Server.malformedValue(
          "badge", "\(number) \(passes.joined(separator: " "))".printable,
          allowed: "number, passes: A-Z a-z 0-9 - _ . : (≤ \(Badge.longestNumber)); until > from, now"))
    }
    return badge
  }

  /// - Throws: ``Problem`` where no gate asks for such a pass.
  private func checkPasses(_ passes: [String]) throws(Problem) {
    let known = district.city.city.rules.passNames
    let wrong = passes.first { !known.contains($0) }
    if wrong == nil, !passes.isEmpty { return }
    throw Problem(
      .badRequest,
      Wording.Server.malformedValue(
        "passes", wrong?.printable ?? "[]", allowed: known.sorted().joined(separator: ", ")))
  }

  /// Seconds since 1970 of a moment with its zone, `2026-12-01T00:00:00Z`.
  private func time(_ key: String, _ body: Body) throws(Problem) -> Double? {
    guard let text = try body.text(key, longest: 40) else { return nil }
    guard let date = try? Date(text, strategy: .iso8601), (0...4.29e9).contains(date.timeIntervalSince1970)
    else {
      throw body.wrong(key, allowed: "2026-12-01T00:00:00Z")
    }
    return date.timeIntervalSince1970
  }

  @Sendable private func revoke(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.require(.issueBadges, request)
    _ = try Query(request, known: ["language"]).language
    let number = try context.parameters.require("number").removingPercentEncoding ?? ""
    let change = try await people.revokeBadge(number, by: caller.principal.actor)
    // What is revoked already stays so.
    let badge = try await people.badge(number)
    guard change != nil || badge?.revokedAt != nil else {
      throw Problem(.notFound, Wording.People.unknownBadge(number.printable))
    }
    return Response(status: .noContent)
  }

  @Sendable private func picture(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.caller(of: request)
    _ = try Query(request, known: ["language"]).language
    let number = try context.parameters.require("number").removingPercentEncoding ?? ""
    let mayAll = Rights.allows(caller.principal, .issueBadges)
    if !mayAll { try caller.require(.showOwnBadge) }
    guard let badge = try await people.badge(number), mayAll || badge.account == caller.principal.actor else {
      throw Problem(.notFound, Wording.People.unknownBadge(number.printable))
    }
    guard badge.revokedAt == nil, let code = desk.code(of: badge),
      let svg = QRPicture.svg(address(of: code, request))
    else { throw Problem(.conflict, Wording.People.badgeOver(number.printable)) }
    return Response(
      status: .ok, headers: [.contentType: "image/svg+xml", .cacheControl: "private, no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: svg)))
  }
}
