import ArgumentParser
import Foundation
import Logging
import Places
import Queries
import Routing
import Server
import Store
import StoreSQLite
import Wording

/// `kaimen registry`: what a district knows of its places, in files.
struct RegistryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry", abstract: Wording.Help.registry.here,
    discussion: Wording.Help.registryDetails.here, subcommands: [Import.self, Export.self, Osc.self])

  /// Where the registry is kept.
  struct Place: ParsableArguments {
    @OptionGroup var file: CityArgument
    @Option(help: help(.Help.data, "dir"), completion: .directory) var data = "kaimen-data"
    @Option(help: help(.Help.kindsFolder, "dir"), completion: .directory) var kinds: String?

    /// Lends the registry to `body`; nobody else has it meanwhile.
    func open(_ body: @escaping @Sendable (RegistryOffice) async throws -> Void) throws {
      _ = try City.open(file.city)
      try CommandError.requireDatabase(DataDirectory.database(in: data), makes: true)
      let (city, kinds) = (file.city, kinds)
      let data = try DataDirectory(path: data)
      if data.token.isNew { Console.say(Wording.Server.token(data.token.text, path: data.token.path).here) }
      let store = try StoreSQLite(path: data.database)
      try Waiting.run {
        try await body(try await RegistryOffice(city: city, kinds: kinds, store: store, logger: .silent))
        try await store.close()
      }
      withExtendedLifetime(data) {}
    }

    /// Lends a copy of the registry to `body`, also while a server has it; where there is none, a new one.
    func read(_ body: @escaping @Sendable (RegistryOffice) async throws -> Void) throws {
      guard FileManager.default.fileExists(atPath: DataDirectory.database(in: data)) else {
        return try open(body)
      }
      _ = try City.open(file.city)
      let (city, kinds) = (file.city, kinds)
      try CopiedStore.lend(of: data) { store in
        try await body(try await RegistryOffice(city: city, kinds: kinds, store: store, logger: .silent))
      }
    }
  }

  /// `kaimen registry import`.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: Wording.Help.registryImport.here)

    @OptionGroup var place: Place
    @Argument(help: help(.Help.registryFiles, "file"), completion: .file(extensions: ["csv", "geojson"]))
    var files: [String]
    @Option(help: help(.Help.registryContent, "content"), completion: .list(RegistryCommand.contents))
    var content: String?
    @Flag(name: .customLong("dry-run"), help: help(.Help.dryRun)) var isDry = false
    @Flag(name: .customLong("partial"), help: help(.Help.partial)) var isPartial = false
    @OptionGroup var format: FormatFlags
    @OptionGroup var language: LanguageOption

    mutating func run() throws {
      let files = try files.map { path in
        guard let bytes = FileManager.default.contents(atPath: path) else {
          throw CommandError.cannotRead(path)
        }
        return (content: try RegistryCommand.content(content, of: path), bytes: Array(bytes))
      }
      let (isDry, isPartial, isJSON) = (isDry, isPartial, format.json)
      // Each file sees what those before it brought.
      let work: @Sendable (RegistryOffice) async throws -> Void = { office in
        for (content, bytes) in files {
          let report = try await office.read(bytes, content, isDry: isDry, isPartial: isPartial)
          if isJSON {
            try Output.line(report.json(Console.language))
          } else {
            for problem in report.problems.prefix(20) {
              Console.say(Wording.Registry.row(problem.row, problem.wording).here)
            }
            for change in report.changes.prefix(20) { try Output.line(change.here) }
            try Output.line(report.wording.here)
          }
          if report.isRefused { throw ExitCode(2) }
        }
      }
      try isDry ? place.read(work) : place.open(work)
    }
  }

  /// `kaimen registry export`.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: Wording.Help.registryExport.here)

    @OptionGroup var place: Place
    @Option(help: help(.Help.registryContent, "content"), completion: .list(RegistryCommand.contents))
    var content: String?
    @Option(
      name: .shortAndLong, help: help(.Help.registryOutputFile, "file"),
      completion: .file(extensions: ["csv", "geojson"]))
    var output: String
    @OptionGroup var language: LanguageOption

    mutating func run() throws {
      let (path, content) = (output, try RegistryCommand.content(content, of: output))
      try place.read { office in
        let bytes = try await office.export(content, isGeoJSON: !path.lowercased().hasSuffix(".csv"))
        do { try Data(bytes).write(to: URL(filePath: path), options: .atomic) } catch {
          throw CommandError.cannotWrite(path, reason: error.localizedDescription)
        }
      }
    }
  }

  /// `kaimen registry osc`.
  struct Osc: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "osc", abstract: Wording.Help.registryOsc.here)

    @OptionGroup var place: Place
    @Option(
      name: .shortAndLong, help: help(.Help.oscOutput, "file"), completion: .file(extensions: ["osc"]))
    var output: String
    @OptionGroup var language: LanguageOption

    mutating func run() throws {
      let path = output
      try place.read { office in
        let bytes = try await office.openStreetMapChange()
        do { try Data(bytes).write(to: URL(filePath: path), options: .atomic) } catch {
          throw CommandError.cannotWrite(path, reason: error.localizedDescription)
        }
      }
    }
  }

  static let contents = RegistryTable.Content.allCases.map(\.rawValue)

  /// What the rows of the file at `path` are: as said, else as it is called.
  private static func content(_ said: String?, of path: String) throws -> RegistryTable.Content {
    let name = URL(filePath: path).deletingPathExtension().lastPathComponent.lowercased()
    let word = said ?? contents.first { name.contains($0) } ?? name
    guard let content = RegistryTable.Content(rawValue: word) else {
      throw CommandError.unknownWord(option: "--content", found: word, allowed: contents)
    }
    return content
  }
}

/// `kaimen backup`: all that a server keeps, copied while it runs.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: Wording.Help.backup.here, discussion: Wording.Help.backupDetails.here)

  @Option(help: help(.Help.data, "dir"), completion: .directory) var data = "kaimen-data"
  @Option(name: .shortAndLong, help: help(.Help.backupOutput, "dir"), completion: .directory) var output:
    String
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    try CommandError.requireDatabase(DataDirectory.database(in: data), makes: false)
    let files = try DataBackup(from: data, to: output).run { try StoreSQLite.backup(from: $0, to: $1) }
    try Output.line(Wording.Report.backedUp(files, output).here)
  }
}
