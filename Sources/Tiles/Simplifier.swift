/// Leaves out points that a line hardly needs, after Douglas and Peucker.
struct Simplifier {
  /// The rows that the last line or ring needs, ascending.
  private(set) var kept: [Int] = []
  private var isKept: [Bool] = []
  private var open: [(first: Int, last: Int)] = []

  /// Chooses rows of the line `rows`, so that no point left out lies further than `tolerance` units from the rest.
  ///
  /// Ends stay.
  ///
  /// - Complexity: O(n log n) as a rule.
  mutating func line(_ rows: Range<Int>, of paths: Paths, tolerance: Double) {
    kept.removeAll(keepingCapacity: true)
    guard let first = rows.first, let last = rows.last else { return }
    isKept = Array(repeating: false, count: rows.count)
    isKept[0] = true
    isKept[rows.count - 1] = true
    split(first, last, paths, tolerance, base: first)
    for row in rows where isKept[row - first] { kept.append(row) }
  }

  /// Chooses rows of the ring `rows`: its first point, the one furthest from it, and what the two lines between
  /// them need.
  mutating func ring(_ rows: Range<Int>, of paths: Paths, tolerance: Double) {
    kept.removeAll(keepingCapacity: true)
    guard let first = rows.first else { return }
    let anchor = paths.points[first]
    var furthest = (row: first, distance: 0.0)
    for row in rows {
      let point = paths.points[row]
      let distance = Simplifier.square(point.x - anchor.x) + Simplifier.square(point.y - anchor.y)
      if distance > furthest.distance { furthest = (row, distance) }
    }
    isKept = Array(repeating: false, count: rows.count)
    isKept[0] = true
    isKept[furthest.row - first] = true
    split(first, furthest.row, paths, tolerance, base: first)
    split(furthest.row, rows.upperBound, paths, tolerance, base: first, closing: first)
    for row in rows where isKept[row - first] { kept.append(row) }
  }

  /// Marks what is needed between two rows; the row after the last is `closing`.
  private mutating func split(
    _ from: Int, _ to: Int, _ paths: Paths, _ tolerance: Double, base: Int, closing: Int? = nil
  ) {
    let limit = tolerance * tolerance
    open.append((from, to))
    while let (first, last) = open.popLast() {
      guard last - first > 1 else { continue }
      let a = paths.points[first]
      let b = paths.points[closing != nil && last == to ? closing ?? last : last]
      var worst = (row: first, distance: limit)
      for row in (first + 1)..<last {
        let distance = Simplifier.squareDistance(paths.points[row], a, b)
        if distance > worst.distance { worst = (row, distance) }
      }
      guard worst.row > first else { continue }
      isKept[worst.row - base] = true
      open.append((first, worst.row))
      open.append((worst.row, last))
    }
  }

  @inline(__always)
  private static func square(_ value: Double) -> Double { value * value }

  /// From `p` to the straight line between `a` and `b`, squared.
  @inline(__always)
  private static func squareDistance(_ p: TilePoint, _ a: TilePoint, _ b: TilePoint) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = dx * dx + dy * dy
    let share = length > 0 ? min(max(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0), 1) : 0
    return square(p.x - a.x - share * dx) + square(p.y - a.y - share * dy)
  }
}
