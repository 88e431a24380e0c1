import HTTPTypes
import Hummingbird
import OSM
import Queries
import Routing
import Store
import Wording

/// OGC API Features Part 1: gates, doors, compounds and places for QGIS, GDAL and their like.
///
/// - SeeAlso: OGC 17-069r4
struct OGCRoutes {
  let district: District

  func add(to table: inout RouteTable) {
    table.on(.get, "/ogc", landing)
    table.on(.get, "/ogc/conformance", conformance)
    table.on(.get, "/ogc/api", definition)
    table.on(.get, "/ogc/collections", collections)
    table.on(.get, "/ogc/collections/{id}", collection)
    table.on(.get, "/ogc/collections/{id}/items", items)
    table.on(.get, "/ogc/collections/{id}/items/{feature}", feature)
  }

  // MARK: What the API says of itself

  /// A request for one of the pages that take no parameters of their own.
  private func describe(_ request: Request, _ context: ServerContext) throws -> OGCDescription {
    let query = try Query(request, known: ["f", "language"])
    return OGCDescription(ground: OGCGround(district), ask: try ask(request, query, context))
  }

  private func ask(_ request: Request, _ query: Query, _ context: ServerContext) throws -> OGCAsk {
    try OGCAsk(request, query, context.language, publicURL: district.settings.publicURL)
  }

  @Sendable private func landing(_ request: Request, _ context: ServerContext) throws -> Response {
    let text = try describe(request, context)
    if text.ask.form == .json { return answer(text.landing, OGCLink.json, text.ask, request) }
    var page = OGCPage(text.title, text.ask)
    page.paragraph(text.summary)
    page.links(text.landingLinks.filter { $0.rel != "self" })
    page.paragraph(Wording.Boards.attribution)
    return answer(page, text.ask, request)
  }

  @Sendable private func conformance(_ request: Request, _ context: ServerContext) throws -> Response {
    let ask = try describe(request, context).ask
    let classes = OGCDescription.conformance
    if ask.form == .json {
      return answer(["conformsTo": .strings(classes)], OGCLink.json, ask, request)
    }
    var page = OGCPage(Wording.OGC.conformance, ask)
    for name in classes { page.paragraph(name) }
    return answer(page, ask, request)
  }

  @Sendable private func definition(_ request: Request, _ context: ServerContext) throws -> Response {
    let text = try describe(request, context)
    if text.ask.form == .json { return answer(text.openAPI, OGCLink.openAPI, text.ask, request) }
    var page = OGCPage(Wording.OGC.documentation, text.ask)
    page.links(text.ask.own(OGCLink.openAPI).filter { $0.rel != "self" })
    for collection in OGCCollection.allCases {
      page.heading(Wording.OGC.name(collection.rawValue))
      page.paragraph(text.ask.root + "/collections/\(collection.rawValue)/items")
      page.paragraph(OGCQuestion.keys(of: collection).joined(separator: ", "))
    }
    return answer(page, text.ask, request)
  }

  @Sendable private func collections(_ request: Request, _ context: ServerContext) throws -> Response {
    let text = try describe(request, context)
    if text.ask.form == .json { return answer(text.collections, OGCLink.json, text.ask, request) }
    var page = OGCPage(Wording.OGC.collections, text.ask)
    for collection in OGCCollection.allCases {
      let path = text.ask.root + "/collections/" + collection.rawValue
      page.links([
        OGCLink("item", path + "?f=html", OGCLink.html, Wording.OGC.name(collection.rawValue))
      ])
      page.paragraph(Wording.OGC.about(collection.rawValue))
    }
    return answer(page, text.ask, request)
  }

  @Sendable private func collection(_ request: Request, _ context: ServerContext) throws -> Response {
    let collection = try collection(context)
    let text = try describe(request, context)
    let own = text.ask.own(OGCLink.json)
    if text.ask.form == .json { return answer(text.json(collection, own), OGCLink.json, text.ask, request) }
    var page = OGCPage(Wording.OGC.name(collection.rawValue), text.ask)
    page.paragraph(Wording.OGC.about(collection.rawValue))
    page.links((own + text.links(of: collection)).filter { $0.rel != "self" })
    return answer(page, text.ask, request)
  }

  private func collection(_ context: ServerContext) throws -> OGCCollection {
    let name = try context.parameters.require("id")
    guard let found = OGCCollection(rawValue: name) else {
      throw Problem(
        .notFound,
        Wording.OGC.unknownCollection(name.printable, known: OGCCollection.allCases.map(\.rawValue)))
    }
    return found
  }

  // MARK: Features

  /// One page of the features of a collection.
  @Sendable private func items(_ request: Request, _ context: ServerContext) async throws -> Response {
    let collection = try collection(context)
    let query = try Query(request, known: OGCQuestion.keys(of: collection))
    let (ground, ask) = (OGCGround(district), try ask(request, query, context))
    let question = try OGCQuestion(query, collection, zone: ground.city.zone)
    // A usual request pays for a thousand features.
    try context.charge(Double(question.limit / 1000))
    return try await district.heavy.run { _ in
      let features = ground.features(of: collection)
      let found = features.find(question)
      let links = OGCRoutes.links(question, found.matched, ask, collection)
      let index = ground.live.index(of: features)
      if ask.form == .html {
        return answer(
          OGCRoutes.page(features, found, links, index, ask), ask, request)
      }
      let list = found.rows.map { OGCRoutes.feature(features, $0, index) }
      return answer(
        [
          "type": "FeatureCollection", "numberMatched": .int(found.matched),
          "numberReturned": .int(found.rows.count), "links": ask.json(links), "features": .array(list),
        ], OGCLink.geoJSON, ask, request, isDated: true)
    }
  }

  @Sendable private func feature(_ request: Request, _ context: ServerContext) async throws -> Response {
    let collection = try collection(context)
    let query = try Query(request, known: ["f", "language"])
    let (ground, ask) = (OGCGround(district), try ask(request, query, context))
    let id = try context.parameters.require("feature")
    return try await district.heavy.run { _ in
      let features = ground.features(of: collection)
      let index = ground.live.index(of: features)
      guard let row = index.row(id) else {
        throw Problem(.notFound, Wording.OGC.unknownFeature(id.printable, collection.rawValue))
      }
      let links = ask.own(OGCLink.geoJSON) + [OGCRoutes.owner(collection, ask)]
      if ask.form == .html {
        var page = OGCPage(Wording(en: id, zh: id), ask)
        page.links(links.filter { $0.rel != "self" })
        page.table(
          [],
          zip(collection.properties, features.values(row)).map { property, value in
            [OGCPage.Cell(text: property.name), OGCPage.Cell(text: OGCPage.shown(value))]
          })
        return answer(page, ask, request)
      }
      guard case .object(let members) = OGCRoutes.feature(features, row, index) else {
        throw Problem(.notFound, Wording.OGC.unknownFeature(id.printable, collection.rawValue))
      }
      return answer(
        .object(members + [JSON.Member(key: "links", value: ask.json(links))]), OGCLink.geoJSON, ask, request)
    }
  }

  private static func feature(_ features: any OGCFeatures, _ row: Int, _ index: OGCIndex) -> JSON {
    [
      "type": "Feature", "id": .string(index.id(row, features.element(row))),
      "geometry": features.geometry(row),
      "properties": .object(
        zip(features.collection.properties, features.values(row)).map {
          JSON.Member(key: $0.name, value: $1)
        }),
    ]
  }

  private static func owner(_ collection: OGCCollection, _ ask: OGCAsk) -> OGCLink {
    OGCLink(
      "collection", ask.root + "/collections/" + collection.rawValue, OGCLink.json,
      Wording.OGC.name(collection.rawValue))
  }

  private static func links(
    _ question: OGCQuestion, _ matched: Int, _ ask: OGCAsk, _ collection: OGCCollection
  ) -> [OGCLink] {
    let type = ask.form == .html ? OGCLink.html : OGCLink.geoJSON
    func page(_ rel: String, _ offset: Int, _ title: Wording) -> OGCLink {
      OGCLink(
        rel, ask.address(["offset": "\(offset)", "limit": "\(question.limit)"]), type, title)
    }
    var links = ask.own(OGCLink.geoJSON) + [owner(collection, ask)]
    let (next, last) = (question.offset + question.limit, max(question.offset - question.limit, 0))
    if next < matched { links.append(page("next", next, Wording.OGC.next)) }
    if question.offset > 0 { links.append(page("prev", last, Wording.OGC.previous)) }
    return links
  }

  private static func page(
    _ features: any OGCFeatures, _ found: (matched: Int, rows: [Int]), _ links: [OGCLink],
    _ index: OGCIndex, _ ask: OGCAsk
  ) -> OGCPage {
    let collection = features.collection
    var page = OGCPage(Wording.OGC.name(collection.rawValue), ask)
    page.paragraph(Wording.OGC.shown(found.rows.count, of: found.matched))
    page.links(links.filter { $0.rel != "self" })
    let rows = found.rows.map { row in
      let id = index.id(row, features.element(row))
      let href = "\(ask.root)/collections/\(collection.rawValue)/items/\(id)?f=html"
      return [OGCPage.Cell(text: id, href: href)]
        + features.values(row).map { OGCPage.Cell(text: OGCPage.shown($0)) }
    }
    page.table(["id"] + collection.properties.map(\.name), rows)
    return page
  }

  // MARK: Answers

  /// The answer; where it `isDated` it says when it was made, and its tag does not depend on that.
  private func answer(
    _ json: JSON, _ type: String, _ ask: OGCAsk, _ request: Request, isDated: Bool = false
  ) -> Response {
    let bytes = Array(json.text.utf8)
    guard isDated, case .object(let members) = json else { return answer(bytes, type, ask, request) }
    let dated = JSON.object(members + [JSON.Member(key: "timeStamp", value: .string("\(UTCInstant.now)"))])
    return answer(Array(dated.text.utf8), type, ask, request, tag: Entity.tag(of: bytes))
  }

  private func answer(_ page: OGCPage, _ ask: OGCAsk, _ request: Request) -> Response {
    answer(page.bytes, "text/html; charset=utf-8", ask, request)
  }

  private func answer(
    _ bytes: [UInt8], _ type: String, _ ask: OGCAsk, _ request: Request, tag: String? = nil
  ) -> Response {
    var entity = Entity(bytes, type: type, level: 1)
    entity.tag = tag ?? entity.tag
    var response = Response.entity(entity, for: request, caching: "no-cache")
    // Two answers with the same tag may differ by the time at which they were made.
    if tag != nil { response.headers[.eTag] = "W/" + entity.tag }
    response.headers[.vary] = "Accept, Accept-Encoding, Accept-Language"
    response.headers[.contentLanguage] = ask.language.rawValue
    if type == OGCLink.geoJSON { response.headers[.contentCRS] = "<\(OGCDescription.crs)>" }
    return response
  }
}
