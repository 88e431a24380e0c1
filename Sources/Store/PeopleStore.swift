/// Keeps accounts and what belongs to them.
///
/// Changes of accounts and badges are events, without names and secrets; sessions and attempts are not.
public protocol PeopleStore: Sendable {
  /// In the order in which they were made.
  func accounts() async throws(StoreError) -> [StoredAccount]

  func account(_ id: String) async throws(StoreError) -> StoredAccount?

  func account(named name: String) async throws(StoreError) -> StoredAccount?

  /// - Throws: ``StoreError/nameTaken(_:)``.
  @discardableResult
  func addAccount(_ account: StoredAccount) async throws(StoreError) -> ChangeEvent

  /// Keeps the role of `account`, what is its own and whether it is disabled; then it loses its sessions and tokens.
  ///
  /// - Throws: ``StoreError/unknownAccount(_:)``.
  @discardableResult
  func changeAccount(_ account: StoredAccount, by actor: String) async throws(StoreError) -> ChangeEvent

  /// Gives the account another password, and ends its sessions but `kept` and all its tokens.
  ///
  /// - Throws: ``StoreError/unknownAccount(_:)``.
  @discardableResult
  func setPassword(_ hash: String, of id: String, keeping kept: String?, by actor: String)
    async throws(StoreError) -> ChangeEvent

  /// Replaces the stored form of the same password.
  func rehash(_ hash: String, of id: String) async throws(StoreError)

  /// Deletes the account, its sessions and tokens; what it did stays, under an id that tells nothing.
  ///
  /// - Throws: ``StoreError/unknownAccount(_:)``.
  @discardableResult
  func deleteAccount(_ id: String, by actor: String) async throws(StoreError) -> ChangeEvent

  func addSession(_ session: StoredSession) async throws(StoreError)

  /// The session and its account; nil where there is none.
  func session(_ key: String) async throws(StoreError) -> (session: StoredSession, account: StoredAccount)?

  func sessions(of account: String) async throws(StoreError) -> [StoredSession]

  /// The session was used at `time`.
  func touchSession(_ key: String, at time: UTCInstant) async throws(StoreError)

  func endSession(_ key: String) async throws(StoreError)

  /// Forgets sessions and tokens that ended before `time`, and sessions that were last used before `idle`.
  func forgetEnded(before time: UTCInstant, idle: UTCInstant) async throws(StoreError)

  @discardableResult
  func addToken(_ token: StoredToken) async throws(StoreError) -> ChangeEvent

  /// The token and its account; nil where there is none.
  func token(_ key: String) async throws(StoreError) -> (token: StoredToken, account: StoredAccount)?

  func tokens(of account: String) async throws(StoreError) -> [StoredToken]

  /// Whether the account had it.
  func removeToken(_ id: String, of account: String) async throws(StoreError) -> Bool

  /// Counts an attempt to sign in under the digest `key` of a name.
  ///
  /// - Returns: Nil where it may be made; else when one may be made, and then this one does not count.
  func countLogin(_ key: String, at now: UTCInstant, _ policy: LoginPolicy) async throws(StoreError)
    -> UTCInstant?

  /// The right password was given: forgets the attempts.
  func forgetLogins(_ key: String) async throws(StoreError)

  /// Keeps a badge.
  ///
  /// - Throws: ``StoreError/duplicate(_:)`` where its number was ever used.
  @discardableResult
  func addBadge(_ badge: StoredBadge) async throws(StoreError) -> ChangeEvent

  func badge(_ number: String) async throws(StoreError) -> StoredBadge?

  /// Those of `account`, or the last `limit` of all where it is nil, newest first.
  func badges(of account: String?, limit: Int) async throws(StoreError) -> [StoredBadge]

  /// Revokes a badge, once.
  ///
  /// - Returns: Nil where there is no such badge, or it was revoked already.
  @discardableResult
  func revokeBadge(_ number: String, by actor: String) async throws(StoreError) -> ChangeEvent?

  /// Numbers of revoked badges that would be valid at `second` or later.
  func revokedBadges(after second: UInt32) async throws(StoreError) -> [String]

  /// The last `limit` events of which `actor` is the actor, ascending.
  func events(by actor: String, limit: Int) async throws(StoreError) -> [ChangeEvent]
}
