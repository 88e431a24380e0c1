import Dense
import Geo
import OSM
import Streets
import Testing

@testable import Routing

@Suite(.serialized) struct MapMatcherTests {
  private static let noon = CivilTime(year: 2026, month: 11, day: 21, hour: 12) ?? CivilTime(seconds: 0)

  /// A true route and the trace that a receiver on it would record.
  private struct Recorded {
    var segments: Set<SegmentID>
    var line: [Coordinate]
    var trace: [TracePoint]
  }

  private func record(
    _ city: City, _ router: Router, _ mode: Mode, spacing: Double, sigma: Double, _ random: inout MatchRandom
  ) throws -> Recorded? {
    let ends = EndSnapper(snapper: Snapper(SnapStreets(city: city)), resolver: router.resolver)
    guard let from = ends.snapper.nearest(random.place(in: city), SnapQuery(mode, .travel, radius: 300)),
      let to = ends.snapper.nearest(random.place(in: city), SnapQuery(mode, .travel, radius: 300))
    else { return nil }
    func end(_ place: SnappedPosition) -> JourneyEnd {
      let position = EndPosition(segment: place.segment, offset: place.offset, walk: .zero)
      return JourneyEnd(
        kind: .spot, label: "", doors: [],
        approaches: [Approach(position: position, door: -1, line: [place.location], length: 0, isClear: true)]
      )
    }
    let options = JourneyOptions(mode: mode, departure: MapMatcherTests.noon)
    guard let found = try router.leg(from: end(from), to: end(to), options: options),
      found.length.metres > 600
    else { return nil }
    let traced = JourneyWriter(city: city).trace(found)
    let ridden = found.path.stretches.prefix(found.path.parkingIndex ?? found.path.stretches.count)
    let last = traced.pieces.last { $0.arc == ridden.last?.arc }?.last ?? traced.points.count - 1
    let line = Polyline(Array(traced.points[...last]))
    guard line.length > 600 else { return nil }
    var trace: [TracePoint] = []
    for step in stride(from: 0.0, through: line.length, by: spacing) {
      guard let place = line.point(at: step) else { continue }
      let shown = place.moved(east: random.gauss(sigma), north: random.gauss(sigma))
      trace.append(TracePoint(shown, time: step / 1.4, sigma: max(sigma, 5)))
    }
    return Recorded(segments: Set(ridden.map(\.heading.segment)), line: line.points, trace: trace)
  }

  /// Metres of the matched ways: on segments of the true route, there or at most 10 m beside it, and all.
  ///
  /// Where pavements are mapped beside streets, nobody can tell with an error of 5 m on which one somebody walked.
  private func shares(_ matched: MatchedTrace, _ truth: Recorded, _ city: City) -> (
    exact: Double, near: Double, all: Double
  ) {
    let line = Polyline(truth.line)
    var (exact, near, all) = (0.0, 0.0, 0.0)
    for stretch in matched.matchings.flatMap(\.legs).flatMap(\.path.stretches) {
      let metres = abs(stretch.to.metres - stretch.from.metres)
      all += metres
      let middle = Millimetres((stretch.from.rawValue + stretch.to.rawValue) / 2)
      let place = city.point(stretch.heading.segment, middle)
      let isOnTruth = truth.segments.contains(stretch.heading.segment)
      if isOnTruth { exact += metres }
      if isOnTruth || (line.nearest(to: place)?.distance ?? .infinity) <= 10 { near += metres }
    }
    return (exact, near, all)
  }

  /// A standard deviation, and what share of the ways must be right.
  struct Noise: Sendable {
    var sigma: Double
    var near: Double
    /// Exactly the streets walked: where pavements are mapped apart, and where they are not.
    var exact: [String: Double]
  }

  static let noises = [
    Noise(sigma: 5, near: 0.95, exact: ["berlin-reinickendorf": 0.8, "monaco": 0.95]),
    Noise(sigma: 10, near: 0.85, exact: ["berlin-reinickendorf": 0.6, "monaco": 0.9]),
    Noise(sigma: 15, near: 0.75, exact: ["berlin-reinickendorf": 0.5, "monaco": 0.85]),
  ]

  @Test(arguments: MatchTestMaps.available, noises)
  func `noisy traces of walks are laid onto the streets walked`(map: String, noise: Noise) throws {
    let city = try MatchTestMaps.city(map)
    let router = Router(engine: Engine(city: city))
    let matcher = MapMatcher(snapper: Snapper(SnapStreets(city: city)))
    var random = MatchRandom(seed: 17)
    var (exact, near, all, truth, traces) = (0.0, 0.0, 0.0, 0.0, 0)
    for _ in 0..<60 where traces < 12 {
      guard
        let recorded = try record(city, router, .foot, spacing: 30, sigma: noise.sigma, &random)
      else { continue }
      let matched = matcher.match(recorded.trace, MatchOptions(.foot, departure: MapMatcherTests.noon))
      let share = shares(matched, recorded, city)
      exact += share.exact
      near += share.near
      all += share.all
      truth += Polyline(recorded.line).length
      traces += 1
    }
    #expect(traces >= 6, "\(map): \(traces) traces prove nothing")
    let said = "\(map), sigma \(noise.sigma): \(exact / all) exact, \(near / all) near, \(all / truth) long"
    print(said)
    #expect(near / all >= noise.near, "\(said)")
    #expect(exact / all >= noise.exact[map] ?? 0, "\(said)")
    #expect(abs(all / truth - 1) < 0.2, "\(said)")
  }

  @Test(arguments: MatchTestMaps.available)
  func `traces of rides are laid onto the streets ridden`(map: String) throws {
    let city = try MatchTestMaps.city(map)
    let router = Router(engine: Engine(city: city))
    let matcher = MapMatcher(snapper: Snapper(SnapStreets(city: city)))
    var random = MatchRandom(seed: 23)
    var (right, all, traces) = (0.0, 0.0, 0)
    for _ in 0..<60 where traces < 10 {
      guard let recorded = try record(city, router, .car, spacing: 60, sigma: 5, &random) else { continue }
      var options = MatchOptions(.car, departure: MapMatcherTests.noon)
      options.gaps = .ignore
      let share = shares(matcher.match(recorded.trace, options), recorded, city)
      right += share.exact
      all += share.all
      traces += 1
    }
    #expect(traces >= 5)
    #expect(right / all >= 0.95, "\(map): \(right / all)")
  }

  // MARK: A drawn street

  /// A straight street of 1 km with a parallel one 80 m north, joined at both ends.
  private func street() throws -> (JourneyTestCity, MapMatcher, City) {
    let map = JourneyTestCity()
    for (id, x, y) in [(1, 0.0, 0.0), (2, 1000, 0), (3, 0, 80), (4, 1000, 80)] { map.node(Int64(id), x, y) }
    map.way(1, [1, 2], [("highway", "footway")])
    map.way(2, [3, 4], [("highway", "footway")])
    map.way(3, [1, 3], [("highway", "footway")])
    map.way(4, [2, 4], [("highway", "footway")])
    let city = try map.city()
    return (map, MapMatcher(snapper: Snapper(SnapStreets(city: city))), city)
  }

  private func walk(
    _ map: JourneyTestCity, seconds: Double = 20, _ change: (Int, Coordinate) -> Coordinate = { $1 }
  )
    -> [TracePoint]
  {
    (0...20).map { row in
      TracePoint(change(row, map.point(Double(row) * 25 + 10, 3)), time: Double(row) * seconds, sigma: 8)
    }
  }

  private let options = MatchOptions(.foot, departure: noon)

  @Test func `a walk along a street is one matching with a leg between each two points`() throws {
    let (map, matcher, city) = try street()
    let matched = matcher.match(walk(map), options)
    #expect(matched.matchings.count == 1)
    #expect(matched.matchings[0].legs.count == 20)
    #expect(matched.points.allSatisfy { $0 != nil })
    let metres = matched.matchings[0].legs.reduce(0.0) { $0 + $1.length.metres }
    #expect(abs(metres - 500) < 1)
    #expect(matched.matchings[0].confidence > 0.9)
    #expect(matched.points.allSatisfy { city.network.osmID[$0!.position.segment] == 1 })
  }

  @Test func `an outlier is left out and the rest stays together`() throws {
    let (map, matcher, _) = try street()
    let leap = walk(map) { row, place in row == 9 ? place.moved(east: 0, north: 260) : place }
    let beside = walk(map) { row, place in row == 9 ? place.moved(east: 0, north: 77) : place }
    for trace in [leap, beside] {
      let matched = matcher.match(trace, options)
      #expect(matched.matchings.count == 1)
      #expect(matched.points[9] == nil)
      #expect(matched.points.filter { $0 == nil }.count == 1)
      let metres = matched.matchings.flatMap(\.legs).reduce(0.0) { $0 + $1.length.metres }
      #expect(abs(metres - 500) < 1)
    }
  }

  @Test func `a pause splits a trace, unless gaps are ignored`() throws {
    let (map, matcher, _) = try street()
    var trace = walk(map)
    for row in 10...20 { trace[row].time = trace[row].time.map { $0 + 600 } }
    let split = matcher.match(trace, options)
    #expect(split.matchings.map(\.rows) == [Array(0...9), Array(10...20)])
    #expect(split.points[10]?.matching == 1 && split.points[10]?.index == 0)
    var ignoring = options
    ignoring.gaps = .ignore
    #expect(matcher.match(trace, ignoring).matchings.count == 1)
  }

  @Test func `a stretch off all streets splits a trace`() throws {
    let (map, matcher, _) = try street()
    var trace = walk(map)
    // Beyond what a walker does in that time.
    for row in 11...20 { trace[row].time = (trace[10].time ?? 0) + Double(row - 10) }
    for row in 11...20 { trace[row].place = map.point(990 - Double(row), 82) }
    let matched = matcher.match(trace, options)
    #expect(matched.matchings.count == 2)
    #expect(matched.matchings[0].rows == Array(0...10))
  }

  @Test func `points nowhere near a street match nothing`() throws {
    let (map, matcher, _) = try street()
    let matched = matcher.match((0..<5).map { TracePoint(map.point(Double($0) * 20, 400)) }, options)
    #expect(matched.matchings.isEmpty && matched.points.allSatisfy { $0 == nil })
  }

  @Test func `tidying leaves out points that only stand`() throws {
    let (map, matcher, _) = try street()
    var trace = walk(map)
    for row in 5...8 { trace[row].place = trace[4].place }
    var tidy = options
    tidy.thinning = .tidy
    let matched = matcher.match(trace, tidy)
    #expect((5...8).allSatisfy { matched.points[$0] == nil })
    #expect(matched.matchings.count == 1)
  }

  @Test func `a ride on a one way street survives noise backwards`() throws {
    let map = JourneyTestCity()
    map.node(1, 0, 0)
    map.node(2, 1000, 0)
    map.node(3, 500, 300)
    map.way(1, [1, 2], [("highway", "residential"), ("oneway", "yes")])
    map.way(2, [2, 3, 1], [("highway", "residential"), ("oneway", "yes")])
    let city = try map.city()
    let matcher = MapMatcher(snapper: Snapper(SnapStreets(city: city)))
    let trace = (0...20).map { row in
      TracePoint(map.point(Double(row) * 20 + (row % 2 == 0 ? 12 : -12), 2), sigma: 10)
    }
    let matched = matcher.match(trace, MatchOptions(.car, departure: MapMatcherTests.noon))
    #expect(matched.matchings.count == 1)
    let metres = matched.matchings.flatMap(\.legs).reduce(0.0) { $0 + $1.length.metres }
    #expect(metres < 700, "\(metres) m: noise led round the block")
  }
}
