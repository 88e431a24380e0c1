/// A ring in whole units, checked to be one that a tile may hold.
struct PixelRing {
  private(set) var points: [PixelPoint] = []
  private var order: [Int] = []
  private var active: [Int] = []

  init() {}

  private init(points: [PixelPoint]) {
    self.points = points
    tidy()
  }

  mutating func clear() { points.removeAll(keepingCapacity: true) }

  /// Appends a point, rounded, unless it is the last one again.
  mutating func append(_ point: TilePoint) {
    let pixel = PixelPoint(x: Int32(point.x.rounded()), y: Int32(point.y.rounded()))
    if points.last != pixel { points.append(pixel) }
  }

  /// Leaves out points on straight lines and lines that turn back on themselves.
  mutating func tidy() {
    while points.count > 1, points.first == points.last { points.removeLast() }
    var kept = 0
    for row in points.indices {
      points[kept] = points[row]
      kept += 1
      while kept >= 3, PixelRing.turn(points[kept - 3], points[kept - 2], points[kept - 1]) == 0 {
        points[kept - 2] = points[kept - 1]
        kept -= 1
        if kept >= 2, points[kept - 1] == points[kept - 2] { kept -= 1 }
      }
    }
    points.removeSubrange(kept...)
    tidySeam()
  }

  /// The same where the ring closes.
  private mutating func tidySeam() {
    while points.count >= 3 {
      let (n, last) = (points.count, points[points.count - 1])
      if last == points[0] || PixelRing.turn(points[n - 2], last, points[0]) == 0 {
        points.removeLast()
      } else if PixelRing.turn(last, points[0], points[1]) == 0 {
        points.removeFirst()
      } else {
        return
      }
    }
  }

  /// The rings that this one falls into where it comes back to one of its corners, or touches a side with one.
  ///
  /// - Complexity: O(n²).
  func loops() -> [PixelRing] {
    var found: [PixelRing] = []
    var path: [PixelPoint] = []
    var places: [PixelPoint: Int] = [:]
    for point in pointsWithTouches() {
      if let start = places[point] {
        found.append(PixelRing(points: Array(path[start...])))
        for left in path[(start + 1)...] { places[left] = nil }
        path.removeSubrange((start + 1)...)
      } else {
        places[point] = path.count
        path.append(point)
      }
    }
    found.append(PixelRing(points: path))
    return found
  }

  /// The points, and on each side the corners that touch it.
  private func pointsWithTouches() -> [PixelPoint] {
    var all: [PixelPoint] = []
    for row in points.indices {
      let side = side(row)
      let touching = points.filter { $0 != side.a && $0 != side.b && PixelRing.meet(side, ($0, $0)) }
      func distance(_ point: PixelPoint) -> Int32 { abs(point.x - side.a.x) + abs(point.y - side.a.y) }
      all.append(side.a)
      all.append(contentsOf: touching.sorted { distance($0) < distance($1) })
    }
    return all
  }

  /// Twice the signed area; positive for outer rings, since rows run down.
  var turn: Int {
    guard var last = points.last else { return 0 }
    var sum = 0
    for point in points {
      sum += Int(last.x) * Int(point.y) - Int(point.x) * Int(last.y)
      last = point
    }
    return sum
  }

  /// Whether no two sides touch but neighbours in their common corner.
  ///
  /// - Complexity: O(n²) for short rings; for longer ones a sweep from west to east.
  mutating func isSimple() -> Bool {
    if points.count <= 3 { return points.count == 3 }
    return points.count <= 24 ? isSimpleByPairs() : isSimpleBySweep()
  }

  private func isSimpleByPairs() -> Bool {
    for row in points.indices.dropLast(2) {
      for other in (row + 2)..<points.count where !(row == 0 && other == points.count - 1) {
        if PixelRing.meet(side(row), side(other)) { return false }
      }
    }
    return true
  }

  private mutating func isSimpleBySweep() -> Bool {
    let count = points.count
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: points.indices)
    let wests = points.indices.map { min(side($0).a.x, side($0).b.x) }
    let easts = points.indices.map { max(side($0).a.x, side($0).b.x) }
    order.sort { (wests[$0], $0) < (wests[$1], $1) }
    active.removeAll(keepingCapacity: true)
    for row in order {
      let here = side(row)
      active.removeAll { easts[$0] < wests[row] }
      for other in active {
        let apart = abs(other - row)
        if apart == 1 || apart == count - 1 { continue }
        if PixelRing.meet(here, side(other)) { return false }
      }
      active.append(row)
    }
    return true
  }

  typealias Side = (a: PixelPoint, b: PixelPoint)

  private func side(_ row: Int) -> Side {
    (points[row], points[row + 1 == points.count ? 0 : row + 1])
  }

  /// Whether a side of this ring touches one of `other` elsewhere than in a corner of one.
  func crosses(_ other: PixelRing) -> Bool {
    for row in other.points.indices {
      let there = other.side(row)
      for own in points.indices where PixelRing.meet(side(own), there) { return true }
    }
    return false
  }

  /// Whether `point` lies inside, by the even-odd rule.
  func surrounds(_ point: PixelPoint) -> Bool {
    var isInside = false
    for row in points.indices {
      let (a, b) = side(row)
      guard (a.y > point.y) != (b.y > point.y) else { continue }
      let turn = PixelRing.turn(a, b, point)
      if (turn > 0) == (b.y > a.y) { isInside.toggle() }
    }
    return isInside
  }

  /// Twice the signed area of a triangle.
  @inline(__always)
  private static func turn(_ a: PixelPoint, _ b: PixelPoint, _ c: PixelPoint) -> Int {
    (Int(b.x) - Int(a.x)) * (Int(c.y) - Int(a.y)) - (Int(c.x) - Int(a.x)) * (Int(b.y) - Int(a.y))
  }

  /// Whether two sides have a point in common.
  @inline(__always)
  private static func meet(_ one: Side, _ other: Side) -> Bool {
    if max(one.a.x, one.b.x) < min(other.a.x, other.b.x) { return false }
    if max(other.a.x, other.b.x) < min(one.a.x, one.b.x) { return false }
    if max(one.a.y, one.b.y) < min(other.a.y, other.b.y) { return false }
    if max(other.a.y, other.b.y) < min(one.a.y, one.b.y) { return false }
    let first = turn(one.a, one.b, other.a).signum() * turn(one.a, one.b, other.b).signum()
    let second = turn(other.a, other.b, one.a).signum() * turn(other.a, other.b, one.b).signum()
    return first <= 0 && second <= 0
  }
}
