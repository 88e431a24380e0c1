import Dense
import Geo
import OSM
import Streets
import Testing

@testable import Routing

@Suite struct AddressTests {
  /// Four houses along two streets, and an estate of two buildings with two units each.
  private func city() -> JourneyTestCity {
    let city = JourneyTestCity()
    city.node(1, 0, 0)
    city.node(2, 600, 0)
    city.way(1, [1, 2], [("highway", "residential"), ("name", "Räuschstraße")])
    house(city, 100, at: 10, [("addr:street", "Räuschstraße"), ("addr:housenumber", "11")])
    house(city, 110, at: 50, [("addr:street", "Räuschstraße"), ("addr:housenumber", "1")])
    house(city, 120, at: 90, [("addr:street", "2. linja"), ("addr:housenumber", "9")])
    house(city, 130, at: 130, [("addr:street", "Räuschstraße"), ("addr:housenumber", "12-16")])
    // A corner house that has another address inside.
    house(city, 140, at: 170, [("addr:street", "Ernststraße"), ("addr:housenumber", "90")])
    city.node(199, 175, 15, [("addr:street", "Miraustraße"), ("addr:housenumber", "63")])
    for (row, block) in ["1栋", "2栋"].enumerated() {
      house(
        city, Int64(200 + row * 10), at: 300 + Double(row) * 50, units: ["1单元", "2单元"],
        [("ref", block), ("addr:housenumber", block), ("addr:place", "岚翀名邸")])
    }
    for (id, x, y) in [(301, 280.0, 5.0), (302, 420, 5), (303, 420, 60), (304, 280, 60)] {
      city.node(Int64(id), x, y)
    }
    city.way(
      300, [301, 302, 303, 304, 301],
      [("landuse", "residential"), ("name", "岚翀名邸"), ("name:en", "Lanchong Manor")])
    return city
  }

  /// A house of 30 m by 20 m; its doors are the nodes `id + 5` and `id + 6`.
  private func house(
    _ city: JourneyTestCity, _ id: Int64, at x: Double, units: [String] = ["", ""],
    _ tags: [(String, String)]
  ) {
    for (row, corner) in [(0.0, 10.0), (30, 10), (30, 30), (0, 30)].enumerated() {
      city.node(id + Int64(row), x + corner.0, corner.1)
    }
    for (row, unit) in units.enumerated() {
      let unit = unit.isEmpty ? [] : [("addr:unit", unit)]
      city.node(id + 5 + Int64(row), x + 10 + Double(row) * 10, 10, [("entrance", "yes")] + unit)
    }
    city.way(id, [id, id + 5, id + 6, id + 1, id + 2, id + 3, id], [("building", "yes")] + tags)
  }

  private func doors(_ text: String) throws -> [Int64] {
    let end = try EndResolver(city: city().city()).resolve(.address(text), .goal)
    return end.doors.map(\.element.number).sorted()
  }

  @Test(
    arguments: [
      ("岚翀名邸1栋2单元", [206]), ("岚翀名邸2栋1单元", [215]), ("岚翀名邸１栋２单元", [206]), ("岚翀名邸 1-2", [206]),
      ("重庆市沙坪坝区岚翀名邸2栋2单元", [216]), ("Lanchong Manor building 1 unit 2", [206]),
      ("Lanchong Manor, building 2, unit 1", [215]), ("岚翀名邸2号楼", [215, 216]),
      ("lanchong manor 2", [215, 216]),
      ("Räuschstraße 11", [105, 106]), ("Räuschstraße 1", [115, 116]),
      ("Räuschstraße 11, 13509 Berlin", [105, 106]),
      ("Räuschstr. 11", [105, 106]), ("raeuschstrasse 11", [105, 106]), ("11 Räuschstraße", [105, 106]),
      ("Berlin, Räuschstraße 1", [115, 116]), ("RÄUSCHSTRASSE 1", [115, 116]), ("2. linja 9", [125, 126]),
      ("Miraustraße 63", [145]), ("Ernststraße 90", [145, 146]),
    ] as [(String, [Int64])])
  func `each number of an address means what it stands beside`(_ text: String, _ expected: [Int64]) throws {
    #expect(try doors(text) == expected)
  }

  @Test(
    arguments: [
      (
        "Räuschstraße 999",
        RouteError.unknownNumber(street: "Räuschstraße", number: "999", nearest: ["12-16", "11", "1"])
      ),
      ("Räuschstraße", .bareStreet("Räuschstraße")),
      ("岚翀名邸1栋3单元", .unknownUnit(house: "岚翀名邸 1", unit: "3", known: ["1单元", "2单元"])),
      ("岚翀名邸3栋1单元", .unknownNumber(street: "岚翀名邸", number: "3", nearest: ["2栋", "1栋"])),
      (
        "Alte Räuschstraße 1",
        .unknownAddress("Alte Räuschstraße 1", similar: ["Räuschstraße", "Miraustraße", "Ernststraße"])
      ),
      ("新岚翀名邸1栋", .unknownAddress("新岚翀名邸1栋", similar: ["岚翀名邸"])),
    ] as [(String, RouteError)])
  func `what the map does not know is said, with what it knows`(_ text: String, _ error: RouteError) {
    #expect(throws: error) { try doors(text) }
  }

  @Test(
    arguments: [
      ("Miraustraße 63", EndDoubt.otherAddress(asked: "Miraustraße 63", found: "Ernststraße 90")),
      ("Räuschstraße 14", .otherAddress(asked: "Räuschstraße 14", found: "Räuschstraße 12-16")),
      ("Räuschstraße 11", nil), ("岚翀名邸1栋2单元", nil), ("Räuschstraße 11 unit 4", .unknownUnit("4")),
    ] as [(String, EndDoubt?)])
  func `another address than the one asked for is a doubt`(_ text: String, _ doubt: EndDoubt?) throws {
    let end = try EndResolver(city: city().city()).resolve(.address(text), .goal)
    #expect(end.doubt == doubt)
  }

  @Test func `a kind without a number and a single number are no addresses`() {
    #expect(throws: RouteError.malformedElement("node/abc")) { try EndQuery("node/abc") }
    #expect(throws: RouteError.malformedCoordinate("106.5")) { try EndQuery("106.5") }
    #expect((try? EndQuery("Node/1")) == EndQuery.element(ElementID(.node, 1)))
    #expect((try? EndQuery("106.5，29.5")) == (try? EndQuery("106.5,29.5")))
  }
}
