internal import Dense
internal import Geo
internal import OSM
internal import Streets
internal import Wording

/// A journey being put into words.
///
/// First ``draw()`` lays out the geometry and one *move* per stretch and end walk; then ``describe()`` gathers
/// moves into legs and steps.
struct JourneyDraft {
  let writer: JourneyWriter
  let found: FoundJourney
  /// For angles: a plane around the start.
  let frame: LocalFrame
  var points: [Coordinate] = []
  var moves: [Move] = []
  /// The vehicle is left before this move.
  var parkingMove: Int?
  var elapsed = Milliseconds.zero

  var legs: [Journey.Leg] = []
  /// Of the leg being described.
  var steps: [DraftStep] = []
  /// What one does in each of ``steps``.
  var actions: [StepAction] = []
  var gates: [Journey.PassedGate] = []
  var doubts: [Journey.Doubt] = []
  var parking: Journey.Parking?
  /// Moves not yet part of any step: they go to the next one.
  var carried = Carried()
  /// The move whose direction one comes from.
  var lastDirected: Int?
  var isInRoundabout = false

  /// A piece of the way: a stretch or the walk at an end.
  struct Move {
    enum Role { case stretch, start, goal }
    var role = Role.stretch
    var leg: LegWord
    var movement: MovementWord
    /// Rows of ``points``.
    var first: Int
    var last: Int
    var length: Millimetres
    var time: Milliseconds
    /// Row of the path's stretches; -1 for end walks.
    var stretch = -1
    var segment = SegmentID.none
    var name = TextID.none
    var way = WayWord.path
    var passing: PassingWords = []
    var isRoundabout = false
    /// A gate worth naming.
    var gate = GateID.none
    /// When it begins, after the departure.
    var begins = Milliseconds.zero

    /// Whether it is long enough that its points tell a direction.
    var hasDirection: Bool { first < last && length >= Millimetres(300) }
  }

  /// A step before its street has got its text.
  ///
  /// What one does in it stands in ``actions``: steps are looked at
  /// for every move and so hold nothing that is counted.
  struct DraftStep: BitwiseCopyable {
    enum Kind { case plain, crossing, stairs, toStreet, other }
    var kind = Kind.other
    var movement: MovementWord
    var turn = TurnWord.straight
    var name = TextID.none
    var way = WayWord.path
    var passing: PassingWords = []
    var first: Int
    var last: Int
    var length = Millimetres.zero
    var time = Milliseconds.zero
    var bearingBefore = 0.0
    var bearingAfter = 0.0
    /// Waits for the next move's direction and street.
    var isOpen = false
  }

  struct Carried {
    var first: Int?
    var length = Millimetres.zero
    var time = Milliseconds.zero
  }

  init(writer: JourneyWriter, found: FoundJourney) {
    self.writer = writer
    self.found = found
    let origin = found.startApproach.line.first ?? Coordinate(longitudeE7: 0, latitudeE7: 0)
    frame = LocalFrame(at: origin)
    points.reserveCapacity(found.path.stretches.count * 5 + 16)
    moves.reserveCapacity(found.path.stretches.count + 2)
  }

  var network: Network { writer.network }
  var options: JourneyOptions { found.options }

  /// How the traveller's own vehicle moves.
  var vehicleMovement: MovementWord {
    options.mode == .foot ? .walk : options.mode == .car ? .drive : .ride
  }

  // MARK: Drawing

  /// Lays out the geometry and the moves.
  mutating func draw() {
    drawEnd(found.startApproach, role: .start)
    for (row, stretch) in found.path.stretches.enumerated() {
      if row == found.path.parkingIndex { parkingMove = moves.count }
      draw(stretch, row)
    }
    if found.path.parkingIndex == found.path.stretches.count { parkingMove = moves.count }
    drawEnd(found.goalApproach, role: .goal)
    if points.isEmpty { points.append(frame.origin) }
    settleLegs()
  }

  private mutating func append(_ point: Coordinate) {
    if points.last != point { points.append(point) }
  }

  private mutating func append(_ move: Move) {
    var move = move
    move.begins = elapsed
    elapsed = elapsed + move.time
    moves.append(move)
  }

  private mutating func drawEnd(_ approach: Approach, role: Move.Role) {
    let first = max(points.count - 1, 0)
    if role == .start {
      for point in approach.line { append(point) }
    } else {
      for point in approach.line.reversed() { append(point) }
    }
    var move = Move(
      role: role, leg: .walk, movement: .walk, first: first, last: max(points.count - 1, 0),
      length: Millimetres(metres: approach.length), time: approach.position.walk)
    move.gate = approach.position.gate
    append(move)
  }

  private mutating func draw(_ stretch: Stretch, _ row: Int) {
    let segment = stretch.heading.segment
    let length = network.length[segment]
    let (low, high) = (min(stretch.from, stretch.to), max(stretch.from, stretch.to))
    if low == .zero, high >= length {
      appendWhole(stretch.heading)
    } else {
      appendPart(stretch, low: low, high: high)
    }
    let last = points.count - 1
    // A gate has no length: it is passed as one comes.
    let isPushed = length == .zero && stretch.movement == .ride && moves.last?.movement == .push
    let moved: Movement = isPushed ? .push : stretch.movement
    let movement: MovementWord =
      switch moved {
      case .ride: vehicleMovement
      case .push: .push
      case .walk: .walk
      }
    let kind = network.kind(segment)
    var move = Move(
      leg: JourneyDraft.leg(kind, moved), movement: movement, first: firstRow(last), last: last,
      length: Millimetres(high.rawValue - low.rawValue), time: stretch.time, stretch: row, segment: segment)
    move.name = network.name[segment]
    WayWords.describe(kind, network.flags(segment), level: network.extras[segment].level, &move)
    if kind == .gate || kind == .elevator { move.gate = writer.gate(of: segment) }
    append(move)
  }

  /// A move begins where the one before ended.
  private func firstRow(_ last: Int) -> Int { moves.last?.last ?? min(0, last) }

  private mutating func appendWhole(_ heading: Heading) {
    let rows = network.geometry[heading.segment]
    if heading.isAgainst {
      var row = rows.upperBound
      while row > rows.lowerBound {
        row = row.advanced(by: -1)
        append(network.geometry.values[row])
      }
    } else {
      for row in rows { append(network.geometry.values[row]) }
    }
  }

  /// Cuts the segment's line; its mapped length may differ a little from that of its points.
  private mutating func appendPart(_ stretch: Stretch, low: Millimetres, high: Millimetres) {
    let along = Heading(stretch.heading.segment, against: false)
    let part = Polyline(network.points(along)).cut(from: low.metres, to: high.metres).points
    if stretch.heading.isAgainst {
      for point in part.reversed() { append(point) }
    } else {
      for point in part { append(point) }
    }
  }

  private static func leg(_ kind: StreetKind, _ movement: Movement) -> LegWord {
    switch movement {
    case .ride: .ride
    case .push: .push
    case .walk: kind == .elevator ? .lift : kind == .steps || kind == .escalator ? .stairs : .walk
    }
  }

  // MARK: Legs

  /// Moves of no length and short landings belong to the leg around them.
  private mutating func settleLegs() {
    let park = parkingMove ?? moves.count
    for row in moves.indices where moves[row].leg != .lift && moves[row].length < Millimetres(1000) {
      let hasBefore = row > 0 && row != park
      let hasAfter = row + 1 < moves.count && row + 1 != park
      if moves[row].role == .goal, parkingMove == row { continue }
      if hasBefore, moves[row - 1].leg != .lift {
        moves[row].leg = moves[row - 1].leg
      } else if hasAfter, moves[row + 1].leg != .lift {
        moves[row].leg = moves[row + 1].leg
      }
    }
    joinLandings()
  }

  /// A walk of a few metres between two flights of stairs is a landing.
  private mutating func joinLandings() {
    var row = 0
    while row < moves.count {
      guard moves[row].leg == .walk, row > 0, moves[row - 1].leg == .stairs else {
        row += 1
        continue
      }
      var end = row
      var length: UInt32 = 0
      while end < moves.count, moves[end].leg == .walk {
        length += moves[end].length.rawValue
        end += 1
      }
      if end < moves.count, moves[end].leg == .stairs, length < 6000 {
        for landing in row..<end { moves[landing].leg = .stairs }
      }
      row = end
    }
  }
}

/// What to call the pieces of street.
enum WayWords {
  /// Sets the way and what it leads over.
  static func describe(
    _ kind: StreetKind, _ flags: StreetFlags, level: Int16, _ move: inout JourneyDraft.Move
  ) {
    move.isRoundabout = flags.contains(.roundabout)
    let isService = kind == .service || kind == .driveway || kind == .parkingAisle
    let isForPeople = kind.isForWalking || kind == .path || kind == .cycleway
    let isBelow = level != .min && level < 0
    if isService, flags.contains(.tunnel) || isBelow || (kind == .parkingAisle && flags.contains(.indoor)) {
      move.way = .garage
    } else if kind == .ferry {
      move.way = .ferry
    } else if isForPeople, kind == .corridor || kind == .steps || kind == .elevator || kind == .escalator {
      move.way = word(kind)
    } else if isForPeople, flags.contains(.tunnel) {
      move.way = .underpass
    } else if isForPeople, flags.contains(.bridge) {
      move.way = .footbridge
    } else if flags.contains(.indoor), !flags.contains(.offGround) {
      move.way = .passage
    } else {
      move.way = word(kind)
      if flags.contains(.bridge) { move.passing.insert(.bridge) }
      if flags.contains(.tunnel) { move.passing.insert(.tunnel) }
    }
  }

  private static func word(_ kind: StreetKind) -> WayWord {
    switch kind {
    case .motorway: .motorway
    case .motorwayLink, .trunkLink, .primaryLink, .secondaryLink, .tertiaryLink: .slipRoad
    case .trunk, .primary, .secondary, .tertiary, .unclassified: .road
    case .residential: .street
    case .livingStreet: .lane
    case .service: .accessRoad
    case .parkingAisle: .parkingAisle
    case .driveway: .driveway
    case .track: .track
    case .pedestrian: .pedestrianStreet
    case .cycleway: .cyclePath
    case .path, .gate: .path
    case .bridleway: .bridlePath
    case .footway: .footpath
    case .crossing: .crossing
    case .steps, .elevator: .stairs
    case .corridor: .corridor
    case .platform: .platform
    case .escalator: .moving
    case .square: .square
    case .ferry: .ferry
    }
  }
}
