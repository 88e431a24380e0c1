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
  /// A listener that comes back catches up in parts of as many.
  private static let mostAtOnce = 1000

  func add(to table: inout RouteTable) { table.on(.get, "/v1/changes", changes) }

  @Sendable private func changes(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["since", "language"])
    // A browser that comes back repeats the query of the first time; the header is newer.
    let since = request.headers[.lastEventID] ?? query["since"]
    let sequence = try since.map { text throws(Problem) in
      guard let number = Int64(text), number >= 0 else {
        throw Problem(
          .badRequest, Wording.Server.malformedValue("since", text.printable, allowed: "0, 1, 2…"))
      }
      return number
    }
    // Before the past is read, so that nothing falls between.
    guard let stream = district.hub.listen(context.client) else {
      throw district.hub.limit(reachedBy: context.client)
        .map { Problem(.tooManyRequests, Wording.Server.tooManyListeners($0)) }
        ?? Problem(.unavailable, Wording.Server.busy)
    }
    var missed: [ChangeEvent] = []
    if let sequence { missed = try await past(after: sequence) }
    var headers = HTTPFields()
    headers[.contentType] = "text/event-stream"
    headers[.cacheControl] = "no-store"
    headers[.connection] = "close"
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { [missed] writer in try await write(missed, then: stream, to: &writer) })
  }

  private func past(after sequence: Int64) async throws -> [ChangeEvent] {
    try await district.store.events(after: sequence, limit: ChangeRoutes.mostAtOnce)
  }

  private func write(
    _ missed: [ChangeEvent], then stream: AsyncStream<ChangeHub.Message>,
    to writer: inout any ResponseBodyWriter
  ) async throws {
    var (last, missed) = (Int64(0), missed)
    try await writer.write(ByteBuffer(string: "retry: 2000\n: listening\n\n"))
    while let newest = missed.last {
      let city = district.city.city
      for message in missed.compactMap({ ChangeHub.Message($0, in: city) }) {
        try await writer.write(message.event)
      }
      last = newest.sequence
      missed = missed.count < ChangeRoutes.mostAtOnce ? [] : try await past(after: last)
    }
    for await item in ChangeRoutes.withHeartbeat(stream) {
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

  /// `stream`, and a beat now and then; ends with `stream`, and for whoever is too far behind.
  private static func withHeartbeat(_ stream: AsyncStream<ChangeHub.Message>) -> AsyncStream<Item> {
    let (items, continuation) = AsyncStream.makeStream(
      of: Item.self, bufferingPolicy: .bufferingOldest(ChangeHub.longestQueue))
    let task = Task {
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          for await message in stream {
            if case .dropped = continuation.yield(.message(message)) { return }
          }
        }
        group.addTask {
          while (try? await Task.sleep(for: heartbeat)) != nil {
            if case .dropped = continuation.yield(.beat) { return }
          }
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
