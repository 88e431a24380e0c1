import Foundation
import Testing
import Wording

@testable import OSM

@Suite struct XMLTests {
  private func read(_ text: String) throws -> OSMData {
    try OSMData.read(bytes: Array(text.utf8), name: "map.osm")
  }

  private func refusal(_ text: String) -> String {
    do throws(OSMReadError) {
      _ = try OSMData.read(bytes: Array(text.utf8), name: "map.osm")
      return ""
    } catch { return error.description }
  }

  @Test func `nodes, ways and relations are read`() throws {
    let data = try read(
      """
      <?xml version='1.0' encoding='UTF-8'?>
      <osm version='0.6' generator='hand'><note>synthetic</note>
        <bounds minlat='0' minlon='0' maxlat='1' maxlon='1'/>
        <node id='2' lat='29.55' lon='106.45000004'><tag k='name' v='&#19996;&#38376; &amp; more'/></node>
        <node id='1' lat='-1e-05' lon='1.5E2' visible='true'/>
        <way id='3'><nd ref='1'/><nd ref='2'/><nd ref='4'/><tag k='highway' v='steps'/></way>
        <relation id='5'><member type='way' ref='3' role='outer'/><member type='node' ref='9' role=''/></relation>
      </osm>
      """)
    #expect(data.header.writingProgram == "hand" && data.header.comment == "synthetic")
    #expect(
      data.lines.dropFirst() == [
        "node/1 1500000000 -100 ", "node/2 1064500000 295500000 name=东门 & more",
        "way/3 [\"1\", \"2\", \"?\"] highway=steps",
        "relation/5 [\"way/3 outer\", \"node/9 \"] ",
      ])
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("1", 10_000_000), (".5", 5_000_000), ("1.", 10_000_000),
      ("-1.23456785", -12_345_679),
      ("1.23456784999", 12_345_678), ("179.99999999", 1_800_000_000), ("1e2", 1_000_000_000), ("", nil),
      ("x", nil),
      ("-", nil), (".", nil), ("1.2.3", nil), ("nan", nil), ("99999999999999999999", 100_000_000_000),
    ] as [(String, Int64?)])
  func `degrees become units of 10⁻⁷`(text: String, expected: Int64?) {
    #expect(XMLNumber.degreesE7(text.utf8.span) == expected)
  }

  @Test(
    arguments: [
      ("0", 0), ("-12", -12), ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("9223372036854775808", nil), ("", nil), ("-", nil), ("+1", nil), ("1 ", nil),
    ] as [(String, Int64?)])
  func `ids are whole numbers`(text: String, expected: Int64?) {
    #expect(XMLNumber.integer(text.utf8.span) == expected)
  }

  @Test func `deleted, homeless and impossible elements are left out and listed`() throws {
    let data = try read(
      """
      <osm><node id='1' lat='91' lon='0'/><node id='2'/><node id='3' lat='0' lon='0' action='delete'/>
      <way id='4' visible='false'><nd ref='1'/></way><way id='5'><nd ref='2'/></way>
      <relation id='6' action='delete'><member type='way' ref='5' role=''/></relation></osm>
      """)
    #expect(data.lines.dropFirst() == ["way/5 [\"?\"] "])
    #expect(
      data.skipped.map { "\($0.id) \($0.reason)" } == [
        "node/1 coordinateOutside", "node/2 noCoordinate", "node/3 deleted", "way/4 deleted",
        "relation/6 deleted",
      ])
  }

  @Test func `each fault is told with its line`() {
    func fault(_ line: Int, _ reason: String) -> String {
      "map.osm, line \(line): \(reason); download or export the file again"
    }
    #expect(
      refusal("<osm>\n<node id='1' lat='0' lon='0'>\n</way></osm>")
        == fault(3, "this is not well-formed XML (mismatched tag)"))
    #expect(
      refusal("<osm>\n<node lat='0' lon='0'/></osm>") == fault(2, "<node> has no readable attribute id"))
    #expect(
      refusal("<osm>\n<way id='1'>\n<nd ref='a'/></way></osm>")
        == fault(3, "<nd> has no readable attribute ref"))
    #expect(
      refusal("<osm><node id='1' lat='0' lon='0'><tag k='a'/></node></osm>")
        == fault(1, "<tag> has no readable attribute v"))
    #expect(
      refusal("<osm><relation id='1'><member type='area' ref='1'/></relation></osm>")
        == fault(1, "a member has a type other than node, way and relation"))
    #expect(
      refusal("<?xml version='1.0'?>\n<kml></kml>") == fault(2, "the outermost element is <kml>, not <osm>"))
  }

  @Test func `entities are refused before they unfold`() {
    #expect(
      refusal("<?xml version='1.0'?>\n<!DOCTYPE osm [<!ENTITY a 'aaaa'>]><osm><note>&a;</note></osm>")
        == "map.osm, line 2: it declares entities, which OSM files never do; download or export the file again"
    )
  }

  @Test func `a tag without end is given up, a long file of short ones is not`() throws {
    let long = String(repeating: "x", count: 5 << 20)
    #expect(
      refusal("<osm>\n<node note='\(long)'/></osm>")
        == "map.osm, line 2: a tag or comment is longer than 4 MB; download or export the file again")
    let nodes = String(repeating: "<node id='1' lat='0' lon='0'/>", count: 200_000)
    #expect(try read("<osm>\(nodes)</osm>").nodeIDs == [1])
  }

  @Test func `change files are told apart from maps`() {
    #expect(
      refusal("<?xml version='1.0'?><osmChange version='0.6'></osmChange>")
        == "map.osm holds changes (osmChange), not a map; give the map itself or apply them with "
        + "`osmium apply-changes`")
  }

  @Test func `a file that ends too early says so`() {
    let text = "<osm><node id='1' lat='0' lon='0'/><way id='2'>"
    for length in 5...text.count {
      #expect(
        refusal(String(text.prefix(length)))
          == "map.osm is cut off: it ends at byte \(length), in the middle of its data; download it again")
    }
  }

  @Test func `an element inside another takes nothing of it along`() throws {
    let data = try read("<osm><way id='1'><nd ref='1'/><way id='2'><nd ref='2'/></way></way></osm>")
    #expect(data.lines.dropFirst() == ["way/2 [\"?\"] "])
  }

  @Test func `packed files must hold XML`() throws {
    let scratch = try ScratchFolder()
    // gzip of "plain words".
    let packed: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 43, 200, 73, 204, 204, 83, 40, 207, 47, 74, 41, 6, 0, 137, 242, 184,
      177,
      11, 0, 0, 0,
    ]
    let path = try scratch.write(packed, to: "a.osm.gz")
    #expect(throws: OSMReadError(path: path, problem: .notOSM(.text))) { try OSMData.read(path: path) }
    var broken = packed
    broken[12] ^= 0xFF
    let other = try scratch.write(broken, to: "b.osm.gz")
    #expect(throws: OSMReadError(path: other, problem: .corruptStream(byte: 27, format: "gzip"))) {
      try OSMData.read(path: other)
    }
  }

  @Test(.enabled(if: SharedData.folder != nil, Comment(rawValue: SharedData.absence)))
  func `Shenzhen is read from XML`() throws {
    let data = try OSMData.read(path: SharedData.path("osm/shenzhen.osm"))
    #expect(data.nodeIDs.count > 5_000 && data.wayIDs.count > 500)
    #expect(data.strings.texts.contains { $0.contains("深圳") })
    #expect(data.skipped.isEmpty)
  }
}
