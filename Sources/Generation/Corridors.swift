/// What lies between the town's stripes: the river with its banks, and the wooded ridges.
struct Corridors {
  let scene: Scene
  let plan: StreetPlan
  private var canvas: Canvas { scene.canvas }

  func draw() {
    for (row, band) in plan.district.bands.enumerated() {
      switch band.kind {
      case .town: drawGullies(band)
      case .river: drawRiver(band, south: plan.banks[row], north: plan.banks[row + 1])
      case .ridge: drawRidge(row, band, south: plan.banks[row], north: plan.banks[row + 1])
      }
    }
  }

  private func drawGullies(_ band: Band) {
    let reach = DistrictPlan.gullyReach - 18
    for x in plan.district.gullies {
      let corners = [
        Vector(x - reach, band.south + 20), Vector(x + reach, band.south + 20),
        Vector(x + reach, band.north - 20),
        Vector(x - reach, band.north - 20),
      ]
      let nodes = corners.map { canvas.node($0) }
      let side = canvas.between(corners[1], corners[2], every: 60)
      let back = canvas.between(corners[3], corners[0], every: 60)
      canvas.way(nodes[0...1] + side + nodes[2...3] + back + [nodes[0]], [("natural", "wood")])
    }
  }

  private var halfWidth: Double { plan.district.halfWidth }

  private func drawRiver(_ band: Band, south: Int, north: Int) {
    let top = band.north - RiverSection.water
    let bottom = band.south + RiverSection.southBank
    let name = BilingualName(chinese: "砼淼江", english: "Tongmiao River")
    drawStripes(from: bottom, to: top, [("natural", "water"), ("water", "river")] + named(name))
    let line = canvas.between(
      Vector(-halfWidth, (top + bottom) / 2), Vector(halfWidth, (top + bottom) / 2), every: 60)
    for start in stride(from: 0, to: line.count - 1, by: 400) {
      canvas.way(Array(line[start...min(start + 400, line.count - 1)]), [("waterway", "river")] + named(name))
    }
    let jetty = plan.district.crossings[0] + 140
    drawGreenway(band, scene.streets[north], jetty: jetty, water: top)
    drawFerryLanding(jetty, bottom: bottom, top: top, scene.streets[south])
    drawRamps(band, scene.streets[north])
  }

  /// Areas along the whole band, cut so that none has too many nodes.
  private func drawStripes(from south: Double, to north: Double, _ tags: [Tag]) {
    let count = max(1, Int((halfWidth / 1000).rounded()))
    let width = halfWidth * 2 / Double(count)
    for i in 0..<count {
      let west = -halfWidth + Double(i) * width
      let corners = [
        Vector(west, south), Vector(west + width, south), Vector(west + width, north), Vector(west, north),
      ]
      var nodes: [Int64] = []
      for k in 0..<4 {
        nodes.append(canvas.node(corners[k]))
        if k % 2 == 0 { nodes += canvas.between(corners[k], corners[k + 1], every: 60) }
      }
      canvas.way(nodes + [nodes[0]], tags)
    }
  }

  /// The cycleway along the water, with links to the road.
  private func drawGreenway(_ band: Band, _ road: Street, jetty: Double, water: Double) {
    let y = band.north - RiverSection.cycleway
    let links = [-halfWidth + 60] + plan.district.crossings.map { $0 + 60 } + [halfWidth - 60]
    var stops = links.map { (x: $0, node: canvas.raisedNode(Vector($0, y))) }
    for stop in stops {
      let chain = road.join(
        .right, from: Vector(stop.x, y), along: Vector(0, 1), reach: .carriage, on: canvas)
      canvas.way(
        [stop.node] + chain.map(\.node),
        [("highway", "cycleway"), ("foot", "designated"), ("bicycle", "designated")])
    }
    let landing = canvas.raisedNode(Vector(jetty, y))
    stops.append((jetty, landing))
    canvas.way([landing, northJetty(jetty, water)], [("highway", "footway"), ("man_made", "pier")])
    stops.sort { $0.x < $1.x }
    let name = BilingualName(chinese: "淼江绿道", english: "Miaojiang Greenway")
    for (a, b) in zip(stops, stops.dropFirst()) {
      canvas.way(
        [a.node] + canvas.between(Vector(a.x, y), Vector(b.x, y)) + [b.node],
        [("highway", "cycleway"), ("foot", "designated"), ("bicycle", "designated"), ("surface", "asphalt")]
          + named(name))
    }
  }

  private func northJetty(_ x: Double, _ water: Double) -> Int64 {
    jetties.north = canvas.node(
      Vector(x, water + 3),
      [("amenity", "ferry_terminal"), ("name", "砼淼渡口"), ("name:zh", "砼淼渡口"), ("name:en", "Tongmiao Ferry")])
    return jetties.north
  }

  private final class Jetties { var north: Int64 = 0 }
  private let jetties = Jetties()

  private func drawFerryLanding(_ x: Double, bottom: Double, top: Double, _ road: Street) {
    let south = canvas.node(Vector(x, bottom - 3), [("amenity", "ferry_terminal")])
    let chain = road.join(.left, at: Vector(x, bottom), reach: .carriage, on: canvas)
    canvas.way([south] + chain, [("highway", "footway")])
    canvas.way(
      [south] + canvas.between(Vector(x, bottom), Vector(x, top), every: 80) + [jetties.north],
      [
        ("route", "ferry"), ("foot", "yes"), ("bicycle", "yes"), ("motor_vehicle", "no"),
        ("duration", "00:05"),
        ("opening_hours", "06:30-19:30"),
      ] + named(BilingualName(chinese: "砼淼轮渡", english: "Tongmiao Ferry")))
  }

  init(scene: Scene, plan: StreetPlan) {
    self.scene = scene
    self.plan = plan
  }
}

extension Corridors {
  /// Ramps between the motorway and the river road; half interchanges at the motorway's ends.
  private func drawRamps(_ band: Band, _ road: Street) {
    guard let id = plan.motorway else { return }
    let motorway = scene.streets[id]
    let places = plan.district.interchanges
    for (i, middle) in places.enumerated() {
      for sign in [-1.0, 1.0] where (sign < 0 ? i > 0 : i + 1 < places.count) {
        let t = motorway.t(of: Vector(middle + sign * RiverSection.ramp, 0))
        drawNorthRamp(motorway, t, road, x: middle + sign * 40, entering: sign < 0)
        drawSouthRamp(motorway, t, road, x: middle + sign * 15, sign: sign, top: band.north)
      }
    }
  }

  /// Westbound traffic is on the road's own side of the motorway.
  private func drawNorthRamp(_ motorway: Street, _ t: Double, _ road: Street, x: Double, entering: Bool) {
    let start = Vector(x, road.start.y)
    let node = motorway.node(0, at: t, on: canvas)
    let end = motorway.point(t, offset: motorway.tracks[0].offset)
    let chain = road.join(.right, from: end, along: start - end, reach: .carriage, on: canvas).map(\.node)
    let nodes = [node] + canvas.between(end, start.towards(end, 0.3)) + chain
    addRamp(entering ? nodes.reversed() : nodes, motorway)
  }

  /// Eastbound traffic passes below the motorway.
  private func drawSouthRamp(
    _ motorway: Street, _ t: Double, _ road: Street, x: Double, sign: Double, top: Double
  ) {
    let node = motorway.node(1, at: t, on: canvas)
    let bends = [Vector(x + sign * 45, top - 69), Vector(x + sign * 8, top - 67), Vector(x, top - 60)]
    let chain = road.join(.right, from: bends[2], along: Vector(0, 1), reach: .carriage, on: canvas).map(
      \.node)
    let nodes = [node] + bends.map { canvas.node($0) } + chain
    addRamp(sign > 0 ? nodes.reversed() : nodes, motorway)
  }

  private func addRamp(_ nodes: [Int64], _ motorway: Street) {
    scene.roads.append(
      RoadWay(
        nodes: nodes,
        tags: [("highway", "motorway_link"), ("lanes", "1"), ("foot", "no"), ("bicycle", "no")],
        isOneway: true, street: motorway.id))
  }

  /// Woods with paths of stairs over the ridge and one road of hairpins.
  private func drawRidge(_ row: Int, _ band: Band, south: Int, north: Int) {
    let name = scene.names.institution(row, "山森林公园", "Hill Forest Park")
    drawStripes(
      from: band.south + 15, to: band.north - 15, [("natural", "wood"), ("leisure", "park")] + named(name))
    var random = Random(seed: scene.seed, stream: 6, key: row)
    let places = plan.district.passes(over: row)
    for x in places.map({ $0 + 130 }) { drawRidgePath(band, x: x, south, north, &random) }
    drawHairpins(band, x: places[0] - 330, south, north)
  }

  private func drawRidgePath(_ band: Band, x: Double, _ south: Int, _ north: Int, _ random: inout Random) {
    let steps = max(4, Int((band.north - band.south) / 28))
    let points = (1..<steps).map { i in
      Vector(
        x + random.real(-14...14), band.south + (band.north - band.south) * Double(i) / Double(steps))
    }
    guard let first = points.first, let last = points.last else { return }
    let start = scene.streets[south].join(.left, at: first, reach: .carriage, on: canvas)
    let end = scene.streets[north].join(.right, at: last, reach: .carriage, on: canvas)
    let nodes = points.map { canvas.raisedNode($0) }
    canvas.way([nodes[0]] + start, [("highway", "path")])
    canvas.way([nodes[nodes.count - 1]] + end, [("highway", "path")])
    for i in nodes.indices.dropLast() {
      let rise = canvas.terrain.height(points[i + 1]) - canvas.terrain.height(points[i])
      canvas.way(
        [nodes[i], nodes[i + 1]],
        i % 2 == 0 && abs(rise) > 1 ? stairTags(rise: rise) : [("highway", "path"), ("surface", "ground")])
    }
  }

  private func drawHairpins(_ band: Band, x: Double, _ south: Int, _ north: Int) {
    let legs = max(3, Int((band.north - band.south) / 45))
    let points = (1...legs).map { i in
      Vector(
        x + (i % 2 == 0 ? 80 : -80), band.south + (band.north - band.south) * (Double(i) - 0.5) / Double(legs)
      )
    }
    guard let first = points.first, let last = points.last else { return }
    var nodes = Array(
      scene.streets[south].join(.left, at: first, reach: .carriage, on: canvas).reversed())
    for (i, point) in points.enumerated() {
      if i > 0 { nodes += canvas.between(points[i - 1], point, every: 20) }
      nodes.append(canvas.raisedNode(point))
    }
    nodes += scene.streets[north].join(.right, at: last, reach: .carriage, on: canvas)
    let name = BilingualName(chinese: "盘岫路", english: "Panxiu Road")
    scene.roads.append(
      RoadWay(
        nodes: nodes, tags: [("highway", "tertiary"), ("lanes", "2"), ("maxspeed", "30")] + named(name),
        isOneway: false, street: -1))
  }
}
