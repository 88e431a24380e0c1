import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Tiles
import Wording

/// Vector tiles, made when first asked for and kept for a while.
struct TileRoutes {
  let district: District
  private let cache = TileCache(limit: 64 << 20)

  init(district: District) { self.district = district }

  func add(to table: inout RouteTable) {
    table.on(.get, "/tiles/{z}/{x}/{y}") { request, context in try tile(request, context) }
    table.on(.get, "/tiles.json", description)
  }

  @Sendable private func description(_ request: Request, _ context: ServerContext) throws -> Response {
    let query = try Query(request, known: ["language"])
    let city = district.city
    let base = district.settings.publicURL ?? request.base
    let bytes = city.tiles.tileJSON(
      baseURL: base, revision: city.id, language: try query.language ?? context.language)
    return .entity(Entity(bytes, type: "application/json"), for: request, caching: "no-cache")
  }

  @Sendable private func tile(_ request: Request, _ context: ServerContext) throws -> Response {
    let query = try Query(request, known: ["v"])
    let city = district.city
    let last = try context.parameters.require("y")
    guard let zoom = context.parameters.get("z", as: Int.self),
      let x = context.parameters.get("x", as: Int.self),
      last.hasSuffix(".mvt"), let y = Int(last.dropLast(4))
    else { throw Problem(.notFound, Wording.Server.unknownPath(request.uri.path.printable)) }
    let id = TileID(zoom: zoom, x: x, y: y)
    let key = TileCache.Key(city: city.id, tile: id)
    let entity: Entity
    if let known = cache[key] {
      entity = known
    } else {
      let bytes: [UInt8]
      do { bytes = try city.tiles.tile(id) } catch {
        throw Problem(.notFound, error.wording)
      }
      entity = Entity(bytes, type: "application/vnd.mapbox-vector-tile", level: 3)
      cache[key] = entity
    }
    // A tile that names its city never changes; without a name it may with the next import.
    let caching = query["v"] == city.id ? "public, max-age=31536000, immutable" : "no-cache"
    return .entity(entity, for: request, caching: caching)
  }
}

extension Request {
  /// Where the client reached this server, as it says itself.
  var base: String {
    let host = head.authority.flatMap {
      $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".:-[]".contains($0)) } ? $0 : nil
    }
    return "http://" + (host ?? "localhost")
  }
}

/// The tiles made last, up to a number of bytes.
final class TileCache: Sendable {
  struct Key: Hashable {
    var city: String
    var tile: TileID
  }

  private struct State {
    /// Asked for lately, and before that: when the first is full it becomes the second.
    var young: [Key: Entity] = [:]
    var old: [Key: Entity] = [:]
    var bytes = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  /// - Parameter limit: Bytes kept at most.
  init(limit: Int) { self.limit = limit }

  /// Bytes kept now.
  ///
  /// - Complexity: O(tiles).
  var bytes: Int {
    state.withLock { state in
      (state.young.values.map(\.cost) + state.old.values.map(\.cost)).reduce(0, +)
    }
  }

  subscript(key: Key) -> Entity? {
    get {
      state.withLock { state in
        if let entity = state.young[key] { return entity }
        guard let entity = state.old.removeValue(forKey: key) else { return nil }
        keep(entity, key, &state)
        return entity
      }
    }
    set { if let newValue { state.withLock { keep(newValue, key, &$0) } } }
  }

  private func keep(_ entity: Entity, _ key: Key, _ state: inout State) {
    let size = entity.cost
    // Two threads may have made the same one; one that fills half of the cache would push out all others.
    guard state.young[key] == nil, size <= limit / 2 else { return }
    if state.bytes + size > limit / 2 { (state.old, state.young, state.bytes) = (state.young, [:], 0) }
    state.young[key] = entity
    state.bytes += size
  }
}

extension Entity {
  /// About the bytes that it takes to keep.
  fileprivate var cost: Int { plain.readableBytes + (gzip?.readableBytes ?? 0) + 200 }
}
