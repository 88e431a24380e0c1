/// How buildings stand on a piece of land; metres.
struct GroundsStyle: Sendable {
  /// Along the lane.
  var width: ClosedRange<Double>
  var depth: ClosedRange<Double>
  /// From the lane to the fronts.
  var frontYard = 5.0...7.0
  /// From the backs to the next lane.
  var backYard = 5.0...11.0
  var gap = 7.0...13.0
  /// Half of the opening that the cross lane takes.
  var spineHalf = 6.0
  var maximumRows = 8

  static let slabs = GroundsStyle(
    width: 24...56, depth: 11.5...14, frontYard: 4.5...6, backYard: 4...8, gap: 6...9, spineHalf: 5.5)
  static let towers = GroundsStyle(
    width: 22...28, depth: 17...21, frontYard: 6...8, backYard: 6...12, gap: 9...15, spineHalf: 7)
  static let houses = GroundsStyle(width: 11...18, depth: 9...12, gap: 5...9, spineHalf: 5)
  static let halls = GroundsStyle(
    width: 38...72, depth: 15...20, frontYard: 8...12, backYard: 9...22, gap: 12...20, spineHalf: 7)
}

/// Room for one building, in the local coordinates of its grounds; the front looks to smaller `y`.
struct Plot: Sendable {
  let row: Int
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  var centre: Vector { Vector((x.lowerBound + x.upperBound) / 2, (y.lowerBound + y.upperBound) / 2) }
}

/// A piece of land laid out in rows: a lane, buildings behind it, the next lane, and so on.
///
/// Local `x` runs along the lanes, `y` away from the front edge. One cross lane (the spine) passes between
/// the buildings of every row; loops may join the lanes' ends.
final class Grounds {
  /// A line along local `x` with the nodes on it.
  struct Lane {
    let y: Double
    var events: [(x: Double, node: Int64)] = []
  }

  let site: Polygon
  let local: Polygon
  let frame: LocalFrame
  let canvas: Canvas
  private(set) var plots: [Plot] = []
  private(set) var lanes: [Lane] = []
  private(set) var spine = 0.0
  /// Nodes on the outline: by edge, then distance from the edge's first corner.
  var wall: [(edge: Int, along: Double, node: Int64)] = []

  /// Lays out `site` with each edge of `fronts` in front in turn, and keeps what holds most.
  static func best(
    site: Polygon, fronts: [Int], style: GroundsStyle, canvas: Canvas, random: inout Random
  ) -> Grounds? {
    let tries = random.shuffled(fronts).prefix(3).map {
      Grounds(site: site, front: $0, style: style, canvas: canvas, random: &random)
    }
    return tries.max { $0.builtArea < $1.builtArea }
  }

  private var builtArea: Double {
    plots.reduce(0) {
      $0 + ($1.x.upperBound - $1.x.lowerBound) * ($1.y.upperBound - $1.y.lowerBound)
    }
  }

  /// Lays out `site` with its front at edge `front`.
  init(site: Polygon, front: Int, style: GroundsStyle, canvas: Canvas, random: inout Random) {
    self.site = site
    self.canvas = canvas
    frame = LocalFrame(origin: site.centre, axis: site.direction(front))
    local = site.local(to: frame)
    layRows(style, &random)
  }

  private func layRows(_ style: GroundsStyle, _ random: inout Random) {
    let inner = local.inset(by: 5)
    guard !inner.isEmpty else { return }
    let range = inner.extent(along: Vector(0, 1))
    let wide = inner.extent(along: Vector(1, 0))
    spine = wide.lowerBound + (wide.upperBound - wide.lowerBound) * random.real(0.35...0.65)
    var y = range.lowerBound + random.real(2...5)
    while lanes.count < style.maximumRows {
      let depth = random.real(style.depth)
      let front = y + random.real(style.frontYard)
      let back = front + depth
      guard back + 3 < range.upperBound, let lane = inner.interval(atY: y),
        let near = inner.interval(atY: front), let far = inner.interval(atY: back + 2),
        lane.lowerBound + 4 < spine, spine < lane.upperBound - 4
      else { break }
      let low = max(lane.lowerBound, near.lowerBound, far.lowerBound) + 3
      let high = min(lane.upperBound, near.upperBound, far.upperBound) - 3
      guard low + 10 < high else { break }
      let row = lanes.count
      lanes.append(Lane(y: y))
      place(row, low, spine - style.spineHalf, front...back, style, &random)
      place(row, spine + style.spineHalf, high, front...back, style, &random)
      y = back + random.real(style.backYard)
    }
  }

  private func place(
    _ row: Int, _ low: Double, _ high: Double, _ depth: ClosedRange<Double>, _ style: GroundsStyle,
    _ random: inout Random
  ) {
    let drawer = BuildingDrawer(frame: frame, canvas: canvas)
    let bounds = local.inset(by: 1.5)
    var x = low
    while true {
      let width = min(random.real(style.width), high - x)
      guard width >= style.width.lowerBound * 0.85 else { return }
      let plot = Plot(row: row, x: x...(x + width), y: depth)
      if drawer.fits(plot, in: bounds) { plots.append(plot) }
      x += width + random.real(style.gap)
    }
  }

  /// The node of lane `row` at `x`; nodes nearer than 75 cm are the same.
  func laneNode(_ row: Int, _ x: Double) -> Int64 {
    if let known = lanes[row].events.first(where: { abs($0.x - x) < 0.75 }) { return known.node }
    let node = canvas.node(frame.plan(Vector(x, lanes[row].y)))
    lanes[row].events.append((x, node))
    return node
  }

  /// What lane `row` must serve, with room to pass the last building.
  func reach(_ row: Int) -> ClosedRange<Double> {
    let xs = plots.filter { $0.row == row }
    let low = xs.map(\.x.lowerBound).min() ?? spine
    let high = xs.map(\.x.upperBound).max() ?? spine
    return min(low - 3, spine)...max(high + 3, spine)
  }

  /// Where lane `row` ends on the left (smaller `x`) or right, as drawn so far.
  func end(_ row: Int, _ side: Side) -> Double {
    let extent = reach(row)
    let xs = lanes[row].events.map(\.x)
    return side == .left
      ? min(extent.lowerBound, xs.min() ?? spine) : max(extent.upperBound, xs.max() ?? spine)
  }

  /// Where a loop may join lanes `row` and `row + 1` beside their last buildings.
  func loopPlace(_ row: Int, _ side: Side) -> Double? {
    let (a, b) = (reach(row), reach(row + 1))
    let x = side == .left ? min(a.lowerBound, b.lowerBound) : max(a.upperBound, b.upperBound)
    let inner = local.inset(by: 3)
    guard !inner.isEmpty, inner.contains(Vector(x, lanes[row].y)),
      inner.contains(Vector(x, lanes[row + 1].y)),
      abs(x - spine) > 8
    else { return nil }
    return x
  }

  /// Draws lane `row` through its nodes.
  func drawLane(_ row: Int, _ tags: [Tag]) {
    let events = lanes[row].events.sorted { $0.x < $1.x }
    guard events.count > 1 else { return }
    var nodes = [events[0].node]
    for (a, b) in zip(events, events.dropFirst()) {
      nodes += canvas.between(
        frame.plan(Vector(a.x, lanes[row].y)), frame.plan(Vector(b.x, lanes[row].y)), every: 28)
      nodes.append(b.node)
    }
    canvas.way(nodes, tags)
  }

  /// Draws a straight piece between two lanes; as stairs when told or when it is too steep to drive.
  func drawLink(_ row: Int, _ x: Double, to next: Int, _ x2: Double, isStairs: Bool, _ tags: [Tag]) {
    let a = Vector(x, lanes[row].y)
    let b = Vector(x2, lanes[next].y)
    let from = laneNode(row, x)
    let to = laneNode(next, x2)
    let rise = canvas.terrain.height(frame.plan(b)) - canvas.terrain.height(frame.plan(a))
    guard isStairs, abs(rise) > 0.6 else {
      canvas.way([from] + canvas.between(frame.plan(a), frame.plan(b)) + [to], tags)
      return
    }
    let foot = canvas.raisedNode(frame.plan(a.towards(b, 0.25)))
    let head = canvas.raisedNode(frame.plan(a.towards(b, 0.75)))
    canvas.way([from, foot], [("highway", "footway")])
    canvas.way([foot, head], stairTags(rise: rise))
    canvas.way([head, to], [("highway", "footway")])
  }

  /// Draws the outline through the corners and everything put on it.
  @discardableResult
  func drawWall(_ tags: [Tag]) -> Int64 {
    var nodes: [Int64] = []
    for i in 0..<site.count {
      var from = site.corner(i)
      nodes.append(canvas.node(from))
      for stop in wall.filter({ $0.edge == i }).sorted(by: { $0.along < $1.along }) {
        let place = site.corner(i) + site.direction(i) * stop.along
        nodes += canvas.between(from, place) + [stop.node]
        from = place
      }
      nodes += canvas.between(from, site.corner(i + 1))
    }
    return canvas.way(nodes + [nodes[0]], tags)
  }
}
