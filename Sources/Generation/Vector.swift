/// A point or offset in a plane, in metres.
///
/// Two planes are in use. *Plan* coordinates are those of the drawing board, where streets are straight
/// and follow the terraces along `x`; *ground* coordinates (east, north) are what ``Terrain`` bends them into.
struct Vector: Hashable, Sendable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  static func + (a: Self, b: Self) -> Self { Self(a.x + b.x, a.y + b.y) }
  static func - (a: Self, b: Self) -> Self { Self(a.x - b.x, a.y - b.y) }
  static func * (a: Self, factor: Double) -> Self { Self(a.x * factor, a.y * factor) }
  static prefix func - (a: Self) -> Self { Self(-a.x, -a.y) }

  func dot(_ other: Self) -> Double { x * other.x + y * other.y }
  func cross(_ other: Self) -> Double { x * other.y - y * other.x }
  var length: Double { (x * x + y * y).squareRoot() }
  var unit: Self { self * (1 / max(length, 1e-12)) }
  /// Turned a quarter to the left.
  var left: Self { Self(-y, x) }

  func distance(to other: Self) -> Double { (other - self).length }
  func towards(_ other: Self, _ fraction: Double) -> Self { self + (other - self) * fraction }

  /// Grows along a full turn from east over north; not in proportion to the angle, but made without libm.
  var turn: Double {
    let sum = abs(x) + abs(y)
    let part = sum == 0 ? 0 : y / sum
    if x < 0 { return 2 - part }
    return part < 0 ? 4 + part : part
  }
}

/// A drawing board of its own within the plan: origin and direction of its `x` axis.
struct LocalFrame: Sendable {
  let origin: Vector
  let axis: Vector

  /// Makes the board at `origin`; `axis` is the direction of local `x` in the plan, of any length.
  init(origin: Vector, axis: Vector) {
    self.origin = origin
    self.axis = axis.unit
  }

  func plan(_ local: Vector) -> Vector { origin + axis * local.x + axis.left * local.y }
  func local(_ plan: Vector) -> Vector {
    let d = plan - origin
    return Vector(d.dot(axis), d.dot(axis.left))
  }
}
