/// A point on the ground in WGS-84, in units of 10⁻⁷ degree (about 1 cm), as OSM stores it.
@frozen public struct Coordinate: BitwiseCopyable, Hashable, Sendable {
  public var longitudeE7: Int32
  public var latitudeE7: Int32

  @inlinable public init(longitudeE7: Int32, latitudeE7: Int32) {
    self.longitudeE7 = longitudeE7
    self.latitudeE7 = latitudeE7
  }

  /// The nearest representable point to `longitude`, `latitude` in degrees.
  ///
  /// - Precondition: `-180...180` and `-90...90`.
  @inlinable public init(longitude: Double, latitude: Double) {
    longitudeE7 = Int32((longitude * 1e7).rounded())
    latitudeE7 = Int32((latitude * 1e7).rounded())
  }

  /// Degrees east.
  @inlinable public var longitude: Double { Double(longitudeE7) / 1e7 }
  /// Degrees north.
  @inlinable public var latitude: Double { Double(latitudeE7) / 1e7 }
}
