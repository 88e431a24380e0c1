import ArgumentParser
import Geo
import OSM
import Queries
import Routing
import Streets
import Wording

/// `kaimen route`: one journey.
struct RouteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route", abstract: Wording.Help.route.here, discussion: Wording.Help.routeDetails.here)

  @OptionGroup var file: AskedCity
  @Option(parsing: .unconditional, help: help(.Help.from, "place")) var from: String?
  @Option(parsing: .unconditional, help: help(.Help.to, "place")) var to: String?
  @OptionGroup var travel: TravelOptions
  @Flag(name: .customLong("return"), help: help(.Help.countsReturn)) var countsReturn = false
  @Option(help: help(.Help.alternatives, "n")) var alternatives = 0
  @OptionGroup var closures: ClosureOptions
  @Flag(help: help(.Help.example)) var example = false
  @OptionGroup var format: MapFormatFlags
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    try format.check()
    var request = try travel.request
    request.countsReturn = countsReturn
    request.most = try RouteRequest.most(alternatives)
    (request.closed, request.opened) = (closures.closed, closures.opened)
    let session: Session
    if example {
      if from != nil || to != nil { throw CommandError.exampleWithEnds }
      session = try file.session()
      request = try ExamplePair(session: session).request(like: request, isModeGiven: travel.mode != nil)
      if !format.json, !format.geoJSON { try Output.line("$ " + command(request)) }
    } else {
      guard let from else { throw QueryError.missingEnd("--from") }
      guard let to else { throw QueryError.missingEnd("--to") }
      (request.from, request.to) = (from, to)
      session = try file.session()
    }
    let journey = try session.answer(request)
    try Output.text(shown(journey, request))
  }

  private func shown(_ journey: Journey, _ request: RouteRequest) -> String {
    let style = JourneyFormat(language: request.language, datum: request.datum)
    if format.json {
      let text = journey.json(style)
      // After the opening brace: a journey is never empty.
      return (example ? "{\"call\":\(JSON.string(command(request)).text)," + text.dropFirst() : text) + "\n"
    }
    if format.geoJSON { return journey.geoJSON(style) + "\n" }
    var text = journey.text(request.language)
    for (row, other) in journey.alternatives.enumerated() {
      text +=
        "\n" + Wording.Usage.alternative(row + 1)[request.language] + "\n" + other.text(request.language)
    }
    return text
  }

  /// The call that asks the same, to copy.
  private func command(_ request: RouteRequest) -> String {
    var words = ["kaimen", "route", file.city, "--from", request.from, "--to", request.to]
    if let data = file.data { words += ["--data", data] }
    words += ["--by", request.mode.name]
    for pass in request.passes { words += ["--pass", pass] }
    if let time = request.departure { words += ["--depart", "\(time)"] }
    if request.countsReturn { words.append("--return") }
    if request.most > 1 { words += ["--alternatives", "\(request.most - 1)"] }
    if request.datum != .wgs84 { words += ["--datum", request.datum.rawValue] }
    for id in request.closed { words += ["--close", id] }
    for id in request.opened { words += ["--open", id] }
    return words.map(RouteCommand.quoted).joined(separator: " ")
  }

  /// A word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./,:=+@%".contains($0) }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
