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
    guard case .found(let best)? = try quickRoute(from: start, to: goal, options: options) else { return [] }
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
      search.journey(over: other, from: positions.0, to: positions.1)
    }
    return [best]
      + others.map {
        FoundJourney(options: options, start: best.start, goal: best.goal, cost: $0.cost, path: $0.path)
      }
  }
}
