import Generation
import Geo
import OSM
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// One small city for all tests: a tenth of the district.
private let city = GeneratedCity(CityGenerator(scale: 0.1, seed: 3).generate())

@Suite struct GenerationTests {
  @Test func `the same seed gives the same city, another seed another`() {
    func fingerprint(_ seed: UInt64) -> [Int64] {
      let data = CityGenerator(scale: 0.05, seed: seed).generate()
      var hash: Int64 = 17
      for c in data.nodeCoordinates { hash = hash &* 31 &+ Int64(c.longitudeE7) &* 7 &+ Int64(c.latitudeE7) }
      for node in data.wayNodes { hash = hash &* 31 &+ Int64(node) }
      for pair in data.wayTags.pairs + data.nodeTags.pairs {
        for byte in (data.strings[pair.key] + "=" + data.strings[pair.value]).utf8 {
          hash = hash &* 31 &+ Int64(byte)
        }
      }
      return [hash, Int64(data.nodeIDs.count), Int64(data.wayIDs.count), Int64(data.relationIDs.count)]
    }
    #expect(fingerprint(1) == fingerprint(1))
    #expect(fingerprint(1) != fingerprint(2))
  }

  @Test(arguments: [0.05, 0.25])
  func `counts are those of the model times the scale`(scale: Double) {
    let (_, counts) = CityGenerator(scale: scale, seed: 1).draw()
    #expect(counts.compounds == Int((840 * scale).rounded()))
    #expect(counts.stations == Int((215 * scale).rounded()))
    #expect(counts.canteens == max(1, Int((30 * scale).rounded())))
    #expect(counts.chargingPoints == Int((750 * scale).rounded()))
    #expect(counts.bays == Int((430 * scale).rounded()))
    #expect(counts.gates > counts.compounds * 2)
    #expect(counts.doors > counts.buildings)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func `every road can be reached from every other by car`(seed: UInt64) {
    let city = GeneratedCity(CityGenerator(scale: 0.06, seed: seed).generate())
    let kinds: Set = [
      "motorway", "motorway_link", "primary", "primary_link", "secondary", "secondary_link", "tertiary",
      "residential", "living_street",
    ]
    var ahead: [Int64: [Int64]] = [:]
    var back: [Int64: [Int64]] = [:]
    var nodes: Set<Int64> = []
    for way in city.ways where kinds.contains(way.tags["highway"] ?? "") {
      for (a, b) in zip(way.nodes, way.nodes.dropFirst()) {
        ahead[a, default: []].append(b)
        back[b, default: []].append(a)
        if way.tags["oneway"] != "yes" {
          ahead[b, default: []].append(a)
          back[a, default: []].append(b)
        }
      }
      nodes.formUnion(way.nodes)
    }
    let start = nodes.min() ?? 0
    #expect(GeneratedCity.reached(from: start, along: ahead) == nodes, "seed \(seed)")
    #expect(GeneratedCity.reached(from: start, along: back) == nodes, "seed \(seed)")
  }

  @Test func `nearly everything for walkers hangs together`() {
    var arcs: [Int64: [Int64]] = [:]
    for way in city.ways where way.tags["highway"] != nil && way.tags["foot"] != "no" {
      for (a, b) in zip(way.nodes, way.nodes.dropFirst()) {
        arcs[a, default: []].append(b)
        arcs[b, default: []].append(a)
      }
    }
    let start = city.ways.first { $0.tags["highway"] == "secondary" }?.nodes.first ?? 0
    let share = Double(GeneratedCity.reached(from: start, along: arcs).count) / Double(arcs.count)
    // The rest: the deliberate island, the compound without a gate, lifts to doors without a path.
    #expect(share > 0.97)
  }

  @Test func `buildings touch no wall, street or other building`() {
    func isBuilding(_ way: GeneratedCity.Way) -> Bool { way.tags["building"] != nil }
    func isRoad(_ way: GeneratedCity.Way) -> Bool { way.tags["highway"] != nil && way.tags["indoor"] == nil }
    func isWall(_ way: GeneratedCity.Way) -> Bool { way.tags["barrier"] != nil && way.tags["highway"] == nil }
    #expect(city.crossings(of: isBuilding, with: isWall).isEmpty)
    #expect(city.crossings(of: isBuilding, with: isRoad).isEmpty)
    #expect(city.crossings(of: isBuilding, with: isBuilding).isEmpty)
    #expect(city.crossings(of: isRoad, with: isWall).count == 1, "the deliberate unmapped crossing")
  }

  @Test func `a road shares a node with a wall only at a gate`() {
    let walls = city.ways.filter { $0.tags["barrier"] != nil }
    let onRoads = Set(city.ways.filter { $0.tags["highway"] != nil }.flatMap(\.nodes))
    for wall in walls {
      for node in wall.nodes where onRoads.contains(node) {
        #expect(city.nodeTags[node]?["barrier"] != nil, "node \(node) of way \(wall.id)")
      }
    }
  }

  @Test func `every kind of rule and every kind of thing occurs`() {
    let tags = city.allTags
    func has(_ key: String, _ value: String) -> Bool { tags.contains { $0[key] == value } }
    for entry in ["open", "guard", "register", "code", "qr", "call", "badge"] {
      #expect(has("kaimen:entry", entry))
    }
    for barrier in ["gate", "lift_gate", "swing_gate", "wicket_gate", "wall", "fence"] {
      #expect(has("barrier", barrier))
    }
    for highway in [
      "motorway", "motorway_link", "primary", "secondary", "tertiary", "residential", "service", "footway",
      "path", "steps", "cycleway", "elevator", "crossing", "traffic_signals", "corridor",
    ] { #expect(has("highway", highway), "\(highway)") }
    for kind in ["compound", "station", "canteen", "rider_bay", "charging_site", "merchant"] {
      #expect(has("kaimen:kind", kind), "\(kind)")
    }
    #expect(has("locked", "yes") && has("route", "ferry") && has("junction", "roundabout"))
    #expect(has("bicycle:conditional", "no @ (07:00-09:00,17:00-19:00)"))
    #expect(
      tags.contains { $0["kaimen:weather"] != nil } && tags.contains { $0["access:conditional"] != nil })
    #expect(tags.contains { $0["bridge"] != nil } && tags.contains { $0["tunnel"] != nil })
  }

  @Test func `names are bilingual`() {
    for tags in city.allTags where tags["name"] != nil {
      #expect(tags["name:en"]?.isEmpty == false && tags["name:zh"] == tags["name"], "\(tags)")
    }
  }

  @Test func `the city says that it is synthetic`() {
    #expect(city.data.header.comment?.contains("synthetic") == true)
    #expect(city.data.header.source?.contains("synthetic") == true)
    let compounds = city.ways.filter { $0.tags["kaimen:kind"] == "compound" }
    #expect(compounds.allSatisfy { $0.tags["source"] == "synthetic" })
  }

  @Test func `ele tags and the height field agree`() throws {
    let field = CityGenerator(scale: 0.1, seed: 3).heightField
    var checked = 0
    for (row, node) in city.data.taggedNodes.enumerated() where row % 50 == 0 {
      guard let ele = city.nodeTags[city.data.nodeIDs[Int(node)]]?["ele"], let tagged = Double(ele) else {
        continue
      }
      let height = try #require(field.elevation(at: city.data.nodeCoordinates[Int(node)]))
      #expect(abs(height - tagged) < 0.3)
      checked += 1
    }
    #expect(checked > 20)
  }

  @Test func `somebody with the right pass can walk to every lane, but for the flaws`() {
    var arcs: [Int64: [Int64]] = [:]
    for way in city.ways where way.tags["highway"] != nil && way.tags["foot"] != "no" {
      for (a, b) in zip(way.nodes, way.nodes.dropFirst()) {
        func isShut(_ node: Int64) -> Bool {
          let tags = city.nodeTags[node] ?? [:]
          return tags["locked"] == "yes" || tags["foot"] == "no"
        }
        if !isShut(a) { arcs[b, default: []].append(a) }
        if !isShut(b) { arcs[a, default: []].append(b) }
      }
    }
    let start = city.ways.first { $0.tags["highway"] == "secondary" }?.nodes.first ?? 0
    let reached = GeneratedCity.reached(from: start, along: arcs)
    let lanes = city.ways.filter { way in
      ["service", "footway", "living_street"].contains(way.tags["highway"] ?? "") && way.tags["layer"] == nil
        && way.tags["foot"] != "no" && !way.nodes.contains { reached.contains($0) }
    }
    // A door or gate marks each isolated piece; only the locked compound and the one without a gate may remain.
    #expect(Set(lanes.flatMap(\.nodes)).count < 120)
  }

  @Test func `the PBF file holds the same city`() throws {
    let path = "/tmp/kaimen-generation-\(UInt64.random(in: 0 ... .max)).osm.pbf"
    defer { unlink(path) }
    try city.data.writePBF(to: path)
    let read = try OSMData.read(path: path)
    #expect(read.nodeIDs == city.data.nodeIDs && read.wayNodes == city.data.wayNodes)
    #expect(read.header.comment == city.data.header.comment)
  }
}
