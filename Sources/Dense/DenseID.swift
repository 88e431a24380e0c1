/// A typed row number: the position of one thing in the columns of one table.
///
/// Each table declares its own concrete id, so that the compiler refuses an arc
/// number where a node number belongs. Ids are dense: `0..<count`, no gaps.
public protocol DenseID: BitwiseCopyable, Hashable, Sendable, Strideable where Stride == Int {
  var rawValue: UInt32 { get }
  init(rawValue: UInt32)
}

extension DenseID {
  /// The id reserved for "no such row"; never a valid index.
  @inlinable public static var none: Self { Self(rawValue: .max) }

  /// The id of row `index`.
  ///
  /// - Precondition: `index` fits 32 bits.
  @inlinable public init(_ index: Int) { self.init(rawValue: UInt32(index)) }

  /// The row number as an array index.
  @inlinable public var index: Int { Int(rawValue) }

  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  @inlinable public func distance(to other: Self) -> Int { Int(other.rawValue) - Int(rawValue) }
  @inlinable public func advanced(by n: Int) -> Self {
    Self(rawValue: UInt32(truncatingIfNeeded: Int(rawValue) &+ n))
  }
}
