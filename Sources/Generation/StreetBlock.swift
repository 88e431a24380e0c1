/// A block without a wall: shops along its streets, an alley into its yard, small houses behind.
struct StreetBlock {
  let scene: Scene
  let block: Polygon
  let number: Int
  private var random: Random
  private var canvas: Canvas { scene.canvas }

  init(scene: Scene, block: Polygon, number: Int) {
    self.scene = scene
    self.block = block
    self.number = number
    random = Random(seed: scene.seed, stream: 12, key: number)
  }

  mutating func draw() {
    let site = block.inset { scene.streets[block.frontages[$0].street].section.reserve + 1 }
    guard !site.isEmpty else { return }
    canvas.area(site.corners, [("landuse", random.chance(0.5) ? "retail" : "residential")])
    let alley = drawYard(site)
    for edge in 0..<site.count where scene.street(site.frontages[edge]).rank.carriesCars {
      drawFront(site, edge, alley: alley)
    }
  }

  /// Houses in the yard, if there is room, and the alley that leads there.
  ///
  /// - Returns: Where the alley leaves the site.
  private mutating func drawYard(_ site: Polygon) -> Vector? {
    let yard = site.inset(by: 19)
    let fronts = (0..<site.count).filter {
      scene.street(site.frontages[$0]).rank.carriesCars && site.edgeLength($0) > 60
    }
    guard !yard.isEmpty, yard.area > 900, let front = random.shuffled(fronts).first,
      let edge = yard.frontages.firstIndex(of: site.frontages[front])
    else { return nil }
    let grounds = Grounds(site: yard, front: edge, style: .houses, canvas: canvas, random: &random)
    guard !grounds.lanes.isEmpty else { return nil }
    let start = grounds.frame.plan(Vector(grounds.spine, grounds.lanes[0].y))
    let heading = -grounds.frame.axis.left
    guard let exit = site.exit(from: start, along: heading), exit.edge == front else { return nil }
    let street = scene.street(site.frontages[front])
    let t = street.t(of: exit.point)
    guard site.corner(front).distance(to: exit.point) > 26,
      site.corner(front + 1).distance(to: exit.point) > 26,
      street.occupy(site.frontages[front].side, (t - 5)...(t + 5))
    else { return nil }
    let isOld = random.chance(0.45)
    let tags: [Tag] =
      isOld
      ? [("highway", "footway"), ("surface", "paving_stones")]
      : [("highway", "living_street")] + named(alleyName)
    let chain = street.join(site.frontages[front].side, at: exit.point, reach: .carriage, on: canvas)
    canvas.way([grounds.laneNode(0, grounds.spine)] + [canvas.node(exit.point)] + chain, tags)
    drawHouses(grounds, isOld: isOld, tags)
    return exit.point
  }

  private var alleyName: BilingualName { scene.names.institution(number * 2 + 1, "巷", "Alley") }

  private mutating func drawHouses(_ grounds: Grounds, isOld: Bool, _ tags: [Tag]) {
    for plot in grounds.plots {
      let building = grounds.drawBuilding(
        plot, .slab, doors: [(random.real(0.3...0.7), [("entrance", "yes")])],
        tags: [
          ("building", "house"), ("building:levels", String(random.whole(2...5))),
          ("addr:housenumber", "\(scene.count.buildings % 97 + 1)号"), ("addr:street", alleyName.chinese),
        ])
      scene.count.buildings += 1
      scene.count.doors += 1
      guard random.chance(0.6), let door = building.doors.first else { continue }
      canvas.way([door.node, grounds.laneNode(plot.row, door.x)], [("highway", "footway")])
    }
    for row in grounds.lanes.indices.dropLast() {
      grounds.drawLink(row, grounds.spine, to: row + 1, grounds.spine, isStairs: isOld, tags)
    }
    for row in grounds.lanes.indices {
      let extent = grounds.reach(row)
      _ = grounds.laneNode(row, random.chance(0.5) ? extent.lowerBound : extent.upperBound)
      grounds.drawLane(row, tags)
    }
  }

  /// A row of buildings along one street.
  private mutating func drawFront(_ site: Polygon, _ edge: Int, alley: Vector?) {
    let frame = LocalFrame(origin: site.corner(edge), axis: site.direction(edge))
    let drawer = BuildingDrawer(frame: frame, canvas: canvas)
    // Corners belong to nobody: each row keeps clear of the strips along the edges next to its own.
    let bounds = site.inset { $0 == edge ? 0.2 : 16.5 }.local(to: frame)
    let gap = alley.map(frame.local).flatMap { abs($0.y) < 2 ? $0.x : nil }
    var x = 19.0
    while true {
      var width = random.real(13...30)
      if let gap, x < gap + 6, x + width > gap - 6 {
        width = gap - 6 - x
        if width < 10 {
          x = gap + 6
          continue
        }
      }
      guard x + width < site.edgeLength(edge) - 19 else { return }
      let depth = random.real(9...13)
      let plot = Plot(row: 0, x: x...(x + width), y: 1.5...(1.5 + depth))
      if drawer.fits(plot, in: bounds) { drawShopHouse(drawer, plot, site.frontages[edge]) }
      x += width + (random.chance(0.7) ? random.real(3.2...4.5) : random.real(5...12))
    }
  }

  private mutating func drawShopHouse(_ drawer: BuildingDrawer, _ plot: Plot, _ frontage: Frontage) {
    let street = scene.street(frontage)
    let number = "\(street.nextNumber(frontage.side))号"
    let address: [Tag] = [("addr:housenumber", number), ("addr:street", street.name.chinese)]
    let building = drawer.draw(
      plot, random.chance(0.7) ? .slab : .notched,
      doors: [(random.real(0.35...0.65), [("entrance", "main")] + address)],
      tags: [
        ("building", random.pick(["commercial", "retail", "apartments", "yes"])),
        ("building:levels", String(random.whole(3...24))),
      ] + address)
    scene.count.buildings += 1
    scene.count.doors += 1
    let isBusy = street.rank.rawValue <= StreetRank.tertiary.rawValue
    for side in [-0.3, 0.3] {
      let half = (plot.x.upperBound - plot.x.lowerBound) * side
      let back = (plot.y.upperBound - plot.y.lowerBound) / 2
      scene.premises.append(
        Premises(
          isBusy: isBusy, place: building.ground(Vector(half, 2 - back)), street: street.name, number: number)
      )
    }
    guard random.chance(0.6), let door = building.doors.first else { return }
    let place = drawer.frame.plan(Vector(door.x, plot.y.lowerBound))
    let t = street.t(of: place)
    guard street.occupy(frontage.side, (t - 1.5)...(t + 1.5)) else { return }
    let chain = street.join(frontage.side, at: place, reach: .pavement, on: canvas)
    canvas.way([door.node] + chain, [("highway", "footway")])
  }
}
