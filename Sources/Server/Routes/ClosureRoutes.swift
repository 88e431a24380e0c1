import Dense
import Foundation
import Geo
import HTTPTypes
import Hummingbird
import OSM
import People
import Queries
import Routing
import Store
import Streets
import Wording

/// What is closed, by whom it may be closed, and how it is opened again.
struct ClosureRoutes {
  let district: District

  private static let longestReason = 300
  private static let mostCorners = 500

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/closures", list)
    table.on(.post, "/v1/closures", add)
    table.on(.get, "/v1/closures/{id}", one)
    table.on(.delete, "/v1/closures/{id}", lift)
  }

  @Sendable private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["datum", "language"])
    let datum = try query.datum
    let all = try await district.store.closures()
    let city = district.city.city
    return .json(
      ["closures": .array(all.map { $0.json(datum, city) })], try query.language ?? context.language,
      for: request)
  }

  @Sendable private func one(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["datum", "language"])
    let closure = try await standing(context)
    let language = try query.language ?? context.language
    return .json(closure.json(try query.datum, district.city.city), language, for: request)
  }

  /// The closure that the path names.
  private func standing(_ context: ServerContext) async throws -> StoredClosure {
    let id = try context.parameters.require("id").removingPercentEncoding ?? ""
    guard let closure = try await district.store.closures().first(where: { $0.id == id }) else {
      throw Problem(.notFound, Wording.Server.unknownClosure(id.printable))
    }
    return closure
  }

  @Sendable private func add(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.caller(of: request)
    try caller.requireAnywhere(.close)
    let members = try await district.object(of: request)
    let body = Body(
      members, known: ["target", "effect", "modes", "from", "until", "reason", "datum", "language"])
    return try await body.inLanguage(context.language) { language in
      let datum = try body.datum
      let closure = try closure(body, datum, by: caller.principal.actor)
      try caller.require(.close, district.extents.extent(of: closure.target))
      try await district.add(closure)
      var response = Response.json(
        closure.json(datum, district.city.city), language, for: request, status: .created)
      response.headers[.location] = "/v1/closures/" + closure.id
      return response
    }
  }

  @Sendable private func lift(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.caller(of: request)
    try caller.requireAnywhere(.close)
    _ = try Query(request, known: ["language"]).language
    let closure = try await standing(context)
    try caller.require(.close, district.extents.extent(of: closure.target))
    try await district.lift(closure.id, by: caller.principal.actor, why: nil)
    return Response(status: .noContent)
  }

  // MARK: Reading

  /// The closure that `body` describes, looked over.
  private func closure(_ body: Body, _ datum: Datum, by actor: String) throws -> StoredClosure {
    let closure = StoredClosure(
      id: StoreID.new("c"), target: try target(body, datum),
      effect: try body.word("effect", among: ["closes", "opens"]) == "opens" ? .opens : .closes,
      modes: try body.modes("modes"), from: try time("from", body), until: try time("until", body),
      reason: try body.text("reason", longest: ClosureRoutes.longestReason), createdAt: .now,
      createdBy: actor)
    try body.finish()
    try checkTimes(closure)
    return closure
  }

  private func target(_ body: Body, _ datum: Datum) throws -> StoredClosure.Target {
    guard let value = body["target"] else {
      throw Problem(.badRequest, Wording.Server.missing("target", example: "\"node/1\""))
    }
    let target: Closure.Target
    switch value {
    case .string(let text):
      guard let id = ElementID(text), id.kind != .relation else { throw malformed(value) }
      target = .element(id)
    case .object: target = .area(try ring(value, datum))
    default: throw malformed(value)
    }
    guard district.city.city.concerns(target) else {
      throw QueryError.nothingToClose(String(value.text.printable.prefix(80)))
    }
    return StoredClosure.Target(target)
  }

  private func malformed(_ value: JSON) -> Problem {
    Problem(.badRequest, Wording.Server.malformedTarget(String(value.text.printable.prefix(80))))
  }

  /// The one ring of a GeoJSON polygon.
  private func ring(_ value: JSON, _ datum: Datum) throws(Problem) -> [Coordinate] {
    guard value["type"] == .string("Polygon"), case .array(let rings)? = value["coordinates"],
      rings.count == 1,
      case .array(let corners) = rings[0], (4...ClosureRoutes.mostCorners).contains(corners.count)
    else { throw malformed(value) }
    var ring: [Coordinate] = []
    for corner in corners {
      guard case .array(let numbers) = corner, numbers.count >= 2, let x = numbers[0].double,
        let y = numbers[1].double, abs(x) <= 180, abs(y) <= 90
      else { throw malformed(value) }
      ring.append(datum.toWGS84(Coordinate(longitude: x, latitude: y)))
    }
    guard ring.first == ring.last else { throw malformed(value) }
    return ring
  }

  /// `2026-11-21T18:00` on the city's clocks, or a moment with its zone, `2026-11-21T10:00:00Z`.
  private func time(_ key: String, _ body: Body) throws -> CivilTime? {
    guard let text = try body.text(key, longest: 40) else { return nil }
    let zone = district.city.city.zone
    if let time = CivilTime(text) {
      guard time.exists(in: zone) else { throw RouteError.skippedTime(text) }
      return time
    }
    guard let instant = try? Date(text, strategy: .iso8601) else {
      throw RouteError.malformedTime(text.printable)
    }
    return CivilTime(instant, in: zone)
  }

  private func checkTimes(_ closure: StoredClosure) throws(Problem) {
    guard let until = closure.until else { return }
    if let from = closure.from, until <= from {
      throw Problem(.unprocessable, Wording.Server.endsBeforeStart(from: "\(from)", until: "\(until)"))
    }
    let now = CivilTime.now(in: district.city.city.zone)
    if until <= now { throw Problem(.unprocessable, Wording.Server.isOver(until: "\(until)", now: "\(now)")) }
  }
}

extension StoredClosure.Target {
  init(_ target: Closure.Target) {
    switch target {
    case .element(let id): self = .element(id)
    case .area(let ring): self = .area(ring)
    }
  }
}

extension StoredClosure {
  /// The public view: who made it is left out.
  func json(_ datum: Datum, _ city: City) -> JSON {
    let target: JSON
    switch self.target {
    case .element(let id): target = .string("\(id)")
    case .area(let ring):
      target = ["type": "Polygon", "coordinates": .array([.array(ring.map { .position($0, datum) })])]
    }
    let now = CivilTime.now(in: city.zone)
    return [
      "id": .string(id), "target": target, "effect": .string(effect.rawValue),
      "position": city.position(of: closure.target).map { .position($0, datum) } ?? .null,
      "name": JSON(city.name(of: closure.target)),
      "modes": .strings(Mode.allCases.filter { modes.contains($0) }.map(\.name)),
      "from": .string(from.map { "\($0)" }), "until": .string(until.map { "\($0)" }),
      "reason": .string(reason),
      "createdAt": .string("\(createdAt)"), "active": .bool(closure.isActive(at: now)),
    ]
  }
}

extension City {
  /// Where on the map a closure is shown; nil where it fits nothing in this city.
  func position(of target: Closure.Target) -> Coordinate? {
    if case .area(let ring) = target { return BoundingBox(around: ring).centre }
    if case .element(let id) = target, id.kind == .node, let gate = gates(of: target).first {
      return premises.gates[gate].position
    }
    guard let arc = arcs(of: target).first else { return nil }
    let points = network.geometry[network.heading[arc].segment]
    return network.geometry.values[points.lowerBound.advanced(by: points.count / 2)]
  }

  /// `The South Gate of Jinsha Times`, or a street; nil for an area, and for a street that nobody named.
  func name(of target: Closure.Target) -> Wording? {
    if case .area = target { return nil }
    if let gate = gates(of: target).first {
      let english = phrase(gate).fullNoun(.english)
      return Wording(
        en: english.prefix(1).uppercased() + english.dropFirst(), zh: phrase(gate).fullNoun(.chinese))
    }
    guard let arc = arcs(of: target).first else { return nil }
    let name = network.name[network.heading[arc].segment]
    return name == .none ? nil : tables.streetName(name)
  }

  /// - Throws: `RouteError.outsideCity`.
  func checkInside(_ point: Coordinate) throws {
    let bounds = tables.facts.bounds
    guard point.longitude >= bounds[0], point.longitude <= bounds[2], point.latitude >= bounds[1],
      point.latitude <= bounds[3]
    else {
      throw RouteError.outsideCity(
        "\(point.longitude),\(point.latitude)", city: bounds.map { "\($0)" }.joined(separator: ","))
    }
  }
}

extension JSON {
  /// `{"en": …, "zh": …}`; null for nil.
  init(_ wording: Wording?) {
    self = wording.map { ["en": .string($0.english), "zh": .string($0.chinese)] } ?? .null
  }
}
