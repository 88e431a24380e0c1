import ArgumentParser
import CAllocations
import Foundation
import Logging
import Routing
import Server
import Store
import StoreSQLite
import Wording

/// `kaimen serve`: the service.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: Wording.Help.serve.here, discussion: Wording.Help.serveDetails.here)

  @OptionGroup var file: CityArgument
  @Option(help: help(.Help.port, "n")) var port: Int?
  @Option(help: help(.Help.host, "address")) var host: String?
  @Option(help: help(.Help.data, "dir"), completion: .directory) var data: String?
  @Option(help: help(.Help.web, "dir"), completion: .directory) var web: String?
  @Option(help: help(.Help.kindsFolder, "dir"), completion: .directory) var kinds: String?
  @Option(help: help(.Help.config, "file"), completion: .file()) var config: String?
  @Option(name: .customLong("set"), parsing: .unconditionalSingleValue, help: help(.Help.set, "key=value"))
  var settings: [String] = []
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    kaimen_keep_freed_memory()
    let settings = try chosen()
    // Before anything is made: what is wrong with the file is said, and nothing is left behind.
    _ = try City.open(file.city)
    let data = try DataDirectory(path: settings.data)
    if data.token.isNew { Console.say(Wording.Server.token(data.token.text, path: data.token.path).here) }
    if data.token.isExposed { Console.say(Wording.Server.tokenIsOpen(data.token.path).here) }
    let store = try StoreSQLite(path: data.database)
    let path = file.city
    OpenFiles.raiseLimit()
    EventLoops.runTasks()
    try Waiting.run {
      let logger = ServeLog.logger(settings)
      let server = try await KaimenServer(
        city: path, settings: settings, store: store, data: data, logger: logger)
      Console.say(Wording.Server.settings(settings.summary).here)
      let name = server.cityName
      try await server.run { address in
        // On standard output, for whoever waits for it.
        try? Output.line(Wording.Server.ready(address, city: name).here)
        try? Output.flush()
      }
      Console.say(Wording.Server.stopped.here)
    }
  }

  /// File, then environment, then flags.
  private func chosen() throws -> ServerSettings {
    var settings = ServerSettings()
    let environment = ProcessInfo.processInfo.environment
    if let path = config ?? environment["KAIMEN_CONFIG"] { try settings.read(file: path) }
    try settings.read(environment: environment)
    for pair in self.settings {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { throw SettingsError.unknown(pair) }
      try settings.set(parts[0], parts[1])
    }
    let flags = [
      ("port", port.map(String.init)), ("host", host), ("data", data), ("web", web), ("kinds", kinds),
    ]
    for (name, value) in flags { if let value { try settings.set(name, value) } }
    return settings
  }
}

/// Runs asynchronous work from a program that is not.
enum Waiting {
  static func run(_ work: @escaping @Sendable () async throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome()
    Task {
      do { try await work() } catch { outcome.error = error }
      done.signal()
    }
    done.wait()
    if let error = outcome.error { throw error }
  }

  /// Written before the signal, read after it.
  private final class Outcome: @unchecked Sendable {
    var error: (any Error)?
  }
}

/// The log on standard error, as text or as JSON lines.
private struct ServeLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  let format: ServerSettings.LogFormat

  static func logger(_ settings: ServerSettings) -> Logger {
    Logger(label: "kaimen") { _ in ServeLog(logLevel: settings.logLevel, format: settings.logFormat) }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let time = Date().formatted(.iso8601)
    switch format {
    case .text:
      let pairs = all.map { " \($0.key)=\($0.value)" }.joined()
      Console.say("\(time) \(event.level) \(event.message)\(pairs)")
    case .json:
      let pairs =
        [("time", time), ("level", "\(event.level)"), ("message", "\(event.message)")]
        + all.map { ($0.key, "\($0.value)") }
      Console.say(
        "{" + pairs.map { ServeLog.quoted($0.0) + ":" + ServeLog.quoted($0.1) }.joined(separator: ",") + "}")
    }
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: (try? JSONEncoder().encode(text)) ?? Data("\"\"".utf8), as: UTF8.self)
  }
}
