import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OSM
import Queries
import Routing
import Store
import Synchronization
import Testing
import Wording

@testable import Server

@Suite struct ProblemTests {
  /// A request that cannot be answered, and what is said of it.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var method: HTTPRequest.Method
    var target: String
    var body = ""
    var status: Int
    var kind: Problem.Kind
    var testDescription: String { "\(method.rawValue) \(target) \(body)" }
  }

  private static let west = SmallCity.text(10, 0)

  private static let wrong: [Wrong] = [
    Wrong(method: .get, target: "/v1/nothing", status: 404, kind: .notFound),
    Wrong(method: .get, target: "/", status: 404, kind: .notFound),
    Wrong(method: .get, target: "/v1/door", status: 405, kind: .methodNotAllowed),
    Wrong(method: .post, target: "/v1/reach", status: 405, kind: .methodNotAllowed),
    Wrong(method: .put, target: "/v1/closures/c_1", status: 405, kind: .methodNotAllowed),
    Wrong(method: .get, target: "/v1/city?foo=1", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/doors", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/doors?of=way/20&of=way/20", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/doors?of=%GG", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/doors?of=%FF", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/doors?of=way/20&datum=wgs72", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/doors?of=node/987654", status: 422, kind: .unprocessable),
    Wrong(method: .get, target: "/v1/doors?of=node/abc", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/search?q=a&limit=51", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/search?q=a&limit=x", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/reach?from=\(west)&minutes=0", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/reach?from=\(west)&minutes=nan", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/reach?from=\(west)&by=tank", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/reach?from=\(west)&depart=noon", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/v1/nearest?from=\(west)&kind=volcano", status: 422, kind: .unprocessable),
    Wrong(
      method: .get, target: "/v1/nearest?from=\(west)&kind=pharmacy&open=maybe", status: 400,
      kind: .badRequest),
    Wrong(method: .post, target: "/v1/door", body: #"{"from":"#, status: 400, kind: .badRequest),
    Wrong(method: .post, target: "/v1/door", body: "[]", status: 400, kind: .badRequest),
    Wrong(method: .post, target: "/v1/door", body: #"{"from":"way/20"}"#, status: 400, kind: .badRequest),
    Wrong(
      method: .post, target: "/v1/door", body: #"{"from":"\#(west)","to":"人民路 999"}"#, status: 422,
      kind: .unprocessable),
    Wrong(
      method: .post, target: "/v1/door", body: #"{"from":"\#(west)","to":"way/20","close":"node/99"}"#,
      status: 422,
      kind: .unprocessable),
    Wrong(
      method: .post, target: "/v1/door", body: #"{"from":"\#(west)","to":"way/20","colour":1}"#, status: 400,
      kind: .badRequest),
    Wrong(method: .post, target: "/v1/table", body: "{", status: 400, kind: .badRequest),
    Wrong(
      method: .post, target: "/v1/table", body: #"{"from":[],"to":["way/20"]}"#, status: 400,
      kind: .badRequest),
    Wrong(method: .post, target: "/v1/reports", body: "null", status: 400, kind: .badRequest),
    Wrong(method: .post, target: "/v1/closures", body: "{}", status: 401, kind: .unauthorized),
    Wrong(method: .delete, target: "/v1/closures/c_1", status: 401, kind: .unauthorized),
    Wrong(method: .get, target: "/v1/reports", status: 401, kind: .unauthorized),
    Wrong(method: .post, target: "/v1/reload", status: 401, kind: .unauthorized),
    Wrong(method: .get, target: "/v1/changes?since=-1", status: 400, kind: .badRequest),
    Wrong(method: .get, target: "/tiles/9/1/1.mvt", status: 404, kind: .notFound),
  ]

  @Test(arguments: wrong)
  func `what cannot be answered says why, in both languages, as RFC 9457 has it`(_ wrong: Wrong) async throws
  {
    let server = try await TestServer()
    for language in Language.allCases {
      let reply = try await server.ask(
        wrong.method, wrong.target, ["Accept-Language": language.rawValue], body: Array(wrong.body.utf8))
      let problem = try reply.problem(wrong.status, wrong.kind)
      #expect(reply["Content-Language"] == language.rawValue)
      #expect(try problem.at("title").word?.isChinese == (language == .chinese))
      if language == .chinese { #expect(try problem.at("detail").word?.isChinese == true) }
    }
  }

  @Test(arguments: Problem.Kind.allCases)
  func `each kind has a status of its class, titles in both languages and a type of its own`(
    _ kind: Problem.Kind
  )
    async throws
  {
    #expect((400...599).contains(kind.status.code))
    #expect(!kind.title.english.isChinese)
    #expect(kind.title.chinese.isChinese)
    #expect(Problem.Kind.allCases.filter { $0.status == kind.status } == [kind])
    let response = Problem(kind, Wording(en: "a", zh: "甲")).response(.chinese, instance: "1")
    #expect(response.status == kind.status)
    let parts = try #require(response.body.contentLength)
    #expect(parts > 0)
  }

  @Test func `the language asked for in the question is that of its problem`() async throws {
    let server = try await TestServer()
    let query = try await server.get("/v1/doors?of=node/987654&language=zh")
    #expect(try query.problem(422, .unprocessable).at("detail").word?.isChinese == true)
    let body = try await server.post("/v1/door", #"{"language":"zh","from":"way/20","to":"node/987654"}"#)
    #expect(try body.problem(422, .unprocessable).at("detail").word?.isChinese == true)
    let english = try await server.post(
      "/v1/door", #"{"language":"en","from":"way/20","to":"node/987654"}"#, ["Accept-Language": "zh"])
    #expect(try english.problem(422, .unprocessable).at("detail").word?.isChinese == false)
  }

  @Test(
    arguments: [
      ("/v1/table", #"{"language":"zh","from":[],"to":["way/20"]}"#, 400),
      ("/v1/table", #"{"language":"zh","from":["way/20"],"to":["node/987654"]}"#, 422),
      ("/v1/table", #"{"language":"zh","from":["way/20"],"to":["way/20"],"colour":1}"#, 400),
      ("/v1/closures", #"{"language":"zh","target":"node/999"}"#, 422),
      ("/v1/closures", #"{"language":"zh"}"#, 400),
      ("/v1/reports", #"{"language":"zh","position":[0,0]}"#, 422),
      ("/v1/reports", #"{"language":"zh","position":[0,0,0]}"#, 400),
    ])
  func `the language of a body is that of its problem`(_ target: String, _ body: String, _ status: Int)
    async throws
  {
    let server = try await TestServer()
    let reply = try await server.post(target, body, server.bearer)
    let problem = try reply.problem(status, status == 400 ? .badRequest : .unprocessable)
    #expect(reply["Content-Language"] == "zh")
    #expect(try problem.at("detail").word?.isChinese == true)
  }

  @Test func `a store that fails speaks the language of the body, too`() async throws {
    let store = FaultyStore()
    let server = try await TestServer(store: store)
    store.failWriting(with: .full(path: "/secret"))
    let body = #"{"language":"zh","target":"node/3"}"#
    let reply = try await server.post("/v1/closures", body, server.bearer)
    #expect(try reply.problem(507, .insufficientStorage).at("detail").word?.isChinese == true)
  }

  @Test func `what may be asked of a path is told to whoever asks for its options`() async throws {
    let server = try await TestServer()
    for (target, allowed) in [("/v1/door", "POST"), ("/v1/closures/c_1", "GET, HEAD, DELETE")] {
      let reply = try await server.ask(.options, target)
      #expect(reply.status == 204)
      #expect(reply["Allow"] == allowed)
    }
    _ = try await server.ask(.options, "/v1/nothing").problem(404, .notFound)
  }

  @Test func `a method that nobody knows is wrong, not the path`() async throws {
    let server = try await TestServer()
    for name in ["PROPFIND", "BREW"] {
      let method = try #require(HTTPRequest.Method(name))
      let reply = try await server.ask(method, "/v1/door")
      _ = try reply.problem(405, .methodNotAllowed)
      #expect(reply["Allow"] == "POST")
      _ = try await server.ask(method, "/v1/nothing").problem(404, .notFound)
    }
  }

  @Test func `a target or head that is too large is told so`() async throws {
    let server = try await TestServer()
    let long = "/v1/doors?of=" + String(repeating: "9", count: 200_000)
    _ = try await server.get(long).problem(414, .targetTooLong)
    let room = try await server.get("/v1/doors?of=" + String(repeating: "9", count: 100_000))
    _ = try room.problem(400, .badRequest)
    let fields = ["X-Long": String(repeating: "x", count: 33_000)]
    _ = try await server.get("/healthz", fields).problem(431, .headTooLarge)
  }

  @Test func `a host given twice is refused`() async throws {
    let server = try await TestServer()
    // The first has become the authority.
    _ = try await server.get("/healthz", ["Host": "elsewhere"]).problem(400, .badRequest)
  }

  // MARK: Too much

  @Test func `what a question closes for itself is bounded, before anything is looked up`() async throws {
    let server = try await TestServer()
    func ask(_ key: String, _ value: String) async throws -> Reply {
      try await server.post("/v1/door", #"{"from":"\#(Self.west)","to":"way/20","\#(key)":\#(value)}"#)
    }
    let triangle = #""106.0,29.0 106.1,29.0 106.1,29.1""#
    for key in ["close", "open"] {
      let many = "[" + Array(repeating: triangle, count: 65).joined(separator: ",") + "]"
      let problem = try await ask(key, many).problem(413, .tooLarge)
      #expect(try problem.at("detail").word?.contains("65") == true)
      for separator in [" ", ";", "；", " ; "] {
        let corners = Array(repeating: "106.45,29.55", count: 501).joined(separator: separator)
        let problem = try await ask(key, #""\#(corners)""#).problem(413, .tooLarge)
        #expect(try problem.at("detail").word?.contains("501") == true)
      }
    }
    #expect(try await ask("close", #""node/3""#).status == 200)
  }

  @Test func `a place that is longer than any address is refused`() async throws {
    let server = try await TestServer()
    let long = String(repeating: "路", count: 167)
    let west = Self.west
    for reply in [
      try await server.post("/v1/door", #"{"from":"\#(long)","to":"way/20"}"#),
      try await server.post("/v1/door", #"{"from":"way/20","to":"\#(long)"}"#),
      try await server.post("/v1/table", #"{"from":["\#(long)"],"to":["way/20"]}"#),
      try await server.get("/v1/doors?of=\(long.percentEncoded)"),
      try await server.get("/v1/reach?from=\(long.percentEncoded)"),
    ] {
      let problem = try reply.problem(400, .badRequest)
      #expect(try problem.at("detail").word?.contains("501") == true)
    }
    let room = String(repeating: "路", count: 166)
    let reply = try await server.post("/v1/door", #"{"from":"\#(west)","to":"\#(room)"}"#)
    _ = try reply.problem(422, .unprocessable)
  }

  @Test func `a wrong method is told the right ones`() async throws {
    let server = try await TestServer()
    let allowed: [(HTTPRequest.Method, String, Set<String>)] = [
      (.get, "/v1/door", ["POST"]), (.post, "/v1/city", ["GET", "HEAD"]),
      (.patch, "/v1/closures", ["GET", "HEAD", "POST"]),
      (.post, "/v1/closures/c_1", ["GET", "HEAD", "DELETE"]),
      (.delete, "/tiles/14/1/1.mvt", ["GET", "HEAD"]),
    ]
    for (method, target, methods) in allowed {
      let reply = try await server.ask(method, target)
      _ = try reply.problem(405, .methodNotAllowed)
      let listed = reply["Allow"]?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
      #expect(Set(listed) == methods, "\(method.rawValue) \(target)")
    }
  }

  @Test(arguments: [("{\"from\":", 9), ("", 1), ("{\"a\":1}x", 8), ("{\"a\" 1}", 6), ("\u{FEFF}{}", 1)])
  func `malformed JSON names the byte where it goes wrong`(_ body: String, _ byte: Int) async throws {
    let server = try await TestServer()
    for target in ["/v1/door", "/v1/table", "/v1/reports"] {
      let problem = try await server.post(target, body).problem(400, .badRequest)
      #expect(try problem.at("detail").word?.contains("byte \(byte);") == true, "\(target) \(problem.text)")
    }
  }

  @Test func `a body that is too large is refused, announced or not`() async throws {
    let server = try await TestServer { $0.maxBody = 1024 }
    let large = [UInt8](repeating: 0x20, count: 1025)
    for headers in [["Content-Length": "1025"], [:]] {
      for target in ["/v1/door", "/v1/table", "/v1/reports"] {
        let problem = try await server.ask(.post, target, headers, body: large).problem(413, .tooLarge)
        #expect(try problem.at("detail").word?.contains("1024") == true)
      }
    }
    let room = [UInt8](repeating: 0x20, count: 1024)
    _ = try await server.ask(.post, "/v1/door", body: room).problem(400, .badRequest)
  }

  @Test func `a table with too many places is too large`() async throws {
    let server = try await TestServer { $0.maxCoordinates = 2 }
    let places = #"["way/20","way/20","way/20"]"#
    _ = try await server.post("/v1/table", #"{"from":\#(places),"to":["way/20"]}"#).problem(413, .tooLarge)
  }

  @Test func `writing needs the token and says how to give it`() async throws {
    let server = try await TestServer()
    let body = #"{"target":"node/3"}"#
    for field in [
      nil, "", "Bearer", "Bearer x", "Basic \(server.token)", "Bearer \(server.token)x", server.token,
    ] {
      let reply = try await server.post("/v1/closures", body, field.map { ["Authorization": $0] } ?? [:])
      _ = try reply.problem(401, .unauthorized)
      #expect(reply["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
      #expect(!reply.text.contains(server.token))
    }
    #expect(try await server.get("/v1/closures").json().at("closures").items.isEmpty)
    for scheme in ["Bearer", "bearer"] {
      let reply = try await server.post("/v1/closures", body, ["Authorization": "\(scheme) \(server.token)"])
      #expect(reply.status == 201)
    }
  }

  @Test func `what a client sends comes back in sentences only without control characters`() async throws {
    let server = try await TestServer()
    let problem = try await server.get("/v1/doors?of=way/20&a%00b%0A%E2%80%AEc=1").problem(400, .badRequest)
    #expect(try problem.at("detail").word?.contains("\"abc\"") == true)
    let long = try await server.get("/" + String(repeating: "x", count: 5000)).problem(404, .notFound)
    #expect(try #require(long.at("detail").word).count < 400)
  }

  // MARK: The store fails

  @Test(
    arguments: [
      (StoreError.full(path: "/secret"), 507, Problem.Kind.insufficientStorage),
      (.busy(path: "/secret"), 503, .unavailable), (.closed(path: "/secret"), 503, .unavailable),
      (.unwritable(path: "/secret", reason: "EIO"), 503, .unavailable),
      (.failed(path: "/secret", reason: "EIO"), 503, .unavailable),
      (.damaged(path: "/secret", reason: "EIO"), 503, .unavailable),
      (.malformed(id: "secret", reason: "EIO"), 500, .internalError),
    ] as [(StoreError, Int, Problem.Kind)])
  func `a store that fails is a problem of the server, and nothing is closed`(
    _ error: StoreError, _ status: Int, _ kind: Problem.Kind
  ) async throws {
    let store = FaultyStore()
    let server = try await TestServer(store: store)
    store.fail(with: error)
    let reply = try await server.post("/v1/closures", #"{"target":"node/3"}"#, server.bearer)
    _ = try reply.problem(status, kind)
    #expect(!reply.text.contains("secret") && !reply.text.contains("EIO"))
    _ = try await server.get("/v1/closures").problem(status, kind)
    _ = try await server.get("/readyz").problem(status, kind)
    #expect(try await server.get("/healthz").status == 200)
    store.fail(with: nil)
    #expect(try await server.get("/v1/closures").json().at("closures").items.isEmpty)
    #expect(try await server.get("/v1/city").json().at("counts/closures").double == 0)
  }

  @Test func `a server that could not write a moment ago is not ready, until it could`() async throws {
    let store = FaultyStore()
    let server = try await TestServer(store: store)
    #expect(try await server.get("/readyz").status == 200)
    store.failWriting(with: .full(path: "/secret"))
    _ = try await server.post("/v1/closures", #"{"target":"node/3"}"#, server.bearer)
      .problem(507, .insufficientStorage)
    _ = try await server.get("/readyz").problem(507, .insufficientStorage)
    store.failWriting(with: nil)
    _ = try await server.close(#"{"target":"node/3"}"#)
    #expect(try await server.get("/readyz").status == 200)
    // What was asked for wrongly is no fault of the store.
    _ = try await server.ask(.delete, "/v1/closures/c_none", server.bearer).problem(404, .notFound)
    #expect(try await server.get("/readyz").status == 200)
  }

  @Test func `a write that failed is forgotten in time, and a folder that is gone is told`() async throws {
    let folder = try ServerFolder()
    let gone = StoreHealth(folder: folder.file("none"))
    #expect(throws: StoreError.self) { try gone.check() }
    let health = StoreHealth(folder: FileManager.default.temporaryDirectory.path)
    #expect(throws: Never.self) { try health.check() }
    let full = StoreError.full(path: "x")
    await #expect(throws: full) { try await health.watching { throw full } }
    #expect(throws: full) { try health.check() }
    #expect(throws: Never.self) { try health.check(at: .now() + .seconds(31)) }
  }
}

extension String {
  /// As it stands after a question mark.
  fileprivate var percentEncoded: String { utf8.map { "%" + String($0, radix: 16) }.joined() }
}

extension Reply {
  /// The problem that the answer is, looked over: its type, its members and what they say of each other.
  func problem(_ status: Int, _ kind: Problem.Kind, _ location: SourceLocation = #_sourceLocation) throws
    -> JSON
  {
    try #require(self.status == status, "\(text)", sourceLocation: location)
    #expect(self["Content-Type"] == "application/problem+json", sourceLocation: location)
    #expect(self["Cache-Control"] == "no-store", sourceLocation: location)
    let json = try json()
    #expect(json.keys == ["type", "title", "status", "detail", "instance"], sourceLocation: location)
    #expect(try json.at("type").word == "/docs/api#problem-" + kind.rawValue, sourceLocation: location)
    #expect(try json.number("status") == Double(status), sourceLocation: location)
    #expect(try json.at("detail").word?.isEmpty == false, sourceLocation: location)
    let number = try #require(self["X-Request-ID"], sourceLocation: location)
    #expect(try json.at("instance").word == "urn:kaimen:request:" + number, sourceLocation: location)
    return json
  }
}

/// A store in memory that fails when told to.
final class FaultyStore: Store {
  private let inner = StoreMemory()
  var people: any PeopleStore { inner }
  private let error = Mutex<StoreError?>(nil)
  private let writeError = Mutex<StoreError?>(nil)

  func fail(with error: StoreError?) { self.error.withLock { $0 = error } }

  /// What is there can still be read.
  func failWriting(with error: StoreError?) { writeError.withLock { $0 = error } }

  private func check() throws(StoreError) {
    if let error = error.withLock({ $0 }) { throw error }
  }

  private func checkWriting() throws(StoreError) {
    try check()
    if let error = writeError.withLock({ $0 }) { throw error }
  }

  func closures() async throws(StoreError) -> [StoredClosure] {
    try check()
    return try await inner.closures()
  }
  func closure(_ id: String) async throws(StoreError) -> StoredClosure? {
    try check()
    return try await inner.closure(id)
  }
  func addClosure(_ closure: StoredClosure) async throws(StoreError) -> ChangeEvent {
    try checkWriting()
    return try await inner.addClosure(closure)
  }
  func liftClosure(_ id: String, by actor: String, why: String?) async throws(StoreError) -> ChangeEvent {
    try check()
    return try await inner.liftClosure(id, by: actor, why: why)
  }
  func expireClosures(at now: CivilTime) async throws(StoreError) -> [ChangeEvent] {
    try check()
    return try await inner.expireClosures(at: now)
  }
  func addReport(_ report: StoredReport) async throws(StoreError) -> ChangeEvent {
    try checkWriting()
    return try await inner.addReport(report)
  }
  func reportCount() async throws(StoreError) -> Int {
    try check()
    return try await inner.reportCount()
  }
  func reports(limit: Int) async throws(StoreError) -> [StoredReport] {
    try check()
    return try await inner.reports(limit: limit)
  }
  func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [ChangeEvent] {
    try check()
    return try await inner.events(after: sequence, limit: limit)
  }
  func setReading(_ reading: StoredReading) async throws(StoreError) {
    try check()
    try await inner.setReading(reading)
  }
  func readings() async throws(StoreError) -> [StoredReading] {
    try check()
    return try await inner.readings()
  }
  func addEdits(_ edits: [StoredEdit]) async throws(StoreError) -> [(edit: StoredEdit, event: ChangeEvent)] {
    try check()
    return try await inner.addEdits(edits)
  }
  func edit(_ id: String) async throws(StoreError) -> StoredEdit? {
    try check()
    return try await inner.edit(id)
  }
  func edits(_ query: EditQuery) async throws(StoreError) -> [(sequence: Int64, edit: StoredEdit)] {
    try check()
    return try await inner.edits(query)
  }
  func decideEdit(
    _ id: String, _ status: StoredEdit.Status, from: Set<StoredEdit.Status>, by actor: String, why: String?,
    before: String?
  ) async throws(StoreError) -> ChangeEvent {
    try check()
    return try await inner.decideEdit(id, status, from: from, by: actor, why: why, before: before)
  }
  func events(of object: String) async throws(StoreError) -> [ChangeEvent] {
    try check()
    return try await inner.events(of: object)
  }
  func lastSequence() async throws(StoreError) -> Int64 {
    try check()
    return try await inner.lastSequence()
  }
  func close() async throws(StoreError) { try await inner.close() }
}
