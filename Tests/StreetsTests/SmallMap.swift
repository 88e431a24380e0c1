import Dense
import Geo
import OSM

@testable import Streets

/// A map drawn in metres around one corner, to see what the builder makes of it.
struct SmallMap {
  private var builder = OSMDataBuilder()
  private let corner = Coordinate(longitude: 106.5, latitude: 29.5)
  private var places: [Int64: Coordinate] = [:]

  mutating func node(_ id: Int64, _ x: Double, _ y: Double, _ tags: [(String, String)] = []) {
    let place = corner.moved(east: x, north: y)
    places[id] = place
    builder.addNode(id, at: place, tags: tags)
  }

  mutating func way(_ id: Int64, _ nodes: [Int64], _ tags: [(String, String)]) {
    builder.addWay(id, nodes: nodes, tags: tags)
  }

  mutating func relation(_ id: Int64, _ members: [(ElementID, String)], _ tags: [(String, String)]) {
    builder.addRelation(id, members: members.map { (id: $0.0, role: $0.1) }, tags: tags)
  }

  func place(_ id: Int64) -> Coordinate { places[id] ?? corner }

  func builder(threads: Int = 2) -> CityBuilder {
    var options = BuildOptions()
    options.threads = threads
    return CityBuilder(builder.finish(), options: options) { _ in }
  }

  func tables(threads: Int = 2) -> CityTables {
    let builder = builder(threads: threads)
    let order = (0..<UInt32(builder.graph.nodeCount)).map { $0 }
    let facts = CityFacts(
      source: "test", comment: nil, timeZone: "Asia/Shanghai", timeZoneOrigin: "given", osmNodes: 0,
      osmWays: 0, osmRelations: 0, bounds: [], importedAt: "", hasElevation: false, holidays: nil)
    let furnishing = builder.furnish { _, _ in }
    return builder.finish(
      order: order, network: builder.network(order: order), furnishing: furnishing, facts: facts)
  }

  /// The least number of segments of some length from one mapped node to another, or nil.
  func hops(_ mode: Mode, from: Int64, to: Int64) -> Int? {
    let network = tables().network
    guard let start = network.nodes.first(where: { network.coordinate[$0] == places[from] }) else {
      return nil
    }
    var reached = [start: 0]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for arc in network.arcs(from: node) where isOpen(arc, mode, network) {
        let head = network.head[arc]
        guard reached[head] == nil else { continue }
        reached[head] = (reached[node] ?? 0) + (network.length[network.heading[arc].segment] > .zero ? 1 : 0)
        queue.append(head)
      }
    }
    return network.nodes.filter { network.coordinate[$0] == places[to] }.compactMap { reached[$0] }.min()
  }

  private func isOpen(_ arc: ArcID, _ mode: Mode, _ network: Network) -> Bool {
    let heading = network.heading[arc]
    let traits = network.traits[TraitsID(network.segmentClass[heading.segment], mode)]
    return !network.barred[arc].contains(mode) && (heading.isAgainst ? traits.backward : traits.forward) > 0
  }
}

extension CityTables {
  func found(_ kind: Diagnostic.Kind) -> [String] {
    diagnostics.filter { $0.kind == kind }.map { "\($0.element) \($0.detail)" }
  }

  /// Segments of one OSM way.
  func segments(ofWay id: Int64) -> [SegmentID] {
    network.length.ids.filter { network.osmID[$0] == id && network.length[$0] > .zero }
  }
}
