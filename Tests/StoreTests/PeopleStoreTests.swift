import Foundation
import People
import Store
import Testing

/// Accounts and what belongs to them, in every store.
@Suite struct PeopleStoreTests {
  private static let start = UTCInstant(milliseconds: 1_795_235_400_000)

  private static func account(_ id: String, _ name: String, _ role: Role = .officer) throws -> StoredAccount {
    StoredAccount(
      id: id, name: try AccountName(name), role: role,
      own: [.compound("way/1"), .department("urban: management")], password: "$argon2id$\(id)",
      createdAt: UTCInstant(milliseconds: start.milliseconds + Int64(id.hashValueOfDigits)),
      createdBy: "token")
  }

  private static func session(_ key: String, _ account: String, minutes: Int64 = 60) -> StoredSession {
    StoredSession(
      key: key, account: account, createdAt: start, seenAt: start,
      endsAt: UTCInstant(milliseconds: start.milliseconds + minutes * 60_000))
  }

  private static func token(_ id: String, _ account: String, minutes: Int64 = 60) -> StoredToken {
    StoredToken(
      id: id, key: "key of \(id)", account: account, name: "camera 东门", scopes: [.closures, .read],
      createdAt: start, endsAt: UTCInstant(milliseconds: start.milliseconds + minutes * 60_000))
  }

  private static func badge(_ number: String, _ account: String? = nil, until: UInt32 = 2000) -> StoredBadge {
    StoredBadge(
      number: number, account: account, passes: ["badge", "registered"], from: 1000, until: until,
      issuedAt: UTCInstant(milliseconds: start.milliseconds + Int64(number.hashValueOfDigits)),
      issuedBy: "a_1")
  }

  @Test(arguments: Backend.allCases)
  func `an account comes back as it was made, and its name is taken`(_ backend: Backend) async throws {
    let people = try backend.make().people
    let first = try Self.account("a_1", "Li Wei")
    let event = try await people.addAccount(first)
    #expect(event.kind == .accountAdded && event.object == "a_1" && event.actor == "token")
    #expect(try await people.account("a_1") == first)
    #expect(try await people.account(named: "li wei") == first)
    #expect(try await people.account("a_2") == nil)
    await #expect(throws: StoreError.nameTaken("li wei")) {
      try await people.addAccount(Self.account("a_2", "LI WEI"))
    }
    await #expect(throws: StoreError.duplicate("a_1")) {
      try await people.addAccount(Self.account("a_1", "x"))
    }
    try await people.addAccount(Self.account("a_2", "other"))
    #expect(try await people.accounts().map(\.id) == ["a_1", "a_2"])
  }

  @Test(arguments: Backend.allCases)
  func `changes are events without names and secrets`(_ backend: Backend) async throws {
    let store = try backend.make()
    let people = store.people
    var account = try Self.account("a_1", "liwei")
    try await people.addAccount(account)
    account.role = .planner
    account.own = []
    let changed = try await people.changeAccount(account, by: "a_9")
    #expect(changed.before?.contains("officer") == true && changed.after?.contains("planner") == true)
    #expect(try await people.account("a_1") == account)
    try await people.setPassword("$argon2id$new", of: "a_1", keeping: nil, by: "a_1")
    try await people.addToken(Self.token("t_1", "a_1"))
    #expect(try await people.removeToken("t_1", of: "a_1"))
    try await people.addBadge(Self.badge("R1", "a_1"))
    try await people.revokeBadge("R1", by: "a_9")
    try await people.deleteAccount("a_1", by: "a_1")
    let events = try await store.events(after: 0, limit: 100)
    #expect(
      events.map(\.kind.rawValue) == [
        "account.added", "account.changed", "account.password", "token.added", "token.removed",
        "badge.issued", "badge.revoked", "account.deleted",
      ])
    #expect(events.map(\.actor) == ["token", "a_9", "a_1", "a_1", "a_1", "a_1", "a_9", "a_1"])
    let text = events.map { "\($0.before ?? "")\($0.after ?? "")\($0.why ?? "")" }.joined()
    for secret in ["liwei", "argon2id", "key of", "camera"] { #expect(!text.contains(secret), "\(secret)") }
    #expect(try await people.events(by: "a_9", limit: 10).map(\.kind) == [.accountChanged, .badgeRevoked])
    #expect(try await people.events(by: "a_1", limit: 1).map(\.kind) == [.accountDeleted])
  }

  @Test(arguments: Backend.allCases)
  func `what is not there is said`(_ backend: Backend) async throws {
    let people = try backend.make().people
    let nobody = StoreError.unknownAccount("a_9")
    let account = try Self.account("a_9", "x")
    await #expect(throws: nobody) { try await people.changeAccount(account, by: "x") }
    await #expect(throws: nobody) { try await people.setPassword("x", of: "a_9", keeping: nil, by: "x") }
    await #expect(throws: nobody) { try await people.deleteAccount("a_9", by: "x") }
    await #expect(throws: nobody) { try await people.addSession(Self.session("s", "a_9")) }
    await #expect(throws: nobody) { try await people.addToken(Self.token("t", "a_9")) }
    await #expect(throws: nobody) { try await people.addBadge(Self.badge("R", "a_9")) }
    #expect(try await people.session("s") == nil)
    #expect(try await people.token("t") == nil)
    #expect(try await people.badge("R") == nil)
    #expect(try await people.revokeBadge("R", by: "x") == nil)
    #expect(try await !people.removeToken("t", of: "a_9"))
  }

  @Test(arguments: Backend.allCases)
  func `sessions and tokens end with time, password, disabling and deletion`(_ backend: Backend) async throws
  {
    let people = try backend.make().people
    var account = try Self.account("a_1", "liwei")
    try await people.addAccount(account)
    try await people.addAccount(Self.account("a_2", "other"))
    func fill() async throws {
      for key in ["s1", "s2"] { try await people.addSession(Self.session(key, "a_1")) }
      try await people.addSession(Self.session("s3", "a_2"))
      try await people.addToken(Self.token("t_1", "a_1"))
    }
    func left() async throws -> [String] {
      let sessions = try await people.sessions(of: "a_1").map(\.key).sorted()
      return try await sessions + people.tokens(of: "a_1").map(\.id)
    }
    try await fill()
    #expect(try await people.session("s1")?.account == account)
    #expect(try await people.session("s1")?.session == Self.session("s1", "a_1"))
    #expect(try await people.token("key of t_1")?.token == Self.token("t_1", "a_1"))
    #expect(try await people.token("key of t_1")?.account == account)
    #expect(try await !people.removeToken("t_1", of: "a_2"), "only one's own")
    try await people.touchSession("s1", at: UTCInstant(milliseconds: Self.start.milliseconds + 7))
    #expect(try await people.session("s1")?.session.seenAt.milliseconds == Self.start.milliseconds + 7)
    try await people.endSession("s1")
    #expect(try await left() == ["s2", "t_1"])
    try await people.addSession(Self.session("s1", "a_1"))
    try await people.setPassword("new", of: "a_1", keeping: "s2", by: "a_1")
    #expect(try await left() == ["s2"])
    #expect(try await people.account("a_1")?.password == "new")
    try await people.rehash("newer", of: "a_1")
    #expect(try await people.account("a_1")?.password == "newer")
    try await people.endSession("s2")
    try await people.endSession("s3")
    try await fill()
    account.isDisabled = true
    try await people.changeAccount(account, by: "x")
    #expect(try await left() == [])
    #expect(try await people.session("s3") != nil, "others stay")
    #expect(
      try await people.account("a_1")?.password == "newer", "a change of rights is none of the password")
    try await people.deleteAccount("a_2", by: "a_2")
    #expect(try await people.session("s3") == nil)
  }

  @Test(arguments: Backend.allCases)
  func `what is over is forgotten`(_ backend: Backend) async throws {
    let people = try backend.make().people
    try await people.addAccount(Self.account("a_1", "liwei"))
    for (key, minutes) in [("s1", Int64(1)), ("s2", 60)] {
      try await people.addSession(Self.session(key, "a_1", minutes: minutes))
      try await people.addToken(Self.token("t" + key, "a_1", minutes: minutes))
    }
    let later = UTCInstant(milliseconds: Self.start.milliseconds + 120_000)
    try await people.forgetEnded(before: later, idle: Self.start)
    #expect(try await people.sessions(of: "a_1").map(\.key) == ["s2"])
    #expect(try await people.tokens(of: "a_1").map(\.id) == ["ts2"])
    try await people.forgetEnded(before: later, idle: later)
    #expect(try await people.sessions(of: "a_1").isEmpty)
  }

  @Test(arguments: Backend.allCases)
  func `each guess after the free ones waits twice as long`(_ backend: Backend) async throws {
    let people = try backend.make().people
    let policy = LoginPolicy()
    var now = Self.start
    for _ in 0..<policy.freeAttempts { #expect(try await people.countLogin("li", at: now, policy) == nil) }
    for wait in [Int64(30), 60, 120, 240, 480, 900, 900] {
      let next = try #require(try await people.countLogin("li", at: now, policy))
      #expect(next.milliseconds - now.milliseconds == wait * 1000)
      // Who is refused does not make it longer.
      #expect(try await people.countLogin("li", at: now, policy) == next)
      #expect(try await people.countLogin("wang", at: now, policy) == nil, "others are not concerned")
      try await people.forgetLogins("wang")
      now = next
      #expect(try await people.countLogin("li", at: now, policy) == nil)
    }
    try await people.forgetLogins("li")
    #expect(try await people.countLogin("li", at: now, policy) == nil)
    for _ in 0..<4 { _ = try await people.countLogin("li", at: now, policy) }
    #expect(try await people.countLogin("li", at: now, policy) != nil)
    now = UTCInstant(milliseconds: now.milliseconds + policy.memory + 1)
    #expect(
      try await people.countLogin("li", at: now, policy) == nil, "after a day nothing is held against one")
  }

  @Test(arguments: Backend.allCases)
  func `badges are found by holder, and listed once revoked`(_ backend: Backend) async throws {
    let people = try backend.make().people
    try await people.addAccount(Self.account("a_1", "liwei", .rider))
    try await people.addBadge(Self.badge("R1", "a_1"))
    try await people.addBadge(Self.badge("R2"))
    try await people.addBadge(Self.badge("R3", until: 5000))
    #expect(try await people.badge("R1") == Self.badge("R1", "a_1"))
    await #expect(throws: StoreError.duplicate("R1")) { try await people.addBadge(Self.badge("R1")) }
    #expect(try await people.badges(of: "a_1", limit: 9).map(\.number) == ["R1"])
    #expect(try await people.badges(of: nil, limit: 2).map(\.number) == ["R3", "R2"])
    for number in ["R1", "R3"] { #expect(try await people.revokeBadge(number, by: "x") != nil) }
    #expect(try await people.revokeBadge("R1", by: "x") == nil, "once")
    #expect(try await people.revokedBadges(after: 0) == ["R1", "R3"])
    #expect(try await people.revokedBadges(after: 3000) == ["R3"])
    try await people.deleteAccount("a_1", by: "a_1")
    #expect(try await people.badge("R1")?.account == nil)
    #expect(try await people.badge("R1")?.revokedAt != nil)
  }

  @Test func `belongings are read from their texts`() {
    for one in [Belonging.compound("way/1"), .place("node/-3"), .department("a: b")] {
      #expect(Belonging(text: one.text) == one)
    }
    for wrong in ["", "compound", "compound:", "street:way/1"] { #expect(Belonging(text: wrong) == nil) }
  }
}

extension String {
  /// The digits in it as a number, for times that differ.
  fileprivate var hashValueOfDigits: Int { Int(filter(\.isNumber)) ?? 0 }
}
