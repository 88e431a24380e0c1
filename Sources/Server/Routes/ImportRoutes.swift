import HTTPTypes
import Hummingbird
import NIOCore
import People
import Places
import Queries
import Store
import Wording

/// Whole files of places, compounds, gates and doors, in and out.
struct ImportRoutes {
  let district: District

  func add(to table: inout RouteTable) {
    table.on(.post, "/v1/import", post)
    table.on(.get, "/v1/export", get)
  }

  /// What is known of all places and so on, as a file that can be read in again.
  @Sendable private func get(_ request: Request, _ context: ServerContext) async throws -> Response {
    let isPrivate = Rights.allows(try await district.caller(of: request).principal, .exportData)
    let query = try Query(request, known: ["content", "format", "language"])
    let content = try content(query)
    let word = query["format"] ?? RegistryExport.Format.csv.rawValue
    guard let format = RegistryExport.Format(rawValue: word) else {
      throw Problem(
        .badRequest, Wording.Server.malformedValue("format", word.printable, allowed: "csv, geojson"))
    }
    let (live, desk) = (district.city, district.registry)
    let bytes = try await district.heavy.run { _ in
      RegistryExport(live.city, live.places, desk.registry, desk.kinds, isPrivate: isPrivate)
        .bytes(content, format)
    }
    var headers = HTTPFields()
    headers[.contentType] = format == .csv ? "text/csv; charset=utf-8" : "application/geo+json"
    headers[.contentDisposition] = "attachment; filename=\"\(content.rawValue).\(format.rawValue)\""
    headers[.cacheControl] = "no-store"
    return .compressed(ByteBuffer(bytes: bytes), headers, for: request)
  }

  private func content(_ query: Query) throws -> RegistryTable.Content {
    let word = try query.require("content", example: "places")
    guard let content = RegistryTable.Content(rawValue: word) else {
      let allowed = RegistryTable.Content.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, Wording.Server.malformedValue("content", word.printable, allowed: allowed))
    }
    return content
  }

  /// All rows or, where one is wrong, none, unless the others are asked for.
  @Sendable private func post(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.require(.importRegistry, request)
    let query = try Query(request, known: ["content", "dry-run", "partial", "language"])
    let language = try query.language ?? context.language
    let content = try content(query)
    let options = RegistryImport.Options(
      content: content, isDry: try query.flag("dry-run"), isPartial: try query.flag("partial"),
      principal: caller.principal)
    let bytes = try await district.body(of: request, limit: district.settings.maxImport)
    do {
      let done = try await district.importing(bytes, options)
      let status: HTTPResponse.Status = done.isRefused && !options.isDry ? .unprocessableContent : .ok
      return .json(done.json(language), language, for: request, status: status)
    } catch { throw Problem.said(error, in: language) }
  }
}
