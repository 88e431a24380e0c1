/// Walks through the moments at which any of some opening hours can change, day by day, each moment once.
struct EdgeWalk {
  private let hours: [OpeningHours]
  private let time: CivilTime
  private let limit: CivilTime
  private var days: [TwoDays]
  /// Minutes of the day that are still to come, the next one last.
  private var minutes: [Int] = []
  private var midnight: CivilTime
  private var hasBegun = false
  private var edges: [Int] = []

  /// Begins after `time` and ends `count` days later.
  init(_ hours: [OpeningHours], after time: CivilTime, in context: HoursContext, within count: Int) {
    self.hours = hours
    self.time = time
    limit = time.adding(seconds: Int64(max(0, min(count, 40_000))) * 86_400)
    days = hours.map { TwoDays(of: time.civilDay, for: $0, in: context) }
    midnight = time.civilDay.start
  }

  /// The next moment, or nil at the end; each new day takes `cost` from `effort`.
  mutating func next(cost: Int, from effort: inout Int) -> CivilTime? {
    while true {
      while let minute = minutes.popLast() {
        let moment = midnight.adding(seconds: Int64(minute) * 60)
        if moment > limit { return nil }
        if moment > time { return moment }
      }
      if hasBegun { advance() }
      hasBegun = true
      if midnight > limit { return nil }
      effort -= cost
      collect()
    }
  }

  private mutating func advance() {
    midnight = midnight.adding(seconds: 86_400)
    for row in hours.indices { days[row].advance(for: hours[row]) }
  }

  /// Fills ``minutes`` with the edges of today, latest first, each once.
  private mutating func collect() {
    minutes.removeAll(keepingCapacity: true)
    for row in hours.indices {
      hours[row].collectEdges(of: days[row], into: &edges)
      minutes += edges
    }
    minutes.sort(by: >)
    var kept = 0
    for row in minutes.indices where row == 0 || minutes[row] != minutes[row - 1] {
      minutes[kept] = minutes[row]
      kept += 1
    }
    minutes.removeLast(minutes.count - kept)
  }
}

extension HoursRule {
  /// Finding out what day it is.
  static let weightOfDay = 10

  /// What it costs to apply the rule to one moment, in the units of ``OpeningHours/weight``.
  var weight: Int {
    let days = selectors.reduce(0) { $0 + $1.weight }
    return 1 + days + spans.reduce(0) { $0 + $1.start.weight + ($1.close?.weight ?? 0) }
  }
}

extension HoursClock {
  /// The sun and the zone's clock take long.
  fileprivate var weight: Int { event == nil ? 1 : 100 }
}

extension DaySelector {
  fileprivate var weight: Int {
    1 + years.count + weeks.count * 3 + nths.count * 4 + (holidays.count + within.count) * 4
      + dates.reduce(0) { $0 + ($1.isPlain ? 2 : 20) }
  }
}

extension DateRange {
  private var points: [DatePoint] {
    if case .at(let to) = end { return [from, to] }
    return [from]
  }

  /// Whether both ends are plain days or months of any year.
  fileprivate var isPlain: Bool { points.allSatisfy { $0.ordinal(as: .first) != nil } }
}
