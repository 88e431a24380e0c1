internal import GRDB
public import OSM
public import Store

extension StoreSQLite: Store {
  public var people: any PeopleStore { self }

  public func closures() async throws(StoreError) -> [StoredClosure] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT closure.* FROM standing_closure JOIN closure USING (id) ORDER BY closure.added"
      ).map { try StoredClosure($0) }
    }
  }

  public func closure(_ id: String) async throws(StoreError) -> StoredClosure? {
    try await read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM closure WHERE id = ?", arguments: [id])
        .map { try StoredClosure($0) }
    }
  }

  @discardableResult
  public func addClosure(_ closure: StoredClosure) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try await writer.write { db in
      try StoreSQLite.requireNew(closure.id, "closure", db)
      let event = try ChangeEvent.added(closure, at: time).stored(in: db)
      try closure.store(in: db, added: event.sequence)
      return event
    }
  }

  @discardableResult
  public func liftClosure(_ id: String, by actor: String, why: String?) async throws(StoreError)
    -> ChangeEvent
  {
    let time = clock()
    return try await writer.write { db in
      let row = try Row.fetchOne(
        db, sql: "SELECT closure.* FROM standing_closure JOIN closure USING (id) WHERE id = ?",
        arguments: [id])
      guard let row else { throw StoreError.unknownClosure(id) }
      return try StoreSQLite.end(.lifted(StoredClosure(row), at: time, by: actor, why: why), db)
    }
  }

  @discardableResult
  public func expireClosures(at now: CivilTime) async throws(StoreError) -> [ChangeEvent] {
    let time = clock()
    return try await writer.write { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT closure.* FROM standing_closure JOIN closure USING (id)
          WHERE closure.ends <= ? ORDER BY closure.added
          """, arguments: [now.seconds]
      ).map { try StoreSQLite.end(.expired(StoredClosure($0), at: time), db) }
    }
  }

  @discardableResult
  public func addReport(_ report: StoredReport) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try await writer.write { db in
      try StoreSQLite.requireNew(report.id, "report", db)
      let event = try ChangeEvent.added(report, at: time).stored(in: db)
      try report.store(in: db, added: event.sequence)
      return event
    }
  }

  public func reportCount() async throws(StoreError) -> Int {
    try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM report") ?? 0 }
  }

  public func reports(limit: Int) async throws(StoreError) -> [StoredReport] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM report ORDER BY added DESC LIMIT ?", arguments: [max(limit, 0)]
      ).map { StoredReport($0) }
    }
  }

  @discardableResult
  public func addEdits(_ edits: [StoredEdit]) async throws(StoreError) -> [(
    edit: StoredEdit, event: ChangeEvent
  )] {
    let time = clock()
    return try await writer.write { db in
      var object = try Int64.fetchOne(db, sql: "SELECT max(object) FROM edit") ?? 0
      return try edits.map { edit in
        try StoreSQLite.requireNew(edit.id, "edit", db)
        var kept = edit
        if edit.needsObject {
          object += 1
          kept.object = object
        }
        let event = try ChangeEvent.added(kept, at: time).stored(in: db)
        if kept.status == .accepted { kept.accepted = event.sequence }
        try kept.store(in: db, added: event.sequence)
        return (kept, event)
      }
    }
  }

  public func edit(_ id: String) async throws(StoreError) -> StoredEdit? {
    try await read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM edit WHERE id = ?", arguments: [id]).map { try StoredEdit($0) }
    }
  }

  public func edits(_ query: EditQuery) async throws(StoreError) -> [(sequence: Int64, edit: StoredEdit)] {
    // Only what is asked for, so that an index serves it.
    var (conditions, arguments) = ([String](), StatementArguments())
    func require(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
      conditions.append(condition)
      arguments += StatementArguments(values)
    }
    if query.since > 0 { require("added > ?", query.since) }
    if let before = query.before { require("added < ?", before) }
    if query.acceptedSince > 0 { require("accepted > ?", query.acceptedSince) }
    // Of single things there are few: their index is the better one.
    let isOfThings = query.target != nil || query.targets != nil
    if let status = query.status { require(isOfThings ? "+status = ?" : "status = ?", status.rawValue) }
    if let target = query.target {
      if let object = query.object, object > 0 {
        require("(target = ? OR object = ? AND object > 0)", target, object)
      } else {
        require("target = ?", target)
      }
    }
    for (column, words) in [("target", query.targets), ("id", query.ids)] {
      guard let words else { continue }
      let list = "[" + words.sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]"
      require("\(column) IN (SELECT value FROM json_each(?))", list)
    }
    let columns = query.order == .acceptance ? ["accepted", "added"] : ["added"]
    let isFalling = (query.order == .newest) != query.isBackwards
    let order = columns.map { isFalling ? $0 + " DESC" : $0 }.joined(separator: ", ")
    let sql = """
      SELECT * FROM edit \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
      ORDER BY \(order) LIMIT ?
      """
    arguments += [max(query.limit, 0)]
    return try await read { [arguments] db in
      try Row.fetchAll(db, sql: sql, arguments: arguments).map {
        (sequence: $0["added"] as Int64, edit: try StoredEdit($0))
      }
    }
  }

  @discardableResult
  public func decideEdit(
    _ id: String, _ status: StoredEdit.Status, from: Set<StoredEdit.Status>, by actor: String, why: String?,
    before: String?
  ) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try await writer.write { db in
      guard let row = try Row.fetchOne(db, sql: "SELECT * FROM edit WHERE id = ?", arguments: [id]) else {
        throw StoreError.unknownEdit(id)
      }
      var edit = try StoredEdit(row)
      guard from.contains(edit.status) else { throw StoreError.decided(id, status: edit.status) }
      if status == .accepted { edit.before = before }
      let event = try ChangeEvent.decided(edit, status, at: time, by: actor, why: why).stored(in: db)
      let accepted = status == .accepted ? event.sequence : edit.accepted
      try db.run(
        "UPDATE edit SET status = ?, accepted = ?, before = ? WHERE id = ?",
        arguments: [status.rawValue, accepted, edit.before, id])
      return event
    }
  }

  public func setReading(_ reading: StoredReading) async throws(StoreError) {
    try await writer.write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO reading (object, name, value, time, by) VALUES (?, ?, ?, ?, ?)",
        arguments: [reading.object, reading.name, reading.value, reading.time.milliseconds, reading.by])
    }
  }

  public func readings() async throws(StoreError) -> [StoredReading] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM reading ORDER BY object, name").map { row in
        StoredReading(
          object: row["object"], name: row["name"], value: row["value"],
          time: UTCInstant(milliseconds: row["time"]), by: row["by"])
      }
    }
  }

  public func events(of object: String) async throws(StoreError) -> [ChangeEvent] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM event WHERE object = ? ORDER BY sequence", arguments: [object])
        .map { ChangeEvent($0) }
    }
  }

  public func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [ChangeEvent] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?",
        arguments: [sequence, max(limit, 0)]
      ).map { ChangeEvent($0) }
    }
  }

  public func lastSequence() async throws(StoreError) -> Int64 {
    try await read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM event") ?? 0 }
  }

  public func close() async throws(StoreError) {
    await writer.close()
    do { try pool.close() } catch { throw .read(error, path) }
  }

  static func requireNew(_ id: String, _ table: String, _ db: Database) throws {
    let isTaken = try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM \(table) WHERE id = ?)"), arguments: [id])
    if isTaken ?? false { throw StoreError.duplicate(id) }
  }

  /// The object of `event` stands no longer.
  private static func end(_ event: ChangeEvent, _ db: Database) throws -> ChangeEvent {
    try db.run("DELETE FROM standing_closure WHERE id = ?", arguments: [event.object])
    return try event.stored(in: db)
  }
}
