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
    let results = Mutex<[Int: [Found]]>([:])
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(threads, 1)) { _ in
      var finder = ConnectorFinder(obstacles: obstacles)
      while true {
        let block = next.add(1, ordering: .relaxed).oldValue
        guard block < blocks else { break }
        let rows = (block * blockSize)..<min((block + 1) * blockSize, doors.count)
        let found = rows.map { row -> Found in
          if let kept = former?.connectors(of: doors[row]) { return .kept(kept.rows, kept.bends) }
          return .new(finder.find(from: doors[row].position, in: streets))
        }
        results.withLock { $0[block] = found }
      }
    }
    var packer = ConnectorPacker(openings: openings)
    let byBlock = results.withLock { $0 }
    let rows = (0..<blocks).flatMap { byBlock[$0] ?? [] }.map { packer.pack($0, streets) }
    table = Ragged(rows)
    bends = Column(packer.bends)
  }

  /// The connectors of one door.
  fileprivate enum Found: Sendable {
    case new([Connector])
    /// As the former city has them.
    case kept([DoorConnector], [Coordinate])
  }
}

/// Puts connectors into rows of fixed size.
private struct ConnectorPacker {
  let openings: OpeningRules
  var bends: [Coordinate] = []

  mutating func pack(_ found: DoorConnectors.Found, _ streets: DraftPieces) -> [DoorConnector] {
    switch found {
    case .new(let connectors): return connectors.map { pack($0, streets) }
    case .kept(var rows, let points):
      for row in rows.indices {
        rows[row].firstBend = UInt32(bends.count + rows[..<row].reduce(0) { $0 + Int($1.bendCount) })
      }
      bends += points
      return rows
    }
  }

  private mutating func pack(_ connector: Connector, _ streets: DraftPieces) -> DoorConnector {
    let segment = SegmentID(rawValue: connector.owner)
    let row = DoorConnector(
      segment: segment, offset: min(connector.offset, streets.length(of: segment)),
      length: Millimetres(metres: connector.length),
      gate: openings.strictestGate(of: connector),
      firstBend: UInt32(bends.count), bendCount: UInt16(connector.bends.count),
      isClear: connector.isClear ? 1 : 0)
    bends += connector.bends
    return row
  }

  init(openings: OpeningRules) { self.openings = openings }
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
