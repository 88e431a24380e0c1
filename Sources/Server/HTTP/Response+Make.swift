import HTTPTypes
import Hummingbird
import NIOCore
import Queries
import Wording

extension HTTPField.Name {
  static let contentSecurityPolicy = unchecked("Content-Security-Policy")
  static let contentCRS = unchecked("Content-Crs")
  static let requestID = unchecked("X-Request-ID")
  static let forwardedFor = unchecked("X-Forwarded-For")
  static let lastEventID = unchecked("Last-Event-ID")
  /// What HTTPTypes keeps to itself.
  static let secondHost = unchecked("Host")
  static let referrerPolicy = unchecked("Referrer-Policy")
  static let permissionsPolicy = unchecked("Permissions-Policy")
  static let openerPolicy = unchecked("Cross-Origin-Opener-Policy")

  /// A name known to be well formed.
  private static func unchecked(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
    return name
  }
}

extension Response {
  /// An answer in JSON that holds now only, compressed where the client likes that.
  static func json(
    _ bytes: [UInt8], _ language: Language, for request: Request, status: HTTPResponse.Status = .ok
  ) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    headers[.cacheControl] = "no-store"
    headers[.contentLanguage] = language.rawValue
    return compressed(ByteBuffer(bytes: bytes), headers, for: request, status: status)
  }

  static func json(
    _ value: JSON, _ language: Language, for request: Request, status: HTTPResponse.Status = .ok
  ) -> Response {
    json(Array(value.text.utf8), language, for: request, status: status)
  }

  /// A body made for this request only: compressed quickly or not at all.
  static func compressed(
    _ body: ByteBuffer, _ headers: HTTPFields, for request: Request, status: HTTPResponse.Status = .ok
  ) -> Response {
    guard body.readableBytes >= Gzip.smallest, request.acceptsGzip,
      let smaller = Gzip.compress(body.readableBytesView, level: 1)
    else { return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body)) }
    var headers = headers
    headers[.contentEncoding] = "gzip"
    headers[.vary] = "Accept-Encoding"
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: smaller))
  }

  /// `entity`, or that the client has it already.
  static func entity(_ entity: Entity, for request: Request, caching: String) -> Response {
    var headers = HTTPFields()
    headers[.eTag] = entity.tag
    headers[.cacheControl] = caching
    headers[.vary] = "Accept-Encoding"
    if request.has(entity.tag) { return Response(status: .notModified, headers: headers) }
    headers[.contentType] = entity.type
    if let gzip = entity.gzip, request.acceptsGzip {
      headers[.contentEncoding] = "gzip"
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: gzip))
    }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: entity.plain))
  }
}

extension Request {
  /// Whether the client takes gzip; `gzip;q=0` refuses it.
  var acceptsGzip: Bool {
    guard let field = headers[.acceptEncoding]?.lowercased() else { return false }
    return field.split(separator: ",").contains { part in
      let pieces = part.split(separator: ";").map { $0.filter { $0 != " " } }
      guard pieces.first == "gzip" || pieces.first == "*" else { return false }
      return !pieces.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
    }
  }

  /// Whether the client says that it holds the entity `tag`.
  func has(_ tag: String) -> Bool {
    guard let known = headers[.ifNoneMatch] else { return false }
    return known == "*"
      || known.split(separator: ",").contains {
        $0.filter { $0 != " " && $0 != "\t" }.trimmingPrefix("W/") == tag
      }
  }
}
