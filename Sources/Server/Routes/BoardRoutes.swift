import Boards
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OSM
import Places
import Queries
import Routing
import Wording

/// The map boards of compounds, drawn from the city as it is now.
struct BoardRoutes {
  let district: District

  private static let types: [BoardFormat: String] = [
    .pdf: "application/pdf", .svg: "image/svg+xml", .png: "image/png",
  ]

  func add(to table: inout RouteTable) { table.on(.get, "/v1/boards/{type}/{number}", board) }

  /// One file: a PDF with a page for each gate, or the picture for one of them.
  @Sendable private func board(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["gate", "paper", "format", "dpi", "language"])
    let language = try query.language ?? context.language
    let id = try context.parameters.require("type") + "/" + context.parameters.require("number")
    guard ElementID(id) != nil else {
      throw Problem(.notFound, BoardError.unknownCompound(id.printable, similar: []).wording)
    }
    let format: BoardFormat = try BoardRoutes.word("format", query, usual: .pdf)
    let paper: Paper = try BoardRoutes.word("paper", query, usual: .a3)
    let dots = try query.number("dpi", usual: 100, 20...150)
    let gate = query["gate"]
    try context.charge(Request.heavyCost)
    let exceptions = district.registry.registry.outOfService
    let url = district.settings.publicURL ?? request.head.authority.map { "http://" + $0 }
    let bytes = try await district.withHeavyWorker { worker -> [UInt8] in
      let maker = BoardMaker(session: worker.session, except: exceptions)
      var options = BoardOptions(day: CivilTime.now(in: worker.session.city.zone).civilDay)
      (options.paper, options.format, options.dotsPerInch) = (paper, format, Double(dots))
      if let url { options.url = url }
      let compound = try maker.compound(id)
      // A picture shows one gate: the first where none is named.
      let wanted = gate ?? (format.holdsPages ? nil : "A")
      guard let file = try maker.boards(of: compound, gate: wanted, options).first else {
        throw BoardError.noCompounds
      }
      return file.bytes
    }
    var headers = HTTPFields()
    headers[.contentType] = BoardRoutes.types[format]
    headers[.cacheControl] = "no-store"
    headers[.contentLanguage] = language.rawValue
    if format == .pdf { headers[.contentDisposition] = "inline; filename=\"board.pdf\"" }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ query: Query, usual: Word
  ) throws -> Word {
    guard let text = query[key] else { return usual }
    guard let word = Word.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) else {
      let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, Wording.Server.malformedValue(key, text.printable, allowed: allowed))
    }
    return word
  }
}
