import Geo
import Queries
import Routing
import Server
import Testing
import Wording

/// What is wrong with a request is answered with OSRM's code, as `osrm-routed` 26.10 does.
@Suite struct OSRMRequestTests {
  private func answerer() throws -> (OSRMTestCity, OSRMAnswerer) {
    let map = try OSRMTestCity.grid()
    return (map, OSRMAnswerer(service: OSRMService(engine: Engine(city: try map.city()))))
  }

  @Test func `malformed requests get OSRM's codes`() throws {
    let (map, answerer) = try answerer()
    let two = "\(map.text(10, 0));\(map.text(200, 390))"
    let one = map.text(10, 0)
    let cases: [(String, String)] = [
      ("/", "InvalidUrl"), ("", "InvalidUrl"), ("/route", "InvalidUrl"), ("/route/v1/foot", "InvalidUrl"),
      ("/route/v1/foot/", "InvalidUrl"), ("/route/v1//\(two)", "InvalidUrl"),
      ("/route/v1/foot/%2", "InvalidUrl"),
      ("/foo/v1/foot/\(two)", "InvalidService"), ("/route/v2/foot/\(two)", "InvalidVersion"),
      ("/route/v1/boat/\(two)", "InvalidValue"), ("/tile/v1/foot/tile(1,2,3).mvt", "NotImplemented"),
      ("/route/v1/foot/13.3", "InvalidQuery"), ("/route/v1/foot/a,b;c,d", "InvalidQuery"),
      ("/route/v1/foot/\(two);", "InvalidQuery"), ("/route/v1/foot/1e1,5;1,5", "InvalidQuery"),
      ("/route/v1/foot/\(one),5;\(one)", "InvalidQuery"), ("/route/v1/foot/polyline(abc", "InvalidQuery"),
      ("/route/v1/foot/polyline(_)", "InvalidQuery"), ("/route/v1/foot/\(two).xml", "InvalidQuery"),
      ("/route/v1/foot/\(two).flatbuffers", "NotImplemented"), ("/route/v1/foot/\(two)?", "InvalidQuery"),
      ("/route/v1/foot/200,52;13,14", "InvalidValue"), ("/route/v1/foot/13,95;13,14", "InvalidValue"),
      ("/route/v1/foot/\(one)", "InvalidOptions"), ("/table/v1/foot/\(one)", "InvalidOptions"),
      ("/trip/v1/foot/\(one)", "InvalidOptions"), ("/match/v1/foot/\(one)", "InvalidOptions"),
      ("/route/v1/foot/\(two)?foo=1", "InvalidQuery"), ("/route/v1/foot/\(two)?overview=x", "InvalidQuery"),
      ("/route/v1/foot/\(two)?steps=1", "InvalidQuery"), ("/route/v1/foot/\(two)?steps", "InvalidQuery"),
      ("/route/v1/foot/\(two)?annotations=foo", "InvalidQuery"),
      ("/route/v1/foot/\(two)?geometries=wkt", "InvalidQuery"),
      ("/route/v1/foot/\(two)?alternatives=-1", "InvalidQuery"),
      ("/route/v1/foot/\(two)?alternatives=x", "InvalidQuery"),
      ("/route/v1/foot/\(two)?continue_straight=maybe", "InvalidQuery"),
      ("/route/v1/foot/\(two)?radiuses=1", "InvalidOptions"),
      ("/route/v1/foot/\(two)?radiuses=-1;2", "InvalidOptions"),
      ("/route/v1/foot/\(two)?radiuses=a;2", "InvalidQuery"),
      ("/route/v1/foot/\(one);\(map.text(150, 4))?radiuses=5;3", "NoSegment"),
      ("/route/v1/foot/\(two)?bearings=400,20;", "InvalidOptions"),
      ("/route/v1/foot/\(two)?bearings=40,20", "InvalidOptions"),
      ("/route/v1/foot/\(two)?bearings=40;20", "InvalidQuery"),
      ("/route/v1/foot/\(two)?approaches=curb", "InvalidOptions"),
      ("/route/v1/foot/\(two)?approaches=x;", "InvalidQuery"),
      ("/route/v1/foot/\(two)?hints=abc;", "InvalidQuery"),
      ("/route/v1/foot/\(two)?hints=", "InvalidOptions"),
      ("/route/v1/foot/\(two)?exclude=toll", "InvalidValue"),
      ("/route/v1/foot/\(two)?exclude=", "InvalidQuery"),
      ("/route/v1/foot/\(two)?snapping=x", "InvalidQuery"),
      ("/route/v1/foot/\(two)?waypoints=0", "InvalidValue"),
      ("/route/v1/foot/\(two)?waypoints=0;9", "InvalidOptions"),
      ("/route/v1/foot/\(two)?depart=yesterday", "InvalidValue"),
      ("/route/v1/foot/\(two)?pass=wizard", "InvalidValue"),
      ("/route/v1/foot/\(one);\(map.text(590, 400))", "NoRoute"),
      ("/route/v1/foot/\(one);13,52", "NoSegment"),
      ("/nearest/v1/foot/\(one)?number=0", "InvalidOptions"),
      ("/nearest/v1/foot/\(one)?number=x", "InvalidQuery"),
      ("/nearest/v1/foot/\(one)?number=101", "TooBig"), ("/nearest/v1/foot/13,52", "NoSegment"),
      ("/nearest/v1/foot/\(one)?steps=true", "InvalidQuery"),
      ("/table/v1/foot/\(two)?sources=5", "InvalidOptions"),
      ("/table/v1/foot/\(two)?sources=a", "InvalidQuery"),
      ("/table/v1/foot/\(two)?annotations=speed", "InvalidQuery"),
      ("/table/v1/foot/\(two)?fallback_speed=-1", "InvalidOptions"),
      ("/table/v1/foot/\(two)?scale_factor=0", "InvalidOptions"),
      ("/trip/v1/foot/\(two)?roundtrip=false", "NotImplemented"),
      ("/trip/v1/foot/\(two)?source=x", "InvalidQuery"),
      ("/trip/v1/foot/\(one);\(map.text(590, 400))", "NoTrips"),
      ("/match/v1/foot/\(two)?timestamps=1", "InvalidOptions"),
      ("/match/v1/foot/\(two)?timestamps=5;1", "InvalidValue"),
      ("/match/v1/foot/\(two)?gaps=x", "InvalidQuery"),
      ("/match/v1/foot/\(two)?radiuses=1;5000", "TooBig"), ("/match/v1/foot/13,52;13,52.001", "NoSegment"),
    ]
    for (target, code) in cases {
      let reply = try answerer.reply(target)
      #expect(reply.code == code && reply.status == 400, "\(target): \(reply.json.text)")
      #expect(reply["message"]?.word?.isEmpty == false, "\(target)")
    }
  }

  @Test func `too many coordinates are too big`() throws {
    let (map, _) = try answerer()
    var limits = OSRMLimits()
    (limits.route, limits.table, limits.trip, limits.match, limits.targetBytes) = (3, 9, 3, 3, 400)
    let service = OSRMService(engine: Engine(city: try map.city()), limits: limits)
    let answerer = OSRMAnswerer(service: service)
    let four = (0..<4).map { map.text(Double($0) * 50, 0) }.joined(separator: ";")
    for service in ["route", "table", "trip", "match"] {
      #expect(try answerer.reply("/\(service)/v1/foot/\(four)").code == "TooBig", "\(service)")
    }
    #expect(try answerer.reply("/table/v1/foot/\(four)?sources=0&destinations=1;2").code == "Ok")
    #expect(try answerer.reply("/route/v1/foot/" + String(repeating: "1", count: 400)).code == "TooBig")
  }

  @Test func `other spellings of the same request get the same answer`() throws {
    let (map, answerer) = try answerer()
    let (a, b) = (map.text(10, 0), map.text(200, 390))
    let tail = "overview=false&generate_hints=false&depart=2026-11-21T12:00"
    let plain = try answerer.reply("/route/v1/foot/\(a);\(b)?\(tail)").json
    var line: [UInt8] = []
    PolylineCode.encode([map.point(10, 0), map.point(200, 390)], .six, escapedInto: &line)
    let code = String(decoding: line, as: UTF8.self).replacing("\\\\", with: "\\")
    for target in [
      "/route/v1/walking/\(a);\(b)?\(tail)", "/route/v1/foot/\(a)%3B\(b).json?\(tail)",
      "/route/v1/foot/\(a);\(b)?radiuses=unlimited;&bearings=;&approaches=curb;&hints=;&\(tail)",
    ] {
      #expect(try answerer.reply(target).json == plain, "\(target)")
    }
    let encoded = try answerer.reply("/route/v1/foot/polyline6(\(code))?\(tail)").json
    #expect(abs(try encoded.number("routes/0/duration") - plain.number("routes/0/duration")) < 0.5)
  }

  @Test func `answers are Chinese only where Chinese is asked for`() throws {
    let (_, answerer) = try answerer()
    let english = String(
      decoding: answerer.answer(target: "/x/v1/y/1,1", language: .english).body, as: UTF8.self)
    let chinese = String(
      decoding: answerer.answer(target: "/x/v1/y/1,1", language: .chinese).body, as: UTF8.self)
    #expect(english.contains("Service x not found!") && chinese.contains("没有服务"))
  }
}
