#if canImport(Glibc)
  import Glibc
#endif

/// Writes a column file: named arrays, mapped later by ``ColumnFile`` without copying.
///
/// The file appears under its name when ``finish()`` returns; dropped before, it leaves nothing.
/// Values are stored as they lie in memory: give types without padding, whose every bit pattern
/// is a value (integers and structs of them, not `Bool` or enums).
public final class ColumnFileWriter {
  private let file: PartFile
  private let version: UInt32
  private var entries: [ColumnEntry] = []

  /// Starts the file at `path` with layout `version`, which its reader must ask for.
  ///
  /// - Throws: ``ColumnFileError/cannotWrite(_:)``, also when another writer is at it.
  public init(path: String, version: UInt32) throws(ColumnFileError) {
    self.version = version
    do throws(FileWriteError) {
      file = try PartFile(path: path)
      try file.append([UInt8](repeating: 0, count: ColumnFileLayout.headerSize))
    } catch { throw .cannotWrite(error) }
  }

  /// Writes the column `name`.
  ///
  /// - Precondition: no column has that name; it has 1 to 255 bytes.
  public func write<Value: BitwiseCopyable>(_ name: String, _ values: [Value]) throws(ColumnFileError) {
    // The optimizer may end an array literal's life before its span is read: Swift 6.3 wrote garbage
    // for one-element columns.
    defer { withExtendedLifetime(values) {} }
    try write(name, values.span)
  }

  /// Writes the column `name` from any memory.
  public func write<Value: BitwiseCopyable>(_ name: String, _ values: Span<Value>) throws(ColumnFileError) {
    // Proof: the doc comment asks for values without padding, so all bytes are initialised.
    unsafe try write(name, bytes: values.bytes, stride: MemoryLayout<Value>.stride)
  }

  /// Writes the column `name` again as `column` holds it.
  public func write<Key, Value>(_ name: String, _ column: Column<Key, Value>) throws(ColumnFileError) {
    try column.withSpan { span throws(ColumnFileError) in try write(name, span) }
  }

  /// Writes `text` as a column of bytes, to be read by ``ColumnFile/text(_:)``.
  public func write(_ name: String, text: String) throws(ColumnFileError) {
    try write(name, Array(text.utf8))
  }

  private func write(_ name: String, bytes: RawSpan, stride: Int) throws(ColumnFileError) {
    let nameLength = 1...ColumnFileLayout.longestName
    precondition(nameLength.contains(name.utf8.count), "column name of 1 to 255 bytes")
    precondition(!entries.contains { $0.name == name }, "column \(name) written twice")
    precondition(entries.count < ColumnFileLayout.mostColumns, "too many columns")
    let padding = [UInt8](
      repeating: 0, count: ColumnFileLayout.aligned(bytes.byteCount) - bytes.byteCount)
    let checksum = unsafe ColumnFileLayout.checksum(
      padding.span.bytes, after: ColumnFileLayout.checksum(bytes))
    entries.append(
      ColumnEntry(
        name: name, offset: file.count, byteCount: bytes.byteCount, stride: stride, checksum: checksum))
    do throws(FileWriteError) {
      try file.append(bytes)
      try file.append(padding)
    } catch { throw .cannotWrite(error) }
  }

  /// Writes table and header, syncs, and gives the file its name.
  public func finish() throws(ColumnFileError) {
    let table = entries.flatMap(\.bytes)
    let checksum = unsafe ColumnFileLayout.checksum(table.span.bytes)
    var header = ColumnFileHeader(
      version: version, columnCount: entries.count, tableOffset: file.count, tableSize: table.count,
      tableChecksum: checksum)
    header.sealedAt = Self.now()
    header.fileNumber = file.fileNumber
    do throws(FileWriteError) {
      try file.append(table)
      try file.overwrite(header.bytes, at: 0)
      try file.finish(modified: header.sealedAt)
    } catch { throw .cannotWrite(error) }
  }

  /// Nanoseconds since 1970.
  private static func now() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
