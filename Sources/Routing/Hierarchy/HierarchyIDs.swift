public import Dense

/// One arc of the hierarchy, from a node to a node of higher rank; a street, a shortcut, or both.
@frozen public struct UpArcID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// One direction of an arc of the hierarchy: twice its number for upward, plus one for downward.
@frozen public struct UpArcSideID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// From the lower to the higher end of `arc`.
  @inlinable public static func upward(_ arc: UpArcID) -> Self { Self(rawValue: arc.rawValue &* 2) }
  /// From the higher to the lower end of `arc`.
  @inlinable public static func downward(_ arc: UpArcID) -> Self { Self(rawValue: arc.rawValue &* 2 &+ 1) }

  @inlinable public var arc: UpArcID { UpArcID(rawValue: rawValue >> 1) }
  @inlinable public var isDownward: Bool { rawValue & 1 == 1 }
}
