import Dense
import Geo
import OSM
import Routing
import Testing

@testable import Streets

/// The scenery in the city file, and files that lie about it.
@Suite struct SceneryTests {
  private func city() throws -> (keep: TileCity, tables: CityTables) {
    let city = TileCity()
    city.addCrossing()
    city.ring(10, [(10, 10), (95, 10), (95, 95), (10, 95)], [("leisure", "park"), ("name", "园")])
    city.ring(11, [(-90, 10), (-10, 10), (-10, 90), (-90, 90)], [])
    city.ring(12, [(-70, 30), (-30, 30), (-30, 70), (-70, 70)], [])
    city.relation(
      1, [(ElementID(.way, 11), "outer"), (ElementID(.way, 12), "inner")],
      [("type", "multipolygon"), ("natural", "wood")])
    city.ring(
      13, [(10, -90), (200, -90), (200, -10), (10, -10)], [("building", "yes"), ("amenity", "school")])
    city.ring(14, [(0, 100), (2, 100), (2, 102), (0, 102)], [("landuse", "grass")])
    city.path(15, [(-200, -50), (200, -60)], [("waterway", "canal"), ("name", "运河")])
    city.path(16, [(-200, -70), (200, -80)], [("waterway", "stream"), ("tunnel", "culvert")])
    return (city, try city.city().tables)
  }

  @Test func `Areas come by size with their holes; houses, specks and culverts do not come`() throws {
    let (keep, tables) = try city()
    let scenery = tables.scenery
    #expect(scenery.areas.values.map(\.areaKind) == [.park, .wood])
    #expect(scenery.areas.ids.map { scenery.rings(of: $0).count } == [1, 2])
    #expect(tables.texts[scenery.areas[AreaID(0)].name] == "园")
    #expect(scenery.lines.values.map(\.lineKind) == [.river])
    let road = tables.network.name.ids.first { tables.texts[tables.network.name[$0]] == "人民路" }
    let english = road.map { scenery.english(ofStreet: tables.network.name[$0]) } ?? .none
    #expect(tables.texts[english] == "People's Road")
    #expect(scenery.english(ofStreet: .none) == .none)
    #expect(tables.unsoundColumn() == nil)
    withExtendedLifetime(keep) {}
  }

  /// The scenery with some columns replaced.
  private func forged(
    _ old: Scenery, areaRings: [RingID]? = nil, rings: Ragged<RingID, ItemID, Coordinate>? = nil,
    yardBuildings: [BuildingID]? = nil, streetNames: [TextID]? = nil, areas: [Area]? = nil,
    areaIndex: CellIndex? = nil, gateIndex: CellIndex? = nil
  ) -> Scenery {
    Scenery(
      areas: areas.map { Column($0) } ?? old.areas, areaRings: areaRings.map { Column($0) } ?? old.areaRings,
      rings: rings ?? old.rings, lines: old.lines, lineShapes: old.lineShapes,
      yardBuildings: yardBuildings.map { Column($0) } ?? old.yardBuildings, yards: old.yards,
      streetNames: streetNames.map { Column($0) } ?? old.streetNames,
      streetNamesEnglish: old.streetNamesEnglish, areaIndex: areaIndex ?? old.areaIndex,
      lineIndex: old.lineIndex, gateIndex: gateIndex ?? old.gateIndex, compoundIndex: old.compoundIndex)
  }

  @Test func `A scenery that cannot be is refused by the name of its column`() throws {
    let (keep, tables) = try city()
    let old = tables.scenery
    let far = Coordinate(longitudeE7: .max, latitudeE7: 0)
    let tooMany = CellIndex(points: Array(repeating: far, count: 9), cellSize: 100)
    let forgeries: [(String, Scenery)] = [
      ("area.rings", forged(old, areaRings: [RingID(0), RingID(1)])),
      ("area.rings", forged(old, areaRings: [RingID(0), RingID(0), RingID(3)])),
      ("area.rings", forged(old, areaRings: [RingID(0), RingID(1), RingID(900)])),
      ("ring.points.first", forged(old, rings: Ragged([[far], [far, far, far], [far, far, far]]))),
      ("ring.points", forged(old, rings: Ragged(Array(repeating: [far, far, far], count: 3)))),
      ("areas", forged(old, areas: old.areas.values.reversed())),
      ("yard.buildings", forged(old, yardBuildings: [BuildingID(7_000)])),
      ("yard.points.first", forged(old, yardBuildings: [BuildingID(0)])),
      ("street.names", forged(old, streetNames: [TextID(2), TextID(1)])),
      ("street.namesEnglish", forged(old, streetNames: [TextID(1), TextID(2)])),
      ("index.areas", forged(old, areaIndex: tooMany)), ("index.gates", forged(old, gateIndex: tooMany)),
    ]
    for (column, scenery) in forgeries {
      var changed = tables
      changed.scenery = scenery
      #expect(changed.unsoundColumn() == column)
    }
    withExtendedLifetime(keep) {}
  }

  @Test func `A file with right checksums and an impossible scenery is not opened`() throws {
    let (keep, tables) = try city()
    let city = try keep.city()
    var changed = tables
    changed.scenery = forged(tables.scenery, areaRings: [RingID(0), RingID(1), RingID(900)])
    let path = city.path + ".forged"
    let writer = try ColumnFileWriter(path: path, version: CityTables.layoutVersion)
    try changed.write(to: writer)
    try city.hierarchy.write(to: writer)
    try writer.finish()
    #expect(throws: ColumnFileError.damaged(path: path, .contents(column: "area.rings"))) {
      try City(path: path, verification: .always)
    }
  }
}
