extension Coordinate {
  /// Units of longitude from here east to `other`, the short way round the Earth.
  @inlinable public func eastwardUnits(to other: Coordinate) -> Int64 {
    let units = Int64(other.longitudeE7) - Int64(longitudeE7)
    if units > 1_800_000_000 { return units - 3_600_000_000 }
    if units < -1_800_000_000 { return units + 3_600_000_000 }
    return units
  }

  /// Units of latitude from here north to `other`.
  @inlinable public func northwardUnits(to other: Coordinate) -> Int64 {
    Int64(other.latitudeE7) - Int64(latitudeE7)
  }

  /// The length of the straight way over ground to `other`, in metres.
  ///
  /// Up to 10 km a plane with the WGS-84 radii of the middle latitude (error below
  /// 0.1 %, in cities far less); beyond that the great circle, scaled so that both agree
  /// where they meet (error below 0.6 %).
  ///
  /// - Complexity: O(1), one sine.
  public func distance(to other: Coordinate) -> Double {
    let east = Double(eastwardUnits(to: other))
    let north = Double(northwardUnits(to: other))
    let middle = (Double(latitudeE7) + Double(other.latitudeE7)) / 2
    let scale = Ellipsoid.scale(latitudeE7: middle)
    let x = east * scale.east
    let y = north * scale.north
    let plane = (x * x + y * y).squareRoot()
    return plane <= 10_000 ? plane : plane * Ellipsoid.sphereToPlane(self, other)
  }

  /// The direction to a nearby `other`, in degrees clockwise from north, `0..<360`; 0 when they are equal.
  public func bearing(to other: Coordinate) -> Double {
    let middle = (Double(latitudeE7) + Double(other.latitudeE7)) / 2
    let scale = Ellipsoid.scale(latitudeE7: middle)
    return Ellipsoid.compass(
      east: Double(eastwardUnits(to: other)) * scale.east,
      north: Double(northwardUnits(to: other)) * scale.north)
  }

  /// The coordinate `east` and `north` metres from here.
  public func moved(east: Double, north: Double) -> Coordinate {
    LocalFrame(at: self).coordinate(Point(x: east, y: north))
  }

  /// The point `fraction` (0...1) of the straight way to `other`.
  @inlinable public func interpolated(to other: Coordinate, fraction: Double) -> Coordinate {
    let east = Double(eastwardUnits(to: other)) * fraction
    let north = Double(northwardUnits(to: other)) * fraction
    return Coordinate(wrappingLongitude: Double(longitudeE7) + east, latitude: Double(latitudeE7) + north)
  }

  /// The nearest coordinate to the given units; longitudes wrap at ±180°, latitudes stop at ±90°.
  @inlinable public init(wrappingLongitude longitude: Double, latitude: Double) {
    var wrapped = longitude
    if wrapped > 1_800_000_000 { wrapped -= 3_600_000_000 }
    if wrapped < -1_800_000_000 { wrapped += 3_600_000_000 }
    self.init(
      longitudeE7: Int32(min(max(wrapped.rounded(), -1_800_000_000), 1_800_000_000)),
      latitudeE7: Int32(min(max(latitude.rounded(), -900_000_000), 900_000_000)))
  }

  /// Whether both degrees lie in the range that coordinates on Earth have.
  @inlinable public static func isOnEarth(longitude: Double, latitude: Double) -> Bool {
    longitude >= -180 && longitude <= 180 && latitude >= -90 && latitude <= 90
  }
}

/// The difference of two bearings, in degrees, `-180...180`; positive when `to` lies clockwise of `from`.
@inlinable public func turnAngle(from: Double, to: Double) -> Double {
  let turn = (to - from).truncatingRemainder(dividingBy: 360)
  if turn > 180 { return turn - 360 }
  if turn < -180 { return turn + 360 }
  return turn
}
