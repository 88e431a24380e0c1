public import Geo
public import OSM

/// Makes edits to a map, one after the other; what does not fit is left out and said.
public struct MapEditor: Sendable {
  var ground: EditGround
  /// Why edits could not be made, by their ids.
  public private(set) var problems: [String: EditError] = [:]
  /// The nodes of new gates through which no way could be led, by their edits.
  private var loose: [String: Int64] = [:]
  /// What each edit that was made added or changed: something of the map where the new thing was there already.
  public private(set) var elements: [String: ElementID] = [:]

  /// An edit with its name and the object that it adds.
  public struct Item: Sendable {
    public var id: String
    public var object: Int64
    public var edit: MapEdit

    public init(id: String, object: Int64, edit: MapEdit) {
      self.id = id
      self.object = object
      self.edit = edit
    }
  }

  public init(_ map: EditableMap) { ground = EditGround(map) }

  /// Makes `items`; those that do not fit are left out.
  ///
  /// - Complexity: O(items · things near each).
  public mutating func apply(_ items: [Item]) {
    let removed = Set(
      items.filter { $0.edit.action == .remove }.compactMap { $0.edit.target.flatMap(EditedElement.whole) })
    for item in items {
      // What was added and taken away again was never there.
      if item.edit.action == .add, removed.contains(item.object) { continue }
      do { try apply(item) } catch { problems[item.id] = error }
    }
  }

  /// Makes one edit.
  ///
  /// - Throws: ``EditError`` where it does not fit; then nothing has changed.
  public mutating func apply(_ item: Item) throws(EditError) {
    ground.begin()
    do { elements[item.id] = try make(item) } catch {
      ground.takeBack()
      throw error
    }
    ground.keep()
  }

  /// What of the map `item` would change or add; everything stays as it is.
  ///
  /// - Throws: ``EditError`` where it does not fit.
  public mutating func check(_ item: Item) throws(EditError) -> Fit {
    ground.begin()
    defer {
      ground.takeBack()
      loose[item.id] = nil
    }
    let element = try make(item)
    var fit = Fit(element: element)
    fit.isLoose = isLoose(item.id)
    return fit
  }

  /// Whether no way leads through the gate that the edit `id` adds: on one side of the wall none is within reach, or a building
  /// stands before it, and none has been drawn since.
  public func isLoose(_ id: String) -> Bool {
    guard let node = loose[id], let place = ground.position(node) else { return false }
    return !ground.ways(near: place, within: 1, .street).contains {
      ground.way($0)?.nodes.contains(node) ?? false
    }
  }

  /// How an edit fits the map.
  public struct Fit: Sendable, Equatable {
    /// What it would change, or be.
    public var element: ElementID?
    /// See ``MapEditor/isLoose(_:)``.
    public var isLoose = false

    public init(element: ElementID?) { self.element = element }
  }

  /// The tags that the gate has which `edit`, a rule, speaks of, once it is made; nil where that is no node.
  public func tags(ruledBy edit: MapEdit) -> [String: String]? {
    guard edit.isRule, let target = edit.target, target.kind == .node else {
      return nil
    }
    return ground.node(target.number).map { edit.applied(to: $0.tags) }
  }

  /// The tags of a node of the map; nil where there is none.
  public func tags(of node: ElementID) -> [String: String]? {
    node.kind == .node ? ground.node(node.number)?.tags : nil
  }

  /// Whether the map says all that `edit` says of its target already.
  public func isIdle(_ edit: MapEdit) -> Bool {
    guard edit.action == .change, let target = edit.target else { return false }
    switch target.kind {
    case .node:
      guard let node = ground.node(target.number) else { return false }
      if case .point(let place)? = edit.shape, place.distance(to: node.position) > MapEditor.sameSpot {
        return false
      }
      return edit.applied(to: node.tags) == node.tags
    case .way:
      guard edit.shape == nil, let way = ground.way(target.number) else { return false }
      return edit.applied(to: way.tags) == way.tags
    case .relation:
      guard edit.shape == nil, let tags = ground.relationTags(target.number) else { return false }
      return edit.applied(to: tags) == tags
    }
  }

  /// Metres within which two points of two files are the same.
  static let sameSpot = 0.5

  /// What all edits so far make of the map.
  public var change: OSMChange { ground.change }

  /// A copy with `items` made to it as well, and where that changes something; nil where it may be anywhere.
  ///
  /// - Complexity: O(items · things near each), and a copy of what is edited already.
  public func adding(_ items: [Item]) -> (editor: MapEditor, changed: [Coordinate]?) {
    var editor = self
    editor.ground.forgetTouched()
    editor.apply(items)
    return (editor, editor.ground.places(changedSince: ground))
  }

  private mutating func make(_ item: Item) throws(EditError) -> ElementID? {
    switch item.edit.action {
    case .add: return try add(item)
    case .change: try change(item)
    case .remove: try remove(item.edit)
    }
    return item.edit.target
  }

  private mutating func add(_ item: Item) throws(EditError) -> ElementID {
    let id = EditedElement.id(ofObject: item.object)
    switch (item.edit.kind, item.edit.shape) {
    case (.gate, .point(let place)): return ElementID(.node, try addGate(item, at: place))
    case (.door, .point(let place)): return ElementID(.node, try addDoor(item, at: place))
    case (.lift, .point(let place)): return ElementID(.node, try addLift(item, at: place))
    case (.place, .point(let place)):
      ground.put(OSMChange.Node(place, item.edit.tags), id)
      return ElementID(.node, id)
    case (.path, .line(let line)): try addPath(item, along: line)
    case (.wall, .line(let line)): addWay(item, line, isClosed: false)
    case (.compound, .ring(let ring)), (.building, .ring(let ring)): addWay(item, ring, isClosed: true)
    default: throw .missing(key: "geometry", example: "{\"type\":\"Point\",\"coordinates\":[106.45,29.54]}")
    }
    return ElementID(.way, id)
  }

  // MARK: Gates

  /// Farther than this from any wall, in metres, a gate stands nowhere.
  static let gateReach = 25.0
  /// A path that crosses the wall so near is the one that leads through the gate.
  private static let crossingReach = 12.0
  private static let joinReach = 60.0

  private mutating func addGate(_ item: Item, at place: Coordinate) throws(EditError) -> Int64 {
    let id = EditedElement.id(ofObject: item.object)
    let around = MapEditor.gateReach + MapEditor.joinReach
    let walls = ground.ways(near: place, within: MapEditor.gateReach, .wall)
    let boundaries = ground.ways(near: place, within: around, [.wall, .compound])
    guard
      let wall = ground.spots(on: walls, near: place, within: MapEditor.gateReach).first
        ?? ground.spots(on: boundaries, near: place, within: MapEditor.gateReach).first
    else { throw .nothingNear(.gate, limit: Int(MapEditor.gateReach)) }
    // Whoever stands at a wall is not in the tunnel below.
    let streets = ground.ways(near: place, within: around, .street).filter {
      MapEditor.level(ground.tags(ofWay: $0)) >= 0
    }
    if let crossing = crossing(of: wall, streets) {
      let node = ground.node(at: crossing.wall, id: id)
      try open(node, item)
      share(node, crossing.street)
      return node
    }
    let node = ground.node(at: wall, id: id)
    try open(node, item)
    if item.edit.joins, !join(node, item, wall, streets, avoiding: boundaries) { loose[item.id] = node }
    return node
  }

  /// Makes a gate of `node`, which may be one of the map's.
  private mutating func open(_ node: Int64, _ item: Item) throws(EditError) {
    guard var made = ground.node(node) else { throw .gone(ElementID(.node, node)) }
    if MapFeature.isGate(made.tags) { throw .gateThere(ElementID(.node, node)) }
    made.tags = item.edit.applied(to: made.tags)
    ground.put(made, node)
  }

  /// Where a street crosses the wall, nearest to where somebody pointed.
  private func crossing(of wall: EditGround.Spot, _ streets: [Int64])
    -> (wall: EditGround.Spot, street: EditGround.Spot)?
  {
    var best: (wall: EditGround.Spot, street: EditGround.Spot)?
    let near = ground.spots(on: streets, near: wall.point, within: MapEditor.crossingReach)
    for spot in ground.spots(on: [wall.way], near: wall.point, within: MapEditor.crossingReach) {
      for street in near {
        guard spot.line.meets(street.line) else { continue }
        let point =
          spot.line.crosses(street.line)
          ? spot.line.crossingPoint(street.line) : MapEditor.common(spot.line, street.line)
        let distance = point.distance(to: wall.point)
        guard distance <= MapEditor.crossingReach, distance < best?.wall.distance ?? .infinity else {
          continue
        }
        best = (spot.moved(to: point, distance: distance), street.moved(to: point, distance: distance))
      }
    }
    return best
  }

  /// An end of one line that lies on the other.
  private static func common(_ one: Segment, _ other: Segment) -> Coordinate {
    [one.a, one.b].first { other.contains($0) } ?? (one.contains(other.a) ? other.a : other.b)
  }

  /// Lets the street run through `node`, unless it does already.
  private mutating func share(_ node: Int64, _ spot: EditGround.Spot) {
    guard var way = ground.way(spot.way), !way.nodes.contains(node) else { return }
    way.nodes.insert(node, at: spot.piece + 1)
    ground.put(way, spot.way)
  }

  /// Draws a way through the gate from the nearest street on one side to that on the other; false where one is missing.
  private mutating func join(
    _ gate: Int64, _ item: Item, _ wall: EditGround.Spot, _ streets: [Int64], avoiding boundaries: [Int64]
  ) -> Bool {
    guard let nodes = ground.way(wall.way)?.nodes, let row = nodes.firstIndex(of: gate),
      let before = ground.position(nodes[max(row - 1, 0)]),
      let after = ground.position(nodes[min(row + 1, nodes.count - 1)])
    else { return false }
    let buildings = ground.ways(near: wall.point, within: MapEditor.joinReach, .building)
    var ends: [Int: EditGround.Spot] = [:]
    for spot in ground.spots(on: streets, near: wall.point, within: MapEditor.joinReach) {
      let side = Segment(before, after).side(of: spot.point)
      guard side != 0, ends[side] == nil else { continue }
      // The wall itself is touched where the gate is; only what lies beyond counts.
      let start = wall.point.interpolated(to: spot.point, fraction: min(0.5 / max(spot.distance, 0.5), 0.5))
      if ground.crosses(Segment(start, spot.point), boundaries + buildings) { continue }
      ends[side] = spot
    }
    guard let left = ends[1], let right = ends[-1] else { return false }
    let first = ground.node(at: left, id: EditedElement.node(1, ofObject: item.object))
    // The first node may have moved what follows it on the same street.
    let moved = ground.spots(on: [right.way], near: right.point, within: 1).first ?? right
    let last = ground.node(at: moved, id: EditedElement.node(2, ofObject: item.object))
    let rides = item.edit.tags["electric_bicycle"].map { $0 != "no" } ?? false
    let tags = ["highway": rides ? "service" : "footway", "kaimen:edit": item.id]
    ground.put(OSMChange.Way([first, gate, last], tags), EditedElement.id(ofObject: item.object))
    return true
  }

  // MARK: Doors and lifts

  static let doorReach = 10.0
  private static let liftReach = 5.0

  private mutating func addDoor(_ item: Item, at place: Coordinate) throws(EditError) -> Int64 {
    let buildings = ground.ways(near: place, within: MapEditor.doorReach, .building)
    guard let spot = ground.spots(on: buildings, near: place, within: MapEditor.doorReach).first else {
      throw .nothingNear(.door, limit: Int(MapEditor.doorReach))
    }
    let node = ground.node(at: spot, id: EditedElement.id(ofObject: item.object))
    try tag(node, item.edit)
    return node
  }

  private mutating func addLift(_ item: Item, at place: Coordinate) throws(EditError) -> Int64 {
    let streets = ground.ways(near: place, within: MapEditor.liftReach, .street)
    guard let spot = ground.spots(on: streets, near: place, within: MapEditor.liftReach).first else {
      throw .nothingNear(.lift, limit: Int(MapEditor.liftReach))
    }
    let node = ground.node(at: spot, id: EditedElement.id(ofObject: item.object))
    try tag(node, item.edit)
    return node
  }

  private mutating func tag(_ node: Int64, _ edit: MapEdit) throws(EditError) {
    guard var made = ground.node(node) else { throw .gone(ElementID(.node, node)) }
    made.tags = edit.applied(to: made.tags)
    ground.put(made, node)
  }

  // MARK: Lines

  private mutating func addWay(_ item: Item, _ points: [Coordinate], isClosed: Bool) {
    var nodes: [Int64] = []
    for (row, place) in (isClosed ? points.dropLast() : points[...]).enumerated() {
      let id = EditedElement.node(row + 1, ofObject: item.object)
      ground.put(OSMChange.Node(place), id)
      nodes.append(id)
    }
    if isClosed { nodes.append(nodes[0]) }
    ground.put(OSMChange.Way(nodes, item.edit.tags), EditedElement.id(ofObject: item.object))
  }

  // MARK: Changing and removing

  private mutating func change(_ item: Item) throws(EditError) {
    let edit = item.edit
    guard let target = edit.target else { return }
    switch target.kind {
    case .node:
      guard var node = ground.node(target.number) else { throw .gone(target) }
      try MapEditor.check(edit, node.tags)
      node.tags = edit.applied(to: node.tags)
      if case .point(let place)? = edit.shape { node.position = place }
      ground.put(node, target.number)
    case .way:
      guard var way = ground.way(target.number) else { throw .gone(target) }
      try MapEditor.check(edit, ground.tags(ofWay: target.number))
      way.tags = edit.applied(to: way.tags)
      if edit.shape != nil {
        way.nodes = try edit.kind == .path ? redrawnPath(item, way.nodes) : redrawn(item, way.nodes)
      }
      ground.put(way, target.number)
    case .relation:
      guard let tags = ground.relationTags(target.number) else { throw .gone(target) }
      try MapEditor.check(edit, tags)
      if edit.shape != nil { throw .fixedShape(target) }
      ground.put(relation: target.number, edit.applied(to: tags))
    }
  }

  /// The nodes of a wall, an outline or a building that is drawn anew; gates and doors in it move with it.
  ///
  /// - Throws: ``EditError`` where one of these would be left alone, and for what else there is.
  private mutating func redrawn(_ item: Item, _ former: [Int64]) throws(EditError) -> [Int64] {
    guard [.wall, .compound, .building].contains(item.edit.kind) else {
      throw .fixedShape(item.edit.target ?? ElementID(.way, 0))
    }
    let points = item.edit.points
    let isClosed = points.count > 3 && points.first == points.last
    var nodes: [Int64] = []
    for (row, place) in (isClosed ? points.dropLast() : points[...]).enumerated() {
      let known = former.first { node in
        ground.position(node).map { $0.distance(to: place) < MapEditor.sameSpot } ?? false
          && !nodes.contains(node)
      }
      let node = known ?? fresh(row, of: item)
      if known == nil { ground.put(OSMChange.Node(place), node) }
      nodes.append(node)
    }
    if isClosed { nodes.append(nodes[0]) }
    for node in Set(former).subtracting(nodes).sorted() { try carry(node, along: &nodes) }
    return nodes
  }

  /// What a new node at `row` of the line that `item` draws is called.
  ///
  /// Edits that were kept when only what adds something had a number share their numbers; the first that is free is taken.
  func fresh(_ row: Int, of item: Item) -> Int64 {
    var number = row + 1
    while ground.node(EditedElement.node(number, ofObject: item.object)) != nil { number += 1 }
    return EditedElement.node(number, ofObject: item.object)
  }

  /// Moves a gate or a door of a line onto the line as it is now; other nodes stay where they are.
  private mutating func carry(_ node: Int64, along nodes: inout [Int64]) throws(EditError) {
    guard var found = ground.node(node) else { return }
    let isGate = MapFeature.isGate(found.tags)
    guard isGate || found.tags["entrance"] != nil else { return }
    let reach = isGate ? MapEditor.gateReach : MapEditor.doorReach
    let frame = LocalFrame(at: found.position)
    let places = nodes.map { ground.position($0) ?? found.position }
    let pieces = zip(places, places.dropFirst()).enumerated().map { row, piece in
      let (from, to) = (frame.point(piece.0), frame.point(piece.1))
      return (row: row, metres: Point.zero.distance(toSegment: from, to), from: from, to: to)
    }
    guard let best = pieces.min(by: { $0.metres < $1.metres }), best.metres <= reach else {
      throw .leavesOpening(ElementID(.node, node), isGate ? .gate : .door, limit: Int(reach))
    }
    let fraction = Point.zero.nearestFraction(on: best.from, best.to)
    found.position = places[best.row].interpolated(to: places[best.row + 1], fraction: fraction)
    ground.put(found, node)
    nodes.insert(node, at: best.row + 1)
  }

  /// Whether tags are those of a thing of the edit's kind.
  private static func check(_ edit: MapEdit, _ tags: [String: String]) throws(EditError) {
    guard let target = edit.target else { return }
    let fits =
      switch edit.kind {
      case .gate, .rule: target.kind == .node && (MapFeature.isGate(tags) || tags["entrance"] != nil)
      case .door: target.kind == .node && tags["entrance"] != nil
      case .path: target.kind == .way && tags["highway"] != nil
      case .wall: target.kind == .way && MapFeature(tags).contains(.wall)
      case .compound: target.kind != .node && !MapFeature(tags).isDisjoint(with: [.wall, .compound])
      case .building: target.kind != .node && tags["building"] != nil
      case .lift: tags["highway"] == "elevator"
      case .place: true
      }
    if !fits { throw .wrongTarget(target, edit.kind) }
  }

  private mutating func remove(_ edit: MapEdit) throws(EditError) {
    guard let target = edit.target else { return }
    // The object's own addition is left out already.
    if EditedElement.whole(target) != nil { return }
    switch target.kind {
    case .node:
      guard var node = ground.node(target.number) else { throw .gone(target) }
      try MapEditor.check(edit, node.tags)
      switch edit.kind {
      // A gate that was walled up closes the way through it.
      case .gate: node.tags = ["barrier": "wall", "access": "no"]
      case .door: node.tags["entrance"] = "no"
      default: node.tags = [:]
      }
      ground.put(node, target.number)
    case .way:
      guard ground.way(target.number) != nil else { throw .gone(target) }
      try MapEditor.check(edit, ground.tags(ofWay: target.number))
      ground.remove(way: target.number)
    case .relation:
      guard ground.relationTags(target.number) != nil else { throw .gone(target) }
      try MapEditor.check(edit, ground.relationTags(target.number) ?? [:])
      ground.put(relation: target.number, [:])
    }
  }
}
