internal import Dense
internal import Geo

/// Brings geometry into the units of a tile: projects, cuts, simplifies, rounds.
///
/// Its memory is used again.
struct TileShaper {
  var frame: TileFrame
  /// How far a point left out may lie from the line, in units.
  var tolerance = 0.0
  private(set) var geometry = GeometryWriter()
  private var shape = Paths()
  private var cut = Paths()
  private var clipper = PolygonClipper()
  private var simplifier = Simplifier()
  private var outer = PixelRing()
  private var holes: [PixelRing] = []

  init(frame: TileFrame) { self.frame = frame }

  /// Begins the next thing.
  mutating func begin() {
    shape.clear()
    geometry.clear()
  }

  /// Adds a point to the open path.
  @inline(__always)
  mutating func append(_ place: Coordinate) { shape.append(frame.point(place)) }

  /// Ends the open path.
  mutating func close() { shape.close() }

  /// Turns all paths round.
  mutating func reverse() {
    for path in 0..<shape.count { shape.reverse(path) }
  }

  /// Adds a ring; a last point that is the first again is left out.
  mutating func add(ring rows: Range<ItemID>, of places: Column<ItemID, Coordinate>) {
    guard let first = rows.first, let last = rows.last else { return }
    let isRepeated = rows.count > 1 && places[first] == places[last]
    for row in isRepeated ? rows.dropLast() : rows { append(places[row]) }
    close()
  }

  /// Makes a feature of one point.
  mutating func shape(point: PixelPoint) {
    begin()
    geometry.add(point: point)
    geometry.finishFeature()
  }

  // MARK: Lines

  /// Makes one feature of all paths; none where nothing of them is in the tile.
  mutating func finishLines() {
    cut.clear()
    guard let bounds = shape.bounds else { return }
    if ClipSide.leaving(bounds).isEmpty {
      swap(&shape, &cut)
    } else {
      for path in 0..<shape.count { LineClipper.clip(shape.range(path), of: shape, into: &cut) }
    }
    for path in 0..<cut.count {
      outer.clear()
      let rows = cut.range(path)
      simplifier.line(rows, of: cut, tolerance: tolerance)
      for row in simplifier.kept { outer.append(cut.points[row]) }
      if outer.points.count >= 2 { geometry.add(line: outer.points) }
    }
    if !geometry.commands.isEmpty { geometry.finishFeature() }
  }

  // MARK: Areas

  /// Makes a feature of each part of the area whose rings are all paths, the outer one first.
  ///
  /// Parts of less than `leastTurn`, twice the area in square units, are left out.
  mutating func finishArea(leastTurn: Double) {
    for path in 0..<shape.count where (shape.turn(path) > 0) != (path == 0) { shape.reverse(path) }
    clipper.clip(&shape)
    let isParted = (0..<shape.count).count { shape.turn($0) > 0 } > 1
    for path in 0..<shape.count where shape.turn(path) >= max(leastTurn, 1) {
      if let ring = round(path) {
        geometry.add(ring: ring.points)
        addHoles(of: path, ring, isParted: isParted, leastTurn: leastTurn)
        geometry.finishFeature()
      } else {
        addLoops(of: path, leastTurn: leastTurn)
      }
    }
  }

  private mutating func addHoles(of path: Int, _ ring: PixelRing, isParted: Bool, leastTurn: Double) {
    holes.removeAll(keepingCapacity: true)
    for hole in 0..<shape.count where -shape.turn(hole) >= max(leastTurn, 1) {
      guard let first = shape.range(hole).first else { continue }
      if isParted, !shape.surrounds(path, shape.points[first]) { continue }
      guard let inner = round(hole), let corner = inner.points.first, ring.surrounds(corner) else { continue }
      if ring.crosses(inner) || holes.contains(where: { $0.crosses(inner) || $0.surrounds(corner) }) {
        continue
      }
      holes.append(inner)
      geometry.add(ring: inner.points)
    }
  }

  /// The ring `path` simplified and in whole units, running as before; nil where it would cross itself.
  ///
  /// That is tried with several tolerances, after the wanted one the exact line.
  private mutating func round(_ path: Int) -> PixelRing? {
    for tolerance in [tolerance, 0, 2 * tolerance + 1, 4 * tolerance + 2] {
      round(path, tolerance: tolerance)
      guard outer.points.count >= 3, (outer.turn > 0) == (shape.turn(path) > 0) else { continue }
      if outer.isSimple() { return outer }
    }
    return nil
  }

  private mutating func round(_ path: Int, tolerance: Double) {
    outer.clear()
    simplifier.ring(shape.range(path), of: shape, tolerance: tolerance)
    for row in simplifier.kept { outer.append(shape.points[row]) }
    outer.tidy()
  }

  /// Makes features of a ring that touches itself in whole units: of what lies between the touching corners.
  ///
  /// What crosses itself even then was drawn so; it is kept where it is large enough to be missed.
  private mutating func addLoops(of path: Int, leastTurn: Double) {
    round(path, tolerance: 0)
    for var loop in outer.loops() where Double(loop.turn) >= leastTurn && loop.points.count >= 3 {
      guard loop.isSimple() || loop.turn > TileShaper.conspicuousTurn else { continue }
      geometry.add(ring: loop.points)
      geometry.finishFeature()
    }
  }

  /// Twice the area of a square of 64 units: an eighth of an inch on most screens.
  private static let conspicuousTurn = 2 * 64 * 64
}
