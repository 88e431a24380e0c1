/// How a compound is built and run.
enum CompoundKind: Sendable {
  /// Walk-up blocks from the last century; lanes open to all, stairs between terraces.
  case old
  /// Slabs with lifts; cars and e-bikes inside.
  case modern
  /// Towers over a garage; no vehicle on the surface.
  case separated
  /// A walled institution: school, hospital, university.
  case campus

  var style: GroundsStyle {
    switch self {
    case .old: .slabs
    case .modern:
      GroundsStyle(width: 28...62, depth: 12.5...15, frontYard: 5...7, backYard: 5...10, gap: 6...10)
    case .separated: .towers
    case .campus: .halls
    }
  }

  var levels: ClosedRange<Int> {
    switch self {
    case .old: 5...8
    case .modern: 9...18
    case .separated: 18...34
    case .campus: 3...9
    }
  }

  var laneTags: [Tag] {
    switch self {
    case .old: [("highway", "service"), ("access", "permissive"), ("surface", "concrete")]
    case .campus:
      [("highway", "service"), ("access", "private"), ("foot", "destination"), ("bicycle", "destination")]
    case .modern:
      [
        ("highway", "service"), ("access", "private"), ("foot", "permissive"), ("bicycle", "permissive"),
        ("surface", "asphalt"),
      ]
    case .separated:
      [("highway", "footway"), ("foot", "permissive"), ("bicycle", "no"), ("surface", "paving_stones")]
    }
  }
}

/// Draws one walled compound into its block.
struct CompoundDrawer {
  let scene: Scene
  let number: Int
  let kind: CompoundKind
  let grounds: Grounds
  let name: BilingualName
  let institution: Institution?
  var random: Random
  private var canvas: Canvas { scene.canvas }

  init?(scene: Scene, block: Polygon, number: Int, institution: Institution? = nil) {
    var random = Random(seed: scene.seed, stream: institution == nil ? 10 : 11, key: number)
    let margin = random.real(0.5...3.5)
    let site = block.inset { scene.streets[block.frontages[$0].street].section.reserve + margin }
    let fronts = (0..<site.count).filter {
      scene.street(site.frontages[$0]).rank.carriesCars && site.edgeLength($0) > 40
    }
    guard !site.isEmpty, !fronts.isEmpty else { return nil }
    kind =
      institution != nil
      ? .campus : random.pick(weighted: [(0.36, .old), (0.4, .modern), (0.24, .separated)])
    guard
      let grounds = Grounds.best(
        site: site, fronts: fronts, style: kind.style, canvas: scene.canvas, random: &random),
      grounds.plots.count >= 2
    else { return nil }
    self.grounds = grounds
    self.scene = scene
    self.number = number
    self.institution = institution
    name = institution?.name(number, scene.names) ?? scene.names.compound(number)
    self.random = random
  }

  /// Draws everything; deliberate flaws are given by `flaw`.
  mutating func draw(flaw: Flaw? = nil) {
    if institution == nil { scene.count.compounds += 1 } else { scene.count.places += 1 }
    drawLinks()
    var buildings: [Building] = []
    for (row, plot) in grounds.plots.enumerated() { buildings.append(drawBuilding(plot, ref: row + 1)) }
    let isShut = flaw == .locked || flaw == .noGate
    if !isShut, kind == .modern || kind == .separated { drawGarage(buildings) }
    drawGates(flaw)
    for row in grounds.lanes.indices { grounds.drawLane(row, kind.laneTags) }
    grounds.drawWall(wallTags)
    drawFurniture()
  }

  private var wallTags: [Tag] {
    if let institution { return institution.tags + named(name) + [("source", "synthetic")] }
    return [("landuse", "residential"), ("barrier", number % 4 == 0 ? "fence" : "wall")] + named(name)
      + [
        ("residential", "gated"), ("kaimen:kind", "compound"), ("source", "synthetic"), ("note", "synthetic"),
      ]
  }

  /// The cross lane, stairs and loops between the rows.
  private mutating func drawLinks() {
    let isSteep = kind == .old && random.chance(0.4)
    for row in grounds.lanes.indices.dropLast() {
      let loop = grounds.loopPlace(row, .left)
      let hasLoop = loop != nil && (isSteep || random.chance(0.5))
      if hasLoop, let loop { grounds.drawLink(row, loop, to: row + 1, loop, isStairs: false, kind.laneTags) }
      grounds.drawLink(
        row, grounds.spine, to: row + 1, grounds.spine, isStairs: isSteep && hasLoop || kind == .separated,
        kind.laneTags)
      if random.chance(0.3), let other = grounds.loopPlace(row, .right) {
        grounds.drawLink(row, other, to: row + 1, other, isStairs: kind == .old, kind.laneTags)
      }
    }
  }

  private mutating func drawBuilding(_ plot: Plot, ref: Int) -> Building {
    let width = plot.x.upperBound - plot.x.lowerBound
    let units = kind == .separated ? 1 : max(1, Int(width / 17))
    let isUnmapped = random.chance(0.08)
    let doors: [(share: Double, tags: [Tag])] =
      isUnmapped
      ? []
      : (0..<units).map { unit in
        var tags: [Tag] = [
          ("entrance", units == 1 ? "main" : "staircase"), ("ref", String(unit + 1)),
          ("addr:unit", "\(unit + 1)单元"), ("addr:housenumber", "\(ref)栋"),
        ]
        if units == 1 { tags.append(("level", "0")) }
        return ((Double(unit) + 0.5) / Double(units), tags)
      }
    let levels = random.whole(kind.levels)
    let footprint = random.pick(kind == .old ? [Footprint.slab, .slab, .notched] : Footprint.allCases)
    let building = grounds.drawBuilding(
      plot, footprint, doors: doors,
      tags: [
        ("building", institution?.building ?? "apartments"), ("ref", String(ref)),
        ("addr:housenumber", "\(ref)栋"),
        ("addr:place", name.chinese), ("building:levels", String(levels)),
      ])
    scene.count.buildings += 1
    scene.count.doors += doors.count
    if random.chance(0.78) {
      for door in building.doors {
        canvas.way(
          [door.node, grounds.laneNode(plot.row, door.x)],
          [("highway", "footway"), ("access", kind == .old ? "permissive" : "destination")])
      }
    }
    return building
  }

  /// A bay for bicycles, a spot for the guard, sometimes a shop.
  private mutating func drawFurniture() {
    guard kind == .old || kind == .modern, let plot = grounds.plots.first else { return }
    let spot = grounds.frame.plan(Vector(plot.centre.x, grounds.lanes[plot.row].y - 1.5))
    _ = canvas.node(
      spot,
      [("amenity", "bicycle_parking"), ("capacity", String(random.whole(8...40))), ("access", "private")])
  }
}
