import Foundation
import HTTPTypes
import Hummingbird
import Queries
import Wording

/// In which form an answer is sent.
enum OGCForm: String, CaseIterable, Sendable {
  case json, html

  /// The form that `query` names, else the one that the client likes better.
  ///
  /// - Throws: ``Problem`` for a word that names none.
  init(_ query: Query, _ request: Request) throws {
    guard let word = query["f"] else {
      self = request.prefersHTML ? .html : .json
      return
    }
    guard let form = OGCForm(rawValue: word) else {
      let allowed = OGCForm.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(.badRequest, Wording.Server.malformedValue("f", word.printable, allowed: allowed))
    }
    self = form
  }
}

extension Request {
  /// Whether pages are liked better than data, as browsers do.
  fileprivate var prefersHTML: Bool {
    var (page, data) = (0.0, 0.0)
    for part in (headers[.accept] ?? "").prefix(1000).split(separator: ",") {
      let pieces = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      switch pieces.first {
      case "text/html", "application/xhtml+xml": page = max(page, weight)
      case let type? where type.contains("json") || type == "*/*" || type == "application/*":
        data = max(data, weight)
      default: break
      }
    }
    return page > data
  }
}

/// One link of an answer.
struct OGCLink: Sendable {
  static let geoJSON = "application/geo+json"
  static let json = "application/json"
  static let html = "text/html"
  static let openAPI = "application/vnd.oai.openapi+json;version=3.0"

  var rel: String
  var href: String
  var type: String
  var title: Wording

  init(_ rel: String, _ href: String, _ type: String, _ title: Wording) {
    self.rel = rel
    self.href = href
    self.type = type
    self.title = title
  }

  func json(_ language: Language) -> JSON {
    [
      "href": .string(href), "rel": .string(rel), "type": .string(type), "title": .string(title[language]),
    ]
  }
}

/// One request to the OGC API: what it asks for and where its links lead.
struct OGCAsk: Sendable {
  let form: OGCForm
  let language: Language
  /// `https://kaimen.example/ogc`.
  let root: String
  /// The address of this page without its parameters.
  let path: String
  /// The parameters as they were sent.
  private let pairs: [(key: String, text: String)]

  init(_ request: Request, _ query: Query, _ usual: Language, publicURL: String?) throws {
    form = try OGCForm(query, request)
    language = try query.language ?? usual
    let base = publicURL ?? request.base
    root = base + "/ogc"
    let trimmed = request.uri.path.split(separator: "/").joined(separator: "/")
    path = base + "/" + trimmed
    pairs = (request.uri.query ?? "").split(separator: "&").map { pair in
      let key = pair.prefix { $0 != "=" }
      return (key.removingPercentEncoding ?? String(key), String(pair))
    }
  }

  /// This page with other values of some parameters.
  func address(_ changes: KeyValuePairs<String, String>) -> String {
    let kept = pairs.filter { pair in !changes.contains { $0.key == pair.key } }.map(\.text)
    let all = kept + changes.map { "\($0.key)=\($0.value)" }
    return all.isEmpty ? path : path + "?" + all.joined(separator: "&")
  }

  /// Links to this page and to the same in the other form; `type` is that of the data.
  func own(_ type: String) -> [OGCLink] {
    let isPage = form == .html
    let page = OGCLink(
      isPage ? "self" : "alternate", address(["f": "html"]), OGCLink.html, Wording.OGC.asPage)
    let data = OGCLink(isPage ? "alternate" : "self", address(["f": "json"]), type, Wording.OGC.asData)
    return isPage ? [page, data] : [data, page]
  }

  func json(_ links: [OGCLink]) -> JSON { .array(links.map { $0.json(language) }) }
}
