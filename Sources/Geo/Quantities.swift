/// A length or offset in whole millimetres; at most 4,294 km.
@frozen public struct Millimetres: BitwiseCopyable, Hashable, Comparable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  /// The nearest whole number; what is out of range becomes the nearest that is in it.
  @inlinable public init(metres: Double) { rawValue = UInt32(clampingRounded: metres * 1000) }

  @inlinable public var metres: Double { Double(rawValue) / 1000 }
  @inlinable public static var zero: Self { Self(0) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.rawValue &+ b.rawValue) }
}

/// A travel time in whole milliseconds, or ``unreachable``.
@frozen public struct Milliseconds: BitwiseCopyable, Hashable, Comparable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  /// The nearest whole number; what is negative becomes zero, what is too long ``unreachable``.
  @inlinable public init(seconds: Double) {
    rawValue = min(UInt32(clampingRounded: seconds * 1000), UInt32.max / 2)
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

extension UInt32 {
  /// The nearest whole number in range; zero for what is no number.
  @inlinable init(clampingRounded value: Double) {
    self = value >= 4_294_967_295 ? .max : value > 0 ? UInt32(value.rounded()) : 0
  }
}
