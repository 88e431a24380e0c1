internal import OSM
internal import Streets

/// The states that a router asks.
extension Router {
  /// The state of `mode` at `time`; asks the gates only when something may have changed.
  func state(_ mode: Mode, at time: CivilTime) throws -> CurrentState {
    let row = Int(mode.rawValue)
    if let known = current[row], known.holds(asked, at: time) { return known }
    let made = try asked.isLive ? engine.states.state(mode, at: time, asked) : supposedState(mode, at: time)
    current[row] = made
    windows[row] = [:]
    return made
  }

  /// The state under closures that nobody else asks about.
  private func supposedState(_ mode: Mode, at time: CivilTime) throws -> CurrentState {
    let moment = try engine.states.moment(mode, at: time)
    return CurrentState(moment, asked, at: time) { active in
      if active.isEmpty { return moment.plain }
      let wish = StateChains.Wish(
        plain: moment.plain, isOpen: moment.isOpen, closures: active, revision: asked.revision)
      let row = Int(mode.rawValue)
      return chains[row].state(wish, ruled: moment.plain.metric, base: { liveState(of: moment, at: time) })
    }
  }

  /// The live state of `moment`: what is supposed differs little from it.
  private func liveState(of moment: GateMoment, at time: CivilTime) -> CurrentState? {
    let live = try? engine.states.state(moment.plain.table.mode, at: time, engine.closures)
    return live?.moment.plain === moment.plain ? live : nil
  }

  /// A state from this router's own chains.
  func chainedState(_ wish: StateChains.Wish) -> ModeState {
    let row = Int(wish.plain.table.mode.rawValue)
    return chains[row].state(wish, ruled: chains[row].ruled(wish) ?? engine.states.ruled(wish))
  }
}
