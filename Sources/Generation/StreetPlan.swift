/// The streets of the plan and the blocks between them.
///
/// Blocks are made by cutting the town stripes in two again and again, each cut a street that ends at the
/// streets it meets; so every block is convex and knows the street at each of its edges.
struct StreetPlan {
  let district: DistrictPlan
  let names: Names
  private(set) var streets: [Street] = []
  private(set) var blocks: [Polygon] = []
  /// The long streets along the edges of the bands, from south to north: `banks[i]` lies south of band `i`.
  private(set) var banks: [Int] = []
  /// The motorway on stilts along the river, and the middles of its interchanges.
  private(set) var motorway: Int?
  private var random: Random

  init(district: DistrictPlan, names: Names, seed: UInt64) {
    self.district = district
    self.names = names
    random = Random(seed: seed, stream: 2, key: 0)
    layBanks()
    for row in district.bands.indices where district.bands[row].kind != .town { layConnectors(row) }
    for row in district.bands.indices where district.bands[row].kind == .town { fillTown(row) }
    layMotorway()
    chooseOneways()
  }

  private mutating func add(
    _ rank: StreetRank, _ section: CrossSection, from: Vector, to: Vector,
    ends: (start: Frontage?, end: Frontage?)
  ) -> Street {
    let id = streets.count
    let street = Street(
      id: id, rank: rank, name: names.street(id, rank), section: section, line: (from, to), ends: ends)
    streets.append(street)
    if let start = ends.start {
      let parent = streets[start.street]
      parent.junctions.append((start.side, parent.t(of: from), id))
    }
    if let end = ends.end {
      let parent = streets[end.street]
      parent.junctions.append((end.side, parent.t(of: to), id))
    }
    return street
  }

  private mutating func layBanks() {
    let reach = district.halfWidth + 25
    let edges = district.bands.map(\.south) + [district.halfHeight]
    for y in edges {
      banks.append(
        add(.secondary, .avenue, from: Vector(-reach, y), to: Vector(reach, y), ends: (nil, nil)).id)
    }
  }

  /// Bridges over the river and tunnels through the ridges.
  private mutating func layConnectors(_ row: Int) {
    let band = district.bands[row]
    for x in district.passes(over: row) {
      let street = add(
        .primary, band.kind == .river ? .boulevard : .tunnel, from: Vector(x, band.south),
        to: Vector(x, band.north),
        ends: (Frontage(street: banks[row], side: .left), Frontage(street: banks[row + 1], side: .right)))
      let extent = 24...(street.length - 24)
      street.structures.append(
        Structure(
          extent: extent,
          tags: band.kind == .river
            ? [("bridge", "yes"), ("layer", "1")] : [("tunnel", "yes"), ("layer", "-2"), ("foot", "no")]))
    }
  }

  private mutating func layMotorway() {
    guard let river = district.bands.first(where: { $0.kind == .river }),
      let first = district.interchanges.first, let last = district.interchanges.last
    else { return }
    let y = river.north - RiverSection.motorway
    let street = add(
      .motorway, .motorway, from: Vector(first + RiverSection.ramp, y),
      to: Vector(last - RiverSection.ramp, y), ends: (nil, nil))
    street.structures = [Structure(extent: 0...street.length, tags: [("bridge", "viaduct"), ("layer", "2")])]
    motorway = street.id
    guard let row = district.bands.firstIndex(where: { $0.kind == .river }) else { return }
    let road = streets[banks[row + 1]]
    for middle in district.interchanges {
      let t = road.t(of: Vector(middle, river.north))
      // Both sides: crossings need both, gates on the far side may stay away too.
      for side in [Side.left, .right] { road.block(side, (t - 95)...(t + 95)) }
    }
  }

  private mutating func fillTown(_ row: Int) {
    let band = district.bands[row]
    let south = Frontage(street: banks[row], side: .left)
    let north = Frontage(street: banks[row + 1], side: .right)
    let west = -district.halfWidth
    let east = district.halfWidth
    let ends = (start: south, end: north)
    let first = add(
      .tertiary, .street, from: Vector(west, band.south), to: Vector(west, band.north), ends: ends)
    let last = add(
      .tertiary, .street, from: Vector(east, band.south), to: Vector(east, band.north), ends: ends)
    var left = Frontage(street: first.id, side: .right)
    var x = west
    func cell(upTo edge: Double, _ street: Street) -> Polygon {
      Polygon(
        corners: [
          Vector(x, band.south), Vector(edge, band.south), Vector(edge, band.north), Vector(x, band.north),
        ], frontages: [south, Frontage(street: street.id, side: .left), north, left])
    }
    let edges = (district.crossings.map { ($0, false) } + district.gullies.map { ($0, true) }).sorted {
      $0.0 < $1.0
    }
    for (middle, isGully) in edges {
      let reach = isGully ? DistrictPlan.gullyReach : 0
      let (rank, section): (StreetRank, CrossSection) =
        isGully ? (.tertiary, .street) : (.primary, .boulevard)
      let near = add(
        rank, section, from: Vector(middle - reach, band.south), to: Vector(middle - reach, band.north),
        ends: ends)
      divide(cell(upTo: middle - reach, near))
      x = middle + reach
      left = Frontage(street: near.id, side: .right)
      guard isGully else { continue }
      let far = add(
        rank, section, from: Vector(x, band.south), to: Vector(x, band.north), ends: ends)
      bridgeGully(band, middle, left, Frontage(street: far.id, side: .left))
      left = Frontage(street: far.id, side: .right)
    }
    divide(cell(upTo: east, last))
  }

  /// The one street that crosses a gully in the middle of a stripe.
  private mutating func bridgeGully(_ band: Band, _ x: Double, _ west: Frontage, _ east: Frontage) {
    let y = band.middle + random.real(-0.15...0.15) * (band.north - band.south)
    let street = add(
      .secondary, .avenue, from: Vector(x - DistrictPlan.gullyReach, y),
      to: Vector(x + DistrictPlan.gullyReach, y),
      ends: (west, east))
    street.structures.append(
      Structure(extent: 30...(street.length - 30), tags: [("bridge", "yes"), ("layer", "1")]))
  }

  /// Cuts `cell` until it is as small as a block.
  private mutating func divide(_ cell: Polygon) {
    var open = [cell]
    while let next = open.popLast() {
      let goal = random.pick(weighted: [(0.2, 16_000.0), (0.42, 24_000), (0.28, 36_000), (0.1, 60_000)])
      guard next.area > goal, let halves = cut(next) else {
        blocks.append(next)
        continue
      }
      open.append(halves.right)
      open.append(halves.left)
    }
  }

  private mutating func cut(_ cell: Polygon) -> (left: Polygon, right: Polygon)? {
    for _ in 0..<8 {
      guard let line = chord(of: cell) else { continue }
      let along = line.to.point - line.from.point
      let none = Frontage(street: -1, side: .left)
      let halves = [
        cell.clipped(leftOf: line.from.point, along: along, facing: none),
        cell.clipped(leftOf: line.from.point, along: -along, facing: none),
      ]
      guard
        halves.allSatisfy({
          let across = $0.extent(along: along.unit.left)
          let lengthwise = $0.extent(along: along.unit)
          return min(
            across.upperBound - across.lowerBound, lengthwise.upperBound - lengthwise.lowerBound) > 86
        })
      else { continue }
      let (rank, section) = choose(cell.area, isSteep: abs(along.unit.y) > 0.7)
      let street = add(
        rank, section, from: line.from.point, to: line.to.point,
        ends: (cell.frontages[line.from.edge], cell.frontages[line.to.edge]))
      return (
        cell.clipped(leftOf: line.from.point, along: along, facing: Frontage(street: street.id, side: .left)),
        cell.clipped(
          leftOf: line.from.point, along: -along, facing: Frontage(street: street.id, side: .right))
      )
    }
    return nil
  }

  /// A line across `cell`, a little askew, its ends opposite to streets that are there where it can.
  private mutating func chord(
    of cell: Polygon
  ) -> (from: (edge: Int, point: Vector), to: (edge: Int, point: Vector))? {
    let wide = cell.extent(along: Vector(1, 0))
    let high = cell.extent(along: Vector(0, 1))
    let width = wide.upperBound - wide.lowerBound
    let height = high.upperBound - high.lowerBound
    let middle = Vector(
      wide.lowerBound + width * random.real(0.36...0.64), high.lowerBound + height * random.real(0.36...0.64))
    let isVertical = width > height * random.real(1.1...1.7)
    let askew = random.real(-0.22...0.22)
    let heading = isVertical ? Vector(askew, 1) : Vector(1, askew)
    guard cell.contains(middle), let back = cell.exit(from: middle, along: -heading),
      let ahead = cell.exit(from: middle, along: heading), back.edge != ahead.edge,
      let from = settled(back, of: cell), let to = settled(ahead, of: cell)
    else { return nil }
    return (from, to)
  }

  /// Moves a street's end to the junction opposite when one is near; nil when a junction or corner is in the way.
  private func settled(
    _ end: (edge: Int, point: Vector), of cell: Polygon
  ) -> (edge: Int, point: Vector)? {
    let frontage = cell.frontages[end.edge]
    let parent = streets[frontage.street]
    guard parent.rank.carriesCars else { return nil }
    var t = parent.t(of: end.point)
    if let near = parent.junctions.filter({ abs($0.t - t) < 30 }).min(by: { abs($0.t - t) < abs($1.t - t) }) {
      if near.side == frontage.side { return nil }
      t = near.t
    }
    let point = parent.point(t)
    let a = cell.corner(end.edge).distance(to: point)
    let b = cell.corner(end.edge + 1).distance(to: point)
    guard min(a, b) > 42, abs(a + b - cell.edgeLength(end.edge)) < 0.01 else { return nil }
    return (end.edge, point)
  }

  private mutating func choose(_ area: Double, isSteep: Bool) -> (StreetRank, CrossSection) {
    switch area {
    case 900_000...: (.primary, .boulevard)
    case 330_000...: random.chance(0.25) ? (.secondary, .boulevard) : (.secondary, .avenue)
    case 110_000...: random.chance(0.4) ? (.tertiary, .avenue) : (.tertiary, .street)
    case 46_000...: random.chance(0.15) ? (.living, .lane) : (.residential, .street)
    default: isSteep && random.chance(0.45) ? (.steps, .stairs) : (.residential, .street)
    }
  }

  private mutating func chooseOneways() {
    for street in streets where street.rank == .residential && street.length > 60 {
      street.isOneway = random.chance(0.14)
    }
  }
}
