internal import GRDB
internal import People
internal import Store

/// Accounts as rows.
extension StoredAccount {
  func store(in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO account (id, name, role, own, password, disabled, created_at, created_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, name.text, role.rawValue, own.texts.joined(separator: "\n"), password, isDisabled ? 1 : 0,
        createdAt.milliseconds, createdBy,
      ])
  }

  func replace(in db: Database) throws {
    try db.execute(
      sql: "UPDATE account SET role = ?, own = ?, disabled = ? WHERE id = ?",
      arguments: [role.rawValue, own.texts.joined(separator: "\n"), isDisabled ? 1 : 0, id])
  }

  /// - Throws: ``StoreError`` where the row is not what this version writes.
  init(_ row: Row) throws {
    let id: String = row["id"]
    guard let role = Role(rawValue: row["role"]), let name = try? AccountName(row["name"] as String) else {
      throw StoreError.damaged(path: "account", reason: "row \(id)")
    }
    let own = (row["own"] as String).split(separator: "\n").compactMap { Belonging(text: String($0)) }
    self.init(
      id: id, name: name, role: role, own: Set(own), password: row["password"],
      isDisabled: row["disabled"] as Int64 != 0, createdAt: UTCInstant(milliseconds: row["created_at"]),
      createdBy: row["created_by"])
  }
}

/// Sessions as rows.
extension StoredSession {
  func store(in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO session (key, account, created_at, seen_at, ends_at) VALUES (?, ?, ?, ?, ?)",
      arguments: [key, account, createdAt.milliseconds, seenAt.milliseconds, endsAt.milliseconds])
  }

  init(_ row: Row) {
    self.init(
      key: row["key"], account: row["account"], createdAt: UTCInstant(milliseconds: row["created_at"]),
      seenAt: UTCInstant(milliseconds: row["seen_at"]), endsAt: UTCInstant(milliseconds: row["ends_at"]))
  }
}

/// API tokens as rows.
extension StoredToken {
  func store(in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO api_token (id, key, account, name, scopes, created_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, key, account, name, scopes.map(\.rawValue).sorted().joined(separator: " "),
        createdAt.milliseconds, endsAt.milliseconds,
      ])
  }

  init(_ row: Row) {
    self.init(
      id: row["id"], key: row["key"], account: row["account"], name: row["name"],
      scopes: Set((row["scopes"] as String).split(separator: " ").compactMap { Scope(rawValue: String($0)) }),
      createdAt: UTCInstant(milliseconds: row["created_at"]),
      endsAt: UTCInstant(milliseconds: row["ends_at"]))
  }
}

/// Badges as rows.
extension StoredBadge {
  func store(in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO badge (number, account, passes, begins, ends, issued_at, issued_by, revoked_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        number, account, passes.joined(separator: " "), Int64(from), Int64(until), issuedAt.milliseconds,
        issuedBy, revokedAt?.milliseconds,
      ])
  }

  init(_ row: Row) {
    self.init(
      number: row["number"], account: row["account"],
      passes: (row["passes"] as String).split(separator: " ").map(String.init),
      from: UInt32(clamping: row["begins"] as Int64), until: UInt32(clamping: row["ends"] as Int64),
      issuedAt: UTCInstant(milliseconds: row["issued_at"]), issuedBy: row["issued_by"],
      revokedAt: (row["revoked_at"] as Int64?).map { UTCInstant(milliseconds: $0) })
  }
}
