import HTTPTypes
import NIOCore
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
