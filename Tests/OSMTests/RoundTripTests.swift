import Dense
import Foundation
import Geo
import Testing

@testable import OSM

@Suite struct RoundTripTests {
  private let scratch: ScratchFolder
  init() throws { scratch = try ScratchFolder() }

  @Test func `what is written as PBF is read back the same`() throws {
    let path = scratch.file("a.osm.pbf")
    try sampleData().writePBF(to: path)
    #expect(try OSMData.read(path: path).lines == sampleData().lines)
    #expect(try OSMData.read(path: path).header.comment == "synthetic")
  }

  @Test func `PBF turned into XML is read back the same`() throws {
    try sampleData().writePBF(to: scratch.file("a.osm.pbf"))
    try OSMData.read(path: scratch.file("a.osm.pbf")).writeXML(to: scratch.file("a.osm"))
    #expect(try OSMData.read(path: scratch.file("a.osm")).lines == sampleData().lines)
  }

  @Test func `an empty map survives both formats`() throws {
    let empty = OSMDataBuilder().finish()
    try empty.writePBF(to: scratch.file("e.pbf"))
    try empty.writeXML(to: scratch.file("e.osm"))
    #expect(try OSMData.read(path: scratch.file("e.pbf")).lines == empty.lines)
    #expect(try OSMData.read(path: scratch.file("e.osm")).lines == empty.lines)
  }

  @Test func `the same data give the same bytes, and no other file is left`() throws {
    try bigData().writePBF(to: scratch.file("a.pbf"))
    try bigData().writePBF(to: scratch.file("b.pbf"))
    #expect(try readBytes(scratch.file("a.pbf")) == readBytes(scratch.file("b.pbf")))
    #expect(scratch.names == ["a.pbf", "b.pbf"])
  }

  @Test func `many blocks keep their order and their gaps`() throws {
    let data = bigData()
    try data.writePBF(to: scratch.file("a.pbf"))
    #expect(try OSMData.read(path: scratch.file("a.pbf")).lines == data.lines)
  }

  @Test func `gzip and bzip2 hold XML, also in several streams`() throws {
    let text = scratch.file("a.osm")
    try bigData().writeXML(to: text)
    let packers = [("/usr/bin/gzip", ".gz"), ("/usr/bin/bzip2", ".bz2")]
    for (program, ending) in packers where FileManager.default.isExecutableFile(atPath: program) {
      let halves = try split(readBytes(text)).map { try pack($0, with: program) }
      let path = try scratch.write(halves[0] + halves[1], to: "a.osm\(ending)")
      #expect(try OSMData.read(path: path).lines == bigData().lines)
      let cut = try scratch.write(Array((halves[0] + halves[1]).dropLast(40)), to: "cut.osm\(ending)")
      let size = try readBytes(cut).count
      #expect(throws: OSMReadError(path: cut, problem: .truncated(byte: size))) {
        try OSMData.read(path: cut)
      }
    }
  }

  @Test func `progress ends at the end of the file with all elements`() throws {
    let path = scratch.file("a.pbf")
    let data = bigData()
    try data.writePBF(to: path)
    var steps: [ReadProgress] = []
    _ = try OSMData.read(path: path) { steps.append($0) }
    let size = try readBytes(path).count
    #expect(steps.last == ReadProgress(bytesRead: size, totalBytes: size, elements: data.lines.count - 1))
    #expect(steps.count > 5)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.bytesRead < $1.bytesRead })
  }

  @Test func `a second writer is told to wait and the first one finishes`() throws {
    let path = scratch.file("a.pbf")
    let first = try PartFile(path: path)
    #expect(throws: FileWriteError.busy(path: path)) { try sampleData().writePBF(to: path) }
    try first.finish()
    #expect(scratch.names == ["a.pbf"])
  }

  @Test(
    .enabled(if: SharedData.folder != nil, Comment(rawValue: SharedData.absence)),
    arguments: ["berlin-reinickendorf", "monaco", "helsinki"])
  func `a real extract survives PBF and XML`(name: String) throws {
    let original = try OSMData.read(path: SharedData.path("osm/\(name).osm.pbf"))
    try original.writePBF(to: scratch.file("a.pbf"))
    #expect(try OSMData.read(path: scratch.file("a.pbf")).lines == original.lines)
    try original.writeXML(to: scratch.file("a.osm"))
    #expect(try OSMData.read(path: scratch.file("a.osm")).lines == original.lines)
  }

  /// More than one block of each kind.
  private func bigData() -> OSMData {
    var random = SplitMix(seed: 7)
    var builder = OSMDataBuilder()
    for id in Int64(1)...20_000 {
      let place = Coordinate(
        longitudeE7: Int32.random(in: -1_800_000_000...1_800_000_000, using: &random),
        latitudeE7: Int32.random(in: -900_000_000...900_000_000, using: &random))
      builder.addNode(id * 3, at: place, tags: id % 50 == 0 ? [("ref", "\(id % 77)")] : [])
    }
    for id in Int64(1)...9_000 {
      let nodes = (0..<Int.random(in: 0...9, using: &random)).map { _ in
        Int64.random(in: 1...60_000, using: &random)
      }
      builder.addWay(id, nodes: nodes, tags: [("highway", "path"), ("name", "\(id % 1000)")])
      let member = ElementID(ElementKind.allCases[Int(id % 3)], id)
      builder.addRelation(id, members: [(member, "role \(id % 5)")], tags: [("type", "route")])
    }
    return builder.finish()
  }

  private func split(_ bytes: [UInt8]) -> [[UInt8]] {
    [Array(bytes[..<(bytes.count / 2)]), Array(bytes[(bytes.count / 2)...])]
  }

  private func pack(_ bytes: [UInt8], with program: String) throws -> [UInt8] {
    let path = try scratch.write(bytes, to: "half")
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["-c", path]
    process.standardOutput = pipe
    try process.run()
    let packed = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return packed
  }
}
