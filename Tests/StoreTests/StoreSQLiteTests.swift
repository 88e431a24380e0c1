import Foundation
import GRDB
import OSM
import People
import Store
import Testing
import Wording

@testable import StoreSQLite

/// What concerns the file: durability, versions, full disks, other people's files.
@Suite struct StoreSQLiteTests {
  @Test func `what was added is there after the database has been opened again`() async throws {
    let path = try Scratch().path("sub/folder/kaimen.sqlite")
    let first = try StoreSQLite(path: path)
    try await first.addClosure(.full)
    try await first.addClosure(.sample("c_2"))
    try await first.liftClosure("c_2", by: "officer", why: nil)
    let events = try await first.events(after: 0, limit: 10)
    try await first.close()
    let second = try StoreSQLite(path: path)
    #expect(try await second.closures() == [.full])
    #expect(try await second.events(after: 0, limit: 10) == events)
    let added = try await second.addClosure(.sample("c_3"))
    #expect(added.sequence == 4)
  }

  @Test func `nobody else may read what people reported, also in a folder that was there before`()
    async throws
  {
    let path = try Scratch().path("kaimen.sqlite")
    func permissions(_ end: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path + end)[.posixPermissions] as? Int
    }
    do {
      let store = try StoreSQLite(path: path)
      try await store.addReport(.sample("r_1"))
      for end in ["", "-wal", "-shm"] { #expect(try permissions(end) == 0o600, "\(end)") }
      try await store.close()
    }
    // As a version before this one left it.
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let again = try StoreSQLite(path: path)
    for end in ["", "-wal", "-shm"] { #expect(try permissions(end) == 0o600, "\(end)") }
    #expect(try await again.reportCount() == 1)
  }

  @Test func `every write is synced, and references are kept whole`() throws {
    let store = try StoreSQLite(path: Scratch().path("kaimen.sqlite"))
    let settings = try store.pool.writeWithoutTransaction { db in
      try ["journal_mode", "synchronous", "foreign_keys"].map { name in
        try String.fetchOne(db, sql: "PRAGMA \(name)") ?? ""
      }
    }
    #expect(settings == ["wal", "2", "1"])
    let strict = try store.pool.read { db in
      try String.fetchAll(db, sql: "SELECT name FROM pragma_table_list WHERE strict = 1 ORDER BY name")
    }
    #expect(
      strict == [
        "account", "api_token", "badge", "closure", "edit", "event", "login", "reading", "report",
        "session", "standing_closure",
      ])
    #expect(throws: DatabaseError.self) {
      try store.pool.write { try $0.execute(sql: "INSERT INTO standing_closure (id) VALUES ('c_none')") }
    }
  }

  @Test func `an acknowledged write is seen by another program at once`() async throws {
    let path = try Scratch().path("kaimen.sqlite")
    let store = try StoreSQLite(path: path)
    try await store.addClosure(.sample("c_1"))
    let other = try StoreSQLite(path: path)
    #expect(try await other.closures() == [.sample("c_1")])
  }

  // MARK: Versions

  /// The database as version 1 wrote it; never to be changed.
  private static let version1 = """
    PRAGMA application_id = 1262569805;
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('1 closures and reports');
    CREATE TABLE event (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, kind TEXT NOT NULL,
      object TEXT NOT NULL, before TEXT, after TEXT, actor TEXT NOT NULL, why TEXT) STRICT;
    CREATE INDEX event_of_object ON event (object, sequence);
    CREATE TABLE closure (
      id TEXT PRIMARY KEY NOT NULL, added INTEGER NOT NULL REFERENCES event (sequence), target TEXT NOT NULL,
      effect TEXT NOT NULL CHECK (effect IN ('closes', 'opens')), modes INTEGER NOT NULL, begins INTEGER,
      ends INTEGER, reason TEXT, created_at INTEGER NOT NULL, created_by TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE standing_closure (
      id TEXT PRIMARY KEY NOT NULL REFERENCES closure (id)) STRICT, WITHOUT ROWID;
    CREATE TABLE report (
      id TEXT PRIMARY KEY NOT NULL, added INTEGER NOT NULL UNIQUE REFERENCES event (sequence),
      longitude INTEGER NOT NULL, latitude INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
      element TEXT, language TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO event VALUES (1, 1000, 'closure.added', 'c_a', NULL, '{}', 'guard', 'flood');
    INSERT INTO event VALUES (2, 2000, 'report.added', 'r_a', NULL, '{}', 'visitor', NULL);
    INSERT INTO closure VALUES ('c_a', 1, 'way/12', 'closes', 2, NULL, 1795262400, 'flood', 1000, 'guard');
    INSERT INTO standing_closure VALUES ('c_a');
    INSERT INTO report VALUES ('r_a', 2, 1064500000, 295400000, 'other', 'hello', 'node/3', 'en', 2000);
    """

  /// What version 2 added to it; never to be changed.
  private static let version2 =
    version1 + """
      INSERT INTO grdb_migrations VALUES ('2 edits');
      CREATE TABLE edit (
        id TEXT PRIMARY KEY NOT NULL, added INTEGER NOT NULL UNIQUE REFERENCES event (sequence),
        object INTEGER NOT NULL, kind TEXT NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('add', 'change', 'remove')), target TEXT, geometry TEXT,
        properties TEXT, why TEXT,
        status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'undone')),
        created_at INTEGER NOT NULL, created_by TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX edit_of_object ON edit (object) WHERE object > 0;
      CREATE INDEX edit_of_target ON edit (target, added) WHERE target IS NOT NULL;
      CREATE INDEX edit_of_status ON edit (status, added);
      INSERT INTO event VALUES (3, 3000, 'edit.added', 'e_a', NULL, '{}', 'token', NULL);
      INSERT INTO edit VALUES (
        'e_a', 3, 0, 'rule', 'change', 'node/7', NULL, '{"rule":{}}', 'seen', 'accepted', 3000, 'token');
      """

  /// What version 3 added to it; never to be changed.
  private static let version3 =
    version2 + """
      INSERT INTO grdb_migrations VALUES ('3 people');
      CREATE TABLE account (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL,
        own TEXT NOT NULL,
        password TEXT NOT NULL,
        disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE session (
        key TEXT PRIMARY KEY NOT NULL,
        account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX session_of_account ON session (account);
      CREATE TABLE api_token (
        id TEXT PRIMARY KEY NOT NULL,
        key TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        scopes TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX api_token_of_account ON api_token (account);
      CREATE TABLE login (
        key TEXT PRIMARY KEY NOT NULL,
        count INTEGER NOT NULL,
        last_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX login_by_time ON login (last_at);
      CREATE TABLE badge (
        number TEXT PRIMARY KEY NOT NULL,
        account TEXT REFERENCES account (id) ON DELETE SET NULL,
        passes TEXT NOT NULL,
        begins INTEGER NOT NULL,
        ends INTEGER NOT NULL,
        issued_at INTEGER NOT NULL,
        issued_by TEXT NOT NULL,
        revoked_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX badge_of_account ON badge (account) WHERE account IS NOT NULL;
      CREATE INDEX event_by_actor ON event (actor, sequence);
      """

  /// What version 4 added to it; never to be changed.
  private static let version4 =
    version3 + """
      INSERT INTO grdb_migrations VALUES ('4 readings');
      CREATE TABLE reading (
        object TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, time INTEGER NOT NULL, by TEXT NOT NULL,
        PRIMARY KEY (object, name)) STRICT, WITHOUT ROWID;
      INSERT INTO event VALUES (4, 4000, 'edit.added', 'e_b', NULL, '{}', 'a_1', NULL);
      INSERT INTO event VALUES (5, 4500, 'edit.added', 'e_c', NULL, '{}', 'token', NULL);
      INSERT INTO event VALUES (6, 5000, 'edit.accepted', 'e_b', '{}', '{}', 'token', NULL);
      INSERT INTO event VALUES (7, 5500, 'edit.added', 'e_d', NULL, '{}', 'a_1', NULL);
      INSERT INTO edit VALUES (
        'e_b', 4, 0, 'rule', 'change', 'node/7', NULL, '{"rule":{}}', 'seen', 'accepted', 4000, 'a_1');
      INSERT INTO edit VALUES (
        'e_c', 5, 0, 'rule', 'change', 'node/7', NULL, '{"rule":{}}', 'seen', 'accepted', 4500, 'token');
      INSERT INTO edit VALUES (
        'e_d', 7, 0, 'rule', 'change', 'node/7', NULL, '{"rule":{}}', 'seen', 'pending', 5500, 'a_1');
      """

  /// What version 5 added to it; never to be changed.
  private static let version5 =
    version4 + """
      INSERT INTO grdb_migrations VALUES ('5 acceptance');
      ALTER TABLE edit ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE edit ADD COLUMN before TEXT;
      CREATE INDEX edit_by_acceptance ON edit (status, accepted);
      UPDATE edit SET accepted = 6, before = '{"rule":{}}' WHERE id = 'e_b';
      UPDATE edit SET accepted = 5 WHERE id = 'e_c';
      UPDATE edit SET accepted = 3 WHERE id = 'e_a';
      """

  private func database(_ sql: String) throws -> String {
    let path = try Scratch().path("kaimen.sqlite")
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: sql) }
    try queue.close()
    return path
  }

  @Test func `a database of version 1 is read and written`() async throws {
    let store = try StoreSQLite(path: database(Self.version1))
    let closures = try await store.closures()
    #expect(closures.map(\.id) == ["c_a"])
    #expect(closures.first?.target == .element(ElementID(.way, 12)))
    #expect(closures.first?.until == CivilTime("2026-11-21T12:00"))
    #expect(try await store.reports(limit: 5).map(\.text) == ["hello"])
    #expect(try await store.addReport(.sample("r_b")).sequence == 3)
  }

  @Test func `a database of version 2 keeps its edits and takes accounts`() async throws {
    let store = try StoreSQLite(path: database(Self.version2))
    #expect(try await store.closures().map(\.id) == ["c_a"])
    #expect(try await store.edits(.accepted).map(\.edit.createdBy) == ["token"])
    let account = StoredAccount(
      id: "a_1", name: try AccountName("liwei"), role: .rider, password: "x", createdBy: "command")
    #expect(try await store.addAccount(account).sequence == 4)
    #expect(try await store.account(named: "liwei")?.id == "a_1")
  }

  @Test func `of a deleted account nothing is left in the files`() async throws {
    let path = try Scratch().path("kaimen.sqlite")
    let store = try StoreSQLite(path: path)
    func isThere(_ word: String) throws -> Bool {
      try ["", "-wal"].contains { end in
        try Data(contentsOf: URL(fileURLWithPath: path + end)).range(of: Data(word.utf8)) != nil
      }
    }
    for name in ["unmistakable-name", "another-one"] {
      try await store.addAccount(
        StoredAccount(
          id: "a_\(name.count)", name: try AccountName(name), role: .rider, password: "hash of \(name)",
          createdBy: "command"))
    }
    #expect(try isThere("unmistakable-name"))
    try await store.deleteAccount("a_17", by: "a_17")
    #expect(try !isThere("unmistakable-name"))
    #expect(try isThere("another-one"))
    #expect(try await store.events(of: "a_17").count == 2)
  }

  @Test func `a database of version 4 knows in which order its edits were accepted`() async throws {
    let store = try StoreSQLite(path: database(Self.version4))
    let accepted = try await store.edits(.accepted).map(\.edit)
    #expect(accepted.map(\.id) == ["e_a", "e_c", "e_b"])
    #expect(accepted.map(\.accepted) == [3, 5, 6])
    #expect(try await store.edit("e_d")?.accepted == 0)
  }

  @Test func `a database of version 5 keeps what its edits replaced`() async throws {
    let store = try StoreSQLite(path: database(Self.version5))
    #expect(try await store.edits(.accepted).map(\.edit.id) == ["e_a", "e_c", "e_b"])
    #expect(try await store.edit("e_b")?.before == #"{"rule":{}}"#)
  }

  @Test(arguments: [version1, version2, version3, version4, version5])
  func `an earlier version, migrated, is what a new database is`(earlier: String) throws {
    let names =
      "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE '%grdb%' AND name NOT LIKE 'sqlite%' ORDER BY name"
    let fresh = try StoreSQLite(path: Scratch().path("kaimen.sqlite"))
    let old = try StoreSQLite(path: database(earlier))
    let made = try [fresh, old].map { store in
      try store.pool.read { db in
        try Row.fetchAll(db, sql: names).map { row -> String in
          let sql: String = row["sql"]
          return sql.replacing("(", with: " ( ").replacing(")", with: " ) ").replacing(",", with: " , ").split
          { $0.isWhitespace }
          .joined(separator: " ")
        }
      }
    }
    #expect(made[0] == made[1])
    #expect(made[0].count == 22)
  }

  @Test func `a database of a newer version is refused and left alone`() throws {
    let path = try database(Self.version1 + "INSERT INTO grdb_migrations VALUES ('999 from the future');")
    #expect(throws: StoreError.newerVersion(path: path)) { try StoreSQLite(path: path) }
    #expect(StoreError.newerVersion(path: path).wording.english.contains("written by a newer version"))
    #expect(StoreError.newerVersion(path: path).wording.chinese.contains("更新版本"))
  }

  @Test(arguments: ["CREATE TABLE note (text TEXT)", "PRAGMA application_id = 77"])
  func `a database of another program is refused and not changed`(sql: String) throws {
    let path = try database(sql)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: StoreError.foreignFile(path: path)) { try StoreSQLite(path: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test(arguments: ["not a database", String(repeating: "long enough to have a header. ", count: 20)])
  func `a file that is no database is refused and not changed`(text: String) throws {
    let path = try Scratch().path("kaimen.sqlite")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: StoreError.foreignFile(path: path)) { try StoreSQLite(path: path) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func `an empty file, left by a start that was cut off, becomes a database`() async throws {
    let path = try Scratch().path("kaimen.sqlite")
    try Data().write(to: URL(fileURLWithPath: path))
    let store = try StoreSQLite(path: path)
    #expect(try await store.closures().isEmpty)
  }

  // MARK: Many at once

  /// Prints how many writes a second were durable; with KAIMEN_HEAVY=1 only.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["KAIMEN_HEAVY"] == "1"), arguments: [1, 64])
  func `writers that wait for one another share the way to the disk`(writers: Int) async throws {
    let store = try StoreSQLite(path: Scratch().path("kaimen.sqlite"))
    let each = 2048 / writers
    let began = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask {
          for number in 0..<each { try await store.addClosure(.sample("c_\(writer)_\(number)")) }
        }
      }
      try await group.waitForAll()
    }
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    print("\(writers) writers: \(Int(Double(writers * each) / seconds)) durable writes a second")
    #expect(try await store.lastSequence() == Int64(writers * each))
  }

  // MARK: Disks

  @Test func `on a full disk nothing is half-written, and with room the store works on`() async throws {
    let store = try StoreSQLite(path: Scratch().path("kaimen.sqlite"))
    try await store.addClosure(.sample("c_first"))
    let pages = try await store.pool.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
    try store.limit(pages: pages + 2)
    var big = StoredReport.sample("r_big")
    big.text = String(repeating: "long ", count: 20_000)
    await #expect(throws: StoreError.full(path: store.path)) { try await store.addReport(big) }
    #expect(StoreError.full(path: store.path).wording.chinese.contains("已满"))
    #expect(try await store.reports(limit: 5).isEmpty)
    #expect(try await store.events(after: 0, limit: 5).map(\.object) == ["c_first"])
    #expect(try await store.closures().map(\.id) == ["c_first"])
    try store.limit(pages: 1_000_000)
    #expect(try await store.addReport(big).sequence == 2)
    #expect(try await store.reports(limit: 5) == [big])
  }

  @Test func `of writers that share a full disk each is told what became of its own`() async throws {
    let store = try StoreSQLite(path: Scratch().path("kaimen.sqlite"))
    try store.limit(
      pages: try await store.pool.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 } + 6)
    var big = StoredReport.sample("r_big")
    big.text = String(repeating: "long ", count: 20_000)
    let report = big
    let kept = await withTaskGroup(of: String?.self) { group in
      for number in 0..<40 {
        group.addTask {
          do {
            if number == 20 {
              try await store.addReport(report)
              return report.id
            }
            try await store.addClosure(.sample("c_\(number)"))
            return "c_\(number)"
          } catch { return nil }
        }
      }
      return await group.reduce(into: Set<String>()) { if let id = $1 { $0.insert(id) } }
    }
    let stored = try await store.events(after: 0, limit: 100).map(\.object)
    #expect(Set(stored) == kept)
    #expect(!kept.contains("r_big"))
  }

  @Test func `a place that cannot be written is named`() throws {
    for path in ["/proc/kaimen/kaimen.sqlite", "/dev/null/kaimen.sqlite"] {
      do {
        _ = try StoreSQLite(path: path)
        Issue.record("\(path) was opened")
      } catch {
        guard case .unwritable(path, _) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(error.description.contains("--data"))
      }
    }
  }

  @Test func `a folder without permission to write is named`() throws {
    // Whoever is root may write everywhere.
    guard geteuid() != 0 else { return }
    let scratch = try Scratch()
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: scratch.folder.path)
    let path = scratch.path("kaimen.sqlite")
    do {
      _ = try StoreSQLite(path: path)
      Issue.record("the database was opened")
    } catch {
      guard case .unwritable(path, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func `every error says in both languages what to do`() {
    let errors: [StoreError] = [
      .unknownClosure("c_1"), .duplicate("c_1"), .malformed(id: "c_1", reason: "it has no target"),
      .full(path: "p"), .unwritable(path: "p", reason: "r"), .newerVersion(path: "p"),
      .foreignFile(path: "p"),
      .damaged(path: "p", reason: "r"), .busy(path: "p"), .closed(path: "p"), .failed(path: "p", reason: "r"),
    ]
    for error in errors {
      #expect(error.description == error.wording.english)
      #expect(error.wording.english.contains { $0 == ":" || $0 == ";" }, "\(error)")
      #expect(error.wording.chinese.contains { $0 == "；" || $0 == "，" }, "\(error)")
    }
  }
}
