internal import Geo
internal import OSM
public import Routing
internal import Streets
internal import Wording

/// An open city with one thread's router, answering requests one after the other.
public final class Session {
  public let city: City
  public let engine: Engine
  public let router: Router
  public let writer: JourneyWriter
  private var closures: [String] = []
  private var openings: [String] = []

  public init(city: City) {
    self.city = city
    engine = Engine(city: city)
    router = Router(engine: engine)
    writer = JourneyWriter(city: city)
  }

  /// What `request` says about the traveller, after its closures are in force.
  public func options(_ request: RouteRequest) throws -> JourneyOptions {
    try setClosures(request)
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

  private func setClosures(_ request: RouteRequest) throws {
    guard request.closed != closures || request.opened != openings else { return }
    let list =
      try request.closed.map { Closure(try target($0, request), effect: .closes) }
      + request.opened.map { Closure(try target($0, request), effect: .opens) }
    engine.setClosures(list)
    (closures, openings) = (request.closed, request.opened)
  }

  /// `node/1`, `way/1`, or an area: three coordinates or more, separated by spaces or semicolons.
  private func target(_ text: String, _ request: RouteRequest) throws -> Closure.Target {
    let target: Closure.Target
    if let id = ElementID(text) {
      guard id.kind != .relation else { throw QueryError.malformedClosure(text) }
      target = .element(id)
    } else {
      let points = try text.split { $0 == " " || $0 == ";" || $0 == "；" }.map { part -> Coordinate in
        guard case .coordinate(let point) = try EndQuery(String(part), datum: request.datum) else {
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
