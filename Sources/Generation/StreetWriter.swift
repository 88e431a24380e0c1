import OSM

/// A carriageway, not yet written: its one-way rule may still fall.
struct RoadWay {
  var nodes: [Int64]
  var tags: [Tag]
  var isOneway: Bool
  let street: Int
}

/// Where a written carriageway begins or ends.
struct RoadEnd {
  let way: Int64
  let street: Int
  let isStart: Bool
  let isLink: Bool
}

/// Turns streets into ways.
struct StreetWriter {
  let streets: [Street]
  let canvas: Canvas
  let cuts: Set<Int64>
  fileprivate(set) var roads: [RoadWay]

  init(streets: [Street], canvas: Canvas, cuts: Set<Int64>, others: [RoadWay]) {
    roads = others
    self.streets = streets
    self.canvas = canvas
    self.cuts = cuts
    for street in streets { draw(street) }
  }

  private mutating func draw(_ street: Street) {
    for track in street.tracks {
      for (nodes, structure) in pieces(of: track, of: street) {
        switch track.use {
        case .walk: drawWalk(nodes, structure, street)
        case .carriage:
          let isOneway = street.isDual || street.isOneway
          let ordered = street.isDual && track.offset > 0 ? nodes.reversed() : nodes
          roads.append(
            RoadWay(
              nodes: ordered, tags: roadTags(street) + (structure?.tags ?? []), isOneway: isOneway,
              street: street.id))
        }
      }
    }
    for median in street.medians {
      roads.append(
        RoadWay(
          nodes: [median.a, median.b],
          tags: [("highway", street.rank == .primary ? "primary_link" : "secondary_link"), ("lanes", "2")],
          isOneway: false, street: street.id))
    }
    for ring in street.rings {
      let nodes = ring.nodes + (0..<8).compactMap { arc(ring, $0) }
      let ordered = nodes.sorted { $0.turn < $1.turn }.map(\.node)
      roads.append(
        RoadWay(
          nodes: ordered + [ordered[0]],
          tags: [("highway", street.rank.highway), ("junction", "roundabout"), ("lanes", "1")],
          isOneway: true, street: street.id))
    }
  }

  /// A node that rounds a ring where nothing else does.
  private func arc(_ ring: Ring, _ eighth: Int) -> (turn: Double, node: Int64)? {
    let spokes = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
    let spoke = Vector(Double(spokes[eighth].0), Double(spokes[eighth].1)).unit
    let turn = spoke.turn
    guard !ring.nodes.contains(where: { abs($0.turn - turn) < 0.25 || abs($0.turn - turn) > 3.75 }) else {
      return nil
    }
    return (turn, canvas.node(ring.centre + spoke * ring.radius))
  }

  /// The track cut at structures, gaps and turn restrictions, with the bends of the land drawn in.
  private func pieces(of track: Track, of street: Street) -> [(nodes: [Int64], structure: Structure?)] {
    var stops = track.events.filter { track.extent.contains($0.t) }
    func addStop(_ t: Double) {
      guard track.extent.contains(t), !stops.contains(where: { abs($0.t - t) < 0.5 }) else { return }
      stops.append((t, canvas.node(street.point(t, offset: track.offset))))
    }
    addStop(track.extent.lowerBound)
    addStop(track.extent.upperBound)
    for structure in street.structures {
      addStop(structure.extent.lowerBound)
      addStop(structure.extent.upperBound)
    }
    stops.sort { $0.t < $1.t }
    var result: [(nodes: [Int64], structure: Structure?)] = []
    var open: [Int64] = []
    var current: Structure?
    for i in stops.indices.dropLast() {
      let (a, b) = (stops[i], stops[i + 1])
      let middle = (a.t + b.t) / 2
      let structure = street.structures.first { $0.extent.contains(middle) }
      let isGap = track.gaps.contains { $0.contains(middle) }
      let isCut =
        cuts.contains(a.node) || open.count > 400
        || structure?.extent != current?.extent
      if isGap || isCut {
        if open.count > 1 { result.append((open, current)) }
        open = []
      }
      current = structure
      guard !isGap else { continue }
      if open.isEmpty { open = [a.node] }
      open += canvas.between(
        street.point(a.t, offset: track.offset), street.point(b.t, offset: track.offset), every: 34)
      open.append(b.node)
    }
    if open.count > 1 { result.append((open, current)) }
    return result
  }

  private func roadTags(_ street: Street) -> [Tag] {
    let rank = street.rank
    var tags: [Tag] = [("highway", rank.highway)] + named(street.name)
    tags += [("lanes", String(street.isOneway ? 1 : rank.lanes)), ("maxspeed", String(rank.speed))]
    tags.append(("surface", "asphalt"))
    if street.isOneway, street.id % 2 == 0 { tags.append(("oneway:bicycle", "no")) }
    if rank == .residential, street.id % 19 == 0 {
      tags.append(("motor_vehicle:conditional", "no @ (Mo-Fr 07:30-08:30,16:30-17:30)"))
    }
    if rank == .tertiary, street.id % 3 == 0 { tags.append(("cycleway", "lane")) }
    if rank == .motorway {
      tags += [("foot", "no"), ("bicycle", "no")]
    } else if street.hasWalks {
      tags.append(("sidewalk", "separate"))
    } else if street.structures.isEmpty, rank != .living {
      tags.append(("sidewalk", "both"))
    }
    return tags
  }

  private func drawWalk(_ nodes: [Int64], _ structure: Structure?, _ street: Street) {
    if street.rank == .steps {
      drawStairs(nodes, street)
    } else {
      let bridge = structure?.tags ?? []
      canvas.way(
        nodes, [("highway", "footway"), ("footway", "sidewalk"), ("surface", "paving_stones")] + bridge)
    }
  }

  /// A stairway street: flights and landings in turn.
  private func drawStairs(_ nodes: [Int64], _ street: Street) {
    let climb = canvas.terrain.height(street.point(street.length)) - canvas.terrain.height(street.start)
    let per = abs(climb) / Double(max(1, nodes.count / 2))
    for i in nodes.indices.dropLast() {
      if i % 2 == 0 {
        canvas.way([nodes[i], nodes[i + 1]], [("highway", "footway")] + named(street.name))
      } else {
        canvas.way([nodes[i], nodes[i + 1]], stairTags(rise: climb < 0 ? -per : per) + named(street.name))
      }
    }
  }
}

extension StreetWriter {
  /// Writes the carriageways, strongly connected, and the turn restrictions between them.
  mutating func write(turnRules: [TurnRule], turnBans: [TurnBan]) {
    _ = Connectivity.repair(&roads, nodeCount: canvas.nodeCount)
    var ends: [Int64: [RoadEnd]] = [:]
    for road in roads {
      let way = canvas.way(road.nodes, road.tags + (road.isOneway ? [("oneway", "yes")] : []))
      guard !cuts.isEmpty, let first = road.nodes.first, let last = road.nodes.last else { continue }
      for node in [first, last] where cuts.contains(node) {
        let isLink = road.nodes.count == 2 && road.tags.contains { $0.1.hasSuffix("_link") }
        ends[node, default: []].append(
          RoadEnd(way: way, street: road.street, isStart: node == first, isLink: isLink))
      }
    }
    for rule in turnRules { write(rule, ends[rule.via] ?? []) }
    for ban in turnBans { write(ban, ends[ban.a] ?? [], ends[ban.b] ?? []) }
  }

  private func write(_ ban: TurnBan, _ atA: [RoadEnd], _ atB: [RoadEnd]) {
    func isCarriage(_ end: RoadEnd) -> Bool { end.street == ban.street && !end.isLink }
    guard let link = atA.first(where: { end in end.isLink && atB.contains { $0.way == end.way } }),
      let from = atA.first(where: { isCarriage($0) && !$0.isStart }),
      let to = atB.first(where: { isCarriage($0) && $0.isStart })
    else { return }
    canvas.relation(
      [
        (ElementID(.way, from.way), "from"), (ElementID(.way, link.way), "via"),
        (ElementID(.way, to.way), "to"),
      ], [("type", "restriction"), ("restriction", "no_u_turn")])
  }

  private func write(_ rule: TurnRule, _ ends: [RoadEnd]) {
    guard let from = ends.first(where: { $0.street == rule.from }),
      let to = ends.last(where: { $0.street == rule.to && $0.way != from.way })
    else { return }
    canvas.relation(
      [
        (ElementID(.way, from.way), "from"), (ElementID(.node, rule.via), "via"),
        (ElementID(.way, to.way), "to"),
      ], rule.tags)
  }
}

/// Tags of a flight of steps that climbs `rise` metres along its direction.
func stairTags(rise: Double) -> [Tag] {
  let count = max(3, Int((abs(rise) / 0.16).rounded()))
  return [
    ("highway", "steps"), ("step_count", String(count)), ("incline", rise < 0 ? "down" : "up"),
    ("handrail", count > 12 ? "yes" : "no"), ("surface", "concrete"),
  ]
}
