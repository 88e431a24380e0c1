import Glibc

/// The bytes of a column file, to be changed and sealed again with right checksums.
public struct ForgedFile: Sendable {
  public var bytes: [UInt8]

  /// A column's entry in the table and its bytes.
  public struct Part: Sendable {
    public var entry: Int
    public var offset: Int
    public var size: Int
    public var stride: Int
  }

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The columns as the table tells them, as far as they lie in the file.
  public var parts: [Part] {
    guard bytes.count >= 64 else { return [] }
    var parts: [Part] = []
    var at = Int(clamping: number(at: 16, size: 8))
    for _ in 0..<number(at: 12, size: 4) {
      guard at >= 64, at <= bytes.count - 28 else { break }
      let (offset, size) = (
        Int(clamping: number(at: at, size: 8)), Int(clamping: number(at: at + 8, size: 8))
      )
      let length = Int(number(at: at + 24, size: 4))
      if offset <= bytes.count, size <= bytes.count - offset {
        let stride = Int(number(at: at + 16, size: 4))
        parts.append(Part(entry: at, offset: offset, size: size, stride: stride))
      }
      at += 28 + length
    }
    return parts
  }

  /// Puts size and all checksums right.
  public mutating func seal() {
    guard bytes.count >= 64 else { return }
    for part in parts {
      let end = min(part.offset + (part.size + 63) / 64 * 64, bytes.count)
      put(crc(bytes[part.offset..<end]), at: part.entry + 20)
    }
    put(UInt32(bytes.count), at: 24)
    put(0, at: 28)
    let table = number(at: 16, size: 8)
    if table >= 64, table <= UInt64(bytes.count) { put(crc(bytes[Int(table)...]), at: 48) }
    put(crc(bytes[..<60]), at: 60)
  }

  /// The number of `size` bytes at `offset`, lowest byte first.
  public func number(at offset: Int, size: Int) -> UInt64 {
    bytes[offset..<(offset + size)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Writes `value` at `offset`, lowest byte first.
  public mutating func put(_ value: UInt32, at offset: Int) {
    for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
  }

  private func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { $0 >> 8 ^ ForgedFile.remainders[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  private static let remainders: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }
}

/// A path in memory where the system has such a folder: thousands of files a second.
public func scratchPath(_ name: String) -> String {
  (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + "/kaimen-fuzz-\(getpid())-\(name)"
}

/// Writes `bytes` to `path` anew.
public func writeFile(_ bytes: [UInt8], to path: String) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  precondition(write(descriptor, bytes, bytes.count) == bytes.count)
  close(descriptor)
}
