import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Server

@Suite struct QueryReadingTests {
  private func read(_ text: String, known: [String] = ["a", "b", "门"]) throws -> Query {
    let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/x?" + text)
    return try Query(Request(head: head, body: RequestBody(buffer: ByteBuffer())), known: known)
  }

  @Test(
    arguments: [
      ("a=1", "1"), ("a=x+y", "x y"), ("a=x%20y", "x y"), ("a=x%2By", "x+y"), ("a=%E9%97%A8", "门"),
      ("a=%e9%97%a8", "门"), ("a=x=y", "x=y"), ("a=x%26b=2", "x&b=2"), ("%61=1", "1"), ("b=2&a=1", "1"),
      ("&&a=1&", "1"), ("a=x%00y", "x\0y"),
    ])
  func `a value is decoded as forms send it`(_ text: String, _ value: String) throws {
    #expect(try read(text)["a"] == value)
  }

  @Test func `a key without a value is as if it were missing, and one may be Chinese`() throws {
    for text in ["", "a", "a=", "b=1"] { #expect(try read(text)["a"] == nil) }
    #expect(try read("%E9%97%A8=1")["门"] == "1")
    #expect(throws: Problem.self) { try read("a=").require("a", example: "1") }
  }

  @Test(
    arguments: [
      "a=%", "a=%2", "a=%GG", "a=%+1", "a=%-1", "a=%1 ", "%=1", "a=%é", "a=%FF", "a=%C0%AF", "a=%E9%97",
      "a=%ED%A0%80",
      "c=1", "A=1", "a=1&a=1", "a=1&a=2", "a&a", "a=1&%61=1", "=1",
    ])
  func `what is no text, unknown or said twice is refused`(_ text: String) {
    let problem = #expect(throws: Problem.self) { try read(text) }
    #expect(problem?.kind == .badRequest)
  }

  @Test func `numbers keep within their bounds`() throws {
    #expect(try read("a=5").number("a", usual: 1, 1...5) == 5)
    #expect(try read("").number("a", usual: 1, 1...5) == 1)
    for text in ["a=6", "a=0", "a=-1", "a=1.0", "a=1e0", "a=x", "a=99999999999999999999", "a=%EF%BC%95"] {
      #expect(throws: Problem.self, "\(text)") { try read(text).number("a", usual: 1, 1...5) }
    }
  }

  @Test func `lists are parted at commas`() throws {
    #expect(try read("a=x,y,%20z").list("a") == ["x", "y", "z"])
    #expect(try read("a=,x,,").list("a") == ["x"])
    #expect(try read("").list("a").isEmpty)
  }

  @Test func `flags are true or false`() throws {
    #expect(try read("a=true").flag("a"))
    for text in ["", "a=", "a=false"] { #expect(try !read(text).flag("a")) }
    for text in ["a=1", "a=TRUE", "a=yes"] { #expect(throws: Problem.self) { try read(text).flag("a") } }
  }
}
