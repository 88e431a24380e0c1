internal import Dense
internal import Geo
internal import Streets

extension Router {
  /// The quickest journey and up to `most - 1` others that differ sensibly, quickest first.
  ///
  /// - Returns: Empty where none exists.
  public func alternatives(
    from start: JourneyEnd, to goal: JourneyEnd, options: JourneyOptions, most: Int
  ) throws -> [FoundJourney] {
    begin()
    guard let best = try quickRoute(from: start, to: goal, options: options) else { return [] }
    guard most > 1, !lastWasPlain, case .hierarchy = search.meeting, let travel = search.travel else {
      return [best]
    }
    var rules = AlternativeRules()
    rules.most = most
    let (sources, targets) = (search.sources, search.targets)
    let found = search.query.alternatives(
      travel.metric, sources: sources.span, targets: targets.span, rules: rules)
    let positions = (best.start.positions, best.goal.positions)
    let others = found.dropFirst().map { other in
      let journey = search.journey(over: other, from: positions.0, to: positions.1)
      return FoundJourney(
        options: options, start: best.start, goal: best.goal, cost: journey.cost, path: journey.path)
    }
    return [best] + others.filter { isOpenOnArrival($0, travel) }
  }

  /// Whether nothing on the way, the goal's own gate included, is closed when one gets there.
  private func isOpenOnArrival(_ journey: FoundJourney, _ travel: ModeState) -> Bool {
    guard let walking = search.walking else { return true }
    let options = journey.options
    var plain = PlainJourney(
      city: city, options: options, travel: travel, walking: walking,
      closures: asked)
    let begin = journey.startApproach.position.walk
    let arrival = options.arrival(after: journey.cost.duration, return: journey.path.returnTime)
    return plain.closedArcs(on: journey.path, from: begin).isEmpty
      && isOpen(journey.goalApproach.position.gate, options, at: arrival)
  }
}
