internal import Dense
internal import Foundation
internal import Geo
internal import OSM
public import Routing
internal import Streets
public import Wording

/// Answers requests to the OSRM HTTP API v5, one after the other: one thread's workspace.
///
/// Pure but for the clock, which says when journeys depart.
public final class OSRMAnswerer {
  let service: OSRMService
  let router: Router
  let ends: EndSnapper
  private(set) lazy var matcher = MapMatcher(snapper: ends.snapper)
  private var clock = LocalClock()

  var city: City { service.engine.city }

  /// - Parameters:
  ///   - service: What is shared.
  ///   - router: The thread's router, of the same engine; a new one where nil.
  public init(service: OSRMService, router: Router? = nil) {
    self.service = service
    self.router = router ?? Router(engine: service.engine)
    precondition(self.router.engine === service.engine, "the router is of another engine")
    ends = EndSnapper(snapper: Snapper(service.streets), resolver: self.router.resolver)
  }

  /// The answer to a request target, path and query as they came; what is wrong with it is an answer, too.
  public func answer(target: String, language: Language = .english) -> OSRMAnswer {
    do throws(OSRMError) {
      let request = try OSRMParser.parse(target, service.limits)
      return OSRMAnswer(status: 200, body: try answer(request))
    } catch {
      return OSRMAnswerer.refusal(error, language)
    }
  }

  private func answer(_ request: OSRMRequest) throws(OSRMError) -> [UInt8] {
    let options = try options(request)
    switch request.service {
    case .route: return try route(request, options)
    case .table: return try table(request, options)
    case .nearest: return try nearest(request)
    case .match: return try match(request, options)
    case .trip: return try trip(request, options)
    }
  }

  static func refusal(_ error: OSRMError, _ language: Language) -> OSRMAnswer {
    var json = JSONText(capacity: 256)
    json.object { json in
      json.key("code")
      json.string(error.code.rawValue)
      json.key("message")
      json.string(error.wording[language])
    }
    return OSRMAnswer(status: 400, body: json.bytes)
  }

  private func options(_ request: OSRMRequest) throws(OSRMError) -> JourneyOptions {
    var passes = PassSet()
    if !request.passes.isEmpty {
      do throws(RouteError) {
        passes = try service.engine.passes(request.passes)
      } catch {
        throw OSRMError(.invalidValue, error.wording)
      }
    }
    if let time = request.departure, !time.exists(in: city.zone) {
      throw OSRMError(.invalidValue, RouteError.skippedTime("\(time)").wording)
    }
    return JourneyOptions(
      mode: request.mode, passes: passes, departure: request.departure ?? clock.now(in: city.zone))
  }

  /// - Throws: ``OSRMError`` where nobody waits for the answer any more, to be read by nobody.
  func goOn() throws(OSRMError) {
    if router.isAbandoned() { throw OSRMError(.noRoute, Wording.Server.busy) }
  }

  // MARK: Coordinates

  /// Holds the number of coordinates against what a service needs and allows.
  func check(_ request: OSRMRequest, least: Int, most: Int) throws(OSRMError) {
    let count = request.coordinates.count
    guard count >= least else {
      throw OSRMError(.invalidOptions, Wording.OSRM.fewCoordinates(count, least))
    }
    guard count <= most else { throw OSRMError(.tooBig, Wording.OSRM.tooBig("coordinates", count, most)) }
  }

  func query(_ request: OSRMRequest, _ row: Int, _ purpose: SnapQuery.Purpose) -> SnapQuery {
    var query = SnapQuery(request.mode, purpose)
    if !request.radiuses.isEmpty, let radius = request.radiuses[row] { query.radius = min(radius, 50_000) }
    if !request.bearings.isEmpty { query.bearing = request.bearings[row] }
    query.scope = request.scope
    return query
  }

  /// The coordinate of `row` joined to the network.
  func end(_ request: OSRMRequest, _ row: Int, _ purpose: SnapQuery.Purpose) throws(OSRMError) -> SnappedEnd {
    try goOn()
    let place = request.coordinates[row]
    let query = query(request, row, purpose)
    if !request.hints.isEmpty, let hint = request.hints[row], query.bearing == nil,
      let memory = OSRMHint.read(hint, city: service.cityNumber, place, query),
      let end = ends.end(memory, query)
    {
      return end
    }
    guard let end = ends.end(at: place, query) else {
      throw OSRMError(.noSegment, Wording.OSRM.noSegment(row))
    }
    return end
  }

  // MARK: Waypoints

  /// The members of a waypoint.
  func writeWaypoint(
    _ json: inout JSONText, _ request: OSRMRequest, _ row: Int, _ end: SnappedEnd,
    _ purpose: SnapQuery.Purpose, at location: Coordinate
  ) {
    if request.generatesHints {
      let memory = ends.memory(of: end, query(request, row, purpose))
      json.key("hint")
      json.string { OSRMHint.append(memory, city: service.cityNumber, to: &$0) }
    }
    json.key("distance")
    json.metres(Millimetres(metres: end.asked.distance(to: location)))
    json.key("name")
    json.string(streetName(end.segment))
    json.key("location")
    json.position(location)
  }

  func streetName(_ segment: SegmentID) -> String { city.texts[city.network.name[segment]] ?? "" }
}

/// Tells the time in a city's zone; asks for the zone's offset once in fifteen minutes, when it may change.
struct LocalClock {
  private var quarter = Int64.min
  private var offset: Int64 = 0

  mutating func now(in zone: TimeZone) -> CivilTime {
    let universal = Int64(Date().timeIntervalSince1970.rounded(.down))
    if universal / 900 != quarter {
      quarter = universal / 900
      offset = Int64(zone.secondsFromGMT())
    }
    return CivilTime(seconds: universal + offset)
  }
}
