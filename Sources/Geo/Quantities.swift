/// A length or offset in whole millimetres; at most 4,294 km.
@frozen public struct Millimetres: BitwiseCopyable, Hashable, Comparable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  /// Held at the ends of the range, about 4,295 km.
  @inlinable public init(metres: Double) {
    rawValue = UInt32(max(0, min((metres * 1000).rounded(), Double(UInt32.max))))
  }

  @inlinable public var metres: Double { Double(rawValue) / 1000 }
  @inlinable public static var zero: Self { Self(0) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.rawValue &+ b.rawValue) }
}

/// A travel time in whole milliseconds, or ``unreachable``.
@frozen public struct Milliseconds: BitwiseCopyable, Hashable, Comparable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  /// Held at the ends of the range, from nothing to ``unreachable``.
  @inlinable public init(seconds: Double) {
    rawValue = UInt32(max(0, min((seconds * 1000).rounded(), Double(UInt32.max / 2))))
  }

  /// No route.
  ///
  /// Half the range, so that the sum of two times never wraps and relaxing an arc needs neither an overflow
  /// check nor a saturating add.
  @inlinable public static var unreachable: Self { Self(UInt32.max / 2) }

  @inlinable public var isReachable: Bool { rawValue < UInt32.max / 2 }
  @inlinable public var seconds: Double { Double(rawValue) / 1000 }
  @inlinable public static var zero: Self { Self(0) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.rawValue &+ b.rawValue) }
}
