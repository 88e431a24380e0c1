internal import Dense
public import OSM
public import Streets

/// What a gate says to somebody at a moment, as routes go by it: its rule, and whatever closes or opens it for a while.
public struct GateTrial: Sendable {
  public let rules: RuleBook
  /// `.none` where nobody has to ask.
  public let rule: RuleID
  /// All that concerns the gate, whenever it is in force.
  public let closures: [Closure]

  public init(_ rules: RuleBook, _ rule: RuleID, closures: [Closure]) {
    (self.rules, self.rule, self.closures) = (rules, rule, closures)
  }

  /// Changes that are looked at for the next one that matters.
  private static let mostChanges = 100

  /// How one gets through, where one does.
  public enum Movement: String, Sendable { case rides, pushes, walks }

  private var row: RuleRow? { rule == .none ? nil : rules.rows[rule] }

  /// What it says to a traveller by `mode`.
  public func verdict(_ mode: Mode, _ passes: PassSet, at time: CivilTime) -> Verdict {
    if let row, !row.isMadeFor(mode) { return Verdict(permission: .closed, cause: .access) }
    if let decided = closures.verdict(mode, at: time) { return decided }
    guard rule != .none else { return Verdict(permission: .through) }
    return rules.verdict(rule, mode: mode, passes: passes, at: time)
  }

  /// How `mode` gets through where it is let in.
  public func movement(_ mode: Mode) -> Movement {
    mode == .foot ? .walks : row?.isPushed(mode) ?? false ? .pushes : .rides
  }

  /// Seconds that it usually takes.
  public func delay(_ mode: Mode) -> Double { row?.delay(mode) ?? 0 }

  /// When somebody who is let in is so no longer, or the other way round; nil where that never happens, or too many changes
  /// or years come before.
  ///
  /// - Complexity: O(changes until then).
  public func change(_ mode: Mode, _ passes: PassSet, after time: CivilTime) -> CivilTime? {
    let isClosed = verdict(mode, passes, at: time).permission == .closed
    var moment = time
    for _ in 0..<GateTrial.mostChanges {
      guard let next = nextChange(mode, passes, after: moment) else { return nil }
      if (verdict(mode, passes, at: next).permission == .closed) != isClosed { return next }
      moment = next
    }
    return nil
  }

  /// The next moment at which the rule or a closure may say something else.
  private func nextChange(_ mode: Mode, _ passes: PassSet, after time: CivilTime) -> CivilTime? {
    let own = rule == .none ? nil : rules.verdict(rule, mode: mode, passes: passes, at: time).until
    let ends = closures.lazy.filter { $0.modes.contains(mode) }.flatMap { [$0.from, $0.until] }
    return (ends.compactMap(\.self) + [own].compactMap(\.self)).filter { $0 > time }.min()
  }

  /// The passes with each of which alone somebody by `mode` is let in who is not with `passes`.
  public func passesThatHelp(_ mode: Mode, _ passes: PassSet, at time: CivilTime) -> [String] {
    guard rule != .none, verdict(mode, passes, at: time).permission == .closed else { return [] }
    return candidates(mode, passes).filter { verdict(mode, $0.held, at: time).permission != .closed }.map(
      \.name)
  }

  /// The passes with which somebody by `mode` is let in the soonest who never is with `passes`, and when; nil where none
  /// helps later either.
  public func passesThatWillHelp(_ mode: Mode, _ passes: PassSet, after time: CivilTime) -> (
    names: [String], from: CivilTime
  )? {
    guard rule != .none else { return nil }
    let found = candidates(mode, passes).compactMap { candidate in
      change(mode, candidate.held, after: time).map { (name: candidate.name, from: $0) }
    }
    guard let first = found.map(\.from).min() else { return nil }
    return (found.filter { $0.from == first }.map(\.name), first)
  }

  /// Each pass that the rule knows of, with those that somebody holds.
  private func candidates(_ mode: Mode, _ passes: PassSet) -> [(name: String, held: PassSet)] {
    rules.passes(opening: rule, mode: mode).compactMap { name in
      rules.pass(named: name).map { (name, passes.union($0)) }
    }
  }
}

extension PassSet {
  fileprivate func union(_ other: PassSet) -> PassSet { [self, other] }
}

extension [Closure] {
  /// What they say to `mode` at `time`, closing before opening; nil where none of them is in force.
  func verdict(_ mode: Mode, at time: CivilTime) -> Verdict? {
    let active = filter { $0.modes.contains(mode) && $0.isActive(at: time) }
    if let closing = active.first(where: { $0.effect == .closes }) {
      return Verdict(permission: .closed, cause: .closure, until: closing.until)
    }
    return active.isEmpty ? nil : Verdict(permission: .through)
  }
}

extension ClosureSet {
  /// Those that concern who passes `gate`, whenever they are in force, but those whose names are `excluded`.
  ///
  /// - Complexity: O(arcs and gates of all closures).
  public func concerning(_ gate: GateID, except excluded: (ClosureID) -> Bool = { _ in false }) -> [Closure] {
    let (network, premises) = (city.network, city.premises)
    let arcs = premises.gateSegments[gate].flatMap { item in
      network.arcs[premises.gateSegments.values[item]].map { network.arcs.values[$0] }
    }
    return items.filter { item in
      !excluded(item.id)
        && (item.gates.contains(gate) || item.arcs.contains { arcs.contains($0) })
    }.map(\.closure)
  }
}
