internal import GRDB
internal import People
public import Store

extension StoreSQLite: PeopleStore {
  public func accounts() async throws(StoreError) -> [StoredAccount] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM account ORDER BY created_at, id").map { try StoredAccount($0) }
    }
  }

  public func account(_ id: String) async throws(StoreError) -> StoredAccount? {
    try await read { try StoreSQLite.account(id, $0) }
  }

  public func account(named name: String) async throws(StoreError) -> StoredAccount? {
    try await read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM account WHERE name = ?", arguments: [name])
        .map { try StoredAccount($0) }
    }
  }

  @discardableResult
  public func addAccount(_ account: StoredAccount) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try await writer.write { db in
      try StoreSQLite.requireNew(account.id, "account", db)
      let isTaken = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM account WHERE name = ?)", arguments: [account.name.text])
      if isTaken ?? false { throw StoreError.nameTaken(account.name.text) }
      try account.store(in: db)
      return try ChangeEvent.added(account, at: time).stored(in: db)
    }
  }

  @discardableResult
  public func changeAccount(_ account: StoredAccount, by actor: String) async throws(StoreError)
    -> ChangeEvent
  {
    let time = clock()
    return try await writer.write { db in
      let before = try StoreSQLite.require(account.id, db)
      try account.replace(in: db)
      if account.isDisabled { try StoreSQLite.signOut(account.id, keeping: nil, db) }
      return try ChangeEvent.changed(before, to: account, at: time, by: actor).stored(in: db)
    }
  }

  @discardableResult
  public func setPassword(
    _ hash: String, of id: String, keeping kept: String?, by actor: String
  ) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try await writer.write { db in
      _ = try StoreSQLite.require(id, db)
      try db.execute(sql: "UPDATE account SET password = ? WHERE id = ?", arguments: [hash, id])
      try StoreSQLite.signOut(id, keeping: kept, db)
      return try ChangeEvent.passwordChanged(of: id, at: time, by: actor).stored(in: db)
    }
  }

  public func rehash(_ hash: String, of id: String) async throws(StoreError) {
    try await writer.write { db in
      try db.execute(sql: "UPDATE account SET password = ? WHERE id = ?", arguments: [hash, id])
    }
  }

  @discardableResult
  public func deleteAccount(_ id: String, by actor: String) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    let event = try await writer.write { db in
      let account = try StoreSQLite.require(id, db)
      // Sessions and tokens go with it, badges lose their holder.
      try db.execute(sql: "DELETE FROM account WHERE id = ?", arguments: [id])
      return try ChangeEvent.deleted(account, at: time, by: actor).stored(in: db)
    }
    // The log of writes holds the row until it is taken over; a reader at this moment only delays that.
    let pool = pool
    _ = try? await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    return event
  }

  // MARK: Sessions and tokens

  public func addSession(_ session: StoredSession) async throws(StoreError) {
    try await writer.write { db in
      _ = try StoreSQLite.require(session.account, db)
      try session.store(in: db)
    }
  }

  public func session(_ key: String) async throws(StoreError) -> (
    session: StoredSession, account: StoredAccount
  )? {
    try await read { db in
      guard let row = try Row.fetchOne(db, sql: "SELECT * FROM session WHERE key = ?", arguments: [key]),
        let account = try StoreSQLite.account(row["account"], db)
      else { return nil }
      return (StoredSession(row), account)
    }
  }

  public func sessions(of account: String) async throws(StoreError) -> [StoredSession] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM session WHERE account = ? ORDER BY created_at", arguments: [account]
      ).map { StoredSession($0) }
    }
  }

  public func touchSession(_ key: String, at time: UTCInstant) async throws(StoreError) {
    try await writer.write { db in
      try db.execute(
        sql: "UPDATE session SET seen_at = ? WHERE key = ?", arguments: [time.milliseconds, key])
    }
  }

  public func endSession(_ key: String) async throws(StoreError) {
    try await writer.write { db in
      try db.execute(sql: "DELETE FROM session WHERE key = ?", arguments: [key])
    }
  }

  public func forgetEnded(before time: UTCInstant, idle: UTCInstant) async throws(StoreError) {
    try await writer.write { db in
      try db.execute(
        sql: "DELETE FROM session WHERE ends_at < ? OR seen_at < ?",
        arguments: [time.milliseconds, idle.milliseconds])
      try db.execute(sql: "DELETE FROM api_token WHERE ends_at < ?", arguments: [time.milliseconds])
    }
  }

  @discardableResult
  public func addToken(_ token: StoredToken) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try await writer.write { db in
      _ = try StoreSQLite.require(token.account, db)
      try token.store(in: db)
      return try ChangeEvent.added(token, at: time).stored(in: db)
    }
  }

  public func token(_ key: String) async throws(StoreError) -> (token: StoredToken, account: StoredAccount)? {
    try await read { db in
      guard let row = try Row.fetchOne(db, sql: "SELECT * FROM api_token WHERE key = ?", arguments: [key]),
        let account = try StoreSQLite.account(row["account"], db)
      else { return nil }
      return (StoredToken(row), account)
    }
  }

  public func tokens(of account: String) async throws(StoreError) -> [StoredToken] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM api_token WHERE account = ? ORDER BY created_at, id", arguments: [account]
      ).map { StoredToken($0) }
    }
  }

  public func removeToken(_ id: String, of account: String) async throws(StoreError) -> Bool {
    let time = clock()
    return try await writer.write { db in
      try db.execute(
        sql: "DELETE FROM api_token WHERE id = ? AND account = ?", arguments: [id, account])
      guard db.changesCount > 0 else { return false }
      _ = try ChangeEvent.removedToken(id, of: account, at: time).stored(in: db)
      return true
    }
  }

  public func countLogin(
    _ key: String, at now: UTCInstant, _ policy: LoginPolicy
  ) async throws(StoreError) -> UTCInstant? {
    try await writer.write { db in
      try db.execute(
        sql: "DELETE FROM login WHERE last_at < ?", arguments: [now.milliseconds - policy.memory])
      if let row = try Row.fetchOne(db, sql: "SELECT * FROM login WHERE key = ?", arguments: [key]) {
        let next = policy.next(after: row["count"], last: UTCInstant(milliseconds: row["last_at"]))
        if next > now { return next }
      }
      try db.execute(
        sql: """
          INSERT INTO login (key, count, last_at) VALUES (?1, 1, ?2)
          ON CONFLICT (key) DO UPDATE SET count = count + 1, last_at = ?2
          """, arguments: [key, now.milliseconds])
      try db.execute(
        sql: "DELETE FROM login WHERE key IN (SELECT key FROM login ORDER BY last_at DESC LIMIT -1 OFFSET ?)",
        arguments: [LoginPolicy.mostNames])
      return nil
    }
  }

  public func forgetLogins(_ key: String) async throws(StoreError) {
    try await writer.write { try $0.execute(sql: "DELETE FROM login WHERE key = ?", arguments: [key]) }
  }

  // MARK: Badges

  @discardableResult
  public func addBadge(_ badge: StoredBadge) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try await writer.write { db in
      if try StoreSQLite.badge(badge.number, db) != nil { throw StoreError.duplicate(badge.number) }
      if let account = badge.account { _ = try StoreSQLite.require(account, db) }
      try badge.store(in: db)
      return try ChangeEvent.issued(badge, at: time).stored(in: db)
    }
  }

  public func badge(_ number: String) async throws(StoreError) -> StoredBadge? {
    try await read { try StoreSQLite.badge(number, $0) }
  }

  public func badges(of account: String?, limit: Int) async throws(StoreError) -> [StoredBadge] {
    try await read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM badge WHERE ?1 IS NULL OR account = ?1 ORDER BY issued_at DESC, number DESC LIMIT ?2
          """, arguments: [account, max(limit, 0)]
      ).map { StoredBadge($0) }
    }
  }

  @discardableResult
  public func revokeBadge(_ number: String, by actor: String) async throws(StoreError) -> ChangeEvent? {
    let time = clock()
    return try await writer.write { db in
      try db.execute(
        sql: "UPDATE badge SET revoked_at = ? WHERE number = ? AND revoked_at IS NULL",
        arguments: [time.milliseconds, number])
      guard db.changesCount > 0 else { return nil }
      return try ChangeEvent.revokedBadge(number, at: time, by: actor).stored(in: db)
    }
  }

  public func revokedBadges(after second: UInt32) async throws(StoreError) -> [String] {
    try await read { db in
      try String.fetchAll(
        db, sql: "SELECT number FROM badge WHERE revoked_at IS NOT NULL AND ends >= ? ORDER BY number",
        arguments: [Int64(second)])
    }
  }

  public func events(by actor: String, limit: Int) async throws(StoreError) -> [ChangeEvent] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM event WHERE actor = ? ORDER BY sequence DESC LIMIT ?",
        arguments: [actor, max(limit, 0)]
      ).map { ChangeEvent($0) }.reversed()
    }
  }

  // MARK: Rows

  private static func account(_ id: String, _ db: Database) throws -> StoredAccount? {
    try Row.fetchOne(db, sql: "SELECT * FROM account WHERE id = ?", arguments: [id])
      .map { try StoredAccount($0) }
  }

  private static func require(_ id: String, _ db: Database) throws -> StoredAccount {
    guard let account = try account(id, db) else { throw StoreError.unknownAccount(id) }
    return account
  }

  private static func badge(_ number: String, _ db: Database) throws -> StoredBadge? {
    try Row.fetchOne(db, sql: "SELECT * FROM badge WHERE number = ?", arguments: [number])
      .map { StoredBadge($0) }
  }

  private static func signOut(_ id: String, keeping kept: String?, _ db: Database) throws {
    try db.execute(
      sql: "DELETE FROM session WHERE account = ? AND key IS NOT ?", arguments: [id, kept])
    try db.execute(sql: "DELETE FROM api_token WHERE account = ?", arguments: [id])
  }
}
