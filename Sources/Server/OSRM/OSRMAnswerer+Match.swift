internal import Dense
internal import Geo
internal import OSM
internal import Routing
internal import Streets
internal import Wording

extension OSRMAnswerer {
  /// A receiver's standard deviation where the request says none, in metres.
  static let usualSigma = 10.0

  func match(_ request: OSRMRequest, _ options: JourneyOptions) throws(OSRMError) -> [UInt8] {
    try check(request, least: 2, most: service.limits.match)
    try checkWaypoints(request)
    var asked = MatchOptions(request.mode, departure: options.departure)
    asked.gaps = request.gaps
    asked.thinning = request.thinning
    matcher.isAbandoned = router.isAbandoned
    let matched = matcher.match(try trace(request), asked)
    try goOn()
    guard matched.points.contains(where: { $0 != nil }) else {
      throw OSRMError(.noMatch, Wording.OSRM.noMatch)
    }
    let stops = matched.matchings.map { $0.stops(request.waypoints) }
    var json = JSONText(capacity: 8192)
    json.object { json in
      json.key("code")
      json.string("Ok")
      json.key("matchings")
      json.array { json in
        for (matching, stops) in zip(matched.matchings, stops) {
          write(matching.route(stops), request, &json)
        }
      }
      guard !request.skipsWaypoints else { return }
      json.key("tracepoints")
      json.array { json in
        for (row, point) in matched.points.enumerated() {
          guard let point else {
            json.null()
            continue
          }
          write(point, request, row, stops[point.matching].firstIndex(of: point.index), &json)
        }
      }
    }
    return json.bytes
  }

  private func checkWaypoints(_ request: OSRMRequest) throws(OSRMError) {
    guard let waypoints = request.waypoints else { return }
    guard waypoints.first == 0, waypoints.last == request.coordinates.count - 1 else {
      throw OSRMError(.invalidValue, Wording.OSRM.endWaypoints)
    }
  }

  private func trace(_ request: OSRMRequest) throws(OSRMError) -> [TracePoint] {
    var points: [TracePoint] = []
    var isNearStreet = false
    for (row, place) in request.coordinates.enumerated() {
      try goOn()
      let radius = request.radiuses.isEmpty ? nil : request.radiuses[row]
      if let radius, radius > service.limits.matchRadius {
        throw OSRMError(
          .tooBig,
          Wording.OSRM.tooBig("metres of radius", Int(min(radius, 1e6)), Int(service.limits.matchRadius)))
      }
      let sigma = max(radius ?? OSRMAnswerer.usualSigma, 1)
      points.append(
        TracePoint(
          place, time: request.timestamps.isEmpty ? nil : request.timestamps[row], sigma: sigma,
          bearing: request.bearings.isEmpty ? nil : request.bearings[row]))
      if !isNearStreet {
        let query = SnapQuery(request.mode, .trace, radius: sigma * MapMatcher.reach)
        isNearStreet = ends.snapper.nearest(place, query) != nil
      }
    }
    guard isNearStreet else { throw OSRMError(.noSegment, Wording.OSRM.noSegments) }
    return points
  }

  private func write(
    _ point: MatchedPoint, _ request: OSRMRequest, _ row: Int, _ stop: Int?, _ json: inout JSONText
  ) {
    json.object { json in
      json.key("alternatives_count")
      json.int(point.alternatives)
      json.key("waypoint_index")
      if let stop { json.int(stop) } else { json.null() }
      json.key("matchings_index")
      json.int(point.matching)
      writePlace(&json, request, row, point.position, .travel)
    }
  }
}

extension Matching {
  /// The places between which legs are told apart: rows of ``rows``; all, or those of the `waypoints` given.
  fileprivate func stops(_ waypoints: [Int]?) -> [Int] {
    guard let waypoints else { return Array(rows.indices) }
    let wanted = Set(waypoints)
    return rows.indices.filter { $0 == 0 || $0 == rows.count - 1 || wanted.contains(rows[$0]) }
  }

  /// The legs between `stops`, each made of those between the points it passes.
  fileprivate func route(_ stops: [Int]) -> OSRMRoute {
    var route = OSRMRoute(legs: [], confidence: confidence)
    for (from, to) in zip(stops, stops.dropFirst()) {
      route.legs.append(OSRMLeg(FoundJourney(joining: Array(legs[from..<to]))))
    }
    return route
  }
}
