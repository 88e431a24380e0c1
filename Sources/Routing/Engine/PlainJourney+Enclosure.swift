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
    var inside: Set<NodeID> = []
    /// What the way in costs at the least; nil where there is none.
    var price: UInt32?
  }

  /// Larger ones are none.
  private static let mostInside = 10_000

  /// What encloses the goals for the next `seconds`; nil where nothing does.
  ///
  /// - Complexity: O(arcs inside).
  mutating func enclosure(of goals: [EndPosition], for seconds: Int64) -> Enclosure? {
    let end = options.departure.adding(seconds: seconds)
    var found = Enclosure()
    var open: [NodeID] = []
    for goal in goals {
      for item in network.arcs[goal.segment] {
        add(network.arcs.values[item], until: end, to: &found, &open)
      }
    }
    while let node = open.popLast() {
      for place in network.incoming[node] {
        add(network.incoming.values[place], until: end, to: &found, &open)
      }
      if found.inside.count > PlainJourney.mostInside { return nil }
    }
    return found
  }

  private mutating func add(
    _ arc: ArcID, until end: CivilTime, to found: inout Enclosure, _ open: inout [NodeID]
  ) {
    let tail = network.tail[arc]
    guard !found.inside.contains(tail), let price = leastPrice(arc, until: end) else { return }
    if price > 0 {
      found.price = min(found.price ?? price, price)
    } else {
      found.inside.insert(tail)
      open.append(tail)
    }
  }

  /// What passing `arc` may cost at the least between the departure and `end`, with the vehicle or on foot; nil where
  /// nobody ever may.
  private mutating func leastPrice(_ arc: ArcID, until end: CivilTime) -> UInt32? {
    if closures[arc]?.contains(where: { $0.effect == .opens }) ?? false { return 0 }
    // What is closed for a while costs less than what never opens.
    var least: UInt32? = closures[arc] == nil ? nil : PlainJourney.closedPenalty
    var isWay = false
    for state in [travel, walking] where state.table.time[arc] < PlainJourney.infinite {
      isWay = true
      let verdict = verdict(arc, state, at: 0)
      if verdict.permission != .closed { return 0 }
      if let change = verdict.until, change < end { return 0 }
      let price = PlainJourney.price(of: verdict)
      least = min(least ?? price, price)
    }
    return isWay ? least : nil
  }
}
