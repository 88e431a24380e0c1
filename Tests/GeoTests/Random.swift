import Geo

/// A small seeded generator (SplitMix64), so that every failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A coordinate up to `metres` east and north of `origin`.
  mutating func coordinate(around origin: Coordinate, metres: Double) -> Coordinate {
    origin.moved(
      east: .random(in: -metres...metres, using: &self), north: .random(in: -metres...metres, using: &self))
  }

  /// A coordinate on a coarse lattice, so that touching and overlapping are common.
  mutating func lattice(_ size: Int32, step: Int32 = 1) -> Coordinate {
    Coordinate(
      longitudeE7: .random(in: 0..<size, using: &self) * step,
      latitudeE7: .random(in: 0..<size, using: &self) * step)
  }
}

let berlin = Coordinate(longitude: 13.35, latitude: 52.58)
let chongqing = Coordinate(longitude: 106.46, latitude: 29.56)
