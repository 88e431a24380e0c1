import ArgumentParser
import Queries
import Routing
import Wording

/// `kaimen bench`: how quickly a city answers on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: Wording.Help.bench.here, discussion: Wording.Help.benchDetails.here)

  @OptionGroup var file: CityArgument
  @Option(help: help(.Help.pairs, "n")) var pairs = 1000
  @Option(help: help(.Help.seed, "n")) var seed: UInt64 = 1
  @Option(help: help(.Help.only, "name")) var only = ""
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    guard (10...1_000_000).contains(pairs) else {
      throw CommandError.outOfRange(option: "pairs", found: "\(pairs)", allowed: "10...1000000")
    }
    let city = try City.open(file.city)
    let meter = ProgressMeter()
    let rows = try Benchmark(city: city, pairs: pairs, seed: seed).run(only: only) {
      meter.show($0, share: nil, count: 0)
    }
    meter.clear()
    if format.json { return try Output.line(JSON.array(rows.map(json)).text) }
    let width = rows.map(\.name.count).max() ?? 0
    let gap = String(repeating: " ", count: width)
    try Output.line(gap + ["n", "p50", "p95", "p99"].map(BenchCommand.column).joined())
    for row in rows {
      let name = row.name + String(repeating: " ", count: width - row.name.count)
      let cells = ["\(row.count)"] + [0.5, 0.95, 0.99].map { BenchCommand.figure(row.percentile($0)) }
      try Output.line(name + cells.map(BenchCommand.column).joined() + " " + row.unit.rawValue)
    }
  }

  private func json(_ row: BenchmarkRow) -> JSON {
    .object([
      "name": .string(row.name), "unit": .string(row.unit.rawValue), "n": .int(row.count),
      "p50": rounded(row.percentile(0.5)), "p95": rounded(row.percentile(0.95)),
      "p99": rounded(row.percentile(0.99)),
    ])
  }

  private func rounded(_ value: Double) -> JSON { .number((value * 1000).rounded() / 1000) }

  private static func column(_ text: String) -> String {
    String(repeating: " ", count: max(1, 11 - text.count)) + text
  }

  private static func figure(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
