import Dense
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

/// The living registry: kinds of friendly places, the places, their pictures and how full they are.
struct PlaceRoutes {
  let district: District

  private static let mostShown = 1000
  private static let mostPhotos = 20
  private static let largestPhoto = 12 << 20

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/kinds", kinds)
    table.on(.get, "/v1/places", list)
    table.on(.get, "/v1/places/{type}/{number}", one)
    table.on(.post, "/v1/places/{type}/{number}/occupancy", reportOccupancy)
    table.on(.post, "/v1/places/{type}/{number}/photos", addPhoto)
    table.on(.get, "/v1/photos/{name}", photo)
  }

  // MARK: Reading

  @Sendable private func kinds(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["language"])
    let language = try query.language ?? context.language
    return .json(
      ["kinds": .array(district.registry.kinds.all.map { $0.json(language) })], language, for: request)
  }

  @Sendable private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: PlaceQuery.keys + ["limit", "offset", "datum", "language"])
    let (datum, language) = (try query.datum, try query.language ?? context.language)
    let limit = try query.number("limit", usual: 50, 1...PlaceRoutes.mostShown)
    let offset = try query.number("offset", usual: 0, 0...1_000_000)
    let question = try PlaceQuery(query, datum, district)
    let district = district
    let json = try await district.heavy.run { _ in
      let found = try question.find(in: district)
      return JSON.object([
        "total": .int(found.count), "offset": .int(offset),
        "places": .array(
          found.dropFirst(offset).prefix(limit).map { view, metres in
            .object(
              view.summary(language, datum, as: question.kind)
                + [JSON.Member(key: "distance", value: metres.map { .number($0.rounded()) } ?? .null)])
          }),
      ])
    }
    return .json(json, language, for: request)
  }

  @Sendable private func one(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["datum", "language"])
    let (datum, language) = (try query.datum, try query.language ?? context.language)
    let view = try view(context)
    let mayEdit = try await district.caller(of: request).mayEdit(view.row.element, in: district)
    let full = view.full(language, datum, district.registry, isPrivate: mayEdit)
    return .json(full.adding("mayEdit", .bool(mayEdit)), language, for: request)
  }

  /// The place that the path names.
  private func view(_ context: ServerContext) throws -> PlaceView {
    let text = try context.parameters.require("type") + "/" + context.parameters.require("number")
    let live = district.city
    guard let element = ElementID(text), let row = live.places[element] else {
      throw Problem(.notFound, Wording.Registry.unknownPlace(text.printable))
    }
    return PlaceView(
      row, city: live.city, desk: district.registry, registry: district.registry.registry,
      occupancy: district.occupancy.fresh()[element], now: .now(in: live.city.zone))
  }

  // MARK: How full it is

  @Sendable private func reportOccupancy(_ request: Request, _ context: ServerContext) async throws
    -> Response
  {
    let caller = try await district.caller(of: request)
    try caller.requireAnywhere(.reportOccupancy)
    let body = Body(try await district.object(of: request), known: ["free", "of", "language"])
    return try await body.inLanguage(context.language) { language in
      try body.finish()
      let row = try view(context).row
      let element = row.element
      guard row.place != nil else { throw Problem(.unprocessable, Wording.Registry.noBays) }
      try caller.require(.reportOccupancy, district.extents.extent(of: element))
      guard let free = try body.count("free", 0...100_000) else {
        throw Problem(.badRequest, Wording.Server.missing("free", example: "3"))
      }
      let occupancy = Occupancy(free: free, of: try body.count("of", 0...100_000), time: .now)
      if let of = occupancy.of, free > of { throw Problem(.unprocessable, Wording.Registry.noCapacity) }
      try await district.report(occupancy, of: element, by: caller.principal.actor)
      return .json(occupancy.json, language, for: request)
    }
  }

  // MARK: Pictures

  /// Keeps a picture and adds it to the place: at once for those who may, else when somebody accepts it.
  @Sendable private func addPhoto(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.caller(of: request)
    try caller.require(.proposeEdit)
    let view = try view(context)
    guard view.facts.photos.count < PlaceRoutes.mostPhotos else {
      throw Problem(.conflict, Wording.Registry.tooManyPhotos(PlaceRoutes.mostPhotos))
    }
    let bytes = try await district.body(of: request, limit: PlaceRoutes.largestPhoto)
    let folder = PhotoFolder(data: district.data)
    let name = try await district.heavy.run { _ in try folder.add(Photo(bytes)) }
    let edit = StoredEdit(
      kind: "place", action: "change", target: "\(view.row.element)",
      properties: JSON.object(["addPhoto": .string(name)]).text,
      status: caller.mayEdit(view.row.element, in: district) ? .accepted : .pending,
      createdBy: caller.principal.actor)
    let kept = try await district.add(edit, base: nil)
    return .json(
      [
        "photo": .string("/v1/photos/" + name), "edit": .string(kept.id),
        "status": .string(kept.status.rawValue),
      ],
      context.language, for: request, status: .created)
  }

  /// A picture of a place; those that wait are for whoever decides.
  @Sendable private func photo(_ request: Request, _ context: ServerContext) async throws -> Response {
    let name = try context.parameters.require("name")
    let isKnown = district.registry.registry.hasPhoto(name)
    let isShown = isKnown ? true : try await district.caller(of: request).mayDecide
    guard isShown, let photo = PhotoFolder(data: district.data).photo(name) else {
      throw Problem(.notFound, Wording.Server.unknownPath(request.uri.path.printable))
    }
    var headers = HTTPFields()
    headers[.contentType] = photo.type
    headers[.cacheControl] = "private, max-age=86400"
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: photo.bytes)))
  }
}

/// What somebody wants of a place, whatever its kind.
struct PlaceWishes: Sendable {
  static let keys = ["friendly", "service", "price", "free"]

  private let isFriendly: Bool?
  let services: [String]
  /// Yuan at most.
  private let price: Int?
  /// At least so many free.
  private let free: Int?

  init(_ query: Query) throws {
    isFriendly = query["friendly"] == nil ? nil : try query.flag("friendly")
    services = query.list("service")
    price = query["price"] == nil ? nil : try query.number("price", usual: 0, 0...100_000)
    free = query["free"] == nil ? nil : try query.number("free", usual: 0, 0...100_000)
  }

  /// Whether it is anything at all.
  var isAny: Bool { isFriendly == nil && services.isEmpty && price == nil && free == nil }

  func accepts(_ view: PlaceView, as kind: String?) -> Bool {
    if let isFriendly, view.isFriendly(as: kind) != isFriendly { return false }
    if let price, view.facts.price.map({ $0 > price }) ?? true { return false }
    if let free, view.occupancy.map({ $0.free < free }) ?? true { return false }
    return services.allSatisfy { view.facts.services.contains($0) }
  }
}

/// Looks at the places of a city as they are at one moment.
struct PlaceLook: Sendable {
  let live: LiveCity
  private let desk: RegistryDesk
  private let registry: Registry
  private let occupancy: [ElementID: Occupancy]
  private let now: CivilTime

  init(_ live: LiveCity, _ district: District) {
    (self.live, desk) = (live, district.registry)
    (registry, occupancy) = (desk.registry, district.occupancy.fresh())
    now = CivilTime.now(in: live.city.zone)
  }

  func view(_ row: PlaceCatalog.Row) -> PlaceView {
    PlaceView(
      row, city: live.city, desk: desk, registry: registry, occupancy: occupancy[row.element], now: now)
  }

  /// The places of `kind`, or of any, in service that are as wished.
  ///
  /// - Throws: ``Problem`` where there are none because no place here has such a service.
  /// - Complexity: O(places).
  func places(of kind: String?, _ wishes: PlaceWishes) throws(Problem) -> [PlaceID] {
    let found: [PlaceID] = live.places.rows.compactMap { row in
      guard let place = row.place else { return nil }
      let view = view(row)
      if let kind, view.mapKind != kind, !view.kinds.contains(kind) { return nil }
      return view.facts.status ?? .open == .open && wishes.accepts(view, as: kind) ? place : nil
    }
    if found.isEmpty { try check(wishes) }
    return found
  }

  /// - Throws: ``Problem`` for a service that no place here has.
  /// - Complexity: O(places).
  func check(_ wishes: PlaceWishes) throws(Problem) {
    if wishes.services.isEmpty { return }
    let known = Set(live.places.rows.flatMap { registry[$0.element]?.services ?? [] })
    guard !known.isEmpty, let word = wishes.services.first(where: { !known.contains($0) }) else { return }
    throw Problem(
      .badRequest,
      Wording.Server.malformedValue(
        "service", word.printable, allowed: known.sorted().joined(separator: ", ")))
  }

  /// What the registry knows of a place that a list of near ones, of `kind` or of any, shows.
  func members(of place: PlaceID, as kind: String?) -> [JSON.Member] {
    guard let row = live.places[live.city.premises.places[place].element.id] else { return [] }
    let view = view(row)
    return [
      JSON.Member(key: "friendly", value: .bool(view.isFriendly(as: kind))),
      JSON.Member(key: "services", value: .strings(view.facts.services)),
      JSON.Member(key: "price", value: view.facts.price.map { .int($0) } ?? .null),
      JSON.Member(key: "occupancy", value: view.occupancy?.json ?? .null),
    ]
  }
}

/// Which places somebody asks for.
struct PlaceQuery: Sendable {
  static let keys = ["kind", "status", "open", "department", "near", "bbox", "q"] + PlaceWishes.keys

  let kind: String?
  private let status: PlaceFacts.Status?
  private let onlyOpen: Bool
  private let department: String?
  private let wishes: PlaceWishes
  private let near: Coordinate?
  private let box: BoundingBox?
  private let text: String?

  init(_ query: Query, _ datum: Datum, _ district: District) throws {
    kind = try query["kind"].map { try district.placeKind($0) }
    status = try query["status"].map { word in
      guard let status = PlaceFacts.Status(rawValue: word) else {
        let allowed = PlaceFacts.Status.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem(.badRequest, Wording.Server.malformedValue("status", word.printable, allowed: allowed))
      }
      return status
    }
    onlyOpen = try query.flag("open")
    department = query["department"]
    wishes = try PlaceWishes(query)
    near = try query["near"].map { text in
      guard case .coordinate(let point) = try EndQuery(text, datum: datum) else {
        throw RouteError.malformedCoordinate(text.printable)
      }
      return point
    }
    box = try query["bbox"].map { try PlaceQuery.box($0) }
    text = query["q"].map { String($0.prefix(100)).lowercased() }
  }

  /// `west,south,east,north`.
  static func box(_ text: String) throws(Problem) -> BoundingBox {
    let numbers = text.split(separator: ",").compactMap { Double($0) }
    guard numbers.count == 4, abs(numbers[0]) <= 180, abs(numbers[2]) <= 180, abs(numbers[1]) <= 90,
      abs(numbers[3]) <= 90, numbers[0] <= numbers[2], numbers[1] <= numbers[3]
    else {
      throw Problem(
        .badRequest, Wording.Server.malformedValue("bbox", text.printable, allowed: "WEST,SOUTH,EAST,NORTH"))
    }
    return BoundingBox(around: [
      Coordinate(longitude: numbers[0], latitude: numbers[1]),
      Coordinate(longitude: numbers[2], latitude: numbers[3]),
    ])
  }

  /// All that fit, the nearest first where a point is given, else in the order of the map; with the metres to it.
  ///
  /// - Throws: ``Problem`` where nothing does because no place here has such a service.
  /// - Complexity: O(places).
  func find(in district: District) throws(Problem) -> [(view: PlaceView, metres: Double?)] {
    let looking = PlaceLook(district.city, district)
    var found: [(view: PlaceView, metres: Double?)] = []
    for row in looking.live.places.rows {
      if let box, !box.contains(row.position) { continue }
      let view = looking.view(row)
      if accepts(view) { found.append((view, near.map { row.position.distance(to: $0) })) }
    }
    if found.isEmpty { try looking.check(wishes) }
    if near != nil { found.sort { ($0.metres ?? 0) < ($1.metres ?? 0) } }
    return found
  }

  private func accepts(_ view: PlaceView) -> Bool {
    if let kind, view.mapKind != kind, !view.kinds.contains(kind) { return false }
    if let status, view.facts.status ?? .open != status { return false }
    if onlyOpen, view.openness.isOpen != true { return false }
    if let department, view.facts.department != department { return false }
    guard let text else { return wishes.accepts(view, as: kind) }
    let names =
      [view.names.local, view.names.english, view.facts.code].compactMap { $0 } + view.facts.aliases
    return wishes.accepts(view, as: kind) && names.contains { $0.lowercased().contains(text) }
  }
}

extension Body {
  /// A whole number; nil where it is missing.
  func count(_ key: String, _ range: ClosedRange<Int>) throws(Problem) -> Int? {
    guard let value = self[key] else { return nil }
    guard case .int(let number) = value, range.contains(number) else {
      throw wrong(key, allowed: "\(range.lowerBound)...\(range.upperBound)")
    }
    return number
  }
}

extension District {
  /// The kind of friendly place, or of the map's places, that somebody calls `word`.
  ///
  /// - Throws: `RouteError.unknownPlaceKind`.
  func placeKind(_ word: String) throws -> String {
    if let kind = registry.kinds.kind(named: word) { return kind.id }
    return try PlaceKindWord(city.placeKinds.map(\.kind) + ["compound"]).kind(word)
  }
}
