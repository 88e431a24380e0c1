/// Cuts lines to the square of a tile.
enum LineClipper {
  /// Appends to `result` the parts of the line `rows` of `source` that lie in the tile or its buffer.
  ///
  /// - Complexity: O(points).
  static func clip(_ rows: Range<Int>, of source: Paths, into result: inout Paths) {
    for row in rows.dropLast() {
      let (a, b) = (source.points[row], source.points[row + 1])
      guard let part = share(a, b) else {
        finish(&result)
        continue
      }
      let isOpen = result.points.count > result.openStart
      if !isOpen || part.from > 0 {
        finish(&result)
        result.append(part.from > 0 ? between(a, b, part.from) : a)
      }
      result.append(part.to < 1 ? between(a, b, part.to) : b)
      if part.to < 1 { finish(&result) }
    }
    finish(&result)
  }

  private static func finish(_ result: inout Paths) {
    if result.points.count > result.openStart { result.close() }
  }

  private static func between(_ a: TilePoint, _ b: TilePoint, _ share: Double) -> TilePoint {
    TilePoint(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share)
  }

  /// The share of the line from `a` to `b` that lies inside, or nil; by Liang and Barsky.
  @inline(__always)
  private static func share(_ a: TilePoint, _ b: TilePoint) -> (from: Double, to: Double)? {
    var part = (from: 0.0, to: 1.0)
    for side in ClipSide.allCases {
      let (here, there) = (side.depth(a), side.depth(b))
      if here > 0, there > 0 { return nil }
      if here > 0 {
        part.from = max(part.from, here / (here - there))
      } else if there > 0 {
        part.to = min(part.to, here / (here - there))
      }
    }
    return part.from < part.to || (a == b && part.from <= part.to) ? part : nil
  }
}
