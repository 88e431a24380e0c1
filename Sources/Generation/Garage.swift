extension CompoundDrawer {
  /// A garage below the rows: a ramp with its own rule, aisles, and a lift into each building.
  ///
  /// In separated compounds it opens straight to the street; elsewhere a ramp leads down from the first lane.
  mutating func drawGarage(_ buildings: [Building]) {
    let canvas = scene.canvas
    guard kind == .separated || random.chance(0.35) else { return }
    let rows = grounds.lanes.indices.filter { row in buildings.contains { $0.plot.row == row } }
    guard let first = rows.first, let mouth = drawMouth(row: first) else { return }
    scene.count.garages += 1
    let underground: [Tag] = [
      ("highway", "service"), ("service", "parking_aisle"), ("tunnel", "yes"), ("layer", "-1"),
      ("level", "-1"),
      ("access", "permit"), ("kaimen:pass", "badge;resident"),
    ]
    let spine = grounds.spine
    var hubs: [(y: Double, node: Int64)] = []
    for row in rows {
      let own = buildings.filter { $0.plot.row == row && !$0.doors.isEmpty }
      guard let y = buildings.first(where: { $0.plot.row == row })?.plot.centre.y else { continue }
      let hub =
        row == first && abs(mouth.x - spine) < 1
        ? mouth.node : canvas.node(grounds.frame.plan(Vector(spine, y - 2)))
      var events: [(x: Double, node: Int64)] = [(spine, hub)]
      hubs.append((y - 2, events[0].node))
      for building in own {
        let x = building.plot.centre.x
        let isMouth = row == first && abs(x - mouth.x) < 1
        let node = isMouth ? mouth.node : canvas.node(grounds.frame.plan(Vector(x, y - 2)))
        if !isMouth { events.append((x, node)) }
        drawLift(building, from: node)
      }
      if row == first, hub != mouth.node { events.append((mouth.x, mouth.node)) }
      events.sort { $0.x < $1.x }
      if events.count > 1 { canvas.way(events.map(\.node), underground) }
    }
    if hubs.count > 1 { canvas.way(hubs.map(\.node), underground) }
  }

  /// Where vehicles go down: the aisle's first node, at the local `x` given.
  private mutating func drawMouth(row: Int) -> (x: Double, node: Int64)? {
    guard let plot = grounds.plots.first(where: { $0.row == row }) else { return nil }
    let y = plot.centre.y - 2
    let middle = Vector(grounds.spine, y)
    guard kind == .separated else { return drawRamp(row: row, y: y) }
    for heading in [Vector(-1, 0), Vector(1, 0)] {
      guard
        let way = grounds.approach(
          .underground(row: row), from: middle, along: heading, streets: scene.streets),
        scene.street(way.frontage).rank.carriesCars
      else { continue }
      let street = scene.street(way.frontage)
      let t = street.t(of: way.place)
      guard street.occupy(way.frontage.side, (t - 5)...(t + 5)) else { continue }
      return drawPortal(way, heading, y: y)
    }
    return nil
  }

  /// A vehicle gate in the wall, the tunnel starting right behind it.
  private func drawPortal(_ way: Approach, _ heading: Vector, y: Double) -> (x: Double, node: Int64) {
    let canvas = scene.canvas
    let gate = grounds.wallNode(
      way, GateRule.vehicles.tags + [("name", "车库入口"), ("name:zh", "车库入口"), ("name:en", "Garage Entrance")])
    scene.count.gates += 1
    let inside = grounds.frame.local(way.place)
    let portal = canvas.node(grounds.frame.plan(inside - heading * 2))
    let bottom = inside.x - heading.x * 6
    let node = canvas.node(grounds.frame.plan(Vector(bottom, y)))
    let ramp: [Tag] = [
      ("highway", "service"), ("access", "permit"), ("kaimen:pass", "badge;resident"), ("foot", "no"),
      ("incline", "down"),
    ]
    canvas.way([gate, portal], ramp)
    canvas.way([portal, node], ramp + [("tunnel", "yes"), ("layer", "-1")])
    let chain = scene.street(way.frontage).join(
      way.frontage.side, at: way.place, reach: .carriage, on: canvas)
    canvas.way([gate] + chain, [("highway", "service"), ("service", "driveway")])
    return (bottom, node)
  }

  /// A ramp from the lane beside the cross lane's gap, with a lift gate on it.
  private func drawRamp(row: Int, y: Double) -> (x: Double, node: Int64) {
    let canvas = scene.canvas
    let x = grounds.spine + 3
    let lane = Vector(x, grounds.lanes[row].y)
    let gate = canvas.raisedNode(
      grounds.frame.plan(lane + Vector(0, 2)), GateRule.vehicles.tags + [("note", "garage ramp, synthetic")])
    let portal = canvas.node(grounds.frame.plan(lane + Vector(0, 4)))
    let node = canvas.node(grounds.frame.plan(Vector(x, y)))
    let ramp: [Tag] = [
      ("highway", "service"), ("access", "permit"), ("kaimen:pass", "badge;resident"), ("incline", "down"),
    ]
    scene.count.gates += 1
    canvas.way([grounds.laneNode(row, x), gate, portal], ramp)
    canvas.way([portal, node], ramp + [("tunnel", "yes"), ("layer", "-1")])
    return (x, node)
  }

  /// The lift from the garage to the ground floor and up.
  private mutating func drawLift(_ building: Building, from aisle: Int64) {
    let canvas = scene.canvas
    let levels = random.whole(kind.levels)
    var tags: [Tag] = [
      ("highway", "elevator"), ("level", "-1;0;1-\(levels)"), ("access", "permit"),
      ("kaimen:pass", "badge;resident"), ("bicycle", "no"),
    ]
    if random.chance(0.1) { tags.append(("opening_hours", "05:00-24:00")) }
    let lift = canvas.node(ground: building.ground(Vector(0, 1.5)), tags)
    scene.count.lifts += 1
    canvas.way(
      [aisle, lift],
      [
        ("highway", "corridor"), ("indoor", "yes"), ("layer", "-1"), ("level", "-1"), ("tunnel", "yes"),
        ("foot", "permit"),
      ])
    guard let door = building.doors.first else { return }
    canvas.way(
      [door.node, lift], [("highway", "corridor"), ("indoor", "yes"), ("level", "0"), ("foot", "permissive")])
  }
}
