import HTTPTypes
import Hummingbird
import NIOCore
import Store
import Wording

/// Changes as they happen, as server-sent events.
struct ChangeRoutes {
  let district: District
  /// Keeps proxies and phones from taking a quiet connection for a dead one.
  private static let heartbeat = Duration.seconds(15)
  /// A listener that comes back catches up with as many at most.
  private static let mostMissed = 1000

  func add(to table: inout RouteTable) { table.on(.get, "/v1/changes", changes) }

  @Sendable private func changes(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["since", "language"])
    let since = query["since"] ?? request.headers[.lastEventID]
    let sequence = try since.map { text throws(Problem) in
      guard let number = Int64(text), number >= 0 else {
        throw Problem(.badRequest, Wording.Server.malformedValue("since", text.printable, allowed: "0, 1, 2…"))
      }
      return number
    }
    // Before the past is read, so that nothing falls between.
    guard let stream = district.hub.listen() else { throw Problem(.unavailable, Wording.Server.busy) }
    var missed: [ChangeEvent] = []
    if let sequence { missed = try await district.store.events(after: sequence, limit: ChangeRoutes.mostMissed) }
    let past = missed.compactMap { ChangeHub.Message($0) }
    var headers = HTTPFields()
    headers[.contentType] = "text/event-stream"
    headers[.cacheControl] = "no-store"
    headers[.connection] = "close"
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        try await ChangeRoutes.write(past, then: stream, to: &writer)
      })
  }

  private static func write(
    _ past: [ChangeHub.Message], then stream: AsyncStream<ChangeHub.Message>, to writer: inout any ResponseBodyWriter
  ) async throws {
    var last: Int64 = 0
    try await writer.write(ByteBuffer(string: "retry: 2000\n: listening\n\n"))
    for message in past {
      last = max(last, message.sequence ?? 0)
      try await writer.write(message.event)
    }
    for await item in withHeartbeat(stream) {
      switch item {
      case .beat: try await writer.write(ByteBuffer(string: ": \n\n"))
      case .message(let message):
        if let sequence = message.sequence, sequence <= last { continue }
        try await writer.write(message.event)
      }
    }
    try await writer.finish(nil)
  }

  private enum Item: Sendable {
    case beat
    case message(ChangeHub.Message)
  }

  /// `stream`, and a beat now and then; ends with `stream`.
  private static func withHeartbeat(_ stream: AsyncStream<ChangeHub.Message>) -> AsyncStream<Item> {
    let (items, continuation) = AsyncStream.makeStream(of: Item.self)
    let task = Task {
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          for await message in stream { continuation.yield(.message(message)) }
        }
        group.addTask {
          while (try? await Task.sleep(for: heartbeat)) != nil { continuation.yield(.beat) }
        }
        await group.next()
        group.cancelAll()
        continuation.finish()
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return items
  }
}

extension ChangeHub.Message {
  /// As the format of server-sent events has it.
  fileprivate var event: ByteBuffer {
    let id = sequence.map { "id: \($0)\n" } ?? ""
    return ByteBuffer(string: "\(id)event: \(kind)\ndata: \(data)\n\n")
  }
}
