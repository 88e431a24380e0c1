/// A raster over the streets of an isochrone.
///
/// Corner `c` of row `r` is number `r * columns + c`; the outermost corners are never reached.
struct IsochroneGrid {
  let frame: LocalFrame
  let cell: Double
  let columns: Int
  let rows: Int
  private let origin: Point
  private let options: IsochroneOptions

  private static var maximumCorners: Double { 1_500_000 }

  /// A raster around the pieces; nil when there are none.
  init?(around pieces: [TimedPiece], options: IsochroneOptions) {
    var box = BoundingBox.empty
    for piece in pieces {
      if piece.secondsAtA < .infinity { box.formUnion(piece.a) }
      if piece.secondsAtB < .infinity { box.formUnion(piece.b) }
    }
    guard !box.isEmpty else { return nil }
    self.options = options
    frame = LocalFrame(at: box.centre)
    let low = frame.point(box.southWest)
    let high = frame.point(box.northEast)
    // A piece that is reached at one end only may lead out of the box.
    let margin = options.offStreet + 3 * options.cell
    let width = high.x - low.x + 2 * margin
    let height = high.y - low.y + 2 * margin
    cell = max(options.cell, (width * height / Self.maximumCorners).squareRoot())
    columns = Int(width / cell) + 3
    rows = Int(height / cell) + 3
    origin = Point(x: low.x - margin - cell / 2, y: low.y - margin - cell / 2)
  }

  /// For each limit, by how many seconds each corner is late; negative when it is in time.
  ///
  /// The least over all pieces, where being further than ``IsochroneOptions/offStreet`` from the
  /// street counts as being late by the time to walk the rest.
  func fields(of pieces: [TimedPiece], limits: [Double]) -> [[Float]] {
    let offStreet = max(options.offStreet, 1.2 * cell)
    let never = Float(cell / options.walkingSpeed)
    var fields = [[Float]](repeating: [Float](repeating: never, count: columns * rows), count: limits.count)
    for piece in pieces {
      let line = TimedLine(piece, in: frame, speed: options.walkingSpeed)
      let reach = offStreet + cell
      let first = corner(Point(x: min(line.a.x, line.b.x) - reach, y: min(line.a.y, line.b.y) - reach))
      let last = corner(Point(x: max(line.a.x, line.b.x) + reach, y: max(line.a.y, line.b.y) + reach))
      for row in max(first.row, 1)...max(min(last.row + 1, rows - 2), 1) {
        for column in max(first.column, 1)...max(min(last.column + 1, columns - 2), 1) {
          let place = origin + Point(x: Double(column) * cell, y: Double(row) * cell)
          let (seconds, distance) = line.time(at: place)
          guard distance < reach else { continue }
          let off = (distance - offStreet) / options.walkingSpeed
          let arrival = seconds + distance / options.walkingSpeed
          let number = row * columns + column
          for limit in limits.indices {
            let late = Float(max(arrival - limits[limit], off))
            if late < fields[limit][number] { fields[limit][number] = late }
          }
        }
      }
    }
    return fields
  }

  private func corner(_ place: Point) -> (row: Int, column: Int) {
    let offset = (place - origin) * (1 / cell)
    return (Int(offset.y.rounded(.down)), Int(offset.x.rounded(.down)))
  }

  /// The lines along which the field changes its sign, with the places in time to the left, slightly rounded.
  func rings(where field: [Float]) -> [Ring] {
    let next = crossings(of: field)
    var isTraced = [Bool](repeating: false, count: next.count)
    var rings: [Ring] = []
    for start in next.indices where next[start] >= 0 && !isTraced[start] {
      var line: [Point] = []
      var crossing = start
      repeat {
        isTraced[crossing] = true
        line.append(place(of: crossing, in: field))
        crossing = Int(next[crossing])
      } while crossing != start
      rings.append(Ring(rounded(line).map(frame.coordinate)))
    }
    return rings
  }

  /// For each grid line between two corners that the border crosses, the one that it crosses next, else -1.
  ///
  /// The line from corner `c` to its eastern neighbour has number `2 c`, that to its northern one `2 c + 1`.
  private func crossings(of field: [Float]) -> [Int32] {
    var next = [Int32](repeating: -1, count: 2 * field.count)
    for row in 0..<rows - 1 {
      for column in 0..<columns - 1 {
        let corner = row * columns + column
        let late = (
          field[corner], field[corner + 1], field[corner + columns + 1], field[corner + columns]
        )
        let inTime =
          (late.0 <= 0 ? 1 : 0) | (late.1 <= 0 ? 2 : 0) | (late.2 <= 0 ? 4 : 0) | (late.3 <= 0 ? 8 : 0)
        if inTime == 0 || inTime == 15 { continue }
        let south = 2 * corner
        let west = 2 * corner + 1
        let east = 2 * (corner + 1) + 1
        let north = 2 * (corner + columns)
        func join(_ from: Int, _ to: Int) { next[from] = Int32(to) }
        let isMiddleInTime = late.0 + late.1 + late.2 + late.3 <= 0
        switch inTime {
        case 1: join(south, west)
        case 2: join(east, south)
        case 3: join(east, west)
        case 4: join(north, east)
        case 6: join(north, south)
        case 7: join(north, west)
        case 8: join(west, north)
        case 9: join(south, north)
        case 11: join(east, north)
        case 12: join(west, east)
        case 13: join(south, east)
        case 14: join(west, south)
        case 5 where isMiddleInTime:
          join(south, east)
          join(north, west)
        case 5:
          join(south, west)
          join(north, east)
        case _ where isMiddleInTime:
          join(west, south)
          join(east, north)
        default:
          join(east, south)
          join(west, north)
        }
      }
    }
    return next
  }

  /// Where the border crosses a grid line.
  private func place(of crossing: Int, in field: [Float]) -> Point {
    let corner = crossing >> 1
    let isEastward = crossing & 1 == 0
    let other = corner + (isEastward ? 1 : columns)
    // Not at a corner itself, where two rings could touch.
    let fraction = min(max(Double(field[corner] / (field[corner] - field[other])), 0.03), 0.97)
    let x = Double(corner % columns) + (isEastward ? fraction : 0)
    let y = Double(corner / columns) + (isEastward ? 0 : fraction)
    return origin + Point(x: x * cell, y: y * cell)
  }

  /// Cuts each corner once, as Chaikin does, and leaves out points that are nearly on a straight line.
  private func rounded(_ line: [Point]) -> [Point] {
    var result: [Point] = []
    for row in line.indices {
      let (a, b) = (line[row], line[row + 1 == line.count ? 0 : row + 1])
      result.append(a + (b - a) * 0.25)
      result.append(a + (b - a) * 0.75)
    }
    var kept: [Point] = []
    for row in result.indices {
      let after = result[row + 1 == result.count ? 0 : row + 1]
      let before = kept.last ?? result[result.count - 1]
      if result[row].distance(toSegment: before, after) > cell / 50 { kept.append(result[row]) }
    }
    return kept.count > 2 ? kept : result
  }
}

/// A timed piece in the plane.
private struct TimedLine {
  var a: Point
  var b: Point
  private var seconds: Double
  private var more: Double
  private var along: Point
  private var inverseSquare: Double

  init(_ piece: TimedPiece, in frame: LocalFrame, speed: Double) {
    let (first, second) = (frame.point(piece.a), frame.point(piece.b))
    let isForward = piece.secondsAtA <= piece.secondsAtB
    a = isForward ? first : second
    b = isForward ? second : first
    seconds = min(piece.secondsAtA, piece.secondsAtB)
    along = b - a
    let later = max(piece.secondsAtA, piece.secondsAtB)
    // Along a piece whose other end is out of reach one goes at the speed of a walker.
    more = later < .infinity ? later - seconds : along.length / speed
    inverseSquare = along.lengthSquared > 0 ? 1 / along.lengthSquared : 0
  }

  /// The time at the nearest point of the line to `place`, and how far away that is.
  @inline(__always)
  func time(at place: Point) -> (seconds: Double, distance: Double) {
    let offset = place - a
    let fraction = min(max(offset.dot(along) * inverseSquare, 0), 1)
    return (seconds + fraction * more, (offset - along * fraction).length)
  }
}
