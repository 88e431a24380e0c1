internal import Foundation

/// A place or vector on the sheet: millimetres from its upper left corner, right and down.
struct SheetPoint: Hashable, Sendable {
  var x: Double
  var y: Double

  static func + (a: SheetPoint, b: SheetPoint) -> SheetPoint { SheetPoint(x: a.x + b.x, y: a.y + b.y) }
  static func - (a: SheetPoint, b: SheetPoint) -> SheetPoint { SheetPoint(x: a.x - b.x, y: a.y - b.y) }
  static func * (a: SheetPoint, factor: Double) -> SheetPoint {
    SheetPoint(x: a.x * factor, y: a.y * factor)
  }

  var length: Double { (x * x + y * y).squareRoot() }

  /// One millimetre in this direction; to the right where there is none.
  var unit: SheetPoint { length > 0 ? self * (1 / length) : SheetPoint(x: 1, y: 0) }

  /// The vector of a length in a direction, clockwise from the right.
  static func polar(_ angle: Double, _ length: Double) -> SheetPoint {
    SheetPoint(x: cos(angle) * length, y: sin(angle) * length)
  }

  /// Clockwise from the right, in radians.
  var angle: Double { atan2(y, x) }

  /// The distance to the line from `a` to `b`.
  func distance(to a: SheetPoint, _ b: SheetPoint) -> Double {
    let along = b - a
    let square = along.x * along.x + along.y * along.y
    let away = self - a
    let share = square > 0 ? min(max((away.x * along.x + away.y * along.y) / square, 0), 1) : 0
    return (away - along * share).length
  }
}

/// A rectangle on the sheet.
struct SheetBox: Hashable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
  var centre: SheetPoint { SheetPoint(x: x + width / 2, y: y + height / 2) }

  /// The box with `margin` less on each side.
  func inset(_ margin: Double) -> SheetBox {
    SheetBox(x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
  }

  func contains(_ point: SheetPoint) -> Bool {
    point.x >= x && point.x <= right && point.y >= y && point.y <= bottom
  }

  /// What both boxes cover; of no size where they do not meet.
  func intersection(_ other: SheetBox) -> SheetBox {
    let (left, top) = (max(x, other.x), max(y, other.y))
    return SheetBox(
      x: left, y: top, width: max(0, min(right, other.right) - left),
      height: max(0, min(bottom, other.bottom) - top))
  }

  /// The corners, clockwise from the upper left.
  var corners: [SheetPoint] {
    [
      SheetPoint(x: x, y: y), SheetPoint(x: right, y: y), SheetPoint(x: right, y: bottom),
      SheetPoint(x: x, y: bottom),
    ]
  }
}

/// A line or, when closed, an area on the sheet.
struct SheetPath: Hashable, Sendable {
  var points: [SheetPoint]
  var isClosed: Bool

  init(_ points: [SheetPoint], isClosed: Bool = true) {
    self.points = points
    self.isClosed = isClosed
  }

  /// A circle, as a polygon that no eye tells from one.
  init(circle centre: SheetPoint, radius: Double) {
    self.init((0..<36).map { centre + .polar(Double($0) / 18 * .pi, radius) })
  }

  /// A rectangle with round corners.
  init(box: SheetBox, radius: Double = 0) {
    guard radius > 0 else {
      self.init(box.corners)
      return
    }
    let inner = box.inset(radius)
    self.init(
      inner.corners.enumerated().flatMap { corner, point in
        (0...6).map { point + .polar(.pi + (Double(corner) + Double($0) / 6) * .pi / 2, radius) }
      })
  }

  /// The least box around it.
  var bounds: SheetBox {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    guard let west = xs.min(), let east = xs.max(), let north = ys.min(), let south = ys.max() else {
      return SheetBox(x: 0, y: 0, width: 0, height: 0)
    }
    return SheetBox(x: west, y: north, width: east - west, height: south - north)
  }

  /// Whether `point` lies inside, by the even-odd rule.
  func surrounds(_ point: SheetPoint) -> Bool {
    guard var a = points.last else { return false }
    var isInside = false
    for b in points {
      if (a.y > point.y) != (b.y > point.y), point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x {
        isInside.toggle()
      }
      a = b
    }
    return isInside
  }

  /// The middle of its mass; of a line or a flat area the middle of its box.
  var centroid: SheetPoint {
    guard var a = points.last else { return SheetPoint(x: 0, y: 0) }
    let base = a
    var (sum, turn) = (SheetPoint(x: 0, y: 0), 0.0)
    for b in points {
      let (p, q) = (a - base, b - base)
      let part = p.x * q.y - q.x * p.y
      sum = sum + (p + q) * part
      turn += part
      a = b
    }
    return abs(turn) > 1e-9 ? base + sum * (1 / (3 * turn)) : bounds.centre
  }

  /// The length of the line, without the closing side.
  var length: Double { zip(points, points.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length } }
}
