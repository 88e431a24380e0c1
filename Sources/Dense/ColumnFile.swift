/// A file of named columns, mapped into memory and read in place.
///
/// Header and table are always checked when it is opened; the columns' checksums as ``Verification``
/// says. Opening costs O(columns) unless checksums are computed. All columns share the mapping and
/// keep it alive.
public final class ColumnFile: Sendable {
  /// Which columns' checksums are computed when a file is opened.
  public enum Verification: Sendable {
    /// All, unless the file carries the very date and file number its writer gave it: an ordinary
    /// write changes the date, a copy the number.
    case whenChanged
    /// All: for `kaimen check` and for fuzzing.
    case always
    /// None: for measuring.
    case never
  }

  private let mapping: MappedFile
  private let entries: [String: ColumnEntry]
  /// Names in the order they were written.
  public let names: [String]

  public var path: String { mapping.path }
  /// Size in bytes.
  public var byteCount: Int { mapping.count }

  /// Whether the checksums were computed: the file was copied, changed or doubted, so that what relies on its
  /// contents should prove them, too.
  public let isVerified: Bool

  /// Opens the file at `path`, which must have layout `version`.
  ///
  /// - Throws: ``ColumnFileError``: not opened, not a column file, other layout, damaged.
  /// - Complexity: O(columns); O(bytes) when checksums are computed.
  public init(
    path: String, version: UInt32, verification: Verification = .whenChanged
  ) throws(ColumnFileError) {
    let mapping = try MappedFile(path: path)
    self.mapping = mapping
    let (table, isVerified) = try mapping.withBytes { bytes throws(ColumnFileError) in
      let header = try Self.header(bytes, path: path, version: version)
      let table = try Self.table(bytes, header: header, path: path)
      let isSealed = header.sealedAt == mapping.modified && header.fileNumber == mapping.fileNumber
      let isVerified = verification == .always || (verification == .whenChanged && !isSealed)
      if isVerified { try Self.verify(bytes, table, path: path) }
      return (table, isVerified)
    }
    self.isVerified = isVerified
    names = table.map(\.name)
    entries = Dictionary(table.map { ($0.name, $0) }) { first, _ in first }
  }

  /// Whether the file holds column `name`.
  public func has(_ name: String) -> Bool { entries[name] != nil }

  /// The column `name`, in place.
  ///
  /// - Throws: ``ColumnFileError/damaged(path:_:)`` when it is absent or has rows of another size.
  public func column<Key: DenseID, Value: BitwiseCopyable & Sendable>(
    _ name: String, by _: Key.Type = Key.self, of _: Value.Type = Value.self
  ) throws(ColumnFileError) -> Column<Key, Value> {
    let entry = try entry(name)
    let expected = MemoryLayout<Value>.stride
    guard entry.stride == expected,
      let column = mapping.column(
        at: entry.offset..<(entry.offset + entry.byteCount), by: Key.self, of: Value.self)
    else { throw .damaged(path: path, .stride(column: name, found: entry.stride, expected: expected)) }
    return column
  }

  /// The bytes of column `name`, copied.
  public func bytes(_ name: String) throws(ColumnFileError) -> [UInt8] {
    let entry = try entry(name)
    let column = mapping.column(
      at: entry.offset..<(entry.offset + entry.byteCount), by: ItemID.self, of: UInt8.self)
    return column?.values ?? []
  }

  /// The text of column `name`.
  public func text(_ name: String) throws(ColumnFileError) -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  private func entry(_ name: String) throws(ColumnFileError) -> ColumnEntry {
    guard let entry = entries[name] else { throw .damaged(path: path, .missing(column: name)) }
    return entry
  }
}

// What is checked when a file is opened.
extension ColumnFile {
  private static func header(
    _ bytes: RawSpan, path: String, version: UInt32
  ) throws(ColumnFileError) -> ColumnFileHeader {
    let magic = ColumnFileLayout.magic
    guard bytes.byteCount >= magic.count, magic.indices.allSatisfy({ bytes.little(at: $0) == magic[$0] })
    else { throw .notACity(path: path) }
    guard bytes.byteCount >= ColumnFileLayout.headerSize else {
      throw .damaged(path: path, .wrongSize(found: bytes.byteCount, expected: ColumnFileLayout.headerSize))
    }
    guard let header = ColumnFileHeader(bytes) else { throw .damaged(path: path, .header) }
    guard header.version == version else {
      throw .otherLayout(path: path, found: header.version, allowed: version)
    }
    guard header.fileSize == UInt64(bytes.byteCount) else {
      let expected = Int(clamping: header.fileSize)
      throw .damaged(path: path, .wrongSize(found: bytes.byteCount, expected: expected))
    }
    return header
  }

  /// Reads the table: columns that follow each other without gap or overlap from the header's end
  /// to the table, each aligned and of whole rows, no name twice.
  private static func table(
    _ bytes: RawSpan, header: ColumnFileHeader, path: String
  ) throws(ColumnFileError) -> [ColumnEntry] {
    let damaged = ColumnFileError.damaged(path: path, .table)
    let start = Int(clamping: header.tableOffset)
    guard start >= ColumnFileLayout.headerSize, start <= bytes.byteCount,
      header.columnCount <= UInt32(ColumnFileLayout.mostColumns)
    else { throw damaged }
    let table = bytes.extracting(start..<bytes.byteCount)
    guard ColumnFileLayout.checksum(table) == header.tableChecksum else { throw damaged }
    var entries: [ColumnEntry] = []
    var names: Set<String> = []
    var at = 0
    var nextOffset = ColumnFileLayout.headerSize
    for _ in 0..<header.columnCount {
      guard let entry = entry(table, at: &at), entry.offset == nextOffset,
        entry.byteCount <= start - nextOffset,
        ColumnFileLayout.aligned(entry.byteCount) <= start - nextOffset,
        names.insert(entry.name).inserted
      else { throw damaged }
      nextOffset = entry.paddedRange.upperBound
      entries.append(entry)
    }
    guard at == table.byteCount, nextOffset == start else { throw damaged }
    return entries
  }

  /// The entry at `at`, which moves behind it; nil when it is cut off or senseless in itself.
  private static func entry(_ table: RawSpan, at: inout Int) -> ColumnEntry? {
    guard table.byteCount - at >= ColumnFileLayout.entrySize else { return nil }
    let length = Int(table.little(UInt32.self, at: at + 24))
    let start = at + ColumnFileLayout.entrySize
    guard (1...ColumnFileLayout.longestName).contains(length), table.byteCount - start >= length else {
      return nil
    }
    let name = (start..<(start + length)).map { table.little(UInt8.self, at: $0) }
    guard let text = String(validating: name, as: UTF8.self) else { return nil }
    let entry = ColumnEntry(
      name: text, offset: Int(clamping: table.little(UInt64.self, at: at)),
      byteCount: Int(clamping: table.little(UInt64.self, at: at + 8)),
      stride: Int(table.little(UInt32.self, at: at + 16)), checksum: table.little(at: at + 20))
    guard entry.stride > 0, entry.byteCount % entry.stride == 0 else { return nil }
    at = start + length
    return entry
  }

  private static func verify(
    _ bytes: RawSpan, _ entries: [ColumnEntry], path: String
  ) throws(ColumnFileError) {
    for entry in entries {
      let range = bytes.extracting(entry.paddedRange)
      guard ColumnFileLayout.checksum(range) == entry.checksum else {
        throw .damaged(path: path, .checksum(column: entry.name))
      }
    }
  }
}
