/// A straight piece of street with the times at which its ends are reached.
@frozen public struct TimedPiece: BitwiseCopyable, Hashable, Sendable {
  public var a: Coordinate
  public var b: Coordinate
  /// Seconds; infinite where that end is not reached.
  public var secondsAtA: Double
  public var secondsAtB: Double

  @inlinable public init(a: Coordinate, b: Coordinate, secondsAtA: Double, secondsAtB: Double) {
    self.a = a
    self.b = b
    self.secondsAtA = secondsAtA
    self.secondsAtB = secondsAtB
  }
}

/// How areas are made of streets.
public struct IsochroneOptions: Hashable, Sendable {
  /// The width of a cell of the raster in metres; larger for areas of many kilometres.
  public var cell = 25.0
  /// How far from a street a place still belongs to the area, in metres.
  public var offStreet = 40.0
  /// Metres a second away from the streets.
  public var walkingSpeed = 1.3
  /// Holes of fewer cells than this are filled.
  public var smallestHole = 3.0

  public init() {}
}

/// The area that is reached within a time.
public struct Isochrone: Hashable, Sendable {
  /// Seconds.
  public var limit: Double
  /// Largest first; outer rings run counterclockwise, holes clockwise.
  public var areas: [Polygon]

  /// Draws the area around `pieces` for each of `limits`, in that order.
  ///
  /// A place belongs to it when it is at most ``IsochroneOptions/offStreet`` metres from a street
  /// and the time there plus the walk across keeps the limit. The same input gives the same areas.
  ///
  /// - Complexity: O(pieces × cells around each + cells × limits).
  public static func areas(
    around pieces: [TimedPiece], limits: [Double], options: IsochroneOptions = IsochroneOptions()
  ) -> [Isochrone] {
    let latest = limits.max() ?? 0
    let reached = pieces.filter { min($0.secondsAtA, $0.secondsAtB) <= latest }
    guard let grid = IsochroneGrid(around: reached, options: options) else {
      return limits.map { Isochrone(limit: $0, areas: []) }
    }
    let fields = grid.fields(of: reached, limits: limits)
    return zip(limits, fields).map { limit, field in
      let rings = grid.rings(where: field).filter {
        $0.winding == .counterclockwise || $0.area >= options.smallestHole * grid.cell * grid.cell
      }
      return Isochrone(limit: limit, areas: Polygon.nested(rings))
    }
  }
}
