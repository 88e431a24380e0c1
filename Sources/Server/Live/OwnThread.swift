import Foundation
import Streets

/// A thread of its own for what the server does of itself and takes long: no answer waits for its place in the pool.
enum OwnThread {
  /// How much less than an answer such work matters, as `nice` has it.
  private static let modesty: Int32 = 10

  /// Runs `body`; unless somebody waits for it, which is urgent, with what answers leave of the processors, and after what
  /// is urgent (``Courtesy``).
  ///
  /// - Returns: What it makes.
  /// - Throws: What it throws.
  static func run<Made: Sendable>(
    isUrgent: Bool = false, _ body: @escaping @Sendable () throws -> Made
  ) async throws -> Made {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Made, any Error>) in
      Thread.detachNewThread {
        // On Linux this is the thread's own; it ends with it.
        if !isUrgent { _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, modesty) }
        continuation.resume(
          with: Result {
            if isUrgent { return try Courtesy.hurry(body) }
            return try Courtesy.$isModest.withValue(true, operation: body)
          })
      }
    }
  }
}
