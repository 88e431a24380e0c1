internal import Dense
internal import Geo
public import Routing
internal import Streets
import Synchronization

/// Makes vector tiles of a city, on demand.
///
/// Safe to share: the city is immutable, and each tile is made in memory of its own that goes back to a pool.
/// The same city and tile give the same bytes. What the layers hold is said in docs/formats.md.
public final class TileMaker: Sendable {
  public let city: City
  private let pool = Mutex<[TileCanvas]>([])
  private let madeChains = Mutex<StreetChains?>(nil)
  let labels: StreetLabels
  /// Kinds of places that tiles show before all others.
  let importantKinds: Set<TextID>

  /// - Complexity: O(street classes + places); what only some zooms need is made when one of them is first asked for.
  public init(city: City) {
    self.city = city
    labels = StreetLabels(city)
    let kinds = Set(city.premises.places.ids.lazy.map { city.premises.places[$0].kind })
    importantKinds = kinds.filter { city.texts[$0].map(TileMaker.importantWords.contains) ?? false }
  }

  /// Tiles of `city`, which differs from that of `other` by rules of gates only.
  public init(city: City, like other: TileMaker) {
    self.city = city
    (labels, importantKinds) = (other.labels, other.importantKinds)
  }

  /// The tile `id` as a Mapbox vector tile 2.1, not compressed; no bytes at all where nothing is.
  ///
  /// - Throws: ``TileError`` where the pyramid has no such tile.
  /// - Complexity: near linear in what the tile's square holds.
  public func tile(_ id: TileID) throws(TileError) -> [UInt8] {
    try id.check()
    var canvas = pool.withLock { $0.popLast() } ?? TileCanvas(texts: city.texts)
    let bytes = draw(id, on: &canvas)
    pool.withLock { if $0.count < TileMaker.mostKept { $0.append(canvas) } }
    return bytes
  }

  /// Canvases kept for later: as many as threads may draw at once on a large machine.
  private static let mostKept = 32

  private func draw(_ id: TileID, on canvas: inout TileCanvas) -> [UInt8] {
    canvas.begin(TileFrame(id))
    guard city.bounds.intersects(canvas.frame.box) else { return [] }
    addAreas(to: &canvas)
    addWater(to: &canvas)
    addCompounds(to: &canvas)
    addBuildings(to: &canvas)
    addStreets(to: &canvas)
    addBarriers(to: &canvas)
    addPoints(to: &canvas)
    return canvas.take()
  }

  /// The main streets of the whole city, made at the first use.
  var chains: StreetChains {
    madeChains.withLock { made in
      if let made { return made }
      let chains = StreetChains(city, labels)
      made = chains
      return chains
    }
  }
}

extension City {
  /// The box around the map.
  var bounds: BoundingBox {
    let degrees = tables.facts.bounds
    return BoundingBox(
      southWest: Coordinate(longitude: degrees[0], latitude: degrees[1]),
      northEast: Coordinate(longitude: degrees[2], latitude: degrees[3]))
  }
}

/// The memory in which one tile is drawn.
struct TileCanvas: Sendable {
  private(set) var frame = TileFrame(TileID(zoom: 0, x: 0, y: 0))
  var shaper = TileShaper(frame: TileFrame(TileID(zoom: 0, x: 0, y: 0)))
  var layer: LayerWriter
  var found = RowSet()
  private var tile: [UInt8] = []

  init(texts: TextTable) { layer = LayerWriter(texts: texts) }

  /// Begins a tile.
  mutating func begin(_ frame: TileFrame) {
    self.frame = frame
    shaper.frame = frame
    shaper.tolerance = frame.zoom < 15 ? 3 : frame.zoom < 17 ? 1.5 : 0.75
    tile.removeAll(keepingCapacity: true)
  }

  /// Puts the layer into the tile, unless nothing is in it.
  mutating func finishLayer(_ name: String) { layer.finish(name, into: &tile) }

  /// Writes the shaped geometry as features with the attributes that the layer was given.
  mutating func addShaped(_ type: LayerWriter.GeometryType) {
    for row in 0..<shaper.geometry.count { layer.add(type, geometry: shaper.geometry.commands(row)) }
  }

  /// Whether `place` is drawn; then its point is the shaped geometry.
  mutating func shapePoint(_ place: Coordinate) -> Bool {
    guard frame.box.contains(place) else { return false }
    let pixel = frame.pixel(place)
    guard pixel.isNearTile else { return false }
    shaper.shape(point: pixel)
    return true
  }

  /// The finished tile.
  mutating func take() -> [UInt8] { tile }

  /// Collects what `index` finds in the tile; rows of a table of `count`.
  mutating func search(_ index: CellIndex, count: Int) {
    found.clear(count: count)
    index.forEach(in: frame.box) { found.insert($0) }
  }
}
