import HTTPTypes
import Hummingbird
import NIOPosix
import Places
import Queries
import Store
import Wording

/// Whole files of places, compounds, gates and doors, in and out.
struct ImportRoutes {
  let district: District

  func add(to table: inout RouteTable) {
    table.on(.post, "/v1/import", post)
  }

  /// All rows or, where one is wrong, none, unless the others are asked for.
  @Sendable private func post(_ request: Request, _ context: ServerContext) async throws -> Response {
    try district.authorize(request)
    let query = try Query(request, known: ["content", "dry-run", "partial", "language"])
    let language = try query.language ?? context.language
    let word = try query.require("content", example: "places")
    guard let content = RegistryTable.Content(rawValue: word) else {
      let allowed = RegistryTable.Content.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, Wording.Server.malformedValue("content", word.printable, allowed: allowed))
    }
    let options = RegistryImport.Options(
      content: content, isDry: try query.flag("dry-run"), isPartial: try query.flag("partial"),
      actor: "token")
    let bytes = try await district.body(of: request, limit: district.settings.maxImport)
    do {
      let done = try await district.importing(bytes, options)
      let status: HTTPResponse.Status = done.isWritten || options.isDry ? .ok : .unprocessableContent
      return .json(done.json(language), language, for: request, status: status)
    } catch { throw Problem.said(error, in: language) }
  }
}
