import Geo

/// The shape of the land: how high it is, and how it bends the straight plan into terraces.
///
/// Height depends mostly on plan `y`, so streets along plan `x` follow the contour lines wherever
/// ``ground(_:)`` takes them. The bend moves no point by more than a kilometre and is one-to-one:
/// the derivative of the shift stays well below 1.
struct Terrain: Sendable {
  /// Where plan (0, 0) lies; the middle of the district.
  static let middle = (longitude: 106.45, latitude: 29.54)
  /// Metres per degree at that latitude (WGS-84); written out so that no libm decides a byte.
  private static let metresPerDegree = (longitude: 96_932.0, latitude: 110_853.0)

  /// Control points of the profile across the valley, by ascending plan `y`.
  let profile: [(y: Double, height: Double)]
  private let bends: [(x: Noise, y: Noise, reach: Double)]
  private let hills: [(noise: Noise, reach: Double)]

  init(seed: UInt64, profile: [(y: Double, height: Double)]) {
    self.profile = profile
    var random = Random(seed: seed, stream: 1, key: 0)
    bends = [(9000, 500), (1900, 150), (680, 34), (290, 6)].map { wavelength, reach in
      (
        Noise(seed: random.next(), wavelength: wavelength),
        Noise(seed: random.next(), wavelength: wavelength), reach
      )
    }
    hills = [(1500, 22), (420, 7)].map { (Noise(seed: random.next(), wavelength: $0), $1) }
  }

  private func bend(_ p: Vector) -> Vector {
    bends.reduce(Vector(0, 0)) { $0 + Vector($1.x(p), $1.y(p)) * $1.reach }
  }

  /// Where the plan point lies on the ground, in metres east and north of the middle.
  func ground(_ plan: Vector) -> Vector { plan + bend(plan) }

  /// The plan point of a ground point: the bend contracts, so repeated substitution converges.
  func plan(_ ground: Vector) -> Vector {
    var p = ground
    for _ in 0..<24 {
      let next = ground - bend(p)
      let moved = next.distance(to: p)
      p = next
      if moved < 0.01 { break }
    }
    return p
  }

  /// Metres above the sea at a plan point.
  func height(_ plan: Vector) -> Double {
    hills.reduce(base(plan.y)) { $0 + $1.noise(plan) * $1.reach }
  }

  private func base(_ y: Double) -> Double {
    guard let last = profile.last, let first = profile.first else { return 200 }
    if y <= first.y { return first.height }
    if y >= last.y { return last.height }
    let next = profile.firstIndex { $0.y > y } ?? profile.count - 1
    let (a, b) = (profile[next - 1], profile[next])
    let t = (y - a.y) / (b.y - a.y)
    return a.height + (b.height - a.height) * t * t * (3 - 2 * t)
  }

  /// Right-angled axes on the ground around a plan point, in ground metres per plan metre.
  ///
  /// `x` follows the bent `axis`; `y` is perpendicular and keeps the distance of neighbouring rows.
  func axes(at plan: Vector, along axis: Vector) -> (x: Vector, y: Vector) {
    let step = 0.5
    let alongX = (ground(plan + axis * step) - ground(plan - axis * step)) * (0.5 / step)
    let alongY = (ground(plan + axis.left * step) - ground(plan - axis.left * step)) * (0.5 / step)
    let stretch = alongX.cross(alongY) / alongX.length
    return (alongX, alongX.unit.left * stretch)
  }

  func coordinate(ground: Vector) -> Coordinate {
    Coordinate(
      longitude: Self.middle.longitude + ground.x / Self.metresPerDegree.longitude,
      latitude: Self.middle.latitude + ground.y / Self.metresPerDegree.latitude)
  }

  func ground(_ coordinate: Coordinate) -> Vector {
    Vector(
      (coordinate.longitude - Self.middle.longitude) * Self.metresPerDegree.longitude,
      (coordinate.latitude - Self.middle.latitude) * Self.metresPerDegree.latitude)
  }
}
