import Dense
import Foundation
import Geo
import OSM
import Testing

@testable import Streets

@Suite struct GateAccessTests {
  private let noon = CivilTime(seconds: 0)

  private func map(_ node: [(String, String)]) -> SmallMap {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 50, 0, node)
    map.node(3, 100, 0)
    map.way(1, [1, 2, 3], [("highway", "residential")])
    return map
  }

  private func book(_ tables: CityTables) -> RuleBook {
    RuleBook(
      rows: tables.rules, texts: tables.texts,
      context: HoursContext(position: Coordinate(longitude: 106.5, latitude: 29.5), zone: .gmt))
  }

  @Test func `A city may have a pass for each of its compounds`() throws {
    var map = SmallMap()
    for id in 0..<300 {
      let x = Double(id) * 50
      map.node(Int64(3 * id), x, 0)
      map.node(
        Int64(3 * id + 1), x + 10, 0, [("barrier", "gate"), ("access", "permit"), ("kaimen:pass", "c\(id)")])
      map.node(Int64(3 * id + 2), x + 20, 0)
      map.way(Int64(id), [Int64(3 * id), Int64(3 * id + 1), Int64(3 * id + 2)], [("highway", "residential")])
    }
    let book = book(map.tables())
    let all = try (0..<300).map { try #require(book.pass(named: "c\($0)")) }
    for rule in book.rows.ids where book.rows[rule].passes != .none {
      let name = try #require(book.passes(opening: rule, mode: .foot).first)
      let opening = all.indices.filter {
        book.verdict(rule, mode: .foot, passes: all[$0], at: noon).permission != .closed
      }
      #expect(opening.map { "c\($0)" } == [name])
    }
  }

  @Test(
    arguments: [
      ("employees", "staff"), ("staff", "staff"), ("members", "member"), ("students", "student"),
      ("school", "student"), ("residents", "resident"), ("permit", "badge"),
    ])
  func `A gate for some opens to their pass`(_ value: String, _ pass: String) throws {
    let tables = map([("barrier", "gate"), ("access", value)]).tables()
    let book = book(tables)
    let rule = try #require(tables.premises.gates.ids.first.map { tables.premises.gates[$0].rule })
    let held = try #require(book.pass(named: pass))
    #expect(book.verdict(rule, mode: .foot, passes: [], at: noon).permission == .closed)
    #expect(book.verdict(rule, mode: .foot, passes: held, at: noon).permission == .ends)
  }

  @Test func `A gate asks for a pass those whom it does not let in without`() throws {
    let tables = map([("barrier", "gate"), ("foot", "permissive"), ("motor_vehicle", "private")]).tables()
    let book = book(tables)
    let rule = try #require(tables.premises.gates.ids.first.map { tables.premises.gates[$0].rule })
    #expect(book.passes(opening: rule, mode: .foot) == [])
    #expect(book.passes(opening: rule, mode: .car) == ["resident", "private"])
    #expect(book.passes(opening: rule) == ["resident", "private"])
  }

  @Test(
    arguments: [
      ([("barrier", "wicket_gate")], [0, 3, 3], true),
      ([("barrier", "gate"), ("bicycle", "dismount")], [0, 3, 3], false),
      ([("barrier", "gate")], [0, 0, 0], false),
    ] as [([(String, String)], [UInt8], Bool)])
  func `Where a gate says so one dismounts`(
    _ tags: [(String, String)], _ pushed: [UInt8], _ isShutToCars: Bool
  )
    throws
  {
    let tables = map(tags).tables()
    let network = tables.network
    let gate = try #require(network.length.ids.first { network.kind($0) == .gate })
    let found = [Mode.foot, .ebike, .bicycle].map {
      network.traits[TraitsID(network.segmentClass[gate], $0)].pushed
    }
    #expect(found == pushed)
    #expect((tables.rules[network.rule[gate]][.car] == .no) == isShutToCars)
  }

  @Test(
    arguments: [
      ([("access", "no")], 1), ([("motor_vehicle", "no"), ("note", "posts")], 1),
      ([("access", "no"), ("highway", "crossing")], 0),
      ([("entrance", "yes"), ("access", "private")], 0),
    ] as [([(String, String)], Int)])
  func `A node that only says who may pass is a barrier`(_ tags: [(String, String)], _ count: Int) {
    #expect(map(tags).tables().premises.gates.count == count)
  }

  @Test(
    arguments: [
      ("oneway:conditional", "yes @ (06:00-09:00)"), ("oneway", "reversible"),
      ("motor_vehicle:forward:conditional", "no @ (06:00-09:00)"),
    ])
  func `What journeys leave out of account is reported`(_ key: String, _ value: String) {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 100, 0)
    map.way(1, [1, 2], [("highway", "residential"), (key, value)])
    #expect(map.tables().found(.unsupportedTag) == ["way/1 \(key)=\(value)"])
  }

  @Test func `Stairs whose higher end nobody knows take as long up as down`() throws {
    var map = SmallMap()
    map.node(1, 0, 0)
    map.node(2, 10, 0)
    map.way(1, [1, 2], [("highway", "steps"), ("step_count", "5"), ("layer", "-3")])
    let tables = map.tables()
    let extras = tables.network.extras[try #require(tables.segments(ofWay: 1).first)]
    #expect(extras.fixedForward == extras.fixedBackward)
    #expect(extras.fixedForward > 0)
  }
}
