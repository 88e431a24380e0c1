import Foundation
import Queries
import Testing

@testable import Server

@Suite struct OpenAPITests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Web/openapi.json").standardizedFileURL
  private static let methods: Set<String> = ["get", "post", "put", "delete", "patch", "head", "options"]

  /// Pages and their parts, which are no interface.
  private static let pages: Set<String> = [
    "/", "/explore", "/places", "/place", "/editor", "/moderation", "/docs/api", "/openapi.json",
    "/manifest.webmanifest", "/sw.js", "/assets/**",
    "/vendor/**",
    "/docs/**", "/sign-in", "/sign-in.html", "/badge", "/badge.html", "/index.html", "/explore.html",
    "/places.html", "/place.html", "/editor.html", "/moderation.html", "/people", "/people.html", "/import",
    "/import.html", "/favicon.ico",
  ]

  private func document() throws -> JSON { try JSONReader.read(Array(try Data(contentsOf: Self.file))[...]) }

  /// All operations: `GET /v1/city`.
  private func operations() throws -> [(name: String, json: JSON)] {
    guard case .object(let paths) = try document().at("paths") else { return [] }
    return paths.flatMap { path -> [(String, JSON)] in
      guard case .object(let members) = path.value else { return [] }
      return members.filter { Self.methods.contains($0.key) }.map {
        ("\($0.key.uppercased()) \(path.key)", $0.value)
      }
    }
  }

  /// What `json` is, or what it refers to.
  private func resolved(_ json: JSON) throws -> JSON {
    guard let reference = json["$ref"]?.word else { return json }
    return try document().at(String(reference.dropFirst(2)))
  }

  @Test func `the description and the server have the same paths and methods`() async throws {
    let server = try await TestServer(web: Self.file.deletingLastPathComponent().path)
    var served: Set<String> = []
    for (path, methods) in server.server.table.routes where !Self.pages.contains(path) {
      // What stands behind the two stars, and the end of a tile's name, is read by the handler.
      let name = path.replacing("/**", with: "/v1/{profile}/{coordinates}")
        .replacing("/tiles/{z}/{x}/{y}", with: "/tiles/{z}/{x}/{y}.mvt")
      for method in methods { served.insert("\(method) \(name)") }
    }
    let described = Set(try operations().map(\.name))
    #expect(described.subtracting(served).sorted() == [], "described but not served")
    #expect(served.subtracting(described).sorted() == [], "served but not described")
    #expect(Self.pages.isSubset(of: Set(server.server.table.routes.map(\.path))))
  }

  @Test func `every operation has a name of its own and says what it answers`() throws {
    let operations = try operations()
    let names = try operations.map { try $0.json.at("operationId").word }
    #expect(Set(names).count == operations.count)
    #expect(operations.count > 15)
    for (name, json) in operations {
      guard case .object(let responses) = try json.at("responses") else { continue }
      #expect(responses.contains { $0.key.hasPrefix("2") }, "\(name)")
      for response in responses {
        let described = try resolved(response.value)
        #expect(described["description"]?.word?.isEmpty == false, "\(name) \(response.key)")
        guard response.key.hasPrefix("4") || response.key.hasPrefix("5") else { continue }
        let types = described["content"]?.keys ?? []
        let isOSRM = name.contains("/{profile}/") && !["414", "429"].contains(response.key)
        let expected =
          isOSRM && !response.key.hasPrefix("5") ? "application/json" : "application/problem+json"
        #expect(types.contains(expected), "\(name) \(response.key): \(types)")
      }
    }
  }

  @Test func `every reference leads somewhere`() throws {
    let document = try document()
    var references: Set<String> = []
    func collect(_ json: JSON) {
      if let reference = json["$ref"]?.word { references.insert(reference) }
      if case .object(let members) = json { for member in members { collect(member.value) } }
      for item in json.items { collect(item) }
    }
    collect(document)
    #expect(references.count > 5)
    for reference in references {
      #expect(reference.hasPrefix("#/"))
      #expect(throws: Never.self, "\(reference)") { try document.at(String(reference.dropFirst(2))) }
    }
  }

  @Test func `every parameter of a path is described, and none that is not there`() throws {
    for (name, json) in try operations() {
      let wanted = Set(name.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) })
      var given: Set<String> = []
      for parameter in json["parameters"]?.items ?? [] {
        let parameter = try resolved(parameter)
        if try parameter.at("in").word == "path" {
          given.insert(try #require(parameter.at("name").word))
          #expect(parameter["required"] == .bool(true), "\(name)")
        }
      }
      #expect(given == wanted, "\(name)")
    }
  }

  @Test func `what is asked of the city is answered with the keys that are described`() async throws {
    let server = try await TestServer()
    for target in ["/v1/city", "/v1/closures", "/v1/search?q=a"] {
      let path = String(target.prefix { $0 != "?" })
      let operation = try #require(try operations().first { $0.name == "GET " + path })
      let schema = try resolved(
        operation.json.at("responses")["200"]?["content"]?["application/json"]?["schema"] ?? .null)
      let described = try #require(schema["properties"]?.keys, "\(target)")
      let answered = try await server.get(target).json().keys
      #expect(answered.subtracting(described).sorted() == [], "\(target)")
    }
  }
}
