import ArgumentParser
import Dense
import Foundation
import Generation
import OSM
import Queries
import Wording

/// `kaimen generate`: a synthetic district as a map.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: Wording.Help.generate.here,
    discussion: Wording.Help.generateDetails.here)

  @Option(help: help(.Help.like, "model"), completion: .list(Model.allCases.map(\.rawValue)))
  var like = Model.shapingba.rawValue
  @Option(help: help(.Help.scale, "x")) var scale = 1.0
  @Option(help: help(.Help.seed, "n")) var seed: UInt64 = 1
  @Option(
    name: .shortAndLong, help: help(.Help.mapOutput, "map"), completion: .file(extensions: ["pbf", "osm"]))
  var output: String
  @Option(help: help(.Help.elevationOutput, "dir"), completion: .directory) var elevation: String?
  @Option(help: help(.Help.registryOutput, "dir"), completion: .directory) var registry: String?
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  private static let scales = 0.02...40

  mutating func run() throws {
    guard let model = Model(rawValue: like) else { throw CommandError.unknownModel(like) }
    guard GenerateCommand.scales.contains(scale) else {
      throw CommandError.outOfRange(option: "scale", found: "\(scale)", allowed: "0.02...40")
    }
    let isXML = output.lowercased().hasSuffix(".osm")
    guard isXML || output.lowercased().hasSuffix(".osm.pbf") else {
      throw CommandError.wrongMapExtension(output)
    }
    let generator = CityGenerator(like: model, scale: scale, seed: seed)
    let meter = ProgressMeter()
    let data = generator.generate { meter.show($0.rawValue, share: $1, count: 0) }
    if isXML { try data.writeXML(to: output) } else { try data.writePBF(to: output) }
    let tiles = try elevation.map { try writeTiles(generator.heightField, $0) } ?? []
    if let registry { try write(RegistryPlan(data, seed: seed, day: GenerateCommand.today), to: registry) }
    meter.clear()
    try report(data, tiles: tiles)
  }

  /// Writes the heights of the district as SRTM tiles.
  private func writeTiles(_ field: HeightField, _ folder: String) throws -> [String] {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return try field.tiles().map { tile in
        let path = folder.hasSuffix("/") ? folder + tile.name : folder + "/" + tile.name
        try Data(tile.bytes).write(to: URL(filePath: path), options: .atomic)
        return path
      }
    } catch {
      throw CommandError.cannotWrite(folder, reason: error.localizedDescription)
    }
  }

  private static var today: CivilDay { CivilTime.now(in: .current).civilDay }

  /// Writes what a registry says of the map's places.
  private func write(_ plan: RegistryPlan, to folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for (name, text) in [("places.csv", plan.places()), ("gates.csv", plan.gates())] {
        try Data(text.utf8).write(to: URL(filePath: folder).appending(path: name), options: .atomic)
      }
    } catch {
      throw CommandError.cannotWrite(folder, reason: error.localizedDescription)
    }
  }

  private func report(_ data: OSMData, tiles: [String]) throws {
    let counts = (data.nodeIDs.count, data.wayIDs.count, data.relationIDs.count)
    let bytes = (try? FileManager.default.attributesOfItem(atPath: output)[.size] as? Int) ?? 0
    if format.json {
      try Output.line(
        JSON.object([
          "map": .string(output), "synthetic": .bool(true), "model": .string(like), "scale": .number(scale),
          "seed": .int(Int(truncatingIfNeeded: seed)), "nodes": .int(counts.0), "ways": .int(counts.1),
          "relations": .int(counts.2), "bytes": .int(bytes), "elevation": .strings(tiles),
        ]).text)
      return
    }
    try Output.line(
      Wording.Report.generated(output, nodes: counts.0, ways: counts.1, relations: counts.2, bytes: bytes)
        .here)
    if let elevation { try Output.line("  " + Wording.Report.tiles(tiles.count, elevation).here) }
  }
}
