import Dense
import Geo
import OSM

/// Reads the scenery of a map: land use, water, railways, yards, English names of streets.
///
/// Needs nothing of the streets, so it may run beside anything. Texts stay numbers of the map's strings until
/// ``finish(premises:texts:)``.
struct SceneryBuilder {
  private let map: TaggedMap
  private var areas: [AreaDraft] = []
  private var lines: [LineDraft] = []
  private var yards: [(building: BuildingID, ring: [Coordinate])] = []
  /// English name by street name, the first of several.
  private var english: [StringID: StringID] = [:]

  private struct AreaDraft {
    var kind: AreaKind
    var names: Names
    /// Square metres.
    var size: Double
    /// Outer ring, then holes; open.
    var rings: [[Coordinate]]
  }

  private struct LineDraft {
    var kind: SceneryLineKind
    var names: Names
    var points: [Coordinate]
  }

  private struct Names {
    var local: StringID?
    var english: StringID?

    init(_ tags: TagView) {
      local = tags.id(.name) ?? tags.id(.nameChinese)
      english = tags.id(.nameEnglish)
    }
  }

  /// Square metres: what is smaller no map shows.
  private static let smallestArea = 12.0
  /// Rings of one multipolygon whose nesting is sought; where there are more, its holes are left out.
  private static let mostRings = 2_000

  /// - Complexity: near linear in the data.
  init(map: TaggedMap, outlines: Outlines) {
    self.map = map
    let concerned = map.filter(
      .landuse, .leisure, .natural, .waterway, .amenity, .railway, .area, .nameEnglish)
    for row in map.data.wayIDs.indices {
      let tags = map.tags(way: row)
      if tags.hasAny(concerned) { addWay(row, tags) }
    }
    for row in map.data.relationIDs.indices {
      let tags = map.tags(relation: row)
      if tags.hasAny(concerned) { addRelation(row, tags) }
    }
    addYards(outlines)
  }

  private mutating func addWay(_ row: Int, _ tags: TagView) {
    if tags.has(.highway) { addStreetName(tags) }
    let nodes = map.nodes(way: row)
    guard nodes.count >= 2 else { return }
    if nodes.count >= 4, nodes.first == nodes.last, let kind = AreaKind(tags: tags) {
      addArea(kind, Names(tags), Polygon(outer: Ring(places(nodes))))
    } else if let kind = SceneryLineKind(tags: tags) {
      let points = places(nodes)
      if points.count >= 2 { lines.append(LineDraft(kind: kind, names: Names(tags), points: points)) }
    }
  }

  private mutating func addStreetName(_ tags: TagView) {
    guard let english = tags.id(.nameEnglish), let name = tags.id(.name) else { return }
    if self.english[name] == nil { self.english[name] = english }
  }

  private mutating func addRelation(_ row: Int, _ tags: TagView) {
    guard tags[.type] == "multipolygon", let kind = AreaKind(tags: tags) else { return }
    let assembled = RingAssembler.assemble(members(of: row))
    let at = map.data.nodeCoordinates
    if assembled.rings.count <= SceneryBuilder.mostRings {
      for polygon in assembled.polygons(at: { at[Int($0)] }) { addArea(kind, Names(tags), polygon) }
    } else {
      for ring in assembled.rings where ring.role != .inner {
        addArea(kind, Names(tags), Polygon(outer: Ring(places(ring.nodes[...]))))
      }
    }
  }

  private func members(of row: Int) -> [RingAssembler.Member] {
    map.members(relation: row).compactMap { member in
      guard member.id.kind == .way, let way = map.row(ofWay: member.id.number) else { return nil }
      let isInner = map.data.strings[member.role] == "inner"
      let nodes = map.nodes(way: way).filter { $0 != .max }
      return RingAssembler.Member(nodes: nodes, role: isInner ? .inner : .outer)
    }
  }

  private mutating func addArea(_ kind: AreaKind, _ names: Names, _ polygon: Polygon) {
    let size = polygon.outer.area
    guard polygon.outer.points.count >= 3, size >= SceneryBuilder.smallestArea else { return }
    let holes = polygon.holes.filter { $0.points.count >= 3 && $0.area > 0 }
    areas.append(
      AreaDraft(
        kind: kind, names: names, size: size, rings: [polygon.outer.points] + holes.map(\.points)))
  }

  private func places(_ nodes: ArraySlice<UInt32>) -> [Coordinate] {
    nodes.lazy.filter { $0 != .max }.map { map.data.nodeCoordinates[Int($0)] }
  }

  /// Rings inside the outlines of buildings; a building's row is that of its outline.
  private mutating func addYards(_ outlines: Outlines) {
    for (row, outline) in outlines.buildings.enumerated() {
      for hole in outline.holes {
        let ring = Ring(places(outlines.nodes[hole]))
        if ring.points.count >= 3, ring.turn != 0 { yards.append((BuildingID(row), ring.points)) }
      }
    }
  }
}

// The finished tables.
extension SceneryBuilder {
  /// Sorts the areas by size and names everything.
  func finish(premises: Premises, texts: inout TextTableBuilder) -> Scenery {
    let order = areas.indices.sorted { (areas[$0].size, $1) > (areas[$1].size, $0) }
    var rows: [Area] = []
    var firstRings = [RingID(0)]
    var rings = RaggedPoints<RingID>()
    for row in order {
      let area = areas[row]
      rows.append(
        Area(
          name: text(area.names.local, &texts), nameEnglish: text(area.names.english, &texts),
          box: BoundingBox(around: area.rings[0]), size: UInt32(min(area.size, 4e9)), kind: area.kind.rawValue
        ))
      for ring in area.rings { rings.append(ring) }
      firstRings.append(RingID(rings.count))
    }
    var yardRings = RaggedPoints<RingID>()
    for yard in yards { yardRings.append(yard.ring) }
    let (lineRows, shapes) = finishLines(&texts)
    let names = streetNames(&texts)
    return Scenery(
      areas: Column(rows), areaRings: Column(firstRings), rings: rings.finish(), lines: Column(lineRows),
      lineShapes: shapes.finish(), yardBuildings: Column(yards.map(\.building)), yards: yardRings.finish(),
      streetNames: Column(names.map(\.local)), streetNamesEnglish: Column(names.map(\.english)),
      areaIndex: CellIndex(boxes: rows.map(\.box), cellSize: 250),
      lineIndex: CellIndex(boxes: lines.map { BoundingBox(around: $0.points) }, cellSize: 250),
      gateIndex: CellIndex(points: premises.gates.values.map(\.position), cellSize: 200),
      compoundIndex: CellIndex(boxes: premises.compoundBoxes, cellSize: 250))
  }

  private func finishLines(
    _ texts: inout TextTableBuilder
  ) -> (rows: [SceneryLine], shapes: RaggedPoints<SceneryLineID>) {
    var rows: [SceneryLine] = []
    var shapes = RaggedPoints<SceneryLineID>()
    for line in lines {
      rows.append(
        SceneryLine(
          name: text(line.names.local, &texts), nameEnglish: text(line.names.english, &texts),
          kind: line.kind.rawValue))
      shapes.append(line.points)
    }
    return (rows, shapes)
  }

  private func streetNames(_ texts: inout TextTableBuilder) -> [(local: TextID, english: TextID)] {
    var names: [(local: TextID, english: TextID)] = []
    for (local, english) in english.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      names.append((text(local, &texts), text(english, &texts)))
    }
    return names.filter { $0.local != .none }.sorted { $0.local < $1.local }
  }

  private func text(_ id: StringID?, _ texts: inout TextTableBuilder) -> TextID {
    id.map { texts.intern($0) } ?? .none
  }
}

extension Premises {
  /// The box around each compound.
  fileprivate var compoundBoxes: [BoundingBox] {
    compounds.ids.map { id in
      compoundRings[id].reduce(into: BoundingBox.empty) { $0.formUnion(compoundRings.values[$1]) }
    }
  }
}

/// A ragged table of points being filled.
private struct RaggedPoints<Key: DenseID> {
  private var first = [ItemID(0)]
  private var values: [Coordinate] = []

  var count: Int { first.count - 1 }

  mutating func append(_ points: [Coordinate]) {
    values.append(contentsOf: points)
    first.append(ItemID(values.count))
  }

  func finish() -> Ragged<Key, ItemID, Coordinate> { Ragged(first: Column(first), values: Column(values)) }
}
