/// One line of a street: a carriageway or a pavement, parallel to the street's middle.
struct Track: Sendable {
  enum Use: Sendable { case carriage, walk }
  let use: Use
  /// Metres to the left of the middle line.
  let offset: Double
  /// The part that exists, along the street; shortened where the street ends at another's edge.
  var extent: ClosedRange<Double>
  /// Nodes that other ways share, in no order.
  var events: [(t: Double, node: Int64)] = []
  /// Stretches left out, where a roundabout is.
  var gaps: [ClosedRange<Double>] = []
}

/// A stretch of a street that is a bridge or a tunnel.
struct Structure: Sendable {
  let extent: ClosedRange<Double>
  let tags: [Tag]
}

/// A roundabout that replaces one junction.
final class Ring {
  let street: Int
  let t: Double
  let centre: Vector
  let radius = 8.0
  var nodes: [(turn: Double, node: Int64)] = []

  init(street: Int, t: Double, centre: Vector) {
    self.street = street
    self.t = t
    self.centre = centre
  }

  /// The node where the line from `outside` to the centre meets the ring.
  func node(towards outside: Vector, on canvas: Canvas) -> Int64 {
    let spoke = (outside - centre).unit
    if let known = nodes.first(where: { abs($0.turn - spoke.turn) < 0.05 }) { return known.node }
    let node = canvas.node(centre + spoke * radius)
    nodes.append((spoke.turn, node))
    return node
  }
}

/// A straight street of the plan, with its tracks and what joins them.
final class Street {
  let id: Int
  let rank: StreetRank
  let name: BilingualName
  let start: Vector
  let direction: Vector
  let length: Double
  let section: CrossSection
  /// What the street ends at: the side of another street; nil for a loose end.
  let startsAt: Frontage?
  let endsAt: Frontage?
  var tracks: [Track]
  var structures: [Structure] = []
  /// One-way along its direction; only for streets with one carriageway.
  var isOneway = false
  /// Where streets join, for placing others opposite.
  var junctions: [(side: Side, t: Double, street: Int)] = []
  var rings: [Ring] = []
  /// Openings of the central reservation.
  var medians: [(t: Double, a: Int64, b: Int64)] = []
  private var busy: [(side: Side, extent: ClosedRange<Double>)] = []
  private var lastNumber: [Int] = [0, 0]

  init(
    id: Int, rank: StreetRank, name: BilingualName, section: CrossSection,
    line: (from: Vector, to: Vector), ends: (start: Frontage?, end: Frontage?)
  ) {
    self.id = id
    self.rank = rank
    self.name = name
    self.section = section
    start = line.from
    direction = (line.to - line.from).unit
    length = line.from.distance(to: line.to)
    (startsAt, endsAt) = ends
    let extent = 0...length
    tracks =
      section.carriages.map { Track(use: .carriage, offset: $0, extent: extent) }
      + section.walks.map { Track(use: .walk, offset: $0, extent: extent) }
  }

  var isDual: Bool { section.carriages.count == 2 }
  var hasWalks: Bool { !section.walks.isEmpty }

  func point(_ t: Double, offset: Double = 0) -> Vector {
    start + direction * t + direction.left * offset
  }

  func t(of point: Vector) -> Double { (point - start).dot(direction) }

  /// The row of the pavement or carriageway nearest to `side`.
  func track(_ use: Track.Use, _ side: Side) -> Int? {
    let rows = tracks.indices.filter { tracks[$0].use == use }
    return rows.max { tracks[$0].offset * side.sign < tracks[$1].offset * side.sign }
  }

  /// Where the line through `point` along `heading` meets track `row`.
  func crossing(of row: Int, from point: Vector, along heading: Vector) -> Double {
    let base = self.point(0, offset: tracks[row].offset)
    return (point - base).cross(heading) / direction.cross(heading)
  }

  /// The node of track `row` at `t`; nodes nearer than 75 cm are the same.
  func node(_ row: Int, at t: Double, on canvas: Canvas) -> Int64 {
    if let known = tracks[row].events.first(where: { abs($0.t - t) < 0.75 }) { return known.node }
    let place = point(t, offset: tracks[row].offset)
    let node = tracks[row].use == .carriage ? canvas.raisedNode(place) : canvas.node(place)
    tracks[row].events.append((t, node))
    return node
  }

  /// Takes `extent` of `side` for one use; false when something is there already.
  func occupy(_ side: Side, _ extent: ClosedRange<Double>) -> Bool {
    guard extent.lowerBound >= 0, extent.upperBound <= length,
      !busy.contains(where: { $0.side == side && $0.extent.overlaps(extent) })
    else { return false }
    busy.append((side, extent))
    return true
  }

  /// Marks `extent` as used whatever is there.
  func block(_ side: Side, _ extent: ClosedRange<Double>) { busy.append((side, extent)) }

  /// The next house number: odd on the left, even on the right.
  func nextNumber(_ side: Side) -> Int {
    let row = side == .left ? 0 : 1
    lastNumber[row] += 1
    return lastNumber[row] * 2 - (row == 0 ? 1 : 0)
  }
}

/// How deep a joining way reaches into a street.
enum Reach: Sendable {
  /// To the pavement, or the carriageway where there is none.
  case pavement
  /// To the nearest carriageway, across the pavement.
  case carriage
}

extension Street {
  /// Joins a line that comes from `side`: the shared nodes, from the outside inwards.
  func join(
    _ side: Side, from point: Vector, along heading: Vector, reach: Reach, on canvas: Canvas
  ) -> [(place: Vector, node: Int64)] {
    var chain: [(Vector, Int64)] = []
    func add(_ row: Int) {
      let t = crossing(of: row, from: point, along: heading)
      chain.append((self.point(t, offset: tracks[row].offset), node(row, at: t, on: canvas)))
    }
    if let walk = track(.walk, side) { add(walk) }
    if let carriage = track(.carriage, side), reach == .carriage || chain.isEmpty {
      let t = crossing(of: carriage, from: point, along: heading)
      if let ring = rings.first(where: { abs($0.t - t) < $0.radius + 2 }) {
        chain.append((ring.centre, ring.node(towards: point, on: canvas)))
      } else {
        add(carriage)
      }
    }
    return chain
  }

  /// Joins a doorway or gate at a plan point beside the street, straight across.
  func join(_ side: Side, at point: Vector, reach: Reach, on canvas: Canvas) -> [Int64] {
    join(side, from: point, along: direction.left, reach: reach, on: canvas).map(\.node)
  }
}
