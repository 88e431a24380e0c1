public import OSM
import Synchronization

/// Keeps everything in memory, until the program ends: for tests, and for servers that may forget.
public final class StoreMemory: Store {
  struct Contents {
    var closures: [String: StoredClosure] = [:]
    /// In the order in which they were added.
    var standing: [String] = []
    var reports: [StoredReport] = []
    /// In the order in which they were added, with the numbers of their events.
    var edits: [(sequence: Int64, edit: StoredEdit)] = []
    var events: [ChangeEvent] = []
    var readings: [StoredReading] = []
    var people = PeopleInMemory()
    var isClosed = false
  }

  private let contents = Mutex(Contents())
  let clock: @Sendable () -> UTCInstant
  private static let path = "memory"

  /// - Parameter clock: The time of events.
  public init(clock: @escaping @Sendable () -> UTCInstant = { .now }) { self.clock = clock }

  public var people: any PeopleStore { self }

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

  @discardableResult
  public func addEdits(_ edits: [StoredEdit]) async throws(StoreError) -> [(
    edit: StoredEdit, event: ChangeEvent
  )] {
    let time = clock()
    return try run { contents throws(StoreError) in
      var ids = Set(contents.edits.map(\.edit.id))
      for edit in edits where !ids.insert(edit.id).inserted { throw .duplicate(edit.id) }
      var object = contents.edits.map(\.edit.object).max() ?? 0
      return edits.map { edit in
        var kept = edit
        if edit.needsObject {
          object += 1
          kept.object = object
        }
        let event = StoreMemory.append(.added(kept, at: time), &contents)
        if kept.status == .accepted { kept.accepted = event.sequence }
        contents.edits.append((event.sequence, kept))
        return (kept, event)
      }
    }
  }

  public func edit(_ id: String) async throws(StoreError) -> StoredEdit? {
    try run { contents in contents.edits.first { $0.edit.id == id }?.edit }
  }

  public func edits(_ query: EditQuery) async throws(StoreError) -> [(sequence: Int64, edit: StoredEdit)] {
    try run { contents in
      let found = contents.edits.filter { row in
        row.sequence > query.since && query.before.map { row.sequence < $0 } ?? true
          && (query.acceptedSince <= 0 || row.edit.accepted > query.acceptedSince)
          && query.status.map { $0 == row.edit.status } ?? true
          && query.target.map { $0 == row.edit.target || query.object == row.edit.object } ?? true
          && query.targets.map { targets in row.edit.target.map { targets.contains($0) } ?? false } ?? true
          && query.ids?.contains(row.edit.id) ?? true
      }
      let ordered =
        switch query.order {
        case .oldest: found
        case .newest: Array(found.reversed())
        case .acceptance:
          found.sorted { ($0.edit.accepted, $0.sequence) < ($1.edit.accepted, $1.sequence) }
        }
      let asked = query.isBackwards ? ordered.reversed() : ordered
      return Array(asked.prefix(max(query.limit, 0)))
    }
  }

  @discardableResult
  public func decideEdit(
    _ id: String, _ status: StoredEdit.Status, from: Set<StoredEdit.Status>, by actor: String, why: String?,
    before: String?
  ) async throws(StoreError) -> ChangeEvent {
    let time = clock()
    return try run { contents throws(StoreError) in
      guard let row = contents.edits.firstIndex(where: { $0.edit.id == id }) else { throw .unknownEdit(id) }
      var edit = contents.edits[row].edit
      guard from.contains(edit.status) else { throw .decided(id, status: edit.status) }
      if status == .accepted { edit.before = before }
      let event = StoreMemory.append(.decided(edit, status, at: time, by: actor, why: why), &contents)
      contents.edits[row].edit.before = edit.before
      contents.edits[row].edit.status = status
      if status == .accepted { contents.edits[row].edit.accepted = event.sequence }
      return event
    }
  }

  public func setReading(_ reading: StoredReading) async throws(StoreError) {
    try run { contents in
      contents.readings.removeAll { $0.object == reading.object && $0.name == reading.name }
      contents.readings.append(reading)
    }
  }

  public func readings() async throws(StoreError) -> [StoredReading] {
    try run { $0.readings.sorted { ($0.object, $0.name) < ($1.object, $1.name) } }
  }

  public func events(of object: String) async throws(StoreError) -> [ChangeEvent] {
    try run { contents in contents.events.filter { $0.object == object } }
  }

  public func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [ChangeEvent] {
    // Numbers are rows and one.
    try run { Array($0.events.dropFirst(Int(clamping: max(sequence, 0))).prefix(max(limit, 0))) }
  }

  public func lastSequence() async throws(StoreError) -> Int64 { try run { Int64($0.events.count) } }

  public func close() async throws(StoreError) { contents.withLock { $0.isClosed = true } }

  func run<Result: Sendable>(
    _ body: (inout Contents) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try contents.withLock { contents throws(StoreError) in
      guard !contents.isClosed else { throw .closed(path: StoreMemory.path) }
      return try body(&contents)
    }
  }

  static func append(_ event: ChangeEvent, _ contents: inout Contents) -> ChangeEvent {
    var event = event
    event.sequence = Int64(contents.events.count + 1)
    contents.events.append(event)
    return event
  }
}
