import Foundation
import Geo
import HTTPTypes
import Hummingbird
import NIOCore
import OSM
import People
import Places
import Queries
import Routing
import Store
import Streets
import Wording

/// What people know better than the map: gates and their rules, doors, paths, walls, places.
struct EditRoutes {
  let district: District

  private static let longestWhy = 300
  private static let mostShown = 1000
  private static let mostWaiting = 1000
  private static let mostProperties = 16 << 10

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/edits", list)
    table.on(.post, "/v1/edits", post)
    table.on(.get, "/v1/edits.osc", openStreetMapChange)
    table.on(.get, "/v1/lines", lines)
    table.on(.get, "/v1/edits/{id}", one)
    table.on(.get, "/v1/edits/{id}/history", history)
    table.on(.post, "/v1/edits/{id}/{verdict}", decide)
  }

  // MARK: Reading

  @Sendable private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(
      request,
      known: ["since", "before", "status", "target", "problem", "order", "limit", "language"])
    let language = try query.language ?? context.language
    let found = try await district.store.edits(try await wanted(query))
    let mayDecide = try await district.caller(of: request).mayDecide
    let shown = found.filter { mayDecide || $0.edit.status != .rejected }
    let authors = try await roles(of: shown.map(\.edit))
    let conflicts = try await district.conflicts(of: shown)
    // For who may decide: it takes time.
    let standings = mayDecide ? await district.standings(of: shown.map(\.edit)) : [:]
    return .json(
      [
        "edits": .array(
          shown.map {
            json(
              $0.edit, language, by: authors, sequence: $0.sequence, conflict: conflicts[$0.edit.id] ?? .none,
              standing: standings[$0.edit.id], isPrivate: mayDecide)
          }),
        "last": .int(Int(found.last?.sequence ?? 0)),
      ], language, for: request)
  }

  /// Which edits are asked for.
  ///
  /// Those with a problem are the accepted ones that did not fit the map.
  private func wanted(_ query: Query) async throws -> EditQuery {
    func number(_ key: String) throws -> Int64? {
      query[key] == nil ? nil : Int64(try query.number(key, usual: 0, 0...Int(Int32.max)))
    }
    var wanted = EditQuery(
      since: try number("since") ?? 0, before: try number("before"),
      status: try query.word("status", StoredEdit.Status.self), target: query["target"],
      object: query["target"].flatMap { ElementID($0) }.flatMap(EditedElement.whole),
      order: try query.word("order", EditQuery.Order.self) ?? .oldest,
      limit: try query.number("limit", usual: 100, 1...EditRoutes.mostShown))
    if try query.flag("problem") {
      wanted.status = wanted.status ?? .accepted
      wanted.ids = try await district.misfits()
    }
    return wanted
  }

  @Sendable private func one(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["language"])
    let language = try query.language ?? context.language
    let id = try await edit(context).id
    guard let (added, edit) = try await district.store.edits(EditQuery(ids: [id])).first else {
      throw Problem(.notFound, Wording.Edits.unknownEdit(id))
    }
    let isPrivate = try await district.caller(of: request).mayDecide
    return .json(
      json(
        edit, language, by: try await roles(of: [edit]), sequence: added,
        conflict: try await district.conflicts(of: [(added, edit)])[id] ?? .none,
        standing: await district.standings(of: [edit])[id], isPrivate: isPrivate),
      language,
      for: request)
  }

  /// All accepted edits as a file for OpenStreetMap: what they make of the map, nothing of who made them.
  @Sendable private func openStreetMapChange(_ request: Request, _ context: ServerContext) async throws
    -> Response
  {
    let query = try Query(request, known: ["language"])
    let language = try query.language ?? context.language
    try context.charge(Request.heavyCost)
    do {
      let edits = try await district.store.edits(.accepted).map(\.edit)
      let text = try await district.heavy.run { [desk = district.desk] _ in
        try desk.openStreetMapChange(of: edits)
      }
      var headers = HTTPFields()
      headers[.contentType] = "application/xml"
      headers[.contentDisposition] = "attachment; filename=\"edits.osc\""
      headers[.cacheControl] = "no-store"
      return .compressed(ByteBuffer(string: text), headers, for: request)
    } catch { throw Problem.said(error, in: language) }
  }

  // MARK: What is drawn

  private static let widest = 500
  private static let mostLines = 200

  /// Walls, outlines, buildings or ways as they are drawn, for whoever corrects them: those near a point, or one.
  @Sendable private func lines(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["kind", "near", "target", "within", "limit", "datum", "language"])
    let (datum, language) = (try query.datum, try query.language ?? context.language)
    let word = try query.require("kind", example: "wall")
    let kinds = [MapEdit.Kind.wall, .compound, .building, .path]
    guard let kind = kinds.first(where: { $0.rawValue == word }) else {
      let allowed = kinds.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, Wording.Server.malformedValue("kind", word.printable, allowed: allowed))
    }
    let within = Double(try query.number("within", usual: 25, 1...EditRoutes.widest))
    let limit = try query.number("limit", usual: 50, 1...EditRoutes.mostLines)
    let target = try query["target"].map { text in
      guard let id = ElementID(text) else {
        throw Problem(.badRequest, Wording.Server.malformedValue("target", text.printable, allowed: "way/1"))
      }
      return id
    }
    let near = target == nil ? try point(try query.require("near", example: "106.45,29.54"), datum) : nil
    let found = try await district.heavy.run { [desk = district.desk] _ in
      let editor = try desk.editor()
      if let target { return [editor.line(target)].compactMap(\.self) }
      return near.map { editor.lines(kind, near: $0, within: within) } ?? []
    }
    return .json(
      [
        "lines": .array(
          found.prefix(limit).map { $0.json(isRing: kind == .compound || kind == .building, datum) })
      ], language,
      for: request)
  }

  private func point(_ text: String, _ datum: Datum) throws -> Coordinate {
    guard case .coordinate(let point) = try EndQuery(text, datum: datum) else {
      throw RouteError.malformedCoordinate(text.printable)
    }
    return point
  }

  /// The role of each author, the one thing of them that is public; accounts that were deleted have none.
  private func roles(of edits: [StoredEdit]) async throws -> [String: Role] {
    var roles: [String: Role] = [ChangeEvent.visitor: .visitor, District.keyHolder: .administrator]
    for author in Set(edits.map(\.createdBy)) where roles[author] == nil {
      roles[author] = try await district.store.people.account(author)?.role
    }
    return roles
  }

  /// All that happened to an edit; who did it is for those who may decide.
  @Sendable private func history(_ request: Request, _ context: ServerContext) async throws -> Response {
    try await district.require(.decideEdits, request)
    let query = try Query(request, known: ["language"])
    let language = try query.language ?? context.language
    let events = try await district.store.events(of: try await edit(context).id)
    let list = events.map { event in
      JSON.object([
        "sequence": .int(Int(event.sequence)), "time": .string("\(event.time)"),
        "kind": .string(event.kind.rawValue), "by": .string(event.actor), "why": .string(event.why),
        "before": event.before.map { .raw($0) } ?? .null, "after": event.after.map { .raw($0) } ?? .null,
      ])
    }
    return .json(["events": .array(list)], language, for: request)
  }

  private func edit(_ context: ServerContext) async throws -> StoredEdit {
    let id = try context.parameters.require("id").removingPercentEncoding ?? ""
    guard let edit = try await district.store.edit(id) else {
      throw Problem(.notFound, Wording.Edits.unknownEdit(id.printable))
    }
    return edit
  }

  private func json(
    _ edit: StoredEdit, _ language: Language, by authors: [String: Role], sequence: Int64? = nil,
    conflict: EditConflict = .none, element: ElementID? = nil, standing: EditStanding? = nil,
    isPrivate: Bool = false
  ) -> JSON {
    let problem = standing?.problem ?? district.problem(of: edit)
    let isLoose = standing?.isLoose ?? (edit.status == .accepted && district.desk.isLoose(edit.id))
    return [
      "id": .string(edit.id), "sequence": sequence.map { .int(Int($0)) } ?? .null,
      "holds": edit.status == .accepted ? .int(Int(edit.accepted)) : .null,
      "kind": .string(edit.kind), "action": .string(edit.action), "target": .string(edit.target),
      "about": about(edit, language),
      "object": .string(edit.action == "add" ? (element ?? self.element(edit)).map { "\($0)" } : nil),
      "geometry": edit.geometry.map { .raw($0) } ?? .null,
      "properties": properties(edit.properties, isPrivate: isPrivate),
      "before": properties(edit.before ?? standing?.before, isPrivate: isPrivate),
      "why": .string(isPrivate || edit.status == .accepted || edit.status == .undone ? edit.why : nil),
      "status": .string(edit.status.rawValue),
      "applied": .bool(edit.status == .accepted && district.isApplied(edit) && problem == nil),
      "newer": .string(conflict.newer), "rivals": .strings(conflict.rivals),
      "problem": .string(problem?.wording[language]),
      "doubt": .string(isLoose ? Wording.Edits.loose[language] : nil),
      "departments": .strings(district.extents.departments(of: edit).sorted()),
      "createdAt": .string("\(edit.createdAt)"), "by": .string(authors[edit.createdBy]?.rawValue),
    ]
  }

  /// What people call that which the edit changes, and where it is; null for what the city has not.
  private func about(_ edit: StoredEdit, _ language: Language) -> JSON {
    guard let target = edit.target.flatMap({ ElementID($0) }),
      let (label, position) = named(target, language)
    else { return .null }
    return ["label": .string(label), "position": .position(position, .wgs84)]
  }

  /// A wall or way is called by the compound that it belongs to.
  private func named(_ target: ElementID, _ language: Language) -> (label: String?, position: Coordinate)? {
    let live = district.city
    let gate = Closure.Target.element(target)
    if target.kind == .node, !live.city.gates(of: gate).isEmpty {
      return live.city.position(of: gate).map { (live.city.name(of: gate)?[language], $0) }
    }
    if let (label, position) = live.engine.writer.landmark(target) { return (label[language], position) }
    if let row = live.places[target] {
      return (live.city.name(of: row)?[language], row.position)
    }
    return district.desk.points(of: target).first.map { point in
      let around = live.city.compounds(at: point, within: CityExtent.nearness).first
      return (around.flatMap { live.city.name(of: $0)?[language] }, point)
    }
  }

  /// What the edit adds, as an element that routes and closures may name.
  private func element(_ edit: StoredEdit) -> ElementID? {
    district.desk.element(of: edit.id) ?? edit.element
  }

  /// The properties of an edit; contacts and the like only for those who may decide.
  private func properties(_ text: String?, isPrivate: Bool) -> JSON {
    guard let text else { return .null }
    guard !isPrivate, let json = try? JSONReader.read(Array(text.utf8)[...]), case .object(let members) = json
    else { return .raw(text) }
    return .object(members.filter { !PlaceFacts.privateKeys.contains($0.key) })
  }

  // MARK: Writing

  /// Who has the right has an edit accepted at once; others' edits wait.
  @Sendable private func post(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.caller(of: request)
    try caller.require(.proposeEdit)
    let members = try await district.object(of: request)
    let body = Body(
      members,
      known: ["kind", "action", "target", "geometry", "properties", "why", "base", "datum", "language"])
    let language = try body.language ?? context.language
    do {
      let base = try body.text("base", longest: 40)
      let (edit, found) = try await read(members, body, by: caller.principal)
      if edit.status == .pending { try await checkWaiting() }
      let kept = try await district.add(edit, base: base)
      var response = Response.json(
        json(
          kept, language, by: [kept.createdBy: caller.principal.role],
          conflict: try await conflict(of: kept), element: found.element,
          standing: EditStanding(isLoose: found.isLoose)), language, for: request, status: .created)
      response.headers[.location] = "/v1/edits/" + kept.id
      return response
    } catch {
      guard var problem = Problem(error) else { throw error }
      problem.language = language
      throw problem
    }
  }

  private func conflict(of edit: StoredEdit) async throws -> EditConflict {
    guard edit.status == .pending else { return .none }
    let found = try await district.store.edits(EditQuery(ids: [edit.id]))
    return try await district.conflicts(of: found)[edit.id] ?? .none
  }

  /// - Throws: ``Problem`` where too many edits wait.
  private func checkWaiting() async throws {
    let most = EditRoutes.mostWaiting
    let waiting = try await district.store.edits(EditQuery(status: .pending, limit: most)).count
    if waiting >= most { throw Problem(.conflict, Wording.Edits.tooManyWaiting(most)) }
  }

  /// The edit that `body` asks for, and what of the map it would change, or be.
  private func read(_ members: [JSON.Member], _ body: Body, by author: Principal) async throws -> (
    edit: StoredEdit, fit: MapEditor.Fit
  ) {
    let why = try body.text("why", longest: EditRoutes.longestWhy)
    try body.finish()
    if let properties = body["properties"]?.text, properties.utf8.count > EditRoutes.mostProperties {
      throw Problem(.tooLarge, Wording.Edits.tooLong(EditRoutes.mostProperties))
    }
    let datum = try body.datum
    let edit = try MapEdit(.object(members), datum: datum)
    let city = district.city.city
    for point in edit.points { try city.checkInside(point) }
    if case .object? = body["properties"], let rule = body["properties"]?["rule"], rule != .null {
      let now = CivilTime.now(in: city.zone)
      if let problem = try GateRule(rule).problem(in: city.rules.context, from: now) { throw problem }
    }
    if edit.kind == .place, let hours = edit.tags["opening_hours"],
      let problem = EditError(hours: hours, in: city.rules.context, from: .now(in: city.zone))
    {
      throw problem
    }
    if edit.isTangled { throw EditError.crossesItself }
    try district.registry.checkKind(of: edit)
    try district.registry.check(edit.facts, today: CivilTime.now(in: city.zone).civilDay)
    let found = try await district.check(edit)
    // Once the city has its target: then it is known what that belongs to.
    // Nobody inspects what is one's own, nor chooses who is in charge of it.
    let needed: [Action] =
      [.acceptOwnEdit] + (edit.facts.inspects ? [.inspect] : [])
      + (edit.facts.namesDepartment ? [.decideEdits] : [])
    let isAccepted = needed.allSatisfy { Rights.allows(author, $0, district.extents.extent(of: edit)) }
    let stored = StoredEdit(
      kind: edit.kind.rawValue, action: edit.action.rawValue, target: edit.target.map { "\($0)" },
      geometry: edit.shape.map { $0.json.text },
      properties: edit.action == .remove ? nil : body["properties"]?.text,
      why: why, status: isAccepted ? .accepted : .pending,
      createdBy: author.actor)
    return (stored, found)
  }

  private static let verdicts: [String: StoredEdit.Status] = [
    "accept": .accepted, "reject": .rejected, "undo": .undone,
  ]

  @Sendable private func decide(_ request: Request, _ context: ServerContext) async throws -> Response {
    guard let status = EditRoutes.verdicts[try context.parameters.require("verdict")] else {
      throw Problem(.notFound, Wording.Server.notFound)
    }
    let caller = try await district.require(.decideEdits, request)
    let found = try await edit(context)
    try caller.require(
      .decideEdits,
      Extent(
        [[]],
        departments: district.extents.departments(of: found, isUndone: status == .undone)))
    let query = try Query(request, known: ["why", "over", "language"])
    let language = try query.language ?? context.language
    try await district.decide(
      found.id, status, seen: query["over"], by: caller.principal.actor,
      why: query["why"].map { String($0.prefix(EditRoutes.longestWhy)) })
    let edit = try await edit(context)
    return .json(json(edit, language, by: try await roles(of: [edit])), language, for: request)
  }
}

extension MapEditor.Line {
  /// Outlines and buildings as polygons where they are closed, all else as lines.
  fileprivate func json(isRing: Bool, _ datum: Datum) -> JSON {
    let line = JSON.array(points.map { .position($0, datum) })
    let isPolygon = isRing && points.count > 3 && points.first == points.last
    return [
      "id": .string("\(element)"), "name": .string(tags["name"]), "barrier": .string(tags["barrier"]),
      "distance": .number((distance * 10).rounded() / 10),
      "geometry": [
        "type": .string(isPolygon ? "Polygon" : "LineString"),
        "coordinates": isPolygon ? .array([line]) : line,
      ],
    ]
  }
}
