public import OSM
import Synchronization

/// Keeps everything in memory, until the program ends: for tests, and for servers that may forget.
public final class StoreMemory: Store {
  private struct Contents {
    var closures: [String: StoredClosure] = [:]
    /// In the order in which they were added.
    var standing: [String] = []
    var reports: [StoredReport] = []
    var events: [ChangeEvent] = []
    var isClosed = false
  }

  private let contents = Mutex(Contents())
  private let clock: @Sendable () -> UTCInstant
  private static let path = "memory"

  /// - Parameter clock: The time of events.
  public init(clock: @escaping @Sendable () -> UTCInstant = { .now }) { self.clock = clock }

  public func closures() async throws(StoreError) -> [StoredClosure] {
    try run { contents in contents.standing.compactMap { contents.closures[$0] } }
  }

  public func closure(_ id: String) async throws(StoreError) -> StoredClosure? {
    try run { $0.closures[id] }
  }

  @discardableResult
  public func addClosure(_ closure: StoredClosure) async throws(StoreError) -> ChangeEvent {
    let event = ChangeEvent.added(closure, at: clock())
    return try run { contents throws(StoreError) in
      guard contents.closures[closure.id] == nil else { throw .duplicate(closure.id) }
      contents.closures[closure.id] = closure
      contents.standing.append(closure.id)
      return StoreMemory.append(event, &contents)
    }
  }

  @discardableResult
  public func liftClosure(_ id: String, by actor: String, why: String?) async throws(StoreError)
    -> ChangeEvent
  {
    let time = clock()
    return try run { contents throws(StoreError) in
      guard let row = contents.standing.firstIndex(of: id), let closure = contents.closures[id] else {
        throw .unknownClosure(id)
      }
      contents.standing.remove(at: row)
      return StoreMemory.append(.lifted(closure, at: time, by: actor, why: why), &contents)
    }
  }

  @discardableResult
  public func expireClosures(at now: CivilTime) async throws(StoreError) -> [ChangeEvent] {
    let time = clock()
    return try run { contents in
      let over = contents.standing.compactMap { contents.closures[$0] }.filter { closure in
        closure.until.map { $0 <= now } ?? false
      }
      contents.standing.removeAll { id in over.contains { $0.id == id } }
      return over.map { StoreMemory.append(.expired($0, at: time), &contents) }
    }
  }

  @discardableResult
  public func addReport(_ report: StoredReport) async throws(StoreError) -> ChangeEvent {
    let event = ChangeEvent.added(report, at: clock())
    return try run { contents throws(StoreError) in
      guard !contents.reports.contains(where: { $0.id == report.id }) else { throw .duplicate(report.id) }
      contents.reports.append(report)
      return StoreMemory.append(event, &contents)
    }
  }

  public func reportCount() async throws(StoreError) -> Int { try run { $0.reports.count } }

  public func reports(limit: Int) async throws(StoreError) -> [StoredReport] {
    try run { Array($0.reports.reversed().prefix(max(limit, 0))) }
  }

  public func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [ChangeEvent] {
    // Numbers are rows and one.
    try run { Array($0.events.dropFirst(Int(clamping: max(sequence, 0))).prefix(max(limit, 0))) }
  }

  public func lastSequence() async throws(StoreError) -> Int64 { try run { Int64($0.events.count) } }

  public func close() async throws(StoreError) { contents.withLock { $0.isClosed = true } }

  private func run<Result: Sendable>(
    _ body: (inout Contents) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try contents.withLock { contents throws(StoreError) in
      guard !contents.isClosed else { throw .closed(path: StoreMemory.path) }
      return try body(&contents)
    }
  }

  private static func append(_ event: ChangeEvent, _ contents: inout Contents) -> ChangeEvent {
    var event = event
    event.sequence = Int64(contents.events.count + 1)
    contents.events.append(event)
    return event
  }
}
