import Hummingbird

/// The pages and what they are made of.
struct PageRoutes {
  let pages: Pages

  func add(to table: inout RouteTable) {
    let names = [
      "explore", "places", "place", "editor", "moderation", "people", "import", "sign-in", "badge",
    ]
    let paths =
      ["/", "/index.html", "/docs/api", "/openapi.json", "/manifest.webmanifest", "/sw.js", "/favicon.ico"]
      + ["/assets/**", "/vendor/**", "/docs/**"] + names.flatMap { ["/" + $0, "/\($0).html"] }
    for path in paths { table.on(.get, path) { [pages] request, _ in try pages.response(to: request) } }
  }
}
