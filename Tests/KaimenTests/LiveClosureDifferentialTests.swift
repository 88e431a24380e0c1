import Dense
import Foundation
import Generation
import Geo
import Import
import OSM
import Streets
import Synchronization
import Testing

@testable import Routing

/// Closures that come and go one by one must leave the same as all of them set at once.
@Suite(.serialized) struct LiveClosureDifferentialTests {
  private let day = CivilTime(year: 2026, month: 11, day: 21) ?? CivilTime(seconds: 0)

  private func city(_ seed: UInt64) throws -> City {
    let path = TestMaps.scratch("live-\(seed).kaimen")
    if !FileManager.default.fileExists(atPath: path) {
      try CityImport.run(CityGenerator(like: .shapingba, scale: 0.04, seed: seed).generate(), output: path)
    }
    return try City(path: path)
  }

  // MARK: What a change leaves

  @Test(arguments: [UInt64(1), 2])
  func `after every change the answers are those of plain Dijkstra and of a fresh engine`(seed: UInt64) throws
  {
    let city = try city(seed)
    var random = SeededRandom(seed: seed)
    let engine = Engine(city: city)
    let (router, supposing) = (Router(engine: engine), Router(engine: engine))
    var (answered, differing) = (0, 0)
    for step in 0..<(TestMaps.pairs / 3) {
      engine.updateClosures { change($0, city, &random) }
      let fresh = Engine(city: city)
      fresh.setClosures(all(engine.closures))
      let freshRouter = Router(engine: fresh)
      supposing.closures = change(engine.closures, city, &random)
      let supposed = Engine(city: city)
      supposed.setClosures(supposing.closures.map(all) ?? [])
      let supposedRouter = Router(engine: supposed)
      for _ in 0..<4 {
        let options = options(&random)
        let (start, goal) = ([position(city, &random)], [position(city, &random)])
        let label = "seed \(seed), step \(step): \(options), \(start) to \(goal), \(all(engine.closures))"
        let found = try router.cost(from: start, to: goal, options: options)
        var plain = try engine.plainJourney(options)
        #expect(found?.duration == plain.run(from: start, to: goal)?.cost.duration, "\(label)")
        #expect(try found == freshRouter.cost(from: start, to: goal, options: options), "\(label)")
        let whatIf = try supposing.cost(from: start, to: goal, options: options)
        #expect(try whatIf == supposedRouter.cost(from: start, to: goal, options: options), "\(label)")
        answered += found == nil ? 0 : 1
        differing += whatIf == found ? 0 : 1
      }
      try expectEqual(
        engine, fresh, at: day.adding(seconds: Int64(step) * 1800), "seed \(seed), step \(step)")
    }
    #expect(answered > 30 && differing > 0, "\(answered) answers, \(differing) what-ifs prove nothing")
  }

  /// All modes' states, bit for bit.
  private func expectEqual(_ one: Engine, _ other: Engine, at time: CivilTime, _ label: String) throws {
    for mode in [Mode.foot, .ebike] {
      let (a, b) = (try one.state(mode, at: time), try other.state(mode, at: time))
      #expect(a.arcState.values == b.arcState.values, "\(label), \(mode)")
      #expect(a.isCore.values == b.isCore.values, "\(label), \(mode)")
      let sides = (0..<2 * one.city.hierarchy.upArcCount).lazy.map { UpArcSideID($0) }
      let isEqual = sides.allSatisfy {
        a.metric.time(of: $0) == b.metric.time(of: $0) && a.metric.origin(of: $0) == b.metric.origin(of: $0)
      }
      #expect(isEqual, "\(label), \(mode): the metrics differ")
    }
  }

  // MARK: Threads

  @Test func `threads that ask while closures change get the answer of a set that was live meanwhile`() throws
  {
    let city = try city(1)
    var random = SeededRandom(seed: 5)
    let options = JourneyOptions(mode: .ebike, departure: day.adding(seconds: 12 * 3600))
    let questions = try questions(city, options, &random)
    let steps = try steps(city, questions, options, &random)
    // What each question is answered under each set, by engines that never saw another one.
    let expected = try steps.map { list in
      let engine = Engine(city: city)
      engine.setClosures(list.map(\.closure))
      let router = Router(engine: engine)
      return try questions.map { try router.cost(from: $0.0, to: $0.1, options: options)?.duration }
    }
    #expect(Set(expected.map { $0.map { $0?.rawValue } }).count > 3, "the sets do not matter")
    let engine = Engine(city: city)
    let (begun, done) = (Shared(0), Shared(0))
    let (wrong, asked) = (Shared<[String]>([]), Shared(0))
    let threads = (0..<3).map { number in
      Thread {
        let router = Router(engine: engine)
        var row = number
        while done.value < steps.count - 1 || row < questions.count * 4 {
          row += 1
          let question = row % questions.count
          let earliest = done.value
          let found = try? router.cost(
            from: questions[question].0, to: questions[question].1, options: options)
          let latest = begun.value
          if !(earliest...latest).contains(where: { expected[$0][question] == found?.duration }) {
            wrong.change {
              $0.append("question \(question) in \(earliest)...\(latest): \(String(describing: found))")
            }
          }
          if row % 50 == 0 { router.rest() }
        }
        asked.change { $0 += 1 }
      }
    }
    engine.updateClosures { $0.adding(steps[0]) }
    for thread in threads { thread.start() }
    for (number, list) in steps.enumerated().dropFirst() {
      begun.change { $0 = number }
      engine.updateClosures { old in
        let kept = Set(list.map(\.id))
        let known = Set(old.ids)
        return old.removing(Set(old.ids.filter { !kept.contains($0) }))
          .adding(list.filter { !known.contains($0.id) })
      }
      done.change { $0 = number }
      Thread.sleep(forTimeInterval: 0.005)
    }
    while asked.value < threads.count { Thread.sleep(forTimeInterval: 0.01) }
    #expect(wrong.value.isEmpty, "\(wrong.value.prefix(5))")
  }

  private typealias Question = ([EndPosition], [EndPosition])
  private typealias Named = (id: ClosureID, closure: Closure)

  private func questions(_ city: City, _ options: JourneyOptions, _ random: inout SeededRandom) throws
    -> [Question]
  {
    let router = Router(engine: Engine(city: city))
    var found: [Question] = []
    while found.count < 6 {
      let question = ([position(city, &random)], [position(city, &random)])
      if try router.cost(from: question.0, to: question.1, options: options) != nil { found.append(question) }
    }
    return found
  }

  /// Sets that differ by one closure each, on the ways that the questions take.
  private func steps(
    _ city: City, _ questions: [Question], _ options: JourneyOptions, _ random: inout SeededRandom
  ) throws -> [[Named]] {
    let router = Router(engine: Engine(city: city))
    var ways: [Int64] = []
    for question in questions {
      guard let cost = try router.cost(from: question.0, to: question.1, options: options) else { continue }
      for stretch in router.path(from: question.0, to: question.1, cost: cost).stretches {
        ways.append(city.network.osmID[city.network.heading[stretch.arc].segment])
      }
    }
    var list: [Named] = []
    return (0..<60).map { step in
      if list.count > 3 {
        list.remove(at: Int.random(in: 0..<list.count, using: &random))
      } else {
        let way = ways[Int.random(in: 0..<ways.count, using: &random)]
        list.append((ClosureID("\(step)"), Closure(.element(ElementID(.way, way)))))
      }
      return list
    }
  }

  // MARK: Places

  @Test func `the index finds the gates and streets that a look at all of them finds`() throws {
    let city = try city(2)
    var random = SeededRandom(seed: 9)
    let (network, premises) = (city.network, city.premises)
    for _ in 0..<200 {
      let gate = premises.gates[GateID(Int.random(in: 0..<premises.gates.count, using: &random))]
      #expect(
        city.gates(of: .element(gate.element.id))
          == premises.gates.ids.filter { premises.gates[$0].element == gate.element })
      let way = network.osmID[SegmentID(Int.random(in: 0..<network.osmID.count, using: &random))]
      let segments = network.osmID.ids.filter { network.osmID[$0] == way && network.length[$0] > .zero }
      let arcs = segments.flatMap { segment in
        network.arcs[segment].map { network.arcs.values[$0] }
      }
      #expect(city.arcs(of: .element(ElementID(.way, way))) == arcs)
      let ring = triangle(around: gate.position, &random)
      let inside = premises.gates.ids.filter {
        Ring(ring).location(of: premises.gates[$0].position) != .outside
      }
      #expect(city.gates(of: .area(ring)) == inside)
    }
  }

  private func triangle(around centre: Coordinate, _ random: inout SeededRandom) -> [Coordinate] {
    let frame = LocalFrame(at: centre)
    let reach = Double.random(in: 5..<800, using: &random)
    let corners = [Point(x: -reach, y: -reach), Point(x: reach, y: -reach / 2), Point(x: 0, y: reach)]
    let points = corners.map { frame.coordinate($0) }
    return points + [points[0]]
  }

  // MARK: By chance

  private func all(_ set: ClosureSet) -> [Closure] { set.all.map(\.closure) }

  private func change(_ set: ClosureSet, _ city: City, _ random: inout SeededRandom) -> ClosureSet {
    let id = ClosureID("\(Int.random(in: 0..<12, using: &random))")
    return Int.random(in: 0..<3, using: &random) == 0
      ? set.removing(id) : set.adding(closure(city, &random), id: id)
  }

  private func closure(_ city: City, _ random: inout SeededRandom) -> Closure {
    var closure = Closure(target(city, &random))
    if Int.random(in: 0..<3, using: &random) == 0 { closure.effect = .opens }
    if Int.random(in: 0..<3, using: &random) == 0 { closure.modes = ModeSet(.ebike).union(ModeSet(.car)) }
    if Int.random(in: 0..<3, using: &random) == 0 {
      closure.from = day.adding(seconds: Int64.random(in: 0..<80_000, using: &random))
      closure.until = closure.from?.adding(seconds: Int64.random(in: 60..<20_000, using: &random))
    }
    return closure
  }

  private func target(_ city: City, _ random: inout SeededRandom) -> Closure.Target {
    let gate = city.premises.gates[GateID(Int.random(in: 0..<city.premises.gates.count, using: &random))]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .area(triangle(around: gate.position, &random))
    case 1: return .element(gate.element.id)
    default:
      let segment = SegmentID(Int.random(in: 0..<city.network.length.count, using: &random))
      return .element(ElementID(.way, city.network.osmID[segment]))
    }
  }

  private func options(_ random: inout SeededRandom) -> JourneyOptions {
    let mode = [Mode.foot, .ebike, .car][Int.random(in: 0..<3, using: &random)]
    let times: [Int64] = [12 * 3600, 6 * 3600 - 120, Int64.random(in: 0..<86_400, using: &random)]
    return JourneyOptions(
      mode: mode, departure: day.adding(seconds: times[Int.random(in: 0..<3, using: &random)]))
  }

  private func position(_ city: City, _ random: inout SeededRandom) -> EndPosition {
    let segment = SegmentID(Int.random(in: 0..<city.network.length.count, using: &random))
    let length = city.network.length[segment].rawValue
    return EndPosition(
      segment: segment,
      offset: Millimetres(UInt32.random(in: 0...max(length, 1), using: &random) % (length + 1)),
      walk: Milliseconds(UInt32.random(in: 0..<30_000, using: &random)))
  }
}

/// A value that threads share.
private final class Shared<Value: Sendable>: Sendable {
  private let held: Mutex<Value>

  init(_ value: Value) { held = Mutex(value) }

  var value: Value { held.withLock { $0 } }

  func change(_ body: (inout sending Value) -> Void) { held.withLock { body(&$0) } }
}
