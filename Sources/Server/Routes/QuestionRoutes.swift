import Geo
import HTTPTypes
import Hummingbird
import OSM
import Places
import Queries
import Routing
import Streets
import Wording

/// The questions of the native API: doors, journeys, reach, tables, what is near.
struct QuestionRoutes {
  let district: District

  private static let mostReached = 8

  func add(to table: inout RouteTable) {
    table.on(.post, "/v1/door", door)
    table.on(.get, "/v1/doors", doors)
    table.on(.get, "/v1/reach", reach)
    table.on(.post, "/v1/table", table(_:_:))
    table.on(.get, "/v1/nearest", nearest)
  }

  // MARK: Journeys

  @Sendable private func door(_ request: Request, _ context: ServerContext) async throws -> Response {
    let body = try await district.body(of: request)
    var (language, id) = (context.language, JSON?.none)
    var answer: [UInt8]
    do {
      let question = try RouteRequest.read(body[...], language: &language, id: &id)
      answer = try await journey(question, context)
    } catch {
      throw QuestionRoutes.problem(error, language)
    }
    // After the opening brace: a journey is never empty.
    if let id { answer.insert(contentsOf: "\"id\":\(id.text),".utf8, at: 1) }
    return .json(answer, language, for: request)
  }

  /// The journey asked for; what closes or opens something for itself makes metrics of its own and may take its time.
  private func journey(_ question: RouteRequest, _ context: ServerContext) async throws -> [UInt8] {
    guard question.supposes else {
      return try district.city.withWorker { try $0.session.answer(question).jsonBytes(question.format) }
    }
    try context.charge(Request.heavyCost - Request.usualCost)
    return try await district.withHeavyWorker {
      try $0.session.answer(question).jsonBytes(question.format)
    }
  }

  /// What a batch says of its lines, said of a body.
  private static func problem(_ error: any Error, _ language: Language) -> any Error {
    var problem: Problem?
    switch error as? QueryError {
    case .malformedLine(let byte): problem = Problem(.badRequest, Wording.Server.malformedBody(byte))
    case .lineNotObject: problem = Problem(.badRequest, Wording.Server.bodyNotObject)
    default: problem = Problem(error)
    }
    problem?.language = language
    return problem ?? error
  }

  // MARK: Doors

  @Sendable private func doors(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["of", "datum", "language"])
    let (datum, language) = (try query.datum, try query.language ?? context.language)
    let text = try query.require("of", example: "way/1")
    let json = try district.city.withWorker { worker in
      let end = try worker.session.router.resolver.resolve(EndQuery(text, datum: datum), .goal)
      return DoorList(end: end, writer: worker.session.writer).json(language, datum)
    }
    return .json(json, language, for: request)
  }

  // MARK: Far and near

  @Sendable private func reach(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["from", "minutes"] + QuestionRoutes.travel)
    let question = try traveller(query, context)
    let from = try query.require("from", example: "106.45,29.54")
    let words = query["minutes"] == nil ? ["15"] : query.list("minutes")
    let minutes = words.compactMap { Double($0) }.filter { (0.1...120).contains($0) }.sorted()
    guard minutes.count == words.count, (1...QuestionRoutes.mostReached).contains(minutes.count) else {
      throw Problem(
        .badRequest,
        Wording.Server.malformedValue(
          "minutes", (query["minutes"] ?? "").printable,
          allowed: "0.1...120, 1...\(QuestionRoutes.mostReached) ×"))
    }
    let json = try await district.withHeavyWorker { worker in
      let (session, longest) = (worker.session, minutes[minutes.count - 1])
      let options = try session.options(question)
      let start = try session.start(from, question)
      let result = try session.router.reach(
        from: start, within: Milliseconds(seconds: longest * 60), options: options)
      return ReachAnswer(result: result, minutes: minutes, options: options).json(question.datum)
    }
    return .json(json, question.language, for: request)
  }

  @Sendable private func nearest(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(
      request,
      known: ["kind", "from", "count", "open", "geometry", "steps"] + PlaceWishes.keys + QuestionRoutes.travel
    )
    let question = try traveller(query, context)
    let wishes = try PlaceWishes(query)
    // Who wants a service takes it from whatever kind of place has it.
    let kind =
      wishes.isAny || query["kind"] != nil
      ? try district.placeKind(try query.require("kind", example: "station")) : nil
    let from = try query.require("from", example: "106.45,29.54")
    let count = try query.number("count", usual: 5, 1...100)
    let onlyOpen = try query.flag("open")
    let format = JourneyFormat(
      language: question.language, datum: question.datum,
      includesGeometry: try query.flag("geometry", usual: true),
      includesSteps: try query.flag("steps", usual: true))
    let district = district
    let live = district.city
    let json = try await district.withHeavyWorker { worker in
      let session = worker.session
      let options = try session.options(question)
      let looking = PlaceLook(live, district)
      let found = try session.router.nearest(
        among: try looking.places(of: kind, wishes), from: try session.start(from, question), count: count,
        onlyOpen: onlyOpen, options: options)
      return JSON.object([
        "kind": .string(kind), "mode": .string(question.mode.name),
        "departure": .string("\(options.departure)"),
        "places": .array(
          found.map { found in
            NearbyAnswer(found, session).json(format, more: looking.members(of: found.place, as: kind))
          }),
      ])
    }
    return .json(json, question.language, for: request)
  }

  @Sendable private func table(_ request: Request, _ context: ServerContext) async throws -> Response {
    let body = Body(
      try await district.object(of: request),
      known: ["from", "to", "by", "pass", "depart", "datum", "language", "return"])
    return try await body.inLanguage(context.language) { language in
      try body.finish()
      let question = try TableQuestion(body, language: language, most: district.settings.maxCoordinates)
      let json = try await district.withHeavyWorker { try question.answer($0.session) }
      return .json(json, language, for: request)
    }
  }

  /// The keys that say how one travels.
  private static let travel = ["by", "pass", "depart", "datum", "language"]

  private func traveller(_ query: Query, _ context: ServerContext) throws -> RouteRequest {
    var question = RouteRequest()
    question.language = try query.language ?? context.language
    question.datum = try query.datum
    question.mode = try query["by"].map { try RouteRequest.mode($0) } ?? .foot
    question.passes = query.list("pass")
    question.departure = try query["depart"].map { try RouteRequest.time($0) }
    return question
  }
}

extension Query {
  /// The language asked for by the key `language`.
  var language: Language? {
    get throws {
      guard let word = self["language"] else { return nil }
      guard let language = Language(rawValue: word) else { throw QueryError.unknownLanguage(word.printable) }
      return language
    }
  }

  /// The datum asked for by the key `datum`.
  var datum: Datum {
    get throws { try self["datum"].map { try RouteRequest.datum($0) } ?? .wgs84 }
  }

  /// Whether `key` is `true`.
  func flag(_ key: String, usual: Bool = false) throws -> Bool {
    switch self[key] {
    case nil: return usual
    case "false": return false
    case "true": return true
    case let text?:
      throw Problem(.badRequest, Wording.Server.malformedValue(key, text.printable, allowed: "true, false"))
    }
  }
}

extension TableQuestion {
  /// Reads the body of a request.
  ///
  /// - Throws: ``Problem`` where there are more than `most` places on a side.
  init(_ body: Body, language: Language, most: Int) throws {
    var traveller = RouteRequest()
    traveller.language = language
    traveller.datum = try body.datum
    traveller.mode = try body.text("by", longest: 40).map { try RouteRequest.mode($0) } ?? .foot
    traveller.passes = try body.texts("pass")
    traveller.departure = try body.text("depart", longest: 40).map { try RouteRequest.time($0) }
    self.init(from: try body.places("from", most), to: try body.places("to", most), traveller: traveller)
  }
}

extension Body {
  /// One text or a list of them.
  func texts(_ key: String) throws(Problem) -> [String] {
    guard let value = self[key] else { return [] }
    if case .string(let text) = value { return [text] }
    guard case .array(let items) = value else { throw wrong(key, allowed: "[\"…\"]") }
    var texts: [String] = []
    for item in items {
      guard case .string(let text) = item else { throw wrong(key, allowed: "[\"…\"]") }
      texts.append(text)
    }
    return texts
  }

  /// A list of places: texts or `[lon,lat]`.
  fileprivate func places(_ key: String, _ most: Int) throws(Problem) -> [String] {
    guard case .array(let items)? = self[key], !items.isEmpty else {
      throw Problem(.badRequest, Wording.Server.missing(key, example: "[[106.45,29.54], \"node/1\"]"))
    }
    guard items.count <= most else {
      throw Problem(.tooLarge, Wording.Server.tooMany(key, items.count, limit: most))
    }
    var places: [String] = []
    for item in items {
      switch item {
      case .string(let text): places.append(text)
      case .array(let pair):
        guard pair.count == 2, let x = pair[0].double, let y = pair[1].double else {
          throw wrong(key, allowed: "[[LON,LAT], \"node/1\"]")
        }
        places.append("\(x),\(y)")
      default: throw wrong(key, allowed: "[[LON,LAT], \"node/1\"]")
      }
    }
    return places
  }
}
