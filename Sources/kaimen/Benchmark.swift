import CAllocations
import Dense
import Geo
import OSM
import Routing
import Streets
import Wording

/// The measurements of `kaimen bench`: random questions from a seed, asked again and again on one thread.
///
/// Every question is asked once to warm up, then timed on its own in each of ``passes`` passes.
final class Benchmark {
  let city: City
  let engine: Engine
  let router: Router
  private let writer: JourneyWriter
  let pairs: Int
  var random: SeededNumbers
  /// A working day at lunch, when riders ride.
  let departure =
    CivilTime(year: 2026, month: 11, day: 20, hour: 12, minute: 30) ?? CivilTime(seconds: 0)
  static let passes = 3
  /// Longer journeys are left out: across a large city one would walk until the gates change for the night.
  private static let longest = Milliseconds(seconds: 2 * 3600)

  typealias Pair = (start: JourneyEnd, goal: JourneyEnd, starts: [EndPosition], goals: [EndPosition])

  init(city: City, pairs: Int, seed: UInt64) {
    self.city = city
    self.pairs = pairs
    engine = Engine(city: city)
    router = Router(engine: engine)
    writer = engine.writer
    random = SeededNumbers(seed: seed)
  }

  /// All measurements, in the order in which they are made.
  private static let names = [
    "foot.distance", "foot.path", "door.distance", "door.path", "table.50x50", "reach.foot.15min",
    "customize.full", "customize.full.1thread", "close.one", "close.live", "close.calm", "close.storm",
    "search.build", "search.name", "search.address", "search.typo", "search.alias", "city.open",
    "allocations.per.query",
  ]

  /// The measurements whose names begin with `prefix`, in the order in which they are made.
  ///
  /// `progress` gets the name of each before it begins.
  func run(only prefix: String, progress: (String) -> Void) throws -> [BenchmarkRow] {
    let walk = JourneyOptions(mode: .foot, departure: departure)
    let ride = JourneyOptions(mode: .ebike, passes: try heldPasses(), departure: departure)
    guard Benchmark.names.contains(where: { $0.hasPrefix(prefix) }) else {
      throw CommandError.unknownWord(option: "--only", found: prefix, allowed: Benchmark.names)
    }
    let onFoot = try answered(walk) { [self] in (streetEnd(.foot), streetEnd(.foot)) }
    let toDoors = try answered(ride) { [self] in (streetEnd(.ebike), doorEnd()) }
    let all: [(name: String, measure: () throws -> BenchmarkRow)] = [
      ("foot.distance", { try self.durations("foot.distance", onFoot, walk) }),
      ("foot.path", { try self.paths("foot.path", onFoot, walk) }),
      ("door.distance", { try self.distances("door.distance", toDoors, ride) }),
      ("door.path", { try self.paths("door.path", toDoors, ride) }),
      ("table.50x50", { try self.tables(onFoot, walk) }),
      ("reach.foot.15min", { try self.reach(onFoot, walk) }),
      ("customize.full", { try self.customization("customize.full", threads: nil) }),
      ("customize.full.1thread", { try self.customization("customize.full.1thread", threads: 1) }),
      ("close.one", { try self.closing() }),
      ("close.live", { try self.closingLive(toDoors, ride) }),
      ("close.calm", { try self.storm("close.calm", toDoors, ride, every: nil) }),
      ("close.storm", { try self.storm("close.storm", toDoors, ride, every: 0.06) }),
      ("search.build", { try self.indexing() }),
      ("search.name", { try self.searchingNames() }),
      ("search.address", { try self.searchingAddresses() }),
      ("search.typo", { try self.searchingSlips() }),
      ("search.alias", { try self.searchingAliases() }),
      ("city.open", { try self.opening() }),
      ("allocations.per.query", { try self.allocations(onFoot, walk, toDoors, ride) }),
    ]
    return try all.filter { $0.name.hasPrefix(prefix) }.map { item in
      progress(item.name)
      return try item.measure()
    }
  }

  // MARK: Questions

  /// A pass that some gate of the city asks for: riders wear a badge.
  private func heldPasses() throws -> PassSet {
    city.rules.passNames.contains("badge") ? try engine.passes(["badge"]) : []
  }

  /// A spot on a street that everybody may use, drawn by chance; nil where the draw was no such street.
  private func streetEnd(_ mode: Mode) -> JourneyEnd? {
    let network = city.network
    let segment = SegmentID(Int.random(in: 0..<network.length.count, using: &random))
    let length = network.length[segment].rawValue
    guard length > 0, engine.isOpenStreet(segment, mode, at: departure) else { return nil }
    let offset = Millimetres(UInt32.random(in: 0..<length, using: &random))
    let position = EndPosition(segment: segment, offset: offset, walk: .zero)
    let approach = Approach(
      position: position, door: -1, line: [city.point(segment, offset)], length: 0, isClear: true)
    return JourneyEnd(kind: .spot, label: "", doors: [], approaches: [approach])
  }

  /// A mapped door, or a building where the map has no doors.
  private func doorEnd() -> JourneyEnd? {
    let premises = city.premises
    let id: ElementID
    if premises.doors.count > 0 {
      id = premises.doors[DoorID(Int.random(in: 0..<premises.doors.count, using: &random))].element.id
    } else if premises.buildings.count > 0 {
      id =
        premises.buildings[BuildingID(Int.random(in: 0..<premises.buildings.count, using: &random))].element
        .id
    } else {
      return streetEnd(.foot)
    }
    return try? router.resolver.resolve(.element(id), .goal)
  }

  /// Pairs of ends between which there is a journey of at most two hours.
  private func answered(_ options: JourneyOptions, draw: () -> (JourneyEnd?, JourneyEnd?)) throws -> [Pair] {
    var list: [Pair] = []
    var tries = 0
    while list.count < pairs, tries < 100 * pairs {
      tries += 1
      guard case (let from?, let to?) = draw() else { continue }
      let (start, goal) = (router.usable(from, options), router.usable(to, options))
      let ends = (start, goal, start.positions, goal.positions)
      let cost = try router.cost(from: ends.2, to: ends.3, options: options)
      if let cost, cost.duration <= Benchmark.longest { list.append(ends) }
    }
    guard !list.isEmpty else { throw CommandError.noExample(city.path) }
    return list
  }

  // MARK: Measurements

  /// Times `body` for each of `items`, after one pass to warm up.
  func measure<Item>(
    _ name: String, _ unit: BenchmarkRow.Unit, _ items: [Item], _ body: (Item) throws -> Void
  )
    rethrows -> BenchmarkRow
  {
    for item in items { try body(item) }
    var times: [Double] = []
    times.reserveCapacity(items.count * Benchmark.passes)
    let clock = ContinuousClock()
    for _ in 0..<Benchmark.passes {
      for item in items {
        let began = clock.now
        try body(item)
        times.append((clock.now - began) / .microseconds(1))
      }
    }
    return BenchmarkRow(name, unit, times.map { $0 / unit.microseconds })
  }

  /// Duration alone: what the field calls a distance query.
  private func durations(_ name: String, _ list: [Pair], _ options: JourneyOptions) throws -> BenchmarkRow {
    try measure(name, .microseconds, list) {
      Benchmark.keep(try router.cost(from: $0.starts, to: $0.goals, options: options))
    }
  }

  /// Duration and metres.
  private func distances(_ name: String, _ list: [Pair], _ options: JourneyOptions) throws -> BenchmarkRow {
    try measure(name, .microseconds, list) { try askDistance($0, options) }
  }

  private func askDistance(_ pair: Pair, _ options: JourneyOptions) throws {
    guard let cost = try router.cost(from: pair.starts, to: pair.goals, options: options) else { return }
    Benchmark.keep(router.length(from: pair.starts, to: pair.goals, cost: cost))
  }

  /// The whole answer: duration, distance, geometry, legs, gates, sentences.
  private func paths(_ name: String, _ list: [Pair], _ options: JourneyOptions) throws -> BenchmarkRow {
    try measure(name, .microseconds, list) { pair in
      guard case .found(let found) = try router.route(from: pair.start, to: pair.goal, options: options)
      else { return }
      let journey = writer.write(found)
      for leg in journey.legs { for step in leg.steps { Benchmark.keep(step.sentence(.english)) } }
    }
  }

  private static let tableSide = 50

  private func tables(_ pairs: [Pair], _ options: JourneyOptions) throws -> BenchmarkRow {
    let ends = pairs.map(\.starts)
    let side = min(Benchmark.tableSide, ends.count)
    let draws = (0..<20).map { _ in
      (
        (0..<side).map { _ in ends.randomElement(using: &random) ?? ends[0] },
        (0..<side).map { _ in ends.randomElement(using: &random) ?? ends[0] }
      )
    }
    return try measure("table.50x50", .milliseconds, draws) {
      Benchmark.keep(try router.table(from: $0.0, to: $0.1, options: options))
    }
  }

  private func reach(_ pairs: [Pair], _ options: JourneyOptions) throws -> BenchmarkRow {
    let starts = pairs.prefix(200).map(\.starts)
    return try measure("reach.foot.15min", .milliseconds, starts) {
      Benchmark.keep(try router.reachCount(from: $0, within: Milliseconds(seconds: 900), options: options))
    }
  }

  private func customization(_ name: String, threads: Int?) throws -> BenchmarkRow {
    let times = city.modeTable(.ebike).time.values
    return try measure(name, .milliseconds, Array(0..<20)) { _ in
      Benchmark.keep(try Metric(hierarchy: city.hierarchy, arcTimes: times, threads: threads))
    }
  }

  /// Closes a gate for riders; what is timed is until a metric with the gate closed is there to be asked.
  private func closing() throws -> BenchmarkRow {
    let metric = try engine.state(.ebike, at: departure).metric
    let gates = city.premises.gates
    let targets = (0..<pairs).map { _ -> [ArcID] in
      guard gates.count > 0 else { return [] }
      return city.arcs(
        of: .element(gates[GateID(Int.random(in: 0..<gates.count, using: &random))].element.id))
    }
    let open = targets.map { arcs in arcs.filter { metric.time(of: $0).isReachable } }.filter { !$0.isEmpty }
    let any = (0..<pairs).map { _ in [ArcID(Int.random(in: 0..<city.network.head.count, using: &random))] }
    let usual = (open.isEmpty ? any : open).map { $0.map { ArcChange(arc: $0, time: metric.time(of: $0)) } }
    var changes = MetricWriter(metric)
    var times: [Double] = []
    let clock = ContinuousClock()
    for round in 0...Benchmark.passes {
      for gate in usual {
        let closed = gate.map { ArcChange(arc: $0.arc, time: .unreachable) }
        let began = clock.now
        changes.apply(closed)
        if round > 0 { times.append((clock.now - began) / .microseconds(1)) }
        changes.apply(gate)
      }
    }
    return BenchmarkRow("close.one", .microseconds, times)
  }

  private func opening() throws -> BenchmarkRow {
    try measure("city.open", .milliseconds, Array(0..<20)) { _ in Benchmark.keep(try City.open(city.path)) }
  }

  /// Blocks asked from the heap by each query for duration and distance, once warm.
  private func allocations(
    _ onFoot: [Pair], _ walk: JourneyOptions, _ toDoors: [Pair], _ ride: JourneyOptions
  ) throws -> BenchmarkRow {
    var counts: [Double] = []
    for (list, options) in [(onFoot, walk), (toDoors, ride)] {
      for round in 0...1 {
        for pair in list {
          let before = kaimen_allocations()
          try askDistance(pair, options)
          if round > 0 { counts.append(Double(kaimen_allocations() - before)) }
        }
      }
    }
    return BenchmarkRow("allocations.per.query", .blocks, counts)
  }

  /// Keeps the optimizer from leaving out what nobody reads.
  @inline(never) static func keep<Value>(_: Value) {}
}

/// One measurement.
struct BenchmarkRow {
  /// What the figures count.
  enum Unit: String {
    case microseconds = "us"
    case milliseconds = "ms"
    case blocks

    var microseconds: Double { self == .milliseconds ? 1000 : 1 }
  }

  var name: String
  var unit: Unit
  private var sorted: [Double]

  init(_ name: String, _ unit: Unit, _ values: [Double]) {
    self.name = name
    self.unit = unit
    sorted = values.sorted()
  }

  var count: Int { sorted.count }

  /// The value that `share` of all do not exceed.
  func percentile(_ share: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let row = Int((share * Double(sorted.count)).rounded(.up)) - 1
    return sorted[min(max(row, 0), sorted.count - 1)]
  }
}

/// Numbers by chance that are the same for the same seed.
///
/// - SeeAlso: Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014 (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
