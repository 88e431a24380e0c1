internal import Dense
internal import Geo
internal import OSM
internal import Routing
internal import Streets
internal import Wording

/// One leg of an answer: what it costs, and its way where that is shown.
struct OSRMLeg {
  var duration: Milliseconds
  var length: Millimetres
  /// Where it begins and ends.
  var first: Coordinate
  var last: Coordinate
  var found: FoundJourney?
  /// Of the goal's approaches, the one used.
  var goal: Approach
}

/// A route to be written: its legs one after the other.
struct OSRMRoute {
  var legs: [OSRMLeg]
  /// Of a matched trace.
  var confidence: Double?

  var duration: UInt32 { legs.reduce(0) { $0 &+ $1.duration.rawValue } }
  var length: UInt32 { legs.reduce(0) { $0 &+ $1.length.rawValue } }

  /// Where the stop of `row` is.
  func location(_ row: Int) -> Coordinate { row == 0 ? legs[0].first : legs[row - 1].last }
}

extension OSRMAnswerer {
  func route(_ request: OSRMRequest, _ options: JourneyOptions) throws(OSRMError) -> [UInt8] {
    try check(request, least: 2, most: service.limits.route)
    let count = request.coordinates.count
    if let waypoints = request.waypoints, waypoints != Array(0..<count) {
      guard waypoints.first == 0, waypoints.last == count - 1 else {
        throw OSRMError(.invalidValue, Wording.OSRM.endWaypoints)
      }
      throw OSRMError(.notImplemented, Wording.OSRM.notImplemented("waypoints that leave coordinates out"))
    }
    let alternatives = request.alternatives
    guard alternatives <= service.limits.alternatives else {
      throw OSRMError(
        .tooBig, Wording.OSRM.tooBig("alternatives", alternatives, service.limits.alternatives))
    }
    var stops: [SnappedEnd] = []
    stops.reserveCapacity(count)
    for row in 0..<count { stops.append(try end(request, row, row == 0 ? .start : .goal)) }
    let routes =
      alternatives > 0 && count == 2
      ? try otherRoutes(stops, options, most: alternatives + 1)
      : [try route(stops, request, options)]
    var json = JSONText(capacity: request.isLean ? 512 : 8192)
    json.object { json in
      json.key("code")
      json.string("Ok")
      json.key("routes")
      json.array { json in for route in routes { write(route, request, &json) } }
      guard !request.skipsWaypoints else { return }
      json.key("waypoints")
      json.array { json in
        for row in 0..<count {
          json.object { json in
            writeWaypoint(
              &json, request, row, stops[row], row == 0 ? .start : .goal, at: routes[0].location(row))
          }
        }
      }
    }
    return json.bytes
  }

  /// The legs between stops; each departs when the one before arrives.
  func route(_ stops: [SnappedEnd], _ request: OSRMRequest, _ options: JourneyOptions) throws(OSRMError)
    -> OSRMRoute
  {
    var options = options
    var legs: [OSRMLeg] = []
    legs.reserveCapacity(stops.count - 1)
    for row in 1..<stops.count {
      try goOn()
      var start = stops[row - 1].start
      // One sets out from the door that one came to.
      if let goal = legs.last?.goal, goal.door >= 0 { start = start.only(at: goal.line.first) }
      let leg = try leg(start, stops[row], options, needsWay: request.isLean ? .no : .yes)
      options.departure = options.departure.adding(seconds: Int64((leg.duration.rawValue + 500) / 1000))
      legs.append(leg)
    }
    return OSRMRoute(legs: legs)
  }

  enum Need { case yes, no }

  private func leg(
    _ start: JourneyEnd, _ stop: SnappedEnd, _ options: JourneyOptions, needsWay: Need
  ) throws(OSRMError) -> OSRMLeg {
    let goal = stop.goal
    if let place = start.meeting(goal) {
      return OSRMLeg(standingAt: place, goal, options, needsWay)
    }
    do {
      if needsWay == .no {
        guard let cost = try router.legCost(from: start, to: goal, options: options) else {
          throw OSRMError(.noRoute, Wording.OSRM.noRoute)
        }
        let (from, to) = (start.approaches[cost.start], goal.approaches[cost.goal])
        return OSRMLeg(
          duration: cost.duration, length: cost.length, first: from.line[0], last: to.line[0], found: nil,
          goal: to)
      }
      guard let found = try router.leg(from: start, to: goal, options: options) else {
        throw OSRMError(.noRoute, Wording.OSRM.noRoute)
      }
      return OSRMLeg(found)
    } catch let error as OSRMError {
      throw error
    } catch {
      throw OSRMError(.noRoute, Wording.OSRM.failure("\(error)"))
    }
  }

  private func otherRoutes(_ stops: [SnappedEnd], _ options: JourneyOptions, most: Int) throws(OSRMError)
    -> [OSRMRoute]
  {
    let (start, goal) = (stops[0].start, stops[1].goal)
    if let place = start.meeting(goal) {
      return [OSRMRoute(legs: [OSRMLeg(standingAt: place, goal, options, .yes)])]
    }
    let found = try? router.alternatives(from: start, to: goal, options: options, most: most)
    guard let found, !found.isEmpty else { throw OSRMError(.noRoute, Wording.OSRM.noRoute) }
    return found.map { OSRMRoute(legs: [OSRMLeg($0)]) }
  }
}

extension OSRMLeg {
  init(_ found: FoundJourney) {
    self.init(
      duration: found.cost.duration, length: found.length, first: found.startApproach.line[0],
      last: found.goalApproach.line[0], found: found, goal: found.goalApproach)
  }

  /// Start and goal are the same place.
  init(
    standingAt place: Coordinate, _ goal: JourneyEnd, _ options: JourneyOptions,
    _ needsWay: OSRMAnswerer.Need
  ) {
    self.init(
      duration: .zero, length: .zero, first: place, last: place,
      found: needsWay == .yes ? .standing(at: place, goal, options) : nil,
      goal: goal.approaches.first { $0.line.first == place } ?? goal.approaches[0])
  }
}

extension JourneyEnd {
  /// The same end with the approaches of one of its doors; all where it has none there.
  fileprivate func only(at place: Coordinate?) -> JourneyEnd {
    let kept = approaches.filter { $0.line.first == place }
    guard !kept.isEmpty, kept.count < approaches.count else { return self }
    var end = self
    end.approaches = kept
    return end
  }
}
