import Dense
import Foundation
import Generation
import Geo
import Import
import OSM
import Streets
import Testing

@testable import Routing

/// The fast journeys must take exactly as long as those of plain Dijkstra.
@Suite(.serialized) struct JourneyDifferentialTests {
  @Test(arguments: TestMaps.available)
  func `journeys on a real map take as long as plain Dijkstra says`(map: String) throws {
    let city = try TestMaps.city(map)
    try compare(city, pairs: TestMaps.pairs, seed: 7, label: map)
  }

  @Test(arguments: [UInt64(1), 2])
  func `journeys in a generated city take as long as plain Dijkstra says`(seed: UInt64) throws {
    let data = CityGenerator(like: .shapingba, scale: 0.05, seed: seed).generate()
    let path = TestMaps.scratch("generated-\(seed).kaimen")
    try CityImport.run(data, output: path)
    try compare(City(path: path), pairs: TestMaps.pairs, seed: seed, label: "generated \(seed)")
  }

  @Test(
    arguments: ["monaco.osm.pbf", "prague.osm.pbf", "generated"],
    [PlainJourney.Leniency.passesClosed, .obeys])
  func `what encloses a door changes no answer, whether and when the search looks for it`(
    map: String, leniency: PlainJourney.Leniency
  ) throws {
    guard map == "generated" || TestMaps.folder != nil else { return }
    let city = try map == "generated" ? generated(seed: 3) : TestMaps.city(map)
    let engine = Engine(city: city)
    var random = SeededRandom(seed: 5)
    var (closed, without) = (0, 0)
    for round in 0..<max(TestMaps.pairs / 10, 30) {
      let door = DoorID(Int.random(in: 0..<city.premises.doors.count, using: &random))
      let goal = city.premises.connectors[door].map { city.premises.connectors.values[$0] }.map {
        EndPosition(
          segment: $0.segment, offset: $0.offset, walk: Milliseconds(UInt32($0.length.metres * 750)))
      }
      let start = [randomPosition(city, &random)]
      let options = randomOptions(city, &random)
      engine.setClosures(ring(around: door, city, from: options.departure, &random))
      let closures = engine.closures
      func search(bound: Metric?) throws -> PlainJourney.Result? {
        var plain = PlainJourney(
          city: city, options: options,
          travel: try engine.states.state(options.mode, at: options.departure, closures).state,
          walking: try engine.states.state(.foot, at: options.departure, closures).state,
          leniency: leniency, closures: closures, bound: bound)
        plain.patience = [1, 5, 20, 100, 1000].randomElement(using: &random) ?? 1
        return plain.run(from: start, to: goal)
      }
      let (led, unled) = (try search(bound: engine.states.bound(options.mode)), try search(bound: nil))
      #expect(
        led?.cost.duration == unled?.cost.duration, "\(map), round \(round): \(options), \(start), \(door)")
      closed += unled?.closed.isEmpty == false ? 1 : 0
      without += unled == nil ? 1 : 0
    }
    let proves = leniency == .obeys ? min(without, max(TestMaps.pairs / 10, 30) - without) : closed
    #expect(proves > 5, "\(map): \(closed) closed, \(without) without any way prove nothing")
  }

  /// Closes all ways within some metres of a circle around a door, some of them only from soon on or until soon.
  private func ring(
    around door: DoorID, _ city: City, from departure: CivilTime, _ random: inout SeededRandom
  ) -> [Closure] {
    let (middle, radius) = (city.premises.doors[door].position, Double.random(in: 10...120, using: &random))
    let network = city.network
    let ways = network.length.ids.filter { segment in
      let distances = network.geometry[segment].map {
        network.geometry.values[$0].distance(to: middle)
      }
      return distances.contains { $0 < radius } && distances.contains { $0 >= radius }
    }
    func soon() -> CivilTime { departure.adding(seconds: Int64.random(in: 0..<3600, using: &random)) }
    let areTimed = Bool.random(using: &random)
    return Set(ways.map { network.osmID[$0] }).sorted().map { id in
      var closure = Closure(.element(ElementID(.way, id)))
      if Int.random(in: 0..<8, using: &random) == 0 { closure.until = soon() }
      if areTimed, Int.random(in: 0..<3, using: &random) == 0 { closure.from = soon() }
      return closure
    }
  }

  @Test(arguments: ["helsinki.osm.pbf", "prague.osm.pbf", "generated"], [Mode.foot, .ebike])
  func `doors within reach are those that journeys reach in time`(map: String, mode: Mode) throws {
    guard map == "generated" || TestMaps.folder != nil else { return }
    let city = try map == "generated" ? generated(seed: 3) : TestMaps.city(map)
    let router = Router(engine: Engine(city: city))
    let morning = try #require(CivilTime(year: 2026, month: 11, day: 20, hour: 10))
    let options = JourneyOptions(mode: mode, departure: morning)
    let limit = Milliseconds(seconds: 600)
    var random = SeededRandom(seed: 11)
    var (inside, outside, equal) = (0, 0, 0)
    for _ in 0..<max(TestMaps.pairs / 40, 12) {
      let from = DoorID(Int.random(in: 0..<city.premises.doors.count, using: &random))
      let start = try router.resolver.resolve(.element(city.premises.doors[from].element.id), .start(mode))
      let reach = try router.reach(from: start, within: limit, options: options)
      let times = Dictionary(uniqueKeysWithValues: reach.doors.map { ($0.door, $0.time) })
      let around = doors(of: city, around: city.premises.doors[from].position)
      for door in around.shuffled(using: &random).prefix(60) where door != from {
        let goal = try router.resolver.resolve(.element(city.premises.doors[door].element.id), .goal)
        let outcome = try router.route(from: start, to: goal, options: options)
        guard goal.doors.count == 1, !router.lastWasPlain else { continue }
        let reached = times[door] ?? .unreachable
        guard case .found(let journey) = outcome, journey.cost.duration <= limit else {
          // From a vehicle, reach walks on where a journey would not: see JourneyOptions.extraWalk.
          #expect(mode == .ebike || times[door] == nil, "\(map): \(from) to \(door)")
          outside += 1
          continue
        }
        #expect(reached <= journey.cost.duration, "\(map), \(mode): \(from) to \(door)")
        inside += 1
        equal += reached == journey.cost.duration ? 1 : 0
      }
    }
    #expect(inside > 20 && outside > 20, "\(map): \(inside) inside and \(outside) outside prove nothing")
    #expect(
      mode == .foot ? equal == inside : equal > inside * 9 / 10, "\(map), \(mode): \(equal) of \(inside)")
  }

  private func doors(of city: City, around point: Coordinate) -> [DoorID] {
    city.premises.doors.ids.filter { city.premises.doors[$0].position.distance(to: point) < 2500 }
  }

  private func generated(seed: UInt64) throws -> City {
    let path = TestMaps.scratch("generated-\(seed).kaimen")
    try CityImport.run(CityGenerator(like: .shapingba, scale: 0.05, seed: seed).generate(), output: path)
    return try City(path: path)
  }

  private func compare(_ city: City, pairs: Int, seed: UInt64, label: String) throws {
    var random = SeededRandom(seed: seed)
    let engine = Engine(city: city)
    let router = Router(engine: engine)
    var reached = 0
    for pair in 0..<pairs {
      if pair % 50 == 0 { engine.setClosures(randomClosures(city, &random)) }
      let options = randomOptions(city, &random)
      let start = [randomPosition(city, &random)]
      let goal = randomGoal(city, &random)
      let fast = try router.cost(from: start, to: goal, options: options)
      var plain = try engine.plainJourney(options)
      let slow = plain.run(from: start, to: goal)
      #expect(
        fast?.duration == slow?.cost.duration,
        "\(label), seed \(seed), pair \(pair): \(options), from \(start) to \(goal)")
      guard let fast, let slow, fast.duration == slow.cost.duration else { continue }
      reached += 1
      if router.lastWasPlain { continue }
      let path = router.path(from: start, to: goal, cost: fast)
      let sum = path.stretches.reduce(0) { $0 + Int($1.time.rawValue) } + Int(path.parkingTime.rawValue)
      let ends = Int(start[fast.start].walk.rawValue) + Int(goal[fast.goal].walk.rawValue)
      #expect(
        sum + ends + Int(path.returnTime.rawValue) == Int(fast.duration.rawValue),
        "\(label), seed \(seed), pair \(pair): the path's parts do not add up")
      let metres = path.stretches.reduce(0) { $0 + abs(Int($1.to.rawValue) - Int($1.from.rawValue)) }
      #expect(
        metres == Int(router.length(from: start, to: goal, cost: fast).rawValue),
        "\(label), seed \(seed), pair \(pair): the length is not that of the path")
    }
    #expect(
      reached > pairs / 5, "\(label): too few journeys exist to prove anything (\(reached) of \(pairs))")
  }

  private func randomOptions(_ city: City, _ random: inout SeededRandom) -> JourneyOptions {
    let modes = Mode.allCases
    let mode = modes[Int.random(in: 0..<modes.count, using: &random)]
    let passes = [[], ["badge"], ["resident"], ["badge", "resident"]].randomElement(using: &random) ?? []
    let set = passes.reduce(into: PassSet()) { $0.formUnion(city.rules.pass(named: $1) ?? []) }
    // Mostly ordinary hours, now and then the minute before a gate's usual change.
    let start = CivilTime(year: 2026, month: 11, day: 21, hour: 0)?.seconds ?? 0
    let second = Bool.random(using: &random) ? Int64.random(in: 0..<86_400, using: &random) : 6 * 3600 - 120
    return JourneyOptions(
      mode: mode, passes: set, departure: CivilTime(seconds: start + second),
      countsReturn: mode.isVehicle && Int.random(in: 0..<5, using: &random) == 0)
  }

  private func randomPosition(_ city: City, _ random: inout SeededRandom) -> EndPosition {
    let segment = SegmentID(Int.random(in: 0..<city.network.length.count, using: &random))
    let length = city.network.length[segment].rawValue
    return EndPosition(
      segment: segment,
      offset: Millimetres(UInt32.random(in: 0...max(length, 1), using: &random) % (length + 1)),
      walk: Milliseconds(UInt32.random(in: 0..<30_000, using: &random)))
  }

  /// A door's positions, or one to three random ones.
  private func randomGoal(_ city: City, _ random: inout SeededRandom) -> [EndPosition] {
    let doors = city.premises.doors.count
    if doors > 0, Bool.random(using: &random) {
      let door = DoorID(Int.random(in: 0..<doors, using: &random))
      let rows = city.premises.connectors[door].map { city.premises.connectors.values[$0] }
      if !rows.isEmpty {
        return rows.map {
          EndPosition(
            segment: $0.segment, offset: $0.offset, walk: Milliseconds(UInt32($0.length.metres * 750)))
        }
      }
    }
    return (0..<Int.random(in: 1...3, using: &random)).map { _ in randomPosition(city, &random) }
  }

  private func randomClosures(_ city: City, _ random: inout SeededRandom) -> [Closure] {
    (0..<Int.random(in: 0..<6, using: &random)).map { _ in
      var closure = Closure(
        .element(randomElement(city, &random)),
        effect: Int.random(in: 0..<3, using: &random) == 0 ? .opens : .closes)
      // Some begin or end during journeys of the day.
      let day = CivilTime(year: 2026, month: 11, day: 21, hour: 0)
      if let day, Int.random(in: 0..<3, using: &random) == 0 {
        closure.from = day.adding(seconds: Int64.random(in: 0..<80_000, using: &random))
        closure.until = closure.from?.adding(seconds: Int64.random(in: 60..<20_000, using: &random))
      }
      return closure
    }
  }

  private func randomElement(_ city: City, _ random: inout SeededRandom) -> ElementID {
    let gates = city.premises.gates.count
    if gates > 0, Bool.random(using: &random) {
      return city.premises.gates[GateID(Int.random(in: 0..<gates, using: &random))].element.id
    }
    let segment = SegmentID(Int.random(in: 0..<city.network.length.count, using: &random))
    return ElementID(.way, city.network.osmID[segment])
  }
}
