/// Blocks without buildings: parks, and slopes too steep to build on.
struct GreenBlock {
  let scene: Scene
  let site: Polygon
  let number: Int
  private var random: Random
  private var canvas: Canvas { scene.canvas }

  init(scene: Scene, block: Polygon, number: Int) {
    self.scene = scene
    self.number = number
    site = block.inset { scene.streets[block.frontages[$0].street].section.reserve + 2 }
    random = Random(seed: scene.seed, stream: 13, key: number)
  }

  /// A park: paths from its edges to a square in the middle; some are fenced and closed at night.
  mutating func drawPark() {
    guard !site.isEmpty else { return }
    let isFenced = random.chance(0.5)
    let hub = canvas.raisedNode(site.centre)
    var outline: [Int64] = []
    for edge in 0..<site.count {
      outline.append(canvas.node(site.corner(edge)))
      let place = site.corner(edge).towards(site.corner(edge + 1), random.real(0.42...0.58))
      guard takeStreet(edge, place) else { continue }
      let gate = canvas.raisedNode(
        place,
        isFenced
          ? [("barrier", "gate"), ("foot", "yes"), ("bicycle", "no"), ("opening_hours", "06:00-22:00")] : [])
      if isFenced { scene.count.gates += 1 }
      outline.append(gate)
      let frontage = site.frontages[edge]
      let chain = scene.street(frontage).join(frontage.side, at: place, reach: .pavement, on: canvas)
      canvas.way([hub] + canvas.between(site.centre, place) + [gate] + chain, [("highway", "footway")])
    }
    let name = scene.names.institution(number, "公园", "Park")
    var tags: [Tag] =
      [("leisure", "park"), ("kaimen:kind", "scenic_area"), ("source", "synthetic")] + named(name)
    if isFenced { tags += [("barrier", "fence"), ("opening_hours", "06:00-22:00")] }
    canvas.way(outline + [outline[0]], tags)
    scene.count.places += 1
    _ = canvas.node(
      site.centre + Vector(4, 3),
      [
        ("amenity", "toilets"), ("name", "公共厕所"), ("name:zh", "公共厕所"), ("name:en", "Public Toilet"),
        ("opening_hours", "24/7"),
      ])
  }

  private func takeStreet(_ edge: Int, _ place: Vector) -> Bool {
    let street = scene.street(site.frontages[edge])
    let t = street.t(of: place)
    return street.occupy(site.frontages[edge].side, (t - 4)...(t + 4))
  }

  /// A wooded slope with a road of hairpins and stairs straight up.
  mutating func drawSlope() {
    guard !site.isEmpty else { return }
    canvas.area(site.corners, [("natural", "wood")])
    let fronts = (0..<site.count).filter { scene.street(site.frontages[$0]).rank.carriesCars }
    guard let front = fronts.first else { return }
    let frame = LocalFrame(origin: site.centre, axis: site.direction(front))
    let inner = site.local(to: frame).inset(by: 8)
    guard !inner.isEmpty else { return }
    let range = inner.extent(along: Vector(0, 1))
    let legs = max(3, Int((range.upperBound - range.lowerBound) / 22))
    var turns: [Vector] = []
    for leg in 0...legs {
      let y =
        range.lowerBound + (range.upperBound - range.lowerBound) * (Double(leg) + 0.5) / Double(legs + 1)
      guard let interval = inner.interval(atY: y) else { continue }
      let middle = (interval.lowerBound + interval.upperBound) / 2
      let half = min(60, (interval.upperBound - interval.lowerBound) / 2 - 4)
      turns.append(Vector(leg % 2 == 0 ? middle - half : middle + half, y))
    }
    guard turns.count >= 3 else { return }
    drawHairpins(turns, frame, front: front)
  }

  private mutating func drawHairpins(_ turns: [Vector], _ frame: LocalFrame, front: Int) {
    let local = site.local(to: frame)
    let start = turns[0] + Vector(8, 0)
    guard let exit = local.exit(from: start, along: Vector(0, -1)) else { return }
    let place = frame.plan(exit.point)
    guard scene.street(site.frontages[exit.edge]).rank.carriesCars, takeStreet(exit.edge, place) else {
      return
    }
    let frontage = site.frontages[exit.edge]
    var nodes = Array(
      scene.street(frontage).join(frontage.side, at: place, reach: .carriage, on: canvas).reversed())
    nodes += [canvas.node(place), canvas.raisedNode(frame.plan(start))]
    var stairs: [(Vector, Int64)] = []
    for (a, b) in zip([start] + turns.dropFirst(), turns.dropFirst()) where a != b {
      let middle = a.towards(b, 0.5)
      let node = canvas.raisedNode(frame.plan(middle))
      stairs.append((frame.plan(middle), node))
      nodes += canvas.between(frame.plan(a), frame.plan(middle), every: 22) + [node]
      nodes +=
        canvas.between(frame.plan(middle), frame.plan(b), every: 22) + [canvas.raisedNode(frame.plan(b))]
    }
    scene.roads.append(
      RoadWay(
        nodes: nodes,
        tags: [("highway", "residential"), ("lanes", "1")]
          + named(scene.names.institution(number, "盘山路", "Winding Road")),
        isOneway: false, street: -1))
    for (a, b) in zip(stairs, stairs.dropFirst()) {
      let rise = canvas.terrain.height(b.0) - canvas.terrain.height(a.0)
      canvas.way([a.1, b.1], stairTags(rise: rise))
    }
  }
}
