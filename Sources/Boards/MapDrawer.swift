internal import Dense
internal import Geo
internal import Routing
internal import Streets

/// What of the legend a board needs.
enum LegendItem: Int, Hashable, Sendable, CaseIterable {
  case building, door, guessedDoor, road, path, stairs, underground, wall, edge
  case lift, bay, charger, station, toilet
}

/// Draws the map of a board: the ground first, labels last; one thread's.
final class MapDrawer {
  let city: City
  let facts: BoardFacts
  let places: PlaceLists
  let view: MapView
  let writer: SheetWriter
  /// The gate at which the board stands.
  let here: BoardGate?
  var placer: LabelPlacer
  /// What has been drawn that needs a word in the legend.
  var used: Set<LegendItem> = []
  /// The compound's outline and its buildings on the sheet.
  let ring: SheetPath
  var outlines: [SheetPath] = []

  init(
    _ facts: BoardFacts, of city: City, _ places: PlaceLists, here: BoardGate?, view: MapView,
    writer: SheetWriter
  ) {
    self.city = city
    self.facts = facts
    self.places = places
    self.here = here
    self.view = view
    self.writer = writer
    placer = LabelPlacer(bounds: view.box)
    ring = SheetPath(facts.ring.map(view.point))
  }

  var unit: Double { writer.unit }

  /// Draws everything, and the frame around it.
  func draw() {
    let frame = SheetPath(box: view.box)
    writer.sheet.fill(frame, Palette.outside)
    writer.sheet.marks.append(.clip([frame]))
    writer.sheet.fill(ring, Palette.inside)
    drawAreas()
    let streets = streets()
    drawRoads(streets)
    drawBuildings()
    drawWalls()
    drawPaths(streets)
    drawDoors()
    writer.sheet.marks.append(.endClip)
    drawScaleAndNorth()
    drawLabels(streets)
    writer.sheet.labels = placer.placed
    writer.sheet.stroke(frame, Pen(Palette.black, 0.5 * unit))
  }

  // MARK: Ground

  private func drawAreas() {
    let scenery = city.tables.scenery
    var found: Set<AreaID> = []
    scenery.areaIndex.forEach(in: view.ground) { found.insert(AreaID(rawValue: $0)) }
    for id in found.sorted() {
      let paths = scenery.rings(of: id).map { path(scenery.rings[$0], of: scenery.rings.values) }
      switch scenery.areas[id].areaKind {
      case .water, .river:
        writer.sheet.marks.append(.fill(paths, Palette.water))
        writer.sheet.hatch(
          paths, in: view.box, Pen(Palette.waterLine, 0.25 * unit), gap: 2.4 * unit, isSlanted: false)
      case .park, .grass, .wood, .pitch, .cemetery:
        writer.sheet.marks.append(.fill(paths, Palette.green))
        writer.sheet.hatch(
          paths, in: view.box, Pen(Palette.greenLine, 0.35 * unit, dashes: [0.35 * unit, 2.2 * unit]),
          gap: 2.6 * unit,
          isSlanted: true)
      default: continue
      }
    }
  }

  func path(_ rows: Range<ItemID>, of points: Column<ItemID, Coordinate>) -> SheetPath {
    SheetPath(rows.map { view.point(points[$0]) })
  }

  // MARK: Buildings

  private func drawBuildings() {
    let premises = city.premises
    var found: Set<BuildingID> = []
    premises.buildingIndex.forEach(in: view.ground) { found.insert(BuildingID(rawValue: $0)) }
    let own = Set(facts.buildings.map(\.id))
    for id in found.subtracting(own).sorted() {
      writer.sheet.marks.append(.fill(paths(of: id), Palette.otherBuilding))
    }
    for building in facts.buildings {
      let paths = paths(of: building.id)
      used.insert(.building)
      writer.sheet.marks.append(.fill(paths, Palette.building))
      writer.sheet.marks.append(.stroke(paths, Pen(Palette.buildingEdge, 0.45 * unit)))
      outlines.append(paths[0])
      placer.avoid(LabelBox(paths[0].bounds))
    }
  }

  /// The outline and the yards of a building.
  private func paths(of id: BuildingID) -> [SheetPath] {
    let (premises, scenery) = (city.premises, city.tables.scenery)
    return [path(premises.outlines[id], of: premises.outlines.values)]
      + scenery.yards(of: id).map { path(scenery.yards[$0], of: scenery.yards.values) }
  }

  // MARK: Walls

  private func drawWalls() {
    let obstacles = city.tables.obstacles
    var found: Set<ObstacleID> = []
    obstacles.index.forEach(in: view.ground) { found.insert(ObstacleID(rawValue: $0)) }
    var lines: [SheetPath] = []
    for id in found.sorted() where [.wall, .fence, .hedge].contains(obstacles.marks[id].kind) {
      let ends = [view.point(obstacles.starts[id]), view.point(obstacles.ends[id])]
      lines.append(SheetPath(ends, isClosed: false))
    }
    if !facts.isWalled || lines.isEmpty {
      used.insert(.edge)
      writer.sheet.stroke(
        ring, Pen(Palette.wall, 0.8 * unit, dashes: [4 * unit, 1.6 * unit, 0.8 * unit, 1.6 * unit]))
    }
    guard !lines.isEmpty else { return }
    used.insert(.wall)
    writer.sheet.marks.append(.stroke(lines, Pen(Palette.wall, 1.1 * unit, cap: .round)))
  }

  // MARK: Doors

  private func drawDoors() {
    for (building, outline) in zip(facts.buildings, outlines) {
      for door in building.doors {
        let place = view.point(door.position)
        guard view.box.contains(place) else { continue }
        let (tip, outward) = outline.nearestEdge(to: place)
        let size = 2.1 * unit
        let across = SheetPoint(x: -outward.y, y: outward.x) * (size * 0.62)
        let base = tip + outward * size
        let arrow = SheetPath([tip - outward * (0.2 * size), base + across, base - across])
        used.insert(door.isInferred ? .guessedDoor : .door)
        writer.sheet.shape(
          arrow, door.isInferred ? Palette.white : Palette.black, edge: Pen(Palette.black, 0.3 * unit))
        placer.take(LabelBox(centre: tip + outward * (size / 2), width: size, height: size))
      }
    }
  }
}

extension SheetPath {
  /// The nearest point of the edge, and the direction that leads away from the area there.
  func nearestEdge(to point: SheetPoint) -> (place: SheetPoint, outward: SheetPoint) {
    var best = (distance: Double.infinity, place: point, outward: SheetPoint(x: 0, y: 1))
    guard var a = points.last else { return (point, best.outward) }
    for b in points {
      let distance = point.distance(to: a, b)
      if distance < best.distance, a != b {
        let along = (b - a).unit
        let share = (point.x - a.x) * along.x + (point.y - a.y) * along.y
        let place = a + along * min(max(share, 0), (b - a).length)
        let normal = SheetPoint(x: -along.y, y: along.x)
        best = (distance, place, surrounds(place + normal * 0.3) ? normal * -1 : normal)
      }
      a = b
    }
    return (best.place, best.outward)
  }
}
