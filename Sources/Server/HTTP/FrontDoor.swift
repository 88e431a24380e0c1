import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Wording

/// What every request passes first and last: number, limits, errors, headers, compression, log and metrics.
struct FrontDoor<Inner: HTTPResponder<ServerContext>>: HTTPResponder {
  let inner: Inner
  let district: District
  let limiter: RateLimiter?
  let metrics: RequestMetrics

  init(inner: Inner, district: District) {
    self.inner = inner
    self.district = district
    metrics = RequestMetrics(factory: district.metrics)
    let settings = district.settings
    limiter =
      settings.rateLimit > 0
      ? RateLimiter(perSecond: Double(settings.rateLimit), burst: Double(settings.rateBurst)) : nil
  }

  func respond(to request: Request, context: ServerContext) async throws -> Response {
    let began = NIODeadline.now()
    var context = context
    context.language = request.askedLanguage ?? request.preferredLanguage
    context.requestID = RequestNumber.next()
    (context.client, context.limiter) = (client(request, context), limiter)
    var response = await answer(request, context)
    if request.method == .head { response = response.createHeadResponse() }
    addHeaders(&response, request, context)
    record(request, response, context, (NIODeadline.now() - began).nanoseconds)
    return response
  }

  private func answer(_ request: Request, _ context: ServerContext) async -> Response {
    do {
      try checkHead(request)
      if request.method == .options, request.headers[.origin] != nil { return preflight() }
      try context.charge(request.cost)
      let response = try await inner.respond(to: request, context: context)
      if response.status == .notFound { throw try await missing(request, context) }
      return response
    } catch {
      if let problem = Problem(error) {
        if problem.kind.status.code >= 500 { log(problem.cause ?? error, context, .warning) }
        return problem.response(problem.language ?? context.language, instance: context.requestID)
      }
      log(error, context, .error)
      return Problem(.internalError, Wording.Server.failure)
        .response(context.language, instance: context.requestID)
    }
  }

  private func log(_ error: any Error, _ context: ServerContext, _ level: Logger.Level) {
    district.logger.log(
      level: level, "request failed", metadata: ["request": "\(context.requestID)", "error": "\(error)"])
  }

  // MARK: Limits

  /// Bytes of a target: as much as the largest question of the OSRM API needs.
  private static var longestTarget: Int { OSRMLimits().targetBytes }
  /// Bytes of all other fields of a head.
  private static var longestFields: Int { 32 << 10 }

  /// - Throws: ``Problem`` where the head is not one that is answered.
  private func checkHead(_ request: Request) throws(Problem) {
    // The first Host became the authority; another one stays a field.
    if request.head.authority == nil || request.headers[.secondHost] != nil {
      throw Problem(.badRequest, Wording.Server.noHost, headers: [.connection: "close"])
    }
    let target = request.uri.string.utf8.count
    guard target <= Self.longestTarget else {
      throw Problem(.targetTooLong, Wording.Server.longTarget(target, limit: Self.longestTarget))
    }
    let fields = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count }
    guard fields <= Self.longestFields else {
      throw Problem(.headTooLarge, Wording.Server.largeHead(fields, limit: Self.longestFields))
    }
  }

  /// What is wrong with a request that nobody answers: its path, or a method so odd that no table lists it.
  private func missing(_ request: Request, _ context: ServerContext) async throws -> Problem {
    let unknown = Problem(.notFound, Wording.Server.unknownPath(request.uri.path.printable))
    guard !request.method.isKnown else { return unknown }
    var head = request.head
    head.method = .options
    let options = try await inner.respond(to: Request(head: head, body: request.body), context: context)
    guard let allowed = options.headers[.allow] else { return unknown }
    return .wrongMethod(request.method, allowed: allowed.split(separator: ", ").map(String.init))
  }

  private func client(_ request: Request, _ context: ServerContext) -> String {
    if district.settings.trustProxy == .yes, let list = request.headers[.forwardedFor],
      let last = list.split(separator: ",").last
    {
      return ClientName.of(last)
    }
    return ClientName.of(context.remote)
  }

  // MARK: Headers

  private func preflight() -> Response {
    var headers = HTTPFields()
    headers[.accessControlAllowMethods] = "GET, HEAD, POST, PATCH, DELETE, OPTIONS"
    headers[.accessControlAllowHeaders] = "Authorization, Content-Type, Last-Event-ID, Accept-Language"
    headers[.accessControlMaxAge] = "86400"
    return Response(status: .noContent, headers: headers)
  }

  private func addHeaders(_ response: inout Response, _ request: Request, _ context: ServerContext) {
    response.headers[.requestID] = context.requestID
    response.headers[.xContentTypeOptions] = "nosniff"
    allowOrigin(&response, request)
    guard response.headers[.contentType]?.hasPrefix("text/html") == true else { return }
    for (name, value) in PageSecurity.headers { response.headers[name] = value }
  }

  /// Lets pages elsewhere read the answer; one that a cache may hand to all of them says so to all.
  private func allowOrigin(_ response: inout Response, _ request: Request) {
    let origin = district.settings.allowOrigin
    guard origin != "none" else { return }
    if origin != "*" { response.headers[values: .vary].append("Origin") }
    guard origin == "*" || request.headers[.origin] != nil else { return }
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.accessControlExposeHeaders] = "X-Request-ID, ETag, Retry-After"
  }

  // MARK: What remains

  private func record(
    _ request: Request, _ response: Response, _ context: ServerContext, _ nanoseconds: Int64
  ) {
    metrics.record(
      route: context.endpointPath ?? "other",
      method: request.method.isKnown ? request.method.rawValue : "other",
      status: response.status.code, nanoseconds: nanoseconds)
    guard district.logger.logLevel <= .debug else { return }
    district.logger.debug(
      "request",
      metadata: [
        "request": "\(context.requestID)", "method": "\(request.method.rawValue)",
        // The path only: a query holds where somebody is and wants to go.
        "path": "\(context.endpointPath ?? "other")", "status": "\(response.status.code)",
        "milliseconds": "\(Double(nanoseconds) / 1e6)",
      ])
  }
}

extension Request {
  static let usualCost = 1.0
  static let heavyCost = 5.0

  /// How many tokens the request takes from its client's bucket: about its work.
  var cost: Double {
    // As the router reads a path: slashes may come in pairs.
    let parts = uri.path.split(separator: "/", maxSplits: 2)
    switch parts.first {
    // Of a collection a GIS asks for hundreds of small pages, one after the other.
    case "tiles", "assets", "ogc": return 0.2
    case "table", "match", "trip": return Request.heavyCost
    case "route": return OSRMRoutes.isLong(self) ? Request.heavyCost : Request.usualCost
    case "v1": break
    default: return Request.usualCost
    }
    switch parts.dropFirst().first {
    case "table", "reach", "reports": return Request.heavyCost
    case "session", "account": return isReading ? Request.usualCost : Request.heavyCost
    case "edits": return method == .post ? Request.heavyCost : Request.usualCost
    case "search", "nearest": return 2
    default: return Request.usualCost
    }
  }
}

extension HTTPRequest.Method {
  fileprivate var isKnown: Bool { [.get, .head, .post, .put, .delete, .options, .patch].contains(self) }
}

extension String {
  /// The text without control characters, shortened: what a client sent goes into a sentence.
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.lazy.filter { !$0.properties.generalCategory.isControl }.prefix(200)))
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isControl: Bool {
    self == .control || self == .format || self == .lineSeparator || self == .surrogate
  }
}

/// Headers of pages: nothing from elsewhere runs in them or frames them.
enum PageSecurity {
  static let headers: [(HTTPField.Name, String)] = [
    (
      .contentSecurityPolicy,
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    (.referrerPolicy, "same-origin"),
    (.permissionsPolicy, "geolocation=(self), camera=(self), microphone=()"),
    (.openerPolicy, "same-origin"),
  ]
}
