import ArgumentParser
import Foundation
import Import
import Streets

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "import", abstract: "Turn an OSM map into a city file.")
  @Argument(help: "A map: .osm.pbf, .osm, .osm.gz or .osm.bz2.") var map: String
  @Option(name: .shortAndLong, help: "The city file to write.") var output: String?
  mutating func run() throws {
    let summary = try CityImport.run(ImportOptions(map: map, output: output ?? "city.kaimen"))
    print(summary.seconds.map { "\($0.stage) \(Int($0.seconds * 1000)) ms" }.joined(separator: ", "))
    print(summary.nodes, summary.segments, summary.upArcs, summary.gates, summary.compounds, summary.buildings, summary.doors, summary.places, summary.addresses, summary.bytes)
    var counts: [String: Int] = [:]
    for item in summary.diagnostics { counts[item.kind.word, default: 0] += 1 }
    print(counts)
  }
}
