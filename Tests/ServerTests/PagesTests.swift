import Foundation
import HTTPTypes
import Testing
import Wording

@testable import Server

@Suite struct PagesTests {
  /// A folder of pages, and things beside them that nobody shall see.
  private func folder() throws -> ServerFolder {
    let folder = try ServerFolder()
    try folder.write("secret.html", "secret")
    let pages = [
      "index.html": "<!doctype html><title>rider</title>",
      "explore.html": "<!doctype html><title>explore</title>",
      "docs/api.html": "<!doctype html><title>api</title>", "openapi.json": "{}", "sw.js": "// worker",
      "manifest.webmanifest": "{}", "assets/app.js": "export const a = 1;", "assets/app.css": "body{}",
      "assets/big.js": String(repeating: "const a = 1;\n", count: 500), "vendor/map.js": "// map",
      "assets/.hidden.js": "secret", ".git/config.json": "secret", "assets/key.pem": "secret",
      "notes.html": "notes",
    ]
    for (name, text) in pages { try folder.write("Web/" + name, text) }
    return folder
  }

  @Test func `pages and what they are made of are there, each with its type`() async throws {
    let folder = try folder()
    let server = try await TestServer(web: folder.file("Web"))
    let expected: [(String, String, String)] = [
      ("/", "text/html; charset=utf-8", "rider"), ("/index.html", "text/html; charset=utf-8", "rider"),
      ("/explore", "text/html; charset=utf-8", "explore"), ("/docs/api", "text/html; charset=utf-8", "api"),
      ("/assets/app.js", "text/javascript; charset=utf-8", "export"),
      ("/assets/app.css", "text/css; charset=utf-8", "body"), ("/openapi.json", "application/json", "{}"),
      ("/manifest.webmanifest", "application/manifest+json", "{}"),
      ("/sw.js", "text/javascript; charset=utf-8", "//"),
    ]
    for (path, type, part) in expected {
      let reply = try await server.get(path)
      #expect(reply.status == 200, "\(path)")
      #expect(reply["Content-Type"] == type, "\(path)")
      #expect(reply.text.contains(part), "\(path)")
      let tag = try #require(reply["ETag"])
      #expect(try await server.get(path, ["If-None-Match": tag]).status == 304)
    }
    #expect(try await server.get("/vendor/map.js")["Cache-Control"]?.contains("max-age") == true)
    #expect(try await server.get("/")["Cache-Control"] == "no-cache")
  }

  @Test func `a page lets nothing from elsewhere run in it`() async throws {
    let folder = try folder()
    let server = try await TestServer(web: folder.file("Web"))
    for path in ["/", "/explore", "/docs/api"] {
      let reply = try await server.get(path)
      let policy = try #require(reply["Content-Security-Policy"])
      let rules = policy.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(rules.contains("default-src 'self'") && rules.contains("script-src 'self'"))
      #expect(rules.contains("object-src 'none'") && rules.contains("base-uri 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(reply["Referrer-Policy"] != nil)
    }
    #expect(try await server.get("/assets/app.js")["Content-Security-Policy"] == nil)
  }

  @Test(
    arguments: [
      "/../secret.html", "/assets/../../secret.html", "/%2e%2e/secret.html",
      "/assets/%2e%2e/%2e%2e/secret.html",
      "/assets/..%2f..%2fsecret.html", "/assets/%2E%2E%2F%2E%2E%2Fsecret.html", "/..%5csecret.html",
      "//secret.html",
      "/etc/passwd", "//etc/passwd", "/assets//etc/passwd", "/assets/.hidden.js", "/.git/config.json",
      "/assets/key.pem", "/assets/", "/assets", "/docs", "/assets/app.js/", "/assets/app.js%00.html",
      "/ASSETS/app.js",
      "/assets/./app.js", "/assets/nothing.js", "/notes.html", "/notes", "/assets/app%2ejs", "/secret.html",
      "/vendor/../index.html", "/docs/api/../../../secret.html",
    ])
  func `nothing but the listed files is ever sent`(_ path: String) async throws {
    let folder = try folder()
    let server = try await TestServer(web: folder.file("Web"))
    let reply = try await server.get(path)
    _ = try reply.problem(404, .notFound)
    #expect(!reply.text.contains("<title>"))
  }

  @Test func `the head of a page is that of the page, without the page`() async throws {
    let folder = try folder()
    let server = try await TestServer(web: folder.file("Web"))
    for path in ["/", "/assets/big.js", "/v1/city", "/nothing"] {
      for headers in [[:], ["Accept-Encoding": "gzip"]] {
        let (get, head) = (try await server.get(path, headers), try await server.ask(.head, path, headers))
        #expect(head.bytes.isEmpty)
        #expect(head.status == get.status)
        for name in ["Content-Type", "ETag", "Content-Encoding", "Content-Security-Policy", "Vary"] {
          #expect(head[name] == get[name], "\(name) of \(path)")
        }
        // A city tells the time: compressed, another second may have another length.
        let isSame = path == "/v1/city" && !headers.isEmpty || head["Content-Length"] == "\(get.bytes.count)"
        #expect(head["Content-Length"] == nil || isSame, "\(path) \(headers)")
      }
    }
  }

  @Test func `a file that changes is read again`() async throws {
    let folder = try folder()
    let server = try await TestServer(web: folder.file("Web"))
    let before = try await server.get("/assets/app.js")
    try folder.write("Web/assets/app.js", "export const b = 2;")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 2_000_000_000)],
      ofItemAtPath: folder.file("Web/assets/app.js"))
    let after = try await server.get("/assets/app.js", ["If-None-Match": try #require(before["ETag"])])
    #expect(after.status == 200)
    #expect(after.text == "export const b = 2;")
    try FileManager.default.removeItem(atPath: folder.file("Web/assets/app.css"))
    _ = try await server.get("/assets/app.css").problem(404, .notFound)
  }

  @Test func `a folder without a first page is refused, with what to do`() throws {
    let folder = try ServerFolder()
    try folder.write("page.html", "x")
    for path in [folder.path, folder.file("missing"), folder.file("page.html")] {
      let error = #expect(throws: PagesError.missing(path)) { try Pages(folder: path) }
      let words = try #require(error).wording
      #expect(words.english.contains(path) && words.english.contains("--web"))
      #expect(words.chinese.contains(path) && words.chinese.isChinese)
    }
  }

  @Test func `a server without pages has none`() async throws {
    #expect(Pages.folder(given: "none") == nil)
    #expect(Pages.folder(given: "/x") == "/x")
    let server = try await TestServer()
    _ = try await server.get("/").problem(404, .notFound)
    #expect(try await server.get("/v1/city").status == 200)
  }

  @Test func `our own pages can all be had, and run nothing that their policy forbids`() async throws {
    let web = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../Web")
      .standardizedFileURL.path
    let server = try await TestServer(web: web)
    var count = 0
    let all = FileManager.default.enumerator(atPath: web)
    while let name = all?.nextObject() as? String {
      guard
        ["html", "js", "css", "json", "svg", "png", "webmanifest"].contains((name as NSString).pathExtension)
      else { continue }
      let reply = try await server.get("/" + name)
      #expect(reply.status == 200, "\(name)")
      #expect(reply.bytes == Array(try Data(contentsOf: URL(fileURLWithPath: web + "/" + name))), "\(name)")
      if name.hasSuffix(".html") {
        #expect(!reply.text.contains("<style") && !reply.text.contains(" style="), "\(name)")
        #expect(reply.text.ranges(of: /<script(?![^>]*\ssrc=)[^>]*>/).isEmpty, "\(name)")
        #expect(reply.text.ranges(of: /\son[a-z]+="/).isEmpty, "\(name)")
      }
      count += 1
    }
    #expect(count > 10)
  }
}
