/// Lines or rings in the units of a tile, one after the other in flat memory that is used again.
///
/// Rings do not repeat their first point.
struct Paths {
  private(set) var points: [TilePoint] = []
  /// Where each path ends in ``points``.
  private(set) var ends: [Int] = []

  var count: Int { ends.count }

  mutating func clear() {
    points.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  mutating func append(_ point: TilePoint) { points.append(point) }

  /// Ends the path begun after the last one.
  mutating func close() { ends.append(points.count) }

  /// Drops what was appended since the last path ended.
  mutating func drop() { points.removeSubrange((ends.last ?? 0)...) }

  /// The rows of path `path` in ``points``.
  func range(_ path: Int) -> Range<Int> { (path == 0 ? 0 : ends[path - 1])..<ends[path] }

  /// Where the path that is not yet closed begins.
  var openStart: Int { ends.last ?? 0 }

  /// Appends rows of another list as one path.
  mutating func add(_ rows: Range<Int>, of other: Paths) {
    points.append(contentsOf: other.points[rows])
    close()
  }

  /// Twice the signed area of a ring; positive for outer rings, since rows run down.
  func turn(_ path: Int) -> Double {
    let rows = range(path)
    guard var last = rows.last.map({ points[$0] }) else { return 0 }
    let base = last
    var sum = 0.0
    for row in rows {
      let here = points[row]
      sum += (last.x - base.x) * (here.y - base.y) - (here.x - base.x) * (last.y - base.y)
      last = here
    }
    return sum
  }

  mutating func reverse(_ path: Int) { points[range(path)].reverse() }

  /// Whether `point` lies inside the ring `path`, by the even-odd rule.
  func surrounds(_ path: Int, _ point: TilePoint) -> Bool {
    let rows = range(path)
    guard var a = rows.last.map({ points[$0] }) else { return false }
    var isInside = false
    for row in rows {
      let b = points[row]
      if (a.y > point.y) != (b.y > point.y),
        point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
      {
        isInside.toggle()
      }
      a = b
    }
    return isInside
  }

  /// The least box around all points, as ranges of columns and rows; nil without points.
  var bounds: (west: Double, east: Double, north: Double, south: Double)? {
    guard let first = points.first else { return nil }
    var box = (west: first.x, east: first.x, north: first.y, south: first.y)
    for point in points {
      box.west = min(box.west, point.x)
      box.east = max(box.east, point.x)
      box.north = min(box.north, point.y)
      box.south = max(box.south, point.y)
    }
    return box
  }
}
