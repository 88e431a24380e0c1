import People
import Testing

/// Every role against every action, on one's own and on what is not.
@Suite struct RightsTests {
  /// `*` everywhere, `d` but where another department is in charge, `o` on one's own only, `-` nowhere; columns are the roles in the order of `roles`.
  private static let table = """
    action            visitor rider manager operator officer planner administrator
    read              *       *     *       *        *       *       *
    report            *       *     *       *        *       *       *
    proposeEdit       *       *     *       *        *       *       *
    acceptOwnEdit     -       -     o       o        d       -       *
    inspect           -       -     -       -        d       -       *
    decideEdits       -       -     -       -        d       -       *
    close             -       -     o       -        *       -       *
    readReports       -       -     -       -        *       *       *
    reportOccupancy   -       -     -       o        d       -       *
    handleMatters     -       -     -       -        o       -       *
    issueBadges       -       -     -       -        *       -       *
    showOwnBadge      -       *     -       -        -       -       *
    manageOwnAccount  -       *     *       *        *       *       *
    manageAccounts    -       -     -       -        -       -       *
    exportData        -       -     -       -        *       *       *
    importRegistry    -       -     -       -        d       -       *
    takeBackups       -       -     -       -        -       -       *
    reloadCity        -       -     -       -        -       -       *
    """

  private struct Cell: CustomStringConvertible {
    var action: Action
    var role: Role
    var sign: String
    var description: String { "\(role.rawValue) \(action.rawValue)" }
  }

  private static func cells() throws -> [Cell] {
    let lines = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let roles = try lines[0].dropFirst().map { try #require(Role(rawValue: $0)) }
    return try lines.dropFirst().flatMap { line in
      let action = try #require(Action(rawValue: line[0]))
      return zip(roles, line.dropFirst()).map { Cell(action: action, role: $0, sign: $1) }
    }
  }

  /// What a principal of each role has of its own, and others have.
  private static let mine: Set<Belonging> = [
    .compound("way/1"), .place("node/1"), .department("urban management"),
  ]
  private static let theirs: Set<Belonging> = [
    .compound("way/2"), .place("node/2"), .department("traffic police"),
  ]

  @Test func `the table names every role and every action once`() throws {
    let cells = try Self.cells()
    #expect(cells.count == Role.allCases.count * Action.allCases.count)
    #expect(Set(cells.map(\.description)).count == cells.count)
  }

  @Test func `each role may do to each object what the table says`() throws {
    for cell in try Self.cells() {
      let who = Principal(account: "a_1", role: cell.role, own: Self.mine)
      let isEverywhere = "*d".contains(cell.sign)
      #expect(Rights.allows(who, cell.action) == isEverywhere, "\(cell)")
      #expect(Rights.allows(who, cell.action, Extent([Self.theirs])) == isEverywhere, "\(cell) of others")
      #expect(Rights.allows(who, cell.action, Extent([[]])) == isEverywhere, "\(cell) of nobody")
      #expect(
        Rights.allows(who, cell.action, Extent([Self.mine])) == (cell.sign != "-"), "\(cell) of one's own")
      #expect(
        Rights.allows(who, cell.action, Extent([Self.mine, Self.theirs])) == isEverywhere, "\(cell) of both")
      #expect(Rights.mayAllow(who, cell.action) == (cell.sign != "-"), "\(cell) at all")
      let (own, other) = (
        Extent([Self.mine], departments: ["urban management"]),
        Extent([Self.mine], departments: ["urban management", "traffic police"])
      )
      #expect(Rights.allows(who, cell.action, own) == (cell.sign != "-"), "\(cell) of one's department")
      #expect(Rights.allows(who, cell.action, other) == "*o".contains(cell.sign), "\(cell) of another, too")
      let without = Principal(account: "a_1", role: cell.role)
      #expect(Rights.allows(without, cell.action, own) == (cell.sign == "*"), "\(cell) without a department")
      #expect(Rights.allows(without, cell.action, Extent([Self.mine])) == isEverywhere, "\(cell) without own")
    }
  }

  @Test func `each kind of own counts by itself`() {
    for one in Self.mine {
      let manager = Principal(account: "a_1", role: .manager, own: [one])
      #expect(Rights.allows(manager, .acceptOwnEdit, Extent([[one], Self.mine])))
      for other in Self.mine where other != one {
        #expect(!Rights.allows(manager, .acceptOwnEdit, Extent([[other]])))
      }
    }
  }

  @Test func `a token opens what its scopes name and its account may, and nothing else`() {
    for role in Role.ofAccounts {
      let all = Principal(account: "a_1", role: role, own: Self.mine)
      for scope in Scope.allCases {
        let limited = Principal(account: "a_1", role: role, own: Self.mine, scopes: [scope])
        for action in Action.allCases {
          let isPublic = Rights.reach(.visitor, action) == .everywhere
          let expected =
            isPublic || scope.actions.contains(action) && Rights.allows(all, action, Extent([Self.mine]))
          #expect(
            Rights.allows(limited, action, Extent([Self.mine])) == expected, "\(role) \(scope) \(action)")
        }
      }
    }
  }

  @Test func `no token opens the account itself, and every other right has a scope`() {
    let opened = Scope.allCases.reduce(into: Set<Action>()) { $0.formUnion($1.actions) }
    let open = Action.allCases.filter { Rights.reach(.visitor, $0) == .everywhere }
    #expect(Set(Action.allCases).subtracting(open).subtracting(opened) == [.manageOwnAccount])
    #expect(opened.isDisjoint(with: open))
  }

  @Test func `a visitor is named as one`() {
    #expect(Principal.visitor.actor == "visitor")
    #expect(Principal(account: "a_7", role: .rider).actor == "a_7")
  }
}
