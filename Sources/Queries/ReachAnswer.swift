public import Geo
internal import OSM
public import Routing
internal import Streets

/// What can be reached within some times, as areas.
public struct ReachAnswer {
  private let result: ReachResult
  private let minutes: [Double]
  private let options: JourneyOptions

  /// - Parameters:
  ///   - result: What is reached within the longest of `minutes`.
  ///   - minutes: Ascending.
  ///   - options: How one travels.
  public init(result: ReachResult, minutes: [Double], options: JourneyOptions) {
    self.result = result
    self.minutes = minutes
    self.options = options
  }

  /// One band for each time: its area and how many doors it holds; each holds those before.
  public func json(_ datum: Datum) -> JSON {
    let shapes = Isochrone.areas(around: result.samples, limits: minutes.map { $0 * 60 })
    let bands = zip(minutes, shapes).map { minutes, shape in
      JSON.object([
        "minutes": .number(minutes),
        "doors": .int(result.doors.prefix { $0.time.seconds <= minutes * 60 }.count),
        "area": .multiPolygon(shape.areas.map { [$0.outer] + $0.holes }, datum),
      ])
    }
    return JSON.object([
      "mode": .string(options.mode.name), "departure": .string("\(options.departure)"),
      "bands": .array(bands),
    ])
  }
}

extension JSON {
  /// A GeoJSON MultiPolygon; each polygon is its outer ring and its holes.
  public static func multiPolygon(_ polygons: [[Ring]], _ datum: Datum) -> JSON {
    .object([
      "type": "MultiPolygon",
      "coordinates": .array(polygons.map { rings in .array(rings.map { .ring($0, datum) }) }),
    ])
  }

  /// The points of a ring, the first repeated at the end.
  private static func ring(_ ring: Ring, _ datum: Datum) -> JSON {
    var points = ring.points
    if points.first != points.last, let first = points.first { points.append(first) }
    return .array(points.map { .position($0, datum) })
  }
}
