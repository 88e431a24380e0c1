public import Dense

/// What stands in the way of a walker.
public enum ObstacleKind: UInt8, CaseIterable, Sendable {
  case wall, fence, hedge, building, water, railway, cliff, other
}

/// The kind of an obstacle and what is known of its line, in one byte.
@frozen public struct ObstacleMark: BitwiseCopyable, Hashable, Sendable {
  /// Bits 0–3: the kind; 4: ``isArea``; 5: ``endsOpen``; 6: ``hasOpening``.
  public var rawValue: UInt8

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  @inlinable public init(_ kind: ObstacleKind) { rawValue = kind.rawValue }

  /// The kind; ``ObstacleKind/other`` for bytes that this version does not know.
  @inlinable public var kind: ObstacleKind { ObstacleKind(rawValue: rawValue & 15) ?? .other }
  /// The segment is an edge of an area, which lies to its left and may not be entered.
  @inlinable public var isArea: Bool {
    get { rawValue & 16 != 0 }
    set { rawValue = newValue ? rawValue | 16 : rawValue & ~16 }
  }
  /// No other segment of the line continues at the end of this one.
  @inlinable public var endsOpen: Bool {
    get { rawValue & 32 != 0 }
    set { rawValue = newValue ? rawValue | 32 : rawValue & ~32 }
  }
  /// Some opening lets one pass somewhere along this segment.
  @inlinable public var hasOpening: Bool {
    get { rawValue & 64 != 0 }
    set { rawValue = newValue ? rawValue | 64 : rawValue & ~64 }
  }
}

/// A straight piece of a wall, fence, outline or bank.
@frozen public struct ObstacleID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A point at which one may pass an obstacle.
@frozen public struct OpeningID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}
