/// Which side of a street, looking along its direction.
enum Side: Sendable {
  case left, right

  /// +1 on the left, -1 on the right: the sign of offsets along the street's left normal.
  var sign: Double { self == .left ? 1 : -1 }
  var opposite: Side { self == .left ? .right : .left }
}

/// What a block's edge looks at: one side of one street.
struct Frontage: Hashable, Sendable {
  let street: Int
  let side: Side
}

/// A convex polygon, anticlockwise, whose edges remember the street they face.
///
/// Edge `i` runs from corner `i` to corner `i + 1`.
struct Polygon: Sendable {
  private(set) var corners: [Vector]
  private(set) var frontages: [Frontage]

  init(corners: [Vector], frontages: [Frontage]) {
    self.corners = corners
    self.frontages = frontages
  }

  var count: Int { corners.count }
  var isEmpty: Bool { corners.count < 3 }
  func corner(_ i: Int) -> Vector { corners[i % corners.count] }
  func edgeLength(_ i: Int) -> Double { corner(i).distance(to: corner(i + 1)) }
  func direction(_ i: Int) -> Vector { (corner(i + 1) - corner(i)).unit }

  var area: Double {
    guard !isEmpty else { return 0 }
    return (0..<count).reduce(0) { $0 + corner($1).cross(corner($1 + 1)) } / 2
  }

  var centre: Vector {
    corners.reduce(Vector(0, 0), +) * (1 / Double(max(1, count)))
  }

  /// The extent along `direction`.
  func extent(along direction: Vector) -> ClosedRange<Double> {
    let values = corners.map { $0.dot(direction) }
    return (values.min() ?? 0)...(values.max() ?? 0)
  }

  /// The part on the left of the line through `point` along `direction`; the new edge faces `frontage`.
  func clipped(leftOf point: Vector, along direction: Vector, facing frontage: Frontage) -> Polygon {
    var corners: [Vector] = []
    var labels: [Frontage] = []
    for i in 0..<count {
      let a = corner(i)
      let b = corner(i + 1)
      let sideA = direction.cross(a - point)
      let sideB = direction.cross(b - point)
      if sideA >= 0 {
        corners.append(a)
        labels.append(frontages[i])
      }
      guard (sideA >= 0) != (sideB >= 0) else { continue }
      corners.append(a.towards(b, sideA / (sideA - sideB)))
      labels.append(sideA >= 0 ? frontage : frontages[i])
    }
    return Polygon(corners: corners, frontages: labels)
  }

  /// The polygon with each edge moved inwards by `distance(edge)`.
  func inset(_ distance: (Int) -> Double) -> Polygon {
    var result = self
    for i in 0..<count where !result.isEmpty {
      let along = direction(i)
      result = result.clipped(
        leftOf: corner(i) + along.left * distance(i), along: along, facing: frontages[i])
    }
    return result.withoutShortEdges()
  }

  func inset(by distance: Double) -> Polygon { inset { _ in distance } }

  /// Corners closer than a decimetre are one corner.
  private func withoutShortEdges() -> Polygon {
    let kept = (0..<count).filter { edgeLength($0) > 0.1 }
    guard kept.count >= 3 else { return Polygon(corners: [], frontages: []) }
    return Polygon(corners: kept.map { corners[$0] }, frontages: kept.map { frontages[$0] })
  }

  /// Where the ray from `point` (inside) along `direction` leaves the polygon.
  func exit(from point: Vector, along direction: Vector) -> (edge: Int, point: Vector)? {
    var best: (edge: Int, reach: Double)?
    for i in 0..<count {
      let along = corner(i + 1) - corner(i)
      let slope = direction.cross(along)
      guard abs(slope) > 1e-9 else { continue }
      let reach = (corner(i) - point).cross(along) / slope
      let share = (corner(i) - point).cross(direction) / slope
      guard reach > 0, share >= 0, share <= 1 else { continue }
      if best.map({ reach < $0.reach }) ?? true { best = (i, reach) }
    }
    return best.map { ($0.edge, point + direction * $0.reach) }
  }

  /// The stretch of the horizontal line at height `y` inside the polygon.
  func interval(atY y: Double) -> ClosedRange<Double>? {
    var low = Double.infinity
    var high = -Double.infinity
    for i in 0..<count {
      let a = corner(i)
      let b = corner(i + 1)
      guard (a.y <= y) != (b.y <= y) else { continue }
      let x = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)
      low = min(low, x)
      high = max(high, x)
    }
    return low < high ? low...high : nil
  }

  func contains(_ point: Vector) -> Bool {
    (0..<count).allSatisfy { direction($0).cross(point - corner($0)) >= 0 }
  }

  /// The same polygon in the coordinates of `frame`.
  func local(to frame: LocalFrame) -> Polygon {
    Polygon(corners: corners.map(frame.local), frontages: frontages)
  }
}
