public import Dense
public import Geo
public import OSM

/// An OSM element id in 8 bytes: `number × 4 + kind`.
@frozen public struct PackedElement: BitwiseCopyable, Hashable, Sendable {
  public let rawValue: Int64
  public init(_ id: ElementID) { rawValue = id.number << 2 | Int64(id.kind.rawValue) }
  public var id: ElementID { ElementID(ElementKind(rawValue: UInt8(rawValue & 3)) ?? .node, rawValue >> 2) }
}

/// A gate: an opening in a boundary or a barrier on a way.
@frozen public struct Gate: BitwiseCopyable, Sendable {
  public var element: PackedElement
  public var position: Coordinate
  public var name: TextID
  public var nameEnglish: TextID
  public var rule: RuleID
  public var compound: CompoundID
  /// ``BarrierKind`` raw value.
  public var kind: UInt8
  /// 1 when no gate is mapped where a way crosses the boundary.
  public var isInferred: UInt8
  /// ``ObstacleKind`` raw value of ``crossedElement``.
  public var crossedKind: UInt8 = 0
  public var reserved: UInt8 = 0
  public var padding: UInt32 = 0
  /// The wall or building that a way crosses here without a mapped gate; node 0 where there is none.
  public var crossedElement = PackedElement(ElementID(.node, 0))

  /// What a way crosses here although the map shows no gate; nil at real gates.
  public var crossed: (element: ElementID, kind: ObstacleKind)? {
    let element = crossedElement.id
    return element.number == 0 ? nil : (element, ObstacleKind(rawValue: crossedKind) ?? .other)
  }
}

/// What makes an area a compound.
public enum CompoundKind: UInt8, Sendable, CaseIterable {
  case residential, enclosure, campus, hospital, business, site

  /// The word used in answers.
  public var name: String { "\(self)" }
}

/// A walled, fenced or named estate, campus or hospital.
@frozen public struct Compound: BitwiseCopyable, Sendable {
  public var element: PackedElement
  public var name: TextID
  public var nameEnglish: TextID
  /// ``CompoundKind`` raw value.
  public var kind: UInt8
  /// 1 when a wall or fence is mapped around it.
  public var isWalled: UInt8
  public var reserved: UInt16 = 0
  public var padding: UInt32 = 0
}

/// A building.
///
/// Its outline is a row of ``Premises/outlines``.
@frozen public struct Building: BitwiseCopyable, Sendable {
  public var element: PackedElement
  public var centre: Coordinate
  public var name: TextID
  public var nameEnglish: TextID
  public var street: TextID
  public var houseNumber: TextID
  /// Number within its compound ("3栋"), from `ref` or the house number.
  public var ref: TextID
  public var compound: CompoundID
  /// Floors above ground; 0 where unknown.
  public var levels: UInt16
  public var reserved: UInt16 = 0
  public var padding: UInt32 = 0
}

/// An entrance that one delivers to.
@frozen public struct Door: BitwiseCopyable, Sendable {
  public var element: PackedElement
  public var position: Coordinate
  public var building: BuildingID
  public var compound: CompoundID
  public var ref: TextID
  public var unit: TextID
  public var street: TextID
  public var houseNumber: TextID
  public var name: TextID
  /// ``DoorKind`` raw value.
  public var kind: UInt8
  public var reserved: UInt8 = 0
  /// Tenths of a floor.
  public var level: Int16
}

/// What an entrance is for.
public enum DoorKind: UInt8, Sendable, CaseIterable {
  case main, staircase, service, home, other

  /// The word used in answers.
  public var name: String { "\(self)" }

  init?(entrance: String) {
    switch entrance {
    case "main", "main_entrance", "public": self = .main
    case "staircase", "stairs": self = .staircase
    case "service", "delivery", "shop": self = .service
    case "home", "house", "apartment", "residence": self = .home
    case "no", "exit", "emergency", "garage", "fire_exit", "blocked": return nil
    default: self = .other
    }
  }
}

/// A walk from a door (or another point) to a place on a segment.
@frozen public struct DoorConnector: BitwiseCopyable, Sendable {
  public var segment: SegmentID
  /// From the segment's tail.
  public var offset: Millimetres
  /// Length of the walk.
  public var length: Millimetres
  /// A gate with a rule that the walk passes through; `.none` usually.
  public var gate: GateID
  /// Points between door and segment: rows `firstBend..<firstBend + bendCount` of ``Premises/bends``.
  public var firstBend: UInt32
  public var bendCount: UInt16
  /// 1 when the walk crosses nothing that is mapped.
  public var isClear: UInt8
  public var reserved: UInt8 = 0
}

/// Something one may look for.
@frozen public struct Place: BitwiseCopyable, Sendable {
  public var element: PackedElement
  public var position: Coordinate
  /// `kaimen:kind`, else the value of `amenity`, `shop`, ...
  public var kind: TextID
  public var name: TextID
  public var nameEnglish: TextID
  public var hours: TextID
  /// Bays, plugs or seats; 0 where unknown.
  public var capacity: UInt32
  public var compound: CompoundID
}

/// An address on the map.
@frozen public struct Address: BitwiseCopyable, Sendable {
  public var element: PackedElement
  public var position: Coordinate
  public var street: TextID
  public var houseNumber: TextID
  public var unit: TextID
  public var building: BuildingID
  public var door: DoorID
  public var padding: UInt32 = 0
}

/// An address's row.
@frozen public struct AddressID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Everything that one may want to reach: gates, compounds, buildings, doors, places, addresses.
public final class Premises: Sendable {
  public let gates: Column<GateID, Gate>
  /// Segments that pass each gate; none where no way leads through.
  public let gateSegments: Ragged<GateID, ItemID, SegmentID>
  public let compounds: Column<CompoundID, Compound>
  public let compoundRings: Ragged<CompoundID, ItemID, Coordinate>
  public let compoundGates: Ragged<CompoundID, ItemID, GateID>
  public let buildings: Column<BuildingID, Building>
  /// Outer ring of each building, first point repeated at the end.
  public let outlines: Ragged<BuildingID, ItemID, Coordinate>
  /// Doors of each building.
  public let buildingDoors: Ragged<BuildingID, ItemID, DoorID>
  public let doors: Column<DoorID, Door>
  public let connectors: Ragged<DoorID, ConnectorID, DoorConnector>
  public let bends: Column<ItemID, Coordinate>
  public let places: Column<PlaceID, Place>
  public let addresses: Column<AddressID, Address>
  /// Nodes at which a bay lies.
  public let bays: Column<ItemID, NodeID>
  /// Place of each row of ``bays``.
  public let bayPlaces: Column<ItemID, PlaceID>
  /// Buildings by the boxes of their outlines.
  public let buildingIndex: CellIndex
  /// Doors, places and compounds by position.
  public let doorIndex: CellIndex
  public let placeIndex: CellIndex
  /// The straight pieces of all segments.
  public let segmentIndex: CellIndex
  public let pieces: Column<ItemID, Piece>

  init(
    gates: Column<GateID, Gate>,
    gateSegments: Ragged<GateID, ItemID, SegmentID>,
    compounds: Column<CompoundID, Compound>,
    compoundRings: Ragged<CompoundID, ItemID, Coordinate>,
    compoundGates: Ragged<CompoundID, ItemID, GateID>,
    buildings: Column<BuildingID, Building>,
    outlines: Ragged<BuildingID, ItemID, Coordinate>,
    buildingDoors: Ragged<BuildingID, ItemID, DoorID>,
    doors: Column<DoorID, Door>,
    connectors: Ragged<DoorID, ConnectorID, DoorConnector>,
    bends: Column<ItemID, Coordinate>,
    places: Column<PlaceID, Place>,
    addresses: Column<AddressID, Address>,
    bays: Column<ItemID, NodeID>,
    bayPlaces: Column<ItemID, PlaceID>,
    buildingIndex: CellIndex,
    doorIndex: CellIndex,
    placeIndex: CellIndex,
    segmentIndex: CellIndex,
    pieces: Column<ItemID, Piece>
  ) {
    self.gates = gates
    self.gateSegments = gateSegments
    self.compounds = compounds
    self.compoundRings = compoundRings
    self.compoundGates = compoundGates
    self.buildings = buildings
    self.outlines = outlines
    self.buildingDoors = buildingDoors
    self.doors = doors
    self.connectors = connectors
    self.bends = bends
    self.places = places
    self.addresses = addresses
    self.bays = bays
    self.bayPlaces = bayPlaces
    self.buildingIndex = buildingIndex
    self.doorIndex = doorIndex
    self.placeIndex = placeIndex
    self.segmentIndex = segmentIndex
    self.pieces = pieces
  }

  /// `other` with other bays.
  convenience init(_ other: Premises, bays: Column<ItemID, NodeID>) {
    self.init(
      gates: other.gates, gateSegments: other.gateSegments, compounds: other.compounds,
      compoundRings: other.compoundRings, compoundGates: other.compoundGates, buildings: other.buildings,
      outlines: other.outlines, buildingDoors: other.buildingDoors, doors: other.doors,
      connectors: other.connectors, bends: other.bends, places: other.places, addresses: other.addresses,
      bays: bays, bayPlaces: other.bayPlaces, buildingIndex: other.buildingIndex,
      doorIndex: other.doorIndex, placeIndex: other.placeIndex, segmentIndex: other.segmentIndex,
      pieces: other.pieces)
  }

  /// One straight piece of a segment.
  @frozen public struct Piece: BitwiseCopyable, Sendable {
    public var segment: SegmentID
    /// Its first point among the values of ``Network/geometry``.
    public var point: UInt32
    /// From the segment's tail to the piece's first point.
    public var offset: Millimetres
  }
}
