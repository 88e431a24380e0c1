import Dense
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
  .init(["highway": "residential", "oneway": "yes"], .ebike, "rp dismount/yes"),
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
    .car, "rr no"),
  .init(["highway": "pedestrian", "motor_vehicle:conditional": "yes @ (06:00-13:00)"], .car, "rr no"),
  .init(["highway": "pedestrian", "motor_vehicle:conditional": "yes @ (06:00-13:00)"], .foot, "rr yes"),
  .init(["highway": "pedestrian", "access:conditional": "yes @ (06:00-13:00)"], .car, "--"),
  .init(
    ["highway": "residential", "bicycle": "no", "bicycle:conditional": "yes @ (06:00-13:00)"], .bicycle,
    "rr no"),
  .init(
    ["highway": "residential", "bicycle:conditional": "no @ (06:00-13:00)"], .bicycle, "rr yes"),
]

private let directional: [AccessCase] = [
  .init(
    ["highway": "residential", "motor_vehicle": "private", "motor_vehicle:forward": "yes"], .car,
    "rr private/yes"),
  .init(["highway": "residential", "access:backward": "private"], .foot, "rr private/yes"),
  .init(["highway": "residential", "access:backward": "no"], .car, "r- yes"),
  .init(["highway": "residential", "access:backward": "permit"], .car, "r- yes"),
  .init(
    ["highway": "residential", "oneway": "yes", "cycleway:left": "no", "cycleway:left:oneway": "no"],
    .bicycle,
    "rp dismount/yes"),
]

@Suite struct WayAccessTests {
  @Test(arguments: hierarchy + footways + directions + special + directional)
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
    let said = [traits.access(against: false), traits.access(against: true)]
    let names = zip([along, against], said).filter { $0.0 != "-" }.map { $0.1.name }
    return along + against == "--" ? "--" : "\(along)\(against) \(Set(names).sorted().joined(separator: "/"))"
  }

  @Test func `A pushed bicycle is as fast as its rider walks`() {
    #expect(Profile.ebike.pushingSpeed == 4)
  }

  @Test func `What may be ridden at times has a lane beside it where the vehicle is pushed`() throws {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 100, 0)
    map.way(
      1, [1, 2],
      [("highway", "residential"), ("bicycle", "no"), ("bicycle:conditional", "yes @ (06:00-13:00)")])
    let tables = map.tables()
    let segments = tables.segments(ofWay: 1)
    let rules = segments.map { tables.rules[tables.network.rule[$0]] }
    let pushed = segments.map { segment in
      tables.network.traits[TraitsID(tables.network.segmentClass[segment], .bicycle)].pushed
    }
    #expect(pushed == [0, 3])
    #expect(rules.map { $0[.bicycle] } == [.no, .dismount])
    #expect(rules.map { $0[condition: .bicycle] == .none } == [false, true])
  }

  @Test func `A permit for one direction is asked for in that direction only`() throws {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 100, 0)
    map.way(1, [1, 2], [("highway", "residential"), ("motor_vehicle:backward", "permit")])
    let tables = map.tables()
    let segments = tables.segments(ofWay: 1)
    #expect(segments.map { tables.network.rule[$0] == .none } == [true, false])
    let second = try #require(segments.last)
    #expect(tables.rules[tables.network.rule[second]][.car] == .permit)
  }

  @Test func `Who pushes is held by what is said of walkers`() throws {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 100, 0)
    map.way(1, [1, 2], [("highway", "footway"), ("foot:conditional", "no @ (22:00-06:00)")])
    let tables = map.tables()
    let segment = try #require(tables.segments(ofWay: 1).first)
    let rule = tables.rules[tables.network.rule[segment]]
    #expect(rule[condition: .ebike] != .none)
    #expect(rule[condition: .ebike] == rule[condition: .foot])
  }
}
