import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OSM
import Queries
import Store
import Testing

@testable import Server

@Suite(.timeLimit(.minutes(2))) struct ChangeStreamTests {
  private let gate = #"{"target":"node/3","reason":"flood"}"#

  @Test func `a listener learns of each change, with rising numbers`() async throws {
    let server = try await TestServer()
    var listener = try await Listener(server)
    let id = try await server.close(gate)
    let added = try await listener.next()
    #expect(added.kind == "closure.added")
    #expect(added.data["kind"]?.word == "closure.added")
    #expect(try added.data.at("closure/id").word == id)
    #expect(try added.data.at("closure/target").word == "node/3")
    #expect(try added.data.at("closure/reason").word == "flood")
    #expect(try added.data.number("sequence") == Double(try #require(added.id)))
    try await server.lift(id)
    let lifted = try await listener.next()
    #expect(lifted.kind == "closure.lifted")
    #expect(lifted.data["id"]?.word == id)
    #expect(try #require(lifted.id) > added.id ?? 0)
  }

  @Test func `who closed something is told to nobody`() async throws {
    let server = try await TestServer()
    var listener = try await Listener(server)
    let id = try await server.close(gate)
    let event = try await listener.next()
    #expect(!(try event.data.at("closure").keys.contains("createdBy")))
    #expect(!(try await server.get("/v1/closures/" + id).json().keys.contains("createdBy")))
  }

  @Test func `who comes back gets what was missed, once, and then what comes`() async throws {
    let server = try await TestServer()
    for _ in 0..<3 { _ = try await server.close(gate) }
    for (target, headers) in [
      ("/v1/changes", ["Last-Event-ID": "1"]), ("/v1/changes?since=1", [:]),
      // The browser repeats the query, and its header is newer.
      ("/v1/changes?since=0", ["Last-Event-ID": "1"]),
    ] {
      var listener = try await Listener(server, target, headers)
      let seen = [try await listener.next().id, try await listener.next().id]
      #expect(seen == [2, 3], "\(target)")
    }
    var listener = try await Listener(server, "/v1/changes?since=2")
    #expect(try await listener.next().id == 3)
    _ = try await server.close(gate)
    #expect(try await listener.next().id == 4)
  }

  @Test func `who was away for long misses nothing`() async throws {
    let store = StoreMemory()
    let closure = StoredClosure(target: .element(ElementID(.node, 3)), createdBy: "test")
    for row in 0..<1250 {
      var copy = closure
      copy.id = "c_\(row)"
      _ = try await store.addClosure(copy)
      _ = try await store.liftClosure(copy.id, by: "test", why: nil)
    }
    let server = try await TestServer(store: store)
    var listener = try await Listener(server, "/v1/changes?since=0")
    for number in 1...2500 { try #require(try await listener.next().id == Int64(number)) }
    _ = try await server.close(gate)
    #expect(try await listener.next().id == 2501)
  }

  @Test func `a listener of now hears nothing of before`() async throws {
    let server = try await TestServer()
    _ = try await server.close(gate)
    var listener = try await Listener(server)
    let second = try await server.close(gate)
    #expect(try await listener.next().data["id"]?.word == second)
  }

  @Test func `what expires is told, and a new city`() async throws {
    let store = StoreMemory()
    let past = try #require(CivilTime("2020-01-01T00:00"))
    let over = StoredClosure(target: .element(ElementID(.node, 3)), until: past, createdBy: "test")
    _ = try await store.addClosure(over)
    let server = try await TestServer(store: store)
    var listener = try await Listener(server)
    try await server.district.expire()
    let expired = try await listener.next()
    #expect(expired.kind == "closure.expired")
    #expect(expired.data["id"]?.word == over.id)
    try await server.district.reload()
    let replaced = try await listener.next()
    #expect(replaced.kind == "city.replaced")
    #expect(replaced.id == nil)
  }

  @Test func `reports are told to nobody, neither now nor later`() async throws {
    let server = try await TestServer()
    var listener = try await Listener(server)
    let place = SmallCity.text(150, 0)
    for _ in 0..<3 {
      let reply = try await server.post("/v1/reports", #"{"position":[\#(place)],"text":"private"}"#)
      #expect(reply.status == 201)
    }
    _ = try await server.close(gate)
    #expect(try await listener.next().id == 4)
    var later = try await Listener(server, "/v1/changes?since=0")
    let event = try await later.next()
    #expect(event.id == 4)
    #expect(event.kind == "closure.added")
  }

  @Test func `more listeners than allowed are turned away until one leaves`() async throws {
    let server = try await TestServer { $0.maxListeners = 2 }
    let first = try await Listener(server)
    let second = try await Listener(server)
    #expect(server.district.hub.count == 2)
    _ = try await server.get("/v1/changes").problem(503, .unavailable)
    first.leave()
    while server.district.hub.count == 2 { try await Task.sleep(for: .milliseconds(5)) }
    _ = try await Listener(server)
    second.leave()
  }

  @Test func `a client that listens too often is told so`() async throws {
    let server = try await TestServer { $0.clientListeners = 1 }
    let first = try await Listener(server)
    let problem = try await server.get("/v1/changes").problem(429, .tooManyRequests)
    #expect(try problem.at("detail").word?.contains("client-listeners") == true)
    first.leave()
  }

  @Test func `one client's listeners keep no other client out`() throws {
    let hub = ChangeHub(limit: 3, perClient: 2)
    var streams = [try #require(hub.listen("a")), try #require(hub.listen("a"))]
    #expect(hub.listen("a") == nil)
    #expect(hub.count == 2)
    let other = hub.listen("b")
    #expect(other != nil)
    streams.removeLast()
    #expect(hub.count == 2)
    #expect(hub.listen("a") != nil)
    #expect(!streams.isEmpty)
  }

  @Test func `a listener that takes nothing is let go, and so is all that waited for it`() async throws {
    let server = try await TestServer()
    let response = try await server.open(.get, "/v1/changes")
    let stuck = Task { try await response.body.write(StuckWriter()) }
    for row in 0..<2000 {
      server.district.hub.send(ChangeHub.Message(sequence: Int64(row), kind: "closure.added", data: "{}"))
      if row.isMultiple(of: 50) { try await Task.sleep(for: .milliseconds(1)) }
    }
    while server.district.hub.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
    stuck.cancel()
  }

  @Test func `a request for the head, and one that fails, leave no listener behind`() async throws {
    let store = FaultyStore()
    let server = try await TestServer(store: store)
    let head = try await server.ask(.head, "/v1/changes")
    #expect(head.status == 200)
    #expect(head.bytes.isEmpty)
    store.fail(with: .busy(path: "x"))
    _ = try await server.get("/v1/changes?since=1").problem(503, .unavailable)
    while server.district.hub.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
  }

  @Test func `when the server stops, streams end and none begins`() async throws {
    let server = try await TestServer()
    var listener = try await Listener(server)
    server.district.hub.close()
    #expect(await listener.rest().isEmpty)
    _ = try await server.get("/v1/changes").problem(503, .unavailable)
  }

  @Test func `a listener that does not keep up is let go, others are not kept waiting`() async throws {
    let hub = ChangeHub(limit: 2)
    let slow = try #require(hub.listen())
    for row in 0..<300 {
      hub.send(ChangeHub.Message(sequence: Int64(row), kind: "closure.added", data: "{}"))
    }
    var taken = 0
    for await _ in slow { taken += 1 }
    #expect((1..<300).contains(taken))
    #expect(hub.count == 0)
  }

  @Test func `a stream says what it is`() async throws {
    let server = try await TestServer()
    let response = try await server.open(.get, "/v1/changes", ["Accept-Encoding": "gzip"])
    #expect(response.headers[.contentType] == "text/event-stream")
    #expect(response.headers[.cacheControl] == "no-store")
    #expect(response.headers[.contentEncoding] == nil)
  }
}

/// Somebody who listens to changes.
struct Listener {
  struct Event {
    var id: Int64?
    var kind: String
    var data: JSON
  }

  private var blocks: AsyncStream<String>.Iterator
  private var open = ""
  private let task: Task<Void, any Error>

  init(_ server: TestServer, _ target: String = "/v1/changes", _ headers: [String: String] = [:]) async throws
  {
    let response = try await server.open(.get, target, headers)
    try #require(response.status == .ok)
    let (stream, continuation) = AsyncStream.makeStream(of: String.self)
    blocks = stream.makeAsyncIterator()
    task = Task {
      defer { continuation.finish() }
      try await response.body.write(LineWriter(lines: continuation))
    }
  }

  /// The next change; what keeps the connection alive is passed over.
  mutating func next() async throws -> Event {
    try #require(try await read(), "the stream has ended")
  }

  /// What still comes until the stream ends.
  mutating func rest() async -> [Event] {
    var events: [Event] = []
    while let event = try? await read() { events.append(event) }
    return events
  }

  func leave() { task.cancel() }

  private mutating func read() async throws -> Event? {
    while true {
      while let end = open.range(of: "\n\n") {
        let block = open[..<end.lowerBound]
        open = String(open[end.upperBound...])
        if let event = try Listener.event(block) { return event }
      }
      guard let more = await blocks.next(isolation: nil) else { return nil }
      open += more
    }
  }

  private static func event(_ block: Substring) throws -> Event? {
    var fields: [Substring: Substring] = [:]
    for line in block.split(separator: "\n") where !line.hasPrefix(":") {
      let parts = line.split(separator: ":", maxSplits: 1)
      fields[parts[0]] = parts.count > 1 ? parts[1].trimmingPrefix(" ") : ""
    }
    guard let kind = fields["event"] else { return nil }
    let data = try JSONReader.read(Array(try #require(fields["data"]).utf8)[...])
    return Event(id: fields["id"].flatMap { Int64($0) }, kind: String(kind), data: data)
  }
}

/// Somebody who takes the first part and then nothing until it is over.
private struct StuckWriter: ResponseBodyWriter {
  func write(_ buffer: ByteBuffer) async throws {
    if !String(buffer: buffer).hasPrefix("retry") { try await Task.sleep(for: .seconds(100)) }
  }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

private struct LineWriter: ResponseBodyWriter {
  let lines: AsyncStream<String>.Continuation
  func write(_ buffer: ByteBuffer) async throws { lines.yield(String(buffer: buffer)) }
  func finish(_ trailingHeaders: HTTPFields?) async throws { lines.finish() }
}
