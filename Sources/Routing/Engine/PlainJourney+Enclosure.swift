internal import Dense
internal import Geo
internal import OSM
internal import Streets

extension PlainJourney {
  /// What lies behind closed gates together with the goals.
  ///
  /// From everywhere else something closed has to be passed, whichever way one goes: a search that knows that looks at
  /// what lies on the way to it, not at all that can be reached at the price of a closed gate.
  struct Enclosure {
    /// From these a goal may be reached without passing anything closed.
    fileprivate(set) var inside: [NodeID] = []
    private var known = NodeTimes(capacity: 100)
    /// What the way in costs at the least; nil where there is none.
    var price: UInt32?

    func holds(_ node: NodeID) -> Bool { known[node] != nil }

    fileprivate mutating func insert(_ node: NodeID) {
      known.set(node, 0)
      inside.append(node)
    }
  }

  /// Larger ones are none.
  private static let mostInside = 10_000

  /// What encloses the goals for the next `seconds`; nil where nothing does.
  ///
  /// With `reached`, the least time of a journey that a led search has not looked at yet, gates are asked from the moment on at
  /// which the rest of such a journey can begin there.
  /// - Complexity: O(arcs inside).
  mutating func enclosure(of goals: [EndPosition], for seconds: Int64, reached: UInt32? = nil) -> Enclosure? {
    let end = options.departure.adding(seconds: seconds)
    var found = Enclosure()
    for goal in goals {
      for item in network.arcs[goal.segment] {
        add(network.arcs.values[item], until: end, reached, to: &found)
      }
    }
    var done = 0
    while done < found.inside.count {
      if found.inside.count > PlainJourney.mostInside { return nil }
      for place in network.incoming[found.inside[done]] {
        add(network.incoming.values[place], until: end, reached, to: &found)
      }
      done += 1
    }
    return found
  }

  private mutating func add(
    _ arc: ArcID, until end: CivilTime, _ reached: UInt32?, to found: inout Enclosure
  ) {
    let tail = network.tail[arc]
    guard !found.holds(tail) else { return }
    let start = reached.map { $0 - min($0, toGo(from: tail)) } ?? 0
    guard let price = leastPrice(arc, from: start, until: end) else { return }
    if price > 0 {
      found.price = min(found.price ?? price, price)
    } else {
      found.insert(tail)
    }
  }

  /// What passing `arc` may cost at the least from `start` milliseconds after the departure until `end`, with the vehicle or on
  /// foot; nil where nobody ever may.
  private mutating func leastPrice(_ arc: ArcID, from start: UInt32, until end: CivilTime) -> UInt32? {
    if closures[arc]?.contains(where: { $0.effect == .opens }) ?? false { return 0 }
    // What is closed for a while costs less than what never opens.
    var least: UInt32? = closures[arc] == nil ? nil : PlainJourney.closedPenalty
    var isWay = false
    for state in [travel, walking] where state.table.time[arc] < PlainJourney.infinite {
      isWay = true
      let verdict = verdict(arc, state, at: start)
      if verdict.permission != .closed { return 0 }
      if let change = verdict.until, change < end { return 0 }
      let price = PlainJourney.price(of: verdict)
      least = min(least ?? price, price)
    }
    return isWay ? least : nil
  }
}
