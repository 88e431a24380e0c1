import Geo
import OSM
import Routing
import Search
import Streets
import Wording

/// The search of names and addresses.
extension Benchmark {
  /// What is asked near a place.
  private typealias Asked = (text: String, near: Coordinate)

  /// The index of the whole city.
  func indexing() throws -> BenchmarkRow {
    let entries = SearchEntries(city.tables)
    return try measure("search.build", .milliseconds, Array(0..<5)) { _ in
      Benchmark.keep(SearchIndex(entries))
    }
  }

  /// Names as written, in pinyin, by initials, and begun, by turns.
  func searchingNames() throws -> BenchmarkRow {
    try searching("search.name") { entry, row in
      let syllables = Pinyin.syllables(of: entry.name.chinese)
      switch row % 4 {
      case 0: return entry.name.chinese
      case 1: return syllables.joined()
      case 2: return String(syllables.compactMap(\.first))
      default: return String(syllables.joined().prefix(3))
      }
    }
  }

  /// Names in pinyin with a letter wrong.
  func searchingSlips() throws -> BenchmarkRow {
    try searching("search.typo") { [self] entry, _ in
      var letters = Array(Pinyin.syllables(of: entry.name.chinese).joined())
      letters[Int.random(in: 0..<letters.count, using: &random)] = "x"
      return String(letters)
    }
  }

  /// Buildings and units beside the initials of their compounds.
  func searchingAddresses() throws -> BenchmarkRow {
    try searching("search.address") { [self] entry, _ in
      let initials = Pinyin.syllables(of: entry.name.chinese).compactMap(\.first)
      let (building, unit) = (Int.random(in: 1...9, using: &random), Int.random(in: 1...2, using: &random))
      return "\(String(initials)) \(building)-\(unit)-1501"
    } where: {
      $0.kind == .compound
    }
  }

  /// Other names and numbers, as a registry gives them to all compounds and places; a fifth of them with a letter wrong.
  func searchingAliases() throws -> BenchmarkRow {
    var names: [ElementID: [String]] = [:]
    for (row, entry) in SearchEntries(city.tables).named.enumerated() {
      guard let element = entry.element, entry.kind == .compound || entry.kind == .place else { continue }
      names[element] = ["老" + String(entry.name.chinese.reversed()), "CP-\(10_000 + row)"]
    }
    return try searching("search.alias", names) { entry, row in
      guard let alias = entry.aliases.first, let code = entry.aliases.last else { return "" }
      let syllables = Pinyin.syllables(of: alias)
      var letters = Array(syllables.joined())
      switch row % 5 {
      case 0: return alias
      case 1: return String(letters)
      case 2: return String(syllables.compactMap(\.first))
      case 3: return code
      default:
        letters[row / 5 % letters.count] = "x"
        return String(letters)
      }
    } where: {
      !$0.aliases.isEmpty
    }
  }

  private func searching(
    _ name: String, _ names: [ElementID: [String]] = [:], text: (SearchEntry, Int) -> String,
    where isAsked: (SearchEntry) -> Bool = { _ in true }
  ) throws -> BenchmarkRow {
    let entries = SearchEntries(city.tables, names: names)
    let index = SearchIndex(entries)
    let named = entries.named.filter { isAsked($0) && !$0.name.chinese.isEmpty }
    guard !named.isEmpty else { return BenchmarkRow(name, .microseconds, []) }
    let asked = (0..<pairs).map { row -> Asked in
      let entry = named.randomElement(using: &random) ?? named[0]
      return (text(entry, row), entry.position.moved(east: 300, north: 200))
    }
    return try measure(name, .microseconds, asked) {
      Benchmark.keep(index.find(SearchQuestion($0.text, near: $0.near)))
    }
  }
}
