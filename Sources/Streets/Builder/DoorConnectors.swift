import Dense
import Dispatch
public import Geo
import Synchronization

/// The connectors of all doors.
public struct DoorConnectors: Sendable {
  let table: Ragged<DoorID, ConnectorID, DoorConnector>
  let bends: Column<ItemID, Coordinate>

  /// Finds them on several threads, each with a finder of its own.
  ///
  /// - Complexity: bounded work per door; see `ConnectorFinder`.
  init(
    doors: [Door], obstacles: ObstacleMap, openings: OpeningRules, streets: DraftPieces,
    former: FormerConnectors? = nil, threads: Int
  ) {
    let blockSize = 256
    let blocks = (doors.count + blockSize - 1) / blockSize
    let results = Mutex([ConnectorRows?](repeating: nil, count: blocks))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(threads, 1)) { _ in
      var finder = ConnectorFinder(obstacles: obstacles)
      while true {
        let block = next.add(1, ordering: .relaxed).oldValue
        guard block < blocks else { break }
        var found = ConnectorRows()
        for row in (block * blockSize)..<min((block + 1) * blockSize, doors.count) {
          let position = doors[row].position
          if former?.add(row, at: position, to: &found) != true {
            for connector in finder.find(from: position, in: streets) {
              found.add(openings.row(connector, streets), bends: connector.bends)
            }
          }
          found.endDoor()
        }
        results.withLock { [found] in $0[block] = found }
      }
    }
    let all = ConnectorRows(joining: results.withLock { $0.compactMap(\.self) })
    table = Ragged(first: Column(all.ends.map { ConnectorID(rawValue: $0) }), values: Column(all.rows))
    bends = Column(all.bends)
  }
}

/// The connectors of some doors, one door after the other.
struct ConnectorRows: Sendable {
  /// 0, and where the rows of each door end.
  private(set) var ends: [UInt32] = [0]
  private(set) var rows: [DoorConnector] = []
  private(set) var bends: [Coordinate] = []

  init() {}

  init(joining parts: [ConnectorRows]) {
    ends.reserveCapacity(parts.reduce(1) { $0 + $1.ends.count - 1 })
    rows.reserveCapacity(parts.reduce(0) { $0 + $1.rows.count })
    bends.reserveCapacity(parts.reduce(0) { $0 + $1.bends.count })
    for part in parts {
      let (row, bend) = (UInt32(rows.count), UInt32(bends.count))
      ends += part.ends.dropFirst().lazy.map { $0 + row }
      for var connector in part.rows {
        connector.firstBend += bend
        rows.append(connector)
      }
      bends += part.bends
    }
  }

  /// Adds a connector of the door that is not ended yet.
  mutating func add(_ connector: DoorConnector, bends points: some Collection<Coordinate>) {
    var connector = connector
    connector.firstBend = UInt32(bends.count)
    rows.append(connector)
    bends += points
  }

  /// What comes now is of the next door.
  mutating func endDoor() { ends.append(UInt32(rows.count)) }
}

extension OpeningRules {
  /// As it is stored, but for its bends.
  fileprivate func row(_ connector: Connector, _ streets: DraftPieces) -> DoorConnector {
    let segment = SegmentID(rawValue: connector.owner)
    return DoorConnector(
      segment: segment, offset: min(connector.offset, streets.length(of: segment)),
      length: Millimetres(metres: connector.length), gate: strictestGate(of: connector), firstBend: 0,
      bendCount: UInt16(connector.bends.count), isClear: connector.isClear ? 1 : 0)
  }
}

/// The pieces of a draft's streets that one may step onto from the ground.
final class DraftPieces: StreetPieces, Sendable {
  private let draft: StreetDraft
  private let pieces: SegmentPieces
  private let isStep: [Bool]

  init(_ draft: StreetDraft, _ pieces: SegmentPieces, _ classifier: WayClassifier) {
    self.draft = draft
    self.pieces = pieces
    isStep = classifier.classes.indices.map { row in
      let traits = classifier.traits[TraitsID(ClassID(row), .foot).index]
      return Footing.isGround(classifier.classes[row]) && traits.forward > 0 && traits.isUsable
    }
  }

  func length(of segment: SegmentID) -> Millimetres { draft.length[segment.index] }

  func isIsland(_ owner: UInt32) -> Bool { draft.extras[Int(owner)].isIsland }

  func forEachPiece(in box: BoundingBox, _ body: (StreetPiece) -> Void) {
    pieces.index.forEach(in: box) { item in
      let piece = pieces.rows[Int(item)]
      guard isStep[draft.segmentClass[piece.segment.index].index] else { return }
      let point = Int(piece.point)
      body(
        StreetPiece(
          number: item, owner: piece.segment.rawValue, a: draft.points[point], b: draft.points[point + 1],
          offsetBefore: piece.offset))
    }
  }
}

/// Where one can step onto a street from the ground beside it.
enum Footing {
  static func isGround(_ street: ClassTraits) -> Bool {
    guard let kind = StreetKind(rawValue: street.kind) else { return false }
    guard StreetFlags(rawValue: street.flags).isDisjoint(with: [.offGround, .bridge, .tunnel]) else {
      return false
    }
    switch kind {
    case .motorway, .motorwayLink, .ferry, .elevator, .escalator, .gate: return false
    default: return true
    }
  }
}

/// The pieces of a network's streets that somebody in some mode may step onto from the ground.
public struct NetworkPieces: StreetPieces {
  private let network: Network
  private let premises: Premises
  private let isUsable: [Bool]

  /// Indexes nothing: `premises` holds the pieces; `mode` must be allowed on them.
  public init(_ network: Network, _ premises: Premises, mode: Mode) {
    self.network = network
    self.premises = premises
    isUsable = network.classes.ids.map { street in
      let traits = network.traits[TraitsID(street, mode)]
      return Footing.isGround(network.classes[street]) && traits.isUsable
    }
  }

  public func isIsland(_ owner: UInt32) -> Bool { network.extras[SegmentID(rawValue: owner)].isIsland }

  public func forEachPiece(in box: BoundingBox, _ body: (StreetPiece) -> Void) {
    premises.segmentIndex.forEach(in: box) { item in
      let piece = premises.pieces[ItemID(rawValue: item)]
      guard isUsable[network.segmentClass[piece.segment].index] else { return }
      let points = network.geometry.values
      let point = ItemID(rawValue: piece.point)
      body(
        StreetPiece(
          number: item, owner: piece.segment.rawValue, a: points[point], b: points[point.advanced(by: 1)],
          offsetBefore: piece.offset))
    }
  }
}
