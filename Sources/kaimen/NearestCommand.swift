import ArgumentParser
import Dense
import Geo
import OSM
import Queries
import Routing
import Server
import Streets
import Wording

/// `kaimen nearest`: the places of a kind that are quickest to reach.
struct NearestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nearest", abstract: Wording.Help.nearest.here, discussion: Wording.Help.nearestDetails.here)

  @OptionGroup var file: AskedCity
  @Argument(help: help(.Help.placeKind)) var kind: String
  @Option(parsing: .unconditional, help: help(.Help.from, "place")) var from: String
  @Option(help: help(.Help.count, "n")) var count = 5
  @Flag(name: .customLong("open-now"), help: help(.Help.onlyOpen)) var onlyOpen = false
  @OptionGroup var travel: TravelOptions
  @OptionGroup var closures: ClosureOptions
  @OptionGroup var format: MapFormatFlags
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    try format.check()
    guard (1...100).contains(count) else {
      throw CommandError.outOfRange(option: "--count", found: "\(count)", allowed: "1...100")
    }
    var request = try travel.request
    (request.closed, request.opened) = (closures.closed, closures.opened)
    let known = try file.open()
    let session = Session(city: known.city)
    let options = try session.options(request)
    let kind = try PlaceKindWord(session.router.placeKinds).kind(kind)
    let found = try session.router.nearest(
      kind, except: known.outOfService, from: session.start(from, request), count: count, onlyOpen: onlyOpen,
      options: options)
    let places = found.map { NearbyAnswer($0, session) }
    if format.geoJSON {
      try Output.line(
        JSON.object([
          "type": "FeatureCollection",
          "features": .array(places.map { $0.feature(Console.language, request.datum) }),
        ]).text)
    } else if format.json {
      try Output.line(
        JSON.object([
          "kind": .string(kind), "mode": .string(request.mode.name),
          "departure": .string("\(options.departure)"),
          "places": .array(
            places.map { $0.json(JourneyFormat(language: Console.language, datum: request.datum)) }),
        ]).text)
    } else {
      if places.isEmpty { try Output.line(Wording.Report.nothingNear(kind, onlyOpen: onlyOpen).here) }
      for place in places { try Output.line(place.text) }
    }
  }
}

extension NearbyAnswer {
  /// `3 min, 200 m: City Pharmacy (node/1), open`.
  fileprivate var text: String {
    Wording.Report.near(
      name(Console.language), id: "\(place.element.id)", seconds: journey.duration?.seconds ?? 0,
      metres: journey.distance?.metres ?? 0, openness: openness, hours: hours, capacity: Int(place.capacity)
    ).here
  }
}
