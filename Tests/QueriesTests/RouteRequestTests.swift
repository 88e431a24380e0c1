import Foundation
import Queries
import Routing
import Testing
import Wording

@Suite struct RouteRequestTests {
  private func read(_ more: String) throws -> RouteRequest {
    var (language, id) = (Language.english, JSON?.none)
    let line = #"{"from":"way/1","to":"way/2"\#(more)}"#
    return try RouteRequest.read(Array(line.utf8)[...], language: &language, id: &id)
  }

  private func list(_ count: Int, _ item: String) -> String {
    "[" + Array(repeating: "\"\(item)\"", count: count).joined(separator: ",") + "]"
  }

  @Test func `one question closes and opens so much and no more`() throws {
    let most = RouteRequest.mostTargets
    #expect(try read(#","close":\#(list(most, "node/1"))"#).closed.count == most)
    #expect(throws: QueryError.tooManyTargets(most + 1, limit: most)) {
      try read(#","close":\#(list(most, "node/1")),"open":"node/2""#)
    }
    #expect(try !read("").supposes)
    #expect(try read(#","open":"node/2""#).supposes)
  }

  @Test func `corners of all areas are counted together, whatever stands between them`() throws {
    let most = RouteRequest.mostCorners
    func area(_ corners: Int, _ separator: String) -> String {
      Array(repeating: "106.45,29.55", count: corners).joined(separator: separator)
    }
    for separator in [" ", ";", "；", " ;"] {
      let request = try read(#","close":"\#(area(most, separator))""#)
      #expect(request.closed.count == 1)
      #expect(throws: QueryError.tooManyCorners(most + 1, limit: most)) {
        try read(#","close":"\#(area(most - 3, separator))","open":"\#(area(4, separator))""#)
      }
    }
  }

  @Test func `a megabyte of corners is refused at once`() throws {
    let long = String(repeating: "1,1;", count: 250_000)
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(throws: QueryError.tooManyCorners(250_000, limit: RouteRequest.mostCorners)) {
        try read(#","close":"\#(long)""#)
      }
    }
    #expect(time < .seconds(2))
  }

  @Test func `a place is as long as an address may be, in bytes`() throws {
    let most = EndQuery.mostBytes
    let room = String(repeating: "a", count: most)
    #expect(try EndQuery(room) == .address(room))
    #expect(throws: RouteError.longPlace(most + 1, limit: most)) { try EndQuery(room + "a") }
    #expect(throws: RouteError.longPlace(3 * 200, limit: most)) {
      try EndQuery(String(repeating: "路", count: 200))
    }
  }

  @Test(
    arguments: [
      QueryError.tooManyTargets(65, limit: 64), .tooManyCorners(501, limit: 500),
    ])
  func `what is too much is said with what is allowed, in both languages`(_ error: QueryError) {
    for language in Language.allCases {
      #expect(error.wording[language].contains("6") || error.wording[language].contains("501"))
      #expect(error.wording[language].contains("64") || error.wording[language].contains("500"))
    }
  }
}
