internal import Dense
internal import Geo
public import Streets

/// One of several sensible ways.
public struct Alternative: Hashable, Sendable {
  public var connection: Connection
  /// The streets in order of travel.
  public var path: [ArcID]

  public init(connection: Connection, path: [ArcID]) {
    self.connection = connection
    self.path = path
  }
}

/// What an alternative must be like, in terms of the best way's time.
public struct AlternativeRules: Sendable {
  /// At most so many ways, the best one included.
  public var most = 3
  /// At most so many times as long.
  public var longest = 1.25
  /// At most this share of the best time on streets of ways already chosen.
  public var mostShared = 0.7
  /// Every part of this share of the best time around the via node must be a shortest way itself.
  public var locallyOptimal = 0.25
  /// At most so many different candidates are looked at.
  public var mostCandidates = 40

  public init() {}
}

extension QueryWorkspace {
  /// The best connection and others that differ sensibly, best first.
  ///
  /// Candidates are the ways over nodes that both searches reach. One is taken if it is not much longer,
  /// shares little with those taken, visits no node twice and makes no detour around its via node (T-test).
  ///
  /// - Parameters:
  ///   - metric: A metric of the same hierarchy.
  ///   - sources: Where it may start.
  ///   - targets: Where it may end.
  ///   - rules: What an alternative must be like.
  /// - Returns: Empty if no target can be reached.
  /// - SeeAlso: Abraham, Delling, Goldberg, Werneck: "Alternative Routes in Road Networks", 2013.
  public func alternatives(
    _ metric: Metric, sources: Span<Seed>, targets: Span<Seed>, rules: AlternativeRules = AlternativeRules()
  ) -> [Alternative] {
    guard let best = run(metric, sources: sources, targets: targets) else { return [] }
    var chosen = [Alternative(connection: best, path: unpackPath())]
    let bestTime = Double(best.time.rawValue)
    let longest = UInt64(min(bestTime * rules.longest, Double(Metric.unreachable - 1)))
    let candidates = meetings(metric, sources: sources, targets: targets, longest: longest)
    var streets = [Set(chosen[0].path)]
    var seen = Set<UInt64>()
    var looked = 0
    for candidate in candidates where chosen.count < rules.most && looked < rules.mostCandidates {
      guard let (path, via) = unpack(candidate, metric, unless: &seen) else { continue }
      looked += 1
      let shared = streets.map { sharedTime(path, $0, metric) }.max() ?? 0
      // Seeds count in the best time, parking for instance, and nothing of them is shared here.
      let own = path.reduce(UInt64(0)) { $0 + UInt64(metric.time(of: $1).rawValue) }
      let most = rules.mostShared * min(bestTime, Double(own))
      if path.isEmpty || Double(shared) > most || repeatsNode(path) { continue }
      let window = UInt64(rules.locallyOptimal * bestTime)
      if !isShortest(around: via, of: path, window: window, metric) { continue }
      let connection = Connection(
        time: Milliseconds(UInt32(candidate.time)), source: forward.seed(of: candidate.forward),
        target: backward.seed(of: candidate.backward))
      chosen.append(Alternative(connection: connection, path: path))
      streets.append(Set(path))
    }
    return chosen
  }

  /// The streets over a meeting, and how many lie before it; nil if an equally long way over it was seen.
  ///
  /// Every node that two climbs share along one way is a meeting of the same length.
  private func unpack(
    _ candidate: Meeting, _ metric: Metric, unless seen: inout Set<UInt64>
  ) -> (path: [ArcID], via: Int)? {
    forward.trace(from: candidate.forward, into: &unpacking.upNodes)
    backward.trace(from: candidate.backward, into: &unpacking.downNodes)
    if seen.contains(candidate.time << 32 | UInt64(unpacking.upNodes[0])) { return nil }
    for node in unpacking.upNodes { seen.insert(candidate.time << 32 | UInt64(node)) }
    for node in unpacking.downNodes { seen.insert(candidate.time << 32 | UInt64(node)) }
    var path = [ArcID]()
    let via = unpacking.unpack(metric, into: &path)
    return (path, via)
  }

  private struct Meeting {
    var time: UInt64
    var forward: Int
    var backward: Int
  }

  /// All nodes that both full climbs reach within `longest`, fastest first.
  private func meetings(
    _ metric: Metric, sources: Span<Seed>, targets: Span<Seed>, longest: UInt64
  ) -> [Meeting] {
    forward.start(sources, hierarchy)
    unsafe forward.climbToRoots(hierarchy, times: UnsafePointer(metric.up))
    backward.start(targets, hierarchy)
    unsafe backward.climbToRoots(hierarchy, times: UnsafePointer(metric.down))
    var found = [Meeting]()
    var (i, j) = (0, 0)
    while i < forward.visitedCount, j < backward.visitedCount {
      // In bounds by the loop's condition.
      let (a, b) = unsafe (forward.visitedNode[i], backward.visitedNode[j])
      if a == b {
        let time = unsafe forward.visitedKey[i] >> 32 + backward.visitedKey[j] >> 32
        if time <= longest { found.append(Meeting(time: time, forward: i, backward: j)) }
      }
      if a <= b { i += 1 }
      if b <= a { j += 1 }
    }
    found.sort { ($0.time, $0.forward) < ($1.time, $1.forward) }
    // The winner of the query stays unpackable no more: the climbs were run anew.
    self.metric = nil
    meeting = nil
    return found
  }

  /// Milliseconds of `path` on streets among `others`.
  private func sharedTime(_ path: [ArcID], _ others: Set<ArcID>, _ metric: Metric) -> UInt64 {
    path.reduce(0) { others.contains($1) ? $0 + UInt64(metric.time(of: $1).rawValue) : $0 }
  }

  private func repeatsNode(_ path: [ArcID]) -> Bool {
    guard let first = path.first else { return false }
    var seen: Set<NodeID> = [ends(of: first).tail]
    return path.contains { !seen.insert(ends(of: $0).head).inserted }
  }

  /// Whether the part of `path` that reaches `window` milliseconds to both sides of position `via` is as
  /// fast as a query between its ends.
  private func isShortest(around via: Int, of path: [ArcID], window: UInt64, _ metric: Metric) -> Bool {
    if path.isEmpty { return true }
    var (begin, end) = (via, via)
    var (before, after): (UInt64, UInt64) = (0, 0)
    while begin > 0, before < window {
      begin -= 1
      before += UInt64(metric.time(of: path[begin]).rawValue)
    }
    while end < path.count, after < window {
      after += UInt64(metric.time(of: path[end]).rawValue)
      end += 1
    }
    if begin == end { return true }
    let (from, to) = (ends(of: path[begin]).tail, ends(of: path[end - 1]).head)
    defer { probe.rest() }
    return UInt64(probe.time(metric, from: from, to: to).rawValue) == before + after
  }

  /// Both ends of an input arc, from where it lies in the hierarchy.
  private func ends(of arc: ArcID) -> (tail: NodeID, head: NodeID) {
    let side = hierarchy.sideOfArc[arc]
    let (low, high) = (hierarchy.tail(of: side.arc), hierarchy.upHead[side.arc])
    return side.isDownward ? (high, low) : (low, high)
  }
}
