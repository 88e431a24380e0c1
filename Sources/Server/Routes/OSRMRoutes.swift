import HTTPTypes
import Hummingbird
import NIOCore

/// The OSRM HTTP API v5: `/route/v1/foot/13.3,52.5;13.4,52.6` and its kin.
struct OSRMRoutes {
  let district: District

  /// Bytes of a target that names more places than a few.
  private static let longRoute = 400

  /// Whether a route goes through so many places that it takes its time.
  static func isLong(_ request: Request) -> Bool { request.uri.string.utf8.count > longRoute }

  func add(to table: inout RouteTable) {
    for service in ["route", "table", "nearest", "match", "trip"] {
      table.on(.get, "/\(service)/**") { [district] request, context in
        let (target, language) = (request.uri.string, context.language)
        let isHeavy = service != "route" && service != "nearest" || OSRMRoutes.isLong(request)
        let answer =
          isHeavy
          ? try await district.withHeavyWorker { $0.osrm.answer(target: target, language: language) }
          : district.city.withWorker { $0.osrm.answer(target: target, language: language) }
        var headers = HTTPFields()
        headers[.contentType] = "application/json; charset=UTF-8"
        headers[.cacheControl] = "no-store"
        return .compressed(
          ByteBuffer(bytes: answer.body), headers, for: request,
          status: HTTPResponse.Status(code: answer.status))
      }
    }
  }
}
