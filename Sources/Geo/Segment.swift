/// The straight line between two coordinates, taken in the plane of longitude and latitude.
///
/// All answers are exact: they are computed in integers, and only the coordinates of
/// intersection points are rounded.
@frozen public struct Segment: BitwiseCopyable, Hashable, Sendable {
  public var a: Coordinate
  public var b: Coordinate

  @inlinable public init(_ a: Coordinate, _ b: Coordinate) {
    self.a = a
    self.b = b
  }

  @inlinable public var boundingBox: BoundingBox { BoundingBox(a, b) }

  /// On which side of the line through `a` and `b` the point lies: 1 left, 0 on it, -1 right.
  @inlinable public func side(of point: Coordinate) -> Int {
    Int(Coordinate.turn(a, b, point).signum())
  }

  /// Whether the point lies on the segment, ends included.
  @inlinable public func contains(_ point: Coordinate) -> Bool {
    boundingBox.contains(point) && side(of: point) == 0
  }

  /// How two segments meet.
  public enum Meeting: Hashable, Sendable {
    case apart
    /// Each passes from one side of the other to the other side, at this point (rounded).
    case crossing(Coordinate)
    /// They share this one point, an end of at least one of them.
    case touching(Coordinate)
    /// They lie on one line and share the part between these two points.
    case overlapping(Coordinate, Coordinate)
  }

  /// Whether the segments share a point.
  @inlinable public func meets(_ other: Segment) -> Bool {
    guard boundingBox.intersects(other.boundingBox) else { return false }
    return side(of: other.a) * side(of: other.b) <= 0 && other.side(of: a) * other.side(of: b) <= 0
  }

  /// Whether each segment passes from one side of the other to the other side.
  @inlinable public func crosses(_ other: Segment) -> Bool {
    side(of: other.a) * side(of: other.b) < 0 && other.side(of: a) * other.side(of: b) < 0
  }

  /// How this segment and `other` meet.
  public func meeting(_ other: Segment) -> Meeting {
    guard meets(other) else { return .apart }
    if crosses(other) { return .crossing(crossingPoint(other)) }
    let shared = [a, b].filter(other.contains) + [other.a, other.b].filter(contains)
    guard let first = shared.first else { return .apart }
    guard let second = shared.first(where: { $0 != first }) else { return .touching(first) }
    return .overlapping(first, second)
  }

  /// The rounded point where this segment meets the line of `other`, which must not be parallel.
  @inlinable public func crossingPoint(_ other: Segment) -> Coordinate {
    a.interpolated(to: b, fraction: crossingFraction(other))
  }

  /// How far from `a` (0) to `b` (1) the line of `other` is met; 0 when they are parallel.
  @inlinable public func crossingFraction(_ other: Segment) -> Double {
    let before = Double(Coordinate.turn(other.a, other.b, a))
    let after = Double(Coordinate.turn(other.a, other.b, b))
    return before == after ? 0 : min(max(before / (before - after), 0), 1)
  }
}

extension Coordinate {
  /// Twice the signed area of the triangle `a`, `b`, `c` in square units: positive when the turn is to the left.
  ///
  /// Exact wherever two of the points are at most 214° apart; beyond that only the sign is, the
  /// size is cut off.
  @inlinable public static func turn(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Int64 {
    let east = Int64(b.longitudeE7) - Int64(a.longitudeE7)
    let north = Int64(b.latitudeE7) - Int64(a.latitudeE7)
    let toEast = Int64(c.longitudeE7) - Int64(a.longitudeE7)
    let toNorth = Int64(c.latitudeE7) - Int64(a.latitudeE7)
    let limit = Int64(Int32.max)
    // Below the limit each product is below 2^62, so their difference fits.
    if east.magnitude <= limit, toEast.magnitude <= limit, north.magnitude <= limit,
      toNorth.magnitude <= limit
    {
      return east * toNorth - north * toEast
    }
    return wideTurn(east, north, toEast, toNorth)
  }

  @usableFromInline
  static func wideTurn(_ east: Int64, _ north: Int64, _ toEast: Int64, _ toNorth: Int64) -> Int64 {
    Int64(clamping: Int128(east) * Int128(toNorth) - Int128(north) * Int128(toEast))
  }
}
