internal import Dense
public import Geo
public import Streets

// Hot file: unchecked reads as proven at `HierarchyPointers` and `PathUnpacking`; `known` has a row for each side.

/// The lengths of the ways that the arcs of a metric stand for, remembered as they are first asked.
///
/// A time has one way, but customization does not add up its metres. Here they are added once for each arc that
/// some journey uses, so that later journeys over it need not be unpacked street by street.
@safe
final class WayLengths {
  /// Of the metric that they belong to; the metric itself is not held, so that it can be patched.
  private(set) var stamp: UInt64
  private let known: UnsafeMutablePointer<UInt32>
  private let count: Int
  private static let unknown = UInt32.max

  init(_ metric: Metric) {
    stamp = metric.stamp
    count = max(2 * metric.hierarchy.upArcCount, 1)
    unsafe known = .allocate(capacity: count)
    unsafe known.initialize(repeating: Self.unknown, count: count)
  }

  /// Begins anew for another metric of the same hierarchy.
  func reset(for metric: Metric) {
    stamp = metric.stamp
    unsafe known.update(repeating: Self.unknown, count: count)
  }

  deinit { unsafe known.deallocate() }

  /// Millimetres along `nodes`, each below the one before it; `direction` is 1 for travel downwards.
  func sum(_ nodes: [UInt32], direction: UInt32, of metric: Metric, _ street: (ArcID) -> UInt32) -> UInt32 {
    let tables = unsafe HierarchyPointers(metric.hierarchy)
    var total: UInt32 = 0
    var hop = 1
    while hop < nodes.count {
      let (low, high) = (nodes[hop], nodes[hop - 1])
      let arc = unsafe tables.arc(from: Int(low), to: high, startingAt: tables.firstUp[Int(low)].index)
      unsafe total &+= length(
        UInt32(truncatingIfNeeded: 2 * arc) + direction, high: high, tables, metric, street)
      hop += 1
    }
    return total
  }

  private func length(
    _ side: UInt32, high: UInt32, _ tables: HierarchyPointers, _ metric: Metric, _ street: (ArcID) -> UInt32
  ) -> UInt32 {
    let kept = unsafe known[Int(side)]
    if kept != Self.unknown { return kept }
    let origin = unsafe metric.origin[Int(side)]
    let found: UInt32
    if origin & 0x8000_0000 == 0 {
      found = street(ArcID(rawValue: origin))
    } else {
      // Down to the lower node of the triangle, then up from it: two arcs of one row.
      let toLow = origin & 0x7FFF_FFFF
      let low = unsafe tables.upHead[Int(toLow)].rawValue
      var toHigh = Int(toLow) &+ 1
      while unsafe tables.upHead[toHigh].rawValue != high { toHigh &+= 1 }
      let direction = side & 1
      found =
        unsafe length(2 &* toLow &+ (1 &- direction), high: low, tables, metric, street)
        &+ length(2 &* UInt32(truncatingIfNeeded: toHigh) &+ direction, high: high, tables, metric, street)
    }
    unsafe known[Int(side)] = found
    return found
  }
}

extension QueryWorkspace {
  /// The length of the last connection's way; zero without one.
  ///
  /// Equals the sum over ``unpackPath(into:)``, but remembers the lengths of whole arcs of the hierarchy for
  /// each of the last few metrics.
  ///
  /// - Parameter street: The length of a street.
  /// - Returns: The sum.
  /// - Complexity: O(arcs of the way in the hierarchy) once their lengths are known.
  public func length(street: (ArcID) -> Millimetres) -> Millimetres {
    guard let metric, let meeting else { return .zero }
    forward.trace(from: meeting.forward, into: &unpacking.upNodes)
    backward.trace(from: meeting.backward, into: &unpacking.downNodes)
    let lengths = lengths(of: metric)
    return Millimetres(
      lengths.sum(unpacking.upNodes, direction: 0, of: metric) { street($0).rawValue }
        &+ lengths.sum(unpacking.downNodes, direction: 1, of: metric) { street($0).rawValue })
  }

  /// Those of the metrics asked last are kept: a rider's journeys need one for riding and one for walking.
  private func lengths(of metric: Metric) -> WayLengths {
    if let known = knownLengths.first(where: { $0.stamp == metric.stamp }) { return known }
    guard knownLengths.count >= 3, let oldest = knownLengths.popLast() else {
      knownLengths.insert(WayLengths(metric), at: 0)
      return knownLengths[0]
    }
    oldest.reset(for: metric)
    knownLengths.insert(oldest, at: 0)
    return oldest
  }
}
