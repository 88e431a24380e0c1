import Geo
import OSM
import Streets
import Synchronization
import Testing

@testable import Routing

/// Work on many places stops where nobody waits for its answer any more.
@Suite struct AbandonedTests {
  private let map = JourneyTestCity()
  private let options: JourneyOptions

  init() throws {
    let noon = try #require(CivilTime("2026-11-20T12:00"))
    options = JourneyOptions(mode: .foot, departure: noon)
    for row in 0..<4 {
      for column in 0..<4 {
        let id = Int64(10 * row + column + 1)
        map.node(id, Double(column) * 100, Double(row) * 100, column == 2 ? [("amenity", "cafe")] : [])
      }
    }
    for line in 0..<4 {
      let street = [("highway", "residential")]
      map.way(Int64(line + 1), (0..<4).map { Int64(10 * line + $0 + 1) }, street)
      map.way(Int64(line + 11), (0..<4).map { Int64(10 * $0 + line + 1) }, street)
    }
  }

  /// Says no for `patience` times, and yes from then on.
  private func impatience(_ patience: Int) -> (asked: @Sendable () -> Int, isOver: @Sendable () -> Bool) {
    let count = Counter()
    return ({ count.value }, { count.next() > patience })
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }

  @Test(arguments: 0..<8)
  func `a table stops between two of its places`(_ patience: Int) throws {
    let router = Router(engine: Engine(city: try map.city()))
    let ends = try [0.0, 100, 200, 300].map { try map.spot($0, 0, way: 1).positions }
    let times = try router.table(from: ends, to: ends, options: options).times
    let (asked, isOver) = impatience(patience)
    router.isAbandoned = isOver
    #expect(throws: Abandoned.self) { try router.table(from: ends, to: ends, options: options) }
    #expect(asked() == patience + 1)
    router.isAbandoned = Router.isNever
    #expect(try router.table(from: ends, to: ends, options: options).times == times)
  }

  @Test func `reach and the nearest place stop, too`() throws {
    let router = Router(engine: Engine(city: try map.city()))
    let start = try map.spot(50, 0, way: 1)
    let limit = Milliseconds(seconds: 600)
    #expect(try router.reach(from: start, within: limit, options: options).nodeCount > 10)
    #expect(try router.nearest("cafe", from: start, count: 3, onlyOpen: false, options: options).count == 3)
    for patience in 0..<2 {
      router.isAbandoned = impatience(patience).isOver
      #expect(throws: Abandoned.self) { try router.reach(from: start, within: limit, options: options) }
      router.isAbandoned = impatience(patience).isOver
      #expect(throws: Abandoned.self) {
        try router.nearest("cafe", from: start, count: 3, onlyOpen: false, options: options)
      }
    }
  }

  @Test(arguments: 0..<12)
  func `a trace is matched as far as somebody waits`(_ patience: Int) throws {
    let matcher = MapMatcher(snapper: Snapper(SnapStreets(city: try map.city())))
    let trace = (0..<10).map { TracePoint(map.point(Double($0) * 30, 2)) }
    let asking = MatchOptions(.foot, departure: options.departure)
    #expect(matcher.match(trace, asking).matchings.map(\.rows.count) == [10])
    let (asked, isOver) = impatience(patience)
    matcher.isAbandoned = isOver
    for matching in matcher.match(trace, asking).matchings {
      #expect(matching.legs.count == matching.rows.count - 1)
    }
    #expect(asked() > patience)
  }

  @Test func `a trip is put in order as well as time allows`() {
    let times = (0..<400).map { Milliseconds(UInt32(1000 + ($0 * 7919) % 997)) }
    var solver = TripSolver(count: 20, times: times, shape: .round)
    solver.isAbandoned = { true }
    let hasty = solver.solve()
    #expect(hasty.map { Set($0) } == Set(0..<20))
    solver.isAbandoned = Router.isNever
    let good = solver.solve()
    #expect(solver.cost(good ?? []) <= solver.cost(hasty ?? []))
  }
}

/// How far apart two points of a trace may be.
@Suite struct TraceStepTests {
  /// One street of 30 km with points on it, `metres` apart.
  private func parts(_ metres: Double, seconds: Double?) throws -> [Int] {
    let map = JourneyTestCity()
    for row in 0...300 { map.node(Int64(row + 1), Double(row) * 100, 0) }
    map.way(1, (0...300).map { Int64($0 + 1) }, [("highway", "primary")])
    let matcher = MapMatcher(snapper: Snapper(SnapStreets(city: try map.city())))
    let trace = (0..<2).map { row in
      TracePoint(map.point(50 + Double(row) * metres, 0), time: seconds.map { Double(row) * $0 })
    }
    var options = MatchOptions(.car, departure: try #require(CivilTime("2026-11-20T12:00")))
    options.gaps = .ignore
    return matcher.match(trace, options).matchings.map(\.rows.count)
  }

  @Test func `without times a step has two kilometres at most`() throws {
    #expect(try parts(1950, seconds: nil) == [2])
    #expect(try parts(2050, seconds: nil) == [])
  }

  @Test func `with times it has what the mode covers, and twenty kilometres at most`() throws {
    #expect(try parts(5000, seconds: 600) == [2])
    #expect(try parts(5000, seconds: 10) == [])
    #expect(try parts(19_900, seconds: 100_000) == [2])
    #expect(try parts(20_100, seconds: 100_000) == [])
  }
}
