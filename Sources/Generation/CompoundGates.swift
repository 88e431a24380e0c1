extension CompoundDrawer {
  /// One to five gates; the first lets somebody walk in, with the right pass.
  mutating func drawGates(_ flaw: Flaw?) {
    let all = grounds.approaches(streets: scene.streets, random: &random)
    let walkable = all.filter { scene.street($0.frontage).rank.carriesCars }
    let wanted = random.pick(weighted: [(0.12, 1), (0.26, 2), (0.3, 3), (0.2, 4), (0.12, 5)])
    var drawn = 0
    var candidates = walkable.prefix(2) + random.shuffled(Array(all.dropFirst(min(2, all.count))))
    if flaw == .noGate { candidates = [] }
    var used: [Vector] = []
    for approach in candidates where drawn < wanted {
      guard used.allSatisfy({ $0.distance(to: approach.place) > 28 }), takeStreetSide(approach) else {
        continue
      }
      used.append(approach.place)
      var rule = drawn == 0 ? random.pick(weighted: GateRule.main) : random.pick(weighted: GateRule.side)
      if kind == .separated, drawn == 0 { rule = random.pick([.onFoot, .badged, .scanned, .registered]) }
      if let institution {
        rule = drawn == 0 ? institution.mainGate : random.pick([.onFoot, .emergency, .daytime])
      }
      if flaw == .locked { rule = .emergency }
      if !scene.street(approach.frontage).rank.carriesCars, rule.admitsWalkers { rule = .onFoot }
      drawGate(
        approach, rule, isFirst: drawn == 0,
        hours: flaw == .unreadableHours ? [("opening_hours", "when Uncle Li is awake, see notice")] : [])
      drawn += 1
    }
    if flaw == .unmappedCrossing, let spare = all.last { drawBareCrossing(spare) }
    if drawn == 0, flaw == nil, let last = walkable.first {
      drawGate(last, .guarded, isFirst: true)
    }
  }

  /// Reserves the street side in front of a gate.
  private func takeStreetSide(_ approach: Approach) -> Bool {
    let street = scene.street(approach.frontage)
    let t = street.t(of: approach.place)
    return street.occupy(approach.frontage.side, (t - 5)...(t + 5))
  }

  private mutating func drawGate(_ approach: Approach, _ rule: GateRule, isFirst: Bool, hours: [Tag] = []) {
    let canvas = scene.canvas
    let heading = canvas.terrain.ground(approach.place) - canvas.terrain.ground(grounds.site.centre)
    var tags = rule.tags + hours + named(GateRule.name(heading))
    if random.chance(0.06), rule != .emergency { tags.append(("opening_hours", "05:30-24:00")) }
    let gate = grounds.wallNode(approach, tags)
    scene.count.gates += 1
    // One gate in fourteen has no path on the map, but never the one that everybody needs.
    guard isFirst || !random.chance(0.07) else { return }
    let street = scene.street(approach.frontage)
    let isForCars =
      street.rank.carriesCars && kind != .separated && ![.onFoot, .residentsOnly].contains(rule)
    let path: [Tag] = isForCars ? kind.laneTags : [("highway", "footway"), ("foot", "permissive")]
    let outer: [Tag] =
      isForCars ? [("highway", "service"), ("service", "driveway")] : [("highway", "footway")]
    grounds.drawApproach(
      approach, gate: gate, reach: isForCars ? .carriage : .pavement, streets: scene.streets, inner: path,
      outer: outer)
    if isFirst || random.chance(0.3) { placeBay(approach) }
  }

  /// Bays just outside, where the wall leaves room.
  private mutating func placeBay(_ approach: Approach) {
    let along = grounds.site.direction(approach.edge)
    let aside = random.pick([-6.0, 6.0, 9.0, -9.0])
    scene.bays.append(approach.place + along * aside - along.left * 1.6)
  }

  /// A deliberate flaw: a path over the wall where no gate is mapped.
  private func drawBareCrossing(_ approach: Approach) {
    let chain = scene.street(approach.frontage).join(
      approach.frontage.side, at: approach.place, reach: .pavement, on: scene.canvas)
    guard case .lane(let row, let x) = approach.inside else { return }
    scene.canvas.way(
      [grounds.laneNode(row, x)] + chain,
      [("highway", "footway"), ("note", "synthetic flaw: crosses the wall")])
  }
}
