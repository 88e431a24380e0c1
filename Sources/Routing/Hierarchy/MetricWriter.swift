public import Geo
public import Streets
internal import Synchronization

/// A new time for one input arc; ``Milliseconds/unreachable`` closes it.
public struct ArcChange: Hashable, Sendable {
  public var arc: ArcID
  public var time: Milliseconds

  public init(arc: ArcID, time: Milliseconds) {
    self.arc = arc
    self.time = time
  }
}

/// Applies closures and openings to a metric while others query it.
///
/// Readers hold published metrics, which never change. The writer keeps the one it published last and the one
/// before, and patches them in turn: it brings the older one up to date from its log of changed rows, applies
/// the new changes, and publishes it. Both steps touch only changed rows. If somebody still holds the older
/// one, a long query for instance, the writer leaves it alone and copies the newer one instead.
///
/// One owner: keep it in the actor or behind the lock that takes the changes.
public struct MetricWriter: ~Copyable {
  /// The metric published last.
  public private(set) var current: Metric
  private var spare: Metric?
  /// Equal to ``current``, to become the spare when that is published by somebody else too.
  private var twin: Metric?
  /// What `spare` lacks of `current`.
  private var log = MetricChangeLog()
  private var queue = ChangeQueue()

  public init(_ metric: Metric) { current = metric }

  /// Begins with the copies that the first two changes would make otherwise.
  public init(_ metric: Metric, with copies: Copies) {
    current = metric
    (spare, twin) = (copies.first, copies.second)
  }

  /// Memory for a writer, made before anybody waits for it.
  public struct Copies: Sendable {
    fileprivate let first: Metric
    fileprivate let second: Metric

    /// - Complexity: Two copies of the metric.
    public init(of metric: Metric) { (first, second) = (metric.copy(), metric.copy()) }
  }

  /// Publishes a metric with `changes` applied, exactly as a full customization would make it.
  ///
  /// - Returns: The new ``current``.
  /// - Complexity: O(affected arcs), plus one copy of the metric if the one before is still in use.
  @discardableResult
  public mutating func apply(_ changes: [ArcChange]) -> Metric {
    let next = takeSpare() ?? current.copy()
    log.removeAll()
    next.apply(changes, &queue, &log)
    spare = twin.take() ?? current
    current = next
    return next
  }

  /// The metric before the current one, brought up to date, if nobody else holds it.
  private mutating func takeSpare() -> Metric? {
    guard spare != nil, isKnownUniquelyReferenced(&spare) else { return nil }
    // Pairs with the release of the last reader: its reads happen before the writes below.
    atomicMemoryFence(ordering: .acquiring)
    let taken = spare.take()
    taken?.copyRows(of: log, from: current)
    return taken
  }
}

extension Metric {
  /// A new metric with `changes` applied; this one stays as it is.
  ///
  /// - Complexity: O(size) for the copy; use a ``MetricWriter`` for repeated changes.
  public func updating(_ changes: [ArcChange]) -> Metric {
    let new = copy()
    var queue = ChangeQueue()
    var log = MetricChangeLog()
    new.apply(changes, &queue, &log)
    return new
  }
}

/// The rows of a metric that were written since its predecessor.
struct MetricChangeLog {
  var upArcs: [Int] = []
  var arcs: [Int] = []

  mutating func removeAll() {
    upArcs.removeAll(keepingCapacity: true)
    arcs.removeAll(keepingCapacity: true)
  }
}
