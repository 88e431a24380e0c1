import Dense
import Geo
import OSM
import Routing
import Streets
import Wording

/// Picks a journey worth showing: a rider's, from a restaurant to a door inside a compound.
///
/// The same for the same city: places and doors are tried in the order of the file.
struct ExamplePair {
  let session: Session
  /// As the crow flies, in metres.
  private static let farness = 1000.0...3000.0
  private static let kinds = [
    "restaurant", "fast_food", "canteen", "merchant", "cafe", "convenience", "supermarket",
  ]
  private static let mostTried = 300

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
      for door in doors(near: start) {
        tried += 1
        guard tried <= ExamplePair.mostTried else { break }
        request.from = "\(start.longitude),\(start.latitude)"
        request.to = "\(session.city.premises.doors[door].element.id)"
        guard let journey = try? session.answer(request) else { continue }
        let score = score(journey)
        if score > best?.score ?? 0 { best = (score, request) }
        if score >= 5 { return request }
      }
    }
    guard let best else { throw CommandError.noExample(session.city.path) }
    return best.request
  }

  /// How much a journey shows: a gate, a place to leave the vehicle, a walk, nothing in doubt.
  private func score(_ journey: Journey) -> Int {
    guard journey.status == .ok else { return 0 }
    var score = 1
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

  /// Mapped doors at the right distance, inside compounds if any are.
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
