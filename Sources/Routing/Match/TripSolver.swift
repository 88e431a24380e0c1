public import Geo

/// The order in which a round visits its stops.
///
/// Exact for few stops (dynamic programming over subsets); else farthest insertion, improved by moving and
/// reversing runs of stops until nothing helps. Times need not be the same in both directions.
///
/// - SeeAlso: Held, Karp: "A Dynamic Programming Approach to Sequencing Problems", 1962.
public struct TripSolver {
  /// Where a trip begins and ends.
  public enum Shape: Sendable {
    /// It returns to where it began; the first stop comes first.
    case round
    /// It ends at any stop; of those given, the first or the last are fixed.
    case open(Ends)
  }

  /// Which ends of an open trip are fixed.
  public enum Ends: Sendable { case none, first, last, both }

  /// So many stops are solved exactly.
  public static let exactLimit = 10

  private let count: Int
  private let time: [UInt64]
  private let shape: Shape
  /// Whether nobody waits for the order any more: then one that is no better comes back.
  public var isAbandoned: @Sendable () -> Bool = Router.isNever

  /// `times` are `count × count` durations, row by row from a stop to all others.
  public init(count: Int, times: [Milliseconds], shape: Shape) {
    precondition(times.count == count * count, "the table is not square")
    self.count = count
    time = times.map { UInt64($0.rawValue) }
    self.shape = shape
  }

  /// The stops in the order of the visit, each once; nil where they are not joined to each other.
  ///
  /// - Complexity: O(2ⁿ n²) up to ``exactLimit`` stops, beyond that O(n³) for each improvement.
  public func solve() -> [Int]? {
    guard count > 1 else { return count == 1 ? [0] : [] }
    let order = count <= TripSolver.exactLimit ? exact() : approximate()
    return cost(order) < UInt64(Milliseconds.unreachable.rawValue) ? order : nil
  }

  /// The duration of a trip in this order; at least ``Milliseconds/unreachable`` where it does not exist.
  public func cost(_ order: [Int]) -> UInt64 {
    var total: UInt64 = 0
    for (from, to) in zip(order, order.dropFirst()) { total += between(from, to) }
    if case .round = shape, let first = order.first, let last = order.last { total += between(last, first) }
    return total
  }

  private func between(_ from: Int, _ to: Int) -> UInt64 { time[from * count + to] }

  private var ends: Ends? {
    if case .open(let ends) = shape { return ends }
    return nil
  }

  private var startsAtFirst: Bool { ends == nil || ends == .first || ends == .both }
  private var endsAtLast: Bool { ends == .last || ends == .both }

  // MARK: Exact

  private func exact() -> [Int] {
    let none = UInt64.max / 4
    let sets = 1 << count
    var best = [UInt64](repeating: none, count: sets * count)
    var before = [Int8](repeating: -1, count: sets * count)
    for stop in 0..<count where !startsAtFirst || stop == 0 { best[(1 << stop) * count + stop] = 0 }
    for set in 1..<sets {
      for last in 0..<count where best[set * count + last] < none {
        let so = best[set * count + last]
        for next in 0..<count where set & (1 << next) == 0 {
          let place = (set | 1 << next) * count + next
          let total = so + between(last, next)
          if total < best[place] { (best[place], before[place]) = (total, Int8(last)) }
        }
      }
    }
    func total(_ last: Int) -> UInt64 {
      best[(sets - 1) * count + last] + (ends == nil ? between(last, 0) : 0)
    }
    let candidates = (0..<count).filter { !endsAtLast || $0 == count - 1 }
    var last = candidates.min { total($0) < total($1) } ?? count - 1
    var (set, order) = (sets - 1, [last])
    while before[set * count + last] >= 0 {
      let previous = Int(before[set * count + last])
      set &= ~(1 << last)
      last = previous
      order.append(last)
    }
    return order.reversed()
  }

  // MARK: Heuristic

  /// A good order, whatever the number of stops.
  func approximate() -> [Int] { improved(inserted()) }

  /// Farthest insertion: of the stops left, the one farthest from the trip goes where it costs least.
  private func inserted() -> [Int] {
    var order = startsAtFirst ? [0] : endsAtLast ? [] : [0]
    if endsAtLast { order.append(count - 1) }
    var left = (0..<count).filter { !order.contains($0) }
    while !left.isEmpty {
      let row = left.indices.max { reach(left[$0], order) < reach(left[$1], order) } ?? left.startIndex
      let stop = left.remove(at: row)
      var best = (cost: UInt64.max, order: order)
      for place in 0...order.count {
        var tried = order
        tried.insert(stop, at: place)
        guard keepsEnds(tried) else { continue }
        let cost = cost(tried)
        if cost < best.cost { best = (cost, tried) }
      }
      order = best.order
    }
    return order
  }

  private func reach(_ stop: Int, _ order: [Int]) -> UInt64 {
    order.map { min(between($0, stop), between(stop, $0)) }.min() ?? 0
  }

  private func keepsEnds(_ order: [Int]) -> Bool {
    (!startsAtFirst || order.first == 0) && (!endsAtLast || order.last == count - 1)
  }

  /// Moves runs of one to three stops and reverses longer ones, until nothing gets shorter.
  private func improved(_ start: [Int]) -> [Int] {
    var (order, best) = (start, cost(start))
    var isBetter = true
    while isBetter, !isAbandoned() {
      isBetter = false
      for tried in [moved(order, best), reversed(order, best)].compactMap(\.self) {
        let cost = cost(tried)
        if cost < best {
          (order, best, isBetter) = (tried, cost, true)
          break
        }
      }
    }
    return order
  }

  /// The best order with one run of up to three stops elsewhere, if it is better.
  private func moved(_ order: [Int], _ known: UInt64) -> [Int]? {
    var best: (cost: UInt64, order: [Int]) = (known, [])
    for length in 1...3 where length < order.count {
      for from in 0...(order.count - length) {
        var rest = order
        let run = Array(order[from..<from + length])
        rest.removeSubrange(from..<from + length)
        for to in 0...rest.count where to != from {
          var tried = rest
          tried.insert(contentsOf: run, at: to)
          guard keepsEnds(tried) else { continue }
          let cost = cost(tried)
          if cost < best.cost { best = (cost, tried) }
        }
      }
    }
    return best.order.isEmpty ? nil : best.order
  }

  /// The best order with one run the other way round, if it is better.
  private func reversed(_ order: [Int], _ known: UInt64) -> [Int]? {
    var best: (cost: UInt64, order: [Int]) = (known, [])
    for from in 0..<order.count - 1 {
      for to in from + 1..<order.count {
        var tried = order
        tried[from...to].reverse()
        guard keepsEnds(tried) else { continue }
        let cost = cost(tried)
        if cost < best.cost { best = (cost, tried) }
      }
    }
    return best.order.isEmpty ? nil : best.order
  }
}
