internal import Dense
internal import Dispatch
internal import Synchronization

/// Splits a piece at a small, balanced node separator found by inertial flow.
///
/// For several directions, the nodes that lie furthest to one side become sources and those furthest to the
/// other side targets of a flow; both extreme minimum cuts are candidates. The terminal share then grows
/// step by step, keeping the flow, so that every direction offers cuts of several balances. The cut with the
/// fewest separator nodes per node of the smaller side wins.
struct OrderBisection {
  /// Terminal shares, ascending.
  static let shares: [Double] = [0.10, 0.20, 0.30, 0.38]
  static let directions: [(x: Float, y: Float)] = [
    (1, 0), (0, 1), (0.70711, 0.70711), (0.70711, -0.70711),
  ]

  /// 0 or 2 for the sides, 1 for the separator, per local node.
  private(set) var part: [UInt8] = []
  /// Separator nodes per node of the smaller side; the smaller the better.
  private(set) var score = Double.infinity

  /// Tries `directions` on `piece`, one after the other.
  static func best(of piece: OrderPiece, directions: [(x: Float, y: Float)]) -> OrderBisection {
    var best = OrderBisection()
    let cut = VertexCut(piece.graph)
    for direction in directions { best.improve(piece, DirectionalPlaces(piece, direction), cut) }
    return best
  }

  /// Tries the order of a breadth-first search instead of a direction, for pieces without useful positions.
  static func byDistance(_ piece: OrderPiece) -> OrderBisection {
    var best = OrderBisection()
    let cut = VertexCut(piece.graph)
    let far = piece.breadthFirst(from: 0).last ?? 0
    var keys = [Float](repeating: 0, count: piece.count)
    for (index, node) in piece.breadthFirst(from: far).enumerated() { keys[Int(node)] = Float(index) }
    best.improve(piece, DirectionalPlaces(keys), cut)
    return best
  }

  private mutating func improve(_ piece: OrderPiece, _ places: DirectionalPlaces, _ cut: VertexCut) {
    var candidate = [UInt8](repeating: 0, count: piece.count)
    cut.reset()
    for share in Self.shares {
      guard let terminals = places.terminals(share: share) else { break }
      let limit = score.isFinite ? Int(score * Double(piece.count) / 2) : Int.max
      guard cut.maximize(place: places.place, terminals: terminals, limit: limit) else { break }
      cut.targetParts(place: places.place, terminals: terminals, into: &candidate)
      consider(candidate)
      cut.sourceParts(place: places.place, terminals: terminals, into: &candidate)
      consider(candidate)
    }
  }

  private mutating func consider(_ candidate: [UInt8]) {
    var counts = [3 of Int](repeating: 0)
    for label in candidate { counts[Int(label)] += 1 }
    let smaller = min(counts[0], counts[2])
    if smaller == 0 { return }
    let value = Self.score(separator: counts[1], smaller: smaller, total: candidate.count)
    if value < score {
      score = value
      part = candidate
    }
  }

  static func score(separator: Int, smaller: Int, total: Int) -> Double {
    Double(separator) / Double(smaller)
  }

  /// The better of two results for the same piece; the first of equals.
  static func better(_ a: OrderBisection, _ b: OrderBisection) -> OrderBisection { b.score < a.score ? b : a }
}

/// The nodes of a piece, ranked along one direction in small steps.
private struct DirectionalPlaces {
  /// Step of each node, ascending along the direction.
  var place: [Int32]
  /// Number of nodes below each step.
  private var below: [Int32]

  init(_ piece: OrderPiece, _ direction: (x: Float, y: Float)) {
    self.init((0..<piece.count).map { piece.x[$0] * direction.x + piece.y[$0] * direction.y })
  }

  init(_ keys: [Float]) {
    let steps = min(4 * keys.count, 1 << 16)
    let (low, high) = (keys.min() ?? 0, keys.max() ?? 0)
    let scale = high > low ? Float(steps - 1) / (high - low) : 0
    place = keys.map { Int32(min(Float(steps - 1), ($0 - low) * scale)) }
    below = [Int32](repeating: 0, count: steps + 1)
    for step in place { below[Int(step) + 1] += 1 }
    for step in 0..<steps { below[step + 1] += below[step] }
  }

  /// The step below which at least `share` of the nodes lie, and the one from which on as many do.
  func terminals(share: Double) -> VertexCut.Terminals? {
    let wanted = max(1, Int32(share * Double(place.count)))
    let count = Int32(place.count)
    let source = below.lowerBound(of: wanted)
    let target = below.partitioningIndex { count - $0 < wanted } - 1
    return source <= target ? VertexCut.Terminals(source: Int32(source), target: Int32(target)) : nil
  }
}
