/// Smooth value noise in `-1...1` over the plane: a random value per lattice point, quintic between.
struct Noise: Sendable {
  let seed: UInt64
  /// Distance of the lattice points in metres.
  let wavelength: Double

  func callAsFunction(_ p: Vector) -> Double {
    let x = p.x / wavelength
    let y = p.y / wavelength
    let column = x.rounded(.down)
    let row = y.rounded(.down)
    let u = fade(x - column)
    let v = fade(y - row)
    let i = Int(column)
    let j = Int(row)
    let south = value(i, j) + (value(i + 1, j) - value(i, j)) * u
    let north = value(i, j + 1) + (value(i + 1, j + 1) - value(i, j + 1)) * u
    return south + (north - south) * v
  }

  private func fade(_ t: Double) -> Double { t * t * t * (t * (t * 6 - 15) + 10) }

  private func value(_ i: Int, _ j: Int) -> Double {
    let key = UInt64(truncatingIfNeeded: i &* 73_856_093 ^ j &* 19_349_663) ^ seed
    return Double(Random.mix(key &+ 0x9E37_79B9_7F4A_7C15) >> 11) * 0x1p-52 - 1
  }
}
