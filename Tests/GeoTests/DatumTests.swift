import Geo
import Testing

@Suite struct DatumTests {
  @Test(arguments: [
    // WGS-84 and GCJ-02 of known places (longitude, latitude).
    (121.5272106, 31.1774276, 121.531541859215, 31.17530398364597),  // Shanghai
    (113.912316, 22.543847, 113.9171764808363, 22.540796131694766),  // Shenzhen
    (116.377817, 39.911954, 116.38404722455657, 39.91334545536069),  // Beijing
  ])
  func `known places of Chinese cities are shifted as published`(
    east: Double, north: Double, shiftedEast: Double, shiftedNorth: Double
  ) {
    let real = Coordinate(longitude: east, latitude: north)
    let shifted = Coordinate(longitude: shiftedEast, latitude: shiftedNorth)
    #expect(Datum.gcj02.fromWGS84(real).distance(to: shifted) < 0.05)
    #expect(Datum.gcj02.toWGS84(shifted).distance(to: real) < 0.05)
  }

  @Test(arguments: Datum.allCases)
  func `there and back is the same place to 3 centimetres all over China`(datum: Datum) {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<5000 {
      let place = Coordinate(
        longitude: .random(in: 73...135, using: &random), latitude: .random(in: 18...53, using: &random))
      #expect(datum.toWGS84(datum.fromWGS84(place)).distance(to: place) < 0.03)
      #expect(datum.fromWGS84(datum.toWGS84(place)).distance(to: place) < 0.03)
    }
  }

  @Test func `outside China GCJ-02 is WGS-84, and inside it is some hundred metres off`() {
    #expect(Datum.gcj02.fromWGS84(berlin) == berlin)
    #expect(Datum.gcj02.toWGS84(berlin) == berlin)
    #expect(Datum.bd09.toWGS84(Datum.bd09.fromWGS84(berlin)).distance(to: berlin) < 0.03)
    let shift = Datum.gcj02.fromWGS84(chongqing).distance(to: chongqing)
    #expect(shift > 100 && shift < 900)
    let baidu = Datum.bd09.fromWGS84(chongqing).distance(to: Datum.gcj02.fromWGS84(chongqing))
    #expect(baidu > 500 && baidu < 1500)
  }
}
