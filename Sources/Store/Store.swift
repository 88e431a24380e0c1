public import OSM

/// Keeps what people add to a city: closures, reports, and the history of every change.
///
/// Safe to share. A call that writes returns only once what it wrote is durable; when it throws, nothing of it was
/// stored. Nothing blocks the threads of Swift's pool for long.
public protocol Store: Sendable {
  /// Accounts and what belongs to them, with the same history.
  var people: any PeopleStore { get }

  /// Closures that stand, neither lifted nor expired, in the order in which they were added.
  func closures() async throws(StoreError) -> [StoredClosure]

  /// A closure, also one that has ended.
  func closure(_ id: String) async throws(StoreError) -> StoredClosure?

  /// - Throws: ``StoreError/duplicate(_:)`` where the id was ever used.
  @discardableResult
  func addClosure(_ closure: StoredClosure) async throws(StoreError) -> ChangeEvent

  /// - Throws: ``StoreError/unknownClosure(_:)`` where it does not stand.
  @discardableResult
  func liftClosure(_ id: String, by actor: String, why: String?) async throws(StoreError) -> ChangeEvent

  /// Ends all standing closures whose time is over on the city's clock: `until` is not after `now`.
  @discardableResult
  func expireClosures(at now: CivilTime) async throws(StoreError) -> [ChangeEvent]

  /// - Throws: ``StoreError/duplicate(_:)`` where the id was ever used.
  @discardableResult
  func addReport(_ report: StoredReport) async throws(StoreError) -> ChangeEvent

  /// How many reports are kept.
  func reportCount() async throws(StoreError) -> Int

  /// The last `limit` reports, newest first.
  func reports(limit: Int) async throws(StoreError) -> [StoredReport]

  /// Keeps all of `edits` or none; each that adds something gets the next free number for it.
  ///
  /// - Throws: ``StoreError/duplicate(_:)`` where an id was ever used.
  @discardableResult
  func addEdits(_ edits: [StoredEdit]) async throws(StoreError) -> [(edit: StoredEdit, event: ChangeEvent)]

  func edit(_ id: String) async throws(StoreError) -> StoredEdit?

  /// The edits asked for with the numbers of the events that added them, in the order in which they were added.
  func edits(_ query: EditQuery) async throws(StoreError) -> [(sequence: Int64, edit: StoredEdit)]

  /// Gives an edit another status, and keeps `before`, what it replaces, where it is accepted.
  ///
  /// - Throws: ``StoreError/unknownEdit(_:)``; ``StoreError/decided(_:status:)`` unless its status is one of `from`.
  @discardableResult
  func decideEdit(
    _ id: String, _ status: StoredEdit.Status, from: Set<StoredEdit.Status>, by actor: String, why: String?,
    before: String?
  ) async throws(StoreError) -> ChangeEvent

  /// Keeps `reading` in the place of an earlier one of the same name and object.
  func setReading(_ reading: StoredReading) async throws(StoreError)

  /// The newest readings, by object and name.
  func readings() async throws(StoreError) -> [StoredReading]

  /// At most `limit` events with greater numbers than `sequence`, ascending.
  func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [ChangeEvent]

  /// The events of one object, ascending.
  func events(of object: String) async throws(StoreError) -> [ChangeEvent]

  /// The number of the last event; 0 where nothing has happened yet.
  func lastSequence() async throws(StoreError) -> Int64

  /// Waits for writes under way; later calls throw ``StoreError/closed(path:)``.
  func close() async throws(StoreError)
}

extension Store {
  /// Gives an edit another status of which nobody knows what it replaces.
  @discardableResult
  public func decideEdit(
    _ id: String, _ status: StoredEdit.Status, from: Set<StoredEdit.Status>, by actor: String, why: String?
  ) async throws(StoreError) -> ChangeEvent {
    try await decideEdit(id, status, from: from, by: actor, why: why, before: nil)
  }

  /// Keeps one edit.
  @discardableResult
  public func addEdit(_ edit: StoredEdit) async throws(StoreError) -> (edit: StoredEdit, event: ChangeEvent) {
    try await addEdits([edit])[0]
  }
}
