import Dense
import Foundation
import Geo
import OSM
import Streets
import Testing

@testable import Routing

@Suite struct LiveClosureTests {
  private let noon = CivilTime("2026-11-20T12:00") ?? CivilTime(seconds: 0)

  /// A short way by the gate, node 3, and a long way around.
  ///
  /// ```
  /// 1 (0,0) ---- 2 (100,0) -- 3 gate (150,0) -- 4 (200,0) ---- 5 (300,0)    way 10: 1-2, 11: 2-3-4, 12: 4-5
  ///                 \                              /
  ///                 6 (100,-300) ------- 7 (200,-300)                       way 13: 2-6-7-4
  /// ```
  private func detour() -> JourneyTestCity {
    let city = JourneyTestCity()
    city.node(1, 0, 0)
    city.node(2, 100, 0)
    city.node(3, 150, 0, [("barrier", "gate")])
    city.node(4, 200, 0)
    city.node(5, 300, 0)
    city.node(6, 100, -300)
    city.node(7, 200, -300)
    city.way(10, [1, 2], [("highway", "residential")])
    city.way(11, [2, 3, 4], [("highway", "residential")])
    city.way(12, [4, 5], [("highway", "residential")])
    city.way(13, [2, 6, 7, 4], [("highway", "residential")])
    return city
  }

  private struct Asker {
    var engine: Engine
    var router: Router
    var from: [EndPosition]
    var to: [EndPosition]
    var noon: CivilTime

    init(_ city: JourneyTestCity, noon: CivilTime) throws {
      engine = Engine(city: try city.city())
      router = Router(engine: engine)
      from = try city.spot(10, 0, way: 10).positions
      to = try city.spot(290, 0, way: 12).positions
      self.noon = noon
    }

    /// Which way is taken: 280 m through the gate in some 210 s, or 880 m around it in 660 s.
    func way(after seconds: Int64 = 0) throws -> Way {
      let options = JourneyOptions(mode: .foot, departure: noon.adding(seconds: seconds))
      guard let cost = try router.cost(from: from, to: to, options: options) else { return .none }
      return cost.duration < Milliseconds(seconds: 300) ? .gate : .around
    }
  }

  private enum Way { case gate, around, none }

  private let gate = Closure.Target.element(ElementID(.node, 3))
  private let around = Closure.Target.element(ElementID(.way, 13))

  @Test func `a gate closed and lifted changes the next answer, and the one after`() throws {
    let asker = try Asker(detour(), noon: noon)
    #expect(try asker.way() == .gate)
    asker.engine.updateClosures { $0.adding(Closure(gate), id: ClosureID("a")) }
    #expect(try asker.way() == .around)
    asker.engine.updateClosures { $0.adding(Closure(around), id: ClosureID("b")) }
    #expect(try asker.way() == .none)
    asker.engine.updateClosures { $0.removing(ClosureID("a")) }
    #expect(try asker.way() == .gate)
    asker.engine.updateClosures { $0.removing(ClosureID("b")) }
    #expect(try asker.way() == .gate)
  }

  @Test func `closing beats opening in whatever order they come and go`() throws {
    let asker = try Asker(detour(), noon: noon)
    for order in [["close", "open"], ["open", "close"]] {
      for name in order {
        let effect: Closure.Effect = name == "open" ? .opens : .closes
        asker.engine.updateClosures { $0.adding(Closure(gate, effect: effect), id: ClosureID(name)) }
      }
      #expect(try asker.way() == .around, "\(order)")
      asker.engine.updateClosures { $0.removing(ClosureID("close")) }
      #expect(try asker.way() == .gate, "\(order)")
      asker.engine.updateClosures { $0.removing(ClosureID("open")) }
    }
  }

  @Test func `two closures of one gate must both be lifted`() throws {
    let asker = try Asker(detour(), noon: noon)
    for name in ["a", "b"] { asker.engine.updateClosures { $0.adding(Closure(gate), id: ClosureID(name)) } }
    asker.engine.updateClosures { $0.removing(ClosureID("a")) }
    #expect(try asker.way() == .around)
    asker.engine.updateClosures { $0.removing(ClosureID("b")) }
    #expect(try asker.way() == .gate)
  }

  @Test func `a closure begins and ends by the clock`() throws {
    let asker = try Asker(detour(), noon: noon)
    let hour = Closure(gate, from: noon.adding(seconds: 3600), until: noon.adding(seconds: 7200))
    asker.engine.updateClosures { $0.adding(hour, id: ClosureID("hour")) }
    let ways: [(Int64, Way)] = [
      (0, .gate), (3599, .around), (3600, .around), (7199, .gate), (7200, .gate), (0, .gate),
    ]
    for (seconds, way) in ways {
      // One is at the gate 105 seconds after setting out.
      #expect(try asker.way(after: seconds) == way, "after \(seconds) s")
    }
  }

  @Test func `a what-if is known to nobody else and leaves nothing behind`() throws {
    let asker = try Asker(detour(), noon: noon)
    let other = Router(engine: asker.engine)
    let before = try asker.engine.state(.foot, at: noon)
    let options = JourneyOptions(mode: .foot, departure: noon)
    let alone = try other.cost(from: asker.from, to: asker.to, options: options)
    #expect(alone != nil)
    for round in 0..<200 {
      let target = round.isMultiple(of: 2) ? gate : around
      asker.router.closures = asker.engine.closures.adding(Closure(target), id: ClosureID("what if"))
      #expect(try asker.way() == (round.isMultiple(of: 2) ? .around : .gate))
      let cost = try other.cost(from: asker.from, to: asker.to, options: options)
      #expect(cost?.duration == alone?.duration)
    }
    #expect(try asker.engine.state(.foot, at: noon) === before)
    asker.router.closures = nil
    #expect(try asker.way() == .gate)
  }

  @Test func `a set held by a router stays in force for its calls until it lets go`() throws {
    let asker = try Asker(detour(), noon: noon)
    asker.router.closures = asker.engine.closures
    asker.engine.updateClosures { $0.adding(Closure(gate), id: ClosureID("a")) }
    #expect(try asker.way() == .gate)
    asker.router.closures = nil
    #expect(try asker.way() == .around)
  }

  @Test func `what the rules say is never pushed out by closures`() throws {
    let asker = try Asker(detour(), noon: noon)
    let plain = try asker.engine.states.moment(.foot, at: noon).plain
    for round in 0..<100 {
      asker.engine.updateClosures {
        $0.adding(Closure(round.isMultiple(of: 3) ? around : gate), id: ClosureID("\(round % 7)"))
      }
      _ = try asker.way()
    }
    #expect(try asker.engine.states.moment(.foot, at: noon).plain === plain)
  }

  @Test func `a closure that does not concern a mode makes no new state of it`() throws {
    let asker = try Asker(detour(), noon: noon)
    asker.engine.updateClosures { $0.adding(Closure(gate), id: ClosureID("all")) }
    let foot = try asker.engine.state(.foot, at: noon)
    asker.engine.updateClosures { $0.adding(Closure(around, modes: ModeSet(.car)), id: ClosureID("car")) }
    #expect(try asker.engine.state(.foot, at: noon) === foot)
    let car = try asker.engine.state(.car, at: noon)
    #expect(car !== foot)
  }

  @Test func `states that nobody asks any more are given back`() throws {
    let asker = try Asker(detour(), noon: noon)
    weak var old: ModeState?
    asker.engine.updateClosures { $0.adding(Closure(gate), id: ClosureID("a")) }
    _ = try asker.way()
    old = try asker.engine.state(.foot, at: noon)
    #expect(old != nil)
    asker.router.rest()
    asker.engine.updateClosures { $0.removing(ClosureID("a")).adding(Closure(around), id: ClosureID("b")) }
    _ = try asker.engine.state(.foot, at: noon)
    #expect(old == nil)
  }

  // MARK: Sets

  @Test func `a set knows its closures in the order in which they came`() throws {
    let none = Engine(city: try detour().city()).closures
    let set = none.adding(Closure(gate), id: ClosureID("b")).adding(Closure(around), id: ClosureID("a"))
    #expect(set.ids == [ClosureID("b"), ClosureID("a")])
    #expect(set[ClosureID("a")] == Closure(around))
    #expect(set[ClosureID("c")] == nil)
    let replaced = set.adding(Closure(around, effect: .opens), id: ClosureID("b"))
    #expect(replaced.ids == [ClosureID("a"), ClosureID("b")])
    #expect(replaced[ClosureID("b")]?.effect == .opens)
    #expect(set[ClosureID("b")]?.effect == .closes)
    #expect(set.removing(ClosureID("c")) === set)
    #expect(replaced.removing([ClosureID("a"), ClosureID("b")]).isEmpty)
    #expect(none.isEmpty)
  }

  @Test func `of several closures with one id added together the last counts`() throws {
    let none = Engine(city: try detour().city()).closures
    let set = none.adding([(ClosureID("a"), Closure(gate)), (ClosureID("a"), Closure(around))])
    #expect(set.ids == [ClosureID("a")])
    #expect(set[ClosureID("a")] == Closure(around))
  }

  @Test func `a change that throws changes nothing`() throws {
    let asker = try Asker(detour(), noon: noon)
    let before = asker.engine.closures
    #expect(throws: TestCityError.self) {
      try asker.engine.updateClosures { _ throws(TestCityError) in throw .missing("reason") }
    }
    #expect(asker.engine.closures === before)
  }

  @Test func `a relation closes nothing, also where a way has its number`() throws {
    let city = try detour().city()
    #expect(city.concerns(around))
    #expect(!city.concerns(.element(ElementID(.relation, 13))))
    #expect(!city.concerns(.element(ElementID(.way, 3))))
    #expect(!city.concerns(.element(ElementID(.node, 1))))
  }
}
