import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import Testing

@testable import Server

@Suite struct LimitTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  @Test func `a bucket is full at first, runs dry, and fills at its rate`() {
    let limiter = RateLimiter(perSecond: 2, burst: 3)
    for _ in 0..<3 { #expect(limiter.take(1, from: "a", now: start) == nil) }
    #expect(limiter.take(1, from: "a", now: start) == 1)
    #expect(limiter.take(1, from: "a", now: start + .milliseconds(499)) == 1)
    #expect(limiter.take(1, from: "a", now: start + .milliseconds(500)) == nil)
    #expect(limiter.take(1, from: "a", now: start + .milliseconds(500)) == 1)
    // Never more than the bucket holds, however long one waits.
    for _ in 0..<3 { #expect(limiter.take(1, from: "a", now: start + .hours(1)) == nil) }
    #expect(limiter.take(1, from: "a", now: start + .hours(1)) == 1)
  }

  @Test func `who is refused learns after how many seconds it is worth asking again`() throws {
    let limiter = RateLimiter(perSecond: 0.5, burst: 10)
    #expect(limiter.take(10, from: "a", now: start) == nil)
    for cost in [1.0, 3, 5, 10] {
      let seconds = try #require(limiter.take(cost, from: "a", now: start))
      #expect(seconds == Int(cost * 2))
    }
    #expect(limiter.take(5, from: "a", now: start + .seconds(10)) == nil)
  }

  @Test func `what costs more than a bucket holds waits for a full one, not forever`() {
    let limiter = RateLimiter(perSecond: 1, burst: 2)
    #expect(limiter.take(5, from: "a", now: start) == nil)
    // What was overdrawn is paid back first.
    #expect(limiter.take(5, from: "a", now: start + .seconds(1)) == 4)
    #expect(limiter.take(5, from: "a", now: start + .seconds(5)) == nil)
  }

  @Test func `clients do not take from each other's buckets`() {
    let limiter = RateLimiter(perSecond: 1, burst: 1)
    for client in 0..<1000 { #expect(limiter.take(1, from: "\(client)", now: start) == nil) }
    for client in 0..<1000 { #expect(limiter.take(1, from: "\(client)", now: start) == 1) }
  }

  @Test func `buckets that are full again are forgotten, those that are not are kept`() {
    let limiter = RateLimiter(perSecond: 1, burst: 2)
    for client in 0..<49_999 { _ = limiter.take(1, from: "\(client)", now: start) }
    let later = start + .seconds(10)
    for _ in 0..<2 { #expect(limiter.take(1, from: "busy", now: later) == nil) }
    #expect(limiter.take(1, from: "new", now: later) == nil)
    #expect(limiter.take(1, from: "busy", now: later) == 1)
  }

  // MARK: Who asks

  @Test(
    arguments: [
      ("1.2.3.4", "1.2.3.4"), (" 1.2.3.4 ", "1.2.3.4"), ("1.2.3.4:5678", "1.2.3.4"),
      ("::ffff:1.2.3.4", "1.2.3.4"), ("2001:db8:1:2::1", "20010db800010002::/64"),
      ("2001:db8:1:2:3:4:5:6", "20010db800010002::/64"), ("[2001:db8:1:2::9]:443", "20010db800010002::/64"),
      ("2001:db8::1", "20010db800000000::/64"), ("2001:db8::2:3:4:5", "20010db800000000::/64"),
      ("::1", "0000000000000000::/64"), ("unknown", "unknown"),
    ])
  func `a client is an address, or the first half of one`(_ text: String, _ name: String) {
    #expect(ClientName.of(text) == name)
  }

  @Test func `the address of a socket names the same client as its text`() throws {
    for text in ["1.2.3.4", "::ffff:1.2.3.4", "2001:db8:1:2::1", "::1"] {
      #expect(ClientName.of(try SocketAddress(ipAddress: text, port: 80)) == ClientName.of(text))
    }
    #expect(ClientName.of(nil as SocketAddress?) == ClientName.local)
  }

  // MARK: What it costs

  @Test(
    arguments: [
      ("/v1/table", 5), ("//v1/table", 5), ("/v1//table/", 5), ("/table/v1/foot/1,2;3,4", 5),
      ("//match/v1", 5),
      ("/trip/v1", 5), ("/v1/reach?from=1,2", 5), ("/v1/reports", 5), ("/v1/search?q=a", 2),
      ("//v1/nearest?kind=a", 2), ("/v1/door", 1), ("/healthz", 1), ("/", 1), ("/tiles/1/2/3.mvt", 0.2),
      ("/assets/a.js", 0.2), ("/route/v1/foot/1,2;3,4", 1),
      ("/route/v1/foot/" + String(repeating: "1,2;", count: 101), 5),
    ] as [(String, Double)])
  func `a request costs what its path costs, however it is written`(_ target: String, _ cost: Double) {
    let head = HTTPRequest(method: .get, scheme: "http", authority: "x", path: target)
    #expect(Request(head: head, body: RequestBody(buffer: ByteBuffer())).cost == cost)
  }

  @Test func `a journey with closures of its own costs as much as a table`() async throws {
    let server = try await TestServer {
      $0.rateLimit = 1
      $0.rateBurst = 4
    }
    let (west, east) = (SmallCity.text(10, 0), SmallCity.text(290, 0))
    // Four tokens are enough for a plain one, never for one that costs five.
    let plain = #"{"from":"\#(west)","to":"\#(east)"}"#
    #expect(try await server.post("/v1/door", plain).status == 200)
    let body = #"{"from":"\#(west)","to":"\#(east)","close":"node/3"}"#
    _ = try await server.post("/v1/door", body).problem(429, .tooManyRequests)
  }

  // MARK: At the same time

  @Test func `a client has as many connections as it may, others have theirs`() throws {
    let counter = ClientCounter(limit: 2)
    func connect(_ address: String) throws -> EmbeddedChannel {
      let channel = EmbeddedChannel(handler: ConnectionLimit(counter))
      // A connected channel of this kind takes the address for that of the other side.
      try channel.connect(to: try SocketAddress(ipAddress: address, port: 80)).wait()
      return channel
    }
    let first = try connect("10.0.0.1")
    #expect(first.isActive)
    #expect(try connect("10.0.0.1").isActive)
    #expect(try !connect("10.0.0.1").isActive)
    #expect(try connect("10.0.0.2").isActive)
    try first.close().wait()
    first.embeddedEventLoop.run()
    #expect(try connect("10.0.0.1").isActive)
    #expect(try !connect("10.0.0.1").isActive)
  }

  @Test func `nought is no limit`() {
    let counter = ClientCounter(limit: 0)
    for _ in 0..<10_000 { #expect(counter.enter("a")) }
  }

  // MARK: Over HTTP

  private let reach = "/v1/reach?minutes=1&from=" + SmallCity.text(10, 0)

  /// Asks until there is no more; as many as fit into the bucket, and those that it fills with meanwhile.
  private func firstRefused(_ server: TestServer, _ headers: [String: String] = [:]) async throws -> Reply? {
    for _ in 0..<40 {
      let reply = try await server.get(reach, headers)
      if reply.status != 200 { return reply }
    }
    return nil
  }

  @Test func `who asks too often is told to wait`() async throws {
    let server = try await TestServer {
      $0.rateLimit = 1
      $0.rateBurst = 5
    }
    let reply = try #require(try await firstRefused(server))
    let problem = try reply.problem(429, .tooManyRequests)
    let seconds = try #require(reply["Retry-After"].flatMap { Int($0) })
    #expect((1...5).contains(seconds))
    #expect(try problem.at("detail").word?.contains("\(seconds) s") == true)
  }

  @Test func `behind a proxy that is trusted each client has a bucket of its own`() async throws {
    let server = try await TestServer {
      $0.rateLimit = 1
      $0.rateBurst = 5
      $0.trustProxy = .yes
    }
    // The last address counts, since the proxy wrote it; of IPv6 the network.
    #expect(try await firstRefused(server, ["X-Forwarded-For": "1.2.3.4, 2001:db8:1:2::1"]) != nil)
    #expect(try await server.get(reach, ["X-Forwarded-For": "2001:db8:1:2:3:4:5:6"]).status == 429)
    #expect(try await server.get(reach, ["X-Forwarded-For": "2001:db8:1:3::1"]).status == 200)
    #expect(try await server.get(reach, ["X-Forwarded-For": "9.9.9.9, 1.2.3.4"]).status == 200)
  }

  @Test func `without such a proxy nobody names himself`() async throws {
    let server = try await TestServer {
      $0.rateLimit = 1
      $0.rateBurst = 5
    }
    var statuses: Set<Int> = []
    for client in 0..<40 {
      statuses.insert(try await server.get(reach, ["X-Forwarded-For": "10.0.0.\(client)"]).status)
    }
    #expect(statuses.contains(429))
  }
}
