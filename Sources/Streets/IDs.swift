public import Dense

/// A point of the street network where ways meet, end or pass a barrier. Numbered by the rank of the hierarchy.
@frozen public struct NodeID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A directed piece of street from one node to another.
@frozen public struct ArcID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An undirected piece of street: its geometry, length and class.
@frozen public struct SegmentID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}
