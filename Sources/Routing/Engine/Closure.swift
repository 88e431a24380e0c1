public import Geo
public import OSM
public import Streets

/// The name of a closure: whoever makes it chooses one.
public struct ClosureID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var rawValue: String

  public init(_ rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Something closed or opened for a while, by whoever looks after it.
public struct Closure: Sendable, Hashable {
  /// What it concerns.
  public enum Target: Sendable, Hashable {
    /// A gate (`node/1`) or a way (`way/1`).
    case element(ElementID)
    /// Everything that touches an area.
    case area([Coordinate])
  }

  /// Closing beats opening.
  public enum Effect: Sendable, Hashable { case closes, opens }

  public var target: Target
  public var modes: ModeSet
  public var from: CivilTime?
  public var until: CivilTime?
  public var effect: Effect

  public init(
    _ target: Target, effect: Effect = .closes, modes: ModeSet = .all, from: CivilTime? = nil,
    until: CivilTime? = nil
  ) {
    self.target = target
    self.effect = effect
    self.modes = modes
    self.from = from
    self.until = until
  }

  /// Whether it is in force: from its beginning on, until before its end.
  public func isActive(at time: CivilTime) -> Bool {
    (from.map { $0 <= time } ?? true) && (until.map { time < $0 } ?? true)
  }
}
