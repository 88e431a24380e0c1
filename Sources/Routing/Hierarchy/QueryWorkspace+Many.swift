internal import Dense
public import Geo
internal import Streets

// `unsafe` here hands the workspace's own buffers to the sweeps; `times` has `nodeCount` rows.

/// Whether given seeds are where journeys start or where they end.
public enum SearchDirection: Sendable {
  case from
  case to
}

extension QueryWorkspace {
  /// The best times between a set of seeds and each target of a selection.
  ///
  /// - Parameters:
  ///   - metric: A metric of the same hierarchy.
  ///   - direction: Whether the seeds are the sources (`from`) or the selection is (`to`).
  ///   - seeds: The one end.
  ///   - selection: The many other ends.
  ///   - result: Receives one time per target, ``Milliseconds/unreachable`` where there is no way.
  /// - Complexity: O(arcs above the seeds and the selection); no allocation after warm-up.
  public func times(
    _ metric: Metric, _ direction: SearchDirection, _ seeds: Span<Seed>, selection: TargetSelection,
    into result: inout [Milliseconds]
  ) {
    precondition(selection.hierarchy.isSame(as: hierarchy), "the selection is of another hierarchy")
    climb(metric, direction, seeds)
    let buffer = unsafe nodeTimes()
    unsafe selection.nodes.withUnsafeBufferPointer { nodes in
      unsafe sweep.run(
        forward, hierarchy, times: downTimes(metric, direction), count: nodes.count,
        node: { unsafe Int(nodes[$0]) }, result: buffer)
    }
    unsafe selection.collect(buffer, into: &result)
  }

  /// The best times between a set of seeds and every node.
  ///
  /// - Parameters:
  ///   - metric: A metric of the same hierarchy.
  ///   - direction: Whether journeys start or end at the seeds.
  ///   - seeds: The one end.
  ///   - result: Receives one time per node, by node.
  /// - Complexity: O(arcs of the hierarchy).
  public func timesToAll(
    _ metric: Metric, _ direction: SearchDirection, _ seeds: Span<Seed>, into result: inout [Milliseconds]
  ) {
    climb(metric, direction, seeds)
    let (buffer, last) = unsafe (nodeTimes(), hierarchy.nodeCount - 1)
    unsafe sweep.run(
      forward, hierarchy, times: downTimes(metric, direction), count: last + 1, node: { last - $0 },
      result: buffer)
    result.removeAll(keepingCapacity: true)
    for index in 0...max(last, 0) where last >= 0 { unsafe result.append(Milliseconds(buffer[last - index])) }
  }

  private func climb(_ metric: Metric, _ direction: SearchDirection, _ seeds: Span<Seed>) {
    precondition(metric.hierarchy.isSame(as: hierarchy), "the metric is of another hierarchy")
    self.metric = nil
    meeting = nil
    forward.start(seeds, hierarchy)
    let times = unsafe UnsafePointer(direction == .from ? metric.up : metric.down)
    unsafe forward.climbToRoots(hierarchy, times: times)
  }

  private func downTimes(_ metric: Metric, _ direction: SearchDirection) -> UnsafePointer<UInt32> {
    unsafe UnsafePointer(direction == .from ? metric.down : metric.up)
  }
}
