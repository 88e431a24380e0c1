public import Wording

#if canImport(Glibc)
  import Glibc
#endif

/// A file that appears under its name only when it is whole.
///
/// The bytes go to `PATH.part`, which is locked against a second writer, synced, and renamed
/// over `PATH` by ``finish(modified:)``. Dropped or failed earlier, it leaves nothing behind;
/// what a crashed writer left is overwritten.
package final class PartFile {
  package let path: String
  /// Bytes written so far.
  package private(set) var count = 0
  /// The number by which the file system knows the file; renaming keeps it.
  package private(set) var fileNumber: UInt64 = 0
  private let partPath: String
  private var descriptor: Int32 = -1

  /// Creates and locks `PATH.part`.
  ///
  /// - Throws: ``FileWriteError/busy(path:)`` when another writer holds it.
  package init(path: String) throws(FileWriteError) {
    self.path = path
    partPath = path + ".part"
    var info = stat()
    if unsafe stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFREG {
      // Renaming over /dev/null would replace the device.
      throw .notAFile(path: path)
    }
    while descriptor < 0 { try openAndLock() }
  }

  deinit { abandon() }

  /// Opens and locks; leaves `descriptor` negative when the file was renamed away in between.
  private func openAndLock() throws(FileWriteError) {
    let opened = unsafe open(partPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard opened >= 0 else { throw .system(path: path, code: errno) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(opened)
      throw code == EWOULDBLOCK ? .busy(path: path) : .system(path: path, code: code)
    }
    var mine = stat()
    var named = stat()
    let isMine =
      unsafe fstat(opened, &mine) == 0 && stat(partPath, &named) == 0
      && mine.st_ino == named.st_ino && mine.st_dev == named.st_dev
    guard isMine else {
      close(opened)
      return
    }
    guard ftruncate(opened, 0) == 0 else {
      let code = errno
      close(opened)
      throw .system(path: path, code: code)
    }
    descriptor = opened
    fileNumber = UInt64(mine.st_ino)
  }

  /// Appends `bytes`.
  ///
  /// - Throws: ``FileWriteError/diskFull(path:)`` and others; `PATH.part` is gone then.
  package func append(_ bytes: RawSpan) throws(FileWriteError) {
    var done = 0
    while done < bytes.byteCount {
      let rest = bytes.extracting(done..<bytes.byteCount)
      let written = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        done += written
      } else if errno != EINTR {
        throw fail(errno)
      }
    }
    count += done
  }

  /// Appends `bytes`.
  package func append(_ bytes: [UInt8]) throws(FileWriteError) {
    // As in ``ColumnFileWriter``: an array made for the call must outlive its span.
    defer { withExtendedLifetime(bytes) {} }
    // Proof: every byte of an array of bytes is initialised.
    unsafe try append(bytes.span.bytes)
  }

  /// Writes `bytes` over what stands at `offset`; the file does not grow.
  package func overwrite(_ bytes: [UInt8], at offset: Int) throws(FileWriteError) {
    let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, offset) }
    guard written == bytes.count else { throw fail(written < 0 ? errno : ENOSPC) }
  }

  /// Syncs the file, dates it `modified` (nanoseconds since 1970) if given, and gives it its name.
  package func finish(modified: Int64? = nil) throws(FileWriteError) {
    guard fsync(descriptor) == 0 else { throw fail(errno) }
    if let modified {
      let time = timespec(
        tv_sec: Int(modified / 1_000_000_000), tv_nsec: Int(modified % 1_000_000_000))
      // Proof: futimens reads exactly two timespecs.
      guard unsafe [time, time].withUnsafeBufferPointer({ unsafe futimens(descriptor, $0.baseAddress) }) == 0
      else { throw fail(errno) }
    }
    guard unsafe rename(partPath, path) == 0 else { throw fail(errno) }
    close(descriptor)
    descriptor = -1
    syncFolder()
  }

  /// Makes the new name itself durable; a file system that cannot is no error.
  private func syncFolder() {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let opened = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { return }
    _ = fsync(opened)
    close(opened)
  }

  private func fail(_ code: Int32) -> FileWriteError {
    abandon()
    return FileWriteError(path: path, code: code)
  }

  /// Removes `PATH.part`, still under its lock, so that no other writer's file is hit.
  package func abandon() {
    guard descriptor >= 0 else { return }
    unsafe unlink(partPath)
    close(descriptor)
    descriptor = -1
  }
}

/// Why a file could not be written; nothing of it was kept.
public enum FileWriteError: WordedError, Equatable {
  /// Another writer holds the unfinished file.
  case busy(path: String)
  /// The name belongs to a folder, device or pipe.
  case notAFile(path: String)
  /// No space, quota or allowed size is left.
  case diskFull(path: String)
  /// The operating system refused; `code` is `errno`.
  case system(path: String, code: Int32)

  init(path: String, code: Int32) {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: self = .diskFull(path: path)
    default: self = .system(path: path, code: code)
    }
  }

  public var wording: Wording {
    switch self {
    case .busy(let path): Wording.Files.busy(path: path)
    case .notAFile(let path): Wording.Files.notAFile(path: path)
    case .diskFull(let path): Wording.Files.diskFull(path: path)
    case .system(let path, let code): Wording.Files.cannotWrite(path: path, reason: systemMessage(for: code))
    }
  }
}
