import Geo
import Testing
import Wording

@testable import OSM

@Suite struct PBFReadErrorTests {
  private let header = PBFFrame.blob("OSMHeader", headerBlock(), Deflater())

  /// The sentence with which these bytes are refused; "" when they are read.
  private func refusal(_ bytes: [UInt8], name: String = "map.osm.pbf") -> String {
    do throws(OSMReadError) {
      _ = try OSMData.read(bytes: bytes, name: name)
      return ""
    } catch { return error.description }
  }

  private func refusal(block: ProtobufWriter) -> String {
    refusal(header + PBFFrame.blob("OSMData", block.bytes, Deflater()))
  }

  private static func headerBlock(required: [String] = [], optional: [String] = []) -> [UInt8] {
    var block = ProtobufWriter()
    for feature in ["OsmSchema-V0.6"] + required { block.field(4, feature) }
    for feature in optional { block.field(5, feature) }
    return block.bytes
  }

  /// A block with the texts "", "a", "b" and one group.
  private func block(_ field: Int, _ element: ProtobufWriter) -> ProtobufWriter {
    var texts = ProtobufWriter()
    for text in ["", "a", "b"] { texts.field(1, text) }
    var group = ProtobufWriter()
    group.field(field, element.bytes)
    var block = ProtobufWriter()
    block.field(1, texts.bytes)
    block.field(2, group.bytes)
    return block
  }

  private func message(_ fields: [(Int, [UInt8])], id: UInt64? = 1) -> ProtobufWriter {
    var message = ProtobufWriter()
    if let id { message.field(1, id) }
    for (number, content) in fields { message.field(number, content) }
    return message
  }

  @Test func `a file cut off anywhere says where it ends`() throws {
    let whole = header + PBFFrame.blob("OSMData", block(3, message([])).bytes, Deflater())
    #expect(refusal(whole) == "")
    for length in 20..<whole.count where length != header.count {
      #expect(
        refusal(Array(whole[..<length]))
          == "map.osm.pbf is cut off: it ends at byte \(length), in the middle of its data; download it again"
      )
    }
  }

  @Test func `history files are refused`() {
    let bytes = PBFFrame.blob("OSMHeader", Self.headerBlock(required: ["HistoricalInformation"]), Deflater())
    #expect(
      refusal(bytes) == "map.osm.pbf holds the history of the map, not one state of it; "
        + "cut one out with `osmium time-filter map.osm.pbf -o NEW.osm.pbf`")
  }

  @Test func `unknown required features are named`() {
    let bytes = PBFFrame.blob("OSMHeader", Self.headerBlock(required: ["Teleport"]), Deflater())
    #expect(
      refusal(bytes) == "map.osm.pbf asks its reader for the feature Teleport; "
        + "known are OsmSchema-V0.6 and DenseNodes: convert it with `osmium cat map.osm.pbf -o NEW.osm.pbf`")
  }

  @Test func `positions on ways are refused`() {
    let bytes = PBFFrame.blob("OSMHeader", Self.headerBlock(optional: ["LocationsOnWays"]), Deflater())
    #expect(
      refusal(bytes) == "map.osm.pbf keeps positions on its ways and lacks their nodes (LocationsOnWays); "
        + "use the extract from before `osmium add-locations-to-ways`")
  }

  @Test(arguments: [(4, "lzma"), (5, "bzip2"), (6, "lz4"), (7, "zstd")])
  func `blocks packed otherwise are refused with the way out`(field: Int, name: String) {
    var blob = ProtobufWriter()
    blob.field(2, 10)
    blob.field(field, [1, 2, 3])
    #expect(
      refusal(header + PBFFrame.frame("OSMData", blob.bytes))
        == "map.osm.pbf has blocks compressed with \(name); "
        + "only raw and zlib blocks can be read: convert it with "
        + "`osmium cat map.osm.pbf -o NEW.osm.pbf -f pbf,pbf_compression=zlib`")
  }

  @Test func `raw blocks are read`() throws {
    var blob = ProtobufWriter()
    blob.field(1, block(3, message([])).bytes)
    let data = try OSMData.read(bytes: header + PBFFrame.frame("OSMData", blob.bytes), name: "a.pbf")
    #expect(data.wayIDs == [1])
  }

  @Test func `limits of the format are held`() {
    var huge = ProtobufWriter()
    huge.field(2, UInt64(33 << 20))
    huge.field(3, [0x78])
    let start = header.count
    #expect(
      refusal(header + PBFFrame.frame("OSMData", huge.bytes))
        == "map.osm.pbf is damaged in the block that begins at byte \(start): "
        + "it has 34603008 bytes, at most 33554432 are allowed; download it again")
    #expect(
      refusal(header + [0, 1, 0, 1, 0])
        == "map.osm.pbf is damaged in the block that begins at byte \(start): "
        + "it has 65537 bytes, at most 65536 are allowed; download it again")
  }

  private func damage(_ reason: String) -> String {
    "map.osm.pbf is damaged in the block that begins at byte \(header.count): \(reason); download it again"
  }

  @Test func `packed data that are no zlib are damage`() {
    var blob = ProtobufWriter()
    blob.field(2, 10)
    blob.field(3, [1, 2, 3])
    #expect(
      refusal(header + PBFFrame.frame("OSMData", blob.bytes)) == damage("its zlib data cannot be unpacked"))
  }

  @Test func `texts outside the table are damage`() {
    #expect(
      refusal(block: block(3, message([(2, [1]), (3, [9])]))) == damage("it uses text 9 of a table of 3"))
  }

  @Test func `numbers that never end are damage`() {
    let endless = [UInt8](repeating: 0xFF, count: 11)
    #expect(refusal(block: block(3, message([(8, endless)]))) == damage("a number in it never ends"))
  }

  @Test func `fields beyond the end are damage`() {
    var group = ProtobufWriter()
    group.varint(0x1A)
    group.varint(100)
    var block = ProtobufWriter()
    block.field(2, group.bytes)
    #expect(refusal(block: block) == damage("a field reaches beyond its end"))
  }

  @Test func `lists of different lengths are damage`() {
    let reason = damage("lists that belong together have different lengths")
    #expect(refusal(block: block(3, message([(2, [1, 2]), (3, [1])]))) == reason)
    #expect(refusal(block: block(4, message([(8, [0]), (9, [2]), (10, [])]))) == reason)
    #expect(refusal(block: block(2, message([(1, [2]), (8, [2]), (9, [])], id: nil))) == reason)
    #expect(
      refusal(block: block(2, message([(1, [2]), (8, [2]), (9, [2]), (10, [1, 2])], id: nil))) == reason)
  }

  @Test func `missing ids, wrong types and unknown members are damage`() {
    #expect(refusal(block: block(3, message([], id: nil))) == damage("a required field is missing"))
    #expect(refusal(block: block(3, message([(1, [5])]))) == damage("a field has an impossible type"))
    #expect(
      refusal(block: block(4, message([(8, [0]), (9, [2]), (10, [7])])))
        == damage("a relation has a member of unknown type 7"))
  }

  @Test func `map data before the header are damage`() {
    let blob = PBFFrame.blob("OSMData", block(3, message([])).bytes, Deflater())
    #expect(
      refusal(blob + header) == "map.osm.pbf is damaged in the block that begins at byte 0: "
        + "map data comes before the header; download it again")
  }

  @Test func `unknown blocks, groups and fields are passed over`() throws {
    var way = message([(99, [1, 2, 3])])
    way.varint(98 << 3 | 5)
    for _ in 0..<4 { way.varint(0) }
    var data = block(3, way)
    data.field(2, [0x2A, 0])  // a changeset
    let bytes =
      header + PBFFrame.blob("Other", [1], Deflater()) + PBFFrame.blob("OSMData", data.bytes, Deflater())
    #expect(try OSMData.read(bytes: bytes, name: "a.pbf").wayIDs == [1])
  }

  @Test func `plain nodes on a shifted grid are read, those off the globe are skipped`() throws {
    var group = ProtobufWriter()
    for (id, latitude) in [(Int64(1), Int64(-5)), (2, 1_000_000_000), (3, .max), (4, 17)] {
      var node = ProtobufWriter()
      node.varint(1 << 3)
      node.signed(id)
      node.field(2, [1])
      node.field(3, [2])
      node.varint(8 << 3)
      node.signed(latitude)
      node.varint(9 << 3)
      node.signed(2)
      group.field(1, node.bytes)
    }
    var block = block(9, ProtobufWriter())
    block.field(2, group.bytes)
    block.field(17, 1000)
    block.field(19, 1_000)
    block.field(20, UInt64(bitPattern: -40))
    let bytes = header + PBFFrame.blob("OSMData", block.bytes, Deflater())
    let data = try OSMData.read(bytes: bytes, name: "a.pbf")
    #expect(
      data.lines.dropFirst() == ["node/1 20 -40 a=b", "node/4 20 180 a=b"])
    #expect(
      data.skipped == [
        OSMData.Skipped(id: ElementID(.node, 2), reason: .coordinateOutside),
        OSMData.Skipped(id: ElementID(.node, 3), reason: .coordinateOutside),
      ])
  }

  @Test(arguments: 0..<8) func `mutated files are read or refused, never worse`(seed: Int) throws {
    let scratch = try ScratchFolder()
    try sampleData().writePBF(to: scratch.file("a.pbf"))
    let whole = try readBytes(scratch.file("a.pbf"))
    var random = SplitMix(seed: UInt64(seed))
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0...Int.random(in: 0...3, using: &random) {
        bytes[bytes.indices.randomElement(using: &random)!] = UInt8.random(in: 0...255, using: &random)
      }
      _ = refusal(bytes)
    }
  }
}
