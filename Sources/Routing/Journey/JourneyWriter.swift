internal import Dense
public import Geo
internal import OSM
internal import Streets
internal import Wording

/// Puts found journeys into words: legs, steps, gates, doubts, reasons.
///
/// Made once per city; safe to share.
public final class JourneyWriter: Sendable {
  let city: City
  let network: Network
  let premises: Premises
  let texts: TextTable
  /// Whether lifts in this city call the ground floor 1.
  let countsFloorsFromOne: Bool
  /// Segments that pass gates, ascending, and the gate of each.
  private let gateSegments: [SegmentID]
  private let gatesOfSegments: [GateID]
  /// Nodes with bays, ascending, and the place of each.
  private let bayNodes: [NodeID]
  private let bayPlaces: [PlaceID]

  /// - Complexity: O(gates + bays).
  public init(city: City) {
    self.city = city
    network = city.network
    premises = city.premises
    texts = city.texts
    countsFloorsFromOne = FloorNumbering.countsFromOne(timeZone: city.tables.facts.timeZone)
    let table = city.premises.gateSegments
    var pairs = city.premises.gates.ids.flatMap { gate in table[gate].map { (table.values[$0], gate) } }
    pairs.sort { $0.0 < $1.0 }
    gateSegments = pairs.map(\.0)
    gatesOfSegments = pairs.map(\.1)
    let bays = city.premises.bays.ids.map { (city.premises.bays[$0], city.premises.bayPlaces[$0]) }
      .sorted { $0.0 < $1.0 }
    bayNodes = bays.map(\.0)
    bayPlaces = bays.map(\.1)
  }

  /// The writer of `city`, which differs from that of `other` by rules only.
  init(city: City, like other: JourneyWriter) {
    self.city = city
    (network, premises, texts) = (city.network, city.premises, city.texts)
    countsFloorsFromOne = other.countsFloorsFromOne
    (gateSegments, gatesOfSegments) = (other.gateSegments, other.gatesOfSegments)
    (bayNodes, bayPlaces) = (other.bayNodes, other.bayPlaces)
  }

  /// The journey in words.
  ///
  /// - Parameters:
  ///   - found: The way and its ends.
  ///   - doubts: What is in doubt already, for instance how the goal was found.
  /// - Returns: The answer; its sentences are made when they are asked for.
  /// - Complexity: O(points of the way).
  public func write(_ found: FoundJourney, doubts: [Journey.Doubt] = []) -> Journey {
    var draft = JourneyDraft(writer: self, found: found)
    draft.doubts = doubts
    draft.draw()
    draft.describe()
    return draft.finish()
  }

  /// The answer to somebody who stands at the goal already, at `place`.
  public func arrived(at place: Coordinate, _ goal: JourneyEnd, _ options: JourneyOptions) -> Journey {
    var journey = Journey(status: .ok, options: options)
    journey.duration = .zero
    journey.distance = .zero
    journey.geometry = [place, place]
    if let choice = goal.doors.first(where: { $0.position == place }) {
      journey.door = Journey.ReachedDoor(
        id: choice.element, isInferred: choice.isInferred, position: place,
        label: label(choice) ?? fallback(goal, Wording.Labels.building))
    }
    return journey
  }

  /// The gate that `segment` passes; `.none` where it passes none.
  func gate(of segment: SegmentID) -> GateID {
    gateSegments.sortedIndex(of: segment).map { gatesOfSegments[$0] } ?? .none
  }

  /// The bay at `node`, or nil.
  func bay(at node: NodeID) -> PlaceID? {
    bayNodes.sortedIndex(of: node).map { bayPlaces[$0] }
  }
}

/// How lifts name their floors.
enum FloorNumbering {
  private static let zonesFromOne: Set<String> = [
    "Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar",
    "Asia/Taipei",
    "Asia/Macau", "Asia/Tokyo", "Asia/Seoul", "PRC",
  ]

  /// In China, Japan, Korea and America the ground floor is floor 1; OSM's `level` counts from 0.
  static func countsFromOne(timeZone: String) -> Bool {
    zonesFromOne.contains(timeZone) || timeZone.hasPrefix("America/") || timeZone.hasPrefix("US/")
  }
}
