internal import Dense
internal import Geo
internal import OSM
internal import Streets

extension PlainJourney {
  /// What passing `arc` at this moment costs beyond its time; nil where one may not.
  mutating func price(_ arc: ArcID, _ state: ModeState, at elapsed: UInt32, ends: Bool) -> UInt32? {
    guard state.table.time[arc] < PlainJourney.infinite else { return nil }
    let verdict = verdict(arc, state, at: elapsed)
    if verdict.permission == .through || (verdict.permission == .ends && ends) { return 0 }
    guard leniency == .passesClosed, verdict.permission == .closed else { return nil }
    return PlainJourney.price(of: verdict)
  }

  /// What passing what is closed costs.
  static func price(of verdict: Verdict) -> UInt32 {
    switch verdict.cause {
    case .none, .access: hopelessPenalty
    case .hours, .locked, .pass, .condition, .closure: closedPenalty
    }
  }

  mutating func verdict(_ arc: ArcID, _ state: ModeState, at elapsed: UInt32) -> Verdict {
    let time = options.departure.adding(seconds: Int64(elapsed / 1000))
    let base: UInt8
    if let list = closures[arc] {
      if let decided = list.verdict(state.table.mode, at: time) { return decided }
      base = state.table.state[arc]
    } else {
      base = state.arcState[arc]
    }
    if base < ArcState.asks { return Verdict(permission: Permission(rawValue: base) ?? .closed) }
    let key = PermissionKey(rule: network.rule[network.heading[arc].segment], mode: state.table.mode)
    // Led to the goal, the search does not go on in the order of time.
    if let (from, known) = verdicts[key], from <= time, known.until.map({ time < $0 }) ?? true {
      return known
    }
    let verdict = city.rules.verdict(key.rule, mode: key.mode, passes: options.passes, at: time)
    verdicts[key] = (time, verdict)
    return verdict
  }

  func share(_ arc: ArcID, _ part: UInt32, _ state: ModeState) -> UInt32 {
    let time = UInt64(state.table.time[arc])
    let length = UInt64(network.length[network.heading[arc].segment].rawValue)
    return length > 0 ? UInt32((time * UInt64(part) + length / 2) / length) : UInt32(time)
  }
}
