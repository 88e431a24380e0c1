import Foundation
import HTTPTypes
import Hummingbird
import Synchronization
public import Wording

/// Why there are no pages to serve.
public enum PagesError: WordedError, Equatable {
  case missing(String)

  public var wording: Wording {
    switch self {
    case .missing(let path): Wording.Server.noPages(path)
    }
  }
}

/// The files of the pages, listed once and kept in memory; read again when they change.
///
/// Only listed files are ever opened, so that no path leads out of the folder.
public final class Pages: Sendable {
  private struct File {
    var modified: Date
    var entity: Entity
  }

  private let folder: String
  private let files: Mutex<[String: File]>
  /// Path of each file below ``folder``, by what clients call it.
  private let paths: [String: String]

  private static let types = [
    "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon",
    "webmanifest": "application/manifest+json", "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
  ]

  /// Lists the files of `folder`.
  ///
  /// - Throws: ``PagesError`` where it has no `index.html`.
  public init(folder: String) throws(PagesError) {
    self.folder = folder
    var paths: [String: String] = [:]
    let all = FileManager.default.enumerator(atPath: folder)
    while let path = all?.nextObject() as? String {
      guard !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }),
        Pages.types[(path as NSString).pathExtension] != nil
      else { continue }
      paths["/" + path] = path
      if path == "index.html" {
        paths["/"] = path
      } else if path.hasSuffix(".html") {
        paths["/" + path.dropLast(5)] = path
      }
    }
    guard paths["/"] != nil else { throw .missing(folder) }
    self.paths = paths
    files = Mutex([:])
  }

  /// The folder of the pages: as given, else `Web` where one starts the program or above the program itself.
  public static func folder(given: String?) -> String? {
    if given == "none" { return nil }
    return given ?? nearby("Web", having: "index.html")
  }

  /// A folder where one starts the program, or above the program itself, that has the file `having`.
  public static func nearby(_ name: String, having file: String) -> String? {
    var folders = [name]
    var above = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<5 {
      folders.append(above.appendingPathComponent(name).path)
      above.deleteLastPathComponent()
    }
    return folders.first { FileManager.default.fileExists(atPath: $0 + "/" + file) }
  }

  /// The answer to a request for a page or a part of one.
  ///
  /// - Throws: ``Problem`` where there is none.
  func response(to request: Request) throws -> Response {
    let path = request.uri.path
    guard let name = paths[path], let entity = entity(name) else {
      throw Problem(.notFound, Wording.Server.unknownPath(path.printable))
    }
    let caching = path.hasPrefix("/vendor/") ? "public, max-age=604800" : "no-cache"
    return .entity(entity, for: request, caching: caching)
  }

  private func entity(_ name: String) -> Entity? {
    let path = folder + "/" + name
    guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
      let modified = facts[.modificationDate] as? Date
    else { return nil }
    if let known = files.withLock({ $0[name] }), known.modified == modified { return known.entity }
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let type = Pages.types[(name as NSString).pathExtension] ?? "application/octet-stream"
    let entity = Entity(Array(data), type: type)
    files.withLock { $0[name] = File(modified: modified, entity: entity) }
    return entity
  }
}
