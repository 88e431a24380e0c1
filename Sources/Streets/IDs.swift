public import Dense

/// A point of the street network where ways meet, end or pass a barrier; numbered by the rank in the hierarchy.
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

/// One combination of street kind, access and speeds that many segments share.
@frozen public struct ClassID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// One row of ``ModeTraits``: class `c` and mode `m` are row `5c + m`.
@frozen public struct TraitsID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(_ street: ClassID, _ mode: Mode) {
    rawValue = street.rawValue * 5 + UInt32(mode.rawValue)
  }
}

/// A rule about who may pass when: of a gate, or of a way with conditions.
@frozen public struct RuleID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An opening in a wall or a barrier on a way.
@frozen public struct GateID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A walled, fenced or named estate, campus or hospital.
@frozen public struct CompoundID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A building.
@frozen public struct BuildingID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An entrance that one delivers to.
@frozen public struct DoorID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A walk from a door, a place or a gate to the street network.
@frozen public struct ConnectorID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Something one may look for: a bay, a charger, a station, a shop.
@frozen public struct PlaceID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An interned text of the city file.
@frozen public struct TextID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}
