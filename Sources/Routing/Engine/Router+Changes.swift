internal import Geo
internal import OSM
internal import Streets

/// When gates change on the way.
extension Router {
  /// The quickest journey for the gates as they are when one arrives at each.
  ///
  /// Usually no gate changes before the arrival, and the state at the departure answers. Else two states answer
  /// that enclose the truth; where they agree, that is it. Else plain Dijkstra asks every gate at its moment.
  /// - Returns: The path too where the last way was needed.
  func answer(
    from starts: [EndPosition], to goals: [EndPosition], _ options: JourneyOptions,
    _ travel: CurrentState, _ walking: CurrentState
  ) -> (cost: JourneyCost?, plain: JourneyPath?) {
    lastWasPlain = false
    let cost = search.run(
      from: starts, to: goals, options: options, travel: travel.state, walking: walking.state)
    if !changes(before: cost, options, [travel.until, walking.until, search.horizon]) { return (cost, nil) }
    if let certain = enclosed(from: starts, to: goals, options, travel, walking, guess: cost) {
      return (certain.cost, nil)
    }
    lastWasPlain = true
    return plainAnswer(from: starts, to: goals, options, travel, walking)
  }

  /// Asks every gate at its moment; never inlined, so that the usual answer needs no memory for it.
  @inline(never)
  private func plainAnswer(
    from starts: [EndPosition], to goals: [EndPosition], _ options: JourneyOptions,
    _ travel: CurrentState, _ walking: CurrentState
  ) -> (cost: JourneyCost?, plain: JourneyPath?) {
    var plain = PlainJourney(
      city: city, options: options, travel: travel.state, walking: walking.state, closures: asked,
      bound: try? engine.states.bound(options.mode))
    let found = plain.run(from: starts, to: goals)
    return (found?.cost, found?.path)
  }

  /// The answer where what is open all the while and what is open at any moment agree; nil where they do not.
  ///
  /// The window must be as long as the journey: a guess of it, then what the first attempt says.
  private func enclosed(
    from starts: [EndPosition], to goals: [EndPosition], _ options: JourneyOptions,
    _ travel: CurrentState, _ walking: CurrentState, guess: JourneyCost?
  ) -> (cost: JourneyCost?, Void)? {
    var seconds = guess.map { Router.seconds($0.duration) } ?? Router.longestWithoutJourney
    for _ in 0..<2 {
      let end = options.departure.adding(seconds: seconds)
      guard !isPast(travel.closuresUntil, end), !isPast(walking.closuresUntil, end),
        let ride = side(.ever, options.mode, travel, until: end),
        let walk = side(.ever, .foot, walking, until: end)
      else { return nil }
      let best = search.run(
        from: starts, to: goals, options: options, travel: ride, walking: walk, bound: .ever(until: end))
      // Where nothing leads through what is open at any moment, the other side is not worth making.
      guard let best else { return guess == nil ? (nil, ()) : nil }
      let wayIn = search.quickestWayIn
      guard let ride = side(.always, options.mode, travel, until: end),
        let walk = side(.always, .foot, walking, until: end),
        let sure = search.run(
          from: starts, to: goals, options: options, travel: ride, walking: walk, bound: .always(until: end))
      else { return nil }
      if Router.seconds(sure.duration) <= seconds {
        return sure.duration == best.duration && wayIn == search.quickestWayIn ? (sure, ()) : nil
      }
      seconds = Router.seconds(sure.duration)
    }
    return nil
  }

  static let longestWithoutJourney: Int64 = 2 * 3600

  /// One side of all that the rules of `mode` say until `end`; nil where that is too far away.
  private func side(_ side: WindowSide, _ mode: Mode, _ now: CurrentState, until end: CivilTime) -> ModeState?
  {
    guard !isPast(now.moment.windowEnd, end) else { return nil }
    let changes = now.moment.changes(city.rules).prefix { $0.time <= end }
    let row = Int(mode.rawValue)
    let window = Window(side: side, changes: changes.count)
    if let known = windows[row][window] { return known }
    let made =
      now.closures.isLive
      ? engine.states.side(side, of: now, changes)
      : engine.states.side(side, of: now, changes) { chainedState($0) }
    windows[row][window] = made
    return made
  }

  private func isPast(_ change: CivilTime?, _ end: CivilTime) -> Bool { change.map { $0 <= end } ?? false }

  /// Rounded up.
  private static func seconds(_ time: Milliseconds) -> Int64 { Int64(time.rawValue / 1000) + 1 }

  /// Whether any gate that matters may change before the journey ends; without a journey, within two hours.
  private func changes(before cost: JourneyCost?, _ options: JourneyOptions, _ horizons: [CivilTime?]) -> Bool
  {
    let seconds = cost.map { Router.seconds($0.duration) } ?? Router.longestWithoutJourney
    let arrival = options.departure.adding(seconds: seconds)
    return horizons.contains { isPast($0, arrival) }
  }
}
