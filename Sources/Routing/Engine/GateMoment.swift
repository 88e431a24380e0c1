internal import OSM
internal import Streets
import Synchronization

/// A timed rule begins or ends to let all pass.
struct GateChange: Sendable {
  var time: CivilTime
  /// Row of ``ModeTable/timedRules``.
  var row: Int
  var isOpen: Bool
}

/// A span of time during which no rule of a mode changes, and the mode's state without closures.
final class GateMoment: Sendable {
  let from: CivilTime
  /// When the first rule changes; nil = never.
  let until: CivilTime?
  /// Whether each of ``ModeTable/timedRules`` lets all pass.
  let isOpen: [Bool]
  /// What the rules say, as if nothing were closed or opened.
  let plain: ModeState
  private let known = Mutex<[GateChange]?>(nil)

  /// How long after its end ``changes(_:)`` are known, in seconds.
  static let longestWindow: Int64 = 4 * 3600

  init(from: CivilTime, until: CivilTime?, isOpen: [Bool], plain: ModeState) {
    self.from = from
    self.until = until
    self.isOpen = isOpen
    self.plain = plain
  }

  func holds(at time: CivilTime) -> Bool { from <= time && until.map { time < $0 } ?? true }

  /// The end of the time whose ``changes(_:)`` are known; nil = they are known for good, there are none.
  var windowEnd: CivilTime? { until?.adding(seconds: GateMoment.longestWindow) }

  /// The changes that follow, in order; found at the first use.
  func changes(_ rules: RuleBook) -> [GateChange] {
    guard let end = windowEnd else { return [] }
    return known.withLock { known in
      if let known { return known }
      let made = findChanges(rules, until: end)
      known = made
      return made
    }
  }

  private func findChanges(_ rules: RuleBook, until end: CivilTime) -> [GateChange] {
    var found: [GateChange] = []
    let mode = plain.table.mode
    for (row, rule) in plain.table.timedRules.enumerated() {
      var verdict = rules.verdict(rule, mode: mode, passes: [], at: from)
      while let change = verdict.until, change <= end {
        verdict = rules.verdict(rule, mode: mode, passes: [], at: change)
        found.append(GateChange(time: change, row: row, isOpen: verdict.permission == .through))
      }
    }
    return found.sorted { $0.time < $1.time }
  }
}
