import CoreMetrics
import HTTPTypes
import Testing

@testable import Server

@Suite struct PrometheusTests {
  /// One line of the text format that holds a value.
  struct Sample {
    var name: String
    var labels: [String: String] = [:]
    var value: Double
  }

  /// Reads the text format 0.0.4.
  struct Exposition {
    var types: [String: String] = [:]
    var samples: [Sample] = []

    init(_ text: String) throws {
      try #require(text.isEmpty || text.hasSuffix("\n"))
      for line in text.split(separator: "\n") {
        if line.hasPrefix("# TYPE ") {
          let parts = line.split(separator: " ")
          try #require(parts.count == 4 && types[String(parts[2])] == nil, "\(line)")
          types[String(parts[2])] = String(parts[3])
        } else {
          let sample = try Exposition.sample(line)
          let family = sample.name.replacing(/_(bucket|sum|count)$/, with: "")
          // The type comes before the first value, and values of a family are together.
          try #require(types[sample.name] != nil || types[family] == "histogram", "\(line)")
          samples.append(sample)
        }
      }
    }

    private static func sample(_ line: Substring) throws -> Sample {
      let head = try #require(line.prefixMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/), "\(line)")
      var rest = line[head.range.upperBound...]
      var labels: [String: String] = [:]
      if rest.first == "{" {
        repeat {
          rest = rest.dropFirst()
          let label = try #require(
            rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/), "\(line)")
          try #require(labels[String(label.1)] == nil, "\(line)")
          labels[String(label.1)] = unescape(label.2)
          rest = rest[label.range.upperBound...]
        } while rest.first == ","
        try #require(rest.first == "}", "\(line)")
        rest = rest.dropFirst()
      }
      let words = rest.split(separator: " ", omittingEmptySubsequences: false)
      try #require(words.count == 2 && words[0].isEmpty, "\(line)")
      return Sample(
        name: String(head.output), labels: labels, value: try #require(Double(words[1]), "\(line)"))
    }

    private static func unescape(_ text: Substring) -> String {
      var (plain, isEscaped) = ("", false)
      for letter in text {
        if isEscaped {
          plain.append(letter == "n" ? "\n" : letter)
        } else if letter != "\\" {
          plain.append(letter)
        }
        isEscaped = letter == "\\" && !isEscaped
      }
      return plain
    }

    func values(_ name: String) -> [Sample] { samples.filter { $0.name == name } }
  }

  @Test func `counters and meters are written with their type`() throws {
    let registry = PrometheusRegistry()
    let counter = registry.makeCounter(label: "kaimen.requests-total", dimensions: [("kind", "a")])
    counter.increment(by: 2)
    registry.makeCounter(label: "kaimen.requests-total", dimensions: [("kind", "a")]).increment(by: 3)
    registry.makeCounter(label: "kaimen.requests-total", dimensions: [("kind", "b")]).increment(by: 1)
    let meter = registry.makeMeter(label: "level", dimensions: [])
    meter.set(2.5)
    meter.increment(by: 1)
    meter.decrement(by: 3)
    let text = try Exposition(registry.exposition)
    #expect(text.types == ["kaimen_requests_total": "counter", "level": "gauge"])
    #expect(text.values("kaimen_requests_total").map(\.value) == [5, 1])
    #expect(text.values("kaimen_requests_total").map(\.labels) == [["kind": "a"], ["kind": "b"]])
    #expect(text.values("level").map(\.value) == [0.5])
    counter.reset()
    #expect(try Exposition(registry.exposition).values("kaimen_requests_total").map(\.value) == [0, 1])
  }

  @Test func `the buckets of a histogram add up`() throws {
    let registry = PrometheusRegistry()
    let timer = registry.makeTimer(label: "seconds", dimensions: [("route", "/x")])
    let nanoseconds: [Int64] = [0, 100_000, 100_001, 1_000_000, 7_000_000, 3_000_000_000, 60_000_000_000]
    for value in nanoseconds { timer.recordNanoseconds(value) }
    let text = try Exposition(registry.exposition)
    let buckets = text.values("seconds_bucket")
    let bounds = buckets.compactMap { $0.labels["le"] }
    #expect(bounds.last == "+Inf")
    #expect(
      bounds.dropLast().compactMap { Double($0) } == bounds.dropLast().compactMap { Double($0) }.sorted())
    #expect(bounds.count == buckets.count && Set(bounds).count == bounds.count)
    for (bucket, bound) in zip(buckets, bounds) {
      let limit = bound == "+Inf" ? Double.infinity : try #require(Double(bound))
      #expect(bucket.value == Double(nanoseconds.count { Double($0) / 1e9 <= limit }), "\(bound)")
      #expect(bucket.labels["route"] == "/x")
    }
    #expect(text.values("seconds_count").map(\.value) == [7])
    #expect(abs(text.values("seconds_sum")[0].value - 63.0082) < 0.001)
  }

  @Test(arguments: ["\"", "\\", "\n", "a\\nb", "}", "a=\"b\",c=\"d\"", "门", "\\\"\n\\", ""])
  func `what a label holds comes out as it went in`(_ value: String) throws {
    let registry = PrometheusRegistry()
    registry.makeCounter(label: "a", dimensions: [("x", value), ("y-z", "1")]).increment(by: 1)
    registry.makeRecorder(label: "b", dimensions: [("x", value)], aggregate: true).record(Int64(1))
    let text = try Exposition(registry.exposition)
    #expect(text.values("a").map(\.labels) == [["x": value, "y_z": "1"]])
    #expect(text.values("b_bucket").allSatisfy { $0.labels["x"] == value })
  }

  @Test(arguments: ["1st", "a b", "ä", "", "a{b}", "a\nb"])
  func `any name becomes one that Prometheus takes`(_ name: String) throws {
    let registry = PrometheusRegistry()
    registry.makeCounter(label: name, dimensions: [(name, "1")]).increment(by: 1)
    registry.makeTimer(label: name + "_t", dimensions: [(name + ":", "1")]).recordNanoseconds(1)
    #expect(try Exposition(registry.exposition).samples.isEmpty == false)
  }

  @Test func `the server's own text is well-formed and names routes, never what a client made up`()
    async throws
  {
    let server = try await TestServer()
    for target in [
      "/v1/city", "/v1/closures/made-up", "/made\"up", "/tiles/14/1/1.mvt", "/v1/doors?of=way/20",
    ] {
      _ = try await server.get(target)
    }
    _ = try await server.ask(try #require(HTTPRequest.Method("MADEUP")), "/v1/city")
    let text = try Exposition(try await server.get("/metrics").text)
    let requests = text.values("kaimen_http_request_seconds_count")
    #expect(Set(requests.compactMap { $0.labels["method"] }) == ["GET", "other"])
    let routes = Set(requests.compactMap { $0.labels["route"] })
    #expect(routes.isSuperset(of: ["/v1/city", "/v1/doors"]))
    #expect(!routes.contains { $0.contains("made") })
    #expect(text.types["process_resident_memory_bytes"] == "gauge")
    #expect(text.values("process_resident_memory_bytes")[0].value > 1e6)
    #expect(text.values("kaimen_closures").map(\.value) == [0])
  }
}
