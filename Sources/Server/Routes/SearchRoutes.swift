import Geo
import HTTPTypes
import Hummingbird
import Queries
import Routing
import Search
import Wording

/// Names and addresses to doors, and coordinates to addresses.
struct SearchRoutes {
  let district: District

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/search", search)
    table.on(.get, "/v1/reverse", reverse)
  }

  @Sendable private func search(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["q", "near", "limit", "kind", "datum", "language"])
    let (datum, language) = (try query.datum, try query.language ?? context.language)
    let text = try query.require("q", example: "3-2")
    guard text.count <= SearchIndex.longestText, text.utf8.count <= EndQuery.mostBytes * 2 else {
      throw Problem(
        .badRequest,
        Wording.Server.malformedValue("q", "\(text.count)", allowed: "≤ \(SearchIndex.longestText)"))
    }
    var question = SearchQuestion(text)
    question.limit = try query.number("limit", usual: 10, 1...50)
    question.near = try query["near"].map { try SearchRoutes.coordinate($0, datum) }
    let live = district.city
    question.filter = try query["kind"].map { try live.search.filter($0) }
    let asked = question
    let hits = try await district.heavy.run { isAbandoned in
      live.search.find(asked, isAbandoned: isAbandoned)
    }
    return .json(["results": .array(hits.map { $0.json(language, datum) })], language, for: request)
  }

  @Sendable private func reverse(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["at", "datum", "language"])
    let (datum, language) = (try query.datum, try query.language ?? context.language)
    let point = try SearchRoutes.coordinate(try query.require("at", example: "106.45,29.54"), datum)
    let json = try district.city.withWorker { worker in
      try ReverseAnswer(point, worker.session).json(language, datum)
    }
    return .json(json, language, for: request)
  }

  private static func coordinate(_ text: String, _ datum: Datum) throws -> Coordinate {
    guard case .coordinate(let point) = try EndQuery(text, datum: datum) else {
      throw RouteError.malformedCoordinate(text.printable)
    }
    return point
  }
}
