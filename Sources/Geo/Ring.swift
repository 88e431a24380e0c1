/// A closed line of straight edges: each point is joined to the next and the last to the first.
///
/// The first point is not repeated at the end.
public struct Ring: Hashable, Sendable {
  public var points: [Coordinate]

  /// A ring through `points`; a last point equal to the first is dropped.
  public init(_ points: [Coordinate]) {
    self.points =
      points.count > 1 && points.first == points.last ? Array(points[..<(points.count - 1)]) : points
  }

  /// Where a point lies relative to an area.
  public enum Location: Hashable, Sendable { case inside, boundary, outside }

  public var boundingBox: BoundingBox { BoundingBox(around: points) }

  /// The edges, in order.
  public var edges: some RandomAccessCollection<Segment> {
    points.indices.lazy.map { [points] row in
      Segment(points[row], points[row + 1 == points.count ? 0 : row + 1])
    }
  }

  /// Twice the signed area in square units, exact: positive when the ring runs counterclockwise.
  public var turn: Int128 {
    guard let first = points.first else { return 0 }
    var sum: Int128 = 0
    for row in points.indices.dropFirst().dropLast() {
      sum += Int128(Coordinate.turn(first, points[row], points[row + 1]))
    }
    return sum
  }

  /// A sense of running round.
  public enum Winding: Hashable, Sendable { case counterclockwise, clockwise }

  /// The sense in which the ring runs; a ring without area counts as clockwise.
  public var winding: Winding { turn > 0 ? .counterclockwise : .clockwise }

  /// The area in square metres, never negative.
  public var area: Double {
    let scale = Ellipsoid.scale(latitudeE7: Double(boundingBox.centre.latitudeE7))
    return points.isEmpty ? 0 : abs(Double(turn)) / 2 * scale.east * scale.north
  }

  /// The same ring, running in the given sense.
  public func wound(_ winding: Winding) -> Ring {
    self.winding == winding ? self : Ring(points.reversed())
  }

  /// Where `point` lies, by the even-odd rule; exact.
  ///
  /// - Complexity: O(points), no allocation.
  public func location(of point: Coordinate) -> Location {
    var inside = false
    guard var a = points.last else { return .outside }
    for b in points {
      switch crossing(point, a, b) {
      case .boundary: return .boundary
      case .inside: inside.toggle()
      case .outside: break
      }
      a = b
    }
    return inside ? .inside : .outside
  }

  /// Whether the ray from `point` to the east passes the edge (`inside`), or the edge holds the point.
  private func crossing(_ point: Coordinate, _ a: Coordinate, _ b: Coordinate) -> Location {
    if max(a.longitudeE7, b.longitudeE7) < point.longitudeE7 { return .outside }
    let above = (a.latitudeE7 > point.latitudeE7, b.latitudeE7 > point.latitudeE7)
    if above.0 != above.1 {
      let turn = Coordinate.turn(a, b, point)
      if turn == 0 { return .boundary }
      return (turn > 0) == above.1 ? .inside : .outside
    }
    return Segment(a, b).contains(point) ? .boundary : .outside
  }

  /// Two edges (by the numbers of their first points) that meet where a simple ring does not, or nil.
  ///
  /// - Complexity: O(n log n) for rings whose edges are short.
  public func selfIntersection() -> (Int, Int)? {
    let edges = Array(edges)
    let order = edges.indices.sorted {
      (edges[$0].boundingBox.southWest.longitudeE7, $0) < (edges[$1].boundingBox.southWest.longitudeE7, $1)
    }
    var open: [Int] = []
    for row in order {
      let west = edges[row].boundingBox.southWest.longitudeE7
      open.removeAll { edges[$0].boundingBox.northEast.longitudeE7 < west }
      if let other = open.first(where: { meetWrongly(edges, $0, row) }) {
        return (min(other, row), max(other, row))
      }
      open.append(row)
    }
    return nil
  }

  /// Whether two edges share more than the point that neighbours share.
  private func meetWrongly(_ edges: [Segment], _ one: Int, _ other: Int) -> Bool {
    let (i, j) = (min(one, other), max(one, other))
    guard edges[i].meets(edges[j]) else { return false }
    if edges.count < 3 { return true }
    guard j == i + 1 || (i == 0 && j == edges.count - 1) else { return true }
    if case .touching = edges[i].meeting(edges[j]) { return edges.count == 2 }
    return true
  }
}

/// An area: one outer ring and the holes in it.
public struct Polygon: Hashable, Sendable {
  public var outer: Ring
  public var holes: [Ring]

  public init(outer: Ring, holes: [Ring] = []) {
    self.outer = outer
    self.holes = holes
  }

  public var boundingBox: BoundingBox { outer.boundingBox }

  /// The area in square metres, without the holes.
  public var area: Double { holes.reduce(outer.area) { $0 - $1.area } }

  /// Where `point` lies; edges of holes are boundary.
  public func location(of point: Coordinate) -> Ring.Location {
    let here = outer.location(of: point)
    guard here == .inside else { return here }
    for hole in holes {
      switch hole.location(of: point) {
      case .inside: return .outside
      case .boundary: return .boundary
      case .outside: continue
      }
    }
    return .inside
  }

  /// Whether `point` lies inside or on the boundary.
  public func contains(_ point: Coordinate) -> Bool { location(of: point) != .outside }
}
