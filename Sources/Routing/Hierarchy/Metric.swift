internal import Dense
public import Geo
public import Streets

/// The travel times of one mode, pass and state of the gates, customized for queries.
///
/// A published metric never changes: any number of threads may query it. Changes make a new one, by
/// ``MetricWriter`` within microseconds or by ``updating(_:)`` with a copy.
/// All times are whole milliseconds, ``Milliseconds/unreachable`` where one may not go.
@safe
public final class Metric: @unchecked Sendable {
  public let hierarchy: Hierarchy
  /// Best time from the lower to the higher end of each arc of the hierarchy.
  let up: UnsafeMutablePointer<UInt32>
  /// Best time from the higher to the lower end.
  let down: UnsafeMutablePointer<UInt32>
  /// Time of each input arc.
  let arcTime: UnsafeMutablePointer<UInt32>
  /// How the best time of each side of each arc comes about; see ``Origin``.
  let origin: UnsafeMutablePointer<UInt32>

  /// Names what this memory holds: another number after each change. Written only before publication.
  private(set) var stamp = Serial.next()

  static let unreachable = Milliseconds.unreachable.rawValue

  private init(uninitialized hierarchy: Hierarchy) {
    self.hierarchy = hierarchy
    unsafe origin = .allocate(capacity: max(2 * hierarchy.upArcCount, 1))
    unsafe up = .allocate(capacity: max(hierarchy.upArcCount, 1))
    unsafe down = .allocate(capacity: max(hierarchy.upArcCount, 1))
    unsafe arcTime = .allocate(capacity: max(hierarchy.arcCount, 1))
  }

  deinit {
    unsafe up.deallocate()
    unsafe down.deallocate()
    unsafe arcTime.deallocate()
    unsafe origin.deallocate()
  }

  /// Customizes the hierarchy for the given times.
  ///
  /// - Parameters:
  ///   - hierarchy: The topology.
  ///   - arcTimes: Milliseconds of each input arc; everything from ``Milliseconds/unreachable`` on is closed.
  ///   - threads: How many threads to use; all processors if nil.
  /// - Throws: ``HierarchyError/wrongShape(expectedArcs:foundArcs:)`` before anything is done.
  /// - Complexity: O(triangles of the hierarchy).
  public convenience init(
    hierarchy: Hierarchy, arcTimes: Span<UInt32>, threads: Int? = nil
  ) throws(HierarchyError) {
    guard arcTimes.count == hierarchy.arcCount else {
      throw .wrongShape(expectedArcs: hierarchy.arcCount, foundArcs: arcTimes.count)
    }
    self.init(uninitialized: hierarchy)
    // In bounds: `arcTime` has `arcCount` rows, checked equal above.
    for row in arcTimes.indices {
      unsafe (arcTime + row).initialize(to: min(arcTimes[row], Self.unreachable))
    }
    customize(threads: threads ?? Processors.count)
  }

  /// The same for an array.
  public convenience init(
    hierarchy: Hierarchy, arcTimes: [UInt32], threads: Int? = nil
  ) throws(HierarchyError) {
    try self.init(hierarchy: hierarchy, arcTimes: arcTimes.span, threads: threads)
  }

  /// A copy that nobody else knows yet.
  ///
  /// - Complexity: O(size); about 1 ms per 8 MB.
  func copy() -> Metric {
    let new = Metric(uninitialized: hierarchy)
    unsafe new.up.initialize(from: up, count: hierarchy.upArcCount)
    unsafe new.down.initialize(from: down, count: hierarchy.upArcCount)
    unsafe new.origin.initialize(from: origin, count: 2 * hierarchy.upArcCount)
    unsafe new.arcTime.initialize(from: arcTime, count: hierarchy.arcCount)
    return new
  }

  /// To be called before the first change of a metric that may have been published before.
  func renew() { stamp = Serial.next() }

  /// Time of an input arc.
  public func time(of arc: ArcID) -> Milliseconds {
    precondition(arc.index < hierarchy.arcCount, "row out of bounds")
    return unsafe Milliseconds(arcTime[arc.index])
  }

  /// Best time of one direction of an arc of the hierarchy.
  public func time(of side: UpArcSideID) -> Milliseconds {
    precondition(side.arc.index < hierarchy.upArcCount, "row out of bounds")
    return unsafe Milliseconds(side.isDownward ? down[side.arc.index] : up[side.arc.index])
  }
}

/// How a time came about: the number of a street; or, for a way over a lower node, the arc from that node to
/// the lower end of the arc itself, with the top bit set.
///
/// Times and origins are compared together as one key, the time in the high half. So of equally fast ways a
/// street wins, then the lowest such node, and a patched metric equals a fresh one bit for bit.
enum Origin {
  static let shortcutMark: UInt64 = 0x8000_0000
  /// The key of an arc that is neither a street nor a shortcut here.
  static let unreachable = UInt64(Metric.unreachable) << 32

  @inline(__always) static func time(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key >> 32) }
}

extension Metric {
  /// How the time of one direction of an arc comes about.
  public enum WayOrigin: Hashable, Sendable {
    /// It cannot be used.
    case unreachable
    /// A street lies there.
    case street(ArcID)
    /// It leads over a lower node.
    case over(NodeID)
  }

  /// How the best time of one direction of an arc of the hierarchy comes about.
  public func origin(of side: UpArcSideID) -> WayOrigin {
    if !time(of: side).isReachable { return .unreachable }
    let value = unsafe origin[side.index]
    let mark = UInt32(Origin.shortcutMark)
    if value & mark == 0 { return .street(ArcID(rawValue: value)) }
    return .over(hierarchy.tail(of: UpArcID(rawValue: value ^ mark)))
  }
}
