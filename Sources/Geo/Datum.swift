#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The reference in which coordinates are given.
///
/// Maps published in China are shifted by up to 700 m: GCJ-02 is the shift that the law asks
/// for, BD-09 adds Baidu's own on top. Outside the rectangle that the shift is defined for,
/// GCJ-02 equals WGS-84. Hong Kong, Macau and Taiwan lie inside that rectangle.
public enum Datum: String, CaseIterable, Sendable {
  case wgs84, gcj02, bd09

  /// `coordinate`, given in this datum, in WGS-84.
  ///
  /// The inverse of ``fromWGS84(_:)`` to about 2 cm, the grain of two roundings.
  public func toWGS84(_ coordinate: Coordinate) -> Coordinate {
    let given = Degrees(coordinate)
    switch self {
    case .wgs84: return coordinate
    case .gcj02: return Self.unshift(given).coordinate
    case .bd09: return Self.unshift(Self.withoutBaidu(given)).coordinate
    }
  }

  /// `coordinate`, given in WGS-84, in this datum.
  public func fromWGS84(_ coordinate: Coordinate) -> Coordinate {
    let given = Degrees(coordinate)
    switch self {
    case .wgs84: return coordinate
    case .gcj02: return Self.shift(given).coordinate
    case .bd09: return Self.withBaidu(Self.shift(given)).coordinate
    }
  }

  /// Degrees east and north, unrounded.
  private struct Degrees {
    var east: Double
    var north: Double

    init(east: Double, north: Double) {
      self.east = east
      self.north = north
    }

    init(_ coordinate: Coordinate) {
      self.init(east: coordinate.longitude, north: coordinate.latitude)
    }

    var coordinate: Coordinate { Coordinate(longitude: east, latitude: north) }

    /// Whether the shift is defined here.
    var isShifted: Bool { (72.004...137.8347).contains(east) && (0.8293...55.8271).contains(north) }
  }

  /// The shift of GCJ-02 at a place, in degrees, on the ellipsoid of Krassovsky.
  private static func offset(_ place: Degrees) -> Degrees {
    let x = place.east - 105
    let y = place.north - 35
    let root = abs(x).squareRoot()
    let common = (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
    let northBase = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    let northWave = (20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3
    let northLong = (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
    let eastBase = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    let eastWave = (20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3
    let eastLong = (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
    let radius = 6_378_245.0
    let eccentricity = 0.006_693_421_622_965_943_23
    let sine = sin(place.north / 180 * .pi)
    let w = 1 - eccentricity * sine * sine
    let meridian = radius * (1 - eccentricity) / (w * w.squareRoot())
    let parallel = radius / w.squareRoot() * cos(place.north / 180 * .pi)
    return Degrees(
      east: (eastBase + common + eastWave + eastLong) * 180 / (parallel * .pi),
      north: (northBase + common + northWave + northLong) * 180 / (meridian * .pi))
  }

  private static func shift(_ place: Degrees) -> Degrees {
    guard place.isShifted else { return place }
    let offset = offset(place)
    return Degrees(east: place.east + offset.east, north: place.north + offset.north)
  }

  /// Undoes ``shift(_:)`` by fixed-point iteration: the shift changes by less than 1 % over its own length.
  private static func unshift(_ place: Degrees) -> Degrees {
    guard place.isShifted else { return place }
    var guess = place
    for _ in 0..<8 {
      let offset = offset(guess)
      guess = Degrees(east: place.east - offset.east, north: place.north - offset.north)
    }
    return guess
  }

  private static let baiduTurn = Double.pi * 3000 / 180

  private static func withBaidu(_ place: Degrees) -> Degrees {
    let length =
      (place.east * place.east + place.north * place.north).squareRoot()
      + 0.00002 * sin(place.north * baiduTurn)
    let angle = atan2(place.north, place.east) + 0.000003 * cos(place.east * baiduTurn)
    return Degrees(east: length * cos(angle) + 0.0065, north: length * sin(angle) + 0.006)
  }

  /// Undoes ``withBaidu(_:)`` by the same iteration.
  private static func withoutBaidu(_ place: Degrees) -> Degrees {
    var guess = Degrees(east: place.east - 0.0065, north: place.north - 0.006)
    for _ in 0..<8 {
      let image = withBaidu(guess)
      guess = Degrees(
        east: guess.east + place.east - image.east, north: guess.north + place.north - image.north)
    }
    return guess
  }
}
