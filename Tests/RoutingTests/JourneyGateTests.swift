import Dense
import Foundation
import Geo
import OSM
import Streets
import Testing
import Wording

@testable import Routing

@Suite struct JourneyGateTests {
  /// A walled estate east of a street, entered by the gate node 3.
  ///
  /// ```
  /// 1 (0,-200)            wall 20..23: x 50…250, y -80…80
  /// |
  /// 2 (0,0) ---- 3 (50,0) ---- 4 (120,0)   building 40: x 120…160, y 10…40, door 30 (120,20)
  /// ```
  private func estate(_ gate: [(String, String)], name: [(String, String)]? = nil) -> JourneyTestCity {
    let city = JourneyTestCity()
    city.node(1, 0, -200)
    city.node(2, 0, 0)
    city.node(3, 50, 0, [("barrier", "gate")] + gate)
    city.node(4, 120, 0)
    for (id, x, y) in [(20, 50.0, -80.0), (21, 250, -80), (22, 250, 80), (23, 50, 80)] {
      city.node(Int64(id), x, y)
    }
    city.node(31, 120, 10)
    city.node(32, 160, 10)
    city.node(33, 160, 40)
    city.node(34, 120, 40)
    city.node(30, 120, 20, [("entrance", "staircase"), ("ref", "2")])
    city.way(10, [1, 2], [("highway", "residential"), ("name", "Estate Street")])
    city.way(11, [2, 3, 4], [("highway", "service")])
    city.way(
      12, [20, 21, 22, 23, 3, 20],
      [("landuse", "residential"), ("barrier", "wall")]
        + (name ?? [("name", "金沙时代"), ("name:en", "Jinsha Shidai")]))
    city.way(40, [31, 32, 33, 34, 30, 31], [("building", "apartments"), ("ref", "3")])
    return city
  }

  @Test func `a named gate is entered, asks for a badge and tells when it closes`() throws {
    let city = estate([
      ("name", "东门"), ("access", "permit"), ("kaimen:entry", "badge"), ("opening_hours", "06:00-22:00"),
    ])
    let journey = try city.journey(
      city.spot(0, -150, way: 10), city.door(30, way: 11), passes: ["badge"], at: "2026-11-21T12:30")
    #expect(
      journey.sentences(.english) == [
        "Walk north on Estate Street for 150 m", "Turn right onto the access road for 50 m",
        "Enter Jinsha Shidai on foot by the East Gate, then go on for 70 m; show your badge; closes 22:00",
        "Turn left and walk 20 m to the door", "Arrive at building 3, unit 2",
      ])
    #expect(
      journey.sentences(.chinese) == [
        "沿Estate Street向北步行 150 米", "右转进入内部道路，步行 50 米",
        "从东门步行进入金沙时代，前行 70 米，请出示通行证（22:00 关门）", "左转，步行 20 米到门口", "到达3栋2单元门口",
      ])
    let gate = try #require(journey.gates.first)
    #expect(gate.id == ElementID(.node, 3))
    #expect(gate.rule.access == .permit)
    #expect(gate.rule.hours == "06:00-22:00")
    #expect(gate.rule.passes == ["badge", "permit"])
    #expect(gate.rule.isKnown)
    #expect(gate.rule.until == CivilTime("2026-11-21T22:00"))
    #expect(gate.time == CivilTime("2026-11-21T12:32:30"))
    #expect(journey.doubts.isEmpty)
    #expect(journey.door?.id == ElementID(.node, 30))
    #expect(journey.door?.label.chinese == "3栋2单元")
  }

  /// A street 1–2–3 north along a fence; the direct path 1–4 crosses it, the long one goes round by its end.
  private func fenced(end: Double) -> JourneyTestCity {
    let city = JourneyTestCity()
    city.node(1, 0, 0)
    city.node(2, 0, end)
    city.node(3, 40, end)
    city.node(4, 40, 0)
    city.node(20, 20, -1000)
    city.node(21, 20, end - 10)
    city.way(10, [1, 4], [("highway", "service")])
    city.way(11, [1, 2, 3, 4], [("highway", "service")])
    city.way(12, [20, 21], [("barrier", "fence")])
    return city
  }

  @Test func `a fence without a gate is walked round, or crossed with a doubt that names it`() throws {
    let near = fenced(end: 100)
    #expect(try near.journey(near.spot(0, 0, way: 11), near.spot(40, 0, way: 11)).doubts.isEmpty)
    let far = fenced(end: 900)
    let journey = try far.journey(far.spot(0, 0, way: 10), far.spot(40, 0, way: 10))
    #expect(journey.doubts.map(\.kind) == [.unmappedOpening])
    #expect(journey.doubts[0].element == ElementID(.way, 12))
    #expect(
      journey.doubts[0].wording.english == "The way crosses a fence (way/12) where the map shows no gate")
    #expect(journey.doubts[0].wording.chinese == "路线穿过围栏（way/12），而地图在该处没有标出大门")
  }

  @Test func `on wheels a fence without a gate costs less`() throws {
    let city = fenced(end: 500)
    let walk = try city.journey(city.spot(0, 0, way: 10), city.spot(40, 0, way: 10))
    let ride = try city.journey(city.spot(0, 0, way: 10), city.spot(40, 0, way: 10), by: .car)
    #expect(try #require(walk.duration) > Milliseconds(300_000))
    #expect(try #require(ride.duration) < Milliseconds(300_000))
  }

  @Test func `a gate nobody has described is a doubt`() throws {
    let city = estate([])
    let journey = try city.journey(city.spot(0, -150, way: 10), city.door(30, way: 11), by: .ebike)
    #expect(journey.sentences(.chinese).contains("从大门骑车进入金沙时代，前行 70 米"))
    #expect(journey.doubts.map(\.kind) == [.unknownRule])
    #expect(journey.doubts[0].wording.english == "Nobody has recorded who may pass the gate of Jinsha Shidai")
    #expect(journey.gates[0].rule.isKnown == false)
    #expect(journey.legs.map(\.kind) == [.ride, .park, .walk])
  }

  @Test func `leaving an estate is told as well`() throws {
    let city = estate([("name", "East Gate"), ("access", "yes"), ("kaimen:entry", "guard")])
    let journey = try city.journey(city.door(30, way: 11), city.spot(0, -150, way: 10))
    #expect(journey.sentences(.english)[0] == "Walk 20 m to the access road")
    #expect(
      journey.sentences(.english).contains(
        "Leave Jinsha Shidai on foot by the East Gate, then go on for 50 m; tell the guard where you are going"
      ))
  }

  @Test func `hours that cannot be read are a doubt`() throws {
    let city = estate([("access", "yes"), ("opening_hours", "when the sun is nice")])
    let journey = try city.journey(city.spot(0, -150, way: 10), city.door(30, way: 11))
    #expect(journey.doubts.map(\.kind) == [.unreadableHours])
    #expect(journey.doubts[0].wording.chinese == "金沙时代大门的开放时间或条件无法识别（when the sun is nice），按开放处理")
  }

  @Test func `a blocked connector makes the answer unverified`() throws {
    let city = estate([("access", "yes")])
    let journey = try city.journey(city.spot(0, -150, way: 10), city.door(30, way: 11, isClear: false))
    #expect(journey.status == .unverified)
    #expect(journey.doubts.map(\.kind) == [.unverifiedConnector])
  }

  @Test func `a closed gate is the reason, with its hours and the way that remains`() throws {
    let city = estate([("name", "东门"), ("access", "yes"), ("opening_hours", "06:00-22:00")])
    let gate = try city.gate(3)
    let writer = JourneyWriter(city: try city.city())
    let night = try #require(CivilTime("2026-11-21T23:30"))
    let options = JourneyOptions(mode: .ebike, departure: night)
    let rules = try city.city().rules
    let rule = try city.city().premises.gates[gate].rule
    let obstruction = Obstruction(
      gate: gate, rule: rule, mode: .ebike, verdict: rules.verdict(rule, mode: .ebike, passes: [], at: night),
      passes: rules.passes(opening: rule), nearestReachable: city.point(50, 0))
    let journey = writer.unreachable(options, to: try city.door(30, way: 11), obstruction)
    #expect(
      journey.reason?.english
        == "The East Gate of Jinsha Shidai is closed now; it opens at 06:00 tomorrow; you can get within 75 m of it"
    )
    #expect(journey.reason?.chinese == "金沙时代东门现在关闭，明天 06:00 开门；最近可到达距目的地 75 米处")
    #expect(
      journey.json()
        == #"{"arrival":null,"departure":"2026-11-21T23:30","distance":null,"door":null,"doubts":[],"#
        + #""duration":null,"gates":[],"geometry":null,"legs":[],"mode":"ebike","#
        + #""nearestReachable":[106.4505159,29.55],"parking":null,"#
        + #""reason":"The East Gate of Jinsha Shidai is closed now; it opens at 06:00 tomorrow; "#
        + #"you can get within 75 m of it","returnDuration":0,"status":"unreachable"}"#)
    #expect(
      journey.text(.chinese) == "无法到达。金沙时代东门现在关闭，明天 06:00 开门；最近可到达距目的地 75 米处\n")
  }

  @Test(arguments: [
    (
      [("access", "permit")],
      "The gate of Jinsha Shidai admits only people with a pass; a badge or a permit opens it"
    ),
    (
      [("access", "yes"), ("locked", "yes")],
      "The gate of Jinsha Shidai is locked; a resident's card or a key opens it"
    ),
    ([("foot", "yes"), ("vehicle", "no")], "The gate of Jinsha Shidai does not admit e-bikes"),
    (
      [("access", "yes"), ("vehicle:conditional", "no @ (11:00-13:00)")],
      "The gate of Jinsha Shidai does not admit e-bikes at this time; it opens at 13:00"
    ),
  ])
  func `every cause has its sentence`(tags: [(String, String)], english: String) throws {
    let city = estate(tags)
    let gate = try city.gate(3)
    let noon = try #require(CivilTime("2026-11-21T12:00"))
    let rules = try city.city().rules
    let rule = try city.city().premises.gates[gate].rule
    let obstruction = Obstruction(
      gate: gate, rule: rule, mode: .ebike, verdict: rules.verdict(rule, mode: .ebike, passes: [], at: noon),
      passes: rules.passes(opening: rule), nearestReachable: nil)
    let journey = JourneyWriter(city: try city.city()).unreachable(
      JourneyOptions(mode: .ebike, departure: noon), to: try city.door(30, way: 11), obstruction)
    #expect(journey.reason?.english == english)
  }

  @Test func `an island has no gate to blame`() throws {
    let city = estate([])
    let journey = JourneyWriter(city: try city.city()).unreachable(
      JourneyOptions(mode: .car, departure: CivilTime(seconds: 0)), to: try city.door(30, way: 11), nil)
    #expect(journey.reason == Wording(en: "No way leads there by car", zh: "驾车没有可以到达的路"))
  }

  @Test func `JSON has the keys that were agreed, GeoJSON its features`() throws {
    let city = estate([("name", "东门"), ("access", "yes"), ("kaimen:entry", "register")])
    let journey = try city.journey(city.spot(0, -150, way: 10), city.door(30, way: 11), by: .ebike)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(journey.jsonBytes(JourneyFormat(language: .chinese))))
        as? [String: Any])
    for key in [
      "status", "duration", "distance", "geometry", "legs", "gates", "door", "doubts", "reason",
      "nearestReachable",
    ] { #expect(object[key] != nil, "\(key)") }
    #expect(object["duration"] as? Double == journey.duration?.seconds)
    let legs = try #require(object["legs"] as? [[String: Any]])
    #expect(legs.map { $0["mode"] as? String } == ["ride", "park", "walk"])
    for leg in legs {
      let line = try #require((leg["geometry"] as? [String: Any])?["coordinates"] as? [[Double]])
      #expect(line.count >= 2)
    }
    let gates = try #require(object["gates"] as? [[String: Any]])
    #expect(gates[0]["id"] as? String == "node/3")
    #expect((gates[0]["rule"] as? [String: Any])?["entry"] as? String == "register")
    #expect(gates[0]["asks"] as? String == "请在门卫处登记")
    let keys = journey.json().split(separator: "\"status\"")
    #expect(keys.count == 2)

    let plain = try #require(
      try JSONSerialization.jsonObject(
        with: Data(journey.jsonBytes(JourneyFormat(includesGeometry: false)))) as? [String: Any])
    #expect(plain["geometry"] == nil)

    let features = try #require(
      (try JSONSerialization.jsonObject(with: Data(journey.geoJSON().utf8)) as? [String: Any])?["features"]
        as? [[String: Any]])
    let kinds = features.map { ($0["properties"] as? [String: Any])?["kind"] as? String }
    #expect(kinds == ["leg", "leg", "gate", "parking", "door"])
  }

  @Test func `coordinates are shifted on request`() throws {
    let city = estate([("access", "yes")])
    let journey = try city.journey(city.spot(0, -150, way: 10), city.door(30, way: 11))
    let shifted = try #require(
      try JSONSerialization.jsonObject(with: Data(journey.jsonBytes(JourneyFormat(datum: .gcj02))))
        as? [String: Any])
    let position = try #require((shifted["door"] as? [String: Any])?["position"] as? [Double])
    let expected = Datum.gcj02.fromWGS84(try #require(journey.door).position)
    #expect(position == [expected.longitude, expected.latitude])
  }

  @Test func `the text lists steps, gates and doubts`() throws {
    let city = estate([("name", "东门")])
    let journey = try city.journey(city.spot(0, -150, way: 10), city.door(30, way: 11))
    #expect(
      journey.text(.english) == """
        4 min, 290 m, arriving 12:04
         1. Walk north on Estate Street for 150 m
         2. Turn right onto the access road for 50 m
         3. Enter Jinsha Shidai on foot by the East Gate, then go on for 70 m
         4. Turn left and walk 20 m to the door
         5. Arrive at building 3, unit 2
        Gates:
          the East Gate of Jinsha Shidai (node/3): rule unknown
        Doubts:
          Nobody has recorded who may pass the East Gate of Jinsha Shidai (node/3)

        """)
  }
}
