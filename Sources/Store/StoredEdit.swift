public import Geo

/// Something that somebody knows better than the map, as it is kept: never changed, only decided upon.
public struct StoredEdit: Hashable, Sendable, Codable {
  /// What has become of it.
  public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
    /// Waits for somebody who may decide.
    case pending
    case accepted
    case rejected
    /// Was accepted and taken back.
    case undone
  }

  /// Made by ``StoreID/new(_:)`` with the prefix `e`.
  public var id: String
  /// The number of what it adds or draws, from 1 on; 0 where it does neither.
  public var object: Int64
  /// Such as `gate`, `door`.
  public var kind: String
  /// `add`, `change` or `remove`.
  public var action: String
  /// The OSM element that it changes.
  public var target: String?
  /// GeoJSON.
  public var geometry: String?
  /// JSON.
  public var properties: String?
  public var why: String?
  public var status: Status
  public var createdAt: UTCInstant
  public var createdBy: String
  /// The number of the event by which it was accepted; 0 where it never was.
  ///
  /// Of two edits of the same thing the one that was accepted later holds.
  public var accepted: Int64 = 0

  /// What it replaced when it was accepted, as JSON of the same properties and `geometry`; nil where nobody knows, and for what
  /// is new.
  public var before: String?

  private enum CodingKeys: String, CodingKey {
    case id, object, kind, action, target, geometry, properties, why, status, createdAt, createdBy, before
  }

  public init(
    id: String = StoreID.new("e"), object: Int64 = 0, kind: String, action: String, target: String? = nil,
    geometry: String? = nil, properties: String? = nil, why: String? = nil, status: Status = .pending,
    createdAt: UTCInstant = .now, createdBy: String
  ) {
    self.id = id
    self.object = object
    self.kind = kind
    self.action = action
    self.target = target
    self.geometry = geometry
    self.properties = properties
    self.why = why
    self.status = status
    self.createdAt = createdAt
    self.createdBy = createdBy
  }

  /// Whether there may be nodes of its own: of what it adds, and of a line that it draws anew.
  public var needsObject: Bool { action == "add" || geometry != nil }
}

/// Which edits are asked for.
public struct EditQuery: Hashable, Sendable {
  /// Those that were added by events with greater numbers.
  public var since: Int64
  /// Those that were added by events with smaller numbers.
  public var before: Int64?
  /// Those that were accepted by events with greater numbers.
  public var acceptedSince: Int64 = 0
  public var status: StoredEdit.Status?
  public var target: String?
  /// The number of what `target` is, where an edit added it: then that edit is asked for, too.
  public var object: Int64?
  /// Those of any of these things.
  public var targets: Set<String>?
  /// Only these, in the order asked for.
  public var ids: Set<String>?
  public var order: Order
  /// Counts from the end of the order.
  public var isBackwards = false
  public var limit: Int

  /// Which comes first.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    case oldest, newest
    /// As they came into force.
    case acceptance
  }

  public init(
    since: Int64 = 0, before: Int64? = nil, status: StoredEdit.Status? = nil, target: String? = nil,
    object: Int64? = nil, ids: Set<String>? = nil, order: Order = .oldest, limit: Int = 100
  ) {
    (self.since, self.before, self.status, self.target) = (since, before, status, target)
    self.object = object
    (self.ids, self.order, self.limit) = (ids, order, limit)
  }

  /// All that have been accepted, for making them to the map.
  public static let accepted = EditQuery(status: .accepted, order: .acceptance, limit: .max)
}
