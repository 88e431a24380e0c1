internal import Dense
internal import Geo
internal import Streets

// Hot file: unchecked reads and writes as proven at `HierarchyPointers`; arcs named by the caller are checked.
// Writes happen only before the metric is published (see `MetricWriter`).

extension Metric {
  /// Repairs `up` and `down` after new times for some arcs; the metric must not be published yet.
  ///
  /// Arcs that may change are taken in ascending order, hence after everything below them. A decrease is
  /// handed to the upper triangles as it is; after an increase, arcs whose time may have come from the raised
  /// way are recomputed over all their lower triangles.
  ///
  /// - Complexity: O(affected arcs · degree).
  func apply(_ changes: [ArcChange], _ queue: inout ChangeQueue, _ log: inout MetricChangeLog) {
    renew()
    for change in changes {
      let side = hierarchy.sideOfArc[change.arc]
      let time = min(change.time.rawValue, Self.unreachable)
      unsafe arcTime[change.arc.index] = time
      log.arcs.append(change.arc.index)
      if side == .none { continue }
      let tail = hierarchy.tail(of: side.arc).rawValue
      queue.push(PendingArc(arc: side.arc.rawValue, tail: tail, mustRecompute: true))
    }
    let tables = unsafe HierarchyPointers(hierarchy)
    while let pending = queue.pop() { unsafe settle(pending, tables, &queue, &log) }
  }

  /// Copies the rows named by `log` from `other`, a metric of the same hierarchy.
  func copyRows(of log: MetricChangeLog, from other: Metric) {
    for arc in log.upArcs {
      unsafe up[arc] = other.up[arc]
      unsafe down[arc] = other.down[arc]
      unsafe origin[2 * arc] = other.origin[2 * arc]
      unsafe origin[2 * arc + 1] = other.origin[2 * arc + 1]
    }
    for arc in log.arcs { unsafe arcTime[arc] = other.arcTime[arc] }
  }

  /// Gives one arc its final times and queues the arcs above that they may change.
  private func settle(
    _ pending: PendingArc, _ tables: HierarchyPointers, _ queue: inout ChangeQueue,
    _ log: inout MetricChangeLog
  ) {
    let arc = Int(pending.arc)
    let old = keys(of: arc)
    var new = ArcKeys(up: min(old.up, pending.best.up), down: min(old.down, pending.best.down))
    if pending.mustRecompute { new = unsafe recomputed(arc, tail: Int(pending.tail), tables) }
    if new == old { return }
    store(new, at: arc)
    log.upArcs.append(arc)
    let (before, after) = (ArcTimes(old), ArcTimes(new))
    if before == after { return }
    unsafe propagate(arc, tail: Int(pending.tail), from: before, to: after, tables, &queue)
  }

  /// The keys of an arc from its streets and all its lower triangles.
  private func recomputed(_ arc: Int, tail: Int, _ tables: HierarchyPointers) -> ArcKeys {
    let head = unsafe tables.upHead[arc].rawValue
    var best = unsafe ArcKeys(
      up: streetKey(side: 2 * arc, tables), down: streetKey(side: 2 * arc + 1, tables))
    let below = unsafe tables.down(tail)
    for item in below.begin..<below.end {
      let low = unsafe tables.downTail[item].index
      let first = unsafe tables.downArc[item].index
      let second = unsafe tables.arc(from: low, to: head, startingAt: first + 1)
      if second < 0 { continue }
      let origin = UInt64(first) | Origin.shortcutMark
      best.up = unsafe min(best.up, UInt64(down[first] &+ up[second]) << 32 | origin)
      best.down = unsafe min(best.down, UInt64(down[second] &+ up[first]) << 32 | origin)
    }
    return best
  }

  /// Looks at every upper triangle of a changed arc (tail → head with some other head of the tail).
  private func propagate(
    _ arc: Int, tail: Int, from old: ArcTimes, to new: ArcTimes, _ tables: HierarchyPointers,
    _ queue: inout ChangeQueue
  ) {
    let head = unsafe tables.upHead[arc].index
    let (begin, end) = unsafe tables.up(tail)
    for other in begin..<arc {
      // The third arc leads from the lower other head up to `head`.
      let ways = unsafe ArcTimes(up: down[other], down: up[other])
      if ways.isUnreachable { continue }
      let low = unsafe tables.upHead[other].index
      let third = unsafe tables.arc(from: low, to: UInt32(head), startingAt: tables.firstUp[low].index)
      let before = ArcTimes(up: ways.up &+ old.up, down: old.down &+ ways.down)
      let after = ArcTimes(up: ways.up &+ new.up, down: new.down &+ ways.down)
      consider(third, tail: low, over: other, from: before, to: after, &queue)
    }
    var third = unsafe tables.firstUp[head].index
    for other in arc + 1..<max(end, arc + 1) {
      let ways = unsafe ArcTimes(up: up[other], down: down[other])
      if ways.isUnreachable { continue }
      // Present, since all heads of the tail see each other; so the scan stays within the rows of `head`.
      while unsafe tables.upHead[third] < tables.upHead[other] { third &+= 1 }
      let before = ArcTimes(up: old.down &+ ways.up, down: ways.down &+ old.up)
      let after = ArcTimes(up: new.down &+ ways.up, down: ways.down &+ new.up)
      consider(third, tail: head, over: arc, from: before, to: after, &queue)
    }
  }

  /// Queues `arc` if its way over `part`, an arc up to its tail, changed from `before` to `after` in a way that matters.
  private func consider(
    _ arc: Int, tail: Int, over part: Int, from before: ArcTimes, to after: ArcTimes,
    _ queue: inout ChangeQueue
  ) {
    let (now, old, new) = (keys(of: arc), before.keys(over: part), after.keys(over: part))
    // `<=`, not `==`: an earlier step of this update may have lowered the way below the stored time.
    let mustRecompute = new.up > old.up && old.up <= now.up || new.down > old.down && old.down <= now.down
    if mustRecompute || new.up < now.up || new.down < now.down {
      queue.push(PendingArc(arc: UInt32(arc), tail: UInt32(tail), mustRecompute: mustRecompute, best: new))
    }
  }
}

/// The times of both directions of an arc, or of the ways over a triangle.
struct ArcTimes: Equatable {
  var up: UInt32
  var down: UInt32

  init(up: UInt32, down: UInt32) {
    self.up = up
    self.down = down
  }

  init(_ keys: ArcKeys) { self.init(up: Origin.time(keys.up), down: Origin.time(keys.down)) }

  var isUnreachable: Bool { up & down == Metric.unreachable }

  func keys(over part: Int) -> ArcKeys {
    let origin = UInt64(part) | Origin.shortcutMark
    return ArcKeys(up: UInt64(up) << 32 | origin, down: UInt64(down) << 32 | origin)
  }
}

/// An arc of the hierarchy whose times may have to change.
struct PendingArc {
  var arc: UInt32
  var tail: UInt32
  var mustRecompute: Bool
  var best = ArcKeys(up: .max, down: .max)
}

/// The pending arcs, lowest first; several entries of one arc come out as one.
///
/// Keeps its memory.
struct ChangeQueue {
  private var heap: [PendingArc] = []

  mutating func push(_ new: PendingArc) {
    heap.append(new)
    var child = heap.count - 1
    while child > 0 {
      let above = (child - 1) / 2
      if heap[above].arc <= new.arc { break }
      heap[child] = heap[above]
      child = above
    }
    heap[child] = new
  }

  mutating func pop() -> PendingArc? {
    guard var merged = popOne() else { return nil }
    while let next = heap.first, next.arc == merged.arc {
      _ = popOne()
      merged.mustRecompute = merged.mustRecompute || next.mustRecompute
      merged.best.up = min(merged.best.up, next.best.up)
      merged.best.down = min(merged.best.down, next.best.down)
    }
    return merged
  }

  private mutating func popOne() -> PendingArc? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    if heap.isEmpty { return top }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      if child >= heap.count { break }
      if child + 1 < heap.count, heap[child + 1].arc < heap[child].arc { child += 1 }
      if last.arc <= heap[child].arc { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = last
    return top
  }
}
