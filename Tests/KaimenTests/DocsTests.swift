import Foundation
import Testing

/// The documents against the repository: what they name exists.
@Suite struct DocsTests {
  @Test(arguments: Repository.documents)
  func `every relative link leads to a file`(document: String) throws {
    let folder = Repository.root.appending(path: document).deletingLastPathComponent()
    for line in try Repository.prose(document) {
      for target in Markdown.links(in: line.text) where !target.contains(":") && !target.hasPrefix("#") {
        let path = target.split(separator: "#")[0].removingPercentEncoding ?? target
        #expect(
          FileManager.default.fileExists(atPath: folder.appending(path: path).path),
          "\(document):\(line.number) links to \(target), which does not exist")
      }
    }
  }

  @Test(arguments: Repository.documents.filter { $0 != "CHANGELOG.md" })
  func `every symbol in backticks is in the sources`(document: String) throws {
    for line in try Repository.prose(document) {
      for code in Markdown.code(in: line.text) {
        let missing = Symbol.names(in: code).filter { !Repository.names.contains($0) }
        #expect(missing.isEmpty, "\(document):\(line.number) names `\(code)`, which is not in Sources")
      }
    }
  }

  @Test(arguments: Repository.documents.filter { $0 != "CHANGELOG.md" })
  func `every path in backticks exists`(document: String) throws {
    for line in try Repository.prose(document) {
      for code in Markdown.code(in: line.text) where Symbol.isPath(code) {
        #expect(
          FileManager.default.fileExists(atPath: Repository.root.appending(path: code).path),
          "\(document):\(line.number) names \(code), which does not exist")
      }
    }
  }

  @Test func `every page that a comment sends to exists`() {
    for (file, page) in Repository.pagesNamedInComments {
      #expect(
        FileManager.default.fileExists(atPath: Repository.root.appending(path: page).path),
        "\(file) sends to \(page), which does not exist")
    }
  }

  @Test func `the test reads code and links as a reader does`() {
    #expect(Markdown.code(in: "the `City` of `run(_:progress:)`") == ["City", "run(_:progress:)"])
    #expect(Markdown.links(in: "see [a](docs/a.md) and ![b](b.png \"title\")") == ["docs/a.md", "b.png"])
    #expect(Symbol.names(in: "CityImport.run(_:progress:)") == ["CityImport", "run", "progress"])
    #expect(Symbol.names(in: "firstOut") == ["firstOut"])
    #expect(Symbol.names(in: "kaimen import MAP").isEmpty)
    #expect(Symbol.names(in: "addr:unit").isEmpty)
    #expect(Symbol.names(in: "README.md").isEmpty)
    #expect(Symbol.names(in: "OSM").isEmpty)
  }
}

/// What of the repository the documents are held against.
private enum Repository {
  struct Line {
    var number: Int
    var text: String
  }

  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Paths of all Markdown files at the top and under `docs`.
  static let documents: [String] = {
    let top = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    let pages = FileManager.default.enumerator(atPath: root.appending(path: "docs").path)?
      .compactMap { ($0 as? String).map { "docs/" + $0 } }
    return (top + (pages ?? [])).filter { $0.hasSuffix(".md") }.sorted()
  }()

  /// The lines of `document` outside fenced blocks.
  static func prose(_ document: String) throws -> [Line] {
    let text = try String(contentsOf: root.appending(path: document), encoding: .utf8)
    var isFenced = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().compactMap { row, line in
      if line.drop(while: { $0 == " " }).hasPrefix("```") {
        isFenced.toggle()
        return nil
      }
      return isFenced ? nil : Line(number: row + 1, text: String(line))
    }
  }

  private static let sources: [(file: String, lines: [Substring])] = {
    let files = FileManager.default.enumerator(atPath: root.appending(path: "Sources").path)?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map { "Sources/" + $0 }
    return ((files ?? []) + ["Package.swift"]).sorted().map { file in
      let text = (try? String(contentsOf: root.appending(path: file), encoding: .utf8)) ?? ""
      return (file, text.split(separator: "\n"))
    }
  }()

  /// All words of the code; a name that only comments remember does not count.
  static let names: Set<Substring> = {
    var names: Set<Substring> = []
    for line in sources.lazy.flatMap(\.lines) where !line.drop(while: { $0 == " " }).hasPrefix("//") {
      names.formUnion(line.split { !($0.isLetter || $0.isNumber || $0 == "_") })
    }
    return names
  }()

  static let pagesNamedInComments: [(file: String, page: String)] = sources.flatMap { file, lines in
    lines.flatMap { line in
      line.matches(of: /docs\/[A-Za-z0-9\/-]+\.md/).map { (file, String($0.output)) }
    }
  }
}

private enum Markdown {
  /// The texts in single backticks.
  static func code(in line: String) -> [String] {
    line.matches(of: /`([^`]+)`/).map { String($0.output.1) }
  }

  /// The targets of links and pictures.
  static func links(in line: String) -> [String] {
    line.replacing(/`[^`]+`/, with: "").matches(of: /\]\(([^)\s]+)[^)]*\)/).map { String($0.output.1) }
  }
}

private enum Symbol {
  private static let extensions: Set<Substring> = ["md", "swift", "sh", "py", "json", "pbf", "osm", "kaimen"]

  /// Names of other people's formats that look like Swift.
  private static let foreign: Set<Substring> = ["HeaderBBox", "LineString", "GeoJSON", "OpenStreetMap"]

  /// The Swift names in `code`, or none where it does not look like a Swift symbol.
  ///
  /// Symbols are types (`Network`), members (`Network.head`), names of two words (`firstOut`) and functions
  /// with their labels (`arcs(from:)`).
  static func names(in code: String) -> [Substring] {
    let symbol = /([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(\([A-Za-z_:]*\))?/
    guard let found = code.wholeMatch(of: symbol) else { return [] }
    let path = found.output.1.split(separator: ".")
    guard let last = path.last, !extensions.contains(last), !foreign.contains(path[0]) else { return [] }
    let isFunction = found.output.2 != nil
    let looksSwift = path[0].contains(where: \.isUppercase) && path[0].contains(where: \.isLowercase)
    guard looksSwift || isFunction else { return [] }
    let labels = (found.output.2 ?? "").split { "():".contains($0) }.filter { $0 != "_" }
    return path + labels
  }

  /// Whether `code` is a path inside this repository.
  static func isPath(_ code: String) -> Bool {
    let folders = ["Sources/", "Tests/", "Fuzz/", "Benchmarks/", "docs/", "scripts/", ".ci/"]
    return folders.contains { code.hasPrefix($0) } && !code.contains { " <>*{…".contains($0) }
      && !code.contains("/.")
  }
}
