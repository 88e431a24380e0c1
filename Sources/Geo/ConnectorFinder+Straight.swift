internal import Dense

/// A straight line to try: to `fraction` of row `row` of the pieces.
struct StraightStep: HeapElement {
  var length: Double
  var fraction: Double
  var row: Int32
  /// The nearest point of its piece; others are tried only where that one is blocked.
  var isNearest: Bool

  static func precedes(_ a: Self, _ b: Self) -> Bool {
    a.length < b.length || (a.length == b.length && a.row < b.row)
  }
}

extension ConnectorFinder {
  /// Nearer than this, in metres, a place lies on the street.
  private static var onStreet: Double { 0.1 }
  /// How many lines are tried before there is a connector, and how many after.
  private static var maximumTests: (before: Int, after: Int) { (96, 20) }
  /// How many pieces are looked at once there is a connector; nearly all further ones lie behind these.
  private static var maximumLooks: Int { 60 }

  /// Adds straight connectors, nearest first.
  ///
  /// - Returns: Whether pieces beyond `radius` would have added none.
  @discardableResult mutating func findStraight(within radius: Double) -> Bool {
    straight.removeAll()
    passed.removeAll(keepingCapacity: true)
    for row in pieces.indices {
      straight.push(
        StraightStep(
          length: pieces[row].distance, fraction: pieces[row].fraction, row: Int32(row), isNearest: true))
    }
    var tests = 0
    var looks = 0
    while let step = straight.pop() {
      if found.count >= options.maximumCount || step.length > limit { return true }
      if step.length > radius { return false }
      looks += found.isEmpty ? 0 : 1
      if looks > Self.maximumLooks { return true }
      if step.isNearest { passed.append(step.row) }
      guard !isReached(pieces[Int(step.row)].piece.owner) else { continue }
      guard let end = stop(at: step), !isReached(end.piece.owner), !isReached(end.coordinate) else {
        continue
      }
      tests += 1
      if tests > (found.isEmpty ? Self.maximumTests.before : Self.maximumTests.after) { return true }
      let line = Segment(start, end.coordinate)
      if obstacles.isClear(line, start: options.tolerance) {
        if found.isEmpty { tests = 0 }
        var connector = end.connector(length: end.point.length)
        connector.openings = obstacles.openings(along: line, start: options.tolerance)
        found.append(connector)
        limit = min(limit, connector.length + options.surplus)
        // Who stands on a street reaches all others along it.
        if connector.length < Self.onStreet { return true }
      } else if step.isNearest {
        pushSamples(of: step.row)
      }
    }
    return found.count >= options.maximumCount || limit < radius
  }

  /// Where the line of `step` ends: at the first street it meets.
  private func stop(at step: StraightStep) -> Stop? {
    let target = Stop(on: pieces[Int(step.row)], at: step.fraction)
    return firstCrossing(from: .zero, to: target.point, except: step.row) ?? target
  }

  /// The first point at which the line crosses a piece that was passed, some way before its end.
  func firstCrossing(from: Point, to: Point, except: Int32) -> Stop? {
    let along = to - from
    let length = along.length
    // Where streets meet, all of them touch the end of the line; that is no crossing.
    var least = 1 - 0.05 / max(length, 0.05)
    var best: Stop?
    let furthest = max(from.lengthSquared, to.lengthSquared).squareRoot()
    for row in passed where row != except {
      let near = pieces[Int(row)]
      // Pieces come in the order of their distance from the start: the line ends before the others begin.
      if near.distance > furthest { break }
      let a = near.a - from
      let b = near.b - from
      let sides = (along.cross(a), along.cross(b))
      guard (sides.0 < 0) != (sides.1 < 0) else { continue }
      let fraction = sides.0 / (sides.0 - sides.1)
      let here = (a + (b - a) * fraction).dot(along) / max(length * length, 1e-9)
      if here >= 0, here < least {
        least = here
        best = Stop(on: near, at: fraction)
      }
    }
    return best
  }

  /// Tries some more points of a piece whose nearest point is blocked.
  private mutating func pushSamples(of row: Int32) {
    let near = pieces[Int(row)]
    let length = (near.b - near.a).length
    guard length > 4 else { return }
    for fraction in [0, 1, near.fraction - 10 / length, near.fraction + 10 / length] {
      guard fraction >= 0, fraction <= 1, abs(fraction - near.fraction) * length > 2 else { continue }
      straight.push(
        StraightStep(length: near.point(at: fraction).length, fraction: fraction, row: row, isNearest: false))
    }
  }

  /// Whether a connector to the street segment exists.
  func isReached(_ owner: UInt32) -> Bool { found.contains { $0.owner == owner } }

  /// Whether a connector ends there.
  func isReached(_ position: Coordinate) -> Bool { found.contains { $0.position == position } }
}
