import Dense
import Foundation
import HTTPTypes
import Hummingbird
import Metrics
import NIOCore
import OSM
import People
import Queries
import Routing
import Store
import Streets
import Wording

/// Whether the server lives, what it measures, which city it serves.
struct HealthRoutes {
  let district: District

  func add(to table: inout RouteTable) {
    table.on(.get, "/healthz") { _, _ in HealthRoutes.text("ok\n") }
    table.on(.get, "/readyz") { [district] _, _ in
      _ = try await district.store.lastSequence()
      try district.health.check()
      return HealthRoutes.text("ready\n")
    }
    table.on(.get, "/metrics") { [district] request, _ in
      district.measure()
      var headers = HTTPFields()
      headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
      headers[.cacheControl] = "no-store"
      return .compressed(ByteBuffer(string: district.metrics.exposition), headers, for: request)
    }
    table.on(.get, "/v1/city", city)
    table.on(.post, "/v1/reload") { [district] request, context in
      try await district.require(.reloadCity, request)
      do { try await district.reload() } catch let error as any WordedError {
        throw Problem(.conflict, Wording.Server.staleCity(error.wording))
      }
      return .json(["id": .string(district.city.id)] as JSON, context.language, for: request)
    }
  }

  private static func text(_ text: String) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "text/plain; charset=utf-8"
    headers[.cacheControl] = "no-store"
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  @Sendable private func city(_ request: Request, _ context: ServerContext) async throws -> Response {
    let language = try Query(request, known: ["language"]).language ?? context.language
    let live = district.city
    let facts = live.city.tables.facts
    let bounds = facts.bounds
    let json = JSON.object([
      "id": .string(live.id), "name": .string(facts.displayName), "source": .string(facts.source),
      "synthetic": .bool(facts.isSynthetic), "bounds": .array(bounds.map { .number($0) }),
      "center": .array([.number((bounds[0] + bounds[2]) / 2), .number((bounds[1] + bounds[3]) / 2)]),
      "timeZone": .string(facts.timeZone), "time": .string("\(CivilTime.now(in: live.city.zone))"),
      "importedAt": .string(facts.importedAt),
      "modes": .strings(Mode.allCases.map(\.name)), "passes": .strings(live.city.rules.passNames),
      "passesAsked": .strings(live.passesAsked),
      "placeKinds": .array(
        live.placeKinds.map { .object(["kind": .string($0.kind), "count": .int($0.count)]) }),
      "counts": .object([
        "gates": .int(live.city.premises.gates.count), "doors": .int(live.city.premises.doors.count),
        "compounds": .int(live.city.premises.compounds.count), "closures": .int(live.engine.closures.count),
      ]),
      "attribution": "© OpenStreetMap contributors", "license": "ODbL-1.0",
    ])
    return .json(json, language, for: request)
  }
}

extension CityFacts {
  /// The map's file name without what says its format.
  var displayName: String {
    String(source.split(separator: "/").last?.split(separator: ".").first ?? "Kaimen")
  }
}

extension District {
  /// Sets the meters that nobody else sets.
  func measure() {
    func set(_ label: String, _ value: Double) { Meter(label: label, factory: metrics).set(value) }
    set("kaimen_closures", Double(city.engine.closures.count))
    set("kaimen_listeners", Double(hub.count))
    set("kaimen_city_nodes", Double(city.city.network.coordinate.count))
    if let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    {
      set("process_resident_memory_bytes", pages * Double(sysconf(Int32(_SC_PAGESIZE))))
    }
  }

  /// The body of `request` as one JSON object.
  ///
  /// - Throws: ``Problem`` where it is too large, too slow or no object.
  func body(of request: Request, limit: Int? = nil) async throws -> [UInt8] {
    let limit = limit ?? settings.maxBody
    let tooLarge = Problem(
      .tooLarge, Wording.Server.bodyTooLarge(limit: limit), headers: [.connection: "close"])
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
    do {
      let buffer = try await request.body.collect(upTo: limit)
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw tooLarge
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      // The sender broke it off, or garbled it.
      throw Problem(.badRequest, Wording.Server.brokenBody, headers: [.connection: "close"])
    }
  }

  /// The same, read.
  func object(of request: Request) async throws -> [JSON.Member] {
    let value: JSON
    do { value = try JSONReader.read(try await body(of: request)[...]) } catch let failure
      as JSONReader.Failure
    {
      throw Problem(.badRequest, Wording.Server.malformedBody(failure.offset + 1))
    }
    guard case .object(let members) = value else { throw Problem(.badRequest, Wording.Server.bodyNotObject) }
    return members
  }
}
