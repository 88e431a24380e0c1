import Foundation
import Testing
import Wording

@testable import Server

@Suite struct DataDirectoryTests {
  private func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `the first start makes a token for the owner only, the second keeps it`() throws {
    let folder = try ServerFolder()
    let path = folder.file("a/b/data")
    let text: String
    do {
      let first = try DataDirectory(path: path)
      #expect(first.token.isNew && !first.token.isExposed)
      #expect(first.token.path == path + "/token")
      #expect(first.database.hasPrefix(path))
      text = first.token.text
    }
    #expect(try permissions(path) == 0o700)
    #expect(try permissions(path + "/token") == 0o600)
    #expect(text.utf8.count >= 40)
    #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") })
    let second = try DataDirectory(path: path)
    #expect(!second.token.isNew)
    #expect(second.token.text == text)
    let other = try DataDirectory(path: folder.file("other"))
    #expect(other.token.text != text)
  }

  @Test func `two servers do not share a directory`() throws {
    let folder = try ServerFolder()
    let path = folder.file("data")
    var first: DataDirectory? = try DataDirectory(path: path)
    let error = #expect(throws: DataError.inUse(path)) { try DataDirectory(path: path) }
    #expect(error?.wording.english.contains("--data") == true)
    #expect(error?.wording.chinese.isChinese == true)
    #expect(first != nil)
    first = nil
    _ = try DataDirectory(path: path)
  }

  @Test func `a token that others can read is noticed`() throws {
    let folder = try ServerFolder()
    try FileManager.default.createDirectory(atPath: folder.file("data"), withIntermediateDirectories: true)
    try folder.write("data/token", "  0123456789abcdef0123456789abcdef\n")
    for (mode, exposed) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o644, true)] {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: folder.file("data/token"))
      let token = try DataDirectory(path: folder.file("data")).token
      #expect(token.isExposed == exposed, "\(String(mode, radix: 8))")
      #expect(token.text == "0123456789abcdef0123456789abcdef")
    }
  }

  @Test func `a token that could be guessed is refused and does not keep the directory`() throws {
    let folder = try ServerFolder()
    for text in ["", "short", " \n"] {
      try folder.write("data/token", text)
      let error = #expect(throws: DataError.self) { try DataDirectory(path: folder.file("data")) }
      guard case .unusable(folder.file("data/token"), _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    try FileManager.default.removeItem(atPath: folder.file("data/token"))
    #expect(try DataDirectory(path: folder.file("data")).token.isNew)
  }

  @Test func `a directory that cannot be made is named, with the reason`() throws {
    let folder = try ServerFolder()
    try folder.write("file", "x")
    let path = folder.file("file/data")
    let error = #expect(throws: DataError.self) { try DataDirectory(path: path) }
    guard case .unusable(path, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty)
    #expect(error?.wording.english.contains(path) == true)
  }

  @Test func `only the token itself matches`() throws {
    let folder = try ServerFolder()
    let token = try DataDirectory(path: folder.file("data")).token
    #expect(token.matches(token.text))
    #expect(token.matches(token.text[...]))
    let wrong = [
      "", " ", String(token.text.dropLast()), String(token.text.dropFirst()), token.text + "x",
      token.text + "\0",
      token.text + token.text, token.text.uppercased() + "a", "Bearer " + token.text,
    ]
    for text in wrong { #expect(!token.matches(text)) }
    for row in token.text.utf8.indices {
      var bytes = Array(token.text.utf8)
      bytes[token.text.utf8.distance(from: token.text.utf8.startIndex, to: row)] ^= 1
      #expect(!token.matches(String(decoding: bytes, as: UTF8.self)))
    }
  }

  @Test func `the settings that are printed hold no token`() async throws {
    let server = try await TestServer()
    #expect(server.token.utf8.count > 16)
    #expect(!server.district.settings.summary.contains(server.token))
    for target in ["/v1/city", "/metrics", "/v1/closures", "/tiles.json"] {
      #expect(!(try await server.get(target).text.contains(server.token)))
    }
  }
}
