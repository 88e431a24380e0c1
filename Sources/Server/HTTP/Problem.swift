import Boards
import HTTPTypes
import Hummingbird
import People
import Places
import Queries
import Routing
import Store
import Wording

/// An answer that says why there is no other: RFC 9457 problem details.
///
/// The one place where errors of the lower layers become HTTP.
struct Problem: Error {
  /// What is wrong, and with it status and title.
  enum Kind: String, CaseIterable {
    case badRequest = "bad-request"
    case unauthorized
    case forbidden
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case conflict
    case tooLarge = "too-large"
    case targetTooLong = "target-too-long"
    case headTooLarge = "head-too-large"
    case unprocessable
    case tooManyRequests = "too-many-requests"
    case internalError = "internal-error"
    case unavailable
    case insufficientStorage = "insufficient-storage"
  }

  var kind: Kind
  var detail: Wording
  var headers = HTTPFields()
  /// The language that the body asked for; that of the request where nil.
  var language: Language?
  /// What the log is told instead of the words for the client.
  var cause: (any Error)?

  init(_ kind: Kind, _ detail: Wording, headers: HTTPFields = HTTPFields()) {
    self.kind = kind
    self.detail = detail
    self.headers = headers
  }

  /// What a path answers that does not answer `method`.
  static func wrongMethod(_ method: HTTPRequest.Method, allowed: [String]) -> Problem {
    Problem(
      .methodNotAllowed, Wording.Server.wrongMethod(method.rawValue.printable, allowed: allowed),
      headers: [.allow: allowed.joined(separator: ", ")])
  }

  /// `error`, to be said in the language that a body asked for.
  static func said(_ error: any Error, in language: Language) -> any Error {
    guard var problem = Problem(error) else { return error }
    problem.language = problem.language ?? language
    problem.cause = problem.cause ?? error
    return problem
  }

  /// Whatever was thrown, as a problem; nil for what is nobody's input and has to be logged.
  init?(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as QueryError:
      self.init(error.kind, error.wording)
    case let error as RouteError:
      self.init(error.isMalformed ? .badRequest : .unprocessable, error.wording)
    case let error as StoreError: self.init(error)
    case let error as PeopleError: self.init(.badRequest, error.wording)
    case let error as EditError: self.init(error.isAboutMap ? .unprocessable : .badRequest, error.wording)
    case let error as RuleTestError:
      self.init(error.isAboutCity ? .unprocessable : .badRequest, error.wording)
    case let error as BoardError: self.init(.notFound, error.wording)
    case let error as RegistryFileError: self.init(.badRequest, error.wording)
    case let error as HTTPError:
      guard let kind = Kind.allCases.first(where: { $0.status == error.status }) else { return nil }
      self.init(kind, kind.title)
    default: return nil
    }
  }

  private init?(_ error: StoreError) {
    switch error {
    case .unknownClosure(let id): self.init(.notFound, Wording.Server.unknownClosure(id))
    case .unknownEdit, .unknownAccount: self.init(.notFound, error.wording)
    case .duplicate, .decided, .nameTaken: self.init(.conflict, error.wording)
    case .full: self.init(.insufficientStorage, Wording.Server.noRoom)
    case .malformed: return nil
    // Its own words name files of the server: they are for the log.
    default: self.init(.unavailable, Wording.Server.cannotStore)
    }
  }

  /// The answer in `language`; `instance` names the request.
  func response(_ language: Language, instance: String) -> Response {
    let body = JSON.object([
      "type": .string("/docs/api#problem-" + kind.rawValue), "title": .string(kind.title[language]),
      "status": .int(kind.status.code), "detail": .string(detail[language]),
      "instance": .string("urn:kaimen:request:" + instance),
    ])
    var response = Response(
      status: kind.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body.text)))
    response.headers[.contentType] = "application/problem+json"
    response.headers[.contentLanguage] = language.rawValue
    response.headers[.cacheControl] = "no-store"
    return response
  }
}

extension Problem.Kind {
  var status: HTTPResponse.Status {
    switch self {
    case .badRequest: .badRequest
    case .unauthorized: .unauthorized
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .conflict: .conflict
    case .tooLarge: .contentTooLarge
    case .targetTooLong: .uriTooLong
    case .headTooLarge: .requestHeaderFieldsTooLarge
    case .unprocessable: .unprocessableContent
    case .tooManyRequests: .tooManyRequests
    case .internalError: .internalServerError
    case .unavailable: .serviceUnavailable
    case .insufficientStorage: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
    }
  }

  var title: Wording {
    switch self {
    case .badRequest: Wording.Server.badRequest
    case .unauthorized: Wording.Server.unauthorized
    case .forbidden: Wording.Server.forbidden
    case .notFound: Wording.Server.notFound
    case .methodNotAllowed: Wording.Server.methodNotAllowed
    case .conflict: Wording.Server.conflict
    case .tooLarge: Wording.Server.tooLarge
    case .targetTooLong: Wording.Server.targetTooLong
    case .headTooLarge: Wording.Server.headTooLarge
    case .unprocessable: Wording.Server.unprocessable
    case .tooManyRequests: Wording.Server.tooManyRequests
    case .internalError: Wording.Server.internalError
    case .unavailable: Wording.Server.unavailable
    case .insufficientStorage: Wording.Server.insufficientStorage
    }
  }
}

extension RouteError {
  /// Whether the text itself is wrong, whatever the city.
  fileprivate var isMalformed: Bool {
    switch self {
    case .malformedCoordinate, .malformedElement, .malformedTime, .farTime, .unknownMode, .longPlace: true
    default: false
    }
  }
}

extension QueryError {
  /// What it is as an answer: unprocessable where the question is well put and only this city has nothing for it.
  fileprivate var kind: Problem.Kind {
    switch self {
    case .nothingToClose, .swappedClosure: .unprocessable
    case .tooManyTargets, .tooManyCorners: .tooLarge
    default: .badRequest
    }
  }
}
