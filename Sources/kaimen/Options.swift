import ArgumentParser
import Geo
import Queries
import Streets
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
