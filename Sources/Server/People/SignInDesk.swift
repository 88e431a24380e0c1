import HTTPTypes
import NIOPosix
import People
import Secrets
import Store
import Synchronization
import Wording

/// Checks passwords, few at a time, and slows down who guesses.
final class SignInDesk: Sendable {
  private let store: any Store
  private let key: SigningKey
  private let clients = RateLimiter(perSecond: 1 / 15, burst: 20)
  private let policy = LoginPolicy()
  private static let waiting = Atomic<Int>(0)
  /// Of the whole process: each takes the memory of ``PasswordHash/Cost/usual``, so that a flood of sign-ins takes twice that.
  private static let threads: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 2)
    pool.start()
    return pool
  }()
  /// More than these are told to come back.
  private static let mostWaiting = 16

  init(_ store: any Store, key: SigningKey) { (self.store, self.key) = (store, key) }

  /// The account whose name and password these are.
  ///
  /// An attempt counts before it is looked at, so that many at once are as slow as one after the other; the right password
  /// makes up for it. Names that nobody has take the same time and are slowed down alike. Attempts from a browser that the
  /// account's owner has used before are counted apart from all others.
  ///
  /// - Throws: ``Problem``: 401 where either is wrong, 429 where one has to wait, 503 where too many sign in.
  func account(named typed: String, password: String, from client: String, in browser: KnownBrowser? = nil)
    async throws -> StoredAccount
  {
    if let seconds = clients.take(1, from: client) { throw SignInDesk.locked(seconds) }
    let name = try? AccountName(typed)
    var account: StoredAccount?
    if let name { account = try await store.people.account(named: name.text) }
    let isKnown = browser?.isOf(account, key: key.publicKey) ?? false
    let number = isKnown && account != nil ? browser?.number : nil
    let counted = Secrets.key(of: number.map { "browser " + $0 } ?? "login " + (name?.text ?? ""))
    let now = UTCInstant.now
    if let next = try await store.people.countLogin(counted, at: now, policy) {
      throw SignInDesk.locked(Int((next.milliseconds - now.milliseconds + 999) / 1000))
    }
    let hash = account.map { PasswordHash(text: $0.password) } ?? .ofNobody
    let isRight = try await SignInDesk.run { hash.matches(password) }
    guard isRight, let account, !account.isDisabled else {
      throw Problem(.unauthorized, Wording.People.wrongPassword, headers: [.wwwAuthenticate: "Bearer"])
    }
    try await store.people.forgetLogins(counted)
    guard hash.isOutdated() else { return account }
    try await store.people.rehash(try await self.hash(password).text, of: account.id)
    return try await store.people.account(account.id) ?? account
  }

  /// Whether `password` is that of `account`, asked of who is signed in already.
  ///
  /// Counts as an attempt to sign in: whoever found an open session must not guess there, either.
  func confirm(
    _ password: String, of account: StoredAccount, from client: String, in browser: KnownBrowser?
  ) async throws {
    _ = try await self.account(named: account.name.text, password: password, from: client, in: browser)
  }

  /// The browser of `account` from now on.
  func browser(of account: StoredAccount) -> KnownBrowser { KnownBrowser(of: account, key: key) }

  func hash(_ password: String) async throws -> PasswordHash {
    try await SignInDesk.run { try PasswordHash(password) }
  }

  /// Opens a session; returns the secret for the cookie, which is kept nowhere.
  func open(_ account: StoredAccount) async throws -> (secret: String, session: StoredSession) {
    let (secret, now) = (Secrets.token(), UTCInstant.now)
    let session = StoredSession(
      key: Secrets.key(of: secret), account: account.id, createdAt: now, seenAt: now,
      endsAt: UTCInstant(milliseconds: now.milliseconds + SessionCookie.longest * 1000))
    try await store.people.addSession(session)
    return (secret, session)
  }

  private static func locked(_ seconds: Int) -> Problem {
    Problem(
      .tooManyRequests, Wording.People.lockedOut(seconds: seconds), headers: [.retryAfter: String(seconds)])
  }

  private static func run<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws
    -> Answer
  {
    guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= mostWaiting else {
      waiting.wrappingSubtract(1, ordering: .relaxed)
      throw Problem(.unavailable, Wording.People.tooManySignIns, headers: [.retryAfter: "2"])
    }
    defer { waiting.wrappingSubtract(1, ordering: .relaxed) }
    return try await threads.runIfActive(work)
  }
}
