import Geo
import HTTPTypes
import Hummingbird
import OSM
import People
import Queries
import Routing
import Store
import Wording

/// Problems that people report; kept for whoever looks after the district, never shown in public.
struct ReportRoutes {
  let district: District

  /// What may be wrong.
  static let kinds = ["gate-closed", "gate-missing", "wall-missing", "wrong-door", "path-blocked", "other"]
  private static let longestText = 2000
  private static let mostShown = 1000

  func add(to table: inout RouteTable) {
    table.on(.post, "/v1/reports", post)
    table.on(.get, "/v1/reports", list)
  }

  @Sendable private func post(_ request: Request, _ context: ServerContext) async throws -> Response {
    let members = try await district.object(of: request)
    let body = Body(members, known: ["position", "kind", "text", "object", "datum", "language"])
    return try await body.inLanguage(context.language) { language in
      let report = try report(body, language)
      try await district.add(report)
      return .json(["id": .string(report.id)], language, for: request, status: .created)
    }
  }

  /// The report that `body` makes, looked over.
  private func report(_ body: Body, _ language: Language) throws -> StoredReport {
    guard let position = try body.position("position", try body.datum) else {
      throw Problem(.badRequest, Wording.Server.missing("position", example: "[106.45,29.54]"))
    }
    try district.city.city.checkInside(position)
    let kind = try body.word("kind", among: ReportRoutes.kinds) ?? "other"
    let text = try body.text("text", longest: ReportRoutes.longestText) ?? ""
    let element = try body.text("object", longest: 40).map { text throws(Problem) in
      guard let id = ElementID(text) else {
        throw Problem(
          .badRequest, Wording.Server.malformedValue("object", text.printable, allowed: "node/1, way/1"))
      }
      return id
    }
    try body.finish()
    return StoredReport(
      id: StoreID.new("r"), position: position, kind: kind, text: text, element: element, createdAt: .now,
      language: language.rawValue)
  }

  @Sendable private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    try await district.require(.readReports, request)
    let query = try Query(request, known: ["limit", "language"])
    let language = try query.language ?? context.language
    let limit = try query.number("limit", usual: 100, 1...ReportRoutes.mostShown)
    let reports = try await district.store.reports(limit: limit)
    let list = reports.map { report in
      JSON.object([
        "id": .string(report.id), "kind": .string(report.kind), "text": .string(report.text),
        "position": .position(report.position), "object": .string(report.element.map { "\($0)" }),
        "createdAt": .string("\(report.createdAt)"), "language": .string(report.language),
      ])
    }
    return .json(["reports": .array(list)], language, for: request)
  }
}
