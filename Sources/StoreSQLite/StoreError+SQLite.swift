internal import GRDB
internal import Store

extension StoreError {
  private static let noRoom: [ResultCode] = [
    .SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_TRUNCATE, .SQLITE_IOERR_SHMSIZE,
  ]

  /// What an error of the database at `path` means to whoever runs the server.
  static func read(_ error: any Error, _ path: String) -> StoreError {
    if let known = error as? StoreError { return known }
    guard let error = error as? DatabaseError else { return .failed(path: path, reason: "\(error)") }
    let reason = error.message ?? "\(error.resultCode)"
    // A quota or a limit of file size says so only by what could not be done.
    if noRoom.contains(error.extendedResultCode) { return .full(path: path) }
    return switch error.resultCode {
    case .SQLITE_FULL: .full(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      .unwritable(path: path, reason: reason)
    case .SQLITE_NOTADB: .foreignFile(path: path)
    case .SQLITE_CORRUPT: .damaged(path: path, reason: reason)
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
    default: .failed(path: path, reason: reason)
    }
  }
}
