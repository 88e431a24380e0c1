/// What somebody is to the district.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
  /// Has no account.
  case visitor
  case rider
  /// Looks after compounds.
  case manager
  /// Runs places: stations, canteens, bays.
  case `operator`
  /// Works for a department of the district.
  case officer
  case planner
  case administrator

  /// The roles that an account may have.
  public static let ofAccounts = allCases.filter { $0 != .visitor }
}

/// The things one may do; every right and every scope is about one of them.
public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
  /// Ask for whatever everybody may know.
  case read
  case report
  case proposeEdit
  /// Have one's own edits accepted as they are sent.
  case acceptOwnEdit
  /// Say what a checklist's inspection found.
  case inspect
  /// Accept, reject and undo anybody's edits, and see who made them.
  case decideEdits
  /// Close and let pass, and end that again.
  case close
  case readReports
  /// Say how full a place is.
  case reportOccupancy
  /// Work at what a department has to do.
  case handleMatters
  case issueBadges
  /// Have one's own badge shown.
  case showOwnBadge
  /// Change one's password, see and delete one's data, make tokens.
  case manageOwnAccount
  case manageAccounts
  case exportData
  case importRegistry
  case takeBackups
  case reloadCity
}

/// What something belongs to, for rights over one's own.
public enum Belonging: Hashable, Sendable {
  /// The OSM id of a compound: `way/1`.
  case compound(String)
  /// The OSM id of a place: `node/1`.
  case place(String)
  case department(String)
}

/// What an action touches: for each part of it, what that part belongs to.
///
/// A path that leads out of a compound has points that belong to it and points that do not.
public struct Extent: Hashable, Sendable {
  public var parts: [Set<Belonging>]
  /// The departments in whose charge it is, and will be.
  public var departments: Set<String>

  public init(_ parts: [Set<Belonging>], departments: Set<String> = []) {
    (self.parts, self.departments) = (parts, departments)
  }

  /// Belongs to nobody, or to everybody.
  public static let district = Extent([])

  /// Whether each part belongs to something of `own`; what has no parts belongs to nobody.
  func isWithin(_ own: Set<Belonging>) -> Bool {
    !parts.isEmpty && parts.allSatisfy { !$0.isDisjoint(with: own) }
  }

  /// Whether it is in the charge of no departments but those of `own`.
  func isFree(for own: Set<Belonging>) -> Bool { departments.allSatisfy { own.contains(.department($0)) } }
}
