internal import Dense

/// How near an end of a line an obstacle counts as being at that end, where it is touched, not crossed.
@frozen public struct SightTolerance: Hashable, Sendable {
  /// Metres between the end and the outline of an area: the building with the door.
  public var outline: Double
  /// Metres between the end and a wall, fence or the like.
  public var line: Double

  @inlinable public init(outline: Double, line: Double) {
    self.outline = outline
    self.line = line
  }

  /// A door, which may be drawn a little beside its outline.
  @inlinable public static var door: SightTolerance { SightTolerance(outline: 0.3, line: 0.05) }
  /// A point of a street, which may touch houses; on a wall one would not know on which side of it one is.
  @inlinable public static var street: SightTolerance { SightTolerance(outline: 0.05, line: -1) }
  /// A place in the open, where nothing may be touched.
  @inlinable public static var open: SightTolerance { SightTolerance(outline: -1, line: -1) }
}

extension ObstacleMap {
  /// Whether one can walk straight from `line.a` to `line.b`.
  ///
  /// An obstacle that is touched only at an end of the line does not block it, and none does that
  /// is crossed within ``openingRadius`` of one of its openings. A line that starts or ends on the
  /// outline of an area must keep outside of it there, opening or not. A line that never leaves
  /// an area (indoors) is not blocked by it.
  ///
  /// - Complexity: O(obstacles in the cells touched); no allocation.
  public func isClear(_ line: Segment, start: SightTolerance = .door, end: SightTolerance = .street) -> Bool {
    blocker(of: line, start: start, end: end) == nil
  }

  /// An obstacle that blocks the straight way, or nil; see ``isClear(_:start:end:)``.
  public func blocker(of line: Segment, start: SightTolerance = .door, end: SightTolerance = .street)
    -> ObstacleID?
  {
    let box = line.boundingBox
    var found: ObstacleID?
    _ = index.contains(along: line) { item in
      let id = ObstacleID(rawValue: item)
      let obstacle = Segment(starts[id], ends[id])
      if obstacle.mayMeet(line, in: box) {
        guard isBlocked(line, by: id, obstacle, start, end) else { return false }
      } else if end.line < 0, !marks[id].isArea, obstacle.isBeside(line.b) {
        // The line ends on a wall, but for rounding.
        if opening(at: line.b, of: id) != nil { return false }
      } else {
        // A door was rounded to the inside of its outline, and the line leads further in.
        guard obstacle.isBeside(line.a), marks[id].isArea, isInside(areaOf: id, line, at: 0.5) else {
          return false
        }
      }
      found = id
      return true
    }
    return found
  }

  /// The openings that the straight way uses, each once, in no particular order.
  ///
  /// Openings at the start of the line are not among them.
  public func openings(along line: Segment, start: SightTolerance = .door) -> [OpeningID] {
    let box = line.boundingBox
    let length = line.a.distance(to: line.b)
    var used: [OpeningID] = []
    index.forEach(along: line) { item in
      let id = ObstacleID(rawValue: item)
      let obstacle = segment(id)
      guard marks[id].hasOpening, obstacle.mayMeet(line, in: box) else { return }
      let contact = Contact(line, obstacle)
      guard contact.first * length > start.line,
        let opening = opening(at: contact.place(on: line), of: id),
        !used.contains(opening)
      else { return }
      used.append(opening)
    }
    return used
  }

  /// The nearest opening of obstacle `id` that is near enough to `place` to pass there.
  func opening(at place: Coordinate, of id: ObstacleID) -> OpeningID? {
    guard marks[id].hasOpening else { return nil }
    let owner = owners[id]
    let frame = LocalFrame(at: place)
    var best: OpeningID?
    var least = Self.openingRadius * Self.openingRadius
    openingIndex.forEach(in: BoundingBox(around: place, metres: Self.openingRadius)) { item in
      let opening = OpeningID(rawValue: item)
      let distance = frame.point(openings[opening]).lengthSquared
      guard distance <= least, openingOwners[opening] == owner || openingOwners[opening] == Self.anyOwner
      else { return }
      best = opening
      least = distance
    }
    return best
  }

  /// Whether obstacle `id`, which shares a point with the line, blocks it.
  private func isBlocked(
    _ line: Segment, by id: ObstacleID, _ obstacle: Segment, _ start: SightTolerance, _ end: SightTolerance
  ) -> Bool {
    let contact = Contact(line, obstacle)
    let length = line.a.distance(to: line.b)
    let mark = marks[id]
    guard mark.isArea else {
      let isAtEnd = contact.last * length <= start.line || (1 - contact.first) * length <= end.line
      return !isAtEnd && opening(at: contact.place(on: line), of: id) == nil
    }
    let isAtStart = contact.last * length <= start.outline
    let isAtEnd = (1 - contact.first) * length <= end.outline
    if !isAtStart && !isAtEnd {
      if opening(at: contact.place(on: line), of: id) != nil { return false }
      if contact.isProper { return true }
    }
    // Half a metre before and after the outline, but not beyond the middle of what is left there.
    let step = length > 0 ? 0.5 / length : 0
    let before = max(contact.first - step, contact.first / 2)
    let after = min(contact.last + step, (contact.last + 1) / 2)
    if isAtStart && isAtEnd { return isInside(areaOf: id, line, at: 0.5) }
    return (!isAtStart && contact.first > 0 && isInside(areaOf: id, line, at: before))
      || (!isAtEnd && contact.last < 1 && isInside(areaOf: id, line, at: after))
  }

  /// Whether the place at `fraction` of the line lies in the area that obstacle `id` bounds.
  ///
  /// Within 2 mm of its outline it does not.
  private func isInside(areaOf id: ObstacleID, _ line: Segment, at fraction: Double) -> Bool {
    let x = Double(line.a.longitudeE7) + Double(line.a.eastwardUnits(to: line.b)) * fraction
    let y = Double(line.a.latitudeE7) + Double(line.a.northwardUnits(to: line.b)) * fraction
    let owner = owners[id]
    var row = id.index
    while row > 0, owners[ObstacleID(row - 1)] == owner { row -= 1 }
    var inside = false
    while row < owners.count, owners[ObstacleID(row)] == owner {
      let edge = ObstacleID(row)
      row += 1
      guard marks[edge].isArea else { continue }
      let a = Point(x: Double(starts[edge].longitudeE7) - x, y: Double(starts[edge].latitudeE7) - y)
      let b = Point(x: Double(ends[edge].longitudeE7) - x, y: Double(ends[edge].latitudeE7) - y)
      if min(a.x, b.x) < 0.2, max(a.x, b.x) > -0.2, min(a.y, b.y) < 0.2, max(a.y, b.y) > -0.2,
        Point.zero.distance(toSegment: a, b) < 0.2
      {
        return false
      }
      if (a.y > 0) != (b.y > 0), a.x - a.y * (b.x - a.x) / (b.y - a.y) > 0 { inside.toggle() }
    }
    return inside
  }
}

extension Segment {
  /// Whether `place` is within about two units of the segment, as far as rounding moves a point of it.
  @inline(__always)
  fileprivate func isBeside(_ place: Coordinate) -> Bool {
    let reach: Int32 = 2
    guard place.longitudeE7 &+ reach >= min(a.longitudeE7, b.longitudeE7),
      place.longitudeE7 &- reach <= max(a.longitudeE7, b.longitudeE7),
      place.latitudeE7 &+ reach >= min(a.latitudeE7, b.latitudeE7),
      place.latitudeE7 &- reach <= max(a.latitudeE7, b.latitudeE7)
    else { return false }
    let size = max(a.eastwardUnits(to: b).magnitude, a.northwardUnits(to: b).magnitude)
    return Coordinate.turn(a, b, place).magnitude <= UInt64(reach) * size
  }

  /// Whether the segments share a point; `box` is the box of `line`.
  @inline(__always)
  fileprivate func mayMeet(_ line: Segment, in box: BoundingBox) -> Bool {
    if max(a.longitudeE7, b.longitudeE7) < box.southWest.longitudeE7
      || min(a.longitudeE7, b.longitudeE7) > box.northEast.longitudeE7
      || max(a.latitudeE7, b.latitudeE7) < box.southWest.latitudeE7
      || min(a.latitudeE7, b.latitudeE7) > box.northEast.latitudeE7
    {
      return false
    }
    let fromLine = (Coordinate.turn(line.a, line.b, a), Coordinate.turn(line.a, line.b, b))
    if (fromLine.0 > 0 && fromLine.1 > 0) || (fromLine.0 < 0 && fromLine.1 < 0) { return false }
    let fromHere = (Coordinate.turn(a, b, line.a), Coordinate.turn(a, b, line.b))
    return !((fromHere.0 > 0 && fromHere.1 > 0) || (fromHere.0 < 0 && fromHere.1 < 0))
  }
}

/// The part of a line that an obstacle touches, as fractions of its length.
private struct Contact {
  var first: Double
  var last: Double
  /// The line passes from one side of the obstacle to the other, not through an end of it.
  var isProper: Bool

  /// The contact of two segments that share a point.
  init(_ line: Segment, _ obstacle: Segment) {
    let a = Coordinate.turn(line.a, line.b, obstacle.a)
    let b = Coordinate.turn(line.a, line.b, obstacle.b)
    isProper = false
    if a == 0 && b == 0 {
      let ends = (Self.fraction(of: obstacle.a, on: line), Self.fraction(of: obstacle.b, on: line))
      first = min(ends.0, ends.1)
      last = max(ends.0, ends.1)
    } else {
      first = line.crossingFraction(obstacle)
      last = first
      isProper = a != 0 && b != 0 && first > 0 && first < 1
    }
  }

  /// How far along the line a point of it lies, 0...1.
  private static func fraction(of place: Coordinate, on line: Segment) -> Double {
    let along = (Double(line.a.eastwardUnits(to: line.b)), Double(line.a.northwardUnits(to: line.b)))
    let square = along.0 * along.0 + along.1 * along.1
    if square == 0 { return 0 }
    let here = (Double(line.a.eastwardUnits(to: place)), Double(line.a.northwardUnits(to: place)))
    return min(max((here.0 * along.0 + here.1 * along.1) / square, 0), 1)
  }

  func place(on line: Segment) -> Coordinate {
    line.a.interpolated(to: line.b, fraction: (first + last) / 2)
  }
}
