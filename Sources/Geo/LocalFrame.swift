/// A place or vector in a ``LocalFrame``: metres east (`x`) and north (`y`).
@frozen public struct Point: BitwiseCopyable, Hashable, Sendable {
  public var x: Double
  public var y: Double

  @inlinable public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  @inlinable public static var zero: Point { Point(x: 0, y: 0) }
  @inlinable public var length: Double { (x * x + y * y).squareRoot() }
  @inlinable public var lengthSquared: Double { x * x + y * y }
  /// This vector turned a quarter to the left.
  @inlinable public var turnedLeft: Point { Point(x: -y, y: x) }

  @inlinable public static func + (a: Point, b: Point) -> Point { Point(x: a.x + b.x, y: a.y + b.y) }
  @inlinable public static func - (a: Point, b: Point) -> Point { Point(x: a.x - b.x, y: a.y - b.y) }
  @inlinable public static func * (a: Point, factor: Double) -> Point {
    Point(x: a.x * factor, y: a.y * factor)
  }

  /// The scalar product.
  @inlinable public func dot(_ other: Point) -> Double { x * other.x + y * other.y }
  /// The vector product; positive when `other` lies to the left.
  @inlinable public func cross(_ other: Point) -> Double { x * other.y - y * other.x }

  /// The nearest point to this one on the segment `a`–`b`, as the fraction 0...1 of the way from `a`.
  @inlinable public func nearestFraction(on a: Point, _ b: Point) -> Double {
    let along = b - a
    let square = along.lengthSquared
    if square == 0 { return 0 }
    return min(max((self - a).dot(along) / square, 0), 1)
  }

  /// The distance to the segment `a`–`b`.
  @inlinable public func distance(toSegment a: Point, _ b: Point) -> Double {
    (a + (b - a) * nearestFraction(on: a, b) - self).length
  }
}

/// A plane around one coordinate, in metres east and north of it.
///
/// Distances in it are right to 0.05 % within about two kilometres.
@frozen public struct LocalFrame: BitwiseCopyable, Sendable {
  public let origin: Coordinate
  /// Metres that one unit of longitude measures.
  public let eastScale: Double
  /// Metres that one unit of latitude measures.
  public let northScale: Double

  /// The plane that touches the ground at `origin`.
  public init(at origin: Coordinate) {
    self.origin = origin
    let scale = Ellipsoid.scale(latitudeE7: Double(origin.latitudeE7))
    eastScale = max(scale.east, 1e-9)
    northScale = scale.north
  }

  /// Where `coordinate` lies in the plane.
  @inlinable public func point(_ coordinate: Coordinate) -> Point {
    Point(
      x: Double(origin.eastwardUnits(to: coordinate)) * eastScale,
      y: Double(origin.northwardUnits(to: coordinate)) * northScale)
  }

  /// The nearest coordinate to `point`.
  @inlinable public func coordinate(_ point: Point) -> Coordinate {
    Coordinate(
      wrappingLongitude: Double(origin.longitudeE7) + point.x / eastScale,
      latitude: Double(origin.latitudeE7) + point.y / northScale)
  }
}
