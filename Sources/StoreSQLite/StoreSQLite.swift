internal import Foundation
internal import GRDB
public import Store

/// Keeps what people add in a SQLite database: one file, durable after every write.
///
/// Reading and writing happen on the database's own threads. Writes that wait for one another share a transaction.
public final class StoreSQLite: Sendable {
  public let path: String
  let pool: DatabasePool
  let writer: GroupWriter
  let clock: @Sendable () -> UTCInstant

  /// Opens the database at `path`, or makes it, with its folder, and brings it up to date.
  ///
  /// Blocks while it does so; to be called before serving.
  ///
  /// - Parameters:
  ///   - path: Of the database file; SQLite keeps two more files beside it.
  ///   - clock: The time of events.
  /// - Throws: ``StoreError`` where the file is not ours, is of a newer version or cannot be written; then it is as it was.
  public init(path: String, clock: @escaping @Sendable () -> UTCInstant = { .now }) throws(StoreError) {
    self.path = path
    self.clock = clock
    do {
      try DatabaseFile(path: path).prepare()
      DatabaseFile(path: path).hide()
      pool = try DatabasePool(path: path, configuration: StoreSQLite.configuration)
      if try pool.read(Schema.migrator.hasBeenSuperseded) { throw StoreError.newerVersion(path: path) }
      try pool.writeWithoutTransaction(StoreSQLite.makeDurable)
      try Schema.migrator.migrate(pool)
    } catch {
      throw .read(error, path)
    }
    writer = GroupWriter(pool, path: path)
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.label = "kaimen"
    // For backups and people who look into the file meanwhile.
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 2
    return configuration
  }

  /// GRDB sets NORMAL, by which the last writes may be lost when the power fails.
  ///
  /// What is deleted is overwritten, so that a deleted account is not found in the file.
  /// 64 MiB of pages are kept in memory, so that a large file's rows are not written twice.
  private static func makeDurable(_ db: Database) throws {
    try db.execute(
      sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536")
  }

  /// Reads in one snapshot.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await pool.read(body) } catch {
      // A pool that has been closed knows no better word.
      let isMisuse = (error as? DatabaseError)?.resultCode == .SQLITE_MISUSE
      throw isMisuse ? .closed(path: path) : .read(error, path)
    }
  }

  /// Copies the database at `source` into a new file, also while somebody writes to it.
  ///
  /// - Throws: ``StoreError``.
  public static func backup(from source: String, to target: String) throws(StoreError) {
    do {
      var reading = Configuration()
      reading.readonly = true
      reading.busyMode = .timeout(5)
      let from = try DatabaseQueue(path: source, configuration: reading)
      let to = try DatabaseQueue(path: target)
      try from.backup(to: to)
      try to.close()
      try from.close()
    } catch { throw .read(error, source) }
  }

  /// Lets the database grow to `pages` of 4 KiB and no further, as a full disk would.
  func limit(pages: Int) throws {
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
  }
}

/// The file of a database, before it is opened as such.
struct DatabaseFile {
  var path: String

  private static let magic = Data("SQLite format 3\0".utf8)

  /// Makes the file where there is none, marked as ours; refuses one that is another's.
  ///
  /// The mark is written before the database turns to its write-ahead log, so that it is always in the file itself.
  func prepare() throws {
    let url = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw StoreError.unwritable(path: path, reason: error.localizedDescription)
    }
    if let header = try header() {
      guard header.starts(with: DatabaseFile.magic), applicationID(header) == Schema.applicationID else {
        throw StoreError.foreignFile(path: path)
      }
      return
    }
    // Empty, and for its owner only before anything is in it; SQLite gives its other files the same permissions.
    _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    let new = try DatabaseQueue(path: path)
    try new.inDatabase { try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
    try new.close()
  }

  /// Takes from other users the right to read what people reported, also where an older version left it to them.
  func hide() {
    for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
      try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + end)
    }
  }

  /// The first bytes; nil where there is no file, or an empty one.
  private func header() throws -> Data? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw StoreError.unwritable(path: path, reason: "permission denied")
    }
    defer { try? file.close() }
    let header = try file.read(upToCount: 100) ?? Data()
    return header.isEmpty ? nil : header
  }

  /// Bytes 68 to 71 of a SQLite file.
  private func applicationID(_ header: Data) -> UInt32? {
    guard header.count == 100 else { return nil }
    return header.dropFirst(68).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }
}
