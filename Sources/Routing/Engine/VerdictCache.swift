internal import Dense
internal import OSM
internal import Streets

/// What the rules say to one traveller, remembered for as long as it holds.
///
/// A workspace's own, so that queries neither lock nor allocate once each rule has been asked.
final class VerdictCache {
  /// Which of the verdicts in a window of time counts.
  enum Bound: Equatable {
    /// That at the departure.
    case departure
    /// The strictest between the departure and this time.
    case always(until: CivilTime)
    /// The most generous between the departure and this time.
    case ever(until: CivilTime)
  }

  private let rules: RuleBook
  private var entries: [Entry]
  private let ruleCount: Int
  /// Set for each query.
  private var passes: PassSet = []
  /// Row of ``passes`` in ``knownPasses``.
  private var holder: UInt32 = 0
  /// Sets of passes that have been asked for; entries name them by row.
  private var knownPasses: [PassSet] = [[]]
  private(set) var time = CivilTime(seconds: 0)
  private var bound = Bound.departure
  /// Verdicts over the window of this query.
  private var windowed: [Int: Permission] = [:]
  /// The earliest time at which any verdict given in this query changes.
  private(set) var horizon: CivilTime?

  private struct Entry {
    var holder: UInt32
    var from: Int64
    var until: Int64
    var permission: Permission
  }

  init(_ rules: RuleBook) {
    self.rules = rules
    ruleCount = rules.rows.count
    entries = Array(
      repeating: Entry(holder: 0, from: .max, until: .min, permission: .closed),
      count: rules.rows.count * Mode.allCases.count)
  }

  func start(passes: PassSet, at time: CivilTime, bound: Bound) {
    if passes != self.passes { hold(passes) }
    self.time = time
    self.bound = bound
    if !windowed.isEmpty { windowed.removeAll(keepingCapacity: true) }
    horizon = nil
  }

  private func hold(_ passes: PassSet) {
    self.passes = passes
    if let row = knownPasses.firstIndex(of: passes) {
      holder = UInt32(row)
      return
    }
    if knownPasses.count >= 64 { forget() }
    knownPasses.append(passes)
    holder = UInt32(knownPasses.count - 1)
  }

  /// Too many different travellers: begins anew.
  private func forget() {
    knownPasses = [[]]
    for row in entries.indices { entries[row].until = .min }
  }

  /// What `rule` permits to `mode` now.
  func permission(_ rule: RuleID, _ mode: Mode) -> Permission {
    let row = Int(mode.rawValue) * ruleCount + rule.index
    switch bound {
    case .departure: break
    case .always(let end): return windowed(row, rule, mode, until: end) { $0.rawValue > $1.rawValue }
    case .ever(let end): return windowed(row, rule, mode, until: end) { $0.rawValue < $1.rawValue }
    }
    let entry = entries[row]
    if entry.holder == holder, entry.from <= time.seconds, time.seconds < entry.until {
      note(entry.until)
      return entry.permission
    }
    let verdict = rules.verdict(rule, mode: mode, passes: passes, at: time)
    let until = verdict.until?.seconds ?? .max
    entries[row] = Entry(holder: holder, from: time.seconds, until: until, permission: verdict.permission)
    note(until)
    return verdict.permission
  }

  private func windowed(
    _ row: Int, _ rule: RuleID, _ mode: Mode, until end: CivilTime, wins: (Permission, Permission) -> Bool
  ) -> Permission {
    if let known = windowed[row] { return known }
    var verdict = rules.verdict(rule, mode: mode, passes: passes, at: time)
    var found = verdict.permission
    while let change = verdict.until, change <= end {
      verdict = rules.verdict(rule, mode: mode, passes: passes, at: change)
      if wins(verdict.permission, found) { found = verdict.permission }
    }
    windowed[row] = found
    return found
  }

  private func note(_ until: Int64) {
    guard until != .max else { return }
    if until < horizon?.seconds ?? .max { horizon = CivilTime(seconds: until) }
  }
}
