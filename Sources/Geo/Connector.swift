/// A straight piece of the street network that one may walk to.
@frozen public struct StreetPiece: BitwiseCopyable, Hashable, Sendable {
  /// The number of the piece, unique in its network.
  public var number: UInt32
  /// The number of the street segment that the piece is part of.
  public var owner: UInt32
  public var a: Coordinate
  public var b: Coordinate
  /// How far along its owner the piece begins.
  public var offsetBefore: Millimetres

  @inlinable public init(
    number: UInt32, owner: UInt32, a: Coordinate, b: Coordinate, offsetBefore: Millimetres
  ) {
    self.number = number
    self.owner = owner
    self.a = a
    self.b = b
    self.offsetBefore = offsetBefore
  }
}

/// A street network that can say which of its pieces lie near a place.
///
/// Only pieces that can be stepped on from the ground: no bridges, tunnels or motorways.
public protocol StreetPieces {
  /// Calls `body` for every piece that touches `box`; for some more than once, and for others nearby.
  func forEachPiece(in box: BoundingBox, _ body: (StreetPiece) -> Void)

  /// Whether the street segment `owner` is cut off: nothing else is reached from it.
  func isIsland(_ owner: UInt32) -> Bool
}

extension StreetPieces {
  public func isIsland(_ owner: UInt32) -> Bool { false }
}

/// The pieces of a network that are joined to the rest of it.
struct MainlandPieces<Base: StreetPieces>: StreetPieces {
  let base: Base

  func forEachPiece(in box: BoundingBox, _ body: (StreetPiece) -> Void) {
    base.forEachPiece(in: box) { if !base.isIsland($0.owner) { body($0) } }
  }
}

/// A way on foot from a place to the street network.
public struct Connector: Hashable, Sendable {
  /// The number of the piece that it leads to.
  public var target: UInt32
  /// The street segment of that piece.
  public var owner: UInt32
  /// The point of the piece.
  public var position: Coordinate
  /// How far along the piece that point lies, 0...1.
  public var fraction: Double
  /// How far along the segment that point lies.
  public var offset: Millimetres
  /// The length of the way, in metres.
  public var length: Double
  /// Where the way turns between its ends; empty when it is straight.
  public var bends: [Coordinate]
  /// The gates and other openings that it leads through; not one at its start.
  public var openings: [OpeningID]
  /// Nothing stands in the way; false for a mere guess when no way was found.
  public var isClear: Bool
}

/// How far and how long to look for connectors.
public struct ConnectorOptions: Hashable, Sendable {
  /// How far to look for streets, in metres: first so far, and as far as `lastRadius` when there is none.
  public var firstRadius = 120.0
  public var lastRadius = 300.0
  /// How many connectors are wanted at most.
  public var maximumCount = 6
  /// No connector is longer than the shortest one by more than this, in metres.
  public var surplus = 80.0
  /// Whether ways that turn corners are looked for where straight ones are missing or long.
  public var bends = Bends.allowed
  /// How near obstacles are taken to be at the start of the connector itself.
  public var tolerance = SightTolerance.door

  public enum Bends: Hashable, Sendable { case allowed, none }

  public init() {}
}
