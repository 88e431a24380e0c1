public import Geo

/// The height of the synthetic land at every coordinate, the same that `ele` tags and step counts use.
public struct HeightField: Sendable {
  let terrain: Terrain
  /// South-west and north-east corner of the district with a margin of half a kilometre.
  public let southWest: Coordinate
  public let northEast: Coordinate

  init(terrain: Terrain, halfWidth: Double, halfHeight: Double) {
    self.terrain = terrain
    let reach = Vector(halfWidth + 1200, halfHeight + 1200)
    southWest = terrain.coordinate(ground: -reach)
    northEast = terrain.coordinate(ground: reach)
  }

  /// Metres above the sea, or nil outside the district.
  public func elevation(at coordinate: Coordinate) -> Double? {
    guard coordinate.longitudeE7 >= southWest.longitudeE7, coordinate.longitudeE7 <= northEast.longitudeE7,
      coordinate.latitudeE7 >= southWest.latitudeE7, coordinate.latitudeE7 <= northEast.latitudeE7
    else { return nil }
    return terrain.height(terrain.plan(terrain.ground(coordinate)))
  }
}

/// One SRTM tile: a square degree of heights.
///
/// Big-endian 16-bit metres, rows from north to south, columns from west to east, the edges shared
/// with the neighbouring tiles; -32768 where nothing is known (outside the district).
public struct ElevationTile: Sendable {
  /// As SRTM names it, by its south-west corner: `N29E106.hgt`.
  public let name: String
  public let bytes: [UInt8]
  /// Samples along one side: one per arc second.
  public static let side = 3601
}

extension HeightField {
  /// The tiles that cover the district, by latitude, then longitude.
  public func tiles() -> [ElevationTile] {
    let longitudes = Int(southWest.longitude)...Int(northEast.longitude)
    let latitudes = Int(southWest.latitude)...Int(northEast.latitude)
    return latitudes.flatMap { latitude in
      longitudes.map { tile(longitude: $0, latitude: latitude) }
    }
  }

  private func tile(longitude: Int, latitude: Int) -> ElevationTile {
    let side = ElevationTile.side
    var bytes = [UInt8]()
    bytes.reserveCapacity(side * side * 2)
    let step = 1 / Double(side - 1)
    for row in 0..<side {
      let north = Double(latitude + 1) - Double(row) * step
      for column in 0..<side {
        let here = Coordinate(longitude: Double(longitude) + Double(column) * step, latitude: north)
        let sample = elevation(at: here).map { Int16($0.rounded()) } ?? .min
        bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
        bytes.append(UInt8(truncatingIfNeeded: sample))
      }
    }
    let name = "N\(padded(latitude, to: 2))E\(padded(longitude, to: 3)).hgt"
    return ElevationTile(name: name, bytes: bytes)
  }

  private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
