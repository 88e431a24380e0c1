/// One edge of the square that geometry is cut to: the tile and its buffer.
enum ClipSide: CaseIterable {
  case west, east, north, south

  private static var least: Double { -TileFrame.buffer }
  private static var greatest: Double { TileFrame.extent + TileFrame.buffer }

  /// How far `point` lies beyond the edge, in units; inside it is negative.
  @inline(__always)
  func depth(_ point: TilePoint) -> Double {
    switch self {
    case .west: ClipSide.least - point.x
    case .east: point.x - ClipSide.greatest
    case .north: ClipSide.least - point.y
    case .south: point.y - ClipSide.greatest
    }
  }

  /// Where `point` lies along the edge.
  @inline(__always)
  func along(_ point: TilePoint) -> Double {
    switch self {
    case .west, .east: point.y
    case .north, .south: point.x
    }
  }

  /// Where the line from `a` to `b`, which lie on two sides of the edge, meets it.
  func crossing(_ a: TilePoint, _ b: TilePoint) -> TilePoint {
    let (here, there) = (depth(a), depth(b))
    let share = here / (here - there)
    let x = a.x + (b.x - a.x) * share
    let y = a.y + (b.y - a.y) * share
    return switch self {
    case .west: TilePoint(x: ClipSide.least, y: y)
    case .east: TilePoint(x: ClipSide.greatest, y: y)
    case .north: TilePoint(x: x, y: ClipSide.least)
    case .south: TilePoint(x: x, y: ClipSide.greatest)
    }
  }

  /// Whether something within these bounds reaches beyond the edge.
  static func leaving(
    _ bounds: (west: Double, east: Double, north: Double, south: Double)
  ) -> [ClipSide] {
    var sides: [ClipSide] = []
    if bounds.west < least { sides.append(.west) }
    if bounds.east > greatest { sides.append(.east) }
    if bounds.north < least { sides.append(.north) }
    if bounds.south > greatest { sides.append(.south) }
    return sides
  }
}
