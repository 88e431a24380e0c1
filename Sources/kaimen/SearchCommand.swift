import ArgumentParser
import Geo
import Queries
import Routing
import Search
import Server
import Wording

/// `kaimen search`: doors, buildings, compounds, places and streets by name or address.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: Wording.Help.search.here, discussion: Wording.Help.searchDetails.here)

  @OptionGroup var file: AskedCity
  @Argument(help: help(.Help.searchWords, "words")) var words: [String]
  @Option(parsing: .unconditional, help: help(.Help.near, "lon,lat")) var near: String?
  @Option(help: help(.Help.searchLimit, "n")) var limit = 10
  @Option(help: help(.Help.searchKind, "kind")) var kind: String?
  @Option(help: help(.Help.datum, "datum"), completion: .list(Datum.allCases.map(\.rawValue))) var datum:
    String?
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    guard (1...50).contains(limit) else {
      throw CommandError.outOfRange(option: "--limit", found: "\(limit)", allowed: "1...50")
    }
    let datum = try datum.map { try RouteRequest.datum($0) } ?? .wgs84
    var question = SearchQuestion(words.joined(separator: " "), limit: limit)
    if let near {
      guard case .coordinate(let point) = try EndQuery(near, datum: datum) else {
        throw RouteError.malformedCoordinate(near)
      }
      question.near = point
    }
    let known = try file.open()
    let search = CitySearch(city: known.city)
    search.rename(known.names)
    question.filter = try kind.map { try search.filter($0) }
    let hits = search.find(question)
    if format.json {
      try Output.line(
        JSON.object(["results": .array(hits.map { $0.json(Console.language, datum) })]).text)
    } else {
      if hits.isEmpty { try Output.line(Wording.Report.nothingFound(question.text).here) }
      for hit in hits { try Output.line(hit.text) }
    }
  }
}

extension SearchHit {
  /// `node/1<tab>building 3, unit 2, Jinsha Shidai<tab>120 m`: what programs cut at the tabs.
  fileprivate var text: String {
    Wording.Report.found(
      name, id: "\(element)", kind: placeKind ?? kind.rawValue, metres: distance, openness: openness,
      doubt: gap?.wording
    ).here
  }
}
