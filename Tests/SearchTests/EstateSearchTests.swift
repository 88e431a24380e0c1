import Geo
import OSM
import Testing
import Wording

@testable import Search

/// Numbers beside names: two estates of the same sound, a street, houses with and without doors.
@Suite struct EstateSearchTests {
  private static let index = SearchIndex(entries())

  private static func wording(_ en: String, _ zh: String) -> Wording { Wording(en: en, zh: zh) }

  /// Estate `e` has its compound at relation `e`, building `b` at way `100 e + b`, its unit `u` at node `1000 e + 10 b + u`.
  private static func entries() -> SearchEntries {
    var entries = SearchEntries()
    let estates = [
      ("金沙时代", "Jinsha Shidai", 0.0), ("锦沙世代", "Jinsha Generations", 3000), ("金沙港湾", "Jinsha Bay", 1000),
    ]
    for (row, (chinese, english, east)) in estates.enumerated() {
      let e = Int64(row + 1)
      let place = centre.moved(east: east, north: 0)
      let name = wording(english, chinese)
      let compound = entries.add(
        SearchEntry(.compound, ElementID(.relation, e), name: name, position: place))
      for b in 1...(e == 3 ? 2 : 12) {
        var house = SearchHouse(
          .building, ElementID(.way, e * 100 + Int64(b)), label: wording("building \(b)", "\(b)栋"),
          position: place.moved(east: Double(b), north: 0), numbers: ["\(b)栋"])
        house.compound = name
        house.doors = (1...(b == 1 ? 1 : 3)).map { u in
          SearchDoor(
            ElementID(.node, e * 1000 + Int64(b) * 10 + Int64(u)),
            label: wording("building \(b), unit \(u)", "\(b)栋\(u)单元"),
            position: place.moved(east: Double(b), north: Double(u)), units: ["\(u)单元"])
        }
        entries.add(house, of: [compound])
      }
    }
    let street = entries.add(
      SearchEntry(
        .street, ElementID(.way, 9000), name: wording("Räuschstraße", "Räuschstraße"), position: centre))
    for (row, number) in ["7", "9", "12-16", "90a"].enumerated() {
      entries.add(
        SearchHouse(
          .building, ElementID(.way, 9001 + Int64(row)),
          label: wording("Räuschstraße \(number)", "Räuschstraße \(number)"),
          position: centre.moved(east: Double(row), north: 50), numbers: [number]), of: [street])
    }
    let metro = entries.add(
      SearchEntry(.street, ElementID(.way, 9100), name: wording("3号支路", "3号支路"), position: centre))
    entries.add(
      SearchHouse(
        .address, ElementID(.node, 9101), label: wording("3号支路 5", "3号支路5号"), position: centre, numbers: ["5"]
      ), of: [metro])
    return entries
  }

  private func first(_ text: String, near: Coordinate? = centre) -> SearchHit? {
    Self.index.find(SearchQuestion(text, near: near)).first
  }

  @Test(arguments: [
    "金沙时代 3栋2单元 1501", "金沙时代3栋2单元", "金沙时代三栋二单元", "金沙时代 3-2-1501", "金沙时代3-2", "金沙时代3幢2单元", "金沙时代3号楼2单元1501室",
    "金沙时代 3#2单元", "金沙时代3#楼2单元", "金沙时代３栋２单元", "金沙時代3棟2單元", "金沙時代三號樓二單元", "jinsha shidai 3-2-1501",
    "jinshashidai3栋2单元", "jssd 3-2-1501", "jssd3-2",
    "JSSD 3栋2单元", "jinsha时代 3-2", "Jinsha Shidai building 3 unit 2", "jinsha shidai, building 3, unit 2",
    "building 3 unit 2 jinsha shidai",
    "重庆市沙坪坝区金沙时代3栋2单元", "金沙时代小区3栋2单元", "jinsa sidai 3-2", "jinhsa shidai 3-2", "金沙时待3栋2单元", "3-2-1501",
    "3栋2单元1501", "三栋二单元",
  ])
  func `every way of writing an address leads to its door`(_ text: String) throws {
    let hit = try #require(first(text), "\(text)")
    #expect(hit.element == ElementID(.node, 1032), "\(text): \(hit.name.english)")
    #expect(hit.kind == .door)
    #expect(hit.gap == nil)
    #expect(hit.name == Wording(en: "Jinsha Shidai, building 3, unit 2", zh: "金沙时代3栋2单元"))
  }

  @Test func `the room is handed on`() {
    for text in ["金沙时代 3栋2单元 1501", "jssd 3-2-1501", "金沙时代3号楼2单元1501室", "3-2-1501"] {
      #expect(first(text)?.room == "1501", "\(text)")
    }
    #expect(first("金沙时代3栋2单元")?.room == nil)
  }

  @Test func `a bare number means the nearest estate that has it`() {
    #expect(first("3-2", near: centre)?.element == ElementID(.node, 1032))
    #expect(first("3-2", near: centre.moved(east: 3000, north: 0))?.element == ElementID(.node, 2032))
    // The estate in between has two buildings only.
    #expect(first("3-2", near: centre.moved(east: 1200, north: 0))?.element == ElementID(.node, 1032))
    #expect(first("2-2", near: centre.moved(east: 1200, north: 0))?.element == ElementID(.node, 3022))
  }

  @Test func `a building leads to itself and then to its units, or to its only door`() {
    let hits = Self.index.find(SearchQuestion("jssd 3", near: centre))
    #expect(
      hits.prefix(4).map(\.element) == [ElementID(.way, 103)] + (1...3).map { ElementID(.node, 1030 + $0) })
    #expect(first("金沙时代1栋")?.element == ElementID(.node, 1011))
    let begun = Self.index.find(SearchQuestion("金沙时代 1", near: centre, limit: 20)).map(\.element)
    #expect(begun.first == ElementID(.node, 1011))
    // Whoever types 1 may go on to 12.
    #expect(begun.contains(ElementID(.way, 112)))
  }

  @Test func `what the map lacks is said, with what it has`() {
    #expect(first("金沙时代3栋9单元")?.gap == .unit("9"))
    #expect(first("金沙时代3栋9单元")?.element == ElementID(.way, 103))
    #expect(first("金沙时代99栋")?.gap == .house("99"))
    #expect(first("金沙时代99栋")?.element == ElementID(.relation, 1))
    #expect(first("Räuschstraße 14")?.gap == .range("12-16"))
  }

  @Test(
    arguments: [
      ("Räuschstraße 7", 9001), ("Räuschstr 7", 9001), ("7 Räuschstraße", 9001), ("raeuschstrasse 9", 9002),
      ("räuschstraße 90 a", 9004),
      ("Räuschstraße 7, 13509 Berlin", 9001), ("Berlin, Räuschstraße 7", 9001), ("Räuschstraße 14", 9003),
      ("Rauschstrase 7", 9001),
    ] as [(String, Int64)])
  func `house numbers along a street are found`(_ text: String, _ way: Int64) {
    #expect(first(text)?.element == ElementID(.way, way), "\(text)")
  }

  @Test func `a number in a name is part of the name`() {
    #expect(first("3号支路 5号")?.element == ElementID(.node, 9101))
    #expect(first("三号支路5")?.element == ElementID(.node, 9101))
    #expect(first("3号支路")?.element == ElementID(.way, 9100))
  }

  @Test func `an id is found as such`() {
    #expect(first("node/1032")?.element == ElementID(.node, 1032))
    #expect(first("way/103")?.element == ElementID(.way, 103))
    #expect(first("relation/1")?.element == ElementID(.relation, 1))
  }

  @Test func `every estate building and unit is found in its hyphen form by initials`() {
    for (e, east) in [(1, 0.0), (2, 3000)] {
      for b in 1...12 {
        for u in 1...(b == 1 ? 1 : 3) {
          let hit = first("jssd \(b)-\(u)", near: centre.moved(east: east, north: 0))
          #expect(hit?.element == ElementID(.node, Int64(e * 1000 + b * 10 + u)), "\(e) \(b)-\(u)")
        }
      }
    }
  }
}
