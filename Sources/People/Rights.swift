/// Who may do what: the one place where that is decided.
public enum Rights {
  /// How far a right goes.
  public enum Reach: String, Hashable, Sendable {
    case nowhere
    /// Where all that is touched is one's own.
    case own
    /// Where nothing of what is touched is in the charge of another department.
    case department
    case everywhere
  }

  /// Whether `principal` may do `action` to what has this `extent`.
  public static func allows(
    _ principal: Principal, _ action: Action, _ extent: @autoclosure () -> Extent = .district
  ) -> Bool {
    guard isInScope(principal, action) else { return false }
    return switch reach(principal.role, action) {
    case .nowhere: false
    case .own: extent().isWithin(principal.own)
    case .department: extent().isFree(for: principal.own)
    case .everywhere: true
    }
  }

  /// Whether there is anything to which `principal` may do `action`.
  public static func mayAllow(_ principal: Principal, _ action: Action) -> Bool {
    guard isInScope(principal, action) else { return false }
    return switch reach(principal.role, action) {
    case .nowhere: false
    case .own: !principal.own.isEmpty
    case .department, .everywhere: true
    }
  }

  /// How far the right of a `role` to `action` goes.
  public static func reach(_ role: Role, _ action: Action) -> Reach {
    if role == .administrator { return .everywhere }
    return table[action]?[role] ?? .nowhere
  }

  private static func isInScope(_ principal: Principal, _ action: Action) -> Bool {
    guard let scopes = principal.scopes else { return true }
    return reach(.visitor, action) == .everywhere || scopes.contains { $0.actions.contains(action) }
  }

  /// What is not listed is not allowed; administrators may do everything.
  ///
  /// Managers may not decide on others' edits: what riders say of a gate concerns them too much. Nor do they or operators
  /// inspect what is their own.
  private static let table: [Action: [Role: Reach]] = [
    .read: everybody, .report: everybody, .proposeEdit: everybody,
    .acceptOwnEdit: [.manager: .own, .operator: .own, .officer: .department],
    .inspect: [.officer: .department],
    .decideEdits: [.officer: .department],
    .close: [.manager: .own, .officer: .everywhere],
    .readReports: [.officer: .everywhere, .planner: .everywhere],
    .reportOccupancy: [.operator: .own, .officer: .department],
    .handleMatters: [.officer: .own],
    .issueBadges: [.officer: .everywhere],
    .showOwnBadge: [.rider: .everywhere],
    .manageOwnAccount: [
      .rider: .everywhere, .manager: .everywhere, .operator: .everywhere, .officer: .everywhere,
      .planner: .everywhere,
    ],
    .manageAccounts: [:],
    .exportData: [.officer: .everywhere, .planner: .everywhere],
    .importRegistry: [.officer: .department],
    .takeBackups: [:],
    .reloadCity: [:],
  ]

  private static let everybody = Dictionary(
    uniqueKeysWithValues: Role.allCases.map { ($0, Reach.everywhere) })
}
