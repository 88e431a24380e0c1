internal import Dense
internal import Geo
internal import Streets

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Finds the streets that a trace of positions followed.
///
/// A hidden Markov model: the states are places on streets near each point, their likelihood falls with the distance
/// from the point (Gaussian), that of going from one to the next with the difference between the way over streets
/// and the straight line (exponential). The likeliest sequence is found by the Viterbi algorithm. Points without
/// streets nearby, spikes, and points that cannot be reached are left out; where too many are, the trace is split.
///
/// - SeeAlso: Newson, Krumm: "Hidden Markov Map Matching Through Noise and Sparseness", 2009; why these numbers:
///   docs/decisions/0010-snapping-and-matching.md.
public final class MapMatcher {
  private let snapper: Snapper
  private let city: City
  /// Whether nobody waits for the answer any more: then the rest of the trace is left out.
  public var isAbandoned: @Sendable () -> Bool = Router.isNever
  private var searches: [Mode: TraceSearch] = [:]

  /// Streets are considered up to so many standard deviations away.
  public static let reach = 3.0
  static let mostCandidates = 8
  /// So many points in a row may fail to join before the trace is split.
  static let mostSkipped = 4
  /// A step farther than this is none, in metres as the crow flies: without times, and whatever the times allow.
  static let longestStep = 2000.0
  static let longestTimedStep = 20_000.0
  /// A pause longer than this splits a trace, in seconds.
  static let longestPause = 60.0
  /// Of ways that fit as well, shorter ones are likelier: what a metre takes from the logarithm.
  static let perMetre = 0.04
  /// States less likely than the best by this (natural logarithm) are forgotten.
  static let pruning = 45.0

  public init(snapper: Snapper) {
    self.snapper = snapper
    city = snapper.streets.city
  }

  /// One point's states.
  struct Column {
    var row: Int
    var point: TracePoint
    var states: [SnappedPosition]
    var emission: [Double]
    /// The logarithm of the likelihood of the best sequence that ends in each state.
    var score: [Double]
    /// The state of the column before, of that sequence; -1 in the first column of a part.
    var before: [Int]
    /// Logarithms of the likelihood of each step, `before.states.count × states.count`.
    var steps: [Double] = []
  }

  /// Lays a trace onto the streets.
  ///
  /// - Complexity: for each point, one bounded search from each of its states.
  public func match(_ trace: [TracePoint], _ options: MatchOptions) -> MatchedTrace {
    var result = MatchedTrace(matchings: [], points: Array(repeating: nil, count: trace.count))
    var part: [Column] = []
    var skipped: [Column] = []
    var queue = columns(trace, options).makeIterator()
    var waiting: [Column] = []
    func next() -> Column? { waiting.isEmpty ? queue.next() : waiting.removeFirst() }
    while !isAbandoned(), let column = next() {
      guard let last = part.last else {
        part = [column]
        continue
      }
      let isPause = isPause(last.row, column.row, trace, options)
      if !isPause, let joined = join(last, column, options.mode) {
        part.append(joined)
        skipped = []
        continue
      }
      skipped.append(column)
      guard isPause || skipped.count > MapMatcher.mostSkipped else { continue }
      finish(part, options, &result)
      // What was skipped may be the beginning of another part.
      (part, waiting, skipped) = ([], skipped + waiting, [])
    }
    finish(part, options, &result)
    if skipped.count > 1 { matchRest(skipped, options, &result) }
    return result
  }

  /// The points after the last part, which did not join it.
  private func matchRest(_ columns: [Column], _ options: MatchOptions, _ result: inout MatchedTrace) {
    var part: [Column] = []
    for column in columns where !isAbandoned() {
      if let last = part.last, let joined = join(last, column, options.mode) {
        part.append(joined)
      } else if part.count < 2 {
        part = [column]
      }
    }
    finish(part, options, &result)
  }

  // MARK: Points

  /// The states of all points that have any, without spikes.
  private func columns(_ trace: [TracePoint], _ options: MatchOptions) -> [Column] {
    var kept: [Int] = []
    for row in trace.indices {
      if options.thinning == .tidy, let last = kept.last, row < trace.count - 1,
        trace[row].place.distance(to: trace[last].place) < 2 * trace[row].sigma
      {
        continue
      }
      kept.append(row)
    }
    let spikes = Set(kept.indices.filter { isSpike(kept, $0, trace) }.map { kept[$0] })
    return kept.filter { !spikes.contains($0) }.compactMap { row in
      isAbandoned() ? nil : column(row, trace[row], options.mode)
    }
  }

  /// Whether the trace leaps to a point and back.
  private func isSpike(_ kept: [Int], _ index: Int, _ trace: [TracePoint]) -> Bool {
    guard index > 0, index + 1 < kept.count else { return false }
    let (a, b, c) = (trace[kept[index - 1]], trace[kept[index]], trace[kept[index + 1]])
    let (there, back, across) = (
      a.place.distance(to: b.place), b.place.distance(to: c.place), a.place.distance(to: c.place)
    )
    let noise = 6 * max(a.sigma, b.sigma, c.sigma)
    return min(there, back) > noise + across && there + back > 4 * across
  }

  private func column(_ row: Int, _ point: TracePoint, _ mode: Mode) -> Column? {
    let query = SnapQuery(
      mode, .trace, radius: max(point.sigma * MapMatcher.reach, 1), bearing: point.bearing)
    var states: [SnappedPosition] = []
    snapper.find(point.place, query, count: MapMatcher.mostCandidates, into: &states)
    guard !states.isEmpty else { return nil }
    let emission = states.map { -0.5 * ($0.distance / point.sigma) * ($0.distance / point.sigma) }
    return Column(
      row: row, point: point, states: states, emission: emission, score: emission,
      before: Array(repeating: -1, count: states.count))
  }

  /// Whether nothing was recorded for long somewhere between two points.
  private func isPause(_ a: Int, _ b: Int, _ trace: [TracePoint], _ options: MatchOptions) -> Bool {
    guard options.gaps == .split, a < b else { return false }
    return (a..<b).contains { row in
      guard let from = trace[row].time, let to = trace[row + 1].time else { return false }
      return to - from > MapMatcher.longestPause
    }
  }

  // MARK: Steps

  /// `column` after `last`, or nil where none of its states can be reached.
  ///
  /// - Complexity: one search for each state of `last`, bounded by ``longestStep``.
  private func join(_ last: Column, _ column: Column, _ mode: Mode) -> Column? {
    var column = column
    let straight = last.point.place.distance(to: column.point.place)
    let sigma = max(last.point.sigma, column.point.sigma)
    let fastest = Profile.of(mode).topSpeed / 3.6 * 1.5
    var longest: Double?
    if let from = last.point.time, let to = column.point.time {
      longest = fastest * max(to - from, 1) + 4 * sigma
    }
    guard straight <= min(longest ?? MapMatcher.longestStep, MapMatcher.longestTimedStep) else { return nil }
    let bound = Bound(straight: straight, sigma: sigma)
    let search = search(mode)
    let best = last.score.max() ?? 0
    let count = column.states.count
    column.steps = Array(repeating: -.infinity, count: last.states.count * count)
    column.score = Array(repeating: -.infinity, count: count)
    for (row, state) in last.states.enumerated() where last.score[row] > best - MapMatcher.pruning {
      search.run(from: state, to: column.states, limit: bound.limit)
      for (target, place) in column.states.enumerated() {
        guard let way = search.way(to: place, slack: bound.slack, limit: bound.limit) else { continue }
        let metres = Double(way.length) / 1000
        if let longest, metres > longest { continue }
        let step = -abs(metres - straight) / bound.beta - MapMatcher.perMetre * metres
        column.steps[row * count + target] = step
        let score = last.score[row] + step + column.emission[target]
        if score > column.score[target] { (column.score[target], column.before[target]) = (score, row) }
      }
    }
    return column.score.contains { $0 > -.infinity } ? column : nil
  }

  /// What a step's length is held against.
  private struct Bound {
    /// Millimetres.
    var limit: UInt32
    var slack: UInt32
    /// Metres that make a step 1/e as likely.
    var beta: Double

    init(straight: Double, sigma: Double) {
      limit = Millimetres(metres: 2 * straight + 300).rawValue
      slack = Millimetres(metres: 3 * sigma).rawValue
      beta = sigma + 0.03 * straight
    }
  }

  private func search(_ mode: Mode) -> TraceSearch {
    if let known = searches[mode] { return known }
    let made = TraceSearch(city: city, mode: mode)
    searches[mode] = made
    return made
  }

  // MARK: Parts

  /// Adds the best sequence through a part of two points or more; nothing where nobody waits for it.
  private func finish(_ part: [Column], _ options: MatchOptions, _ result: inout MatchedTrace) {
    guard part.count > 1, let last = part.last,
      let end = last.score.indices.max(by: { last.score[$0] < last.score[$1] })
    else { return }
    var chosen = [end]
    for column in part.dropFirst().reversed() { chosen.append(column.before[chosen[chosen.count - 1]]) }
    chosen.reverse()
    var legs: [FoundJourney] = []
    for row in 1..<part.count {
      if isAbandoned() { return }
      legs.append(
        leg(
          part[row - 1].states[chosen[row - 1]], part[row].states[chosen[row]], part[row - 1], part[row],
          options))
    }
    let matching = result.matchings.count
    for (index, column) in part.enumerated() {
      result.points[column.row] = MatchedPoint(
        position: column.states[chosen[index]], matching: matching, index: index,
        alternatives: column.states.count - 1)
    }
    let covered = Double(part.count) / Double(last.row - part[0].row + 1)
    result.matchings.append(
      Matching(
        rows: part.map(\.row), legs: legs,
        confidence: min(Posterior(part).mean(of: chosen), 1) * covered))
  }

  private func leg(
    _ from: SnappedPosition, _ to: SnappedPosition, _ a: Column, _ b: Column, _ options: MatchOptions
  ) -> FoundJourney {
    let sigma = max(a.point.sigma, b.point.sigma)
    let bound = Bound(straight: a.point.place.distance(to: b.point.place), sigma: sigma)
    let search = search(options.mode)
    search.run(from: from, to: [to], limit: bound.limit)
    var path = JourneyPath()
    if let way = search.way(to: to, slack: bound.slack, limit: bound.limit) {
      path.stretches = search.stretches(way, to: to)
    }
    let time = path.stretches.reduce(Milliseconds.zero) { $0 + $1.time }
    return FoundJourney(
      options: JourneyOptions(mode: options.mode, departure: options.departure), start: end(from),
      goal: end(to), cost: JourneyCost(duration: time, start: 0, goal: 0), path: path)
  }

  private func end(_ place: SnappedPosition) -> JourneyEnd {
    let position = EndPosition(segment: place.segment, offset: place.offset, walk: .zero)
    let approach = Approach(position: position, door: -1, line: [place.location], length: 0, isClear: true)
    return JourneyEnd(kind: .spot, label: "", doors: [], approaches: [approach])
  }
}

/// How likely each state is, given the whole part: the forward–backward algorithm.
private struct Posterior {
  private let share: [[Double]]

  init(_ part: [MapMatcher.Column]) {
    var forward = [part[0].emission]
    for column in part.dropFirst() {
      let before = forward[forward.count - 1]
      let count = column.states.count
      forward.append(
        (0..<count).map { target in
          column.emission[target]
            + Posterior.logSum(before.indices.map { before[$0] + column.steps[$0 * count + target] })
        })
    }
    var backward = [Array(repeating: 0.0, count: part[part.count - 1].states.count)]
    for row in stride(from: part.count - 1, to: 0, by: -1) {
      let (column, after) = (part[row], backward[backward.count - 1])
      let count = column.states.count
      backward.append(
        part[row - 1].states.indices.map { state in
          Posterior.logSum(
            (0..<count).map { column.steps[state * count + $0] + column.emission[$0] + after[$0] })
        })
    }
    backward.reverse()
    share = zip(forward, backward).map { pair in
      let joint = zip(pair.0, pair.1).map { $0 + $1 }
      let total = Posterior.logSum(joint)
      return joint.map { exp($0 - total) }
    }
  }

  func mean(of chosen: [Int]) -> Double {
    zip(share, chosen).reduce(0.0) { $0 + $1.0[$1.1] } / Double(max(chosen.count, 1))
  }

  private static func logSum(_ values: [Double]) -> Double {
    guard let top = values.max(), top > -.infinity else { return -.infinity }
    return top + log(values.reduce(0) { $0 + exp($1 - top) })
  }
}
