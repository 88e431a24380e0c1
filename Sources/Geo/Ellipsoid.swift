#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The figure of the Earth, WGS-84.
enum Ellipsoid {
  /// Half the longer axis, in metres.
  static let equatorialRadius = 6_378_137.0
  /// The square of the first eccentricity.
  static let eccentricitySquared = 0.006_694_379_990_14
  /// Radians in one unit of a ``Coordinate``.
  static let radiansPerUnit = Double.pi / 180 / 1e7

  /// The radii of curvature in metres, at the latitude whose sine is given.
  @inline(__always)
  static func radii(sine: Double) -> (meridian: Double, parallel: Double) {
    let w = 1 - eccentricitySquared * sine * sine
    let parallel = equatorialRadius / w.squareRoot()
    return (parallel * (1 - eccentricitySquared) / w, parallel)
  }

  /// How many metres one unit of longitude and of latitude measures at `latitudeE7`.
  static func scale(latitudeE7: Double) -> (east: Double, north: Double) {
    let sine = sin(latitudeE7 * radiansPerUnit)
    let radii = radii(sine: sine)
    let cosine = max(1 - sine * sine, 0).squareRoot()
    return (radii.parallel * cosine * radiansPerUnit, radii.meridian * radiansPerUnit)
  }

  /// How the great circle between two coordinates compares with the straight line of the plane.
  static func sphereToPlane(_ a: Coordinate, _ b: Coordinate) -> Double {
    let north = Double(a.northwardUnits(to: b)) * radiansPerUnit
    let east = Double(a.eastwardUnits(to: b)) * radiansPerUnit
    let latitudes = (Double(a.latitudeE7) * radiansPerUnit, Double(b.latitudeE7) * radiansPerUnit)
    let halfNorth = sin(north / 2)
    let halfEast = sin(east / 2)
    let h = halfNorth * halfNorth + cos(latitudes.0) * cos(latitudes.1) * halfEast * halfEast
    let onSphere = 2 * asin(min(h.squareRoot(), 1))
    let eastOnPlane = east * cos((latitudes.0 + latitudes.1) / 2)
    return onSphere / (north * north + eastOnPlane * eastOnPlane).squareRoot()
  }

  /// The angle of a vector, clockwise from north, in `0..<360` degrees.
  static func compass(east: Double, north: Double) -> Double {
    let degrees = atan2(east, north) * 180 / .pi
    return degrees < 0 ? (degrees + 360).truncatingRemainder(dividingBy: 360) : degrees
  }
}
