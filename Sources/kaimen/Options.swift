import ArgumentParser
import Foundation
import Geo
import Logging
import Queries
import Routing
import Server
import Store
import StoreSQLite
import Streets
import Synchronization
import Wording

/// The help of an argument in the language of the call.
func help(_ wording: Wording, _ valueName: String? = nil) -> ArgumentHelp {
  ArgumentHelp(stringLiteral: wording.here).named(valueName)
}

extension ArgumentHelp {
  fileprivate func named(_ name: String?) -> ArgumentHelp {
    var help = self
    help.valueName = name
    return help
  }
}

/// The city file of every question.
struct CityArgument: ParsableArguments {
  @Argument(help: help(.Help.city), completion: .file(extensions: ["kaimen"])) var city: String
}

/// The city that is asked about, as the map has it or as a registry makes it.
struct AskedCity: ParsableArguments {
  @Argument(help: help(.Help.city), completion: .file(extensions: ["kaimen"])) var city: String
  @Option(help: help(.Help.askedData, "dir"), completion: .directory) var data: String?

  /// Opens the city, with all edits that the registry in `data` has accepted; also while a server works there.
  func open() throws -> RegisteredCity {
    let file = try City.open(city)
    guard let data else { return RegisteredCity(file) }
    let found = Mutex<RegisteredCity?>(nil)
    try CopiedStore.lend(of: data) { store in
      let known = try await RegisteredCity(file, data: data, store: store, logger: .silent)
      found.withLock { $0 = known }
    }
    return found.withLock { $0 } ?? RegisteredCity(file)
  }

  /// Answers questions about the city.
  func session() throws -> Session { Session(city: try open().city) }

  /// Says that there are registries where none was named.
  func mentionRegistry() {
    if data != nil { return }
    let found = CommandError.databases(below: "kaimen-data")
    if !found.isEmpty { Console.say(Wording.Report.mapOnly(found).here) }
  }
}

/// What a data directory keeps, for who only reads it.
enum CopiedStore {
  /// Lends `body` a copy of the store in `data`: nothing is changed there, whichever version wrote it and whoever works
  /// there meanwhile.
  static func lend(of data: String, _ body: @escaping @Sendable (any Store) async throws -> Void) throws {
    let database = DataDirectory.database(in: data)
    try CommandError.requireDatabase(database, makes: false)
    let folder = FileManager.default.temporaryDirectory.appending(path: "kaimen-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let copy = DataDirectory.database(in: folder)
    try StoreSQLite.backup(from: database, to: copy)
    let store = try StoreSQLite(path: copy)
    try Waiting.run {
      try await body(store)
      try await store.close()
    }
  }
}

extension Logger {
  /// For calls that say themselves what comes of them.
  static var silent: Logger { Logger(label: "kaimen") { _ in SwiftLogNoOpLogHandler() } }
}

/// The language of sentences.
struct LanguageOption: ParsableArguments {
  @Option(name: .customLong("lang"), help: help(.Help.lang, "en|zh"), completion: .list(["en", "zh"]))
  var language: String?
}

/// Whether programs read the answer.
struct FormatFlags: ParsableArguments {
  @Flag(help: help(.Help.json)) var json = false
}

/// Whether maps or programs read the answer.
struct MapFormatFlags: ParsableArguments {
  @Flag(help: help(.Help.json)) var json = false
  @Flag(name: .customLong("geojson"), help: help(.Help.geojson)) var geoJSON = false

  func check() throws { if json, geoJSON { throw CommandError.twoFormats } }
}

/// How one travels.
struct TravelOptions: ParsableArguments {
  @Option(name: .customLong("by"), help: help(.Help.by, "mode"), completion: .list(Mode.allCases.map(\.name)))
  var mode: String?
  @Option(name: .customLong("pass"), parsing: .unconditionalSingleValue, help: help(.Help.pass, "pass"))
  var passes: [String] = []
  @Option(help: help(.Help.depart, "time")) var depart: String?
  @Option(help: help(.Help.datum, "datum"), completion: .list(Datum.allCases.map(\.rawValue))) var datum:
    String?

  /// A request with these options.
  var request: RouteRequest {
    get throws {
      var request = RouteRequest()
      request.language = Console.language
      request.mode = try RouteRequest.mode(mode ?? Mode.foot.name)
      request.passes = passes
      request.departure = try depart.map { try RouteRequest.time($0) }
      request.datum = try datum.map { try RouteRequest.datum($0) } ?? .wgs84
      return request
    }
  }
}

/// What is closed or opened for this question only.
struct ClosureOptions: ParsableArguments {
  @Option(name: .customLong("close"), parsing: .unconditionalSingleValue, help: help(.Help.close, "id|area"))
  var closed: [String] = []
  @Option(name: .customLong("open"), parsing: .unconditionalSingleValue, help: help(.Help.open, "id|area"))
  var opened: [String] = []
}
