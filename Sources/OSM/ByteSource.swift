#if canImport(Glibc)
  import Glibc
#endif

/// The bytes of a file, or of memory, read by position from any thread.
///
/// Files are read with `pread`, not mapped: one that is shortened meanwhile is an error, not a crash.
final class ByteSource: Sendable {
  private enum Storage {
    case file(descriptor: Int32)
    case memory([UInt8])
  }

  private let storage: Storage
  /// Size in bytes when the source was opened.
  let count: Int

  /// Opens the file at `path`, which must be an ordinary file with something in it.
  init(path: String) throws(OSMReadError.Problem) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw errno == ENOENT ? .notFound : .unreadable(code: errno) }
    var info = stat()
    let status = unsafe fstat(descriptor, &info)
    storage = .file(descriptor: descriptor)
    count = Int(info.st_size)
    guard status == 0 else { throw .unreadable(code: errno) }
    guard info.st_mode & S_IFMT != S_IFDIR else { throw .directory }
    guard info.st_mode & S_IFMT == S_IFREG else { throw .unreadable(code: ESPIPE) }
    guard count > 0 else { throw .empty }
  }

  /// Wraps `bytes`.
  init(bytes: [UInt8]) throws(OSMReadError.Problem) {
    storage = .memory(bytes)
    count = bytes.count
    guard count > 0 else { throw .empty }
  }

  deinit {
    if case .file(let descriptor) = storage { close(descriptor) }
  }

  /// Puts the bytes of `range` at the start of `buffer`, which grows as needed.
  ///
  /// - Throws: `truncated` when the source ends before the range does.
  func read(_ range: Range<Int>, into buffer: inout [UInt8]) throws(OSMReadError.Problem) {
    guard range.upperBound <= count else { throw .truncated(byte: count) }
    if buffer.count < range.count {
      buffer = [UInt8](repeating: 0, count: range.count)
    }
    switch storage {
    case .memory(let bytes):
      buffer.replaceSubrange(0..<range.count, with: bytes[range])
    case .file(let descriptor):
      var done = 0
      while done < range.count {
        // Proof: the buffer has room for `range.count` bytes, of which `done` are filled.
        let got = unsafe buffer.withUnsafeMutableBytes {
          unsafe pread(descriptor, $0.baseAddress! + done, range.count - done, range.lowerBound + done)
        }
        if got == 0 { throw .truncated(byte: range.lowerBound + done) }
        if got > 0 { done += got } else if errno != EINTR { throw .unreadable(code: errno) }
      }
    }
  }
}
