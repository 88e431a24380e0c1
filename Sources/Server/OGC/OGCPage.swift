import Queries
import Wording

/// A page for people: headings, links and tables; no scripts, no styles of its own.
struct OGCPage {
  private let ask: OGCAsk
  private let title: String
  private var body = ""

  init(_ title: Wording, _ ask: OGCAsk) {
    self.ask = ask
    self.title = title[ask.language]
  }

  /// `text` as it stands in HTML.
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  mutating func paragraph(_ text: Wording) { paragraph(text[ask.language]) }

  mutating func paragraph(_ text: String) { body += "<p>\(OGCPage.escaped(text))</p>\n" }

  mutating func heading(_ text: Wording) { body += "<h2>\(OGCPage.escaped(text[ask.language]))</h2>\n" }

  /// A list of links, each with what it leads to.
  mutating func links(_ links: [OGCLink]) {
    body += "<ul>\n"
    for link in links {
      let (href, title) = (OGCPage.escaped(link.href), OGCPage.escaped(link.title[ask.language]))
      body += "<li><a href=\"\(href)\" rel=\"\(OGCPage.escaped(link.rel))\">\(title)</a></li>\n"
    }
    body += "</ul>\n"
  }

  /// A cell of a table; one with an address leads there.
  struct Cell {
    var text: String
    var href: String?
  }

  /// A table of texts; one without a head has names in its first column.
  mutating func table(_ head: [String], _ rows: [[Cell]]) {
    body += "<div class=\"scroll\"><table>\n"
    if !head.isEmpty {
      let cells = head.map { "<th scope=\"col\">\(OGCPage.escaped($0))</th>" }
      body += "<thead><tr>\(cells.joined())</tr></thead>\n"
    }
    body += "<tbody>\n"
    for row in rows {
      body += "<tr>"
      for cell in row {
        let text = OGCPage.escaped(cell.text)
        let linked = cell.href.map { "<a href=\"\(OGCPage.escaped($0))\">\(text)</a>" }
        body += "<td>\(linked ?? text)</td>"
      }
      body += "</tr>\n"
    }
    body += "</tbody>\n</table></div>\n"
  }

  /// A value as one reads it in a table.
  static func shown(_ value: JSON) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    case .array(let values): values.map(shown).joined(separator: ", ")
    default: value.text
    }
  }

  /// The whole page.
  var bytes: [UInt8] {
    let other: Language = ask.language == .english ? .chinese : .english
    let name = other == .english ? "English" : "中文"
    let switched = OGCPage.escaped(ask.address(["language": other.rawValue]))
    let crumbs = [
      (ask.root, Wording.OGC.landing), (ask.root + "/collections", Wording.OGC.collections),
    ].map { "<a href=\"\(OGCPage.escaped($0))?f=html\">\(OGCPage.escaped($1[ask.language]))</a>" }
    let page = """
      <!doctype html>
      <html lang="\(ask.language == .english ? "en" : "zh-CN")">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(OGCPage.escaped(title))</title>
      <link rel="stylesheet" href="/assets/base.css">
      <link rel="stylesheet" href="/assets/docs.css">
      </head>
      <body class="docs-page">
      <div class="docs">
      <nav>\(crumbs.joined(separator: " · ")) · <a href="\(switched)" hreflang="\(other.rawValue)">\(name)</a></nav>
      <main id="content">
      <h1>\(OGCPage.escaped(title))</h1>
      \(body)</main>
      </div>
      </body>
      </html>

      """
    return Array(page.utf8)
  }
}
