import Foundation
import NIOCore
import Store
import Synchronization

/// Knows whether the store can take what people add, without adding anything.
final class StoreHealth: Sendable {
  private struct Failure {
    var error: StoreError
    var at: NIODeadline
  }

  private let last = Mutex<Failure?>(nil)
  private let folder: String
  /// A write that failed counts for as long, unless one succeeds: where nothing is written, nobody learns that it could be.
  private static let memory = TimeAmount.seconds(30)
  /// Bytes that a few changes take.
  private static let leastRoom: UInt64 = 64 << 10

  /// - Parameter folder: What holds the store.
  init(folder: String) { self.folder = folder }

  /// The answer of `write`, which changes the store; remembers how it went.
  func watching<Answer: Sendable>(_ write: () async throws -> Answer) async throws -> Answer {
    do {
      let answer = try await write()
      last.withLock { $0 = nil }
      return answer
    } catch let error as StoreError where error.isOfStore {
      last.withLock { $0 = Failure(error: error, at: .now()) }
      throw error
    }
  }

  /// - Throws: `StoreError` where a write failed a moment ago, or there is no room for one.
  func check(at now: NIODeadline = .now()) throws(StoreError) {
    if let failure = last.withLock({ $0 }), now - failure.at < StoreHealth.memory { throw failure.error }
    var disk = statvfs()
    guard unsafe statvfs(folder, &disk) == 0 else {
      throw .unwritable(path: folder, reason: unsafe String(cString: strerror(errno)))
    }
    if disk.f_flag & UInt(ST_RDONLY) != 0 { throw .unwritable(path: folder, reason: "read-only") }
    if UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < StoreHealth.leastRoom { throw .full(path: folder) }
  }
}

extension StoreError {
  /// Whether the store failed, not what it was asked for.
  fileprivate var isOfStore: Bool {
    switch self {
    case .unknownClosure, .duplicate, .malformed: false
    default: true
    }
  }
}
