import Geo

/// A day and the day before, which may reach into it past midnight.
struct TwoDays {
  var yesterday: DayFacts
  var today: DayFacts

  init(of day: CivilDay, for hours: OpeningHours, in context: HoursContext) {
    yesterday = DayFacts(CivilDay(number: day.number - 1), for: hours, in: context)
    today = DayFacts(day, for: hours, in: context)
  }

  /// Moves on by one day.
  mutating func advance(for hours: OpeningHours) {
    let next = CivilDay(number: today.civil.number + 1)
    (yesterday, today) = (
      today, DayFacts(next, for: hours, in: today.context)
    )
  }
}

extension OpeningHours {
  /// What the rules say so far about one moment, from the spans that begin on one day.
  private struct Verdict {
    /// The rule that decides, or nil where none says anything: closed.
    var rule: Int?
    var kind = OpeningState.Kind.closed
    var isOpenEnded = false
    /// The rule that closed the whole day, kept for its comment.
    var closingRule: Int?
  }

  func state(atSecond second: Int, of days: TwoDays) -> OpeningState {
    var earlier = Verdict()
    var current = Verdict()
    for (index, rule) in rules.enumerated() {
      if rule.separator == .fallback, Self.merged(earlier, current).kind != .closed { continue }
      Self.apply(rule, index: index, on: days.yesterday, second: second + 86_400, to: &earlier)
      Self.apply(rule, index: index, on: days.today, second: second, to: &current)
    }
    let verdict = Self.merged(earlier, current)
    guard let decider = verdict.rule ?? current.closingRule else { return OpeningState(.closed) }
    return OpeningState(
      verdict.kind, comment: rules[decider].comment, isOpenEnded: verdict.isOpenEnded)
  }

  /// The later rule decides; of one rule, the span that begins today.
  private static func merged(_ earlier: Verdict, _ current: Verdict) -> Verdict {
    guard let old = earlier.rule else { return current }
    guard let new = current.rule else { return earlier }
    return old > new ? earlier : current
  }

  /// Lets `rule` speak about the moment `second` seconds after the start of `day`.
  private static func apply(
    _ rule: HoursRule, index: Int, on day: DayFacts, second: Int, to verdict: inout Verdict
  ) {
    guard rule.selects(day) else { return }
    if rule.replacesDay { verdict = Verdict() }
    if rule.spans.isEmpty {
      guard second < 86_400 else { return }
      if rule.kind == .closed {
        if rule.separator != .fallback { verdict = Verdict() }
        verdict.closingRule = index
      } else {
        verdict = Verdict(rule: index, kind: rule.kind)
      }
      return
    }
    for span in rule.spans {
      let range = span.minutes(on: day)
      guard second >= range.start * 60, second < range.end * 60 else { continue }
      let isOpenEnded = second >= range.knownEnd * 60
      verdict = Verdict(
        rule: index, kind: isOpenEnded && rule.kind == .open ? .unknown : rule.kind,
        isOpenEnded: isOpenEnded)
      if !isOpenEnded { return }
    }
  }

  /// All minutes of today at which the state can change, ascending.
  func collectEdges(of days: TwoDays, into edges: inout [Int]) {
    edges.removeAll(keepingCapacity: true)
    edges.append(0)
    for rule in rules where !rule.spans.isEmpty {
      if rule.selects(days.yesterday) {
        for span in rule.spans { span.addEdges(on: days.yesterday, shiftedBy: -1440, to: &edges) }
      }
      if rule.selects(days.today) {
        for span in rule.spans { span.addEdges(on: days.today, shiftedBy: 0, to: &edges) }
      }
    }
    edges.sort()
  }
}

extension HoursSpan {
  /// The span in minutes from the start of `day`: to ``knownEnd`` surely, to ``end`` perhaps.
  func minutes(on day: DayFacts) -> (start: Int, knownEnd: Int, end: Int) {
    let start = self.start.minute(on: day)
    guard let close else { return (start, start, HoursSpan.guessedEnd(after: start)) }
    var end = close.minute(on: day)
    if end <= start { end = close.minute(on: day, daysLater: 1) }
    end = min(max(end, start), start + 2880, 2880)
    return (start, end, isOpenEnded ? HoursSpan.guessedEnd(after: end) : end)
  }

  /// When something probably closes that opens, or still is open, at `minute` (25:00 is 01:00).
  private static func guessedEnd(after minute: Int) -> Int {
    if minute >= 22 * 60 { return min(minute + 8 * 60, 2880) }
    if minute >= 17 * 60 { return minute + 10 * 60 }
    return 1440
  }

  func addEdges(on day: DayFacts, shiftedBy shift: Int, to edges: inout [Int]) {
    let range = minutes(on: day)
    for edge in [range.start, range.knownEnd, range.end] {
      let minute = edge + shift
      if (1..<1440).contains(minute) { edges.append(minute) }
    }
  }
}

extension HoursClock {
  func minute(on day: DayFacts, daysLater: Int = 0) -> Int {
    guard let event else { return minutes + daysLater * 1440 }
    let date = CivilDay(number: day.civil.number + daysLater)
    let noon = date.start.adding(seconds: 43_200)
    let minute = SunTimes.minutes(
      of: event, on: date, at: day.context.position,
      utcOffset: day.context.utcOffsetSeconds(noon))
    return min(max(minute + minutes, 0), 1440) + daysLater * 1440
  }
}
