#if canImport(Glibc)
  import Glibc
#endif

/// A whole file mapped read-only into memory.
///
/// The mapping lives exactly as long as this object. Hand it to every column cut
/// from the file as that column's owner. The file must not be shortened meanwhile;
/// ours never are: they are replaced by renaming.
@safe
public final class MappedFile: Sendable {
  public let path: String
  /// Size in bytes.
  public let count: Int
  /// When the file was last written, in nanoseconds since 1970.
  public let modified: Int64
  /// The number by which the file system knows the file; a copy has another.
  public let fileNumber: UInt64
  nonisolated(unsafe) private let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`.
  ///
  /// - Throws: ``ColumnFileError/cannotOpen(path:code:)`` when it cannot be opened or mapped; an
  ///   empty file is mapped as no bytes.
  public init(path: String) throws(ColumnFileError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, code: errno) }
    defer { close(descriptor) }
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0 else { throw .cannotOpen(path: path, code: errno) }
    guard info.st_mode & S_IFMT != S_IFDIR else { throw .cannotOpen(path: path, code: EISDIR) }
    self.path = path
    count = Int(info.st_size)
    modified = Int64(info.st_mtim.tv_sec) * 1_000_000_000 + Int64(info.st_mtim.tv_nsec)
    fileNumber = UInt64(info.st_ino)
    guard count > 0 else {
      unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let mapped = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let base = unsafe mapped, unsafe base != MAP_FAILED else {
      throw .cannotOpen(path: path, code: errno)
    }
    unsafe bytes = UnsafeRawBufferPointer(start: base, count: count)
  }

  deinit {
    if let base = unsafe bytes.baseAddress { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }
  }

  /// Calls `body` with all bytes.
  public func withBytes<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    defer { withExtendedLifetime(self) {} }
    return try body(unsafe bytes.bytes)
  }

  /// Cuts the column stored at byte range `range`; nil when the range leaves the file, is
  /// misaligned, or is not a whole number of `Value`s.
  public func column<Key: DenseID, Value: BitwiseCopyable & Sendable>(
    at range: Range<Int>, by _: Key.Type = Key.self, of _: Value.Type = Value.self
  ) -> Column<Key, Value>? {
    guard range.lowerBound >= 0, range.upperBound <= count,
      range.lowerBound % MemoryLayout<Value>.alignment == 0,
      range.count % MemoryLayout<Value>.stride == 0
    else { return nil }
    let rows = range.count / MemoryLayout<Value>.stride
    guard rows > 0, let base = unsafe bytes.baseAddress else { return Column([]) }
    // Proof: the range lies in the mapping, which the column's owner keeps; the mapping is
    // page-aligned, so the offset's alignment is the value's.
    let start = unsafe base + range.lowerBound
    return unsafe Column(unsafe: start.assumingMemoryBound(to: Value.self), count: rows, owner: self)
  }
}
