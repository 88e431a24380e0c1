/// A way in: where the wall is crossed, and what it joins inside and outside.
struct Approach: Sendable {
  /// Where inside the path begins.
  enum Inside: Sendable {
    case lane(row: Int, x: Double)
    case laneEnd(row: Int, Side)
    /// Straight into the underground, below the row.
    case underground(row: Int)
  }
  let inside: Inside
  let edge: Int
  /// The gate, in the plan.
  let place: Vector
  let frontage: Frontage
}

extension Grounds {
  /// All sensible places for gates, the front first.
  func approaches(streets: [Street], random: inout Random) -> [Approach] {
    guard !lanes.isEmpty else { return [] }
    var rays: [(Approach.Inside, Vector, Vector)] = []
    let front = reach(0)
    for share in [0.5, 0.2, 0.8, 0.35, 0.65] {
      let x = front.lowerBound + (front.upperBound - front.lowerBound) * (share + random.real(-0.08...0.08))
      rays.append((.lane(row: 0, x: x), Vector(x, lanes[0].y), Vector(0, -1)))
    }
    rays.append((.lane(row: 0, x: spine), Vector(spine, lanes[0].y), Vector(0, -1)))
    for row in lanes.indices {
      let extent = reach(row)
      for (x, side) in [(extent.lowerBound, Side.left), (extent.upperBound, .right)] {
        rays.append((.laneEnd(row: row, side), Vector(x, lanes[row].y), Vector(-side.sign, 0)))
      }
    }
    let last = lanes.count - 1
    rays.append((.lane(row: last, x: spine), Vector(spine, lanes[last].y), Vector(0, 1)))
    return rays.compactMap { approach($0.0, from: $0.1, along: $0.2, streets: streets) }
  }

  /// The gate place that the ray meets; nil near corners or where the street side is taken.
  func approach(
    _ inside: Approach.Inside, from start: Vector, along heading: Vector, streets: [Street]
  ) -> Approach? {
    guard let exit = local.exit(from: start, along: heading) else { return nil }
    let along = local.corner(exit.edge).distance(to: exit.point)
    guard along > 9, local.edgeLength(exit.edge) - along > 9,
      abs(local.direction(exit.edge).cross(heading)) > 0.8
    else { return nil }
    return Approach(
      inside: inside, edge: exit.edge, place: frame.plan(exit.point), frontage: site.frontages[exit.edge])
  }

  /// Puts a node with `tags` on the wall.
  func wallNode(_ approach: Approach, _ tags: [Tag]) -> Int64 {
    let node = canvas.raisedNode(approach.place, tags)
    wall.append((approach.edge, site.corner(approach.edge).distance(to: approach.place), node))
    return node
  }

  /// Draws the path from inside over `gate` to the street.
  ///
  /// - Returns: The nodes outside the gate, from the gate on.
  @discardableResult
  func drawApproach(
    _ approach: Approach, gate: Int64, reach: Reach, streets: [Street], inner: [Tag], outer: [Tag]
  ) -> [Int64] {
    if let (row, x) = start(of: approach) {
      let start = frame.plan(Vector(x, lanes[row].y))
      canvas.way(
        [laneNode(row, x)] + canvas.between(start, approach.place, every: 28) + [gate], inner)
    }
    let chain = streets[approach.frontage.street].join(
      approach.frontage.side, at: approach.place, reach: reach, on: canvas)
    canvas.way([gate] + chain, outer)
    return chain
  }
  /// The lane and place on it where the path of `approach` begins; nil underground.
  private func start(of approach: Approach) -> (row: Int, x: Double)? {
    switch approach.inside {
    case .lane(let row, let x): (row, x)
    case .laneEnd(let row, let side): (row, end(row, side))
    case .underground: nil
    }
  }
}
