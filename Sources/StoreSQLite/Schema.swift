internal import GRDB

/// The tables of the database and how they came about.
enum Schema {
  /// `KAIM`: marks a SQLite file as ours.
  static let applicationID: UInt32 = 0x4B41_494D

  /// A migration is never changed once released: a new one is added.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 closures and reports") { try $0.execute(sql: version1) }
    migrator.registerMigration("2 edits") { try $0.execute(sql: version2) }
    migrator.registerMigration("3 people") { try $0.execute(sql: version3) }
    migrator.registerMigration("4 readings") { try $0.execute(sql: version4) }
    migrator.registerMigration("5 acceptance") { try $0.execute(sql: version5) }
    migrator.registerMigration("6 acceptance by target") { try $0.execute(sql: version6) }
    return migrator
  }

  /// The last edits of a thing as they came into force, also of one that has had thousands.
  private static let version6 = """
    CREATE INDEX edit_of_target_by_acceptance ON edit (target, accepted, added) WHERE target IS NOT NULL;
    """

  /// The event by which an edit was accepted, 0 where it never was: later ones win over earlier ones; and what it replaced.
  private static let version5 = """
    ALTER TABLE edit ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE edit ADD COLUMN before TEXT;
    CREATE INDEX edit_by_acceptance ON edit (status, accepted);
    UPDATE edit SET accepted = coalesce(
      (SELECT max(sequence) FROM event WHERE event.object = edit.id AND event.kind = 'edit.accepted'), added)
    WHERE status IN ('accepted', 'undone');
    """

  /// The newest value of each reading.
  private static let version4 = """
    CREATE TABLE reading (
      object TEXT NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      time INTEGER NOT NULL,
      by TEXT NOT NULL,
      PRIMARY KEY (object, name)
    ) STRICT, WITHOUT ROWID;
    """

  /// No secret is stored, only its SHA-256 (sessions, tokens) or its Argon2id hash (passwords).
  private static let version3 = """
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

  /// An edit's status is what its last event says.
  private static let version2 = """
    CREATE TABLE edit (
      id TEXT PRIMARY KEY NOT NULL,
      added INTEGER NOT NULL UNIQUE REFERENCES event (sequence),
      object INTEGER NOT NULL,
      kind TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('add', 'change', 'remove')),
      target TEXT,
      geometry TEXT,
      properties TEXT,
      why TEXT,
      status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'undone')),
      created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX edit_of_object ON edit (object) WHERE object > 0;
    CREATE INDEX edit_of_target ON edit (target, added) WHERE target IS NOT NULL;
    CREATE INDEX edit_of_status ON edit (status, added);
    """

  /// Rows are only added.
  ///
  /// What stands now is a table of its own, from which rows are taken when something ends.
  private static let version1 = """
    CREATE TABLE event (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      time INTEGER NOT NULL,
      kind TEXT NOT NULL,
      object TEXT NOT NULL,
      before TEXT,
      after TEXT,
      actor TEXT NOT NULL,
      why TEXT
    ) STRICT;
    CREATE INDEX event_of_object ON event (object, sequence);
    CREATE TABLE closure (
      id TEXT PRIMARY KEY NOT NULL,
      added INTEGER NOT NULL REFERENCES event (sequence),
      target TEXT NOT NULL,
      effect TEXT NOT NULL CHECK (effect IN ('closes', 'opens')),
      modes INTEGER NOT NULL,
      begins INTEGER,
      ends INTEGER,
      reason TEXT,
      created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE standing_closure (
      id TEXT PRIMARY KEY NOT NULL REFERENCES closure (id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE report (
      id TEXT PRIMARY KEY NOT NULL,
      added INTEGER NOT NULL UNIQUE REFERENCES event (sequence),
      longitude INTEGER NOT NULL,
      latitude INTEGER NOT NULL,
      kind TEXT NOT NULL,
      text TEXT NOT NULL,
      element TEXT,
      language TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
