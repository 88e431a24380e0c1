import Hummingbird

/// The pages and what they are made of.
struct PageRoutes {
  let pages: Pages

  func add(to table: inout RouteTable) {
    let paths = [
      "/", "/explore", "/places", "/place", "/editor", "/moderation", "/docs/api", "/openapi.json",
      "/manifest.webmanifest", "/sw.js", "/assets/**",
      "/vendor/**",
      "/docs/**", "/sign-in", "/sign-in.html", "/badge", "/badge.html", "/index.html", "/explore.html",
      "/places", "/places.html", "/place", "/place.html", "/editor", "/editor.html", "/moderation",
      "/moderation.html", "/favicon.ico",
    ]
    for path in paths { table.on(.get, path) { [pages] request, _ in try pages.response(to: request) } }
  }
}
