internal import CDeflate

/// One file inside of a zip archive: stored or deflated, not encrypted, below 4 GB.
struct ZipEntry {
  private let bytes: [UInt8]
  private let data: Range<Int>
  private let isDeflated: Bool
  /// The size in bytes, unpacked, as the archive states it.
  let size: Int

  /// Finds the first file in `archive` whose name ends with `suffix`, in any case of letters.
  ///
  /// Nil when there is none or the archive is damaged.
  init?(suffix: String, in archive: [UInt8]) {
    bytes = archive
    guard let (start, count) = Self.directory(of: archive) else { return nil }
    var row = start
    for _ in 0..<count {
      guard archive.littleEndian32(row) == 0x0201_4b50, let nameLength = archive.littleEndian16(row + 28),
        let extra = archive.littleEndian16(row + 30), let comment = archive.littleEndian16(row + 32),
        row + 46 + nameLength <= archive.count
      else { return nil }
      let name = String(decoding: archive[row + 46..<row + 46 + nameLength], as: UTF8.self)
      if name.lowercased().hasSuffix(suffix) {
        guard let method = archive.littleEndian16(row + 10), method == 0 || method == 8,
          let packed = archive.littleEndian32(row + 20), let unpacked = archive.littleEndian32(row + 24),
          let local = archive.littleEndian32(row + 42), archive.littleEndian32(local) == 0x0403_4b50,
          let localName = archive.littleEndian16(local + 26),
          let localExtra = archive.littleEndian16(local + 28)
        else { return nil }
        let begin = local + 30 + localName + localExtra
        guard begin + packed <= archive.count, method == 8 || packed == unpacked else { return nil }
        data = begin..<begin + packed
        isDeflated = method == 8
        size = unpacked
        return
      }
      row += 46 + nameLength + extra + comment
    }
    return nil
  }

  /// Where the list of files begins, and how many there are.
  private static func directory(of archive: [UInt8]) -> (start: Int, count: Int)? {
    // The end record is 22 bytes and a comment of at most 65,535.
    let lowest = max(0, archive.count - 22 - 65_535)
    var row = archive.count - 22
    while row >= lowest {
      if archive.littleEndian32(row) == 0x0605_4b50, let count = archive.littleEndian16(row + 10),
        let start = archive.littleEndian32(row + 16)
      {
        return (start, count)
      }
      row -= 1
    }
    return nil
  }

  /// The content; nil when the packed data are damaged.
  func unpacked() -> [UInt8]? {
    guard isDeflated else { return Array(bytes[data]) }
    guard let decompressor = unsafe libdeflate_alloc_decompressor() else { return nil }
    defer { unsafe libdeflate_free_decompressor(decompressor) }
    var isWhole = false
    let content = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let result = unsafe bytes.span.extracting(data).withUnsafeBytes { packed in
        // No actual size is asked for, so anything but exactly `size` bytes is an error.
        unsafe libdeflate_deflate_decompress(
          decompressor, packed.baseAddress, packed.count, buffer.baseAddress, size, nil)
      }
      isWhole = result == LIBDEFLATE_SUCCESS
      count = isWhole ? size : 0
    }
    return isWhole ? content : nil
  }
}

extension [UInt8] {
  /// Two bytes at `row`, the lower first; nil outside.
  fileprivate func littleEndian16(_ row: Int) -> Int? {
    guard row >= 0, row + 2 <= count else { return nil }
    return Int(self[row]) | Int(self[row + 1]) << 8
  }

  /// Four bytes at `row`, the lowest first; nil outside.
  fileprivate func littleEndian32(_ row: Int) -> Int? {
    guard let low = littleEndian16(row), let high = littleEndian16(row + 2) else { return nil }
    return low | high << 16
  }
}
