import Dispatch
import Foundation
import Synchronization

/// Work shared by threads, with results that do not depend on their number.
public enum Parallel {
  /// How many threads are worth having.
  public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The results of `body` for equal parts of `0..<count`, in order.
  public static func chunks<Result: Sendable>(
    of count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    let parts = max(1, min(threads * 8, count / 64))
    let results = Mutex([Result?](repeating: nil, count: parts))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, parts))) { _ in
      while true {
        let part = next.add(1, ordering: .relaxed).oldValue
        guard part < parts else { break }
        let result = body((part * count / parts)..<((part + 1) * count / parts))
        results.withLock { $0[part] = result }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// Does two things, at the same time where there are threads for it; the second may wait for what the first hands over.
  public static func both<A: Sendable, B: Sendable>(
    threads: Int, _ a: @Sendable () -> A, _ b: @Sendable () -> B
  ) -> (A, B) {
    guard threads > 1 else { return (a(), b()) }
    let results = Mutex<(a: A?, b: B?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { number in
      if number == 0 {
        let made = a()
        results.withLock { $0.a = made }
      } else {
        let made = b()
        results.withLock { $0.b = made }
      }
    }
    let made = results.withLock { $0 }
    guard let first = made.a, let second = made.b else { preconditionFailure("both halves have run") }
    return (first, second)
  }

  /// The same where one of the two changes `value`, which nobody holds for that meanwhile: only memory that the other reads
  /// is copied before it is changed.
  ///
  /// - Returns: The value as it is then, and what the two have made.
  public static func both<Value: Sendable, A: Sendable, B: Sendable>(
    threads: Int, changing value: consuming Value, _ a: @Sendable (inout Value) -> A, _ b: @Sendable () -> B
  ) -> (Value, A, B) {
    let handed = Mutex<Value?>(consume value)
    let made = both(threads: threads) {
      guard var value = handed.withLock({ $0.take() }) else { preconditionFailure("taken once") }
      let made = a(&value)
      return (value, made)
    } _: {
      b()
    }
    return (made.0.0, made.0.1, made.1)
  }
}

/// Something that one thread makes and another waits for.
public final class Handover<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  public init() {}

  /// Hands `made` over, once.
  public func give(_ made: Value) {
    value.withLock { $0 = made }
    isThere.signal()
  }

  /// Waits for what is handed over, once.
  public func take() -> Value {
    isThere.wait()
    guard let made = value.withLock({ $0.take() }) else { preconditionFailure("taken once") }
    return made
  }
}

/// Lets what somebody waits for go before what nobody does: both would use the same processors and the same memory.
public enum Courtesy {
  /// Whether what runs here can wait.
  @TaskLocal public static var isModest = false

  /// How much of what somebody waits for is under way.
  private static let hurried = Atomic(0)
  /// When modest work may wait again, where it has waited too long.
  private static let turn = Mutex<ContinuousClock.Instant?>(nil)

  /// Runs `body`, for which modest work waits.
  public static func hurry<Made>(_ body: () throws -> Made) rethrows -> Made {
    hurried.add(1, ordering: .relaxed)
    defer { hurried.subtract(1, ordering: .relaxed) }
    return try body()
  }

  /// Waits while something else is in a hurry, where what runs here is modest; to be called now and then in long work,
  /// with no lock held that anybody needs.
  ///
  /// - Parameter patience: The longest that it waits in a row; then it works for as long.
  public static func giveWay(patience: Duration = .seconds(2)) {
    guard isModest, hurried.load(ordering: .relaxed) > 0 else { return }
    let began = ContinuousClock.now
    guard turn.withLock({ $0.map { $0 <= began } ?? true }) else { return }
    while hurried.load(ordering: .relaxed) > 0 {
      Thread.sleep(forTimeInterval: 0.005)
      let now = ContinuousClock.now
      if now - began > patience { return turn.withLock { $0 = now + patience } }
    }
  }
}
