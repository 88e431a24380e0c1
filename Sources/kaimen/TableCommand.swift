import ArgumentParser
import Foundation
import Geo
import Queries
import Routing
import Streets
import Wording

/// `kaimen table`: travel times between many places.
struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table", abstract: Wording.Help.table.here, discussion: Wording.Help.tableDetails.here)

  @OptionGroup var file: AskedCity
  @Option(parsing: .unconditionalSingleValue, help: help(.Help.tableFrom, "place")) var from: [String] = []
  @Option(parsing: .unconditionalSingleValue, help: help(.Help.tableTo, "place")) var to: [String] = []
  @Option(help: help(.Help.points, "file"), completion: .file()) var points: String?
  @OptionGroup var travel: TravelOptions
  @OptionGroup var closures: ClosureOptions
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  private static let mostPlaces = 10_000

  mutating func run() throws {
    var request = try travel.request
    (request.closed, request.opened) = (closures.closed, closures.opened)
    let (starts, goals) = try places()
    let session = try file.session()
    let options = try session.options(request)
    // One place that cannot be used spoils the table: its sentence says which.
    let router = session.router
    let sources = try starts.map { router.usable(try session.start($0, request), options) }
    let targets = try goals.map { router.usable(try session.goal($0, request), options) }
    let table = try router.table(
      from: sources.map(\.positions), to: targets.map(\.positions), options: options)
    func duration(_ row: Int, _ column: Int) -> Milliseconds? {
      sources[row].meeting(targets[column]) == nil ? table[row, column] : .zero
    }
    if format.json {
      try Output.line(
        JSON.object([
          "mode": .string(request.mode.name), "departure": .string("\(options.departure)"),
          "from": .strings(starts),
          "to": .strings(goals),
          "durations": .array(
            starts.indices.map { row in .array(goals.indices.map { .seconds(duration(row, $0)) }) }),
        ]).text)
    } else {
      try Output.line(([""] + goals).map(TableCommand.quoted).joined(separator: ","))
      for row in starts.indices {
        let cells = goals.indices.map { duration(row, $0).map { "\(Int($0.seconds.rounded()))" } ?? "" }
        try Output.line(([TableCommand.quoted(starts[row])] + cells).joined(separator: ","))
      }
    }
  }

  private func places() throws -> (starts: [String], goals: [String]) {
    let listed = try points.map { try TableCommand.read($0) } ?? []
    let starts = from + listed
    let goals = to + listed
    if starts.isEmpty { throw QueryError.missingEnd("--from") }
    if goals.isEmpty { throw QueryError.missingEnd("--to") }
    let most = max(starts.count, goals.count)
    guard most <= TableCommand.mostPlaces else {
      throw CommandError.outOfRange(
        option: "--points", found: "\(most)", allowed: "1...\(TableCommand.mostPlaces)")
    }
    return (starts, goals)
  }

  /// The places of a file: see ``PlaceList``.
  private static func read(_ path: String) throws -> [String] {
    let data: Data?
    if path == "-" {
      data = try? FileHandle.standardInput.readToEnd() ?? Data()
    } else {
      data = FileManager.default.contents(atPath: path)
    }
    guard let data else { throw CommandError.cannotRead(path) }
    return try PlaceList(String(decoding: data, as: UTF8.self), name: path).places
  }

  private static func quoted(_ text: String) -> String {
    text.contains { ",\"\n".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
