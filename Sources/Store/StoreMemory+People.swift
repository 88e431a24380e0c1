internal import People

/// Accounts and what belongs to them, as rows in memory.
struct PeopleInMemory {
  /// In the order in which they were made.
  var accounts: [StoredAccount] = []
  var sessions: [String: StoredSession] = [:]
  var tokens: [StoredToken] = []
  var logins: [String: (count: Int, last: UTCInstant)] = [:]
  /// In the order in which they were issued.
  var badges: [StoredBadge] = []

  func row(_ id: String) throws(StoreError) -> Int {
    guard let row = accounts.firstIndex(where: { $0.id == id }) else { throw .unknownAccount(id) }
    return row
  }

  /// Ends what the account is signed in with, but the session `kept`.
  mutating func signOut(_ id: String, keeping kept: String? = nil) {
    sessions = sessions.filter { $0.value.account != id || $0.key == kept }
    tokens.removeAll { $0.account == id }
  }
}

extension StoreMemory: PeopleStore {
  public func accounts() async throws(StoreError) -> [StoredAccount] { try run { $0.people.accounts } }

  public func account(_ id: String) async throws(StoreError) -> StoredAccount? {
    try run { contents in contents.people.accounts.first { $0.id == id } }
  }

  public func account(named name: String) async throws(StoreError) -> StoredAccount? {
    try run { contents in contents.people.accounts.first { $0.name.text == name } }
  }

  @discardableResult
  public func addAccount(_ account: StoredAccount) async throws(StoreError) -> ChangeEvent {
    let event = ChangeEvent.added(account, at: clock())
    return try run { contents throws(StoreError) in
      guard !contents.people.accounts.contains(where: { $0.id == account.id }) else {
        throw .duplicate(account.id)
      }
      guard !contents.people.accounts.contains(where: { $0.name == account.name }) else {
        throw .nameTaken(account.name.text)
      }
      contents.people.accounts.append(account)
      return StoreMemory.append(event, &contents)
    }
  }

  @discardableResult
  public func changeAccount(_ account: StoredAccount, by actor: String) async throws(StoreError)
    -> ChangeEvent
  {
    let time = clock()
    return try run { contents throws(StoreError) in
      let row = try contents.people.row(account.id)
      let before = contents.people.accounts[row]
      contents.people.accounts[row].role = account.role
      contents.people.accounts[row].own = account.own
      contents.people.accounts[row].isDisabled = account.isDisabled
      if account.isDisabled { contents.people.signOut(account.id) }
      return StoreMemory.append(.changed(before, to: account, at: time, by: actor), &contents)
    }
  }

  @discardableResult
  public func setPassword(
    _ hash: String, of id: String, keeping kept: String?, by actor: String
  ) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try run { contents throws(StoreError) in
      let row = try contents.people.row(id)
      contents.people.accounts[row].password = hash
      contents.people.signOut(id, keeping: kept)
      return StoreMemory.append(.passwordChanged(of: id, at: time, by: actor), &contents)
    }
  }

  public func rehash(_ hash: String, of id: String) async throws(StoreError) {
    try run { contents throws(StoreError) in
      let row = try contents.people.row(id)
      contents.people.accounts[row].password = hash
    }
  }

  @discardableResult
  public func deleteAccount(_ id: String, by actor: String) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try run { contents throws(StoreError) in
      let account = contents.people.accounts.remove(at: try contents.people.row(id))
      contents.people.signOut(id)
      for row in contents.people.badges.indices where contents.people.badges[row].account == id {
        contents.people.badges[row].account = nil
      }
      return StoreMemory.append(.deleted(account, at: time, by: actor), &contents)
    }
  }

  // MARK: Sessions and tokens

  public func addSession(_ session: StoredSession) async throws(StoreError) {
    try run { contents throws(StoreError) in
      _ = try contents.people.row(session.account)
      contents.people.sessions[session.key] = session
    }
  }

  public func session(_ key: String) async throws(StoreError) -> (
    session: StoredSession, account: StoredAccount
  )? {
    try run { contents in
      guard let session = contents.people.sessions[key],
        let account = contents.people.accounts.first(where: { $0.id == session.account })
      else { return nil }
      return (session, account)
    }
  }

  public func sessions(of account: String) async throws(StoreError) -> [StoredSession] {
    try run { contents in
      contents.people.sessions.values.filter { $0.account == account }.sorted { $0.createdAt < $1.createdAt }
    }
  }

  public func touchSession(_ key: String, at time: UTCInstant) async throws(StoreError) {
    try run { $0.people.sessions[key]?.seenAt = time }
  }

  public func endSession(_ key: String) async throws(StoreError) {
    try run { $0.people.sessions[key] = nil }
  }

  public func forgetEnded(before time: UTCInstant, idle: UTCInstant) async throws(StoreError) {
    try run { contents in
      contents.people.sessions = contents.people.sessions.filter {
        $0.value.endsAt >= time && $0.value.seenAt >= idle
      }
      contents.people.tokens.removeAll { $0.endsAt < time }
    }
  }

  @discardableResult
  public func addToken(_ token: StoredToken) async throws(StoreError) -> ChangeEvent {
    let event = ChangeEvent.added(token, at: clock())
    return try run { contents throws(StoreError) in
      _ = try contents.people.row(token.account)
      contents.people.tokens.append(token)
      return StoreMemory.append(event, &contents)
    }
  }

  public func token(_ key: String) async throws(StoreError) -> (token: StoredToken, account: StoredAccount)? {
    try run { contents in
      guard let token = contents.people.tokens.first(where: { $0.key == key }),
        let account = contents.people.accounts.first(where: { $0.id == token.account })
      else { return nil }
      return (token, account)
    }
  }

  public func tokens(of account: String) async throws(StoreError) -> [StoredToken] {
    try run { contents in contents.people.tokens.filter { $0.account == account } }
  }

  public func removeToken(_ id: String, of account: String) async throws(StoreError) -> Bool {
    let event = ChangeEvent.removedToken(id, of: account, at: clock())
    return try run { contents in
      guard let row = contents.people.tokens.firstIndex(where: { $0.id == id && $0.account == account })
      else { return false }
      contents.people.tokens.remove(at: row)
      _ = StoreMemory.append(event, &contents)
      return true
    }
  }

  public func countLogin(
    _ key: String, at now: UTCInstant, _ policy: LoginPolicy
  ) async throws(StoreError) -> UTCInstant? {
    try run { contents in
      let old = UTCInstant(milliseconds: now.milliseconds - policy.memory)
      contents.people.logins = contents.people.logins.filter { $0.value.last >= old }
      let known = contents.people.logins[key] ?? (0, now)
      let next = policy.next(after: known.count, last: known.last)
      if next > now { return next }
      contents.people.logins[key] = (known.count + 1, now)
      return nil
    }
  }

  public func forgetLogins(_ key: String) async throws(StoreError) {
    try run { $0.people.logins[key] = nil }
  }

  // MARK: Badges

  @discardableResult
  public func addBadge(_ badge: StoredBadge) async throws(StoreError) -> ChangeEvent {
    let event = ChangeEvent.issued(badge, at: clock())
    return try run { contents throws(StoreError) in
      guard !contents.people.badges.contains(where: { $0.number == badge.number }) else {
        throw .duplicate(badge.number)
      }
      if let account = badge.account { _ = try contents.people.row(account) }
      contents.people.badges.append(badge)
      return StoreMemory.append(event, &contents)
    }
  }

  public func badge(_ number: String) async throws(StoreError) -> StoredBadge? {
    try run { contents in contents.people.badges.first { $0.number == number } }
  }

  public func badges(of account: String?, limit: Int) async throws(StoreError) -> [StoredBadge] {
    try run { contents in
      let found = contents.people.badges.reversed().filter { account == nil || $0.account == account }
      return Array(found.prefix(max(limit, 0)))
    }
  }

  @discardableResult
  public func revokeBadge(_ number: String, by actor: String) async throws(StoreError) -> ChangeEvent? {
    let time = clock()
    return try run { contents in
      guard let row = contents.people.badges.firstIndex(where: { $0.number == number }),
        contents.people.badges[row].revokedAt == nil
      else { return nil }
      contents.people.badges[row].revokedAt = time
      return StoreMemory.append(.revokedBadge(number, at: time, by: actor), &contents)
    }
  }

  public func revokedBadges(after second: UInt32) async throws(StoreError) -> [String] {
    try run { contents in
      contents.people.badges.filter { $0.revokedAt != nil && $0.until >= second }.map(\.number).sorted()
    }
  }

  public func events(by actor: String, limit: Int) async throws(StoreError) -> [ChangeEvent] {
    try run { contents in Array(contents.events.filter { $0.actor == actor }.suffix(max(limit, 0))) }
  }
}
