import Dense
import Foundation
import Geo
import OSM
import Routing
import Streets
import Synchronization

/// Closures that come and go while questions are asked.
extension Benchmark {
  /// How many closures stand while one comes or goes.
  private static let standing = 1000
  private static let stormSeconds = 3.0

  /// A gate or a street by chance, closed.
  private func closure() -> Closure {
    let (gates, network) = (city.premises.gates, city.network)
    if gates.count > 0, Bool.random(using: &random) {
      return Closure(.element(gates[GateID(Int.random(in: 0..<gates.count, using: &random))].element.id))
    }
    let segment = SegmentID(Int.random(in: 0..<network.osmID.count, using: &random))
    return Closure(.element(ElementID(.way, network.osmID[segment])))
  }

  /// Makes ``standing`` closures live that do not concern `pairs` much: the same for the same seed.
  private func stand() throws {
    let closures = (0..<Benchmark.standing).map { (id: ClosureID("standing \($0)"), closure: closure()) }
    engine.updateClosures { $0.adding(closures) }
  }

  private func clear() { engine.updateClosures { $0.removing(Set($0.ids)) } }

  /// One more closure among many, until the first question has been answered under it.
  func closingLive(_ list: [Pair], _ options: JourneyOptions) throws -> BenchmarkRow {
    try stand()
    defer { clear() }
    var times: [Double] = []
    let clock = ContinuousClock()
    for (row, pair) in list.enumerated() {
      let new = closure()
      for change in [{ $0.adding(new, id: ClosureID("new")) }, { $0.removing(ClosureID("new")) }]
        as [(ClosureSet) -> ClosureSet]
      {
        let began = clock.now
        engine.updateClosures(change)
        Benchmark.keep(try router.cost(from: pair.starts, to: pair.goals, options: options))
        if row > 0 { times.append((clock.now - began) / .microseconds(1)) }
      }
    }
    return BenchmarkRow("close.live", .microseconds, times)
  }

  /// Questions on two threads under ``standing`` closures, of which another comes or goes `every` so many seconds.
  func storm(_ name: String, _ list: [Pair], _ options: JourneyOptions, every: Double?) throws -> BenchmarkRow
  {
    try stand()
    defer { clear() }
    let changes = (0..<100).map { _ in closure() }
    let times = Shared<[[Double]]>([])
    let isOver = Shared(false)
    let (engine, questions) = (engine, list.map { ($0.starts, $0.goals) })
    // Threads of their own: a pool has only as many as there are processors.
    let threads = (0..<2).map { _ in
      Thread {
        let found = Benchmark.ask(engine, questions, options, until: isOver)
        times.withLock { $0.append(found) }
      }
    }
    for thread in threads { thread.start() }
    Benchmark.keepChanging(engine, changes, every: every)
    isOver.withLock { $0 = true }
    while times.withLock({ $0.count }) < threads.count { Thread.sleep(forTimeInterval: 0.01) }
    return BenchmarkRow(name, .microseconds, times.withLock { $0.flatMap(\.self) })
  }

  /// Adds and lifts `changes` in turn for ``stormSeconds``; only waits where `every` is nil.
  private static func keepChanging(_ engine: Engine, _ changes: [Closure], every: Double?) {
    let end = Date(timeIntervalSinceNow: stormSeconds)
    var row = 0
    while Date() < end {
      Thread.sleep(forTimeInterval: every ?? stormSeconds)
      guard every != nil else { continue }
      let change = changes[row / 2 % changes.count]
      let id = ClosureID("storm")
      engine.updateClosures { row.isMultiple(of: 2) ? $0.adding(change, id: id) : $0.removing(id) }
      row += 1
    }
  }

  /// Microseconds of each question of one thread.
  private static func ask(
    _ engine: Engine, _ questions: [(starts: [EndPosition], goals: [EndPosition])], _ options: JourneyOptions,
    until isOver: Shared<Bool>
  ) -> [Double] {
    let router = Router(engine: engine)
    let clock = ContinuousClock()
    var times: [Double] = []
    var row = 0
    while !isOver.withLock({ $0 }) {
      let question = questions[row % questions.count]
      row += 1
      let began = clock.now
      keep(try? router.cost(from: question.starts, to: question.goals, options: options))
      times.append((clock.now - began) / .microseconds(1))
    }
    return times
  }
}

/// A value that threads share.
private final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result { value.withLock { body(&$0) } }
}
