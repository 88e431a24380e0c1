import Dense
import Geo
import OSM

/// The outlines on the map that are not streets: buildings, walls, water, estates.
struct Outlines {
  /// Node rows of all rings and lines, one after the other.
  private(set) var nodes: [UInt32] = []
  private(set) var buildings: [Outline] = []
  /// Walls, fences, hedges, water edges, railways, cliffs.
  private(set) var obstacles: [Outline] = []
  /// Candidates for compounds.
  private(set) var areas: [Outline] = []
  /// Squares that one may walk across.
  private(set) var squares: [Outline] = []

  /// A ring or line: a range of ``Outlines/nodes``; a ring repeats its first node at its end.
  struct Outline {
    var element: ElementID
    /// Row of the tags: way or relation row.
    var tagRow: Int
    var range: Range<Int>
    var kind: OutlineKind
    /// Rings inside it that are not part of it.
    var holes: [Range<Int>] = []
    /// A building on stilts, on a roof or underground: on the ground nothing stands in the way.
    var isOffGround = false
  }

  mutating func add(
    _ kind: OutlineKind, _ element: ElementID, tagRow: Int, ring: some Collection<UInt32>,
    holes: [[UInt32]] = [], isOffGround: Bool = false
  ) {
    let outline = Outline(
      element: element, tagRow: tagRow, range: store(ring), kind: kind, holes: holes.map { store($0) },
      isOffGround: isOffGround)
    switch kind {
    case .building: buildings.append(outline)
    case .compound: areas.append(outline)
    case .square: squares.append(outline)
    default: obstacles.append(outline)
    }
  }

  private mutating func store(_ ring: some Collection<UInt32>) -> Range<Int> {
    let start = nodes.count
    nodes.append(contentsOf: ring)
    return start..<nodes.count
  }
}

/// What an outline is.
enum OutlineKind: UInt8 {
  case building, wall, fence, hedge, water, railway, cliff, compound, square
}

extension OutlineKind {
  /// What a way or multipolygon with these tags draws; it may be several things.
  static func kinds(of tags: TagView, isClosed: Bool) -> [OutlineKind] {
    var kinds: [OutlineKind] = []
    if isClosed, isBuilding(tags) { kinds.append(.building) }
    if let wall = wall(tags) { kinds.append(wall) }
    if isClosed, isCompound(tags) { kinds.append(.compound) }
    if isClosed, isSquare(tags) { kinds.append(.square) }
    return kinds
  }

  private static func isBuilding(_ tags: TagView) -> Bool {
    guard let value = tags[.building], value != "no" else { return false }
    if ["roof", "carport", "canopy", "pergola", "ruins", "bridge"].contains(value) { return false }
    if tags[.location] == "underground" { return false }
    return (tags[.layer].flatMap { Double($0) } ?? 0) >= 0
  }

  private static func wall(_ tags: TagView) -> OutlineKind? {
    switch tags[.barrier] {
    case "wall", "retaining_wall", "city_wall": return .wall
    case "fence", "guard_rail", "jersey_barrier": return .fence
    case "hedge": return .hedge
    default: break
    }
    if tags.affirms(.tunnel) || tags.affirms(.covered) { return nil }
    if let waterway = tags[.waterway] {
      return ["river", "stream", "canal", "riverbank", "dock"].contains(waterway) ? .water : nil
    }
    if tags[.natural] == "water" || tags[.landuse] == "basin" || tags[.landuse] == "reservoir" {
      return .water
    }
    if tags[.natural] == "coastline" { return .water }
    if tags[.natural] == "cliff" { return .cliff }
    if let rail = tags[.railway], ["rail", "light_rail", "subway", "narrow_gauge"].contains(rail) {
      return tags.affirms(.bridge) ? nil : .railway
    }
    return nil
  }

  /// Estates, campuses and hospitals; the builder drops those without buildings or of a quarter's size.
  private static func isCompound(_ tags: TagView) -> Bool {
    let hasName = tags[.name] != nil
    if let amenity = tags[.amenity] {
      if ["school", "university", "college", "hospital", "clinic", "kindergarten"].contains(amenity) {
        return tags[.building] == nil
      }
    }
    if let wall = tags[.barrier], wall == "wall" || wall == "fence" { return tags[.building] == nil }
    if tags[.landuse] == "residential" { return hasName || tags[.residential] != nil }
    if ["commercial", "industrial", "construction"].contains(tags[.landuse]) { return hasName }
    return tags[.place] == "neighbourhood" && hasName
  }

  private static func isSquare(_ tags: TagView) -> Bool {
    guard tags.affirms(.area) else { return false }
    return ["pedestrian", "footway", "service", "path"].contains(tags[.highway])
      || tags[.railway] == "platform" || tags[.publicTransport] == "platform"
  }
}

/// Collects all outlines from ways and multipolygons.
struct OutlineReader {
  let map: TaggedMap
  var diagnostics = DiagnosticList()

  init(map: TaggedMap) { self.map = map }

  mutating func read() -> Outlines {
    var outlines = Outlines()
    let yards = yardsOfOutlines()
    let concerned = map.filter(
      .building, .barrier, .waterway, .natural, .landuse, .railway, .amenity, .place, .area)
    for row in map.data.wayIDs.indices {
      let tags = map.tags(way: row)
      guard tags.hasAny(concerned) else { continue }
      let nodes = map.nodes(way: row)
      guard let first = nodes.first, nodes.count >= 2 else { continue }
      let isClosed = nodes.count >= 4 && first == nodes.last
      let kinds = OutlineKind.kinds(of: tags, isClosed: isClosed)
      guard !kinds.isEmpty else { continue }
      let known = nodes.contains(.max) ? nodes.filter { $0 != .max }[...] : nodes
      guard known.count >= 2 else { continue }
      for kind in kinds {
        let id = ElementID(.way, map.data.wayIDs[row])
        outlines.add(
          kind, id, tagRow: row, ring: known, holes: kind == .building ? yards[id.number] ?? [] : [],
          isOffGround: isOffGround(kind, tags))
      }
    }
    for row in map.data.relationIDs.indices { addMultipolygon(row, to: &outlines) }
    return outlines
  }

  private func isOffGround(_ kind: OutlineKind, _ tags: TagView) -> Bool {
    guard kind == .building else { return false }
    let levels = [tags[.layer], tags["min_level"], tags["building:min_level"]]
    return ["roof", "overground"].contains(tags[.location])
      || levels.contains { $0.flatMap { Double(osm: $0) }.map { $0 != 0 } ?? false }
  }

  /// The yards of buildings that are drawn twice: as a closed way, and as a multipolygon that the way bounds.
  private mutating func yardsOfOutlines() -> [Int64: [[UInt32]]] {
    var yards: [Int64: [[UInt32]]] = [:]
    for row in map.data.relationIDs.indices {
      let tags = map.tags(relation: row)
      guard tags[.type] == "multipolygon", let value = tags[.building], value != "no" else { continue }
      let ways = map.members(relation: row).filter { $0.id.kind == .way }
      guard ways.contains(where: { map.data.strings[$0.role] == "inner" }) else { continue }
      let rings = assembleRings(row)
      for member in ways where map.data.strings[member.role] != "inner" {
        guard let way = map.row(ofWay: member.id.number), map.tags(way: way).has(.building) else { continue }
        yards[member.id.number] = inside(map.nodes(way: way).filter { $0 != .max }, rings)
      }
    }
    return yards
  }

  private mutating func addMultipolygon(_ row: Int, to outlines: inout Outlines) {
    let tags = map.tags(relation: row)
    guard tags[.type] == "multipolygon" else { return }
    let kinds = OutlineKind.kinds(of: tags, isClosed: true)
    guard !kinds.isEmpty else { return }
    let id = ElementID(.relation, map.data.relationIDs[row])
    let rings = assembleRings(row)
    if rings.isBroken { diagnostics.add(.note, .brokenOutline, id, tags[.name] ?? "multipolygon") }
    for kind in kinds {
      for outer in rings.outer {
        let holes = kind == .square || kind == .building ? inside(outer, rings) : []
        outlines.add(
          kind, id, tagRow: row, ring: outer, holes: holes, isOffGround: isOffGround(kind, tags))
      }
      if kind == .water {
        for inner in rings.inner { outlines.add(kind, id, tagRow: row, ring: inner) }
      }
    }
  }

  /// The inner rings that lie inside `outer`.
  private func inside(_ outer: [UInt32], _ rings: AssembledRings) -> [[UInt32]] {
    guard let index = rings.innerIndex else { return rings.inner }
    let places = map.data.nodeCoordinates
    let ring = Ring(outer.map { places[Int($0)] })
    var near: Set<UInt32> = []
    index.forEach(in: ring.boundingBox) { near.insert($0) }
    return near.sorted().map { rings.inner[Int($0)] }.filter { hole in
      hole.contains { ring.location(of: places[Int($0)]) == .inside }
    }
  }

  /// The rings of a multipolygon.
  private struct AssembledRings {
    var outer: [[UInt32]]
    var inner: [[UInt32]]
    var isBroken: Bool
    /// The inner rings by place, where there are several outer ones that may hold them.
    var innerIndex: CellIndex?
  }

  private func assembleRings(_ row: Int) -> AssembledRings {
    var lines: (outer: [[UInt32]], inner: [[UInt32]]) = ([], [])
    var known: Set<OSMData.Member> = []
    for member in map.members(relation: row) where member.id.kind == .way {
      guard known.insert(member).inserted, let way = map.row(ofWay: member.id.number) else { continue }
      let nodes = map.nodes(way: way).filter { $0 != .max }
      guard nodes.count >= 2 else { continue }
      if map.data.strings[member.role] == "inner" {
        lines.inner.append(nodes)
      } else {
        lines.outer.append(nodes)
      }
    }
    let outer = joinRings(lines.outer)
    let inner = joinRings(lines.inner)
    let places = map.data.nodeCoordinates
    let boxes = inner.closed.map { BoundingBox(around: $0.map { places[Int($0)] }) }
    return AssembledRings(
      outer: outer.closed, inner: inner.closed, isBroken: outer.isBroken || inner.isBroken,
      innerIndex: outer.closed.count == 1 || boxes.isEmpty ? nil : CellIndex(boxes: boxes, cellSize: 100))
  }

  /// Joins lines end to end into closed rings.
  private func joinRings(_ lines: [[UInt32]]) -> (closed: [[UInt32]], isBroken: Bool) {
    var closed = lines.filter { $0.count >= 4 && $0.first == $0.last }
    var open = lines.filter { $0.first != $0.last }
    var isBroken = false
    while var ring = open.popLast() {
      while ring.first != ring.last {
        guard let next = open.firstIndex(where: { $0.first == ring.last || $0.last == ring.last }) else {
          break
        }
        let line = open.remove(at: next)
        ring += (line.first == ring.last ? line : line.reversed()).dropFirst()
      }
      if ring.first == ring.last, ring.count >= 4 { closed.append(ring) } else { isBroken = true }
    }
    return (closed, isBroken)
  }
}
