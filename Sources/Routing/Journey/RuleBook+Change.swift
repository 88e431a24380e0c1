internal import OSM
internal import Streets

extension RuleBook {
  /// When `verdict` ends in another one; nil where nobody looked that far.
  ///
  /// A verdict holds until its end at least: of rules that take too long to follow, the end is only the last moment
  /// looked at, which is nothing to promise to a traveller.
  func change(of verdict: Verdict, _ rule: RuleID, mode: Mode, passes: PassSet) -> CivilTime? {
    guard let until = verdict.until else { return nil }
    var next = self.verdict(rule, mode: mode, passes: passes, at: until)
    next.until = verdict.until
    return next == verdict ? nil : until
  }
}
