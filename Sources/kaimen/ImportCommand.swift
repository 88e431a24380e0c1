import ArgumentParser
import Foundation
import Import
import Queries
import Server
import Streets
import Wording

/// `kaimen import`: from a map to a city file.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: Wording.Help.importing.here,
    discussion: Wording.Help.importingDetails.here)

  @Argument(help: help(.Help.map), completion: .file(extensions: ["pbf", "osm", "gz", "bz2"])) var map: String
  @Option(
    name: .shortAndLong, help: help(.Help.cityOutput, "city"), completion: .file(extensions: ["kaimen"]))
  var output: String?
  @Option(name: .customLong("timezone"), help: help(.Help.timeZone, "iana")) var timeZone: String?
  @Option(help: help(.Help.elevation, "dir"), completion: .directory) var elevation: String?
  @Option(help: help(.Help.calendar, "file"), completion: .file()) var calendar: String?
  @Option(help: help(.Help.threads, "n")) var threads: Int?
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  private static let mostThreads = 256

  mutating func run() throws {
    var options = ImportOptions(
      map: map, output: output ?? ImportCommand.defaultOutput(for: map), timeZone: timeZone,
      elevation: elevation,
      calendar: calendar)
    options.calendars = Pages.nearby("Calendars", having: "Asia/Shanghai.json")
    if let threads {
      guard (1...ImportCommand.mostThreads).contains(threads) else {
        throw CommandError.outOfRange(
          option: "threads", found: "\(threads)", allowed: "1...\(ImportCommand.mostThreads)")
      }
      options.threads = threads
    }
    guard !ImportCommand.areOneFile(options.map, options.output) else {
      throw CommandError.outputIsMap(options.output)
    }
    let meter = ProgressMeter()
    let began = ContinuousClock.now
    let summary: ImportSummary
    do { summary = try CityImport.run(options) { meter.show($0) } } catch {
      meter.clear()
      throw error
    }
    meter.clear()
    let report = ImportReport(summary, seconds: (ContinuousClock.now - began) / .seconds(1))
    try Output.text(format.json ? report.json.text + "\n" : report.text(Console.language))
  }

  /// Whether both paths lead to one file that exists, through links too.
  private static func areOneFile(_ a: String, _ b: String) -> Bool {
    func number(_ path: String) -> [Int]? {
      let resolved = URL(filePath: path).resolvingSymlinksInPath().path
      let facts = try? FileManager.default.attributesOfItem(atPath: resolved)
      guard let file = facts?[.systemFileNumber] as? Int, let disk = facts?[.systemNumber] as? Int else {
        return nil
      }
      return [disk, file]
    }
    return number(a).map { $0 == number(b) } ?? false
  }

  /// The map's name without its endings, in the working folder.
  static func defaultOutput(for map: String) -> String {
    var name = URL(filePath: map).lastPathComponent
    for ending in [".gz", ".bz2", ".pbf", ".osm", ".xml"]
    where name.lowercased().hasSuffix(ending) && name.count > ending.count {
      name = String(name.dropLast(ending.count))
    }
    return name + ".kaimen"
  }
}

/// What an import made, for people and for programs.
struct ImportReport {
  private let summary: ImportSummary
  /// By the clock on the wall; stages run beside each other, so that their sum may be more.
  private let total: Double

  init(_ summary: ImportSummary, seconds: Double) {
    self.summary = summary
    total = seconds
  }

  /// Diagnostics by severity and kind, worst and most frequent first.
  static func counts(_ list: [Diagnostic]) -> [(
    severity: Diagnostic.Severity, kind: Diagnostic.Kind, count: Int
  )] {
    let groups = Dictionary(grouping: list) { Pair(severity: $0.severity, kind: $0.kind) }
    return groups.map { ($0.key.severity, $0.key.kind, $0.value.count) }
      .sorted { ($1.severity, $1.count, $0.kind.rawValue) < ($0.severity, $0.count, $1.kind.rawValue) }
  }

  private struct Pair: Hashable {
    var severity: Diagnostic.Severity
    var kind: Diagnostic.Kind
  }

  func text(_ language: Language) -> String {
    var lines = [Wording.Report.imported(summary.city, bytes: summary.bytes, seconds: total)[language]]
    lines.append("  " + Wording.Report.network(nodes: summary.nodes, segments: summary.segments)[language])
    lines.append(
      "  "
        + Wording.Report.premises(
          gates: summary.gates, compounds: summary.compounds, buildings: summary.buildings,
          doors: summary.doors,
          places: summary.places, addresses: summary.addresses)[language])
    lines.append(
      "  "
        + summary.seconds.map { Wording.Report.stage($0.stage.rawValue, seconds: $0.seconds)[language] }
        .joined(separator: language == .english ? ", " : "、"))
    lines.append(
      "  " + Wording.Report.timeZone(summary.timeZone, isGuessed: summary.timeZoneOrigin != "given")[language]
    )
    lines += diagnosticLines(language)
    return lines.joined(separator: "\n") + "\n"
  }

  private func diagnosticLines(_ language: Language) -> [String] {
    let counts = ImportReport.counts(summary.diagnostics)
    guard !counts.isEmpty else { return ["  " + Wording.Report.noDiagnostics[language]] }
    let lines = counts.map {
      "    " + Wording.Report.count($0.count, "\($0.severity)", $0.kind.word)[language]
    }
    return ["  " + Wording.Report.diagnostics(summary.diagnostics.count, city: summary.city)[language]]
      + lines
  }

  var json: JSON {
    .object([
      "city": .string(summary.city), "bytes": .int(summary.bytes), "seconds": .number(rounded(total)),
      "counts": .object([
        "nodes": .int(summary.nodes), "segments": .int(summary.segments),
        "hierarchyArcs": .int(summary.upArcs),
        "gates": .int(summary.gates), "compounds": .int(summary.compounds),
        "buildings": .int(summary.buildings),
        "doors": .int(summary.doors), "places": .int(summary.places), "addresses": .int(summary.addresses),
      ]),
      "stages": .array(
        summary.seconds.map {
          .object(["stage": .string($0.stage.rawValue), "seconds": .number(rounded($0.seconds))])
        }),
      "timeZone": .string(summary.timeZone), "timeZoneOrigin": .string(summary.timeZoneOrigin),
      "diagnostics": .array(
        ImportReport.counts(summary.diagnostics).map {
          .object([
            "severity": .string("\($0.severity)"), "kind": .string($0.kind.word), "count": .int($0.count),
          ])
        }),
    ])
  }

  private func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
}
