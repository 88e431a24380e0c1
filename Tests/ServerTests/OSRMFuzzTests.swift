import Foundation
import Queries
import Routing
import Server
import Testing

@Suite struct OSRMFuzzTests {
  /// Requests that touch every service and option.
  private func seeds(_ map: OSRMTestCity) -> [String] {
    let places = [(10.0, 4.0), (200.0, 390.0), (100.0, 45.0)].map { map.text($0.0, $0.1) }.joined(
      separator: ";")
    let common = "radiuses=50;unlimited;&bearings=90,45;;&approaches=curb;;unrestricted&generate_hints=true"
    return [
      "/route/v1/foot/\(places)?steps=true&overview=full&annotations=nodes,speed&geometries=geojson&\(common)",
      "/route/v1/driving/\(places)?alternatives=2&continue_straight=default&waypoints=0;1;2&snapping=any",
      "/route/v1/ebike/polyline6(_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI)?overview=by_legs&pass=badge,resident",
      "/table/v1/cycling/\(places)?sources=0;2&destinations=all&annotations=duration,distance&fallback_speed=4.5"
        + "&scale_factor=1.25&fallback_coordinate=snapped&skip_waypoints=true",
      "/nearest/v1/car/\(places)?number=3&depart=2026-11-21T12:30&exclude=toll",
      "/match/v1/foot/\(places)?timestamps=0;900;1500&gaps=ignore&tidy=true&waypoints=0;2&overview=simplified",
      "/trip/v1/walking/\(places).json?roundtrip=false&source=first&destination=last&hints=;;AAAAAAAAAAAA",
    ]
  }

  private static let spice: [String] = [
    "%", "%00", "%ff%fe", ";", ",", "&", "=", "?", "/", "..", "-", "9999999999999999999999", "1e309", "nan",
    "(", ")",
    "polyline(", "unlimited", "true", "\u{0}", "é", "路", "0.00000000000000000001", "-180", "90", "%3B", "+",
    " ",
  ]

  private func mutate(_ seed: String, _ other: String, _ random: inout OSRMRandom) -> String {
    var bytes = Array(seed.utf8)
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 32...126, using: &random)
      case 2 where place < bytes.count:
        bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...12, using: &random)))
      case 3:
        bytes.insert(contentsOf: (OSRMFuzzTests.spice.randomElement(using: &random) ?? "").utf8, at: place)
      case 4:
        let tail = Array(other.utf8)
        bytes = Array(bytes[..<place]) + tail[Int.random(in: 0..<tail.count, using: &random)...]
      default: bytes.insert(contentsOf: bytes[place...].prefix(30), at: place)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `twenty thousand mutated requests are all answered`() throws {
    let map = try OSRMTestCity.grid()
    let answerer = OSRMAnswerer(service: OSRMService(engine: Engine(city: try map.city())))
    let codes = Set(OSRMCode.allCases.map(\.rawValue))
    let seeds = seeds(map)
    for (row, seed) in seeds.enumerated() where row != 2 && row != 4 && !seed.hasPrefix("/match") {
      #expect(try answerer.reply(seed).code == "Ok", "\(seed)")
    }
    var random = OSRMRandom(seed: 20)
    var counts: [String: Int] = [:]
    for round in 0..<20_000 {
      let target = mutate(seeds[round % seeds.count], seeds.randomElement(using: &random) ?? "", &random)
      let answer = answerer.answer(target: target)
      guard let json = try? JSONReader.read(answer.body[...]), let code = json["code"]?.word,
        codes.contains(code)
      else {
        Issue.record(
          "seed 20, round \(round): \(target) gives \(String(decoding: answer.body, as: UTF8.self))")
        continue
      }
      #expect((code == "Ok") == (answer.status == 200), "round \(round): \(target)")
      counts[code, default: 0] += 1
    }
    #expect(counts["Ok", default: 0] > 200 && counts.count >= 7, "\(counts) proves little")
  }
}
