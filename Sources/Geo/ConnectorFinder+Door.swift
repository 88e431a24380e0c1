/// A plausible door of a building whose doors nobody mapped.
public struct InferredDoor: Hashable, Sendable {
  /// A point of the outline.
  public var position: Coordinate
  /// The ways from there to the streets, shortest first; see ``ConnectorFinder/find(from:in:)``.
  public var connectors: [Connector]

  /// Whether the door is reached by a way that nothing blocks.
  public var isClear: Bool { connectors.first?.isClear ?? false }
}

/// A door to try: at `fraction` of edge `edge`, with a straight way to piece `row`.
private struct DoorStep: HeapElement {
  var score: Double
  var fraction: Double
  var edge: Int32
  var row: Int32

  static func precedes(_ a: Self, _ b: Self) -> Bool {
    (a.score, a.edge, a.row) < (b.score, b.edge, b.row)
  }
}

/// An edge of an outline, in the plane around the middle of the building.
private struct OutlineEdge {
  var segment: Segment
  var a: Point
  var b: Point
  var length: Double

  /// Where a door may be: not at the very corner.
  var range: ClosedRange<Double> {
    let margin = min(1.5 / max(length, 0.1), 0.3)
    return margin...(1 - margin)
  }

  /// Metres that a short edge must be nearer to the street to be preferred.
  var handicap: Double { 8 * max(0, 1 - length / 4) }

  func place(_ fraction: Double) -> Coordinate { segment.a.interpolated(to: segment.b, fraction: fraction) }
}

extension ConnectorFinder {
  private static var maximumDoorTests: Int { 60 }
  private static var maximumDoorPieces: Int { 40 }

  /// Guesses the door of a building from its outline, which must be among the obstacles.
  ///
  /// The point whose straight way to a street is clear and shortest, on a long edge rather than on
  /// a short one and not at a corner. If there is none, the middle of the longest edge from
  /// which a way leads around corners; and if that fails too, the point nearest to a street, with
  /// connectors that are not clear. Nil when no street is near. Islands count only where there is nothing else.
  public mutating func outlineDoor(for ring: Ring, in streets: some StreetPieces) -> InferredDoor? {
    door(for: ring, in: MainlandPieces(base: streets)) ?? door(for: ring, in: streets)
  }

  private mutating func door(for ring: Ring, in streets: some StreetPieces) -> InferredDoor? {
    let outline = ring.wound(.counterclockwise)
    let box = outline.boundingBox
    guard outline.points.count > 2 else { return nil }
    start = box.centre
    frame = LocalFrame(at: start)
    let halfDiagonal = box.southWest.distance(to: box.northEast) / 2
    for radius in [options.firstRadius, options.lastRadius] {
      collectPieces(within: radius + halfDiagonal, of: streets)
      if !pieces.isEmpty { break }
    }
    guard !pieces.isEmpty else { return nil }
    let edges = outline.edges.map { [frame] edge in
      let (a, b) = (frame.point(edge.a), frame.point(edge.b))
      return OutlineEdge(segment: edge, a: a, b: b, length: (b - a).length)
    }
    var (queue, nearest) = doorSteps(on: edges)
    var tests = 0
    while let step = queue.pop(), tests < Self.maximumDoorTests {
      tests += 1
      let place = edges[Int(step.edge)].place(step.fraction)
      let near = pieces[Int(step.row)]
      let target = near.point(at: frame.point(place).nearestFraction(on: near.a, near.b))
      guard obstacles.isClear(Segment(place, frame.coordinate(target)), start: options.tolerance) else {
        continue
      }
      let door = InferredDoor(position: place, connectors: find(from: place, in: streets))
      if door.isClear { return door }
      break
    }
    let bent = options.bends == .allowed ? bentDoor(on: edges, in: streets) : nil
    if let bent { return bent }
    return nearest.map { guessedDoor(at: $0, in: streets) }
  }

  /// All doors to try with the streets they look at, and the one nearest to a street.
  private func doorSteps(on edges: [OutlineEdge]) -> (queue: Heap4<DoorStep>, nearest: Coordinate?) {
    let rows = pieces.indices.sorted { pieces[$0].distance < pieces[$1].distance }
      .prefix(Self.maximumDoorPieces)
    var queue = Heap4<DoorStep>()
    var least = Double.infinity
    var nearest: Coordinate?
    for (number, edge) in edges.enumerated() where edge.length > 0.5 {
      let outwards = (edge.b - edge.a).turnedLeft * -1
      let middle = (edge.a + edge.b) * 0.5
      for row in rows {
        let near = pieces[row]
        let facing = near.point(at: middle.nearestFraction(on: near.a, near.b))
        let opposite = facing.nearestFraction(on: edge.a, edge.b)
        for fraction in [0.5, min(max(opposite, edge.range.lowerBound), edge.range.upperBound)] {
          let door = edge.a + (edge.b - edge.a) * fraction
          let way = near.point(at: door.nearestFraction(on: near.a, near.b)) - door
          let score = way.length + edge.handicap
          if score < least {
            least = score
            nearest = edge.place(fraction)
          }
          // A way that leads into the house needs no test.
          guard way.dot(outwards) > 0 else { continue }
          queue.push(DoorStep(score: score, fraction: fraction, edge: Int32(number), row: Int32(row)))
        }
      }
    }
    return (queue, nearest)
  }

  /// A door with the straight way to the nearest street, blocked as it is.
  private mutating func guessedDoor(at place: Coordinate, in streets: some StreetPieces) -> InferredDoor {
    start = place
    frame = LocalFrame(at: place)
    found.removeAll(keepingCapacity: true)
    for radius in [options.firstRadius, 2 * options.lastRadius] where pieces.isEmpty || found.isEmpty {
      collectPieces(within: radius, of: streets)
      addGuess()
    }
    return InferredDoor(position: place, connectors: found)
  }

  /// The middle of the longest edge from which a way around corners leads to a street.
  private mutating func bentDoor(on edges: [OutlineEdge], in streets: some StreetPieces) -> InferredDoor? {
    for edge in sidesWithRoom(edges) {
      let place = edge.place(0.5)
      let door = InferredDoor(position: place, connectors: find(from: place, in: streets))
      if door.isClear { return door }
    }
    return nil
  }

  /// The longest edge towards each point of the compass that has a metre of free ground in front of it.
  private func sidesWithRoom(_ edges: [OutlineEdge]) -> [OutlineEdge] {
    var sides = [OutlineEdge?](repeating: nil, count: 4)
    for edge in edges where edge.length > 1 {
      let outwards = (edge.b - edge.a).turnedLeft * (-1 / edge.length)
      let side = abs(outwards.x) > abs(outwards.y) ? (outwards.x > 0 ? 0 : 1) : (outwards.y > 0 ? 2 : 3)
      if edge.length <= sides[side]?.length ?? 0 { continue }
      let front = frame.coordinate((edge.a + edge.b) * 0.5 + outwards)
      if obstacles.isClear(Segment(edge.place(0.5), front), start: options.tolerance, end: .open) {
        sides[side] = edge
      }
    }
    return sides.compactMap { $0 }.sorted { $0.length > $1.length }
  }
}
