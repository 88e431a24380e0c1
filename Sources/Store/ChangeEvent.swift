/// One change: who, when, what, before, after, why.
///
/// Events are only ever added.
public struct ChangeEvent: Hashable, Sendable {
  /// What kind of change; later parts add kinds of their own.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let closureAdded = Kind(rawValue: "closure.added")
    public static let closureLifted = Kind(rawValue: "closure.lifted")
    public static let closureExpired = Kind(rawValue: "closure.expired")
    public static let reportAdded = Kind(rawValue: "report.added")
    public static let editAdded = Kind(rawValue: "edit.added")
    public static let editAccepted = Kind(rawValue: "edit.accepted")
    public static let editRejected = Kind(rawValue: "edit.rejected")
    public static let editUndone = Kind(rawValue: "edit.undone")
  }

  /// From 1 on, without order lost: a later event has a greater number.
  public var sequence: Int64
  public var time: UTCInstant
  public var kind: Kind
  /// The id of what was changed.
  public var object: String
  /// JSON of the object before; nil where it began.
  public var before: String?
  /// JSON of the object after; nil where it ended.
  public var after: String?
  public var actor: String
  public var why: String?

  public init(
    sequence: Int64, time: UTCInstant, kind: Kind, object: String, before: String? = nil,
    after: String? = nil,
    actor: String, why: String? = nil
  ) {
    self.sequence = sequence
    self.time = time
    self.kind = kind
    self.object = object
    self.before = before
    self.after = after
    self.actor = actor
    self.why = why
  }
}

/// The events of each change, the same in every store; their numbers are given when they are stored.
extension ChangeEvent {
  /// Who ends what is over by the clock.
  public static let clock = "clock"
  /// Who reports without an account.
  public static let visitor = "visitor"

  public static func added(_ closure: StoredClosure, at time: UTCInstant) -> ChangeEvent {
    ChangeEvent(
      sequence: 0, time: time, kind: .closureAdded, object: closure.id, after: StoreJSON.text(closure),
      actor: closure.createdBy, why: closure.reason)
  }

  public static func lifted(_ closure: StoredClosure, at time: UTCInstant, by actor: String, why: String?)
    -> ChangeEvent
  {
    ChangeEvent(
      sequence: 0, time: time, kind: .closureLifted, object: closure.id, before: StoreJSON.text(closure),
      actor: actor, why: why)
  }

  public static func expired(_ closure: StoredClosure, at time: UTCInstant) -> ChangeEvent {
    ChangeEvent(
      sequence: 0, time: time, kind: .closureExpired, object: closure.id, before: StoreJSON.text(closure),
      actor: clock)
  }

  public static func added(_ edit: StoredEdit, at time: UTCInstant) -> ChangeEvent {
    ChangeEvent(
      sequence: 0, time: time, kind: .editAdded, object: edit.id, after: StoreJSON.text(edit),
      actor: edit.createdBy, why: edit.why)
  }

  /// `edit` as it was before it got `status`.
  public static func decided(
    _ edit: StoredEdit, _ status: StoredEdit.Status, at time: UTCInstant, by actor: String, why: String?
  ) -> ChangeEvent {
    var after = edit
    after.status = status
    let kinds: [StoredEdit.Status: Kind] = [
      .accepted: .editAccepted, .rejected: .editRejected, .undone: .editUndone,
    ]
    return ChangeEvent(
      sequence: 0, time: time, kind: kinds[status] ?? .editAdded, object: edit.id,
      before: StoreJSON.text(edit), after: StoreJSON.text(after), actor: actor, why: why)
  }

  public static func added(_ report: StoredReport, at time: UTCInstant) -> ChangeEvent {
    ChangeEvent(
      sequence: 0, time: time, kind: .reportAdded, object: report.id, after: StoreJSON.text(report),
      actor: visitor)
  }
}
