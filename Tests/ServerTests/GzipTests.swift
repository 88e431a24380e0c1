import CDeflate
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Server

@Suite struct GzipTests {
  /// What a gzip file holds, by the size that stands at its end.
  static func decompress(_ bytes: [UInt8]) throws -> [UInt8] {
    let size = try #require(
      bytes.count >= 18 ? bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) } : nil)
    let tool = try #require(libdeflate_alloc_decompressor())
    defer { libdeflate_free_decompressor(tool) }
    var (plain, written) = ([UInt8](repeating: 0, count: size), 0)
    let result = libdeflate_gzip_decompress(tool, bytes, bytes.count, &plain, size, &written)
    try #require(result == LIBDEFLATE_SUCCESS && written == size)
    return plain
  }

  @Test(arguments: [859, 860, 861, 5000, 100_000])
  func `what is compressed comes out again`(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7 % 50 + 40) }
    for level in [Int32(1), 4, 9] {
      guard let small = Gzip.compress(bytes, level: level) else {
        #expect(count < Gzip.smallest)
        continue
      }
      #expect(count >= Gzip.smallest)
      #expect(small.readableBytes < count)
      #expect(try Self.decompress(Array(small.readableBytesView)) == bytes)
    }
  }

  @Test func `what cannot be made smaller is left as it is`() {
    var random = OSRMRandom(seed: 7)
    let noise = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }
    #expect(Gzip.compress(noise) == nil)
    #expect(Entity(noise, type: "x").gzip == nil)
    #expect(Gzip.compress([]) == nil)
  }

  @Test(
    arguments: [
      ("gzip", true), ("GZIP", true), ("deflate, gzip;q=0.5", true), ("*", true), ("gzip ; q=1", true),
      ("", false),
      ("identity", false), ("gzip;q=0", false), ("gzip; q=0.0", false), ("xgzip", false), (";", false),
    ])
  func `only who takes gzip gets it`(_ field: String, _ takes: Bool) {
    let head = HTTPRequest(
      method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.acceptEncoding: field])
    #expect(Request(head: head, body: RequestBody(buffer: ByteBuffer())).acceptsGzip == takes)
  }

  @Test func `a tag tells contents apart and is always the same for one`() {
    let texts = ["", "a", "b", "ab", "ba", "a\0", "\0a"].map { Array($0.utf8) }
    let tags = texts.map { Entity.tag(of: $0) }
    #expect(Set(tags).count == texts.count)
    #expect(texts.map { Entity.tag(of: $0) } == tags)
    for tag in tags { #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count > 2) }
  }
}
