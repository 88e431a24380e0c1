/// Cuts areas to the square of a tile, one edge after the other.
///
/// An edge cuts rings into chains that lie inside. Along the edge, the area is what lies between the first and the
/// second crossing, the third and the fourth, and so on; there the chains are joined. A valid area stays valid:
/// unlike with Sutherland and Hodgman's method no two sides come to lie on each other, and an area that falls
/// apart becomes several rings.
struct PolygonClipper {
  private var result = Paths()
  private var chains = Paths()
  private var crossings: [Crossing] = []
  private var links: [Int] = []

  /// Where a chain begins or ends on the edge.
  private struct Crossing {
    var along: Double
    var chain: Int
    var isStart: Bool
  }

  /// Cuts `shape`, the rings of one area, in place.
  ///
  /// Outer rings and holes must run in opposite senses; they still do afterwards. Rings that cross themselves or
  /// each other are cut each for itself.
  ///
  /// - Complexity: O(points + crossings × log crossings) for each edge that the shape leaves.
  mutating func clip(_ shape: inout Paths) {
    guard let bounds = shape.bounds else { return }
    for side in ClipSide.leaving(bounds) { cut(&shape, side) }
  }

  private mutating func cut(_ shape: inout Paths, _ side: ClipSide) {
    result.clear()
    chains.clear()
    crossings.removeAll(keepingCapacity: true)
    for path in 0..<shape.count { cutRing(shape.range(path), of: shape, side) }
    if pairCrossings() {
      joinChains()
    } else {
      result.clear()
      for path in 0..<shape.count { cutAlone(shape.range(path), of: shape, side) }
    }
    swap(&shape, &result)
  }

  /// Collects the chains of one ring that lie inside; a ring that is wholly inside is done.
  private mutating func cutRing(_ rows: Range<Int>, of shape: Paths, _ side: ClipSide) {
    guard let outside = rows.first(where: { side.depth(shape.points[$0]) >= 0 }) else {
      return result.add(rows, of: shape)
    }
    var last = shape.points[outside]
    var wasInside = false
    var row = outside
    for _ in rows {
      row = row + 1 == rows.upperBound ? rows.lowerBound : row + 1
      let here = shape.points[row]
      let isInside = side.depth(here) < 0
      if isInside != wasInside {
        let meeting = side.crossing(last, here)
        crossings.append(Crossing(along: side.along(meeting), chain: chains.count, isStart: isInside))
        chains.append(meeting)
        if !isInside { chains.close() }
      }
      if isInside { chains.append(here) }
      (last, wasInside) = (here, isInside)
    }
  }

  /// Finds which chain goes on where another ends; false when the crossings are not those of an area.
  private mutating func pairCrossings() -> Bool {
    crossings.sort { ($0.along, $0.chain) < ($1.along, $1.chain) }
    links = Array(repeating: -1, count: chains.count)
    var row = 0
    while row + 1 < crossings.count {
      let next = row + 1
      // Of crossings at one place the order is not known.
      if crossings[row].isStart == crossings[next].isStart, row + 2 < crossings.count,
        crossings[row + 2].along == crossings[next].along
      {
        crossings.swapAt(next, row + 2)
      }
      let (a, b) = (crossings[row], crossings[next])
      guard a.isStart != b.isStart else { return false }
      if a.isStart { links[b.chain] = a.chain } else { links[a.chain] = b.chain }
      row += 2
    }
    return row == crossings.count
  }

  private mutating func joinChains() {
    for first in 0..<chains.count where links[first] >= 0 {
      var chain = first
      while links[chain] >= 0 {
        for row in chains.range(chain) { result.append(chains.points[row]) }
        let next = links[chain]
        links[chain] = -1
        chain = next
      }
      result.close()
    }
  }

  /// Sutherland and Hodgman's method, for one ring.
  private mutating func cutAlone(_ rows: Range<Int>, of shape: Paths, _ side: ClipSide) {
    guard let end = rows.last else { return }
    var last = shape.points[end]
    var wasInside = side.depth(last) < 0
    for row in rows {
      let here = shape.points[row]
      let isInside = side.depth(here) < 0
      if isInside != wasInside { result.append(side.crossing(last, here)) }
      if isInside { result.append(here) }
      (last, wasInside) = (here, isInside)
    }
    if result.points.count - result.openStart >= 3 { result.close() } else { result.drop() }
  }
}
