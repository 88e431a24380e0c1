/// A rectangle of longitudes and latitudes, edges included; ``empty`` holds nothing.
///
/// Boxes do not cross the 180th meridian.
@frozen public struct BoundingBox: BitwiseCopyable, Hashable, Sendable {
  /// The corner with the least longitude and latitude.
  public var southWest: Coordinate
  /// The corner with the greatest longitude and latitude.
  public var northEast: Coordinate

  @inlinable public init(southWest: Coordinate, northEast: Coordinate) {
    self.southWest = southWest
    self.northEast = northEast
  }

  /// The box that holds no point and is neutral for ``formUnion(_:)-(BoundingBox)``.
  @inlinable public static var empty: BoundingBox {
    BoundingBox(
      southWest: Coordinate(longitudeE7: .max, latitudeE7: .max),
      northEast: Coordinate(longitudeE7: .min, latitudeE7: .min))
  }

  /// The smallest box around two points.
  @inlinable public init(_ a: Coordinate, _ b: Coordinate) {
    southWest = Coordinate(
      longitudeE7: min(a.longitudeE7, b.longitudeE7), latitudeE7: min(a.latitudeE7, b.latitudeE7))
    northEast = Coordinate(
      longitudeE7: max(a.longitudeE7, b.longitudeE7), latitudeE7: max(a.latitudeE7, b.latitudeE7))
  }

  /// The smallest box around `points`.
  @inlinable public init(around points: some Sequence<Coordinate>) {
    self = .empty
    for point in points { formUnion(point) }
  }

  /// The box that reaches at least `metres` to each side of `centre`.
  @inlinable public init(around centre: Coordinate, metres: Double) {
    self = BoundingBox(centre, centre).expanded(metres: metres)
  }

  @inlinable public var isEmpty: Bool {
    southWest.longitudeE7 > northEast.longitudeE7 || southWest.latitudeE7 > northEast.latitudeE7
  }

  /// The middle; meaningless when empty.
  @inlinable public var centre: Coordinate {
    Coordinate(
      longitudeE7: Int32((Int64(southWest.longitudeE7) + Int64(northEast.longitudeE7)) >> 1),
      latitudeE7: Int32((Int64(southWest.latitudeE7) + Int64(northEast.latitudeE7)) >> 1))
  }

  @inlinable public mutating func formUnion(_ point: Coordinate) {
    southWest.longitudeE7 = min(southWest.longitudeE7, point.longitudeE7)
    southWest.latitudeE7 = min(southWest.latitudeE7, point.latitudeE7)
    northEast.longitudeE7 = max(northEast.longitudeE7, point.longitudeE7)
    northEast.latitudeE7 = max(northEast.latitudeE7, point.latitudeE7)
  }

  @inlinable public mutating func formUnion(_ other: BoundingBox) {
    formUnion(other.southWest)
    formUnion(other.northEast)
  }

  @inlinable public func contains(_ point: Coordinate) -> Bool {
    point.longitudeE7 >= southWest.longitudeE7 && point.longitudeE7 <= northEast.longitudeE7
      && point.latitudeE7 >= southWest.latitudeE7 && point.latitudeE7 <= northEast.latitudeE7
  }

  @inlinable public func intersects(_ other: BoundingBox) -> Bool {
    southWest.longitudeE7 <= other.northEast.longitudeE7
      && other.southWest.longitudeE7 <= northEast.longitudeE7
      && southWest.latitudeE7 <= other.northEast.latitudeE7
      && other.southWest.latitudeE7 <= northEast.latitudeE7
  }

  /// This box, larger by at least `metres` on every side; stops at the edges of the map.
  public func expanded(metres: Double) -> BoundingBox {
    if isEmpty { return self }
    let outermost = max(abs(Int64(southWest.latitudeE7)), abs(Int64(northEast.latitudeE7)))
    let scale = Ellipsoid.scale(latitudeE7: min(Double(outermost), 895_000_000))
    let east = Int64((metres / scale.east).rounded(.up))
    let north = Int64((metres / scale.north).rounded(.up))
    func clamped(_ value: Int64, _ limit: Int64) -> Int32 { Int32(min(max(value, -limit), limit)) }
    return BoundingBox(
      southWest: Coordinate(
        longitudeE7: clamped(Int64(southWest.longitudeE7) - east, 1_800_000_000),
        latitudeE7: clamped(Int64(southWest.latitudeE7) - north, 900_000_000)),
      northEast: Coordinate(
        longitudeE7: clamped(Int64(northEast.longitudeE7) + east, 1_800_000_000),
        latitudeE7: clamped(Int64(northEast.latitudeE7) + north, 900_000_000)))
  }
}
