import Dense
import Foundation
import Generation
import Geo
import Import
import OSM
import Queries
import Routing
import Streets
import Testing
import Wording

@testable import Search

/// The search of a generated district.
@Suite struct CitySearchTests {
  private static let city = Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kaimen-search-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "district.kaimen").path
    try CityImport.run(CityGenerator(scale: 0.1, seed: 7).generate(), output: path, timeZone: "Asia/Shanghai")
    return try City(path: path)
  }

  @Test func `whatever is found may be travelled to`() throws {
    let city = try Self.city.get()
    let entries = SearchEntries(city.tables)
    let resolver = EndResolver(city: city)
    #expect(entries.named.count > 100 && entries.houses.count > 300)
    let elements =
      entries.named.compactMap(\.element) + entries.houses.map(\.element)
      + entries.houses.flatMap { $0.doors.map(\.element) }
    let unknown = Set(elements).filter { element in
      let end = Result { () throws(RouteError) in try resolver.resolve(.element(element), .goal) }
      // Far from any street, but known.
      guard case .failure(let error) = end, case .noStreetNearby = error else {
        if case .failure = end { return true }
        return false
      }
      return false
    }
    #expect(unknown.isEmpty, "\(unknown)")
  }

  @Test
  func `names that the map does not know are found, in pinyin and with numbers, as soon as they are said`()
    throws
  {
    let city = try Self.city.get()
    let search = CitySearch(city: city)
    let entries = SearchEntries(city.tables)
    let compounds = entries.named.indices.filter { row in
      entries.named[row].kind == .compound
        && entries.housesOf[row]?.contains { !entries.houses[$0].numbers.isEmpty } ?? false
    }
    let row = try #require(compounds.first)
    let compound = try #require(entries.named[row].element)
    let house = try #require(
      entries.housesOf[row]?.map { entries.houses[$0] }.first { !$0.numbers.isEmpty })
    let number = try #require(house.numbers.first)
    func first(_ text: String) -> ElementID? { search.find(SearchQuestion(text)).first?.element }
    let asked = ["翡翠谷老院子", "feicuigu", "fcglyz", "Emerald Yard", "CP-00777"]
    for text in asked { #expect(first(text) != compound, "\(text)") }
    #expect(search.rename([compound: ["翡翠谷老院子", "Emerald Yard", "CP-00777"]]))
    #expect(!search.rename([compound: ["翡翠谷老院子", "Emerald Yard", "CP-00777"]]))
    for text in asked { #expect(first(text) == compound, "\(text)") }
    let hits = search.find(SearchQuestion("翡翠谷老院子 \(number)"))
    #expect(
      hits.first?.element == house.element
        || house.doors.contains { $0.element == hits.first?.element }, "\(number): \(hits)")
    #expect(hits.first?.compound?.chinese == entries.named[row].name.chinese)
    #expect(search.rename([:]))
    for text in asked { #expect(first(text) != compound, "\(text)") }
  }

  @Test func `what has no name on the map is found by the one that somebody gives it`() throws {
    let city = try Self.city.get()
    let named = Set(SearchEntries(city.tables).named.compactMap(\.element))
    let places = city.premises.places
    let row = try #require(places.ids.first { !named.contains(places[$0].element.id) })
    let element = places[row].element.id
    let search = CitySearch(city: city, names: [element: ["停车角八号"]])
    let hit = try #require(
      search.find(SearchQuestion("tcj8h")).first ?? search.find(SearchQuestion("停车角八号")).first)
    #expect(hit.element == element)
    #expect(search.find(SearchQuestion("停车角八号")).first?.label.chinese == "停车角八号")
  }

  @Test func `every name of the district is found by itself and every door by its address`() throws {
    let city = try Self.city.get()
    let entries = SearchEntries(city.tables)
    let index = SearchIndex(entries)
    for entry in entries.named where entry.element != nil {
      for name in Set([entry.name.chinese, entry.name.english]) {
        let hits = index.find(SearchQuestion(name, near: entry.position))
        #expect(hits.prefix(4).contains { $0.element == entry.element }, "\(name)")
      }
    }
    var asked = 0
    for house in entries.houses {
      guard let compound = house.compound, let number = house.numbers.first else { continue }
      for door in house.doors where !door.units.isEmpty {
        asked += 1
        let text = "\(compound.chinese) \(number)-\(door.units[0])"
        let hits = index.find(SearchQuestion(text, near: house.position))
        #expect(hits.prefix(3).contains { $0.element == door.element }, "\(text)")
      }
    }
    #expect(asked > 50)
  }

  @Test func `the address book of journeys takes the same addresses`() throws {
    let city = try Self.city.get()
    let entries = SearchEntries(city.tables)
    let (index, resolver) = (SearchIndex(entries), EndResolver(city: city))
    var asked = 0
    for house in entries.houses where house.kind == .building {
      guard let compound = house.compound, let number = house.numbers.first,
        let door = house.doors.last, let unit = door.units.first, asked < 150
      else { continue }
      asked += 1
      let text = "\(compound.chinese) \(number)-\(unit)"
      let end = try resolver.resolve(.address(text), .goal)
      #expect(end.doors.map(\.element).contains(door.element), "\(text)")
      let hit = try #require(index.find(SearchQuestion(text)).first, "\(text)")
      #expect(end.doors.map(\.element).contains(hit.element), "\(text)")
    }
    #expect(asked > 50)
  }

  @Test func `a gate is found by the name of its compound and its own`() throws {
    let city = try Self.city.get()
    let search = CitySearch(city: city)
    let gates = city.premises.gates.ids.filter { id in
      let row = city.premises.gates[id]
      return row.isInferred == 0 && row.name != .none && row.compound != .none
    }
    #expect(gates.count > 20)
    for id in gates.prefix(60) {
      let phrase = city.phrase(id)
      for text in [phrase.compound + phrase.name, phrase.compoundEnglish + " " + phrase.nameEnglish] {
        let hits = search.find(SearchQuestion(text, near: city.premises.gates[id].position, limit: 3))
        #expect(hits.first?.element == city.premises.gates[id].element.id, "\(text)")
        #expect(hits.first?.kind == .gate)
      }
      // The compound itself still comes first.
      let whole = search.find(SearchQuestion(phrase.compound, near: city.premises.gates[id].position))
      #expect(whole.first?.kind == .compound, "\(phrase.compound)")
    }
  }

  @Test func `metro stations are places`() throws {
    let city = try Self.city.get()
    let stations = SearchEntries(city.tables).named.filter { $0.placeKind == "railway_station" }
    let data = CityGenerator(scale: 0.1, seed: 7).generate()
    let mapped = data.taggedNodes.indices.filter { data.tags(data.nodeTags[$0])["railway"] == "station" }
    #expect(stations.count == mapped.count)
  }

  @Test(
    arguments: [
      ("三栋二单元", "3", "2"), ("十二号楼3单元", "12", "3"), ("3#2单元", "3", "2"), ("3#楼-2", "3", "2"), ("A座", "a", nil),
      ("３幢", "3", nil),
      ("三號樓", "3", nil), ("二十一栋", "21", nil),
    ] as [(String, String, String?)])
  func `numerals and marks of a building are read`(_ text: String, _ house: String, _ unit: String?) {
    let tokens = AddressText(text).tokens
    let numbers = AddressNumbers(tokens, Array(tokens.indices))
    #expect(numbers.readings.first == AddressReading(house: house, unit: unit))
    #expect(numbers.unread.isEmpty)
  }
}
