internal import Dense

/// Collects obstacles and openings, in any order, and makes an ``ObstacleMap`` of them.
public struct ObstacleMapBuilder: Sendable {
  /// One line or area: rows of ``points`` in order, closed or open.
  private struct Run {
    var points: Range<Int>
    var mark: ObstacleMark
    var isClosed: Bool
    var owner: UInt32
    /// Rings of one area share it, and stay together.
    var group: Int
  }

  private var points: [Coordinate] = []
  private var runs: [Run] = []
  private var groups = 0
  private var openings = ObstacleOpenings()

  public init() {}

  /// Adds a wall, fence, hedge, bank or the like; closed when it ends where it starts.
  public mutating func addLine(_ line: [Coordinate], kind: ObstacleKind, owner: UInt32) {
    let isClosed = line.count > 3 && line.first == line.last
    add(isClosed ? Array(line.dropLast()) : line, mark: ObstacleMark(kind), isClosed: isClosed, owner: owner)
    groups += 1
  }

  /// Adds a building or a lake, whose inside may not be entered.
  ///
  /// An `owner` has one area at most; give all its parts as `areas`.
  public mutating func addArea(_ areas: [Polygon], kind: ObstacleKind, owner: UInt32) {
    var mark = ObstacleMark(kind)
    mark.isArea = true
    for area in areas {
      add(area.outer.wound(.counterclockwise).points, mark: mark, isClosed: true, owner: owner)
      for hole in area.holes { add(hole.wound(.clockwise).points, mark: mark, isClosed: true, owner: owner) }
    }
    groups += 1
  }

  private mutating func add(_ line: [Coordinate], mark: ObstacleMark, isClosed: Bool, owner: UInt32) {
    let first = points.count
    for point in line where points.count == first || points[points.count - 1] != point {
      points.append(point)
    }
    if isClosed, points.count > first + 1, points[points.count - 1] == points[first] { points.removeLast() }
    if points.count < first + 2 {
      points.removeSubrange(first...)
    } else {
      runs.append(
        Run(points: first..<points.count, mark: mark, isClosed: isClosed, owner: owner, group: groups))
    }
  }

  /// Adds a gate, an entrance or the crossing of a path: one may pass here through obstacles of
  /// `owner`, or through all of them.
  public mutating func addOpening(at place: Coordinate, owner: UInt32 = ObstacleMap.anyOwner) {
    openings.add(place, owner)
  }

  /// Sorts all by place and makes the map.
  ///
  /// - Complexity: O(n log n).
  public func build(cellSize: Double = 30) -> ObstacleMap { laid(cellSize: cellSize).build() }

  /// Sorts all by place; more openings may come.
  ///
  /// `cellSize` is the width of the cells of its index, in metres.
  ///
  /// - Complexity: O(n log n).
  public func laid(cellSize: Double = 30) -> LaidObstacles {
    LaidObstacles(
      ObstacleRows(runs: orderedRuns().map { (points[$0.points], $0.mark, $0.isClosed, $0.owner) }),
      openings, cellSize: cellSize)
  }

  /// The runs, those near each other together, rings of one area next to each other.
  private func orderedRuns() -> [Run] {
    var placeOf = [UInt64](repeating: 0, count: groups)
    for run in runs.reversed() {
      let point = points[run.points.lowerBound]
      placeOf[run.group] = UInt64(point.latitudeE7.cell(15)) << 32 | UInt64(point.longitudeE7.cell(15))
    }
    let order = runs.indices.sorted { a, b in
      let (one, other) = (runs[a].group, runs[b].group)
      return one == other ? a < b : (placeOf[one], one) < (placeOf[other], other)
    }
    return order.map { runs[$0] }
  }
}

/// Obstacles in their final order, of which a map is made once one knows where they let pass.
public struct LaidObstacles: Sendable {
  private let table: ObstacleRows
  private let index: CellIndex
  private let cellSize: Double
  private var openings: ObstacleOpenings

  fileprivate init(_ table: ObstacleRows, _ openings: ObstacleOpenings, cellSize: Double) {
    (self.table, self.openings, self.cellSize) = (table, openings, cellSize)
    index = CellIndex(segmentsFrom: table.starts, to: table.ends, cellSize: cellSize)
  }

  /// Adds a gate, an entrance or the crossing of a path: one may pass here through obstacles of
  /// `owner`, or through all of them.
  public mutating func addOpening(at place: Coordinate, owner: UInt32 = ObstacleMap.anyOwner) {
    openings.add(place, owner)
  }

  /// Makes the map.
  ///
  /// - Complexity: O(obstacles + openings · obstacles near each).
  public func build() -> ObstacleMap {
    var marks = table.marks
    let (openings, openingOwners) = (openings.places, openings.owners)
    var isPassage = [UInt8](repeating: 0, count: openings.count)
    for opening in openings.indices {
      let frame = LocalFrame(at: openings[opening])
      // A little more than the radius, so that rounding never hides an opening.
      let box = BoundingBox(around: openings[opening], metres: ObstacleMap.openingRadius + 0.1)
      index.forEach(in: box) { item in
        let row = Int(item)
        let owner = openingOwners[opening]
        guard owner == ObstacleMap.anyOwner || owner == table.owners[row] else { return }
        let distance = Point.zero.distance(
          toSegment: frame.point(table.starts[row]), frame.point(table.ends[row]))
        guard distance <= ObstacleMap.openingRadius + 0.1 else { return }
        marks[row].hasOpening = true
        if !marks[row].isArea { isPassage[opening] = 1 }
      }
    }
    return ObstacleMap(
      starts: Column(table.starts), ends: Column(table.ends), marks: Column(marks),
      owners: Column(table.owners), previous: Column(table.previous), index: index,
      openings: Column(openings), openingOwners: Column(openingOwners), openingIsPassage: Column(isPassage),
      openingIndex: CellIndex(points: openings, cellSize: cellSize))
  }
}

/// Where one may pass, and through which lines or areas.
private struct ObstacleOpenings {
  private(set) var places: [Coordinate] = []
  private(set) var owners: [UInt32] = []

  mutating func add(_ place: Coordinate, _ owner: UInt32) {
    places.append(place)
    owners.append(owner)
  }
}

/// The columns of the segments of an ``ObstacleMap``, as arrays.
private struct ObstacleRows {
  var starts: [Coordinate] = []
  var ends: [Coordinate] = []
  var marks: [ObstacleMark] = []
  var owners: [UInt32] = []
  var previous: [ObstacleID] = []

  init(runs: [(points: ArraySlice<Coordinate>, mark: ObstacleMark, isClosed: Bool, owner: UInt32)]) {
    for run in runs {
      let first = starts.count
      let points = Array(run.points)
      let count = run.isClosed ? points.count : points.count - 1
      for row in 0..<count {
        starts.append(points[row])
        ends.append(points[row + 1 == points.count ? 0 : row + 1])
        marks.append(run.mark)
        owners.append(run.owner)
        previous.append(row > 0 ? ObstacleID(first + row - 1) : .none)
      }
      if run.isClosed {
        previous[first] = ObstacleID(first + count - 1)
      } else {
        marks[first + count - 1].endsOpen = true
      }
    }
  }
}
