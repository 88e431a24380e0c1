/// Who asks: an account with its role and what is its own, or a visitor.
public struct Principal: Hashable, Sendable {
  /// The account's id; nil for visitors.
  public var account: String?
  public var role: Role
  /// Compounds of a manager, places of an operator, the department of an officer.
  public var own: Set<Belonging>
  /// What an API token is limited to; nil where nothing is.
  public var scopes: Set<Scope>?

  public init(account: String?, role: Role, own: Set<Belonging> = [], scopes: Set<Scope>? = nil) {
    self.account = account
    self.role = role
    self.own = own
    self.scopes = scopes
  }

  public static let visitor = Principal(account: nil, role: .visitor)

  /// Who is named in the history: an id that tells nothing of the person.
  public var actor: String { account ?? Role.visitor.rawValue }
}

/// A part of an account's rights that an API token may have.
///
/// What everybody may do needs none. One's own account (password, tokens, deletion) is never opened by a token, so that a
/// stolen one cannot make others.
public enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
  /// Reports, and data to take away.
  case read
  case edits
  case closures
  case occupancy
  case badges
  case matters
  /// Registry files.
  case `import`
  /// Accounts, backups, reloading the city.
  case admin

  /// What it opens, where the account has the right.
  public var actions: Set<Action> {
    switch self {
    case .read: [.readReports, .exportData]
    case .edits: [.acceptOwnEdit, .inspect, .decideEdits]
    case .closures: [.close]
    case .occupancy: [.reportOccupancy]
    case .badges: [.issueBadges, .showOwnBadge]
    case .matters: [.handleMatters]
    case .import: [.importRegistry]
    case .admin: [.manageAccounts, .takeBackups, .reloadCity]
    }
  }
}
