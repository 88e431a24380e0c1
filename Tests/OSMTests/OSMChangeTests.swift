import Geo
import Testing

@testable import OSM

/// Changes to OSM data against the same data built anew.
@Suite struct OSMChangeTests {
  /// A map as dictionaries, from which data can be built.
  private struct Plain: Equatable {
    var nodes: [Int64: OSMChange.Node] = [:]
    var ways: [Int64: OSMChange.Way] = [:]
    var relations: [Int64: [String: String]] = [:]

    func built() -> OSMData {
      var builder = OSMDataBuilder()
      for (id, node) in nodes {
        builder.addNode(id, at: node.position, tags: node.tags.map { ($0.key, $0.value) })
      }
      for (id, way) in ways {
        builder.addWay(id, nodes: way.nodes, tags: way.tags.map { ($0.key, $0.value) })
      }
      for (id, tags) in relations {
        builder.addRelation(
          id, members: [(ElementID(.way, 1), "outer")], tags: tags.map { ($0.key, $0.value) })
      }
      return builder.finish()
    }

    init() {}

    /// What `data` holds.
    init(_ data: OSMData) {
      for id in data.nodeIDs { nodes[id] = data.node(id) }
      for id in data.wayIDs { ways[id] = data.way(id) }
      for id in data.relationIDs { relations[id] = data.relationTags(id) }
    }
  }

  private static func tags(_ random: inout SystemRandomNumberGenerator) -> [String: String] {
    var tags: [String: String] = [:]
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      tags[["highway", "barrier", "name"].randomElement(using: &random) ?? "a"] =
        "v\(Int.random(in: 0...3, using: &random))"
    }
    return tags
  }

  private static func node(_ random: inout SystemRandomNumberGenerator) -> OSMChange.Node {
    OSMChange.Node(
      Coordinate(
        longitudeE7: Int32.random(in: -1000...1000, using: &random),
        latitudeE7: Int32.random(in: -1000...1000, using: &random)), tags(&random))
  }

  @Test(arguments: 0..<40) func `a change gives the data that building anew gives`(_ round: Int) {
    var random = SystemRandomNumberGenerator()
    var plain = Plain()
    let ids = (0..<30).map { _ in Int64.random(in: -40...40, using: &random) }
    for id in ids.prefix(20) { plain.nodes[id] = Self.node(&random) }
    func way() -> OSMChange.Way {
      OSMChange.Way(
        (0..<3).compactMap { _ in plain.nodes.keys.sorted().randomElement(using: &random) },
        Self.tags(&random))
    }
    for id in ids.prefix(12) { plain.ways[id] = way() }
    plain.relations = [3: ["type": "multipolygon"], 4: ["a": "b"]]
    let data = plain.built()
    var change = OSMChange()
    for id in ids.suffix(15) { change.nodes[id] = Self.node(&random) }
    plain.nodes.merge(change.nodes) { _, new in new }
    for id in ids.suffix(6) { change.ways[id] = way() }
    plain.ways.merge(change.ways) { _, new in new }
    for id in ids.prefix(2) where change.ways[id] == nil {
      change.removed.insert(ElementID(.way, id))
      plain.ways[id] = nil
    }
    change.relationTags[3] = ["type": "multipolygon", "building": "yes"]
    change.removed.insert(ElementID(.relation, 4))
    plain.relations = [3: ["type": "multipolygon", "building": "yes"]]
    let changed = data.applying(change)
    #expect(Plain(changed) == plain)
    #expect(changed.nodeIDs == plain.nodes.keys.sorted())
    #expect(changed.wayIDs == plain.ways.keys.sorted())
    #expect(changed.relationFirst.count == 2)
  }

  @Test func `nothing changed is the same data`() {
    var plain = Plain()
    plain.nodes[1] = OSMChange.Node(Coordinate(longitude: 1, latitude: 2), ["a": "b"])
    #expect(Plain(plain.built().applying(OSMChange())) == plain)
  }

  @Test func `a way that names a node nobody has keeps the gap`() {
    var change = OSMChange()
    change.nodes[1] = OSMChange.Node(Coordinate(longitude: 1, latitude: 2))
    change.ways[5] = OSMChange.Way([1, 99], ["highway": "path"])
    let data = OSMDataBuilder().finish().applying(change)
    #expect(data.wayNodes == [0, .max])
    #expect(data.way(5)?.nodes == [1])
  }
}
