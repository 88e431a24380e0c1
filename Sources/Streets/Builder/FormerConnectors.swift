import Dense
public import Geo
import OSM

/// A city made of nearly the same map: what has not changed is taken from it.
public struct FormerCity: Sendable {
  let tables: CityTables
  var network: Network { tables.network }
  /// Where elements were added, moved, changed or taken away, within `OSMChange.placeReach`; nil where that is not known.
  let changed: [Coordinate]?

  public init(_ tables: CityTables, changed: [Coordinate]?) {
    self.tables = tables
    self.changed = changed
  }
}

/// Tells what is near a change of the map.
struct ChangedPlaces: Sendable {
  private let places: [Coordinate]
  private let index: CellIndex
  /// Around all of it.
  private let box: BoundingBox

  init(_ places: [Coordinate]) {
    self.places = places
    index = CellIndex(points: places, cellSize: 400)
    box = BoundingBox(around: places).expanded(metres: OSMChange.placeReach)
  }

  func adding(_ more: [Coordinate]) -> ChangedPlaces { more.isEmpty ? self : ChangedPlaces(places + more) }

  /// Whether something has changed within `metres` of `place`.
  func isNear(_ place: Coordinate, within metres: Double) -> Bool {
    let reach = metres + OSMChange.placeReach
    let near = BoundingBox(around: place, metres: reach)
    return box.intersects(near)
      && index.contains(in: near) { places[Int($0)].distance(to: place) <= reach }
  }

  /// Whether something may have changed in `part` of the city.
  func isNear(_ part: BoundingBox) -> Bool {
    guard box.intersects(part) else { return false }
    let near = part.expanded(metres: OSMChange.placeReach)
    return index.contains(in: near) { near.contains(places[Int($0)]) }
  }
}

/// Which ways may cross walls otherwise than they did in the former city.
struct FormerCrossings {
  private let changed: ChangedPlaces
  /// Ways that crossed something where no gate is mapped.
  private let crossing: Set<Int64>

  /// Nil where all may: nothing is known of what has changed, or other areas than before are compounds.
  init?(_ former: FormerCity?, _ changed: ChangedPlaces?, compounds: [Outlines.Outline]) {
    guard let premises = former?.tables.premises, let changed,
      premises.compounds.values.lazy.map(\.element).elementsEqual(
        compounds.lazy.map { PackedElement($0.element) })
    else { return nil }
    self.changed = changed
    crossing = Set(premises.gates.values.lazy.filter { $0.isInferred == 1 }.map(\.element.id.number))
  }

  func concern(_ way: Int64, within box: @autoclosure () -> BoundingBox) -> Bool {
    crossing.contains(way) || changed.isNear(box())
  }
}

/// Where the segments of a former network are now.
struct FormerSegments: Sendable {
  let network: Network
  /// By the number of the former segment; `UInt32.max` for one that is gone.
  let now: [UInt32]

  private struct Key: Hashable {
    var way: Int64
    var length: Millimetres
    var first: Coordinate
    var last: Coordinate
  }

  /// - Complexity: O(segments).
  init(_ network: Network, draft: StreetDraft) {
    self.network = network
    let geometry = network.geometry
    now = rowsNow(of: network.length.count, in: draft.segmentCount) { row -> Key? in
      let segment = SegmentID(row)
      let points = geometry[segment]
      return Key(
        way: network.osmID[segment], length: network.length[segment],
        first: geometry.values[points.lowerBound], last: geometry.values[points.upperBound.advanced(by: -1)])
    } key: { row in
      let (first, last) = (draft.pointFirst[row], draft.pointFirst[row + 1] - 1)
      return Key(
        way: draft.osmID[row], length: draft.length[row], first: draft.points[Int(first)],
        last: draft.points[Int(last)])
    }
  }

  /// The same segment now; nil where there is none.
  func segment(_ former: SegmentID) -> SegmentID? {
    let row = now[former.index]
    return row == .max ? nil : SegmentID(rawValue: row)
  }

  /// Where segments of `draft` are islands that were none, or no longer are.
  ///
  /// - Complexity: O(segments).
  func changedIslands(_ draft: StreetDraft) -> [Coordinate] {
    now.enumerated().flatMap { former, row -> ArraySlice<Coordinate> in
      guard row != .max,
        draft.extras[Int(row)].isIsland != network.extras[SegmentID(former)].isIsland
      else { return [] }
      return draft.points(of: Int(row))
    }
  }

  /// The node of `draft` that each node of the network is now; `UInt32.max` for those that are gone, and copies that
  /// forbid turns.
  ///
  /// - Complexity: O(segments).
  func nodes(_ draft: StreetDraft) -> [UInt32] {
    var nodes = [UInt32](repeating: .max, count: network.coordinate.count)
    var isTaken = [Bool](repeating: false, count: draft.nodeCoordinate.count)
    func match(_ former: NodeID, _ node: UInt32) {
      guard nodes[former.index] == .max, !isTaken[Int(node)] else { return }
      nodes[former.index] = node
      isTaken[Int(node)] = true
    }
    for (former, row) in now.enumerated() where row != .max {
      let arcs = network.arcs[SegmentID(former)]
      let (along, against) = (
        network.arcs.values[arcs.lowerBound], network.arcs.values[arcs.lowerBound.advanced(by: 1)]
      )
      match(network.tail[along], draft.tail[Int(row)])
      match(network.tail[against], draft.head[Int(row)])
    }
    return nodes
  }
}

/// The connectors that doors had in the former city, as long as they would be the same now.
final class FormerConnectors: Sendable {
  private let segments: FormerSegments
  private let premises: Premises
  private let draft: StreetDraft
  /// The former row of each door.
  private let doors: [UInt32]
  /// By their former numbers.
  private let gates: [UInt32]
  private let changed: ChangedPlaces

  /// - Complexity: O(doors + gates).
  init(
    _ premises: Premises, _ segments: FormerSegments, _ changed: ChangedPlaces, draft: StreetDraft,
    doors: [Door], gates: [Gate]
  ) {
    (self.premises, self.segments, self.changed, self.draft) = (premises, segments, changed, draft)
    self.doors = rowsNow(of: doors.count, in: premises.doors.count) {
      doors[$0].element
    } key: {
      premises.doors[DoorID($0)].element
    }
    self.gates = rowsNow(of: premises.gates.count, in: gates.count) {
      premises.gates[GateID($0)].element
    } key: {
      gates[$0].element
    }
  }

  /// Adds the connectors of the door in row `row`, which lies at `position`; false, and nothing is added, where they have
  /// to be found anew.
  func add(_ row: Int, at position: Coordinate, to found: inout ConnectorRows) -> Bool {
    let id = DoorID(rawValue: doors[row])
    guard id != .none, premises.doors[id].position == position else { return false }
    let connectors = premises.connectors[id]
    guard !changed.isNear(position, within: reach(of: connectors)),
      connectors.allSatisfy({ now(premises.connectors.values[$0]) != nil })
    else { return false }
    for item in connectors {
      let former = premises.connectors.values[item]
      guard let connector = now(former) else { continue }
      let first = ItemID(rawValue: former.firstBend)
      found.add(
        connector,
        bends: (0..<Int(former.bendCount)).lazy.map { [premises] in
          premises.bends[first.advanced(by: $0)]
        })
    }
    return true
  }

  /// Nothing farther away, in metres, decides about the `connectors` of a door.
  ///
  /// The way to a street within some radius may end at twice that. Where a clear way within the first radius leads to the
  /// rest of the city, no wider one was found.
  private func reach(of connectors: Range<ConnectorID>) -> Double {
    let options = ConnectorOptions()
    guard let first = connectors.first.map({ premises.connectors.values[$0] }), first.isClear == 1,
      first.length <= Millimetres(metres: options.firstRadius),
      !segments.network.extras[first.segment].isIsland
    else { return 2 * options.lastRadius }
    return 2 * options.firstRadius
  }

  /// A connector with the numbers that its segment and gate have now; nil where one is gone.
  private func now(_ former: DoorConnector) -> DoorConnector? {
    guard let segment = segments.segment(former.segment),
      draft.extras[segment.index].isIsland == segments.network.extras[former.segment].isIsland
    else { return nil }
    var connector = former
    connector.segment = segment
    if former.gate != .none {
      connector.gate = GateID(rawValue: gates[former.gate.index])
      if connector.gate == .none { return nil }
    }
    return connector
  }
}
