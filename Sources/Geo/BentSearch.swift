internal import Dense

/// A corner to walk around or a gate to walk through.
struct BentVertex: Sendable {
  enum Kind: UInt8, Sendable { case start, corner, opening }

  /// Where one walks: beside the corner, in the plane around the start.
  var point: Point
  var coordinate: Coordinate
  /// From the corner to the ends of the two obstacles that meet there (equal at the end of a fence).
  var before: Point
  var after: Point
  var kind: Kind
  var opening: OpeningID = .none
  /// The least distance to any street; negative until it was asked for.
  var ahead = -1.0
  /// The length of the way to here; infinite until it is settled.
  var length = Double.infinity
  var parent: Int32 = -1

  init(point: Point, coordinate: Coordinate, kind: Kind, before: Point = .zero, after: Point = .zero) {
    self.point = point
    self.coordinate = coordinate
    self.kind = kind
    self.before = before
    self.after = after
  }
}

/// One leg to try, ordered by the least length that a way with it can have.
struct BentStep: HeapElement {
  enum Kind: UInt8, Sendable {
    /// To vertex `to`; its distance to the streets is not counted yet.
    case guess
    /// To vertex `to`.
    case vertex
    /// To row `to` of the pieces.
    case street
  }

  var bound: Float
  var from: Int32
  var to: Int32
  var kind: Kind

  static func precedes(_ a: Self, _ b: Self) -> Bool {
    (a.bound, a.kind.rawValue, a.to) < (b.bound, b.kind.rawValue, b.to)
  }
}

/// The workspace of the search around corners.
struct BentSearch: Sendable {
  var vertices: [BentVertex] = []
  var queue = Heap4<BentStep>()
  var stamps = NumberSet()
  /// The nearest pieces of the vertex at hand.
  var nearest: [(row: Int32, distance: Double)] = []
}

extension BentVertex {
  /// How far aside a neighbour may lie on the wrong side of a leg, because corners are passed at some distance.
  private static var slack: Double { 0.6 }

  /// Whether a leg that arrives in direction `along` passes the corner without running into it, so
  /// that it may be the place to turn.
  ///
  /// Only such legs can be part of a shortest way.
  func isTouched(along: Point, length: Double) -> Bool {
    if kind != .corner { return true }
    let sides = (along.cross(before) / length, along.cross(after) / length)
    return !(min(sides.0, sides.1) < -Self.slack && max(sides.0, sides.1) > Self.slack)
  }

  /// Whether a way that arrives in direction `incoming` and goes on in direction `outgoing` bends around the
  /// corner, not away from it.
  func wraps(incoming: Point, outgoing: Point) -> Bool {
    if kind != .corner { return true }
    let side = incoming.cross(before) + incoming.cross(after)
    let turn = incoming.cross(outgoing)
    let straight = 0.05 * incoming.length * outgoing.length
    return side >= 0 ? turn > -straight : turn < straight
  }
}
