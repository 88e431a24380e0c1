public import Wording

/// A square of the web's map pyramid: at zoom `z` the world is 2^z tiles wide, counted from north-west.
public struct TileID: Hashable, Sendable {
  public var zoom: Int
  public var x: Int
  public var y: Int

  public init(zoom: Int, x: Int, y: Int) {
    self.zoom = zoom
    self.x = x
    self.y = y
  }

  /// The zooms that tiles are made for; clients stretch the last one beyond.
  public static let zooms = 10...18
}

/// Why there is no such tile.
public enum TileError: WordedError, Hashable {
  /// No tiles are made for this zoom.
  case zoom(Int)
  /// The column or row is beyond the edge of the world.
  case position(TileID)

  public var wording: Wording {
    switch self {
    case .zoom(let zoom):
      Wording.Tiles.wrongZoom(zoom, allowed: (TileID.zooms.lowerBound, TileID.zooms.upperBound))
    case .position(let tile):
      Wording.Tiles.wrongPosition(zoom: tile.zoom, x: tile.x, y: tile.y, greatest: 1 << tile.zoom - 1)
    }
  }
}

extension TileID {
  /// Refuses tiles that are not in the pyramid.
  func check() throws(TileError) {
    guard TileID.zooms.contains(zoom) else { throw .zoom(zoom) }
    guard (0..<(1 << zoom)).contains(x), (0..<(1 << zoom)).contains(y) else { throw .position(self) }
  }
}
