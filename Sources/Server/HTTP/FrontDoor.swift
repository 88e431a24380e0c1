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
    var response = await answer(request, context)
    if request.method == .head { response = response.createHeadResponse() }
    addHeaders(&response, request, context)
    record(request, response, context, (NIODeadline.now() - began).nanoseconds)
    return response
  }

  private func answer(_ request: Request, _ context: ServerContext) async -> Response {
    do {
      if request.head.authority == nil {
        throw Problem(.badRequest, Wording.Server.noHost, headers: [.connection: "close"])
      }
      if request.method == .options, request.headers[.origin] != nil { return preflight() }
      try checkRate(request, context)
      let response = try await inner.respond(to: request, context: context)
      if response.status == .notFound {
        throw Problem(.notFound, Wording.Server.unknownPath(request.uri.path.printable))
      }
      return response
    } catch {
      if let problem = Problem(error) {
        if problem.kind.status.code >= 500 { log(error, context, .warning) }
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

  private func checkRate(_ request: Request, _ context: ServerContext) throws {
    guard let limiter, let seconds = limiter.take(request.cost, from: client(request, context)) else {
      return
    }
    throw Problem(
      .tooManyRequests, Wording.Server.tooOften(seconds: seconds), headers: [.retryAfter: String(seconds)])
  }

  /// Who asks: the address, or the network of an IPv6 address, since one person has many there.
  private func client(_ request: Request, _ context: ServerContext) -> String {
    var address = context.remote?.ipAddress ?? "local"
    if district.settings.trustProxy == .yes, let list = request.headers[.forwardedFor],
      let last = list.split(separator: ",").last
    {
      address = last.filter { $0 != " " }
    }
    let groups = address.split(separator: ":", omittingEmptySubsequences: false)
    return groups.count > 4 ? groups.prefix(4).joined(separator: ":") : address
  }

  // MARK: Headers

  private func preflight() -> Response {
    var headers = HTTPFields()
    headers[.accessControlAllowMethods] = "GET, HEAD, POST, DELETE, OPTIONS"
    headers[.accessControlAllowHeaders] = "Authorization, Content-Type, Last-Event-ID, Accept-Language"
    headers[.accessControlMaxAge] = "86400"
    return Response(status: .noContent, headers: headers)
  }

  private func addHeaders(_ response: inout Response, _ request: Request, _ context: ServerContext) {
    response.headers[.requestID] = context.requestID
    response.headers[.xContentTypeOptions] = "nosniff"
    let origin = district.settings.allowOrigin
    if request.headers[.origin] != nil, origin != "none" {
      response.headers[.accessControlAllowOrigin] = origin
      response.headers[.accessControlExposeHeaders] = "X-Request-ID, ETag, Retry-After"
    }
    guard response.headers[.contentType]?.hasPrefix("text/html") == true else { return }
    for (name, value) in PageSecurity.headers { response.headers[name] = value }
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
  /// How many tokens the request takes from its client's bucket: about its work.
  fileprivate var cost: Double {
    let path = uri.path
    if path.hasPrefix("/tiles/") || path.hasPrefix("/assets/") { return 0.2 }
    return ["/v1/table", "/v1/reach", "/table/", "/match/", "/trip/", "/v1/reports"].contains {
      path.hasPrefix($0)
    }
      ? 5 : 1
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
    (.referrerPolicy, "same-origin"), (.permissionsPolicy, "geolocation=(self), camera=(), microphone=()"),
    (.openerPolicy, "same-origin"),
  ]
}
