internal import Dense
internal import Geo
public import OSM
public import Streets

/// A place found near a start.
public struct NearPlace: Sendable {
  public var place: PlaceID
  public var journey: FoundJourney
  /// At the time of arrival.
  public var openness: Openness
}

extension Router {
  /// Kinds of places in this city, most frequent first.
  public var placeKinds: [String] {
    var counts: [String: Int] = [:]
    for id in city.premises.places.ids {
      counts[city.texts[city.premises.places[id].kind] ?? "", default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// The places of `kind` that are quickest to reach, quickest first, without those that are an `exception`.
  ///
  /// With `onlyOpen`, without those that are closed on arrival.
  /// - Returns: At most `count` places.
  /// - Throws: ``RouteError/unknownPlaceKind(_:known:)``; ``Abandoned``, also between two places.
  public func nearest(
    _ kind: String, except exceptions: Set<ElementID> = [], from start: JourneyEnd, count: Int,
    onlyOpen: Bool,
    options: JourneyOptions
  ) throws -> [NearPlace] {
    let rows = city.premises.places
    let ofKind = rows.ids.filter { city.texts[rows[$0].kind] == kind }
    guard !ofKind.isEmpty else {
      throw RouteError.unknownPlaceKind(kind, similar: [], count: placeKinds.count)
    }
    let wanted = exceptions.isEmpty ? ofKind : ofKind.filter { !exceptions.contains(rows[$0].element.id) }
    return try nearest(among: wanted, from: start, count: count, onlyOpen: onlyOpen, options: options)
  }

  /// Those of `places` that are quickest to reach, quickest first.
  ///
  /// With `onlyOpen`, without those that are closed on arrival.
  /// - Returns: At most `count` places.
  /// - Throws: ``Abandoned``, also between two places.
  public func nearest(
    among places: [PlaceID], from start: JourneyEnd, count: Int, onlyOpen: Bool, options: JourneyOptions
  ) throws -> [NearPlace] {
    begin()
    guard let origin = start.approaches.first?.line.first else { return [] }
    let rows = city.premises.places
    let byDistance = places.map { (id: $0, metres: rows[$0].position.distance(to: origin)) }
      .sorted { ($0.metres, $0.id) < ($1.metres, $1.id) }
    var found: [NearPlace] = []
    for (id, metres) in byDistance {
      try goOn()
      // Nothing farther off, as the crow flies at top speed, can beat what is known.
      let atBest = metres / (Profile.of(options.mode).topSpeed / 3.6) * 1000
      if found.count >= count, Double(found[count - 1].journey.cost.duration.rawValue) <= atBest { break }
      guard let goal = try? resolver.resolve(.coordinate(rows[id].position), .goal),
        let journey = try? quickRoute(from: start, to: goal, options: options)
      else { continue }
      let arrival = options.departure.adding(seconds: Int64(journey.cost.duration.rawValue / 1000))
      let openness = city.rules.context.openness(of: city.texts[rows[id].hours], at: arrival)
      if onlyOpen, openness.isOpen == false { continue }
      found.append(NearPlace(place: id, journey: journey, openness: openness))
      found.sort { $0.journey.cost.duration < $1.journey.cost.duration }
    }
    return Array(found.prefix(count))
  }
}
