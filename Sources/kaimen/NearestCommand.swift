import ArgumentParser
import Dense
import Geo
import OSM
import Queries
import Routing
import Streets
import Wording

/// `kaimen nearest`: the places of a kind that are quickest to reach.
struct NearestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nearest", abstract: Wording.Help.nearest.here, discussion: Wording.Help.nearestDetails.here)

  @OptionGroup var file: CityArgument
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
    let session = try Session(path: file.city)
    let options = try session.options(request)
    let kind = try PlaceKindWord(session.router.placeKinds).kind(kind)
    let found = try session.router.nearest(
      kind, from: session.start(from, request), count: count, onlyOpen: onlyOpen, options: options)
    let places = found.map { NearbyPlace($0, session.city, session.writer.write($0.journey)) }
    if format.geoJSON {
      try Output.line(
        JSON.object([
          "type": "FeatureCollection", "features": .array(places.map { $0.feature(request.datum) }),
        ]).text)
    } else if format.json {
      try Output.line(
        JSON.object([
          "kind": .string(kind), "mode": .string(request.mode.name),
          "departure": .string("\(options.departure)"),
          "places": .array(places.map { $0.json(request.datum) }),
        ]).text)
    } else {
      if places.isEmpty { try Output.line(Wording.Report.nothingNear(kind, onlyOpen: onlyOpen).here) }
      for place in places { try Output.line(place.text) }
    }
  }
}

/// A place near a start, with the way there.
private struct NearbyPlace {
  private let place: Place
  private let isOpen: Bool?
  private let city: City
  private let journey: Journey

  init(_ found: NearPlace, _ city: City, _ journey: Journey) {
    place = city.premises.places[found.place]
    isOpen = found.isOpen
    self.city = city
    self.journey = journey
  }

  private var name: String? {
    let names = [place.name, place.nameEnglish].compactMap { city.texts[$0] }
    return Console.language == .english ? names.last : names.first
  }

  /// `3 min, 200 m: City Pharmacy (node/1), open`.
  var text: String {
    Wording.Report.near(
      name, id: "\(place.element.id)", seconds: journey.duration?.seconds ?? 0,
      metres: journey.distance?.metres ?? 0,
      isOpen: isOpen, hours: city.texts[place.hours], capacity: Int(place.capacity)
    ).here
  }

  private func facts(_ datum: Datum) -> [JSON.Member] {
    [
      JSON.Member(key: "id", value: .string("\(place.element.id)")),
      JSON.Member(key: "name", value: .string(name)),
      JSON.Member(key: "duration", value: .seconds(journey.duration)),
      JSON.Member(key: "distance", value: journey.distance.map { .number($0.metres) } ?? .null),
      JSON.Member(key: "open", value: isOpen.map { .bool($0) } ?? .null),
      JSON.Member(key: "hours", value: .string(city.texts[place.hours])),
      JSON.Member(key: "capacity", value: place.capacity > 0 ? .int(Int(place.capacity)) : .null),
    ]
  }

  func json(_ datum: Datum) -> JSON {
    let format = JourneyFormat(language: Console.language, datum: datum)
    return .object(
      facts(datum) + [
        JSON.Member(key: "position", value: .position(place.position, datum)),
        JSON.Member(key: "journey", value: .raw(journey.json(format))),
      ])
  }

  func feature(_ datum: Datum) -> JSON {
    .object([
      "type": "Feature",
      "geometry": .object(["type": "Point", "coordinates": .position(place.position, datum)]),
      "properties": .object(facts(datum)),
    ])
  }
}
