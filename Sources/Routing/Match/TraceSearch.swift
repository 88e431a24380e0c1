internal import Dense
internal import Geo
internal import Streets

/// The shortest ways between places that follow each other in a trace.
///
/// Bounded Dijkstra by length over everything that the mode could ever travel: a trace is evidence that its maker
/// got through, whatever gate or private land lies there. One thread's workspace.
final class TraceSearch {
  private let network: Network
  private let labels: NodeLabels
  private let heap = SearchHeap()
  private var table: ModeTable
  private var start: SnappedPosition?
  private var pending: [NodeID] = []

  init(city: City, mode: Mode) {
    network = city.network
    labels = NodeLabels(nodeCount: city.network.coordinate.count)
    table = city.modeTable(mode)
  }

  /// A way found: its length, and how it reaches the target.
  struct Way {
    var length: UInt32
    fileprivate var entry: Entry
  }

  fileprivate enum Entry {
    /// Along the segment that both places lie on.
    case direct(ArcID)
    /// Over the tail of this arc of the target's segment.
    case over(ArcID)
    /// No movement: noise along a street that may only be travelled the other way.
    case stay
  }

  private func isUsable(_ arc: ArcID) -> Bool { table.time[arc] < Milliseconds.unreachable.rawValue }

  private func length(_ segment: SegmentID) -> UInt32 { network.length[segment].rawValue }

  /// How much of `arc` lies between `position` and its end.
  private func rest(_ arc: ArcID, _ position: SnappedPosition) -> UInt32 {
    network.heading[arc].isAgainst
      ? position.offset.rawValue : length(position.segment) - position.offset.rawValue
  }

  /// Labels everything within `limit` millimetres of `start`, until all `targets` are decided.
  ///
  /// - Complexity: O(nodes within the limit · log).
  func run(from start: SnappedPosition, to targets: [SnappedPosition], limit: UInt32) {
    self.start = start
    labels.reset()
    heap.reset()
    pending.removeAll(keepingCapacity: true)
    for target in targets {
      for item in network.arcs[target.segment] { pending.append(network.tail[network.arcs.values[item]]) }
    }
    let first = network.arcs[start.segment].lowerBound
    for arc in [network.arcs.values[first], network.arcs.values[first.advanced(by: 1)]] where isUsable(arc) {
      relax(network.head[arc], rest(arc, start), Via(end: network.heading[arc].isAgainst ? 1 : 0))
    }
    while !pending.isEmpty, let (cost, item) = heap.pop(), cost <= limit {
      let node = NodeID(rawValue: item)
      guard labels.settle(node, at: cost) else { continue }
      pending.removeAll { $0 == node }
      for arc in network.arcs(from: node) where isUsable(arc) {
        relax(network.head[arc], cost + length(network.heading[arc].segment), Via(arc: arc))
      }
    }
  }

  private func relax(_ node: NodeID, _ cost: UInt32, _ via: Via) {
    if labels.relax(node, cost, via: via) { heap.push(cost, node.rawValue) }
  }

  /// The way to one of the targets of the last run; nil where none is within the limit.
  ///
  /// Noise may lead backwards by up to `slack` millimetres.
  func way(to target: SnappedPosition, slack: UInt32, limit: UInt32) -> Way? {
    guard let start else { return nil }
    var best: Way?
    if start.segment == target.segment { best = direct(from: start, to: target, slack) }
    for item in network.arcs[target.segment] {
      let arc = network.arcs.values[item]
      guard isUsable(arc) else { continue }
      let reached = labels[network.tail[arc]]
      guard reached < Milliseconds.unreachable.rawValue else { continue }
      let total = reached + length(target.segment) - rest(arc, target)
      if total <= limit, best.map({ total < $0.length }) ?? true {
        best = Way(length: total, entry: .over(arc))
      }
    }
    return best
  }

  private func direct(from start: SnappedPosition, to target: SnappedPosition, _ slack: UInt32) -> Way? {
    let first = network.arcs[start.segment].lowerBound
    let isForward = start.offset <= target.offset
    let arc = network.arcs.values[isForward ? first : first.advanced(by: 1)]
    let part = max(start.offset, target.offset).rawValue - min(start.offset, target.offset).rawValue
    if isUsable(arc) { return Way(length: part, entry: .direct(arc)) }
    return part <= slack ? Way(length: 0, entry: .stay) : nil
  }

  /// The stretches of a way of the last run.
  func stretches(_ way: Way, to target: SnappedPosition) -> [Stretch] {
    guard let start else { return [] }
    switch way.entry {
    case .stay: return []
    case .direct(let arc):
      return start.offset == target.offset ? [] : [stretch(arc, from: start.offset, to: target.offset)]
    case .over(let last):
      var arcs: [ArcID] = []
      var node = network.tail[last]
      while let arc = labels.via(node).arc {
        arcs.append(arc)
        node = network.tail[arc]
      }
      var found: [Stretch] = []
      if let end = labels.via(node).end {
        let row = network.arcs[start.segment].lowerBound.advanced(by: end)
        let arc = network.arcs.values[row]
        found.append(stretch(arc, from: start.offset, to: end == 1 ? .zero : network.length[start.segment]))
      }
      found += arcs.reversed().map { arc in
        let (segment, isAgainst) = (network.heading[arc].segment, network.heading[arc].isAgainst)
        let whole = network.length[segment]
        return stretch(arc, from: isAgainst ? whole : .zero, to: isAgainst ? .zero : whole)
      }
      let entry = network.heading[last].isAgainst ? network.length[target.segment] : .zero
      found.append(stretch(last, from: entry, to: target.offset))
      return found
    }
  }

  private func stretch(_ arc: ArcID, from: Millimetres, to: Millimetres) -> Stretch {
    let heading = network.heading[arc]
    let whole = UInt64(length(heading.segment))
    let part = UInt64(max(from, to).rawValue - min(from, to).rawValue)
    let time = UInt64(table.time[arc])
    let traits = network.traits[TraitsID(network.segmentClass[heading.segment], table.mode)]
    let isPushed = traits.pushed & (heading.isAgainst ? 2 : 1) != 0
    return Stretch(
      arc: arc, heading: heading, movement: table.mode.isVehicle ? (isPushed ? .push : .ride) : .walk,
      from: from, to: to, time: Milliseconds(UInt32(whole > 0 ? (time * part + whole / 2) / whole : time)))
  }
}
