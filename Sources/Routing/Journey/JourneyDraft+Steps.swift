internal import Dense
internal import Geo
internal import Streets
internal import Wording

extension JourneyDraft {
  /// An end walk shorter than this is not worth a sentence of its own.
  static let shortWalk = Millimetres(metres: 15)

  /// Gathers the moves into legs and steps.
  mutating func describe() {
    var row = 0
    while row < moves.count || parkingMove == row {
      if parkingMove == row { park() }
      guard row < moves.count else { break }
      let leg = moves[row].leg
      repeat {
        describe(row)
        row += 1
      } while row < moves.count && moves[row].leg == leg && parkingMove != row
      closeLeg(leg, last: moves[row - 1].last)
    }
    arrive()
    addWayBack()
  }

  // MARK: Legs

  private mutating func closeLeg(_ kind: LegWord, last: Int) {
    if steps.isEmpty {
      guard carried.first != nil else { return }
      if !legs.isEmpty { return addCarried(upTo: last) }
      guard carried.time > .zero || carried.length > .zero else { return }
      let isDoor = found.goal.kind == .doors
      begin(DraftStep(movement: .walk, first: last, last: last), .toGoal(isDoor: isDoor))
    }
    let first = steps[0].first
    let done = steps.indices.map { finished(steps[$0], actions[$0]) }
    legs.append(
      Journey.Leg(
        kind: kind, duration: done.reduce(.zero) { $0 + $1.duration },
        distance: done.reduce(.zero) { $0 + $1.distance }, points: min(first, last)...last, steps: done))
    steps.removeAll(keepingCapacity: true)
    actions.removeAll(keepingCapacity: true)
    isInRoundabout = false
  }

  /// Less than a metre at the end of a leg belongs to the leg before.
  private mutating func addCarried(upTo last: Int) {
    let leg = legs.count - 1
    let step = legs[leg].steps.count - 1
    legs[leg].duration = legs[leg].duration + carried.time
    legs[leg].distance = legs[leg].distance + carried.length
    legs[leg].points = legs[leg].points.lowerBound...last
    legs[leg].steps[step].duration = legs[leg].steps[step].duration + carried.time
    legs[leg].steps[step].distance = legs[leg].steps[step].distance + carried.length
    legs[leg].steps[step].points = legs[leg].steps[step].points.lowerBound...last
    carried = Carried()
  }

  func finished(_ step: DraftStep, _ action: StepAction) -> Journey.Step {
    let phrase = StepPhrase(
      action: action, movement: step.movement, turn: step.turn,
      street: writer.city.tables.streetName(step.name),
      way: step.way, passing: step.passing)
    return Journey.Step(
      phrase: phrase, duration: step.time, distance: step.length,
      points: step.first...max(step.first, step.last),
      location: points[step.first], bearingBefore: JourneyDraft.degrees(step.bearingBefore),
      bearingAfter: JourneyDraft.degrees(step.bearingAfter))
  }

  static func degrees(_ bearing: Double) -> Int { Int(bearing.rounded()) % 360 }

  // MARK: Steps

  mutating func begin(_ step: DraftStep, _ action: StepAction) {
    var step = step
    switch action {
    case .turn: step.kind = .plain
    case .cross: step.kind = .crossing
    case .stairs: step.kind = .stairs
    case .toStreet: step.kind = .toStreet
    default: step.kind = .other
    }
    if let first = carried.first { step.first = first }
    step.length = step.length + carried.length
    step.time = step.time + carried.time
    carried = Carried()
    steps.append(step)
    actions.append(action)
  }

  mutating func extend(_ move: Move) {
    guard !steps.isEmpty else { return carry(move) }
    let row = steps.count - 1
    steps[row].last = move.last
    steps[row].length = steps[row].length + move.length
    steps[row].time = steps[row].time + move.time
    steps[row].passing.formUnion(move.passing)
  }

  mutating func carry(_ move: Move) {
    carried.first = carried.first ?? move.first
    carried.length = carried.length + move.length
    carried.time = carried.time + move.time
  }

  /// A step that begins with `move` and, so far, is no longer than it.
  func step(_ move: Move, turn: Double = 0) -> DraftStep {
    var step = DraftStep(
      movement: move.movement, turn: TurnWord(degrees: turn), name: move.name, way: move.way,
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
    var first = step(move)
    if let next = moves.dropFirst(row + 1).first(where: { $0.segment != .none && $0.gate == .none }) {
      first.name = next.name
      first.way = next.way
    }
    begin(first, .toStreet)
  }

  private mutating func describeGoal(_ row: Int) {
    let move = moves[row]
    if move.gate != .none, let gate = noteGate(row) { return beginGate(row, gate) }
    guard move.length >= JourneyDraft.shortWalk || (steps.isEmpty && move.length > Millimetres(1000)) else {
      return extend(move)
    }
    let angle = steps.isEmpty ? 0 : turn(to: move)
    begin(step(move, turn: angle), .toGoal(isDoor: found.goal.kind == .doors))
  }

  private mutating func describeStretch(_ row: Int) {
    let move = moves[row]
    if move.gate != .none, let gate = noteGate(row), move.leg != .lift { return beginGate(row, gate) }
    if move.leg == .lift { return describeLift(row) }
    if move.leg == .stairs { return describeStairs(row) }
    guard move.hasDirection else { return extend(move) }
    if steps.last.map({ $0.kind == .toStreet }) ?? true { return setOff(row) }
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
      return begin(step(move, turn: turn(to: move)), .turn(stays: false))
    }
    begin(step(move, turn: angle), action)
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

  // MARK: Gates

  /// A gate that is named begins a step, unless one is in its midst already.
  private mutating func beginGate(_ row: Int, _ note: GateNote) {
    guard case .new(let gate) = note else { return extend(moves[row]) }
    let closes = gate.rule.until.flatMap { gate.closing($0) }
    var made = step(moves[row])
    made.name = .none
    made.isOpen = moves[row].role == .stretch
    begin(made, .gate(gate.phrase, gate.passage, ask: gate.ask, closes: closes))
  }
}
