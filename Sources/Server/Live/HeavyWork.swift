import HTTPTypes
import NIOPosix
import Synchronization
import Wording

/// Runs answers that may take long away from the event loops, so that nobody else waits for them.
///
/// No more than ``limit`` are under way or wait; who waits longer than ``patience`` is told so. The work learns that, too, when
/// it asks.
final class HeavyWork: Sendable {
  private let pool = NIOThreadPool.singleton
  private let underWay = Atomic<Int>(0)
  private let limit: Int
  private let patience: Int

  /// - Parameters:
  ///   - limit: Answers under way or waiting.
  ///   - patience: Seconds.
  init(limit: Int, patience: Int) {
    self.limit = limit
    self.patience = patience
  }

  /// The answer of `body`, which is handed the question whether nobody waits for it any more.
  ///
  /// - Throws: ``Problem`` where too many wait or it takes too long; what `body` throws.
  func run<Answer: Sendable>(
    _ body: @escaping @Sendable (_ isAbandoned: @escaping @Sendable () -> Bool) throws -> Answer
  ) async throws -> Answer {
    guard underWay.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
      underWay.wrappingSubtract(1, ordering: .relaxed)
      throw Problem(.unavailable, Wording.Server.busy, headers: [.retryAfter: "1"])
    }
    let seconds = patience
    return try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Answer, any Error>) in
      let once = Once(continuation)
      let clock = Task {
        try await Task.sleep(for: .seconds(seconds))
        once.resume(.failure(Problem(.unavailable, Wording.Server.tooLong(seconds: seconds))))
      }
      pool.submit { _ in
        // Whoever has been told that it takes too long needs no answer any more.
        if !once.isOver { once.resume(Result { try body { once.isOver } }) }
        clock.cancel()
        self.underWay.wrappingSubtract(1, ordering: .relaxed)
      }
    }
  }

  /// A continuation that is resumed by whoever comes first.
  private final class Once<Answer: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Answer, any Error>?>

    init(_ continuation: CheckedContinuation<Answer, any Error>) { self.continuation = Mutex(continuation) }

    var isOver: Bool { continuation.withLock { $0 == nil } }

    func resume(_ result: sending Result<Answer, any Error>) {
      let waiting = continuation.withLock { continuation in
        defer { continuation = nil }
        return continuation
      }
      waiting?.resume(with: result)
    }
  }
}
