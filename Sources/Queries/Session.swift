public import Geo
internal import OSM
public import Routing
internal import Streets
internal import Wording

/// One thread's router of an engine, answering requests one after the other.
public final class Session {
  public let city: City
  public let engine: Engine
  public let router: Router
  public let writer: JourneyWriter
  /// What the last request with closures of its own was answered by.
  private var supposed: Supposition?

  /// The closures and openings of a request, and the live set that they were added to.
  private struct Supposition {
    var closed: [String]
    var opened: [String]
    var datum: Datum
    var live: ClosureSet
    var closures: ClosureSet
  }

  /// A session of a city that nobody else asks.
  public convenience init(city: City) { self.init(engine: Engine(city: city)) }

  /// One of several sessions of `engine`.
  ///
  /// It takes the memory of `former`, where there is one: that is asked no more, and its city differs by rules only.
  public init(engine: Engine, takingFrom former: Session? = nil) {
    city = engine.city
    self.engine = engine
    router = Router(engine: engine, takingFrom: former?.router)
    writer = engine.writer
  }

  /// Whether the session keeps what belongs to closures of the last question that had some of its own.
  public var supposes: Bool { supposed != nil }

  /// Gives back what belongs to states of the engine; for a session that waits idle among others.
  public func rest() {
    supposed = nil
    router.rest()
  }

  /// What `request` says about the traveller; from now on the router goes by what is closed now and for `request`.
  public func options(_ request: RouteRequest) throws -> JourneyOptions {
    router.closures = try closures(request)
    if let time = request.departure, !time.exists(in: city.zone) { throw RouteError.skippedTime("\(time)") }
    return JourneyOptions(
      mode: request.mode, passes: try engine.passes(request.passes),
      departure: request.departure ?? .now(in: city.zone), countsReturn: request.countsReturn)
  }

  /// The start of a journey.
  public func start(_ text: String, _ request: RouteRequest) throws -> JourneyEnd {
    try router.resolver.resolve(EndQuery(text, datum: request.datum), .start(request.mode))
  }

  /// The goal of a journey.
  public func goal(_ text: String, _ request: RouteRequest) throws -> JourneyEnd {
    try router.resolver.resolve(EndQuery(text, datum: request.datum), .goal)
  }

  /// The journey asked for, in words; also where there is none.
  public func answer(_ request: RouteRequest) throws -> Journey {
    let options = try options(request)
    let (start, goal) = (try start(request.from, request), try goal(request.to, request))
    if let place = start.meeting(goal) { return writer.arrived(at: place, goal, options) }
    if request.most > 1 {
      let found = try router.alternatives(from: start, to: goal, options: options, most: request.most)
      if let best = found.first {
        var journey = writer.write(best)
        journey.alternatives = found.dropFirst().map { writer.write($0) }
        return journey
      }
    }
    switch try router.route(from: start, to: goal, options: options) {
    case .found(let found): return writer.write(found)
    case .obstructed(let obstruction): return writer.unreachable(options, to: goal, obstruction)
    }
  }

  /// What is closed and opened live, and by `request` for itself.
  private func closures(_ request: RouteRequest) throws -> ClosureSet {
    let live = engine.closures
    guard request.supposes else { return live }
    if let supposed, supposed.live === live, supposed.closed == request.closed,
      supposed.opened == request.opened, supposed.datum == request.datum
    {
      return supposed.closures
    }
    let own =
      try request.closed.map { Closure(try target($0, datum: request.datum), effect: .closes) }
      + request.opened.map { Closure(try target($0, datum: request.datum), effect: .opens) }
    let closures = live.adding(own.enumerated().map { (Session.ownID($0), $1) })
    supposed = Supposition(
      closed: request.closed, opened: request.opened, datum: request.datum, live: live, closures: closures)
    return closures
  }

  /// No id of a live closure has a space.
  private static func ownID(_ row: Int) -> ClosureID { ClosureID("request \(row)") }

  /// `node/1`, `way/1`, or an area: three coordinates or more, separated by spaces or semicolons.
  ///
  /// - Throws: ``QueryError`` where `text` is none of these or concerns nothing in the city.
  public func target(_ text: String, datum: Datum = .wgs84) throws -> Closure.Target {
    let target: Closure.Target
    if let id = ElementID(text) {
      guard id.kind != .relation else { throw QueryError.malformedClosure(text) }
      target = .element(id)
    } else {
      let points = try RouteRequest.corners(text).map { part -> Coordinate in
        guard case .coordinate(let point) = try EndQuery(String(part), datum: datum) else {
          throw QueryError.malformedClosure(text)
        }
        return point
      }
      guard points.count >= 3 else { throw QueryError.malformedClosure(text) }
      target = .area(points.first == points.last ? points : points + [points[0]])
    }
    guard !city.concerns(target) else { return target }
    if case .area(let ring) = target, isInside(ring.map { ($0.latitude, $0.longitude) }) {
      throw QueryError.swappedClosure(text)
    }
    throw QueryError.nothingToClose(text)
  }

  /// Whether any of `points` lies in the city.
  private func isInside(_ points: [(x: Double, y: Double)]) -> Bool {
    let bounds = city.tables.facts.bounds
    return points.contains {
      $0.x >= bounds[0] && $0.x <= bounds[2] && $0.y >= bounds[1] && $0.y <= bounds[3]
    }
  }
}
