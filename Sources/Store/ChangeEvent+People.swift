public import People

extension ChangeEvent.Kind {
  public static let accountAdded = Self(rawValue: "account.added")
  public static let accountChanged = Self(rawValue: "account.changed")
  public static let passwordChanged = Self(rawValue: "account.password")
  public static let accountDeleted = Self(rawValue: "account.deleted")
  public static let tokenAdded = Self(rawValue: "token.added")
  public static let tokenRemoved = Self(rawValue: "token.removed")
  public static let badgeIssued = Self(rawValue: "badge.issued")
  public static let badgeRevoked = Self(rawValue: "badge.revoked")
}

/// Events of people: never a name, a password or a secret.
extension ChangeEvent {
  private struct AccountFacts: Encodable {
    var role: String
    var own: [String]
    var disabled: Bool

    init(_ account: StoredAccount) {
      (role, own, disabled) = (account.role.rawValue, account.own.texts, account.isDisabled)
    }
  }

  private struct TokenFacts: Encodable {
    var account: String
    var scopes: [String]
    var until: UTCInstant
  }

  private struct BadgeFacts: Encodable {
    var account: String?
    var passes: [String]
    var from: UInt32
    var until: UInt32
  }

  public static func added(_ account: StoredAccount, at time: UTCInstant) -> ChangeEvent {
    ChangeEvent(
      sequence: 0, time: time, kind: .accountAdded, object: account.id,
      after: StoreJSON.text(AccountFacts(account)), actor: account.createdBy)
  }

  public static func changed(
    _ before: StoredAccount, to after: StoredAccount, at time: UTCInstant, by actor: String
  ) -> ChangeEvent {
    ChangeEvent(
      sequence: 0, time: time, kind: .accountChanged, object: after.id,
      before: StoreJSON.text(AccountFacts(before)), after: StoreJSON.text(AccountFacts(after)), actor: actor)
  }

  public static func passwordChanged(of id: String, at time: UTCInstant, by actor: String) -> ChangeEvent {
    ChangeEvent(sequence: 0, time: time, kind: .passwordChanged, object: id, actor: actor)
  }

  public static func deleted(_ account: StoredAccount, at time: UTCInstant, by actor: String) -> ChangeEvent {
    ChangeEvent(
      sequence: 0, time: time, kind: .accountDeleted, object: account.id,
      before: StoreJSON.text(AccountFacts(account)), actor: actor)
  }

  public static func added(_ token: StoredToken, at time: UTCInstant) -> ChangeEvent {
    let facts = TokenFacts(
      account: token.account, scopes: token.scopes.map(\.rawValue).sorted(), until: token.endsAt)
    return ChangeEvent(
      sequence: 0, time: time, kind: .tokenAdded, object: token.id, after: StoreJSON.text(facts),
      actor: token.account)
  }

  public static func removedToken(_ id: String, of account: String, at time: UTCInstant) -> ChangeEvent {
    ChangeEvent(sequence: 0, time: time, kind: .tokenRemoved, object: id, actor: account)
  }

  public static func issued(_ badge: StoredBadge, at time: UTCInstant) -> ChangeEvent {
    let facts = BadgeFacts(
      account: badge.account, passes: badge.passes, from: badge.from, until: badge.until)
    return ChangeEvent(
      sequence: 0, time: time, kind: .badgeIssued, object: badge.number, after: StoreJSON.text(facts),
      actor: badge.issuedBy)
  }

  public static func revokedBadge(_ number: String, at time: UTCInstant, by actor: String) -> ChangeEvent {
    ChangeEvent(sequence: 0, time: time, kind: .badgeRevoked, object: number, actor: actor)
  }
}

extension Belonging {
  /// `compound:way/1`, `place:node/1`, `department:urban management`.
  public var text: String {
    switch self {
    case .compound(let id): "compound:" + id
    case .place(let id): "place:" + id
    case .department(let name): "department:" + name
    }
  }

  /// Reads what ``text`` writes; nil for anything else.
  public init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "compound": self = .compound(String(parts[1]))
    case "place": self = .place(String(parts[1]))
    case "department": self = .department(String(parts[1]))
    default: return nil
    }
  }
}

extension Set<Belonging> {
  public var texts: [String] { map(\.text).sorted() }
}
