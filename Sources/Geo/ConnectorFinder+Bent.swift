internal import Dense

extension ConnectorFinder {
  private static var maximumSettled: Int { 300 }
  /// The longest way, in metres.
  private static var maximumLength: Double { 300 }
  /// How many legs are looked at for obstacles before there is a connector, and how many after.
  private static var maximumTests: (before: Int, after: Int) { (600, 100) }
  /// How far beside a corner one walks, in metres.
  private static var berth: Double { 0.4 }
  /// The longest leg between two corners, in metres; nearly always there is another corner before.
  private static var longestLeg: Double { 60 }
  /// How many streets are tried from each corner.
  private static var streetsPerVertex: Int { 6 }

  /// Adds connectors that turn around corners and lead through gates, shortest first.
  ///
  /// A* over the corners of obstacles; whether a leg is clear is asked only when the leg is
  /// next in line, since most never are. True when the start turns out to be enclosed: all that
  /// can be reached from it lies well within `radius`.
  mutating func findBent(within radius: Double) -> Bool {
    collectVertices(within: radius)
    bent.queue.removeAll()
    passed.removeAll(keepingCapacity: true)
    passed.append(contentsOf: pieces.indices.lazy.map { Int32($0) })
    passed.sort { pieces[Int($0)].distance < pieces[Int($1)].distance }
    bent.vertices[0].length = 0
    expand(0)
    var settled = 0
    var furthest = 0.0
    var tests = 0
    let before = found.count
    while let step = bent.queue.pop() {
      let budget = found.count == before ? Self.maximumTests.before : Self.maximumTests.after
      guard Double(step.bound) <= min(limit, Self.maximumLength), settled < Self.maximumSettled,
        tests < budget
      else { return false }
      let to = Int(step.to)
      switch step.kind {
      case .guess:
        guard bent.vertices[to].length == .infinity else { continue }
        if bent.vertices[to].ahead < 0 { bent.vertices[to].ahead = nearestPiece(to: bent.vertices[to].point) }
        push(.vertex, from: step.from, to: step.to, bound: Double(step.bound) + bent.vertices[to].ahead)
      case .vertex:
        guard bent.vertices[to].length == .infinity else { continue }
        tests += 1
        let from = bent.vertices[Int(step.from)]
        guard isClear(from: step.from, to: bent.vertices[to].coordinate, end: .open) else { continue }
        if let street = firstCrossing(from: from.point, to: bent.vertices[to].point, except: -1) {
          // Whoever crosses a street has reached the network: nothing beyond it is wanted.
          addConnector(from: step.from, to: street)
          continue
        }
        bent.vertices[to].length = from.length + (bent.vertices[to].point - from.point).length
        bent.vertices[to].parent = step.from
        settled += 1
        furthest = max(furthest, bent.vertices[to].point.length)
        expand(step.to)
      case .street:
        guard !isReached(pieces[to].piece.owner) else { continue }
        tests += 1
        let point = bent.vertices[Int(step.from)].point
        let near = pieces[to]
        let target = Stop(on: near, at: point.nearestFraction(on: near.a, near.b))
        addConnector(
          from: step.from, to: firstCrossing(from: point, to: target.point, except: step.to) ?? target)
      }
      if found.count >= before + options.maximumCount { return false }
      if found.count > before, budget == Self.maximumTests.before { tests = 0 }
    }
    return found.isEmpty && furthest < 0.7 * radius
  }

  /// Whether a leg is clear that ends in the open or on a street.
  private func isClear(from: Int32, to: Coordinate, end: SightTolerance) -> Bool {
    let line = Segment(bent.vertices[Int(from)].coordinate, to)
    return obstacles.isClear(line, start: from == 0 ? options.tolerance : .open, end: end)
  }

  private mutating func push(_ kind: BentStep.Kind, from: Int32, to: Int32, bound: Double) {
    guard bound <= min(limit, Self.maximumLength) else { return }
    bent.queue.push(BentStep(bound: Float(bound), from: from, to: to, kind: kind))
  }

  /// Puts all legs that leave vertex `number` into the queue.
  private mutating func expand(_ number: Int32) {
    let here = bent.vertices[Int(number)]
    let incoming = number == 0 ? Point.zero : here.point - bent.vertices[Int(here.parent)].point
    let furthest = min(
      min(limit, Self.maximumLength) - here.length, number == 0 ? .infinity : Self.longestLeg)
    for to in bent.vertices.indices where bent.vertices[to].length == .infinity {
      let along = bent.vertices[to].point - here.point
      let square = along.lengthSquared
      guard square <= furthest * furthest, square > 0.0025 else { continue }
      let length = square.squareRoot()
      if number != 0, !here.isTouched(along: along, length: length) { continue }
      if number != 0, !here.wraps(incoming: incoming, outgoing: along) { continue }
      if !bent.vertices[to].isTouched(along: along, length: length) { continue }
      push(.guess, from: number, to: Int32(to), bound: here.length + length)
    }
    // Straight lines from the start were tried before.
    if number == 0 { return }
    collectNearest(to: here.point)
    for street in bent.nearest {
      push(.street, from: number, to: street.row, bound: here.length + street.distance)
    }
  }

  /// The distance from `point` to the nearest piece.
  private func nearestPiece(to point: Point) -> Double {
    let fromStart = point.length
    var least = Double.infinity
    for row in passed {
      let near = pieces[Int(row)]
      // Pieces come in the order of their distance from the start: from here on none can be nearer.
      if near.distance - fromStart >= least { break }
      least = min(least, point.distance(toSegment: near.a, near.b))
    }
    return least
  }

  /// Finds the nearest pieces of different streets that are not reached yet.
  private mutating func collectNearest(to point: Point) {
    bent.nearest.removeAll(keepingCapacity: true)
    let fromStart = point.length
    for row in passed {
      let near = pieces[Int(row)]
      let furthest =
        bent.nearest.count < Self.streetsPerVertex
        ? Double.infinity : bent.nearest[bent.nearest.count - 1].distance
      if near.distance - fromStart >= furthest { return }
      let distance = point.distance(toSegment: near.a, near.b)
      if distance >= furthest || isReached(near.piece.owner) { continue }
      insertNearest(row: row, distance: distance, owner: near.piece.owner)
    }
  }

  /// Keeps the list of nearest pieces sorted, with one piece for each street.
  private mutating func insertNearest(row: Int32, distance: Double, owner: UInt32) {
    if let same = bent.nearest.firstIndex(where: { pieces[Int($0.row)].piece.owner == owner }) {
      if bent.nearest[same].distance <= distance { return }
      bent.nearest.remove(at: same)
    } else if bent.nearest.count == Self.streetsPerVertex {
      bent.nearest.removeLast()
    }
    let place = bent.nearest.firstIndex { $0.distance > distance } ?? bent.nearest.count
    bent.nearest.insert((row, distance), at: place)
  }

  /// Adds the connector whose last leg runs from vertex `from` to `end`, if that leg is clear and the street new.
  private mutating func addConnector(from: Int32, to end: Stop) {
    let last = bent.vertices[Int(from)]
    guard !isReached(end.piece.owner), !isReached(end.coordinate),
      isClear(from: from, to: end.coordinate, end: .street)
    else { return }
    var connector = end.connector(length: last.length + (end.point - last.point).length)
    var path = [end.coordinate]
    var vertex = from
    while vertex > 0 {
      path.append(bent.vertices[Int(vertex)].coordinate)
      if bent.vertices[Int(vertex)].opening != .none {
        connector.openings.append(bent.vertices[Int(vertex)].opening)
      }
      vertex = bent.vertices[Int(vertex)].parent
    }
    path.append(start)
    path.reverse()
    connector.bends = Array(path.dropFirst().dropLast())
    for leg in 1..<path.count {
      for opening in obstacles.openings(
        along: Segment(path[leg - 1], path[leg]), start: leg == 1 ? options.tolerance : .open)
      where !connector.openings.contains(opening) { connector.openings.append(opening) }
    }
    found.append(connector)
    limit = min(limit, connector.length + options.surplus)
  }
}

extension ConnectorFinder {
  /// Loads the start, the corners of obstacles and the gates within `radius` metres.
  private mutating func collectVertices(within radius: Double) {
    bent.vertices.removeAll(keepingCapacity: true)
    bent.vertices.append(BentVertex(point: .zero, coordinate: start, kind: .start))
    bent.stamps.clear()
    let reach = min(radius, limit)
    let box = BoundingBox(around: start, metres: reach)
    obstacles.index.forEach(in: box) { item in
      guard bent.stamps.insert(item) else { return }
      let id = ObstacleID(rawValue: item)
      addCorner(atStartOf: id, within: reach)
      if obstacles.marks[id].endsOpen {
        addTip(from: obstacles.starts[id], to: obstacles.ends[id], within: reach)
      }
    }
    bent.stamps.clear()
    obstacles.openingIndex.forEach(in: box) { item in
      let id = OpeningID(rawValue: item)
      let place = obstacles.openings[id]
      let point = frame.point(place)
      guard obstacles.openingIsPassage[id] != 0, point.length <= reach, bent.stamps.insert(item) else {
        return
      }
      var vertex = BentVertex(point: point, coordinate: place, kind: .opening)
      vertex.opening = id
      bent.vertices.append(vertex)
    }
  }

  /// Adds the corner at which obstacle `id` begins, if one can walk around it.
  private mutating func addCorner(atStartOf id: ObstacleID, within reach: Double) {
    let before = obstacles.previous[id]
    guard before != .none else {
      addTip(from: obstacles.ends[id], to: obstacles.starts[id], within: reach)
      return
    }
    let corner = frame.point(obstacles.starts[id])
    if corner.lengthSquared > reach * reach { return }
    let toBefore = frame.point(obstacles.starts[before]) - corner
    let toAfter = frame.point(obstacles.ends[id]) - corner
    let turn = toAfter.cross(toBefore)
    let lengths = toBefore.length * toAfter.length
    // Areas lie to the left: where the outline turns right, the corner points into the building.
    if obstacles.marks[id].isArea && turn < 0 { return }
    // Nearly straight on, less than 3 degrees: nothing to walk around.
    guard lengths > 0, abs(turn) > 0.05 * lengths || toBefore.dot(toAfter) > 0 else { return }
    let inwards = toBefore * (1 / toBefore.length) + toAfter * (1 / toAfter.length)
    let length = inwards.length
    // The way back along itself has no inside.
    let outwards =
      length > 1e-6 ? inwards * (-Self.berth / length) : toBefore * (-Self.berth / toBefore.length)
    add(corner: corner, beside: outwards, before: toBefore, after: toAfter)
  }

  /// Adds the open end of a fence.
  private mutating func addTip(from: Coordinate, to: Coordinate, within reach: Double) {
    let corner = frame.point(to)
    let back = frame.point(from) - corner
    guard corner.lengthSquared <= reach * reach, back.length > 0 else { return }
    add(corner: corner, beside: back * (-Self.berth / back.length), before: back, after: back)
  }

  private mutating func add(corner: Point, beside: Point, before: Point, after: Point) {
    let coordinate = frame.coordinate(corner + beside)
    bent.vertices.append(
      BentVertex(
        point: frame.point(coordinate), coordinate: coordinate, kind: .corner, before: before, after: after))
  }
}
