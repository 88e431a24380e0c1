internal import Dense
internal import Geo
internal import OSM
internal import Streets

/// Finds what the city makes of OSM elements, and gates and compounds by where they lie.
///
/// Made once per city, when first asked for.
final class ElementIndex: Sendable {
  private let ways: SortedRows
  private let latitudes: SortedRows
  private let doors: SortedRows
  private let buildings: SortedRows
  private let gates: SortedRows
  private let places: SortedRows
  private let addresses: SortedRows
  private let compounds: SortedRows
  /// Around each compound, in their order.
  let compoundBoxes: [BoundingBox]

  /// - Complexity: O(n · log n) for n segments and rows of premises.
  init(_ network: Network, _ premises: Premises) {
    // Pieces of no length carry the number of a gate's node, not that of a way.
    ways = SortedRows(
      network.osmID.ids.lazy.filter { network.length[$0] > .zero }.map { (network.osmID[$0], $0.rawValue) })
    latitudes = SortedRows(
      premises.gates.ids.lazy.map { (Int64(premises.gates[$0].position.latitudeE7), $0.rawValue) })
    doors = SortedRows(premises.doors.ids.lazy.map { (premises.doors[$0].element.rawValue, $0.rawValue) })
    buildings = SortedRows(
      premises.buildings.ids.lazy.map { (premises.buildings[$0].element.rawValue, $0.rawValue) })
    gates = SortedRows(premises.gates.ids.lazy.map { (premises.gates[$0].element.rawValue, $0.rawValue) })
    places = SortedRows(premises.places.ids.lazy.map { (premises.places[$0].element.rawValue, $0.rawValue) })
    addresses = SortedRows(
      premises.addresses.ids.lazy.map { (premises.addresses[$0].element.rawValue, $0.rawValue) })
    compounds = SortedRows(
      premises.compounds.ids.lazy.map { (premises.compounds[$0].element.rawValue, $0.rawValue) })
    let rings = premises.compoundRings
    compoundBoxes = premises.compounds.ids.map { BoundingBox(around: rings[$0].map { rings.values[$0] }) }
  }

  func segments(ofWay number: Int64) -> [SegmentID] { ways[number].map { SegmentID(rawValue: $0) } }

  func door(of element: PackedElement) -> DoorID? {
    doors[element.rawValue].first.map { DoorID(rawValue: $0) }
  }

  /// The building, or all parts of a relation.
  func buildings(of element: PackedElement) -> [BuildingID] {
    buildings[element.rawValue].map { BuildingID(rawValue: $0) }
  }

  func gates(of element: PackedElement) -> [GateID] { gates[element.rawValue].map { GateID(rawValue: $0) } }

  func place(of element: PackedElement) -> PlaceID? {
    places[element.rawValue].first.map { PlaceID(rawValue: $0) }
  }

  func address(of element: PackedElement) -> AddressID? {
    addresses[element.rawValue].first.map { AddressID(rawValue: $0) }
  }

  func compound(of element: PackedElement) -> CompoundID? {
    compounds[element.rawValue].first.map { CompoundID(rawValue: $0) }
  }

  /// The gates between the southern and northern edge of `box`.
  func gates(between box: BoundingBox) -> [GateID] {
    guard box.southWest.latitudeE7 <= box.northEast.latitudeE7 else { return [] }
    return latitudes[Int64(box.southWest.latitudeE7)...Int64(box.northEast.latitudeE7)]
      .map { GateID(rawValue: $0) }.sorted()
  }
}

/// Rows of a table by the value of one column, ascending where values are equal.
private struct SortedRows: Sendable {
  private let keys: [Int64]
  private let rows: [UInt32]

  init(_ pairs: some Sequence<(Int64, UInt32)>) {
    var sorted = Array(pairs)
    // Files are in the order of ids, and so are most tables.
    let isSorted = zip(sorted, sorted.dropFirst()).allSatisfy { $0.0 <= $1.0 }
    if !isSorted { sorted.sort { $0 < $1 } }
    keys = sorted.map(\.0)
    rows = sorted.map(\.1)
  }

  subscript(key: Int64) -> ArraySlice<UInt32> { self[key...key] }

  subscript(range: ClosedRange<Int64>) -> ArraySlice<UInt32> {
    rows[keys.lowerBound(of: range.lowerBound)..<keys.partitioningIndex { $0 > range.upperBound }]
  }
}
