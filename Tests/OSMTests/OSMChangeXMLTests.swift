import Geo
import Testing

@testable import OSM

/// Changes as OsmChange files.
@Suite struct OSMChangeXMLTests {
  private static func place(_ row: Int) -> Coordinate { Coordinate(longitude: Double(row), latitude: -0.5) }

  private static func data() -> OSMData {
    var builder = OSMDataBuilder()
    for id in 1...6 {
      builder.addNode(Int64(id), at: place(id), tags: id == 5 ? [("amenity", "bench")] : [])
    }
    builder.addNode(-9, at: place(9))
    builder.addWay(10, nodes: [1, 2, 3], tags: [("highway", "path")])
    builder.addWay(11, nodes: [3, 4], tags: [("barrier", "wall")])
    builder.addRelation(
      20, members: [(ElementID(.way, 10), "outer"), (ElementID(.node, 6), "label")], tags: [("type", "site")])
    return builder.finish()
  }

  private func blocks(_ text: String) -> [String: [String]] {
    var (blocks, name) = ([String: [String]](), "")
    for line in text.split(separator: "\n").dropFirst(2).dropLast() {
      if let found = ["create", "modify", "delete"].first(where: { line.hasPrefix("<\($0)") }) {
        name = found
      } else if !line.hasPrefix("</\(name)") {
        blocks[name, default: []].append(String(line))
      }
    }
    return blocks
  }

  @Test func `what is new has a negative id, what was there stands there whole`() {
    var change = OSMChange()
    change.nodes[-100] = OSMChange.Node(Self.place(50), ["name": "\"<&\n", "kaimen:edit": "e1"])
    change.ways[-101] = OSMChange.Way([1, -100, -9], ["highway": "footway"])
    change.ways[10] = OSMChange.Way([1, -100, 2, 3], ["highway": "path"])
    change.relationTags[20] = ["type": "site", "name": "A"]
    let text = change.xml(of: Self.data(), generator: "a&b") { $0 != "kaimen:edit" }
    #expect(
      text.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osmChange version=\"0.6\" generator=\"a&amp;b\">"))
    let blocks = blocks(text)
    #expect(
      blocks["create"] == [
        "<node id=\"-9\" lat=\"-0.5000000\" lon=\"9.0000000\"/>",
        "<node id=\"-100\" lat=\"-0.5000000\" lon=\"50.0000000\">",
        "<tag k=\"name\" v=\"&quot;&lt;&amp;&#10;\"/>", "</node>", "<way id=\"-101\">", "<nd ref=\"1\"/>",
        "<nd ref=\"-100\"/>", "<nd ref=\"-9\"/>", "<tag k=\"highway\" v=\"footway\"/>", "</way>",
      ])
    #expect(
      blocks["modify"] == [
        "<way id=\"10\">", "<nd ref=\"1\"/>", "<nd ref=\"-100\"/>", "<nd ref=\"2\"/>", "<nd ref=\"3\"/>",
        "<tag k=\"highway\" v=\"path\"/>", "</way>", "<relation id=\"20\">",
        "<member type=\"way\" ref=\"10\" role=\"outer\"/>",
        "<member type=\"node\" ref=\"6\" role=\"label\"/>",
        "<tag k=\"name\" v=\"A\"/>", "<tag k=\"type\" v=\"site\"/>", "</relation>",
      ])
    #expect(blocks["delete"] == nil)
  }

  @Test func `what is gone is deleted unless something is made of it`() {
    var change = OSMChange()
    change.removed = [ElementID(.way, 11)]
    change.nodes[5] = OSMChange.Node(Self.place(5))
    change.nodes[6] = OSMChange.Node(Self.place(7))
    change.nodes[2] = OSMChange.Node(Self.place(8))
    let blocks = blocks(change.xml(of: Self.data(), generator: "k"))
    #expect(blocks["delete"] == ["<way id=\"11\"/>", "<node id=\"5\"/>"])
    #expect(
      blocks["modify"] == [
        "<node id=\"6\" lat=\"-0.5000000\" lon=\"7.0000000\"/>",
        "<node id=\"2\" lat=\"-0.5000000\" lon=\"8.0000000\"/>",
      ])
  }

  @Test func `what the map says already is no change`() {
    var change = OSMChange()
    change.nodes[5] = OSMChange.Node(Self.place(5), ["amenity": "bench", "kaimen:edit": "e1"])
    change.ways[10] = OSMChange.Way([1, 2, 3], ["highway": "path"])
    #expect(blocks(change.xml(of: Self.data(), generator: "k") { $0 != "kaimen:edit" }).isEmpty)
  }
}
