/// Footbridges, underpasses and metro stations across wide streets.
struct StreetFurniture {
  let scene: Scene
  private var canvas: Canvas { scene.canvas }

  init(scene: Scene) { self.scene = scene }

  func draw() {
    var stations: [(x: Double, y: Double, node: Int64)] = []
    var count = 0
    for street in scene.streets where street.isDual && street.hasWalks && street.structures.isEmpty {
      var random = Random(seed: scene.seed, stream: 7, key: street.id)
      var t = 70 + random.real(0...80)
      while t < street.length - 70 {
        let extent = (t - 24)...(t + 24)
        if street.occupy(.left, extent), street.occupy(.right, extent) {
          if count % 2 == 0 {
            drawFootbridge(street, t, hasLift: random.chance(0.4))
          } else {
            let isMetro = count % 4 == 1
            let middle = drawUnderpass(street, t, isMetro: isMetro, number: count)
            if isMetro { stations.append((street.point(t).x, street.point(t).y, middle)) }
          }
          count += 1
        }
        t += random.real(380...700)
      }
    }
    drawMetro(stations)
  }

  private func walkNode(_ street: Street, _ side: Side, _ t: Double) -> Int64 {
    guard let row = street.track(.walk, side) else { return canvas.node(street.point(t)) }
    return street.node(row, at: t, on: canvas)
  }

  private func drawFootbridge(_ street: Street, _ t: Double, hasLift: Bool) {
    var deck: [Int64] = []
    for side in [Side.left, .right] {
      let lift: [Tag] =
        hasLift && side == .left
        ? [("highway", "elevator"), ("level", "0;1"), ("wheelchair", "yes")] : []
      let head = canvas.raisedNode(street.point(t, offset: 16.5 * side.sign), lift)
      deck.append(head)
      canvas.way(
        [walkNode(street, side, t - 15 * side.sign), head],
        [("highway", "steps"), ("step_count", "34"), ("incline", "up"), ("handrail", "yes")])
      if !lift.isEmpty { canvas.way([walkNode(street, side, t + 4), head], [("highway", "footway")]) }
    }
    canvas.way(
      deck, [("highway", "footway"), ("bridge", "yes"), ("layer", "1"), ("level", "1"), ("covered", "yes")])
  }

  /// A passage below the street; with a metro station, its entrances are the station's.
  private func drawUnderpass(_ street: Street, _ t: Double, isMetro: Bool, number: Int) -> Int64 {
    let name = scene.names.institution(number, "站", "Station")
    let middle = canvas.node(
      street.point(t),
      isMetro ? [("railway", "station"), ("station", "subway"), ("level", "-1")] + named(name) : [])
    for (i, side) in [Side.left, .right].enumerated() {
      let entrance = canvas.raisedNode(
        street.point(t - 11, offset: 16.5 * side.sign),
        isMetro ? [("railway", "subway_entrance"), ("ref", String(i + 1))] + named(name) : [])
      let bottom = canvas.node(street.point(t, offset: 16 * side.sign))
      canvas.way([walkNode(street, side, t - 14), entrance], [("highway", "footway")])
      canvas.way(
        [entrance, bottom],
        [("highway", "steps"), ("step_count", "40"), ("incline", "down"), ("tunnel", "yes"), ("layer", "-1")])
      canvas.way(
        [bottom, middle],
        [("highway", "footway"), ("tunnel", "yes"), ("layer", "-1"), ("level", "-1"), ("lit", "yes")])
    }
    return middle
  }

  /// One line below everything, from west to east through the stations nearest to its course.
  private func drawMetro(_ stations: [(x: Double, y: Double, node: Int64)]) {
    var line: [(x: Double, y: Double, node: Int64)] = []
    for station in stations.sorted(by: { ($0.x, $0.y) < ($1.x, $1.y) }) {
      if let last = line.last, station.x - last.x < 450 || abs(station.y - last.y) > 1300 { continue }
      line.append(station)
    }
    guard line.count > 1 else { return }
    var nodes = [line[0].node]
    for (a, b) in zip(line, line.dropFirst()) {
      nodes += canvas.between(Vector(a.x, a.y), Vector(b.x, b.y), every: 80) + [b.node]
    }
    for start in stride(from: 0, to: nodes.count - 1, by: 900) {
      canvas.way(
        Array(nodes[start...min(start + 900, nodes.count - 1)]),
        [("railway", "subway"), ("tunnel", "yes"), ("layer", "-3")]
          + named(BilingualName(chinese: "砼坪轨道1号线", english: "Tongping Metro Line 1")))
    }
  }
}
