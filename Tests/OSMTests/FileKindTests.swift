import Testing
import Wording

@testable import OSM

@Suite struct FileKindTests {
  private let scratch: ScratchFolder
  init() throws { scratch = try ScratchFolder() }

  private func refusal(_ path: String, _ language: Language = .english) -> String {
    do throws(OSMReadError) {
      _ = try OSMData.read(path: path)
      return ""
    } catch { return error.wording[language] }
  }

  @Test func `an absent file is said to be absent, in both languages`() {
    #expect(
      refusal("/none/x.osm")
        == "/none/x.osm does not exist; give the path of an OSM extract (.osm.pbf, .osm, .osm.gz or .osm.bz2)"
    )
    #expect(
      refusal("/none/x.osm", .chinese)
        == "/none/x.osm 不存在；请给出 OSM 数据文件的路径（.osm.pbf、.osm、.osm.gz 或 .osm.bz2）")
  }

  @Test func `a folder and an empty file are named as such`() throws {
    #expect(
      refusal(scratch.path)
        == "\(scratch.path) is a folder; give one OSM file in it (.osm.pbf, .osm, .osm.gz or .osm.bz2)")
    let empty = try scratch.write([], to: "e.osm")
    #expect(refusal(empty) == "\(empty) is empty (0 bytes); download it again")
    #expect(refusal("/dev/null").hasPrefix("cannot read /dev/null: "))
  }

  @Test(
    arguments: [
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "a PNG image"),
      (Array("%PDF-1.7".utf8), "a PDF document"),
      (Array("  <!DOCTYPE HTML><html>".utf8), "a web page (HTML)"),
      (Array("<?xml version=\"1.0\"?>\n<html xmlns=\"\">".utf8), "a web page (HTML)"),
      (Array("<gpx version=\"1.1\">".utf8), "another kind of XML"),
      (Array("{\"type\":\"FeatureCollection\"}".utf8), "JSON or GeoJSON"),
      (Array("Not found\n".utf8), "plain text"),
      (Array("KAIMEN\u{1A}\n".utf8), "a Kaimen city file"),
      (Array("PK\u{3}\u{4}".utf8), "a ZIP archive"),
      ([0, 0, 0, 14, 1, 2, 3], "unknown binary data"),
    ] as [([UInt8], String)])
  func `what is no OSM file is called what it looks like`(bytes: [UInt8], name: String) throws {
    let path = try scratch.write(bytes, to: "a.osm.pbf")
    #expect(
      refusal(path) == "\(path) is not an OSM file: it looks like \(name); "
        + "give an OSM extract (.osm.pbf, .osm, .osm.gz or .osm.bz2)")
  }

  @Test func `a name that promises another format is refused with the right one`() throws {
    try sampleData().writePBF(to: scratch.file("a.osm"))
    #expect(
      refusal(scratch.file("a.osm"))
        == "\(scratch.file("a.osm")) is named .osm but holds OSM PBF; rename it so that it ends in .osm.pbf")
    try sampleData().writeXML(to: scratch.file("b.osm.gz"))
    #expect(
      refusal(scratch.file("b.osm.gz"), .chinese)
        == "\(scratch.file("b.osm.gz")) 的扩展名是 .gz，内容却是 OSM XML 数据；请把扩展名改为 .osm")
  }

  @Test func `a name that promises nothing is read by its content`() throws {
    try sampleData().writePBF(to: scratch.file("download"))
    #expect(try OSMData.read(path: scratch.file("download")).lines == sampleData().lines)
  }

  @Test func `every kind has its own words`() {
    #expect(Set(FileKind.allCases.map(\.wording)).count == FileKind.allCases.count)
  }
}
