import HTTPTypes
import Hummingbird
import NIOCore

/// The OSRM HTTP API v5: `/route/v1/foot/13.3,52.5;13.4,52.6` and its kin.
struct OSRMRoutes {
  let district: District

  func add(to table: inout RouteTable) {
    for service in ["route", "table", "nearest", "match", "trip"] {
      table.on(.get, "/\(service)/**") { [district] request, context in
        let answer = district.city.withWorker {
          $0.osrm.answer(target: request.uri.string, language: context.language)
        }
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
