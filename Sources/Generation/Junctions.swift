/// A turn that signs forbid or prescribe; written as a relation once the ways have ids.
struct TurnRule {
  let from: Int
  let via: Int64
  let to: Int
  let tags: [Tag]
}

/// No turning back from one carriageway to the other over the link between `a` and `b`.
struct TurnBan {
  let street: Int
  let a: Int64
  let b: Int64
}

/// Ties the ends of streets to the streets they meet: junctions, roundabouts, signals, crossings.
struct Junctions {
  let streets: [Street]
  let canvas: Canvas
  private(set) var turnRules: [TurnRule] = []
  private(set) var turnBans: [TurnBan] = []
  /// Nodes at which carriageways must be cut into separate ways.
  private(set) var cuts: Set<Int64> = []
  private var random: Random

  init(streets: [Street], canvas: Canvas, seed: UInt64) {
    self.streets = streets
    self.canvas = canvas
    random = Random(seed: seed, stream: 3, key: 0)
    for street in streets { placeRings(on: street) }
    for street in streets { tieEnds(of: street) }
    for street in streets { placeCrossings(on: street) }
    for street in streets { forbidUTurns(on: street) }
  }

  /// Roundabouts on plain streets, where only plain streets meet.
  private mutating func placeRings(on street: Street) {
    guard street.section.carriages == [0], !street.hasWalks, !street.isOneway else { return }
    var groups: [[(side: Side, t: Double, street: Int)]] = []
    for junction in street.junctions.sorted(by: { $0.t < $1.t }) {
      if let last = groups.last?.last, junction.t - last.t < 1 {
        groups[groups.count - 1].append(junction)
      } else {
        groups.append([junction])
      }
    }
    for group in groups where (40...max(40, street.length - 40)).contains(group[0].t) {
      let isPlain = group.allSatisfy {
        let other = streets[$0.street]
        return other.section.carriages == [0] && !other.hasWalks && !other.isOneway
      }
      guard isPlain, random.chance(group.count == 2 ? 0.35 : 0.07) else { continue }
      let ring = Ring(street: street.id, t: group[0].t, centre: street.point(group[0].t))
      street.rings.append(ring)
      let extent = (ring.t - ring.radius)...(ring.t + ring.radius)
      for end in [extent.lowerBound, extent.upperBound] {
        let node = ring.node(towards: street.point(ring.t + (end - ring.t) * 2), on: canvas)
        street.tracks[0].events.append((end, node))
      }
      street.tracks[0].gaps.append(extent)
      for side in [Side.left, .right] { street.block(side, (ring.t - 16)...(ring.t + 16)) }
    }
  }

  private mutating func tieEnds(of street: Street) {
    for (end, t) in [(street.startsAt, 0.0), (street.endsAt, street.length)] {
      guard let end else { continue }
      let parent = streets[end.street]
      for row in street.tracks.indices { tie(row, of: street, at: t, to: parent, end.side) }
      let along = parent.t(of: street.point(t))
      let half = street.section.reserve + 5
      parent.block(end.side, (along - half)...(along + half))
      for side in [Side.left, .right] { street.block(side, (t - 26)...(t + 26)) }
      addRules(street, at: t, parent, along)
    }
  }

  private func tie(_ row: Int, of street: Street, at t: Double, to parent: Street, _ side: Side) {
    let isWalk = street.tracks[row].use == .walk
    let inner = street.point(t == 0 ? 20 : t - 20, offset: street.tracks[row].offset)
    let reach: Reach = isWalk ? .pavement : .carriage
    let chain = parent.join(side, from: inner, along: street.direction, reach: reach, on: canvas)
    for link in chain {
      var place = street.t(of: link.place)
      if let ring = parent.rings.first(where: { $0.centre == link.place }) {
        place += t == 0 ? ring.radius : -ring.radius
      }
      street.tracks[row].events.append((place, link.node))
    }
    guard let last = chain.last.map({ _ in street.tracks[row].events[street.tracks[row].events.count - 1].t })
    else { return }
    let extent = street.tracks[row].extent
    street.tracks[row].extent = t == 0 ? last...extent.upperBound : extent.lowerBound...last
    if !isWalk, parent.isDual { openMedian(of: parent, side, from: inner, along: street.direction) }
  }

  /// Lets traffic cross the central reservation where a street meets it.
  private func openMedian(of parent: Street, _ side: Side, from point: Vector, along heading: Vector) {
    guard let near = parent.track(.carriage, side), let far = parent.track(.carriage, side.opposite) else {
      return
    }
    let t = parent.crossing(of: near, from: point, along: heading)
    let u = parent.crossing(of: far, from: point, along: heading)
    let a = parent.node(near, at: t, on: canvas)
    let b = parent.node(far, at: u, on: canvas)
    let pair = (min(a, b), max(a, b))
    let middle = (t + u) / 2
    guard !parent.medians.contains(where: { abs($0.t - middle) < 17 }) else { return }
    parent.medians.append((middle, pair.0, pair.1))
  }

  /// Signals and turn restrictions where `street` meets `parent`.
  private mutating func addRules(_ street: Street, at t: Double, _ parent: Street, _ along: Double) {
    guard street.section.carriages == [0], parent.section.carriages == [0],
      let own = street.tracks[0].events.last(where: { abs($0.t - t) < 12 }),
      let shared = parent.tracks[0].events.first(where: { $0.node == own.node })
    else { return }
    if street.rank.rawValue <= StreetRank.tertiary.rawValue, parent.rank != .residential {
      canvas.tag(shared.node, [("highway", "traffic_signals"), ("traffic_signals", "signal")])
    }
    guard random.chance(0.09), !parent.isOneway, !street.isOneway else { return }
    let restriction = random.pick(["no_left_turn", "no_right_turn", "only_straight_on", "no_u_turn"])
    var tags: [Tag] = [("type", "restriction"), ("restriction", restriction)]
    if random.chance(0.4) {
      tags.append(("except", random.pick(["bicycle", "psv;bicycle", "bicycle;emergency"])))
    }
    let isStraight = restriction == "only_straight_on"
    cuts.insert(shared.node)
    turnRules.append(
      TurnRule(
        from: isStraight || restriction == "no_u_turn" ? parent.id : street.id, via: shared.node,
        to: parent.id, tags: tags))
  }

  /// Signs against turning back through some openings of the central reservation.
  private mutating func forbidUTurns(on street: Street) {
    for median in street.medians where random.chance(0.15) {
      cuts.insert(median.a)
      cuts.insert(median.b)
      turnBans.append(TurnBan(street: street.id, a: median.a, b: median.b))
    }
  }

  /// Footways across a street that has pavements, about every 160 m.
  private mutating func placeCrossings(on street: Street) {
    guard street.section.walks.count == 2, street.structures.isEmpty else { return }
    var t = 58 + random.real(0...60)
    while t < street.length - 58 {
      let extent = (t - 4)...(t + 4)
      if street.occupy(.left, extent), street.occupy(.right, extent) { cross(street, at: t) }
      t += random.real(110...210)
    }
  }

  private func cross(_ street: Street, at t: Double) {
    let rows = street.tracks.indices.sorted { street.tracks[$0].offset > street.tracks[$1].offset }
    let nodes = rows.map { street.node($0, at: t, on: canvas) }
    for (row, node) in zip(rows, nodes) where street.tracks[row].use == .carriage {
      canvas.tag(
        node, [("highway", "crossing"), ("crossing", street.isDual ? "traffic_signals" : "uncontrolled")])
    }
    canvas.way(nodes, [("highway", "footway"), ("footway", "crossing")])
  }
}
