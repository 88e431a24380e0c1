public import Dense
public import Geo

/// What one mode may do with the segments of one class, in 8 bytes.
@frozen public struct ModeTraits: BitwiseCopyable, Hashable, Sendable {
  /// Centimetres a second along and against the segment; 0 where the mode may not go at all.
  public var forward: UInt16
  public var backward: UInt16
  /// ``Access`` raw values along and against; they decide with ``Access/permissionOnWay(hasPass:)``.
  public var accessAlong: UInt8
  public var accessAgainst: UInt8
  /// Bit 0: the vehicle is pushed along; bit 1: pushed against.
  public var pushed: UInt8
  public var reserved: UInt8 = 0

  public static let closed = ModeTraits(
    forward: 0, backward: 0, accessAlong: Access.no.rawValue, accessAgainst: Access.no.rawValue, pushed: 0)

  /// Who may go along or against; `no` where nobody travels in that direction.
  public func access(against: Bool) -> Access {
    guard (against ? backward : forward) > 0 else { return .no }
    return Access(rawValue: against ? accessAgainst : accessAlong) ?? .yes
  }

  /// Whether anybody, with whatever passes, may go in one of the directions.
  public var isUsable: Bool {
    access(against: false).permissionOnWay(hasPass: true) != .closed
      || access(against: true).permissionOnWay(hasPass: true) != .closed
  }
}

/// Facts of a class that all modes share.
@frozen public struct ClassTraits: BitwiseCopyable, Hashable, Sendable {
  /// ``StreetKind`` raw value.
  public var kind: UInt8
  /// Bits of ``StreetFlags``.
  public var flags: UInt8
}

/// Where a street runs.
public struct StreetFlags: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let bridge = StreetFlags(rawValue: 1)
  public static let tunnel = StreetFlags(rawValue: 2)
  /// Inside or through a building.
  public static let indoor = StreetFlags(rawValue: 4)
  public static let roundabout = StreetFlags(rawValue: 8)
  /// Not at the level of the ground: no connector ends here.
  public static let offGround = StreetFlags(rawValue: 16)
}

/// A segment's rise and fall and the times that do not depend on its length, in 16 bytes.
@frozen public struct SegmentExtras: BitwiseCopyable, Hashable, Sendable {
  /// Decimetres climbed along and against the segment.
  public var up: UInt16 = 0
  public var down: UInt16 = 0
  /// Tenths of a second that replace length over speed, along and against; 0 = none.
  public var fixedForward: UInt16 = 0
  public var fixedBackward: UInt16 = 0
  /// Halves of signals for vehicles and for walkers.
  public var signalHalves: UInt8 = 0
  public var walkerSignalHalves: UInt8 = 0
  /// Level in tenths of a floor; `Int16.min` where the map says none.
  public var level: Int16 = .min
  /// Number of steps; 0 where unknown.
  public var stepCount: UInt16 = 0
  /// Bit 0: ``isIsland``.
  public var marks: UInt16 = 0

  public init() {}

  /// On foot one cannot get from here to the rest of the city, whatever passes one holds.
  public var isIsland: Bool {
    get { marks & 1 != 0 }
    set { marks = newValue ? marks | 1 : marks & ~1 }
  }
}

/// A segment and a direction in one number: `2 × segment + (1 when against)`.
@frozen public struct Heading: BitwiseCopyable, Hashable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(_ segment: SegmentID, against: Bool) {
    rawValue = segment.rawValue << 1 | (against ? 1 : 0)
  }
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public var segment: SegmentID { SegmentID(rawValue: rawValue >> 1) }
  @inlinable public var isAgainst: Bool { rawValue & 1 != 0 }
  @inlinable public var reversed: Heading { Heading(rawValue: rawValue ^ 1) }
}

/// The street network: nodes, the segments between them, and the arcs one may travel.
///
/// Nodes are numbered by the rank of the hierarchy. The arcs that leave node `n` are the rows
/// `firstOut[n]..<firstOut[n + 1]`. Every segment has an arc along and one against it, also where a mode
/// may not use it: the metric says so. Where a turn is forbidden, the node has copies that remember how
/// one came; arcs of the copies refer to the same segments.
public final class Network: Sendable {
  public let coordinate: Column<NodeID, Coordinate>
  public let firstOut: Column<NodeID, ArcID>
  public let head: Column<ArcID, NodeID>
  public let tail: Column<ArcID, NodeID>
  public let heading: Column<ArcID, Heading>
  /// Modes for which the arc is a forbidden turn.
  public let barred: Column<ArcID, ModeSet>
  /// Arcs that enter each node.
  public let incoming: Ragged<NodeID, ItemID, ArcID>

  public let segmentClass: Column<SegmentID, ClassID>
  public let length: Column<SegmentID, Millimetres>
  public let extras: Column<SegmentID, SegmentExtras>
  public let rule: Column<SegmentID, RuleID>
  public let name: Column<SegmentID, TextID>
  /// OSM way; for the piece that passes a gate, the gate's node id.
  public let osmID: Column<SegmentID, Int64>
  /// All points of the segment, ends included, from tail to head.
  public let geometry: Ragged<SegmentID, ItemID, Coordinate>
  /// All arcs on the segment; the first goes along from its own tail, the second against from its head.
  public let arcs: Ragged<SegmentID, ItemID, ArcID>

  public let traits: Column<TraitsID, ModeTraits>
  public let classes: Column<ClassID, ClassTraits>

  init(
    coordinate: Column<NodeID, Coordinate>,
    firstOut: Column<NodeID, ArcID>,
    head: Column<ArcID, NodeID>,
    tail: Column<ArcID, NodeID>,
    heading: Column<ArcID, Heading>,
    barred: Column<ArcID, ModeSet>,
    incoming: Ragged<NodeID, ItemID, ArcID>,
    segmentClass: Column<SegmentID, ClassID>,
    length: Column<SegmentID, Millimetres>,
    extras: Column<SegmentID, SegmentExtras>,
    rule: Column<SegmentID, RuleID>,
    name: Column<SegmentID, TextID>,
    osmID: Column<SegmentID, Int64>,
    geometry: Ragged<SegmentID, ItemID, Coordinate>,
    arcs: Ragged<SegmentID, ItemID, ArcID>,
    traits: Column<TraitsID, ModeTraits>,
    classes: Column<ClassID, ClassTraits>
  ) {
    self.coordinate = coordinate
    self.firstOut = firstOut
    self.head = head
    self.tail = tail
    self.heading = heading
    self.barred = barred
    self.incoming = incoming
    self.segmentClass = segmentClass
    self.length = length
    self.extras = extras
    self.rule = rule
    self.name = name
    self.osmID = osmID
    self.geometry = geometry
    self.arcs = arcs
    self.traits = traits
    self.classes = classes
  }

  @inlinable public var nodes: Range<NodeID> { coordinate.ids }
  @inlinable public func arcs(from node: NodeID) -> Range<ArcID> {
    firstOut[node]..<firstOut[node.advanced(by: 1)]
  }

  /// The kind of `segment`.
  @inlinable public func kind(_ segment: SegmentID) -> StreetKind {
    StreetKind(rawValue: classes[segmentClass[segment]].kind) ?? .path
  }

  @inlinable public func flags(_ segment: SegmentID) -> StreetFlags {
    StreetFlags(rawValue: classes[segmentClass[segment]].flags)
  }

  /// The points of `heading`, in the direction of travel.
  public func points(_ heading: Heading) -> [Coordinate] {
    let range = geometry[heading.segment]
    let along = range.map { geometry.values[$0] }
    return heading.isAgainst ? along.reversed() : along
  }
}
