internal import Foundation
internal import Geo

/// A point in the units of a tile: 4096 of them on each side, from the north-western corner.
struct TilePoint: BitwiseCopyable, Hashable {
  var x: Double
  var y: Double
}

/// A point of a tile as it is written.
struct PixelPoint: BitwiseCopyable, Hashable {
  var x: Int32
  var y: Int32
}

/// Where a tile lies, and where things lie in it.
///
/// Web Mercator needs a logarithm a point; within a quarter of a degree of the tile's middle four terms of its
/// series say the same to a ten-thousandth of a unit.
struct TileFrame {
  /// Units along each side of a tile.
  static let extent = 4096.0
  /// How far beyond its edges a tile's geometry reaches, in units.
  static let buffer = 64.0

  let zoom: Int
  /// North-western corner in units of the zoom's whole map.
  private let origin: (x: Double, y: Double)
  /// The tile and its buffer.
  let box: BoundingBox
  /// Metres of ground per unit, in the tile's middle.
  let metresPerUnit: Double
  private let unitsPerE7: Double
  private let middleE7: Double
  private let series: (Double, Double, Double, Double, Double)

  init(_ tile: TileID) {
    zoom = tile.zoom
    let world = TileFrame.extent * Double(1 << tile.zoom)
    origin = (Double(tile.x) * TileFrame.extent, Double(tile.y) * TileFrame.extent)
    unitsPerE7 = world / 3.6e9
    let reach = TileFrame.buffer + 1
    let far = TileFrame.extent + reach
    box = BoundingBox(
      southWest: Coordinate(
        longitudeE7: TileFrame.longitude(origin.x - reach, world),
        latitudeE7: TileFrame.latitude(origin.y + far, world)),
      northEast: Coordinate(
        longitudeE7: TileFrame.longitude(origin.x + far, world),
        latitudeE7: TileFrame.latitude(origin.y - reach, world)))
    middleE7 = Double(TileFrame.latitude(origin.y + TileFrame.extent / 2, world))
    let middle = middleE7 * TileFrame.radians
    metresPerUnit = 40_075_016.686 * cos(middle) / world
    let (secant, tangent) = (1 / cos(middle), tan(middle))
    let square = tangent * tangent
    let unitsPerRadian = world / (2 * .pi)
    // The derivatives of the inverse Gudermannian function, north up; the tile's rows run down.
    series = (
      TileFrame.row(middleE7, world) - origin.y, -secant * unitsPerRadian,
      -secant * tangent / 2 * unitsPerRadian, -secant * (1 + 2 * square) / 6 * unitsPerRadian,
      -secant * tangent * (5 + 6 * square) / 24 * unitsPerRadian
    )
  }

  private static let radians = Double.pi / 180 / 1e7
  /// Where the square map of the world ends.
  private static let northernmostE7 = 850_511_287.0
  /// A quarter of a degree.
  private static let seriesReachE7 = 2_500_000.0

  /// The row of a latitude in the whole map, `world` units high.
  private static func row(_ latitudeE7: Double, _ world: Double) -> Double {
    let latitude = min(max(latitudeE7, -northernmostE7), northernmostE7) * radians
    return (1 - asinh(tan(latitude)) / .pi) / 2 * world
  }

  private static func latitude(_ row: Double, _ world: Double) -> Int32 {
    let radians = atan(sinh(.pi * (1 - 2 * min(max(row / world, 0), 1))))
    return Int32((radians / self.radians).rounded())
  }

  private static func longitude(_ column: Double, _ world: Double) -> Int32 {
    Int32((min(max(column / world, 0), 1) * 3.6e9 - 1.8e9).rounded())
  }

  /// Where `place` lies in the tile.
  @inline(__always)
  func point(_ place: Coordinate) -> TilePoint {
    let x = (Double(place.longitudeE7) + 1.8e9) * unitsPerE7 - origin.x
    let away = Double(place.latitudeE7) - middleE7
    guard away.magnitude < TileFrame.seriesReachE7 else {
      let world = TileFrame.extent * Double(1 << zoom)
      return TilePoint(x: x, y: TileFrame.row(Double(place.latitudeE7), world) - origin.y)
    }
    let d = away * TileFrame.radians
    return TilePoint(x: x, y: series.0 + d * (series.1 + d * (series.2 + d * (series.3 + d * series.4))))
  }

  /// The unit square that holds `place`: found in the whole map, so that neighbours agree on it.
  func pixel(_ place: Coordinate) -> PixelPoint {
    let world = TileFrame.extent * Double(1 << zoom)
    let x = ((Double(place.longitudeE7) + 1.8e9) * unitsPerE7).rounded(.down) - origin.x
    let y = TileFrame.row(Double(place.latitudeE7), world).rounded(.down) - origin.y
    return PixelPoint(x: Int32(clamping: Int64(x)), y: Int32(clamping: Int64(y)))
  }
}

extension PixelPoint {
  /// Whether it lies in the tile or its buffer.
  var isNearTile: Bool {
    let range = Int32(-TileFrame.buffer)...Int32(TileFrame.extent + TileFrame.buffer)
    return range.contains(x) && range.contains(y)
  }
}
