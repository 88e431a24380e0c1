import Dense
import Foundation
import Generation
import Geo
import Import
import OSM
import Places
import Queries
import Streets
import Testing

@testable import Routing

/// A district made anew after edits, against one imported from the same changed map.
@Suite struct RemadeCityTests {
  private static let data = CityGenerator(scale: 0.15, seed: 5).generate()
  private static let city = Result { try WalledEstate.imported(data) }

  /// Gates halfway along fences, paths between streets, doors, a fence and a building gone.
  private static func edits(_ seed: Int) -> [MapEdit] {
    let fences = data.wayIDs.indices.filter { data.tags(data.wayTags[$0])["barrier"] == "fence" }
    let streets = data.wayIDs.indices.filter { data.tags(data.wayTags[$0])["highway"] == "residential" }
    func place(_ way: Int, _ row: Int) -> Coordinate {
      let nodes = data.wayNodes[Int(data.wayFirst[way])..<Int(data.wayFirst[way + 1])]
      return data.nodeCoordinates[Int(nodes[nodes.startIndex + row % nodes.count])]
    }
    var edits: [MapEdit] = []
    for step in 0..<4 {
      let fence = fences[(seed * 7 + step * 31) % fences.count]
      let middle = place(fence, 1).interpolated(to: place(fence, 2), fraction: 0.4)
      edits.append(MapEdit(.gate, shape: .point(middle), tags: ["barrier": "gate", "foot": "yes"]))
      let street = streets[(seed * 11 + step * 17) % streets.count]
      edits.append(
        MapEdit(
          .path, shape: .line([place(street, 0), place(street, 0).interpolated(to: middle, fraction: 0.1)]),
          tags: ["highway": "footway"]))
    }
    // Lines whose ends are far from what they cross.
    let street = streets[seed * 13 % streets.count]
    let (start, end) = (place(street, 0), place(streets[seed * 29 % streets.count], 1))
    edits.append(MapEdit(.wall, shape: .line([start, end]), tags: ["barrier": "fence"]))
    let box = BoundingBox(around: place(street, 1), metres: 12)
    edits.append(
      MapEdit(
        .building,
        shape: .ring([
          box.southWest,
          Coordinate(longitudeE7: box.northEast.longitudeE7, latitudeE7: box.southWest.latitudeE7),
          box.northEast,
          Coordinate(longitudeE7: box.southWest.longitudeE7, latitudeE7: box.northEast.latitudeE7),
          box.southWest,
        ]), tags: ["building": "yes"]))
    edits.append(
      MapEdit(.wall, .remove, target: ElementID(.way, data.wayIDs[fences[seed * 3 % fences.count]])))
    return edits
  }

  @Test(arguments: 1...4) func `doors keep their connectors, and journeys are those of a new import`(
    _ seed: Int
  ) throws {
    var editor = MapEditor(EditableMap(Self.data))
    editor.apply(
      Self.edits(seed).enumerated().map { MapEditor.Item(id: "e\($0)", object: Int64($0) + 1, edit: $1) })
    #expect(editor.elements.count >= 4)
    let changed = Self.data.applying(editor.change)
    let former = try Self.city.get()
    let remade = try CityImport.remake(
      former, from: changed, changed: editor.change.places(in: Self.data), elevation: nil
    ).city
    try expectSame(remade, as: WalledEstate.imported(changed))
  }

  @Test(arguments: 1...3) func `a city made of the one with the first edits is that of all of them`(
    _ seed: Int
  )
    throws
  {
    var (editor, city) = (MapEditor(EditableMap(Self.data)), try Self.city.get())
    let items = Self.edits(seed).enumerated().map {
      MapEditor.Item(id: "e\($0)", object: Int64($0) + 1, edit: $1)
    }
    for part in [items[..<3], items[3..<6], items[6...]] {
      let (more, places) = editor.adding(Array(part))
      #expect(places?.isEmpty == false)
      city = try CityImport.remake(
        city, from: Self.data.applying(more.change), changed: places, elevation: nil
      ).city
      editor = more
    }
    try expectSame(city, as: WalledEstate.imported(Self.data.applying(editor.change)))
  }

  private static let isHeavy = ProcessInfo.processInfo.environment["KAIMEN_HEAVY"] == "1"

  private static func path(_ town: String) -> String { "/work/shared/data/osm/\(town).osm.pbf" }

  /// The maps that are here; none where the checkout stands alone.
  private static var towns: [String] {
    let names = isHeavy ? ["monaco", "berlin-reinickendorf"] : ["monaco"]
    return names.filter { FileManager.default.fileExists(atPath: path($0)) }
  }

  /// Ways gone, nodes moved, streets and fences drawn across real towns.
  @Test(arguments: towns, 1...(isHeavy ? 6 : 2))
  func `a real town made anew has the gates, streets and connectors of a new import`(
    _ name: String, _ seed: Int
  ) throws {
    let data = try OSMData.read(path: Self.path(name))
    let former = try WalledEstate.imported(data)
    let drawn = data.wayIDs.indices.filter { row in
      let tags = data.tags(data.wayTags[row])
      return ["building", "barrier", "highway"].contains { tags[$0] != nil }
    }
    var change = OSMChange()
    for step in 0..<12 {
      let row = drawn[(seed * 997 + step * 7919) % drawn.count]
      let way = try #require(data.way(data.wayIDs[row]))
      let (first, last) = (try #require(way.nodes.first), try #require(way.nodes.last))
      switch step % 4 {
      case 0: change.removed.insert(ElementID(.way, data.wayIDs[row]))
      case 1:
        var node = try #require(data.node(way.nodes[way.nodes.count / 2]))
        node.position.latitudeE7 += 400
        change.nodes[way.nodes[way.nodes.count / 2]] = node
      case 2: change.ways[data.wayIDs[row]] = OSMChange.Way([first, last], ["highway": "footway"])
      default: change.ways[data.wayIDs[row]] = OSMChange.Way([first, last], ["barrier": "fence"])
      }
    }
    let changed = data.applying(change)
    let remade = try CityImport.remake(
      former, from: changed, changed: change.places(in: data), elevation: nil
    ).city
    let imported = try WalledEstate.imported(changed)
    #expect(gates(remade) == gates(imported))
    #expect(streets(remade) == streets(imported))
    let (made, wanted) = (connectors(remade), connectors(imported))
    #expect(Set(made.keys) == Set(wanted.keys))
    for (door, walks) in wanted { #expect(made[door] == walks, "\(door)") }
  }

  @Test func `a way through a ring that lies outside of its building keeps its gate`() throws {
    var map = OSMDataBuilder()
    let corners: [(Int64, Double, Double)] = [
      (1, -200, 0), (2, 70, 0), (3, 200, 0), (4, 70, 60), (10, 0, 10), (11, 20, 10), (12, 20, 30),
      (13, 0, 30),
      (20, 60, 10), (21, 80, 10), (22, 80, 30), (23, 60, 30), (30, -180, 0), (31, -180, 40),
    ]
    for (id, x, y) in corners { map.addNode(id, at: WalledEstate.place(x, y)) }
    map.addWay(1, nodes: [1, 30, 2, 3], tags: [("highway", "residential")])
    map.addWay(2, nodes: [2, 4], tags: [("highway", "footway")])
    map.addWay(3, nodes: [10, 11, 12, 13, 10], tags: [])
    map.addWay(4, nodes: [20, 21, 22, 23, 20], tags: [])
    map.addRelation(
      5, members: [(ElementID(.way, 3), "outer"), (ElementID(.way, 4), "inner")],
      tags: [("type", "multipolygon"), ("building", "yes")])
    let data = map.finish()
    let former = try WalledEstate.imported(data)
    #expect(!gates(former).isEmpty)
    var change = OSMChange()
    change.ways[-1] = OSMChange.Way([30, 31], ["highway": "footway"])
    let changed = data.applying(change)
    let remade = try CityImport.remake(
      former, from: changed, changed: change.places(in: data), elevation: nil
    ).city
    #expect(gates(remade) == gates(try WalledEstate.imported(changed)))
  }

  /// Gates, streets, connectors, and the journeys between doors.
  private func expectSame(_ remade: City, as imported: City) throws {
    #expect(gates(remade) == gates(imported))
    #expect(streets(remade) == streets(imported))
    let (made, wanted) = (connectors(remade), connectors(imported))
    #expect(Set(made.keys) == Set(wanted.keys))
    for (door, walks) in wanted { #expect(made[door] == walks, "\(door)") }
    let doors = Array(remade.premises.doors.ids)
    let (one, other) = (Session(city: remade), Session(city: imported))
    for step in 0..<60 {
      var request = RouteRequest()
      let (from, to) = (doors[step * 37 % doors.count], doors[step * 101 % doors.count])
      request.from = "\(remade.premises.doors[from].element.id)"
      request.to = "\(remade.premises.doors[to].element.id)"
      request.mode = step % 3 == 0 ? .ebike : .foot
      request.departure = CivilTime("2026-11-20T12:00")
      let (a, b) = (try one.answer(request), try other.answer(request))
      #expect(a.duration == b.duration, "\(request.from) \(request.to)")
      #expect(a.distance == b.distance)
    }
  }

  /// An editor that gave some gates `rules`, and what these gates say now.
  private static func ruled(_ seed: Int, _ rules: [[String: String]]) throws -> (
    editor: MapEditor, gates: [CityTables.GateTags]
  ) {
    let gates = data.taggedNodes.indices.filter { row in
      data.tags(data.nodeTags[row])["barrier"]?.hasSuffix("gate") ?? false
    }
    var editor = MapEditor(EditableMap(data))
    var changed: [CityTables.GateTags] = []
    for step in 0..<8 {
      let node = data.nodeIDs[Int(data.taggedNodes[gates[(seed * 13 + step * 29) % gates.count]])]
      let edit = MapEdit(
        .rule, .change, target: ElementID(.node, node), tags: rules[(seed + step) % rules.count],
        clears: [
          "access", "foot", "bicycle", "electric_bicycle", "motor*", "vehicle", "opening_hours", "kaimen:*",
        ])
      let tags = try #require(editor.tags(ruledBy: edit))
      try editor.apply(MapEditor.Item(id: "r\(step)", object: 0, edit: edit))
      changed.removeAll { $0.element == edit.target }
      changed.append(CityTables.GateTags(element: ElementID(.node, node), tags: tags))
    }
    return (editor, changed)
  }

  /// What encloses the hours to come where gates open soon, handed on over two cities.
  @Test(arguments: 1...4) func `what encloses the hours to come is handed on from city to city`(_ seed: Int)
    throws
  {
    let former = try Self.city.get()
    let rules: [[String: String]] = [
      ["access": "no"], ["access": "yes", "kaimen:delay": "120"],
      ["access": "yes", "opening_hours": "07:00-14:00"],
    ]
    let changed = try Self.ruled(seed, rules).gates
    let dawn = try #require(CivilTime("2026-11-20T05:30"))
    let before = Engine(city: former)
    for mode in [Mode.foot, .ebike] { try before.prepare(mode, at: dawn) }
    let first = try #require(former.ruling(Array(changed.prefix(3))))
    let between = Engine(city: first.city, like: before, arcs: first.arcs, at: dawn)
    if seed % 2 == 0 { try between.prepare(.foot, at: dawn) }
    let second = try #require(first.city.ruling(Array(changed.dropFirst(3))))
    let quick = Engine(city: second.city, like: between, arcs: second.arcs, at: dawn)
    let fresh = Engine(city: second.city)
    for mode in [Mode.foot, .ebike] {
      for side in [WindowSide.ever, .always] {
        let (one, other) = (try state(quick, mode, side, dawn), try state(fresh, mode, side, dawn))
        #expect(second.city.network.heading.ids.allSatisfy { one.time(of: $0) == other.time(of: $0) })
        let sides = (0..<2 * second.city.hierarchy.upArcCount).map { UpArcSideID($0) }
        #expect(sides.allSatisfy { one.time(of: $0) == other.time(of: $0) })
        let now = try fresh.state(mode, at: dawn).metric
        #expect(side == .always || sides.contains { one.time(of: $0) != now.time(of: $0) })
      }
    }
  }

  /// One side of the two hours after `time`.
  private func state(_ engine: Engine, _ mode: Mode, _ side: WindowSide, _ time: CivilTime) throws -> Metric {
    let current = try engine.states.state(mode, at: time)
    let end = time.adding(seconds: 2 * 3600)
    return engine.states.side(
      side, of: current, current.moment.changes(engine.city.rules).prefix { $0.time <= end }
    ).metric
  }

  /// Rules of gates that hold at once, against the city made anew with them.
  @Test(arguments: 1...6) func `rules that hold at once give the journeys of the city made anew`(_ seed: Int)
    throws
  {
    let former = try Self.city.get()
    let rules: [[String: String]] = [
      ["foot": "no", "electric_bicycle": "no", "bicycle": "no", "motorcycle": "no", "motorcar": "no"],
      ["access": "yes", "kaimen:delay": "120"], ["access": "private", "kaimen:pass": "resident"],
      ["access": "yes", "opening_hours": "13:00-14:00"],
    ]
    let (editor, changed) = try Self.ruled(seed, rules)
    let noon = try #require(CivilTime("2026-11-20T12:00"))
    let before = Engine(city: former)
    for mode in [Mode.foot, .car] { _ = try before.state(mode, at: noon) }
    let ruled = try #require(former.ruling(changed))
    let quick = Engine(city: ruled.city, like: before, arcs: ruled.arcs, at: noon)
    let remade = try CityImport.remake(
      former, from: Self.data.applying(editor.change), changed: editor.change.places(in: Self.data),
      elevation: nil
    ).city
    let (one, other) = (Session(engine: quick), Session(city: remade))
    let doors = Array(remade.premises.doors.ids)
    var different = 0
    for step in 0..<80 {
      var request = RouteRequest()
      let (from, to) = (doors[step * 41 % doors.count], doors[step * 97 % doors.count])
      request.from = "\(remade.premises.doors[from].element.id)"
      request.to = "\(remade.premises.doors[to].element.id)"
      request.mode = step % 4 == 0 ? .car : .foot
      request.departure = step % 3 == 0 ? CivilTime("2026-11-20T13:30") : noon
      let (a, b) = (try one.answer(request), try other.answer(request))
      if a.duration != b.duration { different += 1 }
    }
    // Connectors and the open network are those of before: few journeys go by them.
    #expect(different <= 2)
  }

  private func gates(_ city: City) -> [String] {
    city.premises.gates.values.map { gate in
      "\(gate.element.id) \(gate.position) \(gate.kind) \(gate.crossedElement.id) \(gate.isInferred)"
    }.sorted()
  }

  private func streets(_ city: City) -> [String] {
    let network = city.network
    return network.length.ids.map { "\(network.osmID[$0]) \(network.length[$0]) \(network.extras[$0])" }
      .sorted()
  }

  /// Of each door by its element: street, place on it and length of each walk.
  private func connectors(_ city: City) -> [ElementID: [String]] {
    let premises = city.premises
    var found: [ElementID: [String]] = [:]
    for door in premises.doors.ids {
      found[premises.doors[door].element.id] = premises.connectors[door].map {
        let row = premises.connectors.values[$0]
        let gate = row.gate == .none ? nil : premises.gates[row.gate].element.id
        let bends = (0..<Int(row.bendCount)).map { premises.bends[ItemID(Int(row.firstBend) + $0)] }
        return
          "\(city.network.osmID[row.segment]) \(row.offset) \(row.length) \(String(describing: gate)) \(bends) \(row.isClear)"
      }
    }
    return found
  }
}
