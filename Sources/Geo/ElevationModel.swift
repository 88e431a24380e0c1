internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The height of the ground, from SRTM tiles in a folder.
///
/// Tiles are files named after their south-west corner (`N29E106.hgt`), with 1″ or 3″ between
/// samples, as they are or inside of a zip archive. They are read when first needed and kept
/// (25 MB for 1″) until ``releaseTiles()``. May be used by many threads.
public final class ElevationModel: Sendable {
  private let files: [TileName: String]
  private let state = Mutex(State())

  private struct State {
    var tiles: [TileName: ElevationTile?] = [:]
    var problems: [ElevationError] = []
  }

  /// Finds the tiles in the folder and checks their sizes.
  ///
  /// - Throws: ``ElevationError`` when the folder cannot be read, holds no tile or a broken one.
  public init(directory: String) throws(ElevationError) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw .folderUnreadable(path: directory)
    }
    var files: [TileName: String] = [:]
    for file in names.sorted() {
      guard let name = TileName(file: file), files[name] == nil else { continue }
      let path = directory + "/" + file
      try ElevationTile.check(path: path)
      files[name] = path
    }
    guard !files.isEmpty else { throw .folderEmpty(path: directory) }
    self.files = files
  }

  /// Metres above the sea; nil where no tile covers the place or the tile has no data.
  ///
  /// Between samples the height is interpolated in both directions; of a square with missing
  /// corners the others are used.
  public func elevation(at coordinate: Coordinate) -> Double? { elevations(at: [coordinate])[0] }

  /// As ``elevation(at:)`` for each of `coordinates`.
  ///
  /// - Complexity: O(coordinates), with little beside where neighbours lie in one tile.
  public func elevations(at coordinates: [Coordinate]) -> [Double?] {
    var heights: [Double?] = []
    heights.reserveCapacity(coordinates.count)
    var row = 0
    while row < coordinates.count {
      let name = TileName(coordinates[row])
      let tile = tile(name)
      let first = row
      repeat { row += 1 } while row < coordinates.count && TileName(coordinates[row]) == name
      if let tile {
        tile.append(to: &heights, coordinates[first..<row], name)
      } else {
        heights += repeatElement(nil, count: row - first)
      }
    }
    return heights
  }

  /// Tiles that turned out to be damaged when they were read; they count as missing.
  public var problems: [ElevationError] { state.withLock { $0.problems } }

  /// Forgets the tiles in memory; they are read again when needed.
  public func releaseTiles() { state.withLock { $0.tiles = [:] } }

  private func tile(_ name: TileName) -> ElevationTile? {
    guard let path = files[name] else { return nil }
    return state.withLock { state in
      if let known = state.tiles[name] { return known }
      do throws(ElevationError) {
        let tile = try ElevationTile(path: path)
        state.tiles[name] = .some(tile)
        return tile
      } catch {
        state.tiles[name] = .some(nil)
        state.problems.append(error)
        return nil
      }
    }
  }
}

/// The south-west corner of a tile, in whole degrees.
struct TileName: Hashable {
  var east: Int
  var north: Int

  /// The tile that holds `coordinate`.
  init(_ coordinate: Coordinate) {
    east = Int(coordinate.longitude.rounded(.down))
    north = Int(coordinate.latitude.rounded(.down))
  }

  /// Reads `N29E106.hgt`, `s23w043.SRTMGL1.hgt.zip`; nil for other names.
  init?(file: String) {
    let name = Array(file.lowercased().utf8)
    let isTile =
      name.count >= 11 && (file.lowercased().hasSuffix(".hgt") || file.lowercased().hasSuffix(".zip"))
    guard isTile, name[0] == UInt8(ascii: "n") || name[0] == UInt8(ascii: "s"),
      name[3] == UInt8(ascii: "e") || name[3] == UInt8(ascii: "w"), name[7] == UInt8(ascii: "."),
      let north = Int(String(decoding: name[1..<3], as: UTF8.self)),
      let east = Int(String(decoding: name[4..<7], as: UTF8.self))
    else { return nil }
    self.north = name[0] == UInt8(ascii: "n") ? north : -north
    self.east = name[3] == UInt8(ascii: "e") ? east : -east
  }
}

/// A square of heights: `side` rows from north to south, each from west to east, edges included.
struct ElevationTile: Sendable {
  /// Big-endian 16-bit numbers, metres; -32768 where there are no data.
  private let samples: [UInt8]
  private let side: Int

  private static let sides = [1201, 3601]

  /// Reads the whole tile.
  init(path: String) throws(ElevationError) {
    let bytes = try Self.read(path)
    if path.lowercased().hasSuffix(".zip") {
      guard let entry = ZipEntry(suffix: ".hgt", in: bytes), Self.isWhole(entry.size),
        let content = entry.unpacked()
      else { throw .archiveDamaged(path: path) }
      samples = content
    } else {
      samples = bytes
    }
    guard let side = Self.sides.first(where: { [samples] in 2 * $0 * $0 == samples.count }) else {
      throw .tileWrongSize(path: path, bytes: samples.count)
    }
    self.side = side
  }

  /// Checks the size of a tile without unpacking it.
  static func check(path: String) throws(ElevationError) {
    let size: Int
    if path.lowercased().hasSuffix(".zip") {
      guard let entry = ZipEntry(suffix: ".hgt", in: try read(path)) else {
        throw .archiveDamaged(path: path)
      }
      size = entry.size
    } else {
      guard let found = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int else {
        throw .tileUnreadable(path: path)
      }
      size = found
    }
    guard isWhole(size) else { throw .tileWrongSize(path: path, bytes: size) }
  }

  private static func isWhole(_ bytes: Int) -> Bool { sides.contains { 2 * $0 * $0 == bytes } }

  private static func read(_ path: String) throws(ElevationError) -> [UInt8] {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw .tileUnreadable(path: path) }
    return [UInt8](data)
  }

  /// Appends the heights at `coordinates`, which all lie in the tile `name`.
  func append(to heights: inout [Double?], _ coordinates: ArraySlice<Coordinate>, _ name: TileName) {
    for coordinate in coordinates {
      heights.append(
        elevation(
          east: coordinate.longitude - Double(name.east), north: coordinate.latitude - Double(name.north)))
    }
  }

  /// The height at a fraction (0...1) of the tile east and north of its south-west corner.
  func elevation(east: Double, north: Double) -> Double? {
    let column = east * Double(side - 1)
    let row = (1 - north) * Double(side - 1)
    let west = min(Int(column), side - 2)
    let top = min(Int(row), side - 2)
    let (x, y) = (column - Double(west), row - Double(top))
    var sum = 0.0
    var weights = 0.0
    func add(_ sample: Int16?, _ weight: Double) {
      guard let sample else { return }
      sum += Double(sample) * weight
      weights += weight
    }
    add(sample(row: top, column: west), (1 - x) * (1 - y))
    add(sample(row: top, column: west + 1), x * (1 - y))
    add(sample(row: top + 1, column: west), (1 - x) * y)
    add(sample(row: top + 1, column: west + 1), x * y)
    return weights > 1e-9 ? sum / weights : nil
  }

  private func sample(row: Int, column: Int) -> Int16? {
    let start = 2 * (row * side + column)
    let value = Int16(bitPattern: UInt16(samples[start]) << 8 | UInt16(samples[start + 1]))
    return value == .min ? nil : value
  }
}
