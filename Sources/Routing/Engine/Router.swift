internal import Dense
public import Geo
internal import OSM
internal import Streets

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
  /// What is closed and opened for the questions to come; nil = what is live, read anew by each call.
  ///
  /// ``Engine/closures`` holds several calls to one state of affairs; a set made from it asks "what if". Sets that
  /// were never live are customized in this router's own memory, one after the other, and known to nobody else.
  public var closures: ClosureSet?
  /// Whether nobody waits for the answer any more: work on many places asks between them, and stops by ``Abandoned``.
  public var isAbandoned: @Sendable () -> Bool = Router.isNever
  /// What the question being answered goes by.
  private(set) var asked: ClosureSet
  var current: [CurrentState?] = []
  /// What encloses the hours after each of ``current``.
  var windows: [[Window: ModeState]] = []

  /// One side of a window of time, and how many changes of gates that spans.
  struct Window: Hashable {
    var side: WindowSide
    var changes: Int
  }

  /// For sets that are not live, by mode.
  var chains: [StateChains] = []
  /// Whether the last question was answered by ``PlainJourney``, since a gate changes before the arrival.
  public internal(set) var lastWasPlain = false
  private var starts: [EndPosition] = []
  private var goals: [EndPosition] = []

  public var city: City { engine.city }

  /// - Parameters:
  ///   - engine: What is asked.
  ///   - former: A router whose memory becomes that of this one and which is asked no more; of a city that differs by
  ///     rules only.
  /// - Complexity: O(nodes); O(rules) with the memory of another one.
  public init(engine: Engine, takingFrom former: Router? = nil) {
    self.engine = engine
    asked = engine.closures
    resolver = EndResolver(city: engine.city)
    search = JourneySearch(city: engine.city, takingFrom: former?.search)
    tables = former?.tables ?? TableWorkspace(engine.city.hierarchy)
    forgetStates()
  }

  /// Gives back what belongs to states of the engine; for a router that waits idle among others.
  public func rest() {
    closures = nil
    asked = engine.closures
    forgetStates()
    search.rest()
  }

  private func forgetStates() {
    current = Mode.allCases.map { _ in nil }
    windows = Mode.allCases.map { _ in [:] }
    chains = Mode.allCases.map { _ in StateChains(limit: Router.mostChains) }
  }

  /// The answer of who waits to the end.
  public static let isNever: @Sendable () -> Bool = { false }

  /// - Throws: ``Abandoned`` where nobody waits any more.
  public func goOn() throws(Abandoned) {
    if isAbandoned() { throw Abandoned() }
  }

  /// A state, and one to either side where rules change on the way.
  private static let mostChains = 3

  /// Begins a question: what is closed stays the same until it is answered.
  func begin() { asked = closures ?? engine.closures }

  /// The quickest journey; with alternatives, see ``alternatives(from:to:options:most:)``.
  public func route(from start: JourneyEnd, to goal: JourneyEnd, options: JourneyOptions) throws
    -> RouteOutcome
  {
    begin()
    let travel = try state(options.mode, at: options.departure)
    let walking = try state(.foot, at: options.departure)
    if let found = try quickest(start, goal, options, travel, walking) { return .found(found) }
    return .obstructed(obstruction(from: start, to: goal, options, travel.state, walking.state))
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
    begin()
    let travel = try state(options.mode, at: options.departure)
    let walking = try state(.foot, at: options.departure)
    return answer(from: starts, to: goals, options, travel, walking).cost
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
    _ start: JourneyEnd, _ goal: JourneyEnd, _ options: JourneyOptions, _ travel: CurrentState,
    _ walking: CurrentState
  ) throws -> FoundJourney? {
    let left = usableNow(start, options)
    var open = usable(goal, options) { $0.permission != .closed || $0.until != nil }
    starts = left.positions
    goals = open.positions
    while !starts.isEmpty, !goals.isEmpty {
      let answer = answer(from: starts, to: goals, options, travel, walking)
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

  /// The end without approaches that pass a gate closed at the departure.
  ///
  /// Journeys see to it themselves; tables and costs take positions, and need those of an end made usable.
  public func usable(_ end: JourneyEnd, _ options: JourneyOptions) -> JourneyEnd {
    begin()
    return usableNow(end, options)
  }

  /// The same within a question.
  func usableNow(_ end: JourneyEnd, _ options: JourneyOptions) -> JourneyEnd {
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
    if let closure = asked.closure(of: gate, at: time) {
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
      closures: asked, bound: try? engine.states.bound(options.mode))
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
