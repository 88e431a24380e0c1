import OSM
import Testing

@testable import Streets

/// One way's tags and what a mode may do there: `r` ride or walk, `p` push, `-` not at all; along, against.
struct AccessCase: Sendable, CustomTestStringConvertible {
  let tags: [String: String]
  let mode: Mode
  let expected: String

  init(_ tags: [String: String], _ mode: Mode, _ expected: String) {
    self.tags = tags
    self.mode = mode
    self.expected = expected
  }

  var testDescription: String {
    "\(tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")) by \(mode.name)"
  }
}

private let hierarchy: [AccessCase] = [
  .init(["highway": "residential"], .car, "rr yes"),
  .init(["highway": "residential", "access": "no"], .car, "--"),
  .init(["highway": "residential", "access": "no", "foot": "yes"], .foot, "rr yes"),
  .init(["highway": "residential", "access": "private"], .ebike, "rr private"),
  .init(["highway": "residential", "access": "private", "bicycle": "yes"], .ebike, "rr yes"),
  .init(["highway": "residential", "vehicle": "no"], .car, "--"),
  .init(["highway": "residential", "vehicle": "no"], .foot, "rr yes"),
  .init(["highway": "residential", "vehicle": "no"], .bicycle, "pp dismount"),
  .init(["highway": "residential", "motor_vehicle": "destination"], .motorcycle, "rr destination"),
  .init(["highway": "residential", "motor_vehicle": "destination"], .bicycle, "rr yes"),
  .init(["highway": "residential", "motor_vehicle": "destination;delivery"], .car, "rr destination"),
  .init(["highway": "residential", "motorcar": "no"], .motorcycle, "rr yes"),
  .init(["highway": "residential", "electric_bicycle": "no"], .bicycle, "rr yes"),
  .init(["highway": "residential", "electric_bicycle": "no"], .ebike, "pp dismount"),
  .init(["highway": "primary", "bicycle": "use_sidepath"], .bicycle, "pp dismount"),
  .init(["highway": "service", "access": "customers"], .car, "rr customers"),
  .init(["highway": "track"], .car, "rr destination"),
]

private let footways: [AccessCase] = [
  .init(["highway": "footway"], .foot, "rr yes"),
  .init(["highway": "footway"], .car, "--"),
  .init(["highway": "footway", "access": "yes"], .car, "--"),
  .init(["highway": "footway", "access": "permissive"], .bicycle, "pp dismount"),
  .init(["highway": "footway", "access": "private"], .car, "--"),
  .init(["highway": "footway", "access": "private"], .ebike, "pp private"),
  .init(["highway": "footway", "bicycle": "yes"], .ebike, "rr yes"),
  .init(["highway": "footway", "bicycle": "dismount"], .ebike, "pp dismount"),
  .init(["highway": "cycleway", "foot": "no"], .foot, "--"),
  .init(["highway": "steps"], .ebike, "--"),
  .init(["highway": "steps", "ramp:bicycle": "yes"], .ebike, "pp dismount"),
  .init(["highway": "steps", "access": "yes"], .bicycle, "--"),
  .init(["highway": "corridor"], .foot, "rr yes"),
  .init(["highway": "corridor"], .ebike, "--"),
]

private let directions: [AccessCase] = [
  .init(["highway": "residential", "oneway": "yes"], .car, "r- yes"),
  .init(["highway": "residential", "oneway": "-1"], .car, "-r yes"),
  .init(["highway": "residential", "oneway": "yes"], .foot, "rr yes"),
  .init(["highway": "residential", "oneway": "yes"], .ebike, "rp yes"),
  .init(["highway": "residential", "oneway": "yes", "oneway:bicycle": "no"], .ebike, "rr yes"),
  .init(["highway": "residential", "oneway": "yes", "cycleway": "opposite"], .bicycle, "rr yes"),
  .init(["highway": "residential", "oneway": "yes", "cycleway:left:oneway": "-1"], .bicycle, "rr yes"),
  .init(["highway": "residential", "junction": "roundabout"], .car, "r- yes"),
  .init(["highway": "residential", "junction": "roundabout", "oneway": "no"], .car, "rr yes"),
  .init(["highway": "footway", "oneway:foot": "yes"], .foot, "r- yes"),
  .init(["highway": "steps", "conveying": "backward"], .foot, "-r yes"),
]

private let special: [AccessCase] = [
  .init(["highway": "motorway"], .car, "r- yes"),
  .init(["highway": "motorway"], .foot, "--"),
  .init(["highway": "motorway"], .ebike, "--"),
  .init(["highway": "trunk", "motorroad": "yes"], .foot, "--"),
  .init(["highway": "trunk", "motorroad": "yes"], .bicycle, "--"),
  .init(["highway": "trunk", "motorroad": "yes"], .car, "rr yes"),
  .init(["route": "ferry"], .foot, "rr yes"),
  .init(["route": "ferry"], .bicycle, "--"),
  .init(["route": "ferry", "bicycle": "yes"], .bicycle, "rr yes"),
  .init(
    ["highway": "residential", "motor_vehicle": "no", "motor_vehicle:conditional": "yes @ (22:00-06:00)"],
    .car, "rr yes"),
]

@Suite struct WayAccessTests {
  @Test(arguments: hierarchy + footways + directions + special)
  func `Tags say who may go where`(_ row: AccessCase) throws {
    var builder = OSMDataBuilder()
    builder.addWay(1, nodes: [], tags: row.tags.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    let tags = TaggedMap(builder.finish()).tags(way: 0)
    let kind = try #require(StreetKind(tags: tags))
    let traits = WayAccess(kind: kind, tags: tags).traits()[Int(row.mode.rawValue)]
    #expect(describe(traits) == row.expected)
  }

  private func describe(_ traits: ModeTraits) -> String {
    let along = traits.forward == 0 ? "-" : traits.pushed & 1 != 0 ? "p" : "r"
    let against = traits.backward == 0 ? "-" : traits.pushed & 2 != 0 ? "p" : "r"
    let access = Access(rawValue: traits.access)?.name ?? "?"
    return along + against == "--" ? "--" : "\(along)\(against) \(access)"
  }

  @Test func `A pushed bicycle is as fast as its rider walks`() {
    #expect(Profile.ebike.pushingSpeed == 4)
  }
}
