import Foundation
import Logging
import Testing
import Wording

@testable import Server

@Suite struct SettingsTests {
  private static let good: [(String, [String])] = [
    ("host", ["0.0.0.0", "::1"]), ("port", ["0", "65535"]), ("data", ["/var/lib/kaimen"]),
    ("web", ["Web", "none"]), ("kinds", ["Kinds"]),
    ("log-level", ["trace", "critical"]), ("log-format", ["text", "json"]), ("rate-limit", ["0", "1000000"]),
    ("rate-burst", ["1"]), ("max-body", ["1024"]), ("max-coordinates", ["2", "10000"]),
    ("request-timeout", ["1", "3600"]), ("idle-timeout", ["86400"]), ("max-connections", ["1"]),
    ("client-connections", ["0", "1000000"]), ("max-listeners", ["0"]), ("client-listeners", ["0"]),
    ("max-closures", ["0"]), ("max-reports", ["0", "1000000000"]),
    ("max-import", ["1024"]), ("occupancy-minutes", ["1", "10000"]), ("synthetic-occupancy", ["yes", "no"]),
    ("allow-origin", ["*", "none", "https://a.example"]),
    ("trust-proxy", ["yes", "no"]), ("public-url", ["https://kaimen.example", "http://localhost:1"]),
  ]
  private static let bad: [(String, [String])] = [
    ("host", [""]), ("port", ["65536", "-1", "http", "", "80.0", "٨٠"]), ("data", [""]), ("web", [""]),
    ("kinds", [""]),
    ("log-level", ["loud", "INFO"]), ("log-format", ["xml"]), ("rate-limit", ["-1", "many", "1e3"]),
    ("rate-burst", ["0"]), ("max-body", ["1023", "268435457"]), ("max-coordinates", ["1"]),
    ("request-timeout", ["0"]), ("idle-timeout", ["0"]), ("max-connections", ["0"]),
    ("client-connections", ["-1"]), ("max-listeners", ["-1"]), ("client-listeners", ["-1"]),
    ("max-closures", ["-1"]), ("max-reports", ["-1"]), ("max-import", ["1"]), ("occupancy-minutes", ["0"]),
    ("synthetic-occupancy", ["maybe"]),
    ("allow-origin", [""]), ("trust-proxy", ["true"]),
    ("public-url", ["kaimen.example", "ftp://a"]),
  ]

  @Test func `every setting takes what it may be`() throws {
    for (name, values) in Self.good {
      for value in values {
        var settings = ServerSettings()
        try settings.set(name, value)
        #expect(settings.summary.split(separator: " ").contains("\(name)=\(value)"))
      }
    }
    #expect(Self.good.map(\.0) == ServerSettings.names)
  }

  @Test func `every setting refuses what it may not be, and stays as it was`() throws {
    #expect(Self.bad.map(\.0) == ServerSettings.names)
    for (name, values) in Self.bad {
      for value in values {
        var settings = ServerSettings()
        let before = settings.summary
        let error = #expect(throws: SettingsError.self, "\(name)=\(value)") { try settings.set(name, value) }
        let words = try #require(error).wording
        #expect(words.english.contains(name) && words.english.contains("allowed is"))
        #expect(words.chinese.contains(name) && words.chinese.isChinese)
        #expect(settings.summary == before)
      }
    }
  }

  @Test func `an unknown setting is told the known ones`() throws {
    var settings = ServerSettings()
    let error = #expect(throws: SettingsError.unknown("colour")) { try settings.set("colour", "red") }
    for name in ServerSettings.names { #expect(error?.wording.english.contains(name) == true) }
  }

  @Test func `what is read later counts: a flag beats the environment, which beats the file`() throws {
    let folder = try ServerFolder()
    try folder.write("kaimen.yaml", "rate-limit: 10\nport: 1000 # beside\nhost: \"::1\"\nmax-body: 2048\n")
    var settings = ServerSettings()
    try settings.read(file: folder.file("kaimen.yaml"))
    try settings.read(environment: [
      "KAIMEN_RATE_LIMIT": "20", "KAIMEN_PORT": "2000", "KAIMEN_HOST": "", "PATH": "/",
    ])
    try settings.set("port", "3000")
    #expect(settings.maxBody == 2048)
    #expect(settings.rateLimit == 20)
    #expect(settings.port == 3000)
    #expect(settings.host == "::1")
    #expect(settings.requestTimeout == ServerSettings().requestTimeout)
  }

  @Test func `the environment is held to the same bounds`() throws {
    var settings = ServerSettings()
    let wrong = SettingsError.malformed(key: "port", found: "x", allowed: "0...65535")
    #expect(throws: SettingsError.at(place: "KAIMEN_PORT", wrong)) {
      try settings.read(environment: ["KAIMEN_PORT": "x"])
    }
  }

  @Test(
    arguments: [
      "port: [1, 2]", "port: {a: 1}", "- port", "just text", "port: 80\n  host: x", "port: \"80",
      "\tport: 80",
      "? [a]\n: 1", "port: *nobody",
    ])
  func `a file that is no list of settings is named, with the reason`(_ text: String) throws {
    let folder = try ServerFolder()
    try folder.write("kaimen.yaml", text)
    let path = folder.file("kaimen.yaml")
    var settings = ServerSettings()
    let error = #expect(throws: SettingsError.self) { try settings.read(file: path) }
    guard case .unreadable(path, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty)
    #expect(!reason.contains("\n"))
    let words = try #require(error).wording
    #expect(words.english.contains(path) && words.english.contains(reason))
    #expect(words.chinese.contains(path))
  }

  @Test func `a file that is missing is named, an empty one changes nothing`() throws {
    let folder = try ServerFolder()
    var settings = ServerSettings()
    let error = #expect(throws: SettingsError.self) { try settings.read(file: folder.file("none.yaml")) }
    #expect(error?.wording.english.contains("none.yaml") == true)
    try folder.write("empty.yaml", "# nothing\n")
    try settings.read(file: folder.file("empty.yaml"))
    #expect(settings.summary == ServerSettings().summary)
  }

  @Test func `a wrong setting in a file is refused by its name`() throws {
    let folder = try ServerFolder()
    try folder.write("kaimen.yaml", "prot: 80\n")
    var settings = ServerSettings()
    #expect(throws: SettingsError.at(place: folder.file("kaimen.yaml"), .unknown("prot"))) {
      try settings.read(file: folder.file("kaimen.yaml"))
    }
  }

  @Test func `the summary says everything, so that it can be read back`() throws {
    var settings = ServerSettings()
    for (name, values) in Self.good { try settings.set(name, values[0]) }
    var copy = ServerSettings()
    for pair in settings.summary.split(separator: " ") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      try copy.set(String(parts[0]), String(parts[1]))
    }
    #expect(copy.summary == settings.summary)
    #expect(settings.summary != ServerSettings().summary)
  }

  @Test func `an address is kept without the slash at its end`() throws {
    var settings = ServerSettings()
    try settings.set("public-url", "https://kaimen.example/")
    #expect(settings.publicURL == "https://kaimen.example")
  }
}
