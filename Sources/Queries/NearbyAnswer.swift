internal import Dense
public import Geo
public import OSM
public import Routing
public import Streets
public import Wording

/// A place near a start, with the way there.
public struct NearbyAnswer {
  public let place: Place
  /// On arrival.
  public let openness: Openness
  public let journey: Journey
  private let city: City

  public init(_ found: NearPlace, _ session: Session) {
    city = session.city
    place = city.premises.places[found.place]
    openness = found.openness
    journey = session.writer.write(found.journey)
  }

  /// Its name in `language`, else the one it has.
  public func name(_ language: Language) -> String? {
    city.texts.names(place.name, place.nameEnglish)?[language]
  }

  /// Its opening hours as the map has them.
  public var hours: String? { city.texts[place.hours] }

  private func facts(_ language: Language) -> [JSON.Member] {
    [
      JSON.Member(key: "id", value: .string("\(place.element.id)")),
      JSON.Member(key: "placeKind", value: .string(city.texts[place.kind])),
      JSON.Member(key: "name", value: .string(name(language))),
      JSON.Member(key: "duration", value: .seconds(journey.duration)),
      JSON.Member(key: "distance", value: journey.distance.map { .number($0.metres) } ?? .null),
      JSON.Member(key: "open", value: openness.isOpen.map { .bool($0) } ?? .null),
      JSON.Member(key: "hours", value: .string(hours)),
      JSON.Member(key: "hoursDoubt", value: .string(openness.doubt?[language])),
      JSON.Member(key: "capacity", value: place.capacity > 0 ? .int(Int(place.capacity)) : .null),
    ]
  }

  /// With the whole journey, and `more` that is known of the place.
  public func json(_ format: JourneyFormat, more: [JSON.Member] = []) -> JSON {
    .object(
      facts(format.language) + more + [
        JSON.Member(key: "position", value: .position(place.position, format.datum)),
        JSON.Member(key: "journey", value: .raw(journey.json(format))),
      ])
  }

  /// As a GeoJSON point.
  public func feature(_ language: Language, _ datum: Datum) -> JSON {
    .object([
      "type": "Feature",
      "geometry": .object(["type": "Point", "coordinates": .position(place.position, datum)]),
      "properties": .object(facts(language)),
    ])
  }
}
