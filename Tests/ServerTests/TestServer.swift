import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Queries
import Store
import Synchronization
import Testing

@testable import Server

/// A server of ``SmallCity``, asked without a socket.
struct TestServer {
  let server: KaimenServer
  let folder: ServerFolder
  private let answer: @Sendable (Request, ServerContext) async throws -> Response

  /// - Parameters:
  ///   - store: What is kept; handed to a second server where a restart is meant.
  ///   - web: The folder of the pages.
  ///   - change: Settings other than the usual; requests are not limited unless they say so.
  /// - Throws: What the server cannot start for.
  init(
    store: any Store = StoreMemory(), web: String = "none", change: (inout ServerSettings) -> Void = { _ in }
  ) async throws {
    folder = try ServerFolder()
    try SmallCity.bytes().write(to: URL(fileURLWithPath: folder.file("small.kaimen")), options: .atomic)
    var settings = ServerSettings()
    settings.rateLimit = 0
    settings.web = web
    settings.kinds =
      URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Kinds").path
    change(&settings)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    server = try await KaimenServer(
      city: folder.file("small.kaimen"), settings: settings, store: store,
      data: DataDirectory(path: folder.file("data")), logger: logger)
    let responder = server.responder()
    answer = { try await responder.respond(to: $0, context: $1) }
  }

  var district: District { server.district }
  var token: String { district.data.token.text }
  /// The header that lets one write.
  var bearer: [String: String] { ["Authorization": "Bearer \(token)"] }

  /// Puts another city file in the place of the one served.
  func replaceCity(_ bytes: Data) throws {
    try bytes.write(to: URL(fileURLWithPath: folder.file("small.kaimen")), options: .atomic)
  }

  /// The answer with its body still to be written.
  func open(
    _ method: HTTPRequest.Method, _ target: String, _ headers: [String: String] = [:], body: [UInt8] = []
  ) async throws -> Response {
    var fields = HTTPFields()
    for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
    let head = HTTPRequest(
      method: method, scheme: "http", authority: "localhost:8080", path: target, headerFields: fields)
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let source = ApplicationRequestContextSource(
      channel: NIOAsyncTestingChannel(), logger: Logger(label: "test"))
    return try await answer(request, ServerContext(source: source))
  }

  func ask(
    _ method: HTTPRequest.Method, _ target: String, _ headers: [String: String] = [:], body: [UInt8] = []
  ) async throws -> Reply {
    let response = try await open(method, target, headers, body: body)
    let parts = BodyParts()
    try await response.body.write(parts)
    return Reply(status: response.status.code, headers: response.headers, bytes: parts.bytes)
  }

  func get(_ target: String, _ headers: [String: String] = [:]) async throws -> Reply {
    try await ask(.get, target, headers)
  }

  func post(_ target: String, _ body: String, _ headers: [String: String] = [:]) async throws -> Reply {
    try await ask(.post, target, headers, body: Array(body.utf8))
  }

  /// Closes or opens something, and tells its id.
  func close(_ body: String) async throws -> String {
    let reply = try await post("/v1/closures", body, bearer)
    try #require(reply.status == 201, "\(reply.text)")
    return try #require(reply.json().at("id").word)
  }

  func lift(_ id: String) async throws {
    let reply = try await ask(.delete, "/v1/closures/\(id)", bearer)
    #expect(reply.status == 204)
    #expect(reply.bytes.isEmpty)
  }
}

/// An answer, read to its end.
struct Reply {
  var status: Int
  var headers: HTTPFields
  var bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }
  func json() throws -> JSON { try JSONReader.read(bytes[...]) }
  subscript(name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// Takes a body into memory.
private final class BodyParts: ResponseBodyWriter, Sendable {
  private let taken = Mutex<[UInt8]>([])
  var bytes: [UInt8] { taken.withLock { $0 } }

  func write(_ buffer: ByteBuffer) async throws {
    taken.withLock { $0.append(contentsOf: buffer.readableBytesView) }
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension String {
  /// Whether there are Chinese characters in it.
  var isChinese: Bool { unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
}
