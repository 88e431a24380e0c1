public import Geo
public import OSM
public import Streets

/// Something that somebody closed or opened, as it is kept; it never changes, only ends.
public struct StoredClosure: Hashable, Sendable {
  /// What it concerns.
  public enum Target: Hashable, Sendable {
    /// A gate (`node/1`) or a way (`way/1`).
    case element(ElementID)
    /// Everything that touches an area; the first point is repeated at the end.
    case area([Coordinate])
  }

  public enum Effect: String, Hashable, Sendable, Codable { case closes, opens }

  /// Made by ``StoreID/new(_:)`` with the prefix `c`.
  public var id: String
  public var target: Target
  public var effect: Effect
  public var modes: ModeSet
  /// On the city's clock; nil = from the beginning.
  public var from: CivilTime?
  /// On the city's clock; nil = until it is lifted.
  public var until: CivilTime?
  public var reason: String?
  public var createdAt: UTCInstant
  public var createdBy: String

  public init(
    id: String = StoreID.new("c"), target: Target, effect: Effect = .closes, modes: ModeSet = .all,
    from: CivilTime? = nil, until: CivilTime? = nil, reason: String? = nil, createdAt: UTCInstant = .now,
    createdBy: String
  ) {
    self.id = id
    self.target = target
    self.effect = effect
    self.modes = modes
    self.from = from
    self.until = until
    self.reason = reason
    self.createdAt = createdAt
    self.createdBy = createdBy
  }
}

/// What somebody reports to be different on the ground.
public struct StoredReport: Hashable, Sendable {
  /// Made by ``StoreID/new(_:)`` with the prefix `r`.
  public var id: String
  public var position: Coordinate
  public var kind: String
  public var text: String
  public var element: ElementID?
  public var createdAt: UTCInstant
  /// `en` or `zh`.
  public var language: String

  public init(
    id: String = StoreID.new("r"), position: Coordinate, kind: String, text: String,
    element: ElementID? = nil,
    createdAt: UTCInstant = .now, language: String
  ) {
    self.id = id
    self.position = position
    self.kind = kind
    self.text = text
    self.element = element
    self.createdAt = createdAt
    self.language = language
  }
}
