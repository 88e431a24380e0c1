internal import Dense
internal import Streets
internal import Wording

extension JourneyDraft {
  mutating func describeStairs(_ row: Int) {
    let move = moves[row]
    if case .stairs(let to, let count, let isEscalator) = actions.last {
      let kind = move.segment == .none ? .footway : network.kind(move.segment)
      let isStairs = kind == .steps || kind == .escalator
      if !isStairs || isEscalator == (kind == .escalator) {
        let more = isStairs ? Int(network.extras[move.segment].stepCount) : 0
        actions[actions.count - 1] = .stairs(
          to, steps: count > 0 || more == 0 ? count + more : 0, isEscalator: isEscalator)
        return extend(move)
      }
    }
    guard move.segment != .none, move.hasDirection else { return extend(move) }
    let extras = network.extras[move.segment]
    let isEscalator = network.kind(move.segment) == .escalator
    let angle = lastDirected == nil ? 0 : turn(to: move)
    begin(
      step(move, turn: angle),
      .stairs(direction(ofStairs: row), steps: Int(extras.stepCount), isEscalator: isEscalator))
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

  mutating func describeLift(_ row: Int) {
    let move = moves[row]
    let action = StepAction.lift(floor(ofLift: row), name: writer.texts[move.name] ?? "")
    if !steps.isEmpty {
      actions[actions.count - 1] = action
      return extend(move)
    }
    var lift = step(move)
    lift.name = .none
    begin(lift, action)
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
}
