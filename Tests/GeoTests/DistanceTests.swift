import Foundation
import Geo
import Testing

/// The length of the geodesic on WGS-84 by Vincenty's inverse formula: the reference.
private func vincenty(_ from: Coordinate, _ to: Coordinate) -> Double {
  let a = 6_378_137.0
  let f = 1 / 298.257223563
  let b = a * (1 - f)
  let radians = Double.pi / 180
  let l = (to.longitude - from.longitude) * radians
  let u1 = atan((1 - f) * tan(from.latitude * radians))
  let u2 = atan((1 - f) * tan(to.latitude * radians))
  var lambda = l
  for _ in 0..<200 {
    let x = cos(u2) * sin(lambda)
    let y = cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda)
    let sinSigma = (x * x + y * y).squareRoot()
    if sinSigma == 0 { return 0 }
    let cosSigma = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda)
    let sigma = atan2(sinSigma, cosSigma)
    let sinAlpha = cos(u1) * cos(u2) * sin(lambda) / sinSigma
    let cos2Alpha = 1 - sinAlpha * sinAlpha
    let cos2M = cos2Alpha == 0 ? 0 : cosSigma - 2 * sin(u1) * sin(u2) / cos2Alpha
    let c = f / 16 * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha))
    let previous = lambda
    let tail = cos2M + c * cosSigma * (-1 + 2 * cos2M * cos2M)
    lambda = l + (1 - c) * f * sinAlpha * (sigma + c * sinSigma * tail)
    guard abs(lambda - previous) < 1e-12 else { continue }
    let uu = cos2Alpha * (a * a - b * b) / (b * b)
    let bigA = 1 + uu / 16384 * (4096 + uu * (-768 + uu * (320 - 175 * uu)))
    let bigB = uu / 1024 * (256 + uu * (-128 + uu * (74 - 47 * uu)))
    let inner = cosSigma * (-1 + 2 * cos2M * cos2M)
    let last = bigB / 6 * cos2M * (-3 + 4 * sinSigma * sinSigma) * (-3 + 4 * cos2M * cos2M)
    return b * bigA * (sigma - bigB * sinSigma * (cos2M + bigB / 4 * (inner - last)))
  }
  return .nan
}

@Suite struct DistanceTests {
  @Test(arguments: [0.0, 22.5, 29.56, 52.58, 60.17, -30.03, 70])
  func `distances up to 10 km are right to a thousandth`(latitude: Double) {
    var random = SeededGenerator(seed: 1)
    let origin = Coordinate(longitude: 106.46, latitude: latitude)
    for size in [10.0, 300, 3_000, 7_000] {
      for _ in 0..<200 {
        let other = random.coordinate(around: origin, metres: size)
        let expected = vincenty(origin, other)
        #expect(abs(origin.distance(to: other) - expected) <= expected * 0.001 + 0.001)
      }
    }
  }

  @Test func `long distances stay within 0.6 percent and no jump is seen at 10 km`() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<500 {
      let other = random.coordinate(around: berlin, metres: 1_500_000)
      let expected = vincenty(berlin, other)
      #expect(abs(berlin.distance(to: other) - expected) <= expected * 0.006)
    }
    let below = berlin.distance(to: berlin.moved(east: 9_999, north: 0))
    let above = berlin.distance(to: berlin.moved(east: 10_001, north: 0))
    #expect(abs(above - below - 2) < 0.05)
  }

  @Test func `distance is symmetric, zero to itself, and short across the 180th meridian`() {
    let west = Coordinate(longitude: 179.999, latitude: -17)
    let east = Coordinate(longitude: -179.999, latitude: -17)
    #expect(abs(west.distance(to: east) - 213) < 1)
    #expect(west.distance(to: east) == east.distance(to: west))
    #expect(west.distance(to: west) == 0)
    #expect(abs(west.bearing(to: east) - 90) < 0.001)
    #expect(west.moved(east: 213, north: 0).distance(to: east) < 1)
  }

  @Test func `bearings run clockwise from north`() {
    #expect(abs(berlin.bearing(to: berlin.moved(east: 0, north: 50)) - 0) < 0.01)
    #expect(abs(berlin.bearing(to: berlin.moved(east: 50, north: 50)) - 45) < 0.05)
    #expect(abs(berlin.bearing(to: berlin.moved(east: 0, north: -50)) - 180) < 0.01)
    #expect(abs(berlin.bearing(to: berlin.moved(east: -50, north: 0)) - 270) < 0.01)
    #expect(turnAngle(from: 350, to: 10) == 20)
    #expect(turnAngle(from: 10, to: 350) == -20)
  }

  @Test func `a local frame and back is the same coordinate`() {
    var random = SeededGenerator(seed: 3)
    let frame = LocalFrame(at: chongqing)
    for _ in 0..<1000 {
      let place = random.coordinate(around: chongqing, metres: 3000)
      #expect(frame.coordinate(frame.point(place)) == place)
      let point = frame.point(place)
      #expect(abs(point.length - chongqing.distance(to: place)) <= point.length * 0.0005 + 0.001)
    }
  }

  @Test func `an expanded box reaches at least as far as asked, on every side`() {
    let box = BoundingBox(around: berlin, metres: 250)
    for (east, north) in [(249.0, 0.0), (-249, 0), (0, 249), (0, -249)] {
      #expect(box.contains(berlin.moved(east: east, north: north)))
    }
    #expect(!box.contains(berlin.moved(east: 253, north: 0)))
    #expect(BoundingBox.empty.expanded(metres: 5).isEmpty)
    #expect(!BoundingBox.empty.intersects(box))
  }
}

@Suite struct PolylineTests {
  /// 100 m east, then 50 m north.
  private let corner = Polyline([
    berlin, berlin.moved(east: 100, north: 0), berlin.moved(east: 100, north: 50),
  ])

  @Test func `a line is measured, cut and reversed by metres`() throws {
    #expect(abs(corner.length - 150) < 0.05)
    #expect(try #require(corner.point(at: 120)).distance(to: berlin.moved(east: 100, north: 20)) < 0.05)
    let part = corner.cut(from: 40, to: 120)
    #expect(part.points.count == 3)
    #expect(abs(part.length - 80) < 0.05)
    #expect(corner.cut(from: 120, to: 40) == part.reversed())
    #expect(corner.cut(from: -10, to: 1000) == corner)
    #expect(corner.cut(from: 70, to: 70).length == 0)
    #expect(Polyline([]).position(at: 3) == nil)
  }

  @Test func `the bearing of a line is that of its piece`() throws {
    #expect(abs(try #require(corner.bearing(at: 30)) - 90) < 0.1)
    #expect(abs(try #require(corner.bearing(at: 130)) - 0) < 0.1)
    #expect(abs(try #require(corner.bearing(at: 999)) - 0) < 0.1)
    #expect(Polyline([berlin, berlin]).bearing(at: 0) == nil)
  }

  @Test func `the nearest place of a line has the right offset and distance`() throws {
    let place = try #require(corner.nearest(to: berlin.moved(east: 60, north: 20)))
    #expect(abs(place.offset - 60) < 0.05 && abs(place.distance - 20) < 0.05 && place.piece == 0)
    let beyond = try #require(corner.nearest(to: berlin.moved(east: 100, north: 90)))
    #expect(abs(beyond.offset - 150) < 0.05 && abs(beyond.distance - 40) < 0.05)
  }

  @Test func `a simplified line keeps its ends and stays within the tolerance`() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<50 {
      let line = Polyline(
        (0..<200).map { berlin.moved(east: Double($0) * 3, north: .random(in: 0...6, using: &random)) })
      let simple = line.simplified(tolerance: 2)
      #expect(simple.points.first == line.points.first && simple.points.last == line.points.last)
      #expect(simple.points.count < line.points.count)
      for point in line.points { #expect((simple.nearest(to: point)?.distance ?? .infinity) < 2.02) }
    }
    #expect(corner.simplified(tolerance: 5) == corner)
  }
}
