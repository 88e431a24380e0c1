import Dense
import Foundation
import Geo
import OSM
import Places
import Queries
import Routing
import Streets
import Testing
import Wording

/// What somebody is told at a gate, against the routes that are led through it.
@Suite struct RuleTestTests {
  private static let gate = ElementID(.node, 40)

  /// Tags of the only gate of ``WalledEstate``.
  private static let gates: [[String: String]] = [
    ["barrier": "gate"],
    [
      "barrier": "lift_gate", "foot": "yes", "electric_bicycle": "permit", "kaimen:pass": "badge",
      "kaimen:entry": "guard", "opening_hours": "06:00-23:00",
    ],
    ["barrier": "gate", "access": "private"],
    ["barrier": "wicket_gate"],
    ["barrier": "gate", "locked": "yes"],
    [
      "barrier": "gate", "foot": "yes", "bicycle": "no", "electric_bicycle": "no",
      "electric_bicycle:conditional": "yes @ (09:00-17:00)", "kaimen:weather": "rain=open",
    ],
    ["barrier": "gate", "foot": "yes", "vehicle": "no", "motorcar": "delivery"],
    ["barrier": "turnstile"],
    [
      "barrier": "gate", "access": "permit", "kaimen:pass": "registered;badge",
      "kaimen:weather": "typhoon=open",
      "opening_hours": "Mo-Fr 07:00-09:00",
    ],
    ["barrier": "gate", "access": "no", "foot:conditional": "residents @ (22:00-06:00)"],
    ["barrier": "sliding_gate", "motorcar": "no", "kaimen:entry": "call", "bicycle": "customers"],
    [
      "barrier": "gate", "foot": "residents", "electric_bicycle": "permit",
      "kaimen:pass:electric_bicycle": "badge",
    ],
  ]
  private static let times = ["2026-11-20T12:00", "2026-11-20T08:00", "2026-11-21T03:00", "2026-11-21T23:30"]
  private static let passes = [[], ["badge"], ["resident"], ["registered"]]

  /// The estate with these tags at its gate.
  private static func city(_ tags: [String: String]) throws -> City {
    var change = OSMDataBuilder()
    let data = WalledEstate.data
    for row in data.nodeIDs.indices {
      let id = data.nodeIDs[row]
      let own = data.taggedNodes.firstIndex(of: UInt32(row)).map { data.tags(data.nodeTags[$0]) } ?? [:]
      let said = id == gate.number ? tags : own
      change.addNode(
        id, at: data.nodeCoordinates[row], tags: said.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
    for row in data.wayIDs.indices {
      let nodes = data.wayNodes[Int(data.wayFirst[row])..<Int(data.wayFirst[row + 1])]
      change.addWay(
        data.wayIDs[row], nodes: nodes.map { data.nodeIDs[Int($0)] },
        tags: data.tags(data.wayTags[row]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
    return try WalledEstate.imported(change.finish())
  }

  @Test func `each vehicle has passes of its own`() throws {
    let rule = try GateRule(
      JSONReader.read(Array(#"{"who":{"foot":"resident","ebike":"badge","bicycle":"registered"}}"#.utf8)[...])
    )
    var tags = rule.tags
    tags["barrier"] = "gate"
    let city = try Self.city(tags)
    let ground = RuleTest.Ground(city, closures: ClosureSet(city: city))
    for (means, pass) in [(RuleTest.Means.foot, "resident"), (.ebike, "badge"), (.bicycle, "registered")] {
      for held in ["resident", "badge", "registered"] {
        let test = try RuleTest(Self.question(means, [held], Self.times[0]), on: ground)
        #expect(test.passes == (held == pass), "\(means) with \(held)")
      }
    }
  }

  private static func question(
    _ means: RuleTest.Means, _ passes: [String], _ time: String, _ weather: RuleTest.Weather? = nil
  ) -> RuleTest.Question {
    var question = RuleTest.Question()
    (question.gate, question.means, question.passes) = (gate, means, passes)
    (question.time, question.weather) = (CivilTime(time), weather)
    return question
  }

  /// How a route leads through the gate: nil where there is none, else the mode that passes.
  private static func passing(
    _ session: Session, _ means: RuleTest.Means, _ passes: [String], _ time: String
  ) throws -> Mode? {
    var request = RouteRequest()
    (request.from, request.to, request.mode) = (WalledEstate.text(0, 0), "node/50", means.mode)
    (request.passes, request.departure) = (passes, CivilTime(time))
    let journey = try session.answer(request)
    let gate = journey.gates.first { $0.id == RuleTestTests.gate }
    #expect((gate != nil) == (journey.status == .ok), "the gate is the only way in")
    return gate?.mode
  }

  @Test(arguments: gates.indices) func `routes lead through a gate exactly where a test lets one through`(
    _ row: Int
  ) throws {
    let city = try Self.city(Self.gates[row])
    let flags = try #require(city.gates(of: .element(Self.gate)).first.map { city.premises.gates[$0].rule })
    let engine = Engine(city: city)
    let session = Session(engine: engine)
    var isIn = [false: 0, true: 0]
    for weather in RuleTest.Weather.allCases {
      let opens = weather.flag.map { city.rules.rows[flags].ruleFlags.contains($0) } ?? false
      engine.setClosures(
        opens ? [Closure(.element(Self.gate), effect: .opens, modes: RuleTest.riders)] : [])
      for means in RuleTest.Means.allCases {
        for passes in Self.passes {
          for time in Self.times {
            let ground = RuleTest.Ground(city, closures: ClosureSet(city: city))
            let test = try RuleTest(Self.question(means, passes, time, weather), on: ground)
            let wanted =
              test.passes ? means.mode : test.advice.admitsWalker ?? false ? Mode.foot : nil
            let found = try Self.passing(session, means, passes, time)
            #expect(found == wanted, "\(Self.gates[row]) \(means) \(passes) \(time) \(weather)")
            isIn[test.passes, default: 0] += 1
          }
        }
      }
    }
    #expect(isIn[true] != 0)
  }

  @Test func `what is closed for a while counts, for those whom it concerns`() throws {
    let city = try WalledEstate.city.get()
    let engine = Engine(city: city)
    engine.setClosures([
      Closure(
        .element(Self.gate), modes: ModeSet(.ebike), from: CivilTime("2026-11-20T12:00"),
        until: CivilTime("2026-11-20T14:00"))
    ])
    let session = Session(engine: engine)
    for means in RuleTest.Means.allCases {
      for time in ["2026-11-20T11:30", "2026-11-20T13:00", "2026-11-20T15:00"] {
        let test = try RuleTest(
          Self.question(means, [], time), on: RuleTest.Ground(city, closures: engine.closures))
        let found = try Self.passing(session, means, [], time)
        #expect(found == (test.passes ? means.mode : .foot), "\(means) \(time)")
        guard means.mode == .ebike else { continue }
        let change =
          switch time {
          case "2026-11-20T11:30": "2026-11-20T12:00"
          case "2026-11-20T13:00": "2026-11-20T14:00"
          default: String?.none
          }
        #expect(test.advice.changes == change.flatMap { CivilTime($0) })
      }
    }
  }

  private static let rules = [
    #"{"who":{"foot":"anyone","ebike":"badge"},"hours":"06:00-23:00","entry":"register","delay":20}"#,
    #"{"who":{"foot":"anyone","ebike":"delivery"},"except":[{"vehicle":"ebike","who":"nobody","when":"Mo-Fr 07:00-09:00"}],"weather":["rain"]}"#,
    #"{"who":{"foot":"resident","ebike":"nobody","car":"staff"},"entry":"call"}"#,
    "{}",
  ]

  @Test(arguments: rules) func `a rule that nobody has saved is told as if it had been`(_ text: String) throws
  {
    let rule = try JSONReader.read(Array(text.utf8)[...])
    let edit = try MapEdit(["kind": "rule", "target": "node/40", "properties": ["rule": rule]])
    let saved = try WalledEstate.edited([edit]).city
    let city = try WalledEstate.city.get()
    for means in RuleTest.Means.allCases {
      for passes in Self.passes {
        for (time, weather) in zip(Self.times, [.none, .rain, .typhoon, .none] as [RuleTest.Weather]) {
          var question = Self.question(means, passes, time, weather)
          let told = try RuleTest(
            question, on: RuleTest.Ground(saved, closures: ClosureSet(city: saved)))
          question.rule = try GateRule(rule)
          let supposed = try RuleTest(
            question, on: RuleTest.Ground(city, closures: ClosureSet(city: city)))
          #expect(told.json(.english) == supposed.json(.english), "\(means) \(passes) \(time)")
          question.gate = nil
          let alone = try RuleTest(question, on: RuleTest.Ground(city, closures: ClosureSet(city: city)))
          #expect(alone.passes == supposed.passes)
        }
      }
    }
  }

  private func told(_ rule: String, _ means: RuleTest.Means, _ passes: [String] = [], _ time: String)
    throws -> RuleTest
  {
    var question = Self.question(means, passes, time)
    question.rule = try GateRule(JSONReader.read(Array(rule.utf8)[...]))
    let city = try WalledEstate.city.get()
    return try RuleTest(question, on: RuleTest.Ground(city, closures: ClosureSet(city: city)))
  }

  @Test func `sentences say how one gets in, until when, and what would help`() throws {
    let badge = Self.rules[0]
    let inside = try told(badge, .ebike, ["badge"], "2026-11-20T18:20")
    #expect(
      inside.sentence.english
        == "You may ride through the gate of 金沙时代 until 23:00: show your badge and register with the guard;"
        + " that usually takes about 20 s. Only to get to a place inside, not to cut through.")
    #expect(
      inside.sentence.chinese
        == "可以骑行通过金沙时代大门，至 23:00 止：请出示通行证，请在门卫处登记；通常需要约 20 秒。仅限前往内部地点，不得借道穿行。")
    let without = try told(badge, .ebike, [], "2026-11-20T18:20")
    #expect(
      without.sentence.english
        == "The gate of 金沙时代 admits e-bikes only with a badge. On foot you may pass: leave the e-bike outside."
    )
    #expect(without.advice.passesThatHelp == ["badge"])
    let night = try told(badge, .ebike, ["badge"], "2026-11-20T23:30")
    #expect(
      night.sentence.english
        == "The gate of 金沙时代 is closed at this time; it lets you in from 06:00 tomorrow on.")
    #expect(night.sentence.chinese == "金沙时代大门此时关闭；明天 06:00 起可以进入。")
    #expect(night.advice.changes == CivilTime("2026-11-21T06:00"))
    let shut = try told(badge, .ebike, [], "2026-11-20T23:30")
    #expect(
      shut.sentence.english
        == "The gate of 金沙时代 is closed at this time; it lets you in with a badge from 06:00 tomorrow on.")
    #expect(shut.sentence.chinese == "金沙时代大门此时关闭；明天 06:00 起凭通行证可以进入。")
    #expect(shut.advice.passesThatHelp == ["badge"] && shut.advice.changes == CivilTime("2026-11-21T06:00"))
    // Hours of a rule for walkers say nothing of cars.
    let timed = #"{"who":{"foot":"anyone"},"hours":"08:00-18:00"}"#
    #expect(try !told(timed, .car, [], "2026-11-20T12:00").advice.isKnown)
    #expect(try told(timed, .foot, [], "2026-11-20T12:00").advice.isKnown)
    #expect(try told(#"{"hours":"08:00-18:00"}"#, .car, [], "2026-11-20T12:00").advice.isKnown)
    let peak = try told(Self.rules[1], .pushing, [], "2026-11-20T08:00")
    #expect(
      peak.sentence.chinese
        == "金沙时代大门此时段禁止电动自行车进入；09:00 起可以进入。步行可以通过：请把电动自行车停在外面。")
    var question = Self.question(.ebike, [], "2026-11-20T08:00", .rain)
    question.rule = try GateRule(JSONReader.read(Array(Self.rules[1].utf8)[...]))
    let city = try WalledEstate.city.get()
    let rain = try RuleTest(question, on: RuleTest.Ground(city, closures: ClosureSet(city: city)))
    #expect(rain.sentence.english.hasSuffix("In heavy rain riders are let in whatever else holds."))
    #expect(rain.sentence.chinese.hasSuffix("大雨期间对骑手一律放行。"))
    let call = try told(Self.rules[2], .foot, ["resident"], "2026-11-20T08:00")
    #expect(call.advice.asks.map { $0[.english] } == ["use your resident's card", "call to be let in"])
  }

  @Test func `what cannot be tested is said`() throws {
    let city = try WalledEstate.city.get()
    let ground = RuleTest.Ground(city, closures: ClosureSet(city: city))
    #expect(throws: RuleTestError.nothingToTest) { try RuleTest(RuleTest.Question(), on: ground) }
    var question = Self.question(.foot, [], "2026-11-20T08:00")
    question.gate = ElementID(.node, 50)
    #expect(throws: RuleTestError.unknownGate(ElementID(.node, 50))) { try RuleTest(question, on: ground) }
    question.gate = Self.gate
    question.passes = ["magic"]
    #expect(throws: RouteError.self) { try RuleTest(question, on: ground) }
    question.passes = []
    question.rule = GateRule(hours: "Mo-Fr off")
    #expect(throws: EditError.neverOpens("Mo-Fr off")) { try RuleTest(question, on: ground) }
    #expect(throws: RuleTestError.unknownMeans("camel")) { try RuleTest.Means(named: "camel") }
    #expect(throws: RuleTestError.unknownWeather("hail")) { try RuleTest.Weather(named: "hail") }
  }
}
