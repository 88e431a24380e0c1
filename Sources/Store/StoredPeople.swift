public import People

/// Somebody who may sign in.
public struct StoredAccount: Hashable, Sendable {
  /// Made by ``StoreID/new(_:)`` with the prefix `a`; tells nothing of the person, and stays in the history.
  public var id: String
  public var name: AccountName
  public var role: Role
  public var own: Set<Belonging>
  /// Argon2id in PHC form.
  public var password: String
  public var isDisabled: Bool
  public var createdAt: UTCInstant
  public var createdBy: String

  public init(
    id: String = StoreID.new("a"), name: AccountName, role: Role, own: Set<Belonging> = [], password: String,
    isDisabled: Bool = false, createdAt: UTCInstant = .now, createdBy: String
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.own = own
    self.password = password
    self.isDisabled = isDisabled
    self.createdAt = createdAt
    self.createdBy = createdBy
  }

  /// Who asks with this account.
  public func principal(scopes: Set<Scope>? = nil) -> Principal {
    Principal(account: id, role: role, own: own, scopes: scopes)
  }
}

/// A browser that is signed in; found by the digest of the secret in its cookie.
public struct StoredSession: Hashable, Sendable {
  /// SHA-256 of the secret, in hexadecimal digits.
  public var key: String
  public var account: String
  public var createdAt: UTCInstant
  public var seenAt: UTCInstant
  public var endsAt: UTCInstant

  public init(key: String, account: String, createdAt: UTCInstant, seenAt: UTCInstant, endsAt: UTCInstant) {
    self.key = key
    self.account = account
    self.createdAt = createdAt
    self.seenAt = seenAt
    self.endsAt = endsAt
  }
}

/// What programs show instead of a password; limited in what it opens and in time.
public struct StoredToken: Hashable, Sendable {
  /// Made by ``StoreID/new(_:)`` with the prefix `t`.
  public var id: String
  /// SHA-256 of the secret, in hexadecimal digits.
  public var key: String
  public var account: String
  public var name: String
  public var scopes: Set<Scope>
  public var createdAt: UTCInstant
  public var endsAt: UTCInstant

  public init(
    id: String = StoreID.new("t"), key: String, account: String, name: String, scopes: Set<Scope>,
    createdAt: UTCInstant = .now, endsAt: UTCInstant
  ) {
    self.id = id
    self.key = key
    self.account = account
    self.name = name
    self.scopes = scopes
    self.createdAt = createdAt
    self.endsAt = endsAt
  }
}

/// A badge that was issued; its code is made of this and the district's key.
public struct StoredBadge: Hashable, Sendable {
  public var number: String
  /// Whose it is; nil for a number that the district knows by other means, and after the account was deleted.
  public var account: String?
  public var passes: [String]
  /// Seconds since 1970.
  public var from: UInt32
  public var until: UInt32
  public var issuedAt: UTCInstant
  public var issuedBy: String
  public var revokedAt: UTCInstant?

  public init(
    number: String, account: String? = nil, passes: [String], from: UInt32, until: UInt32,
    issuedAt: UTCInstant = .now, issuedBy: String, revokedAt: UTCInstant? = nil
  ) {
    self.number = number
    self.account = account
    self.passes = passes
    self.from = from
    self.until = until
    self.issuedAt = issuedAt
    self.issuedBy = issuedBy
    self.revokedAt = revokedAt
  }
}

/// How guessing is slowed down: some attempts are free, then each waits twice as long as the one before.
public struct LoginPolicy: Hashable, Sendable {
  public var freeAttempts = 5
  /// Milliseconds after the last free attempt.
  public var firstWait: Int64 = 30_000
  public var longestWait: Int64 = 900_000
  /// Attempts are forgotten after so long without another.
  public var memory: Int64 = 86_400_000
  /// Names that are remembered; the oldest go.
  public static let mostNames = 10_000

  public init() {}

  /// When an attempt after `count` others, the last at `last`, may be made.
  public func next(after count: Int, last: UTCInstant) -> UTCInstant {
    guard count >= freeAttempts else { return last }
    let wait = firstWait << Int64(min(count - freeAttempts, 20))
    return UTCInstant(milliseconds: last.milliseconds + min(wait, longestWait))
  }
}
