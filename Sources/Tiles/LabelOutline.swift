internal import Dense
internal import Geo

/// An outline that seeks the place of its label: well inside, whatever its shape.
struct LabelOutline {
  private var points: [Coordinate] = []
  private var ends: [Int] = []
  private var box = BoundingBox.empty

  /// Adds the outer ring, then holes.
  mutating func add(_ rows: Range<ItemID>, of places: Column<ItemID, Coordinate>) {
    for row in rows {
      points.append(places[row])
      if ends.isEmpty { box.formUnion(places[row]) }
    }
    ends.append(points.count)
  }

  /// A point inside: the centroid of the outer ring, or, where that lies outside or in a hole, the middle of the
  /// longest stretch inside on one of a few lines from west to east.
  ///
  /// - Complexity: O(points).
  var label: Coordinate {
    let centroid = centroid
    if isInside(centroid) { return centroid }
    var best = (length: 0.0, place: box.centre)
    let height = Double(box.northEast.latitudeE7) - Double(box.southWest.latitudeE7)
    for share in LabelOutline.shares {
      let latitude = Double(box.southWest.latitudeE7) + height * share
      let meetings = meetings(latitude)
      for row in stride(from: 0, to: meetings.count - 1, by: 2)
      where meetings[row + 1] - meetings[row] > best.length {
        let middle = (meetings[row] + meetings[row + 1]) / 2
        best = (
          meetings[row + 1] - meetings[row],
          Coordinate(longitudeE7: Int32(middle.rounded()), latitudeE7: Int32(latitude.rounded()))
        )
      }
    }
    return best.place
  }

  /// Off the middle a little, where corners are rarer.
  private static let shares = [0.503, 0.347, 0.661, 0.207, 0.803, 0.097, 0.907]

  private var centroid: Coordinate {
    guard let end = ends.first, end > 0 else { return box.centre }
    let base = points[0]
    var (x, y, turn) = (0.0, 0.0, 0.0)
    var last = (x: 0.0, y: 0.0)
    for point in points[..<end] {
      let here = (
        x: Double(point.longitudeE7) - Double(base.longitudeE7),
        y: Double(point.latitudeE7) - Double(base.latitudeE7)
      )
      let part = last.x * here.y - here.x * last.y
      x += (last.x + here.x) * part
      y += (last.y + here.y) * part
      turn += part
      last = here
    }
    guard turn != 0 else { return box.centre }
    let place = (x: Double(base.longitudeE7) + x / (3 * turn), y: Double(base.latitudeE7) + y / (3 * turn))
    guard place.x.magnitude <= 1.8e9, place.y.magnitude <= 0.9e9 else { return box.centre }
    return Coordinate(longitudeE7: Int32(place.x.rounded()), latitudeE7: Int32(place.y.rounded()))
  }

  private func isInside(_ place: Coordinate) -> Bool {
    let longitude = Double(place.longitudeE7)
    return meetings(Double(place.latitudeE7) + 0.5).count { $0 < longitude }.isMultiple(of: 2) == false
  }

  /// Where a line of latitude meets the rings, from west to east.
  private func meetings(_ latitude: Double) -> [Double] {
    var found: [Double] = []
    var start = 0
    for end in ends where end > start {
      var a = points[end - 1]
      for b in points[start..<end] {
        let (south, north) = (Double(a.latitudeE7), Double(b.latitudeE7))
        if (south > latitude) != (north > latitude) {
          let share = (latitude - south) / (north - south)
          found.append(Double(a.longitudeE7) + (Double(b.longitudeE7) - Double(a.longitudeE7)) * share)
        }
        a = b
      }
      start = end
    }
    return found.sorted()
  }
}
