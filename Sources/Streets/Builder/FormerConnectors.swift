import Dense
public import Geo

/// A city made of nearly the same map, whose doors keep their connectors where nothing has changed.
public struct FormerCity: Sendable {
  let tables: CityTables
  public var network: Network { tables.network }
  /// Where elements were added, moved, changed or taken away; nil where that is not known.
  let changed: [Coordinate]?

  public init(_ tables: CityTables, changed: [Coordinate]?) {
    self.tables = tables
    self.changed = changed
  }
}

/// The doors of the former city, and where its pieces of street are now.
struct FormerPieces {
  let network: Network
  let premises: Premises
  let doors: [PackedElement: DoorID]
  let segments: [UInt64: UInt32]
  let changed: [Coordinate]

  /// - Complexity: O(segments + doors); nil where it is not known what has changed.
  init?(_ former: FormerCity, draft: StreetDraft) {
    guard let changed = former.changed else { return nil }
    network = former.tables.network
    premises = former.tables.premises
    doors = Dictionary(
      premises.doors.ids.map { [premises] in (premises.doors[$0].element, $0) }
    ) { first, _ in first }
    var segments: [UInt64: UInt32] = [:]
    segments.reserveCapacity(draft.segmentCount)
    for segment in 0..<draft.segmentCount where draft.length[segment] > .zero {
      let points = draft.points(of: segment)
      guard let first = points.first, let last = points.last else { continue }
      segments[FormerPieces.key(draft.osmID[segment], first, last)] = UInt32(segment)
    }
    self.segments = segments
    self.changed = changed
  }

  /// Mixes what tells pieces of street apart; two that share it are told apart afterwards.
  static func key(_ way: Int64, _ first: Coordinate, _ last: Coordinate) -> UInt64 {
    var key = UInt64(bitPattern: way)
    for number in [first.longitudeE7, first.latitudeE7, last.longitudeE7, last.latitudeE7] {
      key = (key ^ UInt64(UInt32(bitPattern: number))) &* 0x9E37_79B9_7F4A_7C15
      key ^= key >> 29
    }
    return key
  }
}

/// Finds the connectors that a door had in the former city, as long as they would be the same now.
final class FormerConnectors: Sendable {
  private let former: FormerPieces
  private let draft: StreetDraft
  private let gates: [PackedElement: GateID]
  private let index: CellIndex

  private var network: Network { former.network }
  private var premises: Premises { former.premises }

  /// No connector is longer, and nothing farther away decides about it.
  private static let reach = 2 * ConnectorOptions().lastRadius

  /// - Complexity: O(gates).
  init(_ former: FormerPieces, draft: StreetDraft, gates: [Gate]) {
    self.former = former
    self.draft = draft
    self.gates = Dictionary(gates.indices.map { (gates[$0].element, GateID($0)) }) { first, _ in first }
    index = CellIndex(points: former.changed, cellSize: 400)
  }

  /// Rows as they are to be stored, but for their bends, which come one after the other.
  func connectors(of door: Door) -> (rows: [DoorConnector], bends: [Coordinate])? {
    guard let id = former.doors[door.element], premises.doors[id].position == door.position,
      !isNearChange(door.position)
    else { return nil }
    var rows: [DoorConnector] = []
    var bends: [Coordinate] = []
    for item in premises.connectors[id] {
      var row = premises.connectors.values[item]
      guard let segment = segment(row.segment), let gate = gate(row.gate) else { return nil }
      (row.segment, row.gate) = (segment, gate)
      let first = ItemID(rawValue: row.firstBend)
      bends += (0..<Int(row.bendCount)).map { premises.bends[first.advanced(by: $0)] }
      rows.append(row)
    }
    return (rows, bends)
  }

  private func isNearChange(_ place: Coordinate) -> Bool {
    index.contains(in: BoundingBox(around: place, metres: FormerConnectors.reach)) {
      former.changed[Int($0)].distance(to: place) <= FormerConnectors.reach
    }
  }

  private func gate(_ former: GateID) -> GateID? {
    former == .none ? GateID.none : gates[premises.gates[former].element]
  }

  /// The same piece of street now.
  private func segment(_ former: SegmentID) -> SegmentID? {
    let points = network.geometry[former]
    let ends = (
      network.geometry.values[points.lowerBound], network.geometry.values[points.upperBound.advanced(by: -1)]
    )
    guard let row = self.former.segments[FormerPieces.key(network.osmID[former], ends.0, ends.1)] else {
      return nil
    }
    let segment = Int(row)
    guard draft.osmID[segment] == network.osmID[former], draft.length[segment] == network.length[former],
      draft.points(of: segment).first == ends.0, draft.points(of: segment).last == ends.1,
      draft.extras[segment].isIsland == network.extras[former].isIsland
    else { return nil }
    return SegmentID(segment)
  }
}
