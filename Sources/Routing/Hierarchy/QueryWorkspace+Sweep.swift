internal import Dense
internal import Streets

// Hot file: unchecked reads as proven at `HierarchyPointers` and `Climb`.

extension QueryWorkspace {
  /// Climbs from both ends in one common ascending order and notes where they meet best.
  ///
  /// Nodes that cannot improve on the best meeting so far are taken but not relaxed: sound, since all times
  /// further up are at least theirs.
  /// - Returns: The best time in milliseconds; from ``Metric/unreachable`` on there is none.
  func meetInTheMiddle(_ metric: Metric) -> UInt64 {
    let tables = unsafe HierarchyPointers(hierarchy)
    let (upTimes, downTimes) = unsafe (UnsafePointer(metric.up), UnsafePointer(metric.down))
    var best = UInt64(Metric.unreachable)
    var (forward, backward, meeting) = (forward, backward, (forward: -1, backward: -1))
    defer {
      (self.forward, self.backward) = (forward, backward)
      self.meeting = meeting.forward < 0 ? nil : meeting
    }
    while true {
      let (source, target) = (forward.node, backward.node)
      let node = min(source, target)
      // Once one end has reached its last root, meetings are over.
      if max(source, target) == .max { break }
      let row = unsafe Int(tables.depth[Int(node)])
      let arcs = unsafe tables.up(Int(node))
      let above = unsafe tables.parent[Int(node)].rawValue
      if source < target {
        let key = forward.take(depth: row)
        if key >> 32 < best { unsafe forward.relax(key, arcs, depth: tables.upDepth, time: upTimes) }
        forward.advance(parent: above)
      } else if target < source {
        let key = backward.take(depth: row)
        if key >> 32 < best { unsafe backward.relax(key, arcs, depth: tables.upDepth, time: downTimes) }
        backward.advance(parent: above)
      } else {
        let (first, second) = (forward.take(depth: row), backward.take(depth: row))
        let sum = first >> 32 + second >> 32
        if sum < best {
          best = sum
          meeting = (forward.visitedCount - 1, backward.visitedCount - 1)
        }
        if first >> 32 < best { unsafe forward.relax(first, arcs, depth: tables.upDepth, time: upTimes) }
        if second >> 32 < best { unsafe backward.relax(second, arcs, depth: tables.upDepth, time: downTimes) }
        forward.advance(parent: above)
        backward.advance(parent: above)
      }
    }
    return best
  }
}

extension Climb {
  /// The caller's seed that the way to a visited node starts from.
  func seed(of visited: Int) -> Int {
    var key = unsafe visitedKey[visited]
    while key & Self.seedMark == 0 { key = unsafe visitedKey[Int(key & 0x7FFF_FFFF)] }
    return Int(key & 0x7FFF_FFFF)
  }

  /// The nodes of the way to a visited node, from that node back to its seed.
  func trace(from visited: Int, into nodes: inout [UInt32]) {
    nodes.removeAll(keepingCapacity: true)
    var index = visited
    while true {
      unsafe nodes.append(visitedNode[index])
      let key = unsafe visitedKey[index]
      if key & Self.seedMark != 0 { return }
      index = Int(key & 0x7FFF_FFFF)
    }
  }
}
