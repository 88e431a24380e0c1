internal import Dispatch
internal import Synchronization

/// Recursive bisection of pieces, large ones with all threads on one cut, small ones side by side.
struct OrderDissection {
  private let progress: (@Sendable (Double) -> Void)?

  /// Pieces above this share of all nodes are cut one at a time, all directions in parallel.
  private static let sharedCutDivisor = 24
  private static let smallestSharedCut = 8_000

  init(progress: (@Sendable (Double) -> Void)?) { self.progress = progress }

  /// The kernel node of each rank.
  func order(_ pieces: [OrderPiece], count: Int) -> [Int32] {
    let ranked = Ranked(count: count, progress: progress)
    let limit = max(count / Self.sharedCutDivisor, Self.smallestSharedCut)
    var large = pieces.filter { $0.count > limit }
    var small = pieces.filter { $0.count <= limit }
    while let piece = large.popLast() {
      for part in Self.split(piece, by: Self.bisectInParallel(piece), ranked) {
        if part.count > limit { large.append(part) } else { small.append(part) }
      }
    }
    // Stable and deterministic: largest first balances the threads, results do not depend on the schedule.
    small.sort { ($0.count, $1.rank) > ($1.count, $0.rank) }
    let work = small
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: Self.threadCount) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= work.count { return }
        Self.orderAlone(work[index], ranked)
      }
    }
    return ranked.nodes
  }

  static var threadCount: Int { max(1, min(8, Processors.count)) }

  /// Orders one piece completely on this thread.
  private static func orderAlone(_ piece: OrderPiece, _ ranked: Ranked) {
    var order = [(rank: Int, node: Int32)]()
    order.reserveCapacity(piece.count)
    var stack = [piece]
    while let piece = stack.popLast() {
      if piece.count <= OrderPiece.leafLimit {
        for (index, node) in piece.minimumFillOrder().enumerated() {
          order.append((piece.rank + index, piece.nodes[Int(node)]))
        }
        continue
      }
      let cut = OrderBisection.best(of: piece, directions: OrderBisection.directions)
      let (parts, separator) = divide(piece, by: cut)
      order += separator
      stack += parts
    }
    ranked.place(order)
  }

  private static func bisectInParallel(_ piece: OrderPiece) -> OrderBisection {
    let all = OrderBisection.directions
    let groups = threadCount > 1 ? 2 : 1
    let found = Mutex([OrderBisection?](repeating: nil, count: groups))
    DispatchQueue.concurrentPerform(iterations: groups) { group in
      let mine = all.indices.filter { $0 % groups == group }.map { all[$0] }
      let best = OrderBisection.best(of: piece, directions: mine)
      found.withLock { $0[group] = best }
    }
    return found.withLock { $0.compactMap { $0 } }.reduce(OrderBisection(), OrderBisection.better)
  }

  private static func split(_ piece: OrderPiece, by cut: OrderBisection, _ ranked: Ranked) -> [OrderPiece] {
    let (parts, separator) = divide(piece, by: cut)
    ranked.place(separator)
    return parts
  }

  /// The connected pieces on both sides of the cut, and the separator with the highest ranks of the range.
  private static func divide(
    _ piece: OrderPiece, by cut: OrderBisection
  ) -> (parts: [OrderPiece], separator: [(rank: Int, node: Int32)]) {
    let cut = cut.part.isEmpty ? OrderBisection.byDistance(piece) : cut
    guard !cut.part.isEmpty else { return divideAnyhow(piece) }
    let sources = piece.pieces(where: cut.part, is: 0, rank: piece.rank)
    let targets = piece.pieces(where: cut.part, is: 2, rank: piece.rank + sources.reduce(0) { $0 + $1.count })
    let parts = sources + targets
    let separator = cut.part.indices.filter { cut.part[$0] == 1 }
    let rank = piece.rank + piece.count - separator.count
    return (parts, separator.enumerated().map { (rank + $0.offset, piece.nodes[$0.element]) })
  }

  /// A piece that nothing separates (a clique, for instance) keeps its order.
  private static func divideAnyhow(
    _ piece: OrderPiece
  ) -> (parts: [OrderPiece], separator: [(rank: Int, node: Int32)]) {
    ([], piece.nodes.indices.map { (piece.rank + $0, piece.nodes[$0]) })
  }
}

/// The common result of all threads.
private final class Ranked: Sendable {
  private let state: Mutex<(nodes: [Int32], done: Int)>
  private let count: Int
  private let progress: (@Sendable (Double) -> Void)?

  init(count: Int, progress: (@Sendable (Double) -> Void)?) {
    state = Mutex(([Int32](repeating: -1, count: count), 0))
    self.count = count
    self.progress = progress
  }

  var nodes: [Int32] { state.withLock { $0.nodes } }

  func place(_ order: [(rank: Int, node: Int32)]) {
    let done = state.withLock { state in
      for (rank, node) in order { state.nodes[rank] = node }
      state.done += order.count
      return state.done
    }
    progress?(Double(done) / Double(max(count, 1)))
  }
}
