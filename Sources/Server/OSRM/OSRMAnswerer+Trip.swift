internal import Geo
internal import OSM
internal import Routing
internal import Wording

extension OSRMAnswerer {
  func trip(_ request: OSRMRequest, _ options: JourneyOptions) throws(OSRMError) -> [UInt8] {
    try check(request, least: 2, most: service.limits.trip)
    guard request.isRoundTrip || request.startsAtFirst || request.endsAtLast else {
      throw OSRMError(
        .notImplemented,
        Wording.OSRM.notImplemented("roundtrip=false needs source=first, destination=last or both"))
    }
    let count = request.coordinates.count
    var stops: [SnappedEnd] = []
    for row in 0..<count { stops.append(try end(request, row, .goal)) }
    let times = try times(stops, stops, options)
    var solver = TripSolver(count: count, times: times, shape: shape(request))
    solver.isAbandoned = router.isAbandoned
    guard let order = solver.solve() else {
      throw OSRMError(.noTrips, Wording.OSRM.noTrip)
    }
    let turned =
      request.isRoundTrip && request.endsAtLast && !request.startsAtFirst
      ? order.ending(at: count - 1) : order
    let visits = (request.isRoundTrip ? turned + [turned[0]] : turned).map { stops[$0] }
    let route: OSRMRoute
    do throws(OSRMError) {
      route = try self.route(visits, request, options)
    } catch {
      throw error.code == .noRoute ? OSRMError(.noTrips, Wording.OSRM.noTrip) : error
    }
    var places = Array(repeating: 0, count: count)
    for (place, stop) in turned.enumerated() { places[stop] = place }
    var json = JSONText(capacity: request.isLean ? 1024 : 8192)
    json.object { json in
      json.key("code")
      json.string("Ok")
      json.key("trips")
      json.array { write(route, request, &$0) }
      guard !request.skipsWaypoints else { return }
      json.key("waypoints")
      json.array { json in
        for row in 0..<count {
          json.object { json in
            json.key("waypoint_index")
            json.int(places[row])
            json.key("trips_index")
            json.int(0)
            writeWaypoint(&json, request, row, stops[row], .goal, at: route.location(places[row]))
          }
        }
      }
    }
    return json.bytes
  }

  private func shape(_ request: OSRMRequest) -> TripSolver.Shape {
    if request.isRoundTrip { return .round }
    if request.startsAtFirst { return .open(request.endsAtLast ? .both : .first) }
    return .open(.last)
  }
}

extension [Int] {
  /// A round begun so that it comes to `stop` last.
  fileprivate func ending(at stop: Int) -> [Int] {
    guard let row = firstIndex(of: stop) else { return self }
    return Array(self[(row + 1)...] + self[...row])
  }
}
