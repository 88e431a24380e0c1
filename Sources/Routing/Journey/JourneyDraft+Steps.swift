internal import Dense
internal import Geo
internal import Streets
internal import Wording

extension JourneyDraft {
  /// An end walk shorter than this is not worth a sentence of its own.
  private static let shortWalk = Millimetres(metres: 15)
  /// A straight step shorter than this says nothing.
  private static let shortStep = Millimetres(metres: 15)
  /// Two turns closer than this are one.
  private static let tinyStep = Millimetres(metres: 4)

  /// Gathers the moves into legs and steps.
  mutating func describe() {
    var row = 0
    while row < moves.count || parkingMove == row {
      if parkingMove == row { park() }
      guard row < moves.count else { break }
      let start = row
      let leg = moves[row].leg
      repeat {
        describe(row)
        row += 1
      } while row < moves.count && moves[row].leg == leg && parkingMove != row
      closeLeg(leg, start..<row)
    }
    arrive()
    addWayBack()
  }

  // MARK: Legs

  private mutating func closeLeg(_ kind: LegWord, _ rows: Range<Int>) {
    let last = moves[rows.upperBound - 1].last
    let isEmpty = steps.isEmpty && carried.time == .zero && carried.length == .zero
    guard !isEmpty else { return }
    if steps.isEmpty {
      begin(DraftStep(action: .turn(stays: false), movement: moves[rows.lowerBound].movement, first: last, last: last))
    }
    let first = steps[0].first
    let done = steps.map { finished($0) }
    legs.append(
      Journey.Leg(
        kind: kind, duration: done.reduce(.zero) { $0 + $1.duration },
        distance: done.reduce(.zero) { $0 + $1.distance }, points: min(first, last)...last, steps: done))
    steps.removeAll(keepingCapacity: true)
    isInRoundabout = false
  }

  private func finished(_ step: DraftStep) -> Journey.Step {
    let phrase = StepPhrase(
      action: step.action, movement: step.movement, turn: step.turn, street: writer.texts[step.name] ?? "",
      way: step.way, passing: step.passing)
    return Journey.Step(
      phrase: phrase, duration: step.time, distance: step.length, points: step.first...max(step.first, step.last),
      location: points[step.first], bearingBefore: JourneyDraft.degrees(step.bearingBefore),
      bearingAfter: JourneyDraft.degrees(step.bearingAfter))
  }

  private static func degrees(_ bearing: Double) -> Int { Int(bearing.rounded()) % 360 }

  // MARK: Steps

  mutating func begin(_ step: DraftStep) {
    var step = step
    if let first = carried.first { step.first = first }
    step.length = step.length + carried.length
    step.time = step.time + carried.time
    carried = Carried()
    steps.append(step)
  }

  private mutating func extend(_ move: Move) {
    guard !steps.isEmpty else { return carry(move) }
    let row = steps.count - 1
    steps[row].last = move.last
    steps[row].length = steps[row].length + move.length
    steps[row].time = steps[row].time + move.time
    steps[row].passing.formUnion(move.passing)
  }

  private mutating func carry(_ move: Move) {
    carried.first = carried.first ?? move.first
    carried.length = carried.length + move.length
    carried.time = carried.time + move.time
  }

  /// A step that begins with `move` and, so far, is no longer than it.
  private func step(_ action: StepAction, _ move: Move, turn: Double = 0) -> DraftStep {
    var step = DraftStep(
      action: action, movement: move.movement, turn: TurnWord(degrees: turn), name: move.name, way: move.way,
      passing: move.passing, first: move.first, last: move.last, length: move.length, time: move.time)
    step.bearingAfter = move.hasDirection ? bearingAfter(move) : 0
    step.bearingBefore = lastDirected.map { bearingBefore(moves[$0]) } ?? step.bearingAfter
    return step
  }

  private mutating func describe(_ row: Int) {
    let move = moves[row]
    switch move.role {
    case .start: describeStart(row)
    case .goal: describeGoal(row)
    case .stretch: describeStretch(row)
    }
    if move.hasDirection { lastDirected = row }
  }

  private mutating func describeStart(_ row: Int) {
    let move = moves[row]
    if move.gate != .none, let gate = noteGate(row) { return beginGate(row, gate) }
    let isOwnLeg = row + 1 >= moves.count || moves[row + 1].leg != move.leg
    guard move.length >= JourneyDraft.shortWalk || (isOwnLeg && move.leg == .walk) else { return carry(move) }
    var first = step(.toStreet, move)
    if let next = moves.dropFirst(row + 1).first(where: { $0.segment != .none && $0.gate == .none }) {
      first.name = next.name
      first.way = next.way
    }
    begin(first)
  }

  private mutating func describeGoal(_ row: Int) {
    let move = moves[row]
    if move.gate != .none, let gate = noteGate(row) { return beginGate(row, gate) }
    guard move.length >= JourneyDraft.shortWalk || (steps.isEmpty && move.length > Millimetres(1000)) else {
      return extend(move)
    }
    let angle = steps.isEmpty ? 0 : turn(to: move)
    begin(step(.toGoal(isDoor: found.goal.kind == .doors), move, turn: angle))
  }

  private mutating func describeStretch(_ row: Int) {
    let move = moves[row]
    if move.gate != .none, let gate = noteGate(row), move.leg != .lift { return beginGate(row, gate) }
    if move.leg == .lift { return describeLift(row) }
    if move.leg == .stairs { return describeStairs(row) }
    guard move.hasDirection else { return extend(move) }
    if steps.isEmpty || steps.allSatisfy({ $0.action == .toStreet }) { return setOff(row) }
    if steps[steps.count - 1].isOpen { return follow(move) }
    if describeRoundabout(move) { return }
    proceed(move, turn: nil)
  }

  /// The first step of a leg.
  private mutating func setOff(_ row: Int) {
    let move = moves[row]
    let action: StepAction
    var angle = 0.0
    switch legs.last?.kind {
    case .lift: action = .leaveLift
    case .stairs:
      action = .turn(stays: false)
      angle = turn(to: move)
    case .ride where move.leg == .push: action = .dismount
    case .push where move.leg == .ride: action = .remount
    default: action = .depart(CompassPoint(bearing: bearingAfter(move)))
    }
    if !steps.isEmpty {
      // After a walk to the street, one turns into it.
      return begin(step(.turn(stays: false), move, turn: turn(to: move)))
    }
    begin(step(action, move, turn: angle))
  }

  /// Gives a gate or a crossing the direction and the street that follow it.
  private mutating func follow(_ move: Move) {
    let row = steps.count - 1
    steps[row].isOpen = false
    steps[row].name = move.name
    steps[row].way = move.way
    if lastDirected != nil {
      let angle = turn(to: move)
      steps[row].turn = TurnWord(degrees: angle)
    }
    steps[row].bearingAfter = bearingAfter(move)
    extend(move)
  }

  // MARK: Turns

  /// Goes on, turns, or changes streets.
  ///
  /// - Parameter turn: The angle, where two turns were joined into one.
  private mutating func proceed(_ move: Move, turn joined: Double?) {
    let current = steps[steps.count - 1]
    if move.way == .crossing { return cross(move) }
    let isSame = continues(current, move)
    let isRoughlyStraight = joined == nil && isNearlyStraight(move)
    if isSame, isRoughlyStraight { return extend(move) }
    let angle = joined ?? turn(to: move)
    let word = TurnWord(degrees: angle)
    if isSame {
      let exits = exits(before: move)
      let isNews = word.isClear ? exits.count > 0 || current.isCrossing : word != .straight && exits.hasRival
      guard isNews else { return extend(move) }
    } else if current.name == .none, move.name == .none, !move.way.isAnnounced, !current.way.isAnnounced,
      word == .straight
    {
      return extend(move)
    }
    if joinShort(current, move, angle) { return }
    begin(step(.turn(stays: isSame && move.name != .none), move, turn: angle))
  }

  /// Whether `move` is of the same street as the step.
  private func continues(_ step: DraftStep, _ move: Move) -> Bool {
    if step.isCrossing { return move.name == .none && !move.way.isAnnounced }
    guard step.way.isAnnounced == move.way.isAnnounced else { return false }
    if move.way.isAnnounced { return step.way == move.way }
    return step.name == move.name
  }

  /// Joins a step too short to be noticed with what follows it; false where it is long enough.
  private mutating func joinShort(_ current: DraftStep, _ move: Move, _ angle: Double) -> Bool {
    guard current.isPlain, steps.count >= 2 else { return false }
    let isSilent = current.turn == .straight && current.length < JourneyDraft.shortStep
    guard isSilent || current.length < JourneyDraft.tinyStep else { return false }
    steps.removeLast()
    let row = steps.count - 1
    steps[row].last = current.last
    steps[row].length = steps[row].length + current.length
    steps[row].time = steps[row].time + current.time
    steps[row].passing.formUnion(current.passing)
    let whole = turnAngle(from: current.bearingBefore, to: bearingAfter(move))
    proceed(move, turn: isSilent ? angle : whole)
    return true
  }

  private mutating func cross(_ move: Move) {
    if steps[steps.count - 1].isCrossing { return extend(move) }
    var crossing = step(.cross(street: crossedStreet(move)), move, turn: turn(to: move))
    crossing.name = .none
    crossing.way = .crossing
    begin(crossing)
  }

  /// The name of the street that a crossing leads over, found at its inner end.
  private func crossedStreet(_ move: Move) -> String {
    let node = network.head[found.path.stretches[move.stretch].arc]
    for arc in network.arcs(from: node) {
      let segment = network.heading[arc].segment
      if network.kind(segment).isForCars, let name = writer.texts[network.name[segment]] { return name }
    }
    return ""
  }

  private mutating func describeRoundabout(_ move: Move) -> Bool {
    guard move.movement == .ride || move.movement == .drive else { return false }
    let row = steps.count - 1
    if isInRoundabout {
      guard case .roundabout(let exit) = steps[row].action else { return false }
      if move.isRoundabout {
        if exits(before: move).leavesRoundabout { steps[row].action = .roundabout(exit: exit + 1) }
      } else {
        steps[row].action = .roundabout(exit: exit + 1)
        steps[row].name = move.name
        steps[row].way = move.way
        steps[row].bearingAfter = bearingAfter(move)
        steps[row].turn = TurnWord(degrees: turnAngle(from: steps[row].bearingBefore, to: steps[row].bearingAfter))
        isInRoundabout = false
      }
      extend(move)
      return true
    }
    guard move.isRoundabout else { return false }
    isInRoundabout = true
    begin(step(.roundabout(exit: 0), move, turn: turn(to: move)))
    return true
  }

  // MARK: Stairs and lifts

  private mutating func describeStairs(_ row: Int) {
    let move = moves[row]
    if !steps.isEmpty, case .stairs(let to, let count, let isEscalator) = steps[steps.count - 1].action {
      let kind = move.segment == .none ? .footway : network.kind(move.segment)
      let isStairs = kind == .steps || kind == .escalator
      if !isStairs || isEscalator == (kind == .escalator) {
        let more = isStairs ? Int(network.extras[move.segment].stepCount) : 0
        steps[steps.count - 1].action = .stairs(
          to, steps: count > 0 || more == 0 ? count + more : 0, isEscalator: isEscalator)
        return extend(move)
      }
    }
    guard move.segment != .none, move.hasDirection else { return extend(move) }
    let extras = network.extras[move.segment]
    let isEscalator = network.kind(move.segment) == .escalator
    let angle = lastDirected == nil ? 0 : turn(to: move)
    begin(
      step(
        .stairs(direction(ofStairs: row), steps: Int(extras.stepCount), isEscalator: isEscalator), move, turn: angle))
  }

  /// By the levels around, else by the times of its steps, else by the ground.
  private func direction(ofStairs row: Int) -> StairsWord {
    let before = row > 0 ? level(row - 1) : Int16.min
    let end = moves[row...].firstIndex { $0.leg != .stairs } ?? moves.count
    let after = end < moves.count ? level(end) : Int16.min
    if before != .min, after != .min, before != after { return after > before ? .up : .down }
    let extras = network.extras[moves[row].segment]
    let isAgainst = found.path.stretches[moves[row].stretch].heading.isAgainst
    let rise =
      extras.fixedForward != extras.fixedBackward
      ? Int(extras.fixedForward) - Int(extras.fixedBackward) : Int(extras.up) - Int(extras.down)
    return rise == 0 ? .unknown : (rise > 0) != isAgainst ? .up : .down
  }

  private func level(_ row: Int) -> Int16 {
    moves[row].segment == .none ? .min : network.extras[moves[row].segment].level
  }

  private mutating func describeLift(_ row: Int) {
    let move = moves[row]
    let action = StepAction.lift(floor(ofLift: row), name: writer.texts[move.name] ?? "")
    if !steps.isEmpty {
      steps[steps.count - 1].action = action
      return extend(move)
    }
    var lift = step(action, move)
    lift.name = .none
    begin(lift)
  }

  /// The floor at which one leaves the lift.
  private func floor(ofLift row: Int) -> FloorPhrase? {
    let after = moves.dropFirst(row + 1).first { $0.segment != .none && $0.gate == .none }
    let before = moves[..<row].last { $0.segment != .none && $0.leg != .lift }
    let own = network.extras[moves[row].segment].level
    var level = after.map { network.extras[$0.segment].level } ?? .min
    if level == .min {
      let from = before.map { network.extras[$0.segment].level } ?? .min
      // What has no level lies on the ground, as the times of lifts assume.
      level = from == own && own != .min ? 0 : own
    }
    guard level != .min else { return nil }
    return FloorPhrase(tenths: Int(level), countsFromOne: writer.countsFloorsFromOne)
  }

  // MARK: Gates

  /// A gate that is named begins a step, unless one is in its midst already.
  private mutating func beginGate(_ row: Int, _ note: GateNote) {
    guard case .new(let gate) = note else { return extend(moves[row]) }
    let closes = gate.rule.until.flatMap { gate.closing($0) }
    var made = step(.gate(gate.phrase, gate.passage, ask: gate.ask, closes: closes), moves[row])
    made.name = .none
    made.isOpen = moves[row].role == .stretch
    begin(made)
  }

  // MARK: The end

  private mutating func park() {
    let node = found.path.parkingNode
    let place = node.flatMap { options.mode == .car ? nil : writer.bay(at: $0) }
    let here = max(moves[..<(parkingMove ?? 0)].last?.last ?? 0, 0)
    let row = place.map { writer.premises.places[$0] }
    parking = Journey.Parking(
      position: points.isEmpty ? found.goalApproach.line.last ?? frame.origin : points[here], place: place,
      element: row?.element.id, capacity: Int(row?.capacity ?? 0), name: row.flatMap { writer.texts[$0.name] } ?? "")
    var made = DraftStep(
      action: .park(isBay: place != nil, places: Int(row?.capacity ?? 0), name: parking?.name ?? ""),
      movement: vehicleMovement, first: here, last: here)
    made.time = found.path.parkingTime
    let time = made.time
    let step = finished(made)
    legs.append(Journey.Leg(kind: .park, duration: time, distance: .zero, points: here...here, steps: [step]))
    for row in (parkingMove ?? 0)..<moves.count { moves[row].begins = moves[row].begins + time }
    lastDirected = nil
  }

  private mutating func arrive() {
    guard !legs.isEmpty, let last = points.indices.last else { return }
    let goal = writer.goal(found)
    var made = DraftStep(
      action: .arrive(goal, side()), movement: options.mode == .foot || parking != nil ? .walk : vehicleMovement,
      first: last, last: last)
    if let row = lastDirected { made.bearingBefore = bearingBefore(moves[row]) }
    made.bearingAfter = made.bearingBefore
    legs[legs.count - 1].steps.append(finished(made))
  }

  /// On which side the goal lies, seen from the last street.
  private func side() -> SideWord? {
    guard let walk = moves.last, walk.role == .goal, walk.hasDirection, walk.length < JourneyDraft.shortWalk,
      walk.length > Millimetres(2000), walk.gate == .none,
      let street = moves.dropLast().last(where: { $0.hasDirection }), street.role == .stretch
    else { return nil }
    let angle = turnAngle(from: bearingBefore(street), to: points[street.last].bearing(to: points[walk.last]))
    return abs(angle) < 30 || abs(angle) > 150 ? nil : angle < 0 ? .left : .right
  }

  private mutating func addWayBack() {
    let time = found.path.returnTime
    guard time > .zero, let last = points.indices.last else { return }
    var made = DraftStep(action: .wayBack, movement: .walk, first: last, last: last)
    made.time = time
    let step = finished(made)
    legs.append(Journey.Leg(kind: .return, duration: time, distance: .zero, points: last...last, steps: [step]))
  }
}
