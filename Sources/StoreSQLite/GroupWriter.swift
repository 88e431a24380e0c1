internal import Dispatch
internal import GRDB
internal import Store
internal import Synchronization

/// Writes one transaction after the other; what waits meanwhile shares the next one, and its sync to disk.
final class GroupWriter: Sendable {
  private let pool: DatabasePool
  private let path: String
  private let queue = DispatchQueue(label: "kaimen.store", qos: .userInitiated)
  private let waiting = Mutex(Waiting())
  /// Bounds the time that a transaction holds the database.
  private static let mostTogether = 512

  private struct Waiting {
    var jobs: [Job] = []
    var isWriting = false
    var isClosed = false
  }

  /// One caller's changes.
  private struct Job: Sendable {
    /// Makes them within the transaction; throws only where that is lost.
    var run: @Sendable (Database) throws -> Void
    /// Tells the caller: nil once the transaction is durable, else what failed.
    var finish: @Sendable (StoreError?) -> Void
  }

  /// What a job came to, before its transaction ended.
  private final class Outcome<Value: Sendable>: Sendable {
    let value = Mutex<Result<Value, StoreError>?>(nil)
  }

  init(_ pool: DatabasePool, path: String) {
    self.pool = pool
    self.path = path
  }

  /// Runs `body` in a transaction and returns once that is durable.
  ///
  /// When `body` throws, only its own changes are undone.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let path = path
    let result: Result<Value, StoreError> = await withCheckedContinuation { waiter in
      let outcome = Outcome<Value>()
      let job = Job(
        run: { db in
          let own = try GroupWriter.apart(db, path, body)
          outcome.value.withLock { $0 = own }
        },
        finish: { failure in
          let lost = Result<Value, StoreError>.failure(failure ?? .closed(path: path))
          waiter.resume(returning: failure == nil ? outcome.value.withLock { $0 } ?? lost : lost)
        })
      if !enqueue(job) { job.finish(.closed(path: path)) }
    }
    return try result.get()
  }

  /// Runs `body` in a savepoint.
  ///
  /// - Throws: Only where the whole transaction is lost.
  private static func apart<Value>(
    _ db: Database, _ path: String, _ body: (Database) throws -> Value
  ) throws -> Result<Value, StoreError> {
    var value: Value?
    do {
      try db.inSavepoint {
        value = try body(db)
        return .commit
      }
    } catch {
      // Some errors of the disk end the transaction, with what others have written in it.
      guard db.isInsideTransaction else { throw error }
      return .failure(.read(error, path))
    }
    return value.map { .success($0) } ?? .failure(.failed(path: path, reason: "nothing was written"))
  }

  private func enqueue(_ job: Job) -> Bool {
    let (isAccepted, mustStart) = waiting.withLock { waiting -> (Bool, Bool) in
      if waiting.isClosed { return (false, false) }
      waiting.jobs.append(job)
      defer { waiting.isWriting = true }
      return (true, !waiting.isWriting)
    }
    if mustStart { queue.async { self.writeAll() } }
    return isAccepted
  }

  private func writeAll() {
    while true {
      let jobs = waiting.withLock { waiting -> [Job] in
        let jobs = Array(waiting.jobs.prefix(GroupWriter.mostTogether))
        waiting.jobs.removeFirst(jobs.count)
        if jobs.isEmpty { waiting.isWriting = false }
        return jobs
      }
      if jobs.isEmpty { return }
      write(jobs)
    }
  }

  /// One transaction for all of `jobs`.
  private func write(_ jobs: [Job]) {
    var failure: StoreError?
    do {
      try pool.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          for job in jobs { try job.run(db) }
          return .commit
        }
      }
    } catch {
      failure = .read(error, path)
    }
    for job in jobs { job.finish(failure) }
  }

  /// Refuses what comes from now on, and returns once all that was accepted has been written.
  func close() async {
    let isIdle = waiting.withLock { waiting in
      waiting.isClosed = true
      return !waiting.isWriting
    }
    if isIdle { return }
    await withCheckedContinuation { waiter in queue.async { waiter.resume() } }
  }
}
