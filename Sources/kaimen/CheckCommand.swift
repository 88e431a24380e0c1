import ArgumentParser
import Dense
import Queries
import Routing
import Streets
import Wording

/// `kaimen check`: whether a city file is whole, and what is odd in its map.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: Wording.Help.check.here, discussion: Wording.Help.checkDetails.here)

  @OptionGroup var file: CityArgument
  @Option(
    help: help(.Help.severity, "severity"), completion: .list(Diagnostic.Severity.allCases.map { "\($0)" }))
  var severity: String?
  @Option(help: help(.Help.kind, "kind"), completion: .list(Diagnostic.Kind.allCases.map(\.word))) var kind:
    String?
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    let severity = try severity.map { try CheckCommand.severity($0) }
    let kind = try kind.map { try CheckCommand.kind($0) }
    let city = try City.open(file.city, verification: .always)
    if let problem = city.hierarchy.validate() {
      throw CommandError.brokenHierarchy(path: file.city, problem: problem)
    }
    let list = try city.diagnostics().filter { item in
      (severity.map { $0 == item.severity } ?? true) && (kind.map { $0 == item.kind } ?? true)
    }
    try format.json ? Output.line(json(list).text) : show(list)
  }

  private static func severity(_ word: String) throws -> Diagnostic.Severity {
    let all = Diagnostic.Severity.allCases
    guard let found = all.first(where: { "\($0)" == word }) else {
      throw CommandError.unknownWord(option: "--severity", found: word, allowed: all.map { "\($0)" })
    }
    return found
  }

  private static func kind(_ word: String) throws -> Diagnostic.Kind {
    let all = Diagnostic.Kind.allCases
    guard let found = all.first(where: { $0.word == word }) else {
      throw CommandError.unknownWord(option: "--kind", found: word, allowed: all.map(\.word))
    }
    return found
  }

  private func show(_ list: [Diagnostic]) throws {
    for item in list.sorted(by: { $1.severity < $0.severity }) {
      try Output.line(
        "\(Wording.Report.severity("\(item.severity)").here) \(item.kind.word): \(item.wording.here)")
    }
    try Output.line(Wording.Report.checked(file.city, diagnostics: list.count).here)
  }

  /// A detail without the space and the quotes that its sentence needs.
  private static func plain(_ detail: String) -> String {
    let text = detail.drop { $0 == " " }
    let isQuoted = text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
    return String(isQuoted ? text.dropFirst().dropLast() : text)
  }

  private func json(_ list: [Diagnostic]) -> JSON {
    .object([
      "city": .string(file.city), "whole": .bool(true),
      "counts": .object([
        "error": .int(list.count { $0.severity == .error }),
        "warning": .int(list.count { $0.severity == .warning }),
        "note": .int(list.count { $0.severity == .note }),
      ]),
      "diagnostics": .array(
        list.map { item in
          .object([
            "severity": .string("\(item.severity)"), "kind": .string(item.kind.word),
            "element": .string("\(item.element)"), "detail": .string(CheckCommand.plain(item.detail)),
            "sentence": .string(item.wording.here),
          ])
        }),
    ])
  }
}
