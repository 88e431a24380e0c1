// Times of the day: `08:00-12:00,14:00-sunset`, `18:00+`, `9am-5:30pm`, `8-18 Uhr`.
extension HoursParser {
  /// Reads times up to something else; a comma is taken only when another time follows.
  mutating func timeSelector(into rule: inout HoursRule) throws(OpeningHoursError) {
    while true {
      try timeSpan(into: &rule)
      guard kind == .sign(",") || kind == .sign("/"), isTime(at: index + 1) else {
        return
      }
      index += 1
    }
  }

  private mutating func timeSpan(into rule: inout HoursRule) throws(OpeningHoursError) {
    if takeAllDay() {
      rule.spans.append(HoursParser.wholeDay)
      return
    }
    let startIndex = index
    var start = try clock()
    if start.clock.event == nil, start.clock.minutes > 1440 {
      index = startIndex
      throw unreadable(.startTime)
    }
    if takeOpenEnd() {
      rule.spans.append(HoursSpan(start: start.clock, close: nil, isOpenEnded: true))
      return
    }
    guard take("-") else { throw unreadable(.timeRange) }
    while take("-") {}
    if take("+") || endsSpan {
      rule.spans.append(HoursSpan(start: start.clock, close: nil, isOpenEnded: true))
      return
    }
    var close = try clock()
    start.adopt(close)
    close.follow(start)
    let isOpenEnded = takeOpenEnd()
    rule.spans.append(HoursSpan(start: start.clock, close: close.clock, isOpenEnded: isOpenEnded))
    try skipInterval()
  }

  /// Whether nothing more of a span can follow: `16:00-`.
  private var endsSpan: Bool {
    switch kind {
    case .end, .sign(";"), .sign(","), .sign("‖"): true
    default: false
    }
  }

  private mutating func takeOpenEnd() -> Bool {
    guard kind == .sign("+") else { return false }
    index += 1
    return true
  }

  /// Takes `24/7`, `24h`, `24 hours`.
  private mutating func takeAllDay() -> Bool {
    guard case .number(24, _) = kind else { return false }
    if token(after: 1).kind == .sign("/"), case .number(let value, _) = token(after: 2).kind,
      value == 7 || value == 24
    {
      index += 3
      return true
    }
    if token(after: 1).kind == .hourMark, token(after: 2).kind != .sign("-") {
      index += 2
      return true
    }
    return false
  }

  /// Skips the interval of `10:00-16:00/00:30` or `/90`: it tells departures, not opening.
  private mutating func skipInterval() throws(OpeningHoursError) {
    guard kind == .sign("/"), case .number = token(after: 1).kind, !isSpan(at: index + 1) else { return }
    index += 1
    if isCertainTime(at: index) { _ = try clock() } else { index += 1 }
  }

  /// Whether a whole span, with a dash, begins at `place`.
  private func isSpan(at place: Int) -> Bool {
    (1...4).contains { token(at: place + $0).kind == .sign("-") } && isTime(at: place)
  }

  // MARK: - One time

  /// A time as written: whether it says before or after noon matters for its partner.
  struct WrittenClock {
    enum Half { case am, pm, night }
    var clock: HoursClock
    var half: Half?
    /// `5pm`, not 下午5点.
    var isSaidAfter = false

    /// `1-5pm`: what stands after the end may hold for the start as well; 下午, before it, does not.
    mutating func adopt(_ end: WrittenClock) {
      guard half == nil, end.isSaidAfter, end.half == .pm, clock.event == nil, end.clock.event == nil else {
        return
      }
      if clock.minutes < 720, clock.minutes + 720 < end.clock.minutes { clock.minutes += 720 }
    }

    /// `下午2点-5点`, `2pm-5`: what begins in the afternoon ends there, where that is later.
    mutating func follow(_ start: WrittenClock) {
      guard half == nil, let begun = start.half, begun != .am, clock.event == nil, start.clock.event == nil
      else { return }
      // What begins at night may end at its twelve o'clock.
      let last = begun == .night ? 720 : 719
      if clock.minutes <= last, clock.minutes + 720 > start.clock.minutes { clock.minutes += 720 }
    }
  }

  private mutating func clock() throws(OpeningHoursError) -> WrittenClock {
    switch kind {
    case .sun, .sign("("):
      return WrittenClock(clock: try sunTime())
    case .clock(let minutes):
      index += 1
      // 中午12点
      if case .number = kind, !token(at: index).spaceBefore, isCertainTime(at: index) {
        return WrittenClock(
          clock: HoursClock(minutes: HoursParser.minutes(try clockMinutes(), in: .pm)), half: .pm)
      }
      return WrittenClock(clock: HoursClock(minutes: minutes), half: .pm)
    case .am, .pm, .morning, .afternoon, .night:
      // 上午9点
      let half: WrittenClock.Half =
        switch kind {
        case .am, .morning: .am
        case .night: .night
        default: .pm
        }
      index += 1
      let minutes = try clockMinutes()
      return WrittenClock(clock: HoursClock(minutes: HoursParser.minutes(minutes, in: half)), half: half)
    default:
      let startIndex = index
      let minutes = try clockMinutes()
      guard let half = takeHalf() else { return WrittenClock(clock: HoursClock(minutes: minutes)) }
      guard minutes < 13 * 60 || half == .pm else {
        index = startIndex
        throw unreadable(.time)
      }
      return WrittenClock(
        clock: HoursClock(minutes: HoursParser.minutes(minutes, in: half)), half: half, isSaidAfter: true)
    }
  }

  /// 12 am is midnight, 12 pm noon, 12 at night midnight and 2 at night past it; hours beyond 12 stay as they are.
  private static func minutes(_ minutes: Int, in half: WrittenClock.Half) -> Int {
    guard minutes < 13 * 60 else { return minutes }
    if half == .night { return minutes < 5 * 60 ? minutes : minutes + 720 }
    let twelve = minutes % 720
    return half == .pm ? twelve + 720 : twelve
  }

  private mutating func takeHalf() -> WrittenClock.Half? {
    switch kind {
    case .am:
      index += 1
      return .am
    case .pm:
      index += 1
      return .pm
    default: return nil
    }
  }

  /// `8`, `08:00`, `8.30`, `0830`, `8h30`, `08:00:00`, each perhaps with `h` or `Uhr`.
  private mutating func clockMinutes() throws(OpeningHoursError) -> Int {
    guard case .number(var hour, let digits) = kind else { throw unreadable(.time) }
    let startIndex = index
    var minute = 0
    if digits == 4, hour <= 4800 {
      (hour, minute) = (hour / 100, hour % 100)
      index += 1
    } else {
      index += 1
      if kind == .sign(":") || kind == .sign("."), !tokens(from: index, areApart: 2),
        case .number(let value, ...2) = token(after: 1).kind
      {
        minute = value
        index += 2
        skipSeconds()
      } else if kind == .hourMark, !token(after: 1).spaceBefore,
        case .number(let value, 2) = token(after: 1).kind
      {
        minute = value
        index += 2
      }
    }
    if kind == .hourMark { index += 1 }
    if kind == .half, minute == 0 { (minute, index) = (30, index + 1) }
    let total = hour * 60 + minute
    guard minute < 60, total <= 2880 else {
      index = startIndex
      throw unreadable(.time)
    }
    return total
  }

  /// Skips `:00` after a whole time.
  private mutating func skipSeconds() {
    guard kind == .sign(":"), !tokens(from: index, areApart: 2),
      case .number(0..<60, 2) = token(after: 1).kind
    else { return }
    index += 2
  }

  /// Whether a space stands before one of the `count` tokens from `place`.
  private func tokens(from place: Int, areApart count: Int) -> Bool {
    (0..<count).contains { token(at: place + $0).spaceBefore }
  }

  /// `sunset`, `(sunset-01:00)`, `sunset+00:30`.
  private mutating func sunTime() throws(OpeningHoursError) -> HoursClock {
    let inBrackets = take("(")
    guard case .sun(let event) = kind else { throw unreadable(.time) }
    index += 1
    var offset = 0
    if kind == .sign("+") && isCertainTime(at: index + 1) || inBrackets && kind == .sign("-")
      || inBrackets && kind == .sign("+")
    {
      let sign = kind == .sign("+") ? 1 : -1
      index += 1
      let startIndex = index
      offset = try clockMinutes()
      guard offset <= 720 else {
        index = startIndex
        throw unreadable(.sunOffset)
      }
      offset *= sign
    }
    if inBrackets, !take(")") { throw unreadable(.closingBracket) }
    return HoursClock(minutes: offset, event: event)
  }
}
