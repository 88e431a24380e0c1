internal import Dense
internal import Geo
internal import Streets
internal import Wording

extension JourneyDraft {
  /// A straight step shorter than this says nothing.
  private static let shortStep = Millimetres(metres: 15)
  /// Two turns closer than this are one.
  private static let tinyStep = Millimetres(metres: 8)

  /// Goes on, turns, or changes streets.
  ///
  /// - Parameters:
  ///   - move: The next move, which has a direction.
  ///   - joined: The angle, where two turns were joined into one.
  mutating func proceed(_ move: Move, turn joined: Double?) {
    let current = steps[steps.count - 1]
    if move.way == .crossing { return cross(move, turn: joined) }
    if current.way == .crossing, current.kind != .crossing { steps[steps.count - 1].way = move.way }
    let isSame = continues(current, move)
    let isRoughlyStraight = joined == nil && isNearlyStraight(move)
    if isSame, isRoughlyStraight { return extend(move) }
    let angle = joined ?? turn(to: move)
    let word = TurnWord(degrees: angle)
    if isSame {
      let exits = exits(before: move)
      let isNews =
        word.isClear ? exits.count > 0 || current.kind == .crossing : word != .straight && exits.hasRival
      guard isNews else { return extend(move) }
    } else if current.name == .none, move.name == .none, !move.way.isAnnounced, !current.way.isAnnounced,
      word == .straight
    {
      return extend(move)
    }
    if joinShort(current, move, angle) { return }
    begin(step(move, turn: angle), .turn(stays: isSame && move.name != .none))
  }

  /// Whether `move` is of the same street as the step.
  private func continues(_ step: DraftStep, _ move: Move) -> Bool {
    if step.kind == .crossing { return move.name == .none && !move.way.isAnnounced }
    guard step.way.isAnnounced == move.way.isAnnounced else { return false }
    if move.way.isAnnounced { return step.way == move.way }
    return step.name == move.name
  }

  /// Joins a step too short to be noticed with what follows it; false where it is long enough.
  private mutating func joinShort(_ current: DraftStep, _ move: Move, _ angle: Double) -> Bool {
    guard current.kind == .plain, steps.count >= 2 else { return false }
    let isSilent =
      current.turn == .straight && current.length < JourneyDraft.shortStep && !current.way.isAnnounced
    guard isSilent || current.length < JourneyDraft.tinyStep else { return false }
    steps.removeLast()
    actions.removeLast()
    let row = steps.count - 1
    steps[row].last = current.last
    steps[row].length = steps[row].length + current.length
    steps[row].time = steps[row].time + current.time
    steps[row].passing.formUnion(current.passing)
    let whole = turnAngle(from: current.bearingBefore, to: bearingAfter(move))
    proceed(move, turn: isSilent ? angle : whole)
    return true
  }

  private mutating func cross(_ move: Move, turn joined: Double?) {
    let current = steps[steps.count - 1]
    if current.kind == .crossing { return extend(move) }
    let angle = joined ?? turn(to: move)
    if joinShort(current, move, angle) { return }
    var crossing = step(move, turn: angle)
    crossing.name = .none
    crossing.way = .crossing
    begin(crossing, .cross(street: crossedStreet(move)))
  }

  /// The name of the street that a crossing leads over, found at its inner end.
  private func crossedStreet(_ move: Move) -> Wording {
    let node = network.head[found.path.stretches[move.stretch].arc]
    for arc in network.arcs(from: node) {
      let segment = network.heading[arc].segment
      let name = network.name[segment]
      if network.kind(segment).isForCars, name != .none { return writer.city.tables.streetName(name) }
    }
    return .nameless
  }

  mutating func describeRoundabout(_ move: Move) -> Bool {
    guard move.movement == .ride || move.movement == .drive else { return false }
    let row = steps.count - 1
    if isInRoundabout {
      guard case .roundabout(let exit) = actions[row] else { return false }
      if move.isRoundabout {
        if exits(before: move).leavesRoundabout { actions[row] = .roundabout(exit: exit + 1) }
      } else {
        actions[row] = .roundabout(exit: exit + 1)
        steps[row].name = move.name
        steps[row].way = move.way
        steps[row].bearingAfter = bearingAfter(move)
        steps[row].turn = TurnWord(
          degrees: turnAngle(from: steps[row].bearingBefore, to: steps[row].bearingAfter))
        isInRoundabout = false
      }
      extend(move)
      return true
    }
    guard move.isRoundabout else { return false }
    isInRoundabout = true
    begin(step(move, turn: turn(to: move)), .roundabout(exit: 0))
    return true
  }
}
