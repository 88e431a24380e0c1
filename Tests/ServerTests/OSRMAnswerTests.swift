import Foundation
import Geo
import OSM
import Queries
import Routing
import Server
import Streets
import Testing

@Suite struct OSRMAnswerTests {
  private let map: OSRMTestCity
  private let engine: Engine
  private let answerer: OSRMAnswerer
  private let noon = "depart=2026-11-21T12:00"

  init() throws {
    map = try OSRMTestCity.grid()
    engine = Engine(city: try map.city())
    answerer = OSRMAnswerer(service: OSRMService(engine: engine))
  }

  private func ask(_ service: String, _ places: [(Double, Double)], _ query: String = "", by: String = "foot")
    throws -> JSON
  {
    let places = places.map { map.text($0.0, $0.1) }.joined(separator: ";")
    let reply = try answerer.reply(
      "/\(service)/v1/\(by)/\(places)?\(noon)" + (query.isEmpty ? "" : "&\(query)"))
    #expect(reply.code == "Ok" && reply.status == 200, "\(reply.json.text.prefix(300))")
    return reply.json
  }

  private func line(_ geometry: JSON) throws -> [Coordinate] {
    let text = try #require(geometry.word)
    return try #require(PolylineCode.decode(text.utf8, .six))
  }

  private func metres(_ line: [Coordinate]) -> Double { Polyline(line).length }

  // MARK: Route

  @Test func `a route walks the streets between the places on them`() throws {
    let answer = try ask("route", [(10, 4), (200, 390)], "geometries=polyline6&overview=full")
    #expect(abs(try answer.number("routes/0/distance") - 580) < 1)
    let drawn = try line(answer.at("routes/0/geometry"))
    #expect(abs(metres(drawn) - 580) < 2)
    #expect(drawn[0].distance(to: map.point(10, 0)) < 0.2)
    #expect(drawn[drawn.count - 1].distance(to: map.point(200, 390)) < 0.2)
    #expect(abs(try answer.number("waypoints/0/distance") - 4) < 0.1)
    #expect(try answer.at("waypoints/0/name").word == "South Road")
    #expect(try answer.at("routes/0/weight_name").word == "duration")
  }

  @Test(arguments: ["foot", "ebike", "car"]) func `durations are those of the router`(profile: String) throws
  {
    let mode = try #require(Mode(name: profile))
    let router = Router(engine: engine)
    let ends = EndSnapper(
      snapper: Snapper(SnapStreets(city: engine.city)), resolver: router.resolver)
    let options = JourneyOptions(mode: mode, departure: try #require(CivilTime("2026-11-21T12:00")))
    for (a, b) in [((10.0, 4.0), (200.0, 390.0)), ((390, 0), (0, 100)), ((100, 30), (300, 405))] {
      let start = try #require(ends.end(at: map.point(a.0, a.1), SnapQuery(mode, .start)))
      let goal = try #require(ends.end(at: map.point(b.0, b.1), SnapQuery(mode, .goal)))
      var plain = try engine.plainJourney(options)
      let found = plain.run(from: start.start.positions, to: goal.goal.positions)
      let slow = try #require(found).cost.duration
      for query in ["overview=false", "overview=full&steps=true&annotations=true"] {
        let answer = try ask("route", [a, b], query, by: profile)
        #expect(try answer.number("routes/0/duration") == slow.seconds, "\(profile) \(a) \(b) \(query)")
      }
    }
  }

  @Test func `lean answers and full ones agree`() throws {
    for stops in [[(10.0, 4.0), (200.0, 390.0)], [(10, 4), (390, 210), (100, 30), (0, 300)]] {
      for profile in ["walking", "ebike", "driving"] {
        let lean = try ask("route", stops, "overview=false", by: profile)
        let full = try ask("route", stops, "overview=full&steps=true", by: profile)
        for key in ["duration", "distance"] {
          #expect(try lean.number("routes/0/\(key)") == full.number("routes/0/\(key)"), "\(profile) \(key)")
          for leg in 0..<stops.count - 1 {
            #expect(
              try lean.number("routes/0/legs/\(leg)/\(key)") == full.number("routes/0/legs/\(leg)/\(key)"))
          }
        }
        #expect(try lean.at("waypoints") == full.at("waypoints"), "\(profile)")
      }
    }
  }

  @Test func `legs and steps add up, and each begins where the one before ends`() throws {
    let answer = try ask(
      "route", [(10, 4), (390, 210), (100, 30)],
      "steps=true&geometries=polyline6&overview=full&annotations=true")
    let route = try answer.at("routes/0")
    let legs = try route.at("legs").items
    #expect(abs(try legs.reduce(0) { $0 + (try $1.number("duration")) } - route.number("duration")) < 0.002)
    var last: Coordinate?
    for (row, leg) in legs.enumerated() {
      let steps = try leg.at("steps").items
      #expect(try steps.first?.at("maneuver/type").word == "depart")
      #expect(try steps.last?.at("maneuver/type").word == "arrive")
      #expect(abs(try steps.reduce(0) { $0 + (try $1.number("duration")) } - leg.number("duration")) < 0.01)
      #expect(abs(try steps.reduce(0) { $0 + (try $1.number("distance")) } - leg.number("distance")) < 0.01)
      for step in steps {
        let drawn = try line(step.at("geometry"))
        #expect(drawn.count >= 2)
        if let last { #expect(last == drawn[0], "leg \(row)") }
        last = drawn[drawn.count - 1]
      }
      let annotation = try leg.at("annotation")
      let metres = annotation["distance"]?.items.compactMap(\.double).reduce(0, +) ?? 0
      #expect(abs(try leg.number("distance") - metres) < 0.5)
      #expect(annotation["nodes"]?.items.count == (annotation["distance"]?.items.count ?? 0) + 1)
    }
  }

  @Test func `steps speak OSRM's words`() throws {
    let known: Set<String> = [
      "turn", "new name", "depart", "arrive", "merge", "on ramp", "off ramp", "fork", "end of road",
      "continue",
      "roundabout", "rotary", "roundabout turn", "notification", "exit roundabout", "exit rotary",
    ]
    let modes: Set<String> = ["walking", "cycling", "driving", "pushing bike", "ferry"]
    let modifiers: Set<String> = [
      "uturn", "sharp right", "right", "slight right", "straight", "slight left", "left", "sharp left",
    ]
    for profile in ["foot", "bicycle", "ebike", "motorcycle", "car"] {
      let answer = try ask("route", [(10, 4), (300, 400), (100, 30)], "steps=true", by: profile)
      for step in try answer.at("routes/0/legs").items.flatMap({ try $0.at("steps").items }) {
        #expect(known.contains(try step.at("maneuver/type").word ?? "none"))
        #expect(modes.contains(try step.at("mode").word ?? "none"))
        if let modifier = try step.at("maneuver")["modifier"]?.word { #expect(modifiers.contains(modifier)) }
        for place in try step.at("intersections").items {
          let bearings = try place.at("bearings").items.compactMap(\.double)
          #expect(bearings == bearings.sorted() && bearings.allSatisfy { (0..<360).contains($0) })
          #expect(try place.at("entry").items.count == bearings.count)
          for end in ["in", "out"] {
            if let row = place[end]?.double { #expect(bearings.indices.contains(Int(row))) }
          }
        }
      }
    }
  }

  @Test func `a turn is told with the crossing's streets`() throws {
    let answer = try ask("route", [(100, 0), (200, 100)], "steps=true")
    let turn = try answer.at("routes/0/legs/0/steps/1")
    #expect(try turn.at("maneuver/type").word == "turn")
    #expect(try turn.at("maneuver/modifier").word == "left")
    #expect(try turn.at("name").word == "1. Street")
    #expect(try turn.at("intersections/0/bearings").items.compactMap(\.double) == [0, 90, 270])
    #expect(try turn.at("intersections/0/entry").text == "[true,true,false]")
    #expect(try turn.number("intersections/0/in") == 2)
    #expect(try turn.number("intersections/0/out") == 0)
    #expect(try answer.at("routes/0/legs/0/summary").word == "South Road, 1. Street")
  }

  @Test func `a coordinate inside a house leads to its door`() throws {
    let answer = try ask("route", [(10, 4), (100, 45)], "geometries=geojson&overview=full")
    let door = map.point(100, 20)
    #expect(try answer.number("waypoints/1/location/0") == door.longitude)
    #expect(try answer.number("waypoints/1/location/1") == door.latitude)
    let last = try #require(try answer.at("routes/0/geometry/coordinates").items.last)
    #expect(try last.number("0") == door.longitude && last.number("1") == door.latitude)
    #expect(abs(try answer.number("routes/0/distance") - 110) < 1)
  }

  @Test func `the same place twice is no way at all`() throws {
    for profile in ["foot", "car"] {
      for query in ["overview=false", "steps=true&annotations=true", "alternatives=true"] {
        let answer = try ask("route", [(10, 4), (10, 4)], query, by: profile)
        #expect(try answer.number("routes/0/duration") == 0)
        #expect(try answer.number("routes/0/distance") == 0)
      }
    }
  }

  @Test func `hints lead to the same answer, stale ones are passed over`() throws {
    let places = [(10.0, 4.0), (100.0, 45.0)]
    let first = try ask("route", places, "overview=false")
    let hints = try (0..<2).map { try #require(try first.at("waypoints/\($0)/hint").word) }
    #expect(try ask("route", places, "overview=false&hints=\(hints[0]);\(hints[1])") == first)
    let other = [(150.0, 4.0), (200.0, 300.0)]
    let plain = try ask("route", other, "overview=false")
    #expect(try ask("route", other, "overview=false&hints=\(hints[0]);\(hints[1])") == plain)
    let foreign = String(repeating: "A", count: 108)
    #expect(try ask("route", other, "overview=false&hints=\(foreign);") == plain)
  }

  @Test func `alternatives come quickest first`() throws {
    let answer = try ask("route", [(0, 0), (400, 400)], "alternatives=3&overview=false")
    let times = try answer.at("routes").items.map { try $0.number("duration") }
    #expect(!times.isEmpty && times == times.sorted())
  }

  @Test func `each overview shows what it should`() throws {
    let places = [(10.0, 4.0), (390.0, 210.0)]
    #expect(try ask("route", places, "overview=false").at("routes/0")["geometry"] == nil)
    let full = try ask("route", places, "overview=full&geometries=geojson")
    let simple = try ask("route", places, "geometries=geojson")
    let count = try full.at("routes/0/geometry/coordinates").items.count
    #expect(try simple.at("routes/0/geometry/coordinates").items.count <= count)
    #expect(try ask("route", places, "overview=by_legs").at("routes/0/legs/0/geometry").word != nil)
    #expect(try ask("route", places, "skip_waypoints=true")["waypoints"] == nil)
    #expect(try ask("route", places, "generate_hints=false").at("waypoints/0")["hint"] == nil)
  }

  // MARK: Table

  @Test(arguments: ["foot", "ebike", "car"]) func `a table's cells are the routes of its pairs`(
    profile: String
  ) throws {
    let places = [(10.0, 4.0), (200.0, 390.0), (100, 45), (390, 210)]
    let table = try ask("table", places, "annotations=duration,distance", by: profile)
    for (row, from) in places.enumerated() {
      for (column, to) in places.enumerated() {
        let route = try ask("route", [from, to], "overview=false", by: profile)
        for (cells, key) in [("durations", "duration"), ("distances", "distance")] {
          #expect(
            try table.number("\(cells)/\(row)/\(column)") == route.number("routes/0/\(key)"),
            "\(profile) \(key) \(from) \(to)")
        }
      }
    }
    #expect(try table.at("sources").items.count == 4 && table.at("destinations").items.count == 4)
  }

  @Test func `sources and destinations choose rows and columns`() throws {
    let places = [(10.0, 4.0), (200.0, 390.0), (390.0, 210.0)]
    let all = try ask("table", places)
    let some = try ask("table", places, "sources=2;0&destinations=1")
    #expect(try some.at("durations").items.count == 2)
    #expect(try some.number("durations/0/0") == all.number("durations/2/1"))
    #expect(try some.number("durations/1/0") == all.number("durations/0/1"))
    #expect(try some.at("sources").items.count == 2 && some.at("destinations").items.count == 1)
    let scaled = try ask("table", places, "scale_factor=2")
    #expect(abs(try scaled.number("durations/0/1") - 2 * all.number("durations/0/1")) < 0.002)
  }

  @Test func `cells without a way are null, or estimated where a speed is given`() throws {
    let places = [(10.0, 0.0), (590.0, 400.0)]
    #expect(try ask("table", places).at("durations/0/1") == .null)
    let filled = try ask("table", places, "fallback_speed=10&annotations=duration,distance")
    let metres = map.point(10, 0).distance(to: map.point(590, 400))
    #expect(abs(try filled.number("durations/0/1") - metres / 10) < 0.01)
    #expect(try filled.at("fallback_speed_cells").text == "[[0,1],[1,0]]")
  }

  // MARK: Nearest, match, trip

  @Test func `nearest lists streets, nearest first`() throws {
    let answer = try ask("nearest", [(30, 8)], "number=3")
    let places = try answer.at("waypoints").items
    #expect(places.count == 3)
    #expect(try places[0].at("name").word == "South Road")
    #expect(abs(try places[0].number("distance") - 8) < 0.1)
    #expect(try places[0].at("nodes").items.count == 2)
    let two = try ask("nearest", [(30, 8), (200, 100)])
    #expect(try two.at("waypoints/1/0/name").word == "1. Street")
  }

  @Test func `a trace is laid onto the streets`() throws {
    let trace: [(Double, Double)] =
      (0..<5).map { (Double($0) * 45 + 5, 3) } + (5..<9).map { (203, Double($0 - 4) * 45) }
    let times = trace.indices.map { "\($0 * 35)" }.joined(separator: ";")
    let answer = try ask("match", trace, "timestamps=\(times)&overview=full&geometries=polyline6&steps=true")
    #expect(try answer.at("matchings").items.count == 1)
    #expect(try answer.at("matchings/0/legs").items.count == 8)
    #expect(try answer.number("matchings/0/confidence") > 0.5)
    #expect(abs(try answer.number("matchings/0/distance") - 375) < 10)
    #expect(try answer.at("tracepoints").items.count == 9)
    #expect(try answer.at("tracepoints/0/name").word == "South Road")
    #expect(try answer.at("tracepoints/8/name").word == "1. Street")
    let two = try ask("match", trace, "waypoints=0;8&overview=false")
    #expect(try two.at("matchings/0/legs").items.count == 1)
    #expect(try two.at("tracepoints/4/waypoint_index") == .null)
    #expect(try two.number("tracepoints/8/waypoint_index") == 1)
    #expect(try two.number("matchings/0/distance") == answer.number("matchings/0/distance"))
  }

  @Test func `a trip visits its stops in the shortest order`() throws {
    let places = [(10.0, 0.0), (390.0, 400.0), (200.0, 0.0), (400.0, 100.0)]
    let round = try ask("trip", places, "overview=false")
    #expect(try round.at("trips/0/legs").items.count == 4)
    let order = try (0..<4).map { Int(try round.number("waypoints/\($0)/waypoint_index")) }
    #expect(order.sorted() == [0, 1, 2, 3] && order[0] == 0)
    let open = try ask("trip", places, "roundtrip=false&source=first&destination=last&overview=false")
    #expect(try open.at("trips/0/legs").items.count == 3)
    #expect(try open.number("waypoints/0/waypoint_index") == 0)
    #expect(try open.number("waypoints/3/waypoint_index") == 3)
    let last = try ask("trip", places, "source=any&destination=last&overview=false")
    #expect(try last.number("waypoints/3/waypoint_index") == 3)
    #expect(try open.number("trips/0/duration") < round.number("trips/0/duration"))
  }

  // MARK: Gates

  @Test func `a pass opens what is closed to others`() throws {
    let target = "/route/v1/foot/\(map.text(10, 0));\(map.text(590, 400))?\(noon)&overview=false"
    #expect(try answerer.reply(target).code == "NoRoute")
    #expect(try answerer.reply(target + "&pass=resident").code == "Ok")
  }

  @Test func `a closure changes the next answer`() throws {
    let places = [(100.0, 0.0), (300.0, 0.0)]
    let before = try ask("route", places, "overview=false").number("routes/0/distance")
    engine.setClosures([Closure(.element(ElementID(.way, 12)))])
    let same = try ask("route", places, "overview=false").number("routes/0/distance")
    #expect(same == before)
    engine.setClosures([Closure(.element(ElementID(.way, 1)))])
    let closed = try answerer.reply(
      "/route/v1/foot/\(map.text(100, 0));\(map.text(300, 0))?\(noon)&overview=false")
    #expect(closed.code == "NoRoute")
    engine.setClosures([])
    #expect(try ask("route", places, "overview=false").number("routes/0/distance") == before)
  }
}
