internal import Dense
internal import Geo
internal import OSM
internal import Streets
internal import Wording

extension JourneyWriter {
  /// The answer where there is no way: why, what would help, and how near one gets.
  public func unreachable(
    _ options: JourneyOptions, to goal: JourneyEnd, _ obstruction: Obstruction?, doubts: [Journey.Doubt] = []
  ) -> Journey {
    var journey = Journey(status: .unreachable, options: options)
    journey.doubts = doubts
    journey.nearestReachable = obstruction?.nearestReachable
    journey.reason = phrase(options, goal, obstruction).wording
    return journey
  }

  private func phrase(_ options: JourneyOptions, _ goal: JourneyEnd, _ obstruction: Obstruction?)
    -> ObstructionPhrase
  {
    let verdict = obstruction?.verdict
    let until = opening(obstruction, options)
    return ObstructionPhrase(
      gate: obstruction.flatMap { closedThing($0) }, cause: ClosedWord(verdict?.cause ?? .none),
      vehicle: VehicleWord(obstruction?.mode ?? options.mode),
      opens: until.map { MomentPhrase($0, from: options.departure) },
      closes: closing(options, obstruction).map { MomentPhrase($0, from: options.departure) },
      passes: obstruction?.passes ?? [], remaining: remaining(goal, obstruction?.nearestReachable))
  }

  /// When what is closed on arrival closes, if it is open at the departure.
  private func closing(_ options: JourneyOptions, _ obstruction: Obstruction?) -> CivilTime? {
    guard let obstruction, let rule = obstruction.rule, rule != .none, obstruction.verdict?.cause == .hours
    else { return nil }
    let now = city.rules.verdict(
      rule, mode: obstruction.mode, passes: options.passes, at: options.departure)
    guard now.permission != .closed else { return nil }
    return city.rules.change(of: now, rule, mode: obstruction.mode, passes: options.passes)
  }

  /// When the obstruction ends, as far as anybody can tell.
  private func opening(_ obstruction: Obstruction?, _ options: JourneyOptions) -> CivilTime? {
    guard let verdict = obstruction?.verdict, let rule = obstruction?.rule, rule != .none,
      verdict.cause != .closure
    else {
      return obstruction?.verdict?.until
    }
    let mode = obstruction?.mode ?? options.mode
    return city.rules.change(of: verdict, rule, mode: mode, passes: options.passes)
  }

  /// The gate, or a way where only a rule is known.
  private func closedThing(_ obstruction: Obstruction) -> GatePhrase? {
    if let gate = obstruction.gate, gate != .none { return phrase(gate) }
    guard obstruction.rule != nil || obstruction.verdict?.cause == .closure else { return nil }
    return GatePhrase(name: "", nameEnglish: "", kind: .way, compound: "", compoundEnglish: "")
  }

  private func remaining(_ goal: JourneyEnd, _ nearest: Coordinate?) -> Double? {
    guard let nearest else { return nil }
    let places = goal.doors.map(\.position) + goal.approaches.compactMap { $0.door < 0 ? $0.line.first : nil }
    return places.map { $0.distance(to: nearest) }.min()
  }
}

extension ClosedWord {
  init(_ cause: Verdict.Cause) {
    switch cause {
    case .none: self = .unknown
    case .hours: self = .hours
    case .locked: self = .locked
    case .pass: self = .pass
    case .access: self = .access
    case .condition: self = .condition
    case .closure: self = .closure
    }
  }
}
