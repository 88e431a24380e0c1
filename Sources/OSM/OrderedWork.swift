import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Numbered jobs done on all cores, their results consumed in order on the calling thread.
///
/// The caller works too. No job starts more than a few places ahead of the result awaited, so memory
/// stays bounded however slow the consumer is.
enum OrderedWork {
  /// Runs jobs `0..<count` and consumes their results in order.
  ///
  /// - Parameters:
  ///   - count: Number of jobs.
  ///   - context: makes what one thread reuses from job to job.
  ///   - job: does one job; called on several threads.
  ///   - consume: takes one result; called on this thread only. When it throws, no further job is
  ///     started, running ones are awaited and dropped, and the error is passed on.
  /// - Throws: What `consume` throws.
  static func run<Context, Result: Sendable, Failure: Error>(
    count: Int, context: @escaping @Sendable () -> Context,
    job: @escaping @Sendable (Int, inout Context) -> Result,
    consume: (Int, Result) throws(Failure) -> Void
  ) throws(Failure) {
    let helpers = min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 16, count / 2) - 1
    let queue = OrderedQueue<Result>(count: count, window: 4 * (max(helpers, 0) + 1))
    let group = DispatchGroup()
    for _ in 0..<max(helpers, 0) {
      DispatchQueue.global(qos: .userInitiated).async(group: group) {
        var context = context()
        while let number = queue.claimWaiting() { queue.put(number, job(number, &context)) }
      }
    }
    defer {
      queue.stop(helpers: max(helpers, 0))
      group.wait()
    }
    var own = context()
    for next in 0..<count {
      var result = queue.take(next)
      while result == nil {
        if case .job(let number) = queue.claim() {
          queue.put(number, job(number, &own))
        } else {
          queue.waitForResult()
        }
        result = queue.take(next)
      }
      if let result { try consume(next, result) }
    }
  }
}

/// The shared state of one ``OrderedWork`` run.
private final class OrderedQueue<Result: Sendable>: Sendable {
  enum Claim {
    case job(Int), windowFull, none
  }

  private struct State {
    var next = 0
    var taken = 0
    var results: [Int: Result] = [:]
    var isStopped = false
  }

  private let count: Int
  private let window: Int
  private let state = Mutex(State())
  private let resultReady = DispatchSemaphore(value: 0)
  private let windowMoved = DispatchSemaphore(value: 0)

  init(count: Int, window: Int) {
    self.count = count
    self.window = window
  }

  /// The next job, if one may start.
  func claim() -> Claim {
    state.withLock { state in
      guard !state.isStopped, state.next < count else { return .none }
      guard state.next < state.taken + window else { return .windowFull }
      state.next += 1
      return .job(state.next - 1)
    }
  }

  /// The next job, waiting until one may start; nil when there are no more.
  func claimWaiting() -> Int? {
    while true {
      switch claim() {
      case .job(let number): return number
      case .none: return nil
      case .windowFull: windowMoved.wait()
      }
    }
  }

  func put(_ number: Int, _ result: Result) {
    state.withLock { $0.results[number] = result }
    resultReady.signal()
  }

  /// The result of job `number` if it is done; the window moves on.
  func take(_ number: Int) -> Result? {
    let result = state.withLock { state in
      let result = state.results.removeValue(forKey: number)
      if result != nil { state.taken = number + 1 }
      return result
    }
    if result != nil { windowMoved.signal() }
    return result
  }

  func waitForResult() { resultReady.wait() }

  /// Starts no more jobs and wakes `helpers` waiting threads.
  func stop(helpers: Int) {
    state.withLock { $0.isStopped = true }
    for _ in 0..<helpers { windowMoved.signal() }
  }
}
