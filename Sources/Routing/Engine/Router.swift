internal import Dense
public import Geo
public import OSM
public import Streets

/// An open city with the states of its gates and closures: shared by all threads.
public final class Engine: Sendable {
  public let city: City
  let states: StateCache

  public init(city: City) {
    self.city = city
    states = StateCache(city: city)
  }

  /// Replaces all closures and openings; every later question sees them.
  public func setClosures(_ closures: [Closure]) { states.closures.set(closures, city: city) }

  /// The state of `mode` at `time`.
  public func state(_ mode: Mode, at time: CivilTime) throws -> ModeState {
    try states.state(mode, at: time).state
  }

  /// The slow search for a journey, against which the fast one can be held.
  public func plainJourney(_ options: JourneyOptions) throws -> PlainJourney {
    PlainJourney(
      city: city, options: options, travel: try state(options.mode, at: options.departure),
      walking: try state(.foot, at: options.departure), closures: states.closures.all)
  }

  /// Whether anybody may pass along `segment` at `time`, and it belongs to the open network.
  public func isOpenStreet(_ segment: SegmentID, _ mode: Mode, at time: CivilTime) -> Bool {
    guard let state = try? state(mode, at: time) else { return false }
    return city.network.arcs[segment].contains { item in
      let arc = city.network.arcs.values[item]
      return state.metric.time(of: arc).isReachable && state.isCore[city.network.tail[arc]] != 0
    }
  }

  /// The passes called `names`.
  ///
  /// - Throws: ``RouteError/unknownPass(_:known:)``.
  public func passes(_ names: [String]) throws(RouteError) -> PassSet {
    var set: PassSet = []
    for name in names {
      guard let pass = city.rules.pass(named: name) else {
        throw .unknownPass(name, known: city.rules.passNames)
      }
      set.formUnion(pass)
    }
    return set
  }
}

/// The answer to a journey query, before it is put into words.
public enum RouteOutcome: Sendable {
  case found(FoundJourney)
  case obstructed(Obstruction)
}

/// One thread's router: the reusable memory of all its questions.
public final class Router {
  public let engine: Engine
  public let resolver: EndResolver
  let search: JourneySearch
  let tables: TableWorkspace
  private var current: [StateCache.Current?] = Array(repeating: nil, count: Mode.allCases.count)
  /// What follows each of ``current``, once a journey lasts longer than that holds.
  private var windows: [Window?] = Array(repeating: nil, count: Mode.allCases.count)
  /// Whether the last question was answered by ``PlainJourney``, since a gate changes before the arrival.
  public private(set) var lastWasPlain = false
  private var starts: [EndPosition] = []
  private var goals: [EndPosition] = []

  public var city: City { engine.city }

  public init(engine: Engine) {
    self.engine = engine
    resolver = EndResolver(city: engine.city)
    search = JourneySearch(city: engine.city)
    tables = TableWorkspace(engine.city.hierarchy)
  }

  /// The state of `mode` at `time`; asks the gates only when something may have changed.
  func state(_ mode: Mode, at time: CivilTime) throws -> StateCache.Current {
    if let known = current[Int(mode.rawValue)], known.from <= time, known.until.map({ time < $0 }) ?? true,
      known.version == engine.states.closures.version
    {
      return known
    }
    let made = try engine.states.state(mode, at: time)
    current[Int(mode.rawValue)] = made
    windows[Int(mode.rawValue)] = nil
    return made
  }

  /// The quickest journey; with alternatives, see ``alternatives(from:to:options:most:)``.
  public func route(from start: JourneyEnd, to goal: JourneyEnd, options: JourneyOptions) throws
    -> RouteOutcome
  {
    if let found = try quickRoute(from: start, to: goal, options: options) { return .found(found) }
    let travel = try state(options.mode, at: options.departure).state
    let walking = try state(.foot, at: options.departure).state
    return .obstructed(obstruction(from: start, to: goal, options, travel, walking))
  }

  /// The same without an explanation where there is none.
  func quickRoute(from start: JourneyEnd, to goal: JourneyEnd, options: JourneyOptions) throws
    -> FoundJourney?
  {
    let travel = try state(options.mode, at: options.departure)
    let walking = try state(.foot, at: options.departure)
    return try quickest(start, goal, options, travel, walking)
  }

  /// Only duration and the ends used; no path, no allocation once warm.
  public func cost(
    from starts: [EndPosition], to goals: [EndPosition], options: JourneyOptions
  ) throws -> JourneyCost? {
    let travel = try state(options.mode, at: options.departure)
    let walking = try state(.foot, at: options.departure)
    return try answer(from: starts, to: goals, options, travel, walking).cost
  }

  /// The length of the last ``cost(from:to:options:)`` that a state of the gates answered; no allocation.
  public func length(from starts: [EndPosition], to goals: [EndPosition], cost: JourneyCost) -> Millimetres {
    search.length(from: starts, to: goals, cost: cost)
  }

  /// The path of the last ``cost(from:to:options:)``.
  public func path(from starts: [EndPosition], to goals: [EndPosition], cost: JourneyCost) -> JourneyPath {
    search.path(from: starts, to: goals, cost: cost)
  }

  /// - Complexity: One search for each approach whose gate has closed by the time one gets there, and one more.
  private func quickest(
    _ start: JourneyEnd, _ goal: JourneyEnd, _ options: JourneyOptions, _ travel: StateCache.Current,
    _ walking: StateCache.Current
  ) throws -> FoundJourney? {
    let left = usable(start, options)
    var open = usable(goal, options) { $0.permission != .closed || $0.until != nil }
    starts = left.positions
    goals = open.positions
    while !starts.isEmpty, !goals.isEmpty {
      let answer = try answer(from: starts, to: goals, options, travel, walking)
      guard let cost = answer.cost else { return nil }
      let path = answer.plain ?? search.path(from: starts, to: goals, cost: cost)
      let arrival = options.arrival(after: cost.duration, return: path.returnTime)
      if isOpen(goals[cost.goal].gate, options, at: arrival) {
        return FoundJourney(options: options, start: left, goal: open, cost: cost, path: path)
      }
      open.approaches.remove(at: cost.goal)
      goals.remove(at: cost.goal)
    }
    return nil
  }

  // MARK: When gates change on the way

  /// The quickest journey for the gates as they are when one arrives at each.
  ///
  /// Usually no gate changes before the arrival, and the state at the departure answers. Else two states answer
  /// that enclose the truth; where they agree, that is it. Else plain Dijkstra asks every gate at its moment.
  /// - Returns: The path too where the last way was needed.
  private func answer(
    from starts: [EndPosition], to goals: [EndPosition], _ options: JourneyOptions,
    _ travel: StateCache.Current, _ walking: StateCache.Current
  ) throws -> (cost: JourneyCost?, plain: JourneyPath?) {
    lastWasPlain = false
    let cost = search.run(
      from: starts, to: goals, options: options, travel: travel.state, walking: walking.state)
    if !changes(before: cost, options, [travel.until, walking.until, search.horizon]) { return (cost, nil) }
    if let certain = try enclosed(from: starts, to: goals, options, travel, walking, guess: cost) {
      return (certain.cost, nil)
    }
    lastWasPlain = true
    return try plainAnswer(from: starts, to: goals, options, travel, walking)
  }

  /// Asks every gate at its moment; never inlined, so that the usual answer needs no memory for it.
  @inline(never)
  private func plainAnswer(
    from starts: [EndPosition], to goals: [EndPosition], _ options: JourneyOptions,
    _ travel: StateCache.Current, _ walking: StateCache.Current
  ) throws -> (cost: JourneyCost?, plain: JourneyPath?) {
    var plain = PlainJourney(
      city: city, options: options, travel: travel.state, walking: walking.state,
      closures: engine.states.closures.all, bound: try engine.states.bound(options.mode))
    let found = plain.run(from: starts, to: goals)
    return (found?.cost, found?.path)
  }

  /// The answer where what is open all the while and what is open at any moment agree; nil where they do not.
  ///
  /// The window must be as long as the journey: a guess of it, then what the first attempt says.
  private func enclosed(
    from starts: [EndPosition], to goals: [EndPosition], _ options: JourneyOptions,
    _ travel: StateCache.Current, _ walking: StateCache.Current, guess: JourneyCost?
  ) throws -> (cost: JourneyCost?, Void)? {
    var seconds = guess.map { Router.seconds($0.duration) } ?? Router.longestWithoutJourney
    for _ in 0..<2 {
      let end = options.departure.adding(seconds: seconds)
      guard !isPast(travel.closuresUntil, end), !isPast(walking.closuresUntil, end),
        let ride = try bracket(options.mode, travel, until: end),
        let walk = try bracket(.foot, walking, until: end)
      else { return nil }
      let best = search.run(
        from: starts, to: goals, options: options, travel: ride.ever, walking: walk.ever,
        bound: .ever(until: end))
      let wayIn = search.quickestWayIn
      let sure = search.run(
        from: starts, to: goals, options: options, travel: ride.always, walking: walk.always,
        bound: .always(until: end))
      guard let sure else { return best == nil && guess == nil ? (nil, ()) : nil }
      if Router.seconds(sure.duration) <= seconds {
        return sure.duration == best?.duration && wayIn == search.quickestWayIn ? (sure, ()) : nil
      }
      seconds = Router.seconds(sure.duration)
    }
    return nil
  }

  /// What follows a state: the changes of the next hours, and the brackets made so far by how many they span.
  private struct Window {
    var changes: [GateChange]
    var brackets: [Int: Bracket] = [:]
  }

  private static let longestWindow: Int64 = 4 * 3600
  private static let longestWithoutJourney: Int64 = 2 * 3600

  private func bracket(_ mode: Mode, _ now: StateCache.Current, until end: CivilTime) throws -> Bracket? {
    guard end <= now.from.adding(seconds: Router.longestWindow) else { return nil }
    let row = Int(mode.rawValue)
    var window =
      windows[row]
      ?? Window(changes: engine.states.changes(of: mode, after: now, within: Router.longestWindow))
    let count = window.changes.prefix { $0.time <= end }.count
    if let known = window.brackets[count] { return known }
    let made = try engine.states.bracket(mode, now, window.changes.prefix(count))
    window.brackets[count] = made
    windows[row] = window
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

  /// The end without approaches that pass a gate closed at the departure.
  ///
  /// Journeys see to it themselves; tables and costs take positions, and need those of an end made usable.
  public func usable(_ end: JourneyEnd, _ options: JourneyOptions) -> JourneyEnd {
    usable(end, options) { $0.permission != .closed }
  }

  private func usable(_ end: JourneyEnd, _ options: JourneyOptions, where admits: (Verdict) -> Bool)
    -> JourneyEnd
  {
    guard end.approaches.contains(where: { $0.position.gate != .none }) else { return end }
    var open = end
    open.approaches = end.approaches.filter {
      $0.position.gate == .none || admits(verdict($0.position.gate, options, at: options.departure))
    }
    return open
  }

  /// Whether a walker may pass `gate` at `time`; there may be none.
  func isOpen(_ gate: GateID, _ options: JourneyOptions, at time: CivilTime) -> Bool {
    gate == .none || verdict(gate, options, at: time).permission != .closed
  }

  private func verdict(_ gate: GateID, _ options: JourneyOptions, at time: CivilTime) -> Verdict {
    if let closure = engine.states.closures.closure(of: gate, at: time) {
      let isClosed = closure.effect == .closes
      return Verdict(
        permission: isClosed ? .closed : .through, cause: isClosed ? .closure : .none, until: closure.until)
    }
    return city.rules.verdict(city.premises.gates[gate].rule, mode: .foot, passes: options.passes, at: time)
  }

  // MARK: Why not

  /// Finds the way that would be taken if everything were open, and what on it is closed.
  private func obstruction(
    from start: JourneyEnd, to goal: JourneyEnd, _ options: JourneyOptions, _ travel: ModeState,
    _ walking: ModeState
  ) -> Obstruction {
    var plain = PlainJourney(
      city: city, options: options, travel: travel, walking: walking, leniency: .passesClosed,
      closures: engine.states.closures.all, bound: try? engine.states.bound(options.mode))
    guard let found = plain.run(from: start.positions, to: goal.positions) else {
      return nowhere(from: start, to: goal, options, travel, walking)
    }
    let (left, approach) = (start.approaches[found.cost.start], goal.approaches[found.cost.goal])
    if !isOpen(left.position.gate, options, at: options.departure) {
      return obstruction(left, options, at: options.departure)
    }
    if let closed = found.closed.first { return obstruction(closed, options, found.path) }
    guard approach.position.gate != .none else {
      return nowhere(from: start, to: goal, options, travel, walking)
    }
    return obstruction(
      approach, options, at: options.arrival(after: found.cost.duration, return: found.path.returnTime))
  }

  /// Nothing is closed, there is no way at all: only how near one gets.
  private func nowhere(
    from start: JourneyEnd, to goal: JourneyEnd, _ options: JourneyOptions, _ travel: ModeState,
    _ walking: ModeState
  ) -> Obstruction {
    let longest = Milliseconds(Milliseconds.unreachable.rawValue - 1)
    search.reach(from: start.positions, within: longest, options: options, travel: travel, walking: walking)
    let points = search.walk.touched.lazy.map { self.city.network.coordinate[$0] }
    let target = goal.doors.first?.position ?? goal.approaches.first?.line.first
    let nearest = target.flatMap { target in
      points.min { $0.distance(to: target) < $1.distance(to: target) }
    }
    return Obstruction(
      gate: nil, rule: nil, mode: options.mode, verdict: nil, passes: [], nearestReachable: nearest)
  }

  private func obstruction(_ approach: Approach, _ options: JourneyOptions, at time: CivilTime) -> Obstruction
  {
    let gate = approach.position.gate
    return Obstruction(
      gate: gate, rule: city.premises.gates[gate].rule, mode: .foot,
      verdict: verdict(gate, options, at: time),
      passes: city.rules.passes(opening: city.premises.gates[gate].rule, mode: .foot),
      nearestReachable: city.premises.gates[gate].position)
  }

  private func obstruction(_ closed: PlainJourney.ClosedArc, _ options: JourneyOptions, _ path: JourneyPath)
    -> Obstruction
  {
    let arc = closed.arc
    let segment = city.network.heading[arc].segment
    let rule = city.network.rule[segment]
    let gate = city.premises.gates.ids.first { gate in
      city.premises.gateSegments[gate].contains { city.premises.gateSegments.values[$0] == segment }
    }
    let isWalked = path.stretches.first { $0.arc == arc }?.movement == .walk
    let mode: Mode = isWalked ? .foot : options.mode
    var verdict: Verdict? = closed.verdict
    if rule != .none, closed.verdict.cause == .none {
      verdict = city.rules.verdict(rule, mode: mode, passes: options.passes, at: closed.time)
    }
    let isPassHelpful = rule != .none && closed.verdict.cause != .closure
    return Obstruction(
      gate: gate, rule: rule == .none ? nil : rule, mode: mode, verdict: verdict,
      passes: isPassHelpful ? city.rules.passes(opening: rule, mode: mode) : [],
      nearestReachable: city.network.coordinate[city.network.tail[arc]])
  }
}
