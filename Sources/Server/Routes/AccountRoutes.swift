import Foundation
import HTTPTypes
import Hummingbird
import OSM
import People
import Queries
import Secrets
import Store
import Wording

/// Accounts, for administrators.
struct AccountRoutes {
  let district: District

  private static let mostOwn = 200
  private static let longestOwn = 80

  private var people: any PeopleStore { district.store.people }

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/accounts", list)
    table.on(.post, "/v1/accounts", add)
    table.on(.patch, "/v1/accounts/{id}", change)
  }

  @Sendable private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    try await district.require(.manageAccounts, request)
    let language = try Query(request, known: ["language"]).language ?? context.language
    let accounts = try await people.accounts()
    return .json(["accounts": .array(accounts.map { json($0) })], language, for: request)
  }

  /// An account without its password; a `password` that was just made is shown once.
  private func json(_ account: StoredAccount, password: String? = nil) -> JSON {
    var members: [JSON.Member] = [
      JSON.Member(key: "id", value: .string(account.id)),
      JSON.Member(key: "name", value: .string(account.name.text)),
      JSON.Member(key: "role", value: .string(account.role.rawValue)),
      JSON.Member(key: "own", value: .strings(account.own.texts)),
      JSON.Member(key: "disabled", value: .bool(account.isDisabled)),
      JSON.Member(key: "createdAt", value: .string("\(account.createdAt)")),
    ]
    if let password { members.append(JSON.Member(key: "password", value: .string(password))) }
    return .object(members)
  }

  @Sendable private func add(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.require(.manageAccounts, request)
    let body = Body(
      try await district.object(of: request), known: ["name", "role", "own", "password", "language"])
    return try await body.inLanguage(context.language) { language in
      let name = try AccountName(try body.secret("name"))
      guard let role = try role(body) else {
        throw Problem(.badRequest, Wording.Server.missing("role", example: "\"officer\""))
      }
      try caller.requireSession(toMake: role)
      let own = try own(body) ?? []
      let made = body["password"] == nil ? AccountRoutes.passphrase() : nil
      let password = try NewPassword(made ?? body.secret("password"), of: name)
      try body.finish()
      let hash = try await district.signIn.hash(password.text)
      let account = StoredAccount(
        name: name, role: role, own: own, password: hash.text, createdBy: caller.principal.actor)
      try await people.addAccount(account)
      var response = Response.json(json(account, password: made), language, for: request, status: .created)
      response.headers[.location] = "/v1/accounts/" + account.id
      return response
    }
  }

  @Sendable private func change(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.require(.manageAccounts, request)
    let body = Body(
      try await district.object(of: request), known: ["role", "own", "disabled", "newPassword", "language"])
    let id = try context.parameters.require("id").removingPercentEncoding ?? ""
    return try await body.inLanguage(context.language) { language in
      guard var account = try await people.account(id) else {
        throw Problem(.notFound, Wording.People.unknownAccount(id.printable))
      }
      try caller.requireSession(toMake: account.role)
      let former = account
      account.role = try role(body) ?? account.role
      try caller.requireSession(toMake: account.role)
      account.own = try own(body, besides: account.own) ?? account.own
      account.isDisabled = try body.flag("disabled") ?? account.isDisabled
      let password = try body.flag("newPassword") == true ? AccountRoutes.passphrase() : nil
      try body.finish()
      let actor = caller.principal.actor
      if ["role", "own", "disabled"].contains(where: { body[$0] != nil }) {
        try await district.decisions.answer { [people, account, former] in
          if account.role != .administrator || account.isDisabled {
            try await people.checkOthersRule(besides: former)
          }
          try await people.changeAccount(account, by: actor)
        }
      }
      if let password {
        let hash = try await district.signIn.hash(password)
        try await people.setPassword(hash.text, of: id, keeping: nil, by: actor)
      }
      return .json(json(account, password: password), language, for: request)
    }
  }

  private func role(_ body: Body) throws(Problem) -> Role? {
    try body.word("role", among: Role.ofAccounts.map(\.rawValue)).flatMap { Role(rawValue: $0) }
  }

  /// What an account is given; all of it is there, or the account's own already.
  private func own(_ body: Body, besides known: Set<Belonging> = []) throws(Problem) -> Set<Belonging>? {
    guard body["own"] != nil else { return nil }
    let words = try body.words("own", longest: AccountRoutes.longestOwn)
    guard words.count <= AccountRoutes.mostOwn else {
      throw Problem(.tooLarge, Wording.Server.tooMany("own", words.count, limit: AccountRoutes.mostOwn))
    }
    var own: Set<Belonging> = []
    for word in words {
      guard let one = Belonging(text: word), one.isWellFormed else {
        throw body.wrong("own", allowed: "compound:way/1, place:node/1, department:NAME")
      }
      if let element = one.element, district.city.places[element] == nil, !known.contains(one) {
        throw Problem(.unprocessable, Wording.Registry.unknownPlace(word.printable))
      }
      own.insert(one)
    }
    return own
  }

  /// A first password that is read aloud or copied by hand: 80 random bits.
  static func passphrase() -> String {
    let letters = (0..<2).map { _ in StoreID.new("p").dropFirst(2).prefix(8) }.joined()
    return stride(from: 0, to: 16, by: 4).map { start in
      String(letters.dropFirst(start).prefix(4))
    }.joined(separator: "-")
  }
}

extension Belonging {
  /// Whether it names an element, or a department in one line.
  var isWellFormed: Bool {
    guard case .department(let name) = self else { return element != nil }
    return !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// What of the map it is.
  var element: ElementID? {
    switch self {
    case .compound(let id), .place(let id): ElementID(id)
    case .department: nil
    }
  }
}

extension Caller {
  /// Lets API tokens neither make administrators nor change them: a stolen one would open all.
  ///
  /// - Throws: ``Problem``.
  fileprivate func requireSession(toMake role: Role) throws(Problem) {
    guard role == .administrator, principal.scopes != nil else { return }
    throw Problem(.forbidden, Wording.People.noTokenForAdministrators)
  }
}

extension PeopleStore {
  /// - Throws: ``Problem`` where `account` is the only administrator left; `StoreError`.
  func checkOthersRule(besides account: StoredAccount) async throws {
    guard account.role == .administrator, !account.isDisabled else { return }
    let others = try await accounts().contains {
      $0.role == .administrator && !$0.isDisabled && $0.id != account.id
    }
    if !others { throw Problem(.conflict, Wording.People.lastAdministrator) }
  }
}
