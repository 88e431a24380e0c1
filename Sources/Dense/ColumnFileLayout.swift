import CDeflate

/// Where things stand in a column file; `docs/formats.md` describes it.
enum ColumnFileLayout {
  /// "KAIMEN", a byte that ends text, a line end that transfer programs damage.
  static let magic: [UInt8] = Array("KAIMEN".utf8) + [0x1A, 0x0A]
  static let headerSize = 64
  static let alignment = 64
  /// Bytes of a table entry before the name.
  static let entrySize = 28
  static let longestName = 255
  static let mostColumns = 65_535

  /// `size` rounded up to the next column start.
  static func aligned(_ size: Int) -> Int { (size + alignment - 1) / alignment * alignment }

  /// The CRC-32 of `bytes`, continued from `seed`.
  static func checksum(_ bytes: RawSpan, after seed: UInt32 = 0) -> UInt32 {
    // libdeflate takes a null pointer, which no bytes may have, for "give me the initial value".
    guard bytes.byteCount > 0 else { return seed }
    // Proof: libdeflate reads exactly `count` bytes of the span.
    return unsafe bytes.withUnsafeBytes { unsafe libdeflate_crc32(seed, $0.baseAddress, $0.count) }
  }
}

/// The first 64 bytes of a column file.
struct ColumnFileHeader: Equatable {
  var version: UInt32
  var columnCount: UInt32
  var tableOffset: UInt64
  var fileSize: UInt64
  /// Modification time given to the file by its writer, in nanoseconds since 1970.
  var sealedAt: Int64
  /// Number of the file in its file system when it was written.
  var fileNumber: UInt64
  var tableChecksum: UInt32

  /// The header as stored, its own checksum in the last four bytes.
  var bytes: [UInt8] {
    var out = ColumnFileLayout.magic
    out.appendLittle(version)
    out.appendLittle(columnCount)
    out.appendLittle(tableOffset)
    out.appendLittle(fileSize)
    out.appendLittle(UInt64(bitPattern: sealedAt))
    out.appendLittle(fileNumber)
    out.appendLittle(tableChecksum)
    out.appendLittle(UInt64(0))
    unsafe out.appendLittle(ColumnFileLayout.checksum(out.span.bytes))
    return out
  }

  /// Reads a header whose magic is known to be right; nil when its checksum is wrong.
  ///
  /// - Precondition: `bytes` has at least 64 bytes.
  init?(_ bytes: RawSpan) {
    let stored = bytes.little(UInt32.self, at: 60)
    guard stored == ColumnFileLayout.checksum(bytes.extracting(0..<60)) else { return nil }
    version = bytes.little(at: 8)
    columnCount = bytes.little(at: 12)
    tableOffset = bytes.little(at: 16)
    fileSize = bytes.little(at: 24)
    sealedAt = Int64(bitPattern: bytes.little(at: 32))
    fileNumber = bytes.little(at: 40)
    tableChecksum = bytes.little(at: 48)
  }

  init(version: UInt32, columnCount: Int, tableOffset: Int, tableSize: Int, tableChecksum: UInt32) {
    self.version = version
    self.columnCount = UInt32(columnCount)
    self.tableOffset = UInt64(tableOffset)
    fileSize = UInt64(tableOffset + tableSize)
    sealedAt = 0
    fileNumber = 0
    self.tableChecksum = tableChecksum
  }
}

/// One column in the table of a column file.
struct ColumnEntry: Equatable, Sendable {
  var name: String
  var offset: Int
  var byteCount: Int
  var stride: Int
  /// CRC-32 of the bytes and of the zeros up to the next column start.
  var checksum: UInt32

  /// The entry as stored.
  var bytes: [UInt8] {
    var out: [UInt8] = []
    out.appendLittle(UInt64(offset))
    out.appendLittle(UInt64(byteCount))
    out.appendLittle(UInt32(stride))
    out.appendLittle(checksum)
    out.appendLittle(UInt32(name.utf8.count))
    return out + Array(name.utf8)
  }

  /// The byte range that the checksum covers.
  var paddedRange: Range<Int> { offset..<(offset + ColumnFileLayout.aligned(byteCount)) }
}

extension Array<UInt8> {
  /// Appends `value`, lowest byte first.
  mutating func appendLittle(_ value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

extension RawSpan {
  /// The number at `offset`, stored lowest byte first; traps outside the span.
  func little<T: FixedWidthInteger>(_: T.Type = T.self, at offset: Int) -> T {
    var value: T = 0
    for byte in 0..<(T.bitWidth / 8) {
      // Proof: unsafeLoad of a byte accepts any bits; the offset is bounds-checked by the method.
      let loaded = unsafe unsafeLoad(fromByteOffset: offset + byte, as: UInt8.self)
      value |= T(truncatingIfNeeded: loaded) << (8 * byte)
    }
    return value
  }
}
