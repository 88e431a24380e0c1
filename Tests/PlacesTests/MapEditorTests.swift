import Dense
import Geo
import OSM
import Places
import Queries
import Routing
import Streets
import Testing

/// What edits do to the ways that people go.
@Suite struct MapEditorTests {
  private static func element(_ object: Int64, _ kind: ElementKind = .node) -> ElementID {
    ElementID(kind, EditedElement.id(ofObject: object))
  }

  private static let gate = MapEdit(
    .gate, shape: .point(WalledEstate.place(0, 22)), tags: ["barrier": "gate", "name": "南门"])

  @Test func `a gate in a fence is joined to the streets on both sides`() throws {
    let before = try #require(try WalledEstate.seconds(WalledEstate.city.get()))
    let (city, editor) = try WalledEstate.edited([Self.gate])
    #expect(editor.problems.isEmpty)
    #expect(editor.elements["e0"] == Self.element(1))
    let after = try #require(try WalledEstate.seconds(city))
    #expect(before > 180)
    #expect(after < 90)
    let gate = try #require(
      city.premises.gates.ids.first { city.premises.gates[$0].element.id == Self.element(1) })
    #expect(city.texts[city.premises.gates[gate].name] == "南门")
    #expect(!city.premises.gateSegments[gate].isEmpty)
  }

  @Test func `what is added to an editor tells where, and the former stays`() throws {
    let (former, places) = MapEditor(EditableMap(WalledEstate.data)).adding([
      MapEditor.Item(id: "e0", object: 1, edit: Self.gate)
    ])
    let near = try #require(places)
    #expect(near.contains { $0.distance(to: WalledEstate.place(0, 20)) < 1 })
    #expect(!near.contains { $0.distance(to: WalledEstate.place(10, 80)) < 1 })
    let door = MapEdit(.door, shape: .point(WalledEstate.place(0, 88)), tags: ["entrance": "yes"])
    let (more, later) = former.adding([MapEditor.Item(id: "e1", object: 2, edit: door)])
    #expect(more.elements["e1"] == Self.element(2))
    #expect(former.elements["e1"] == nil)
    let there = try #require(later)
    #expect(there.contains { $0.distance(to: WalledEstate.place(0, 88)) < 1 })
    #expect(!there.contains { $0.distance(to: WalledEstate.place(0, 20)) < 1 })
    let none = more.adding([MapEditor.Item(id: "e2", object: 0, edit: far)])
    #expect(none.changed == [])
    #expect(none.editor.problems["e2"] != nil)
  }

  private var far: MapEdit {
    var edit = Self.gate
    edit.shape = .point(WalledEstate.place(150, 60))
    return edit
  }

  @Test func `a gate that joins nothing opens the fence only`() throws {
    var edit = Self.gate
    edit.joins = false
    let (_, editor) = try WalledEstate.edited([edit])
    #expect(editor.change.ways.keys.sorted() == [2])
  }

  @Test func `a gate where a path crosses the fence stands on the path`() throws {
    let path = MapEdit(
      .path, shape: .line([WalledEstate.place(5, 0), WalledEstate.place(5, 70)]), tags: ["highway": "footway"]
    )
    let (city, editor) = try WalledEstate.edited([path, Self.gate])
    #expect(editor.problems.isEmpty)
    let way = try #require(editor.change.ways[EditedElement.id(ofObject: 1)])
    #expect(way.nodes.contains(EditedElement.id(ofObject: 2)))
    // No second way was drawn.
    #expect(editor.change.ways[EditedElement.id(ofObject: 2)] == nil)
    #expect(try #require(try WalledEstate.seconds(city)) < 100)
  }

  @Test func `a gate far from any wall, or on one that is there, is refused`() throws {
    var far = Self.gate
    far.shape = .point(WalledEstate.place(150, 60))
    var there = Self.gate
    there.shape = .point(WalledEstate.place(-60, 70))
    let (_, editor) = try WalledEstate.edited([far, there])
    #expect(editor.problems["e0"] == .nothingNear(.gate, limit: 25))
    #expect(editor.problems["e1"] == .gateThere(ElementID(.node, 40)))
    #expect(editor.change.isEmpty)
  }

  @Test func `a rule that admits nobody on an e-bike sends riders around, or on foot`() throws {
    let rule = try GateRule(
      JSONReader.read(
        Array(#"{"who":{"foot":"anyone","ebike":"nobody"},"entry":"guard","delay":30}"#.utf8)[...]))
    let edit = MapEdit(
      .rule, .change, target: ElementID(.node, 40), tags: rule.tags, clears: GateRule().replaced)
    let (city, editor) = try WalledEstate.edited([edit])
    #expect(editor.problems.isEmpty)
    let gate = try #require(city.premises.gates.ids.first { city.premises.gates[$0].element.id.number == 40 })
    let row = city.rules.rows[city.premises.gates[gate].rule]
    #expect(row[.ebike] == .no)
    #expect(row[.foot] == .yes)
    #expect(row.entryKind == .guard)
    #expect(row.delay == 300)
    let open = try #require(try WalledEstate.seconds(WalledEstate.city.get(), by: .ebike))
    #expect(try #require(try WalledEstate.seconds(city, by: .ebike)) > open + 20)
  }

  @Test func `a gate walled up lets nobody through`() throws {
    let edit = MapEdit(.gate, .remove, target: ElementID(.node, 40))
    let city = try WalledEstate.edited([edit]).city
    let gate = try #require(city.premises.gates.ids.first { city.premises.gates[$0].element.id.number == 40 })
    #expect(Mode.allCases.allSatisfy { city.rules.rows[city.premises.gates[gate].rule][$0] == .no })
    // The yard is an island now: what is left is a guess across the fence.
    var request = RouteRequest()
    (request.from, request.to) = (WalledEstate.text(0, 0), "node/50")
    #expect(try !Session(city: city).answer(request).doubts.isEmpty)
  }

  @Test func `a fence taken away and a path drawn shorten the way`() throws {
    let edits = [
      MapEdit(.wall, .remove, target: ElementID(.way, 2)),
      MapEdit(
        .path, shape: .line([WalledEstate.place(5, 1), WalledEstate.place(5, 69)]),
        tags: ["highway": "footway"]),
    ]
    let (city, editor) = try WalledEstate.edited(edits)
    #expect(editor.problems.isEmpty)
    #expect(try #require(try WalledEstate.seconds(city)) < 90)
  }

  @Test func `a fence drawn anew takes its gate along, and what it has no place for is said`() throws {
    // The west side moves ten metres outward; corners that stay are the same nodes.
    var edit = MapEdit(.compound, .change, target: ElementID(.way, 2))
    let ring = [(-70.0, 20.0), (60, 20), (60, 120), (-70, 120), (-70, 20)]
    edit.shape = .ring(ring.map { WalledEstate.place($0.0, $0.1) })
    let (city, editor) = try WalledEstate.edited([edit])
    #expect(editor.problems.isEmpty)
    let way = try #require(editor.change.ways[2])
    #expect(way.nodes.first == way.nodes.last && way.nodes.contains(21) && way.nodes.contains(22))
    #expect(!way.nodes.contains(20) && way.nodes.contains(40))
    let gate = try #require(editor.change.nodes[40])
    #expect(gate.position.distance(to: WalledEstate.place(-70, 70)) < 0.1)
    let row = try #require(city.premises.gates.ids.first { city.premises.gates[$0].element.id.number == 40 })
    #expect(city.premises.gates[row].position.distance(to: gate.position) < 0.1)
    #expect(try #require(try WalledEstate.seconds(city)) < 400)
    let line = try #require(editor.lines(.compound, near: WalledEstate.place(-69, 70), within: 5).first)
    #expect(line.element == ElementID(.way, 2) && line.points.count == way.nodes.count)
    #expect(editor.lines(.compound, near: WalledEstate.place(-60, 70), within: 5).isEmpty)
    #expect(editor.lines(.building, near: WalledEstate.place(0, 85), within: 3).map(\.element.number) == [5])
    #expect(editor.line(ElementID(.way, 99)) == nil)
    // Farther off, the gate would stand alone.
    edit.shape = .ring(ring.map { WalledEstate.place($0.0 < 0 ? -120 : $0.0, $0.1) })
    #expect(
      try WalledEstate.edited([edit]).editor.problems["e0"]
        == .leavesOpening(ElementID(.node, 40), .gate, limit: 25))
  }

  @Test func `a path drawn anew still meets what it met, or is refused`() throws {
    func drawn(_ way: Int64, _ line: [(Double, Double)]) throws -> (
      city: City, editor: MapEditor
    ) {
      var path = MapEdit(.path, .change, target: ElementID(.way, way))
      path.shape = .line(line.map { WalledEstate.place($0.0, $0.1) })
      return try WalledEstate.edited([path])
    }
    // Street, gate and drive are met by their own points, by ends some metres off, and by lines beside them.
    for line in [
      [(-100.0, 0.0), (-90, 60), (-60, 70), (-40, 70)], [(-97, 3), (-80, 71), (-44, 68)],
      [(-100, 0), (-95, 70), (-38, 72)],
    ] {
      let (city, editor) = try drawn(4, line)
      #expect(editor.problems.isEmpty, "\(line) \(editor.problems)")
      let nodes = try #require(editor.change.ways[4]).nodes
      #expect(nodes.first == 2 && nodes.last == 30 && nodes.contains(40), "\(nodes)")
      #expect(!nodes.contains(41) && Set(nodes).count == nodes.count, "\(nodes)")
      #expect(try #require(try WalledEstate.seconds(city)) < 400)
      #expect(editor.change.nodes[40] == nil, "the gate stays in its wall")
    }
    let lines = try drawn(4, [(-100, 0), (-90, 60), (-60, 70), (-40, 70)]).editor
      .lines(.path, near: WalledEstate.place(-90, 60), within: 1)
    #expect(lines.map(\.element) == [ElementID(.way, 4)] && lines.first?.points.count == 4)
    let away = try drawn(4, [(-100, 0), (-90, 60), (-80, 110), (-40, 110), (-40, 70)])
    #expect(away.editor.problems["e0"] == .leavesJoint(ElementID(.node, 40), limit: 8))
    #expect(away.editor.change.isEmpty)
    let alone = try drawn(3, [(0, 0), (9, 9)])
    #expect(alone.editor.problems["e0"] == .leavesJoint(ElementID(.node, 30), limit: 8))
    // Ends that stay are not drawn together with a joint beside them; a line that comes back meets itself.
    let beside = MapEdit(
      .path, shape: .line([WalledEstate.place(45, 70), WalledEstate.place(45, 60)]),
      tags: ["highway": "footway"])
    var bent = MapEdit(.path, .change, target: ElementID(.way, 3))
    bent.shape = .line([(50.0, 70.0), (45, 70), (0, 75), (-40, 70)].map { WalledEstate.place($0.0, $0.1) })
    let both = try WalledEstate.edited([beside, bent]).editor
    #expect(both.problems.isEmpty)
    let nodes = try #require(both.change.ways[3]).nodes
    #expect(nodes.count == 4 && nodes.first == 31 && nodes.last == 30)
    let loop = try drawn(3, [(-40, 70), (20, 60), (30, 50), (30, 60), (20, 60)]).editor
    let looped = try #require(loop.change.ways[3]).nodes
    #expect(looped.count == 5 && looped.last == looped[1])
    // It joins what it comes to.
    let longer = try drawn(3, [(-40, 70), (50, 70), (60, 2)])
    #expect(longer.editor.problems.isEmpty)
    #expect(try #require(longer.editor.change.ways[1]).nodes.count == 4)
    var lift = MapEdit(.lift, .change, target: ElementID(.way, 3))
    lift.shape = .line([WalledEstate.place(0, 0), WalledEstate.place(9, 9)])
    #expect(try WalledEstate.edited([lift]).editor.problems["e0"] == .wrongTarget(ElementID(.way, 3), .lift))
  }

  /// A street along y = 0 with a bridge over it at x = 0 and a platform beside x = 100.
  private static func crossing() -> MapEditor {
    var map = OSMDataBuilder()
    let nodes: [(Int64, Double, Double)] = [
      (1, -200, 0), (2, 100, 0), (3, 200, 0), (11, 0, -60), (12, 0, 60), (13, 0, 120), (21, 100, 20),
      (22, 140, 20),
    ]
    for (id, x, y) in nodes { map.addNode(id, at: WalledEstate.place(x, y)) }
    map.addWay(1, nodes: [1, 2, 3], tags: [("highway", "residential")])
    map.addWay(2, nodes: [11, 12], tags: [("highway", "footway"), ("bridge", "yes")])
    map.addWay(3, nodes: [12, 13], tags: [("highway", "footway")])
    map.addWay(4, nodes: [2, 21, 22, 2], tags: [("railway", "platform"), ("area", "yes")])
    return MapEditor(EditableMap(map.finish()))
  }

  private static func drawn(_ way: Int64, _ line: [(Double, Double)]) -> MapEdit {
    var path = MapEdit(.path, .change, target: ElementID(.way, way))
    path.shape = .line(line.map { WalledEstate.place($0.0, $0.1) })
    return path
  }

  @Test func `where something was moved is told along all ways through it, also once moved before`() throws {
    var editor = MapEditor(EditableMap(WalledEstate.data))
    func gate(_ id: String, _ target: ElementID?, _ x: Double) throws -> [Coordinate] {
      var edit = MapEdit(.gate, target == nil ? .add : .change, target: target, tags: ["barrier": "gate"])
      edit.shape = .point(WalledEstate.place(x, 20))
      let (more, places) = editor.adding([MapEditor.Item(id: id, object: 1, edit: edit)])
      #expect(more.problems.isEmpty)
      editor = more
      return try #require(places)
    }
    _ = try gate("a", nil, 0)
    let added = try #require(editor.elements["a"])
    for x in [10.0, 20] {
      let places = try gate("\(x)", added, x)
      // The fence from corner to corner, and what is beyond the gate on its other side.
      for corner in [(-60.0, 20.0), (60, 20)] {
        #expect(places.contains { $0.distance(to: WalledEstate.place(corner.0, corner.1)) < 1 })
      }
    }
  }

  @Test func `a bridge that is drawn anew does not meet the street below`() throws {
    var editor = Self.crossing()
    try editor.apply(
      MapEditor.Item(id: "e", object: 1, edit: Self.drawn(2, [(0, -60), (1, 0), (0, 60)])))
    #expect(editor.change.ways[1] == nil)
    #expect(try #require(editor.change.ways[2]).nodes.count == 3)
    // A path on the ground meets the street there, and stairs end at the bridge.
    let path = MapEdit(
      .path, shape: .line([(-30.0, 30.0), (-20, 1), (0, 30)].map { WalledEstate.place($0.0, $0.1) }),
      tags: ["highway": "steps"])
    try editor.apply(MapEditor.Item(id: "f", object: 2, edit: path))
    #expect(try #require(editor.change.ways[1]).nodes.count == 4)
    #expect(try #require(editor.change.ways[2]).nodes.count == 4)
  }

  /// The estate with a tunnel below its fence, and a house right behind it.
  private static func undermined() -> MapEditor {
    var map = OSMDataBuilder()
    let nodes: [(Int64, Double, Double)] = [
      (1, -200, 0), (3, 200, 0), (20, -60, 20), (21, 60, 20), (22, 60, 120), (23, -60, 120), (30, -40, 70),
      (31, 50, 70), (41, 0, -40), (42, 0, 60), (51, 20, 21), (52, 50, 21), (53, 50, 40), (54, 20, 40),
    ]
    for (id, x, y) in nodes { map.addNode(id, at: WalledEstate.place(x, y)) }
    map.addWay(1, nodes: [1, 3], tags: [("highway", "residential")])
    map.addWay(2, nodes: [20, 21, 22, 23, 20], tags: [("landuse", "residential"), ("barrier", "fence")])
    map.addWay(3, nodes: [30, 31], tags: [("highway", "service")])
    map.addWay(4, nodes: [41, 42], tags: [("highway", "footway"), ("tunnel", "yes"), ("layer", "-2")])
    map.addWay(5, nodes: [51, 52, 53, 54, 51], tags: [("building", "yes")])
    return MapEditor(EditableMap(map.finish()))
  }

  @Test func `neither a gate nor a path joins the tunnel below`() throws {
    var editor = Self.undermined()
    var gate = Self.gate
    gate.shape = .point(WalledEstate.place(1, 20))
    try editor.apply(MapEditor.Item(id: "e", object: 1, edit: gate))
    #expect(editor.change.ways[4] == nil && !editor.isLoose("e"))
    #expect(editor.change.ways[EditedElement.id(ofObject: 1)] != nil, "joined to the streets above")
    let path = MapEdit(
      .path, shape: .line([WalledEstate.place(-20, 70), WalledEstate.place(0, 55)]),
      tags: ["highway": "footway"])
    try editor.apply(MapEditor.Item(id: "f", object: 2, edit: path))
    #expect(editor.change.ways[4] == nil)
    let stairs = MapEdit(
      .path, shape: .line([WalledEstate.place(30, 0), WalledEstate.place(1, -30)]),
      tags: ["highway": "steps"])
    try editor.apply(MapEditor.Item(id: "g", object: 3, edit: stairs))
    #expect(editor.change.ways[4] != nil, "stairs may end below")
  }

  @Test func `a gate before a house says that nobody gets through`() throws {
    var editor = Self.undermined()
    var gate = Self.gate
    gate.shape = .point(WalledEstate.place(35, 20))
    let item = MapEditor.Item(id: "e", object: 1, edit: gate)
    #expect(try editor.check(item).isLoose && !editor.isLoose("e"))
    try editor.apply(item)
    #expect(editor.isLoose("e"))
    let path = MapEdit(
      .path, shape: .line([WalledEstate.place(35, 0), WalledEstate.place(35, 20)]),
      tags: ["highway": "footway"])
    try editor.apply(MapEditor.Item(id: "p", object: 9, edit: path))
    #expect(!editor.isLoose("e"), "a path has been drawn to it")
    gate.shape = .point(WalledEstate.place(-30, 20))
    #expect(try !editor.check(MapEditor.Item(id: "f", object: 2, edit: gate)).isLoose)
  }

  @Test func `a street that is drawn anew does not leave a platform`() throws {
    var editor = Self.crossing()
    let item = MapEditor.Item(id: "e", object: 1, edit: Self.drawn(1, [(-200, 0), (100, -30), (200, 0)]))
    #expect(throws: EditError.leavesJoint(ElementID(.node, 2), limit: 8)) { try editor.apply(item) }
    #expect(editor.change.isEmpty)
  }

  @Test func `lines drawn anew by edits without a number of their own keep their points apart`() throws {
    func drawn(_ way: Int64, _ line: [(Double, Double)]) -> MapEditor.Item {
      var path = MapEdit(.path, .change, target: ElementID(.way, way))
      path.shape = .line(line.map { WalledEstate.place($0.0, $0.1) })
      return MapEditor.Item(id: "e\(way) \(line.count)", object: 0, edit: path)
    }
    var editor = MapEditor(EditableMap(WalledEstate.data))
    editor.apply([
      drawn(3, [(-40, 70), (0, 72), (50, 70)]), drawn(4, [(-100, 0), (-90, 60), (-60, 70), (-40, 70)]),
      drawn(3, [(-40, 70), (10, 74), (20, 73), (50, 70)]),
    ])
    #expect(editor.problems.isEmpty)
    for (way, points) in [(Int64(3), [(10.0, 74.0), (20, 73)]), (4, [(-90, 60)])] {
      let nodes = try #require(editor.change.ways[way]).nodes
      for (row, point) in points.enumerated() {
        let place = try #require(editor.change.nodes[nodes[row + 1]]).position
        #expect(place.distance(to: WalledEstate.place(point.0, point.1)) < 0.1, "\(way) \(nodes)")
      }
    }
  }

  @Test func `a path that meets no street is refused`() throws {
    let edit = MapEdit(
      .path, shape: .line([WalledEstate.place(120, 60), WalledEstate.place(150, 60)]),
      tags: ["highway": "footway"])
    #expect(try WalledEstate.edited([edit]).editor.problems["e0"] == .alone)
  }

  @Test func `a door stands in the wall of the building and is delivered to`() throws {
    let edit = MapEdit(
      .door, shape: .point(WalledEstate.place(0, 88)),
      tags: ["entrance": "yes", "addr:unit": "2", "ref": "2"])
    let (city, editor) = try WalledEstate.edited([edit])
    #expect(editor.problems.isEmpty)
    let door = try #require(
      city.premises.doors.ids.first { city.premises.doors[$0].element.id == Self.element(1) })
    #expect(city.premises.doors[door].building != .none)
    #expect(city.texts[city.premises.doors[door].unit] == "2")
    #expect(try WalledEstate.seconds(city, to: "\(Self.element(1))") != nil)
  }

  @Test func `what was added and taken away again was never there`() throws {
    let edits = [Self.gate, MapEdit(.gate, .remove, target: Self.element(1))]
    let (_, editor) = try WalledEstate.edited(edits)
    #expect(editor.change.isEmpty)
    #expect(editor.problems.isEmpty)
  }

  @Test func `a later edit changes what an earlier one added`() throws {
    let edits = [Self.gate, MapEdit(.gate, .change, target: Self.element(1), tags: ["name": "正门"])]
    let (city, editor) = try WalledEstate.edited(edits)
    #expect(editor.problems.isEmpty)
    let gate = try #require(
      city.premises.gates.ids.first { city.premises.gates[$0].element.id == Self.element(1) })
    #expect(city.texts[city.premises.gates[gate].name] == "正门")
  }

  @Test func `numbers of a building, lifts, compounds and places`() throws {
    let edits = [
      MapEdit(.building, .change, target: ElementID(.way, 5), tags: ["addr:housenumber": "7"]),
      MapEdit(
        .lift, shape: .point(WalledEstate.place(20, 71)), tags: ["highway": "elevator", "level": "0;1"]),
      MapEdit(
        .compound,
        shape: .ring([
          WalledEstate.place(80, 20), WalledEstate.place(180, 20), WalledEstate.place(180, 90),
          WalledEstate.place(80, 90), WalledEstate.place(80, 20),
        ]), tags: ["landuse": "residential", "name": "新苑", "barrier": "wall"]),
      MapEdit(
        .place, shape: .point(WalledEstate.place(100, 5)),
        tags: ["kaimen:kind": "station", "name": "暖新驿站", "opening_hours": "24/7"]),
    ]
    let (city, editor) = try WalledEstate.edited(edits)
    #expect(editor.problems.isEmpty)
    let building = try #require(
      city.premises.buildings.ids.first { city.premises.buildings[$0].element.id.number == 5 })
    #expect(city.texts[city.premises.buildings[building].houseNumber] == "7")
    #expect(city.premises.places.ids.contains { city.texts[city.premises.places[$0].name] == "暖新驿站" })
  }

  @Test(arguments: [
    MapEdit(.rule, .change, target: ElementID(.node, 50_000), tags: ["foot": "yes"]),
    MapEdit(.gate, .remove, target: ElementID(.way, 77)),
  ]) func `what is gone is said`(_ edit: MapEdit) throws {
    let target = try #require(edit.target)
    #expect(try WalledEstate.edited([edit]).editor.problems["e0"] == .gone(target))
  }

  @Test func `a target of another kind is refused`() throws {
    let edits = [
      MapEdit(.gate, .change, target: ElementID(.node, 1), tags: ["name": "x"]),
      MapEdit(.wall, .remove, target: ElementID(.way, 1)),
      MapEdit(.building, .change, target: ElementID(.way, 2), tags: ["name": "x"]),
    ]
    let problems = try WalledEstate.edited(edits).editor.problems
    #expect(problems["e0"] == .wrongTarget(ElementID(.node, 1), .gate))
    #expect(problems["e1"] == .wrongTarget(ElementID(.way, 1), .wall))
    #expect(problems["e2"] == .wrongTarget(ElementID(.way, 2), .building))
  }

  @Test(arguments: 0..<12) func `a city made anew answers as one that is imported`(_ seed: UInt64) throws {
    var random = SystemRandomNumberGenerator()
    let edits = (0..<4).map { _ -> MapEdit in
      let (x, y) = (Double.random(in: -90...90, using: &random), Double.random(in: 0...130, using: &random))
      switch Int.random(in: 0..<3, using: &random) {
      case 0: return MapEdit(.gate, shape: .point(WalledEstate.place(x, y)), tags: ["barrier": "gate"])
      case 1: return MapEdit(.door, shape: .point(WalledEstate.place(x / 4, y)), tags: ["entrance": "yes"])
      default:
        return MapEdit(
          .path,
          shape: .line([WalledEstate.place(x, 0), WalledEstate.place(x, y), WalledEstate.place(-x, 70)]),
          tags: ["highway": "footway"])
      }
    }
    let (city, editor) = try WalledEstate.edited(edits)
    let anew = try WalledEstate.imported(WalledEstate.data.applying(editor.change))
    #expect(city.network.coordinate.count == anew.network.coordinate.count)
    for (x, y) in [(-150.0, 0.0), (0, 0), (40, 70), (0, 100), (100, 60), (-30, 110)] {
      for goal in ["node/50", WalledEstate.text(x / 2, y / 2)] {
        var request = RouteRequest()
        (request.from, request.to, request.departure) = (
          WalledEstate.text(x, y), goal, CivilTime("2026-11-20T12:00")
        )
        let (one, other) = (try Session(city: city).answer(request), try Session(city: anew).answer(request))
        #expect(one.duration == other.duration, "\(edits) \(request.from) \(goal)")
      }
    }
  }
}
