internal import GRDB
internal import Geo
internal import OSM
internal import Store
internal import Streets

extension Database {
  /// Runs a statement that is kept for the next time.
  func run(_ sql: String, arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}

/// Events as rows.
extension ChangeEvent {
  /// Adds the event; returns it with its number.
  func stored(in db: Database) throws -> ChangeEvent {
    try db.run(
      "INSERT INTO event (time, kind, object, before, after, actor, why) VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [time.milliseconds, kind.rawValue, object, before, after, actor, why])
    var event = self
    event.sequence = db.lastInsertedRowID
    return event
  }

  init(_ row: Row) {
    self.init(
      sequence: row["sequence"], time: UTCInstant(milliseconds: row["time"]),
      kind: Kind(rawValue: row["kind"]), object: row["object"], before: row["before"], after: row["after"],
      actor: row["actor"], why: row["why"])
  }
}

/// Closures as rows.
extension StoredClosure {
  func store(in db: Database, added event: Int64) throws {
    try db.run(
      """
      INSERT INTO closure (id, added, target, effect, modes, begins, ends, reason, created_at, created_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      arguments: [
        id, event, target.text, effect.rawValue, Int64(modes.rawValue), from?.seconds, until?.seconds, reason,
        createdAt.milliseconds, createdBy,
      ])
    try db.run("INSERT INTO standing_closure (id) VALUES (?)", arguments: [id])
  }

  /// - Throws: ``StoreError`` where the row is not what this version writes.
  init(_ row: Row) throws {
    let id: String = row["id"]
    guard let target = Target(text: row["target"]), let effect = Effect(rawValue: row["effect"]) else {
      throw StoreError.damaged(path: "closure", reason: "row \(id)")
    }
    self.init(
      id: id, target: target, effect: effect,
      modes: ModeSet(rawValue: UInt8(truncatingIfNeeded: row["modes"] as Int64)),
      from: (row["begins"] as Int64?).map { CivilTime(seconds: $0) },
      until: (row["ends"] as Int64?).map { CivilTime(seconds: $0) }, reason: row["reason"],
      createdAt: UTCInstant(milliseconds: row["created_at"]), createdBy: row["created_by"])
  }
}

extension StoredClosure.Target {
  /// `node/1`, or the points of a ring as whole units of a ``Coordinate``: `1064500000,295400000 1064600000,...`.
  var text: String {
    switch self {
    case .element(let id): id.description
    case .area(let ring): ring.map { "\($0.longitudeE7),\($0.latitudeE7)" }.joined(separator: " ")
    }
  }

  init?(text: String) {
    if let id = ElementID(text) {
      self = .element(id)
      return
    }
    let ring = text.split(separator: " ").compactMap { part -> Coordinate? in
      let numbers = part.split(separator: ",").compactMap { Int32($0) }
      return numbers.count == 2 ? Coordinate(longitudeE7: numbers[0], latitudeE7: numbers[1]) : nil
    }
    guard !ring.isEmpty else { return nil }
    self = .area(ring)
  }
}

/// Reports as rows.
extension StoredReport {
  func store(in db: Database, added event: Int64) throws {
    try db.run(
      """
      INSERT INTO report (id, added, longitude, latitude, kind, text, element, language, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      arguments: [
        id, event, Int64(position.longitudeE7), Int64(position.latitudeE7), kind, text, element?.description,
        language, createdAt.milliseconds,
      ])
  }

  init(_ row: Row) {
    self.init(
      id: row["id"],
      position: Coordinate(longitudeE7: row["longitude"] as Int32, latitudeE7: row["latitude"] as Int32),
      kind: row["kind"], text: row["text"], element: (row["element"] as String?).flatMap { ElementID($0) },
      createdAt: UTCInstant(milliseconds: row["created_at"]), language: row["language"])
  }
}

/// Edits as rows.
extension StoredEdit {
  func store(in db: Database, added event: Int64) throws {
    try db.run(
      """
      INSERT INTO edit
        (id, added, object, kind, action, target, geometry, properties, why, status, created_at, created_by, accepted, before)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      arguments: [
        id, event, object, kind, action, target, geometry, properties, why, status.rawValue,
        createdAt.milliseconds, createdBy, accepted, before,
      ])
  }

  /// - Throws: ``StoreError`` where the row is not what this version writes.
  init(_ row: Row) throws {
    let id: String = row["id"]
    guard let status = Status(rawValue: row["status"]) else {
      throw StoreError.damaged(path: "edit", reason: "row \(id)")
    }
    self.init(
      id: id, object: row["object"], kind: row["kind"], action: row["action"], target: row["target"],
      geometry: row["geometry"], properties: row["properties"], why: row["why"], status: status,
      createdAt: UTCInstant(milliseconds: row["created_at"]), createdBy: row["created_by"])
    (accepted, before) = (row["accepted"], row["before"])
  }
}
