import Geo
import Server
import Testing

@Suite struct OSRMPolylineTests {
  private func encode(_ points: [Coordinate], _ precision: PolylineCode.Precision) -> String {
    var bytes: [UInt8] = []
    PolylineCode.encode(points, precision, escapedInto: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `Google's example is written as Google writes it`() {
    let line = [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)].map {
      Coordinate(longitude: $0.0, latitude: $0.1)
    }
    // Its backslash-free text needs no escape but for the grave accent, which JSON lets stand.
    #expect(encode(line, .five) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@")
    #expect(PolylineCode.decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@".utf8, .five) == line)
    #expect(encode(line, .six) == "_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI")
  }

  @Test func `a backslash is escaped for JSON`() {
    // A step of 14 units north is a single backslash: 2 * 14 + 63 = 91, plus 1 for the sign.
    let line = [Coordinate(longitudeE7: 0, latitudeE7: 0), Coordinate(longitudeE7: 0, latitudeE7: -1500)]
    #expect(encode(line, .five) == "??\\\\?")
  }

  @Test func `what is written is read again`() throws {
    var random = OSRMRandom(seed: 9)
    for _ in 0..<200 {
      let line = (0..<20).map { _ in
        Coordinate(
          longitudeE7: Int32.random(in: -1_800_000_000...1_800_000_000, using: &random) / 100 * 100,
          latitudeE7: Int32.random(in: -900_000_000...900_000_000, using: &random) / 100 * 100)
      }
      let text = encode(line, .five).replacing("\\\\", with: "\\")
      #expect(PolylineCode.decode(text.utf8, .five) == line)
    }
  }

  @Test func `texts that are no lines are refused`() {
    for text in ["_", "_p~iF", "abc def", "~~~~~~~~~~~~~~", "\u{1}\u{2}"] {
      #expect(PolylineCode.decode(text.utf8, .five) == nil, "\(text)")
    }
  }
}
