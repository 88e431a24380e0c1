import Dense
import Geo
import OSM
import Queries
import Routing
import Streets
import Wording

/// Picks a journey worth showing: a rider's, from a restaurant to a door inside a compound.
///
/// The same for the same city: places and doors are tried in the order of the file. Where no door is mapped, a
/// building will do.
struct ExamplePair {
  let session: Session
  /// As the crow flies, in metres.
  private static let farness = 1000.0...3000.0
  private static let kinds = [
    "restaurant", "fast_food", "canteen", "merchant", "cafe", "convenience", "supermarket",
  ]
  private static let mostTried = 300
  private static let bestScore = 6

  /// The request, like `given` but from and to an example's ends; lunch time unless a time is given.
  ///
  /// - Throws: ``CommandError/noExample(_:)`` where the city has no such pair.
  func request(like given: RouteRequest, isModeGiven: Bool) throws -> RouteRequest {
    var request = given
    if !isModeGiven { request.mode = .ebike }
    if request.departure == nil {
      request.departure = CivilTime(year: 2026, month: 11, day: 20, hour: 12, minute: 30)
    }
    if request.passes.isEmpty { request.passes = ["badge"] }
    var best: (score: Int, request: RouteRequest)?
    var tried = 0
    for start in starts() {
      for goal in goals(near: start) {
        tried += 1
        guard tried <= ExamplePair.mostTried else { break }
        let shown = request.datum.fromWGS84(start)
        request.from = "\(shown.longitude),\(shown.latitude)"
        request.to = "\(goal)"
        guard let journey = try? session.answer(request) else { continue }
        let score = score(journey)
        if score > best?.score ?? 0 { best = (score, request) }
        if score >= ExamplePair.bestScore { return request }
      }
    }
    guard let best else { throw CommandError.noExample(session.city.path) }
    return best.request
  }

  /// How much a journey shows: a gate, a place to leave the vehicle, a walk, nothing in doubt.
  private func score(_ journey: Journey) -> Int {
    guard journey.status != .unreachable else { return 0 }
    var score = journey.status == .ok ? 2 : 1
    if !journey.gates.isEmpty { score += 1 }
    if journey.gates.contains(where: { $0.ask != nil }) { score += 1 }
    if journey.parking != nil, journey.legs.contains(where: { $0.kind == .walk }) { score += 1 }
    if journey.doubts.isEmpty { score += 1 }
    return score
  }

  /// Places where food is fetched; streets where there is none.
  private func starts() -> [Coordinate] {
    let city = session.city
    let places = city.premises.places.ids.filter { id in
      ExamplePair.kinds.contains(city.texts[city.premises.places[id].kind] ?? "")
    }
    if !places.isEmpty { return places.prefix(40).map { city.premises.places[$0].position } }
    let network = city.network
    let streets = network.length.ids.lazy.filter {
      network.kind($0) == .residential || network.kind($0) == .tertiary
    }
    return streets.prefix(40).map { network.geometry.values[network.geometry[$0].lowerBound] }
  }

  /// Mapped doors at the right distance, inside compounds if any are; buildings where there is none.
  private func goals(near start: Coordinate) -> [ElementID] {
    let premises = session.city.premises
    let doors = doors(near: start)
    if !doors.isEmpty { return doors.map { premises.doors[$0].element.id } }
    let near = premises.buildings.ids.filter {
      ExamplePair.farness.contains(premises.buildings[$0].centre.distance(to: start))
    }
    let step = max(near.count / 8, 1)
    return stride(from: 0, to: near.count, by: step).map { premises.buildings[near[$0]].element.id }
  }

  private func doors(near start: Coordinate) -> [DoorID] {
    let premises = session.city.premises
    let near = premises.doors.ids.filter {
      ExamplePair.farness.contains(premises.doors[$0].position.distance(to: start))
    }
    let inside = near.filter { premises.doors[$0].compound != .none }
    let chosen = inside.isEmpty ? near : inside
    let step = max(chosen.count / 8, 1)
    return stride(from: 0, to: chosen.count, by: step).map { chosen[$0] }
  }
}
