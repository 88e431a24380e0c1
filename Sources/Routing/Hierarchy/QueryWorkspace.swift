internal import Dense
public import Geo
public import Streets

/// The reusable memory of one thread's queries on one hierarchy, with any of its metrics.
///
/// Made once, used for any number of queries one after the other; it allocates nothing once it has seen the
/// largest sets of ends. It holds the result of the last query until the next one.
@safe
public final class QueryWorkspace {
  public let hierarchy: Hierarchy
  var forward: Climb
  var backward: Climb
  let unpacking: PathUnpacking
  let sweep: DownwardSweep
  /// Times by node or by place in a selection; made at the first use.
  private var nodeTimesBuffer: UnsafeMutablePointer<UInt32>?
  /// Checks alternatives while this workspace holds its search; made at the first use.
  private(set) lazy var probe = {
    hasProbe = true
    return QueryWorkspace(hierarchy)
  }()
  private var hasProbe = false
  /// Of the metrics asked last; see ``length(street:)``.
  var knownLengths: [WayLengths] = []
  /// The metric of the last query, for ``unpackPath()``.
  var metric: Metric?
  /// Where both searches met: positions in their visited lists.
  var meeting: (forward: Int, backward: Int)?

  public init(_ hierarchy: Hierarchy) {
    self.hierarchy = hierarchy
    forward = Climb(height: hierarchy.height)
    backward = Climb(height: hierarchy.height)
    unpacking = PathUnpacking(height: hierarchy.height)
    sweep = DownwardSweep(height: hierarchy.height)
  }

  deinit {
    forward.deallocate()
    backward.deallocate()
    sweep.deallocate()
    unsafe nodeTimesBuffer?.deallocate()
  }

  /// One row per node.
  func nodeTimes() -> UnsafeMutablePointer<UInt32> {
    if let buffer = unsafe nodeTimesBuffer { return unsafe buffer }
    let buffer = UnsafeMutablePointer<UInt32>.allocate(capacity: max(hierarchy.nodeCount, 1))
    unsafe nodeTimesBuffer = unsafe buffer
    return unsafe buffer
  }

  /// Lets go of the metric asked last; nothing of the last query can be asked for any more.
  public func rest() {
    (metric, meeting) = (nil, nil)
    if hasProbe { probe.rest() }
  }

  /// The best connection from any source to any target.
  ///
  /// - Parameters:
  ///   - metric: A metric of the same hierarchy.
  ///   - sources: Where it may start; the offset is the time to get there. Nodes may repeat.
  ///   - targets: Where it may end; the offset is the time from there.
  /// - Returns: nil if no target can be reached.
  /// - Complexity: O(arcs of both search spaces); no allocation after warm-up.
  public func run(_ metric: Metric, sources: Span<Seed>, targets: Span<Seed>) -> Connection? {
    precondition(metric.hierarchy.isSame(as: hierarchy), "the metric is of another hierarchy")
    forward.start(sources, hierarchy)
    backward.start(targets, hierarchy)
    self.metric = metric
    let best = meetInTheMiddle(metric)
    guard let meeting, best < UInt64(Metric.unreachable) else {
      self.meeting = nil
      return nil
    }
    return Connection(
      time: Milliseconds(UInt32(best)), source: forward.seed(of: meeting.forward),
      target: backward.seed(of: meeting.backward))
  }

  /// The same between two nodes.
  public func time(_ metric: Metric, from source: NodeID, to target: NodeID) -> Milliseconds {
    let (source, target): ([1 of Seed], [1 of Seed]) = ([Seed(source)], [Seed(target)])
    return run(metric, sources: source.span, targets: target.span)?.time ?? .unreachable
  }

  /// Fills `path` with the streets of the last connection in order of travel; empties it without one.
  ///
  /// Their times and the two offsets add up to the connection's time exactly. Of parallel streets it names
  /// one that is fastest.
  ///
  /// - Complexity: O(length of the path); no allocation once `path` has the capacity.
  public func unpackPath(into path: inout [ArcID]) {
    path.removeAll(keepingCapacity: true)
    guard let metric, let meeting else { return }
    forward.trace(from: meeting.forward, into: &unpacking.upNodes)
    backward.trace(from: meeting.backward, into: &unpacking.downNodes)
    unpacking.unpack(metric, into: &path)
  }

  /// The same as a new array.
  public func unpackPath() -> [ArcID] {
    var path = [ArcID]()
    unpackPath(into: &path)
    return path
  }
}

extension Hierarchy {
  /// Whether both are the same tables in memory.
  func isSame(as other: Hierarchy) -> Bool {
    unsafe upHead.pointer == other.upHead.pointer && nodeCount == other.nodeCount
  }
}
