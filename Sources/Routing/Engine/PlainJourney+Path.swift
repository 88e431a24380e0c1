internal import Dense
internal import Geo
internal import OSM
internal import Streets

extension PlainJourney {
  mutating func result(
    _ best: Finish, _ starts: [EndPosition], _ goals: [EndPosition], _ labels: Labels
  ) -> Result {
    var steps: [(item: UInt32, arc: ArcID, isFirst: Bool)] = []
    var start = best.direct?.start ?? 0
    var item = best.state
    while item < UInt32.max - 1_000_000 {
      let label = labels[item]
      let isFirst = label.previous >= UInt32.max - 1_000_000
      steps.append((item, label.arc, isFirst))
      if isFirst { start = Int(UInt32.max - 1 - label.previous) }
      item = label.previous
    }
    var builder = PlainPath(city: city, travel: travel, walking: walking, options: options)
    for step in steps.reversed() {
      let isWalked = step.item % 4 == Phase.walking.rawValue
      if step.arc != .none {
        builder.add(step.arc, isWalked: isWalked, start: step.isFirst ? starts[start] : nil)
      } else if isWalked {
        builder.park(at: NodeID(rawValue: step.item / 4))
      }
    }
    let goal = best.direct?.goal ?? best.ending?.goal ?? 0
    if let direct = best.direct {
      builder.addDirect(direct.arc, starts[start], goals[goal])
    } else if let ending = best.ending {
      builder.addEnding(ending.arc, goals[goal], isWalked: ending.isWalked || !options.mode.isVehicle)
    }
    let closed = closedArcs(on: builder.path, from: starts[start].walk)
    let cost = JourneyCost(duration: Milliseconds(best.cost), start: start, goal: goal)
    return Result(cost: cost, path: builder.path, closed: closed)
  }

  /// What is closed on `path` when one gets there, `begin` after the departure.
  mutating func closedArcs(on path: JourneyPath, from begin: Milliseconds) -> [ClosedArc] {
    var elapsed = begin.rawValue
    var closed: [ClosedArc] = []
    for (row, stretch) in path.stretches.enumerated() {
      if row == path.parkingIndex { elapsed += path.parkingTime.rawValue }
      let state = options.mode.isVehicle && stretch.movement == .walk ? walking : travel
      let verdict = verdict(stretch.arc, state, at: elapsed)
      if verdict.permission == .closed {
        let time = options.departure.adding(seconds: Int64(elapsed / 1000))
        closed.append(ClosedArc(arc: stretch.arc, time: time, verdict: verdict))
      }
      elapsed += stretch.time.rawValue
    }
    return closed
  }
}
