import HTTPTypes
import Hummingbird
import Wording

/// Collects the routes of the server, so that a wrong method is told from a wrong path.
struct RouteTable {
  typealias Handler = @Sendable (Request, ServerContext) async throws -> Response

  private let router = Router(context: ServerContext.self)
  private var methods: [(path: String, methods: [HTTPRequest.Method])] = []

  /// Answers `method` at `path` by `handler`; `GET` answers `HEAD` too.
  mutating func on(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
    var added = [method]
    if method == .get { added.append(.head) }
    for method in added { router.on(RouterPath(path), method: method, use: handler) }
    if let row = methods.firstIndex(where: { $0.path == path }) {
      methods[row].methods += added
    } else {
      methods.append((path, added))
    }
  }

  /// All routes with their methods, `HEAD` left out.
  var routes: [(path: String, methods: [String])] {
    methods.map { ($0.path, $0.methods.filter { $0 != .head }.map(\.rawValue)) }
  }

  /// What answers by these routes; asked for once, at the end.
  func responder() -> some HTTPResponder<ServerContext> {
    for (path, known) in methods {
      let allowed = known.map(\.rawValue)
      for method in [HTTPRequest.Method.get, .head, .post, .put, .delete, .patch, .trace, .connect]
      where !known.contains(method) {
        router.on(RouterPath(path), method: method) { request, _ -> Response in
          throw Problem.wrongMethod(request.method, allowed: allowed)
        }
      }
      router.on(RouterPath(path), method: .options) { _, _ -> Response in
        Response(status: .noContent, headers: [.allow: allowed.joined(separator: ", ")])
      }
    }
    return router.buildResponder()
  }
}
