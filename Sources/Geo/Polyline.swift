/// A line through points on the ground, measured from its first point in metres.
public struct Polyline: Hashable, Sendable {
  public var points: [Coordinate]

  public init(_ points: [Coordinate]) { self.points = points }

  /// A place on a line.
  public struct Position: Hashable, Sendable {
    /// The number of the straight piece: it runs from point `piece` to point `piece + 1`.
    public var piece: Int
    /// How far along that piece, 0...1.
    public var fraction: Double
    /// Metres from the start of the line.
    public var offset: Double
    /// Metres from the place that was asked about; 0 for places found by their offset.
    public var distance: Double
    public var coordinate: Coordinate
  }

  /// The length in metres.
  public var length: Double {
    var sum = 0.0
    for row in points.indices.dropFirst() { sum += points[row - 1].distance(to: points[row]) }
    return sum
  }

  public var boundingBox: BoundingBox { BoundingBox(around: points) }

  /// The place `offset` metres along the line.
  ///
  /// Before the start and after the end it is that end; nil for a line without points.
  public func position(at offset: Double) -> Position? {
    guard let start = points.first, let end = points.last else { return nil }
    if offset <= 0 || points.count == 1 {
      return Position(piece: 0, fraction: 0, offset: 0, distance: 0, coordinate: start)
    }
    var walked = 0.0
    for piece in 0..<points.count - 1 {
      let length = points[piece].distance(to: points[piece + 1])
      if offset <= walked + length, length > 0 {
        let fraction = (offset - walked) / length
        let coordinate = points[piece].interpolated(to: points[piece + 1], fraction: fraction)
        return Position(
          piece: piece, fraction: fraction, offset: offset, distance: 0, coordinate: coordinate)
      }
      walked += length
    }
    return Position(piece: points.count - 2, fraction: 1, offset: walked, distance: 0, coordinate: end)
  }

  /// The point `offset` metres along the line; see ``position(at:)``.
  public func point(at offset: Double) -> Coordinate? { position(at: offset)?.coordinate }

  /// The direction of the line at `offset` metres, in degrees clockwise from north; nil when it has no length.
  ///
  /// At a point between two pieces it is the direction of the piece before it.
  public func bearing(at offset: Double) -> Double? {
    guard let here = position(at: offset), points.count > 1 else { return nil }
    if let piece = (here.piece..<points.count - 1).first(where: { points[$0] != points[$0 + 1] }) {
      return points[piece].bearing(to: points[piece + 1])
    }
    let before = (0..<here.piece).last { points[$0] != points[$0 + 1] }
    return before.map { points[$0].bearing(to: points[$0 + 1]) }
  }

  /// The part of the line from `start` to `end` metres; the reverse of it when `end` comes first.
  ///
  /// Always at least two points (equal ones for an empty part), unless the line has none.
  public func cut(from start: Double, to end: Double) -> Polyline {
    guard start <= end else { return cut(from: end, to: start).reversed() }
    guard let first = position(at: start), let last = position(at: end) else { return self }
    var part = [first.coordinate]
    if first.piece < last.piece {
      for row in first.piece + 1...last.piece where points[row] != part[part.count - 1] {
        part.append(points[row])
      }
    }
    if last.coordinate != part[part.count - 1] || part.count == 1 { part.append(last.coordinate) }
    return Polyline(part)
  }

  public func reversed() -> Polyline { Polyline(points.reversed()) }

  /// The nearest place of the line to `place`; nil for a line without points.
  ///
  /// - Complexity: O(points), no allocation.
  public func nearest(to place: Coordinate) -> Position? {
    guard let start = points.first else { return nil }
    let frame = LocalFrame(at: place)
    var best = Position(
      piece: 0, fraction: 0, offset: 0, distance: frame.point(start).length, coordinate: start)
    var a = frame.point(start)
    var walked = 0.0
    for piece in 0..<points.count - 1 {
      let b = frame.point(points[piece + 1])
      let length = points[piece].distance(to: points[piece + 1])
      let fraction = Point.zero.nearestFraction(on: a, b)
      let distance = (a + (b - a) * fraction).length
      if distance < best.distance {
        best = Position(
          piece: piece, fraction: fraction, offset: walked + fraction * length, distance: distance,
          coordinate: points[piece].interpolated(to: points[piece + 1], fraction: fraction))
      }
      walked += length
      a = b
    }
    return best
  }

  /// A line with fewer points, nowhere further than `tolerance` metres from this one.
  ///
  /// - Complexity: O(n log n) usually, O(n²) at worst.
  /// - SeeAlso: Douglas, Peucker: "Algorithms for the reduction of the number of points", 1973.
  public func simplified(tolerance: Double) -> Polyline {
    guard points.count > 2 else { return self }
    let frame = LocalFrame(at: boundingBox.centre)
    let plane = points.map(frame.point)
    var keep = [Bool](repeating: false, count: points.count)
    keep[0] = true
    keep[points.count - 1] = true
    var open = [(0, points.count - 1)]
    while let (from, to) = open.popLast() {
      var furthest = from
      var deviation = tolerance
      for row in from + 1..<max(to, from + 1) {
        let distance = plane[row].distance(toSegment: plane[from], plane[to])
        if distance > deviation {
          furthest = row
          deviation = distance
        }
      }
      guard furthest > from else { continue }
      keep[furthest] = true
      open.append((from, furthest))
      open.append((furthest, to))
    }
    return Polyline(points.indices.filter { keep[$0] }.map { points[$0] })
  }
}
