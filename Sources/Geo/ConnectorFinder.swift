internal import Dense

/// Finds ways on foot from a place to the street network that nothing blocks.
///
/// A finder is the reusable workspace of one thread: straight connectors cost no allocation
/// once it is warm. Its steps: straight lines to the nearest pieces; if there are none or only
/// long ones, a search around corners and through gates; the same in a wider circle; and at last
/// a straight line to the nearest piece that is marked as not clear.
public struct ConnectorFinder: ~Copyable, Sendable {
  public let obstacles: ObstacleMap
  public var options: ConnectorOptions

  // What follows is valid for one search only.
  var start = Coordinate(longitudeE7: 0, latitudeE7: 0)
  var frame = LocalFrame(at: Coordinate(longitudeE7: 0, latitudeE7: 0))
  var pieces: [NearPiece] = []
  /// Pieces that were passed on the way outwards, nearest first: rows of ``pieces``.
  var passed: [Int32] = []
  var seen = NumberSet()
  var straight = Heap4<StraightStep>()
  var bent = BentSearch()
  var found: [Connector] = []
  /// No connector longer than this is wanted any more.
  var limit = Double.infinity

  public init(obstacles: ObstacleMap, options: ConnectorOptions = ConnectorOptions()) {
    self.obstacles = obstacles
    self.options = options
  }

  /// Finds connectors from `start`, shortest first.
  ///
  /// At most one to each street segment, and none that crosses another street on its way. Where all lead
  /// to islands, those that lead to the rest of the network are added.
  /// Empty only when no street is within ``ConnectorOptions/lastRadius``.
  ///
  /// - Complexity: O(pieces and obstacles near the start); bounded.
  public mutating func find(from start: Coordinate, in streets: some StreetPieces) -> [Connector] {
    var connectors: [Connector] = []
    find(from: start, in: streets, into: &connectors)
    return connectors
  }

  /// Finds connectors from `start`, and puts them into `connectors` instead of what was there.
  public mutating func find(
    from start: Coordinate, in streets: some StreetPieces, into connectors: inout [Connector]
  ) {
    connectors.removeAll(keepingCapacity: true)
    appendConnectors(from: start, in: streets, to: &connectors)
    guard connectors.allSatisfy({ streets.isIsland($0.owner) }) else { return }
    let onIsland = connectors.count
    appendConnectors(from: start, in: MainlandPieces(base: streets), to: &connectors)
    // A guess about an island is of no use beside one about the mainland.
    if connectors.count > onIsland, onIsland > 0, !connectors[0].isClear {
      connectors.removeFirst(onIsland)
    }
  }

  private mutating func appendConnectors(
    from start: Coordinate, in streets: some StreetPieces, to connectors: inout [Connector]
  ) {
    self.start = start
    frame = LocalFrame(at: start)
    found.removeAll(keepingCapacity: true)
    limit = .infinity
    if findNearby(in: streets) { return takeFound(into: &connectors) }
    var bends = options.bends
    for radius in [options.firstRadius, options.lastRadius] {
      collectPieces(within: radius, of: streets)
      if pieces.isEmpty { continue }
      findStraight(within: radius)
      if bends == .allowed, wantsBends, isEnclosed(within: radius) { break }
      if !found.isEmpty { break }
      // Streets are near, but hidden behind many corners: further out there are only more of them.
      bends = .none
    }
    if found.isEmpty { addGuess() }
    takeFound(into: &connectors)
  }

  /// Looks at the nearest streets only; whether looking further would change nothing.
  private mutating func findNearby(in streets: some StreetPieces) -> Bool {
    collectPieces(within: Self.nearby, of: streets)
    if !pieces.isEmpty, findStraight(within: Self.nearby), !wantsBends { return true }
    found.removeAll(keepingCapacity: true)
    limit = .infinity
    return false
  }

  private mutating func takeFound(into connectors: inout [Connector]) {
    found.sort { ($0.length, $0.target) < ($1.length, $1.target) }
    let longest = (found.first?.length ?? 0) + options.surplus
    for connector in found.prefix(options.maximumCount) where connector.length <= longest {
      connectors.append(connector)
    }
  }

  /// Looks for ways around corners, first in a narrow circle; whether it turns out that there can be none.
  private mutating func isEnclosed(within radius: Double) -> Bool {
    if radius > 2 * Self.narrow {
      let count = found.count
      if findBent(within: Self.narrow) { return true }
      if found.count > count { return false }
    }
    return findBent(within: radius)
  }

  /// In a town, enough streets are as near as so many metres.
  private static var nearby: Double { 50 }

  /// Most ways out of a yard turn within so many metres.
  private static var narrow: Double { 50 }

  /// Whether a way around a corner may be much shorter than what was found.
  private var wantsBends: Bool {
    guard let shortest = found.first?.length, let row = passed.first else { return true }
    let nearest = pieces[Int(row)].distance
    return shortest > max(2 * nearest, nearest + 25)
  }

  /// Loads the pieces within `radius` metres of the start, each once.
  mutating func collectPieces(within radius: Double, of streets: some StreetPieces) {
    pieces.removeAll(keepingCapacity: true)
    seen.clear()
    streets.forEachPiece(in: BoundingBox(around: start, metres: radius)) { piece in
      guard seen.insert(piece.number) else { return }
      let near = NearPiece(piece, in: frame)
      if near.distance <= radius { pieces.append(near) }
    }
  }

  /// Adds the straight line to the nearest piece, blocked as it is.
  mutating func addGuess() {
    guard let nearest = pieces.min(by: { ($0.distance, $0.piece.number) < ($1.distance, $1.piece.number) })
    else {
      return
    }
    let end = Stop(on: nearest, at: nearest.fraction)
    var connector = end.connector(length: nearest.distance)
    connector.isClear = false
    found.append(connector)
  }
}

/// A street piece in the plane around the start.
struct NearPiece: Sendable {
  var piece: StreetPiece
  var a: Point
  var b: Point
  /// The nearest point to the start, as a fraction of the piece, and how far it is.
  var fraction: Double
  var distance: Double

  init(_ piece: StreetPiece, in frame: LocalFrame) {
    self.piece = piece
    a = frame.point(piece.a)
    b = frame.point(piece.b)
    fraction = Point.zero.nearestFraction(on: a, b)
    distance = (a + (b - a) * fraction).length
  }

  func point(at fraction: Double) -> Point { a + (b - a) * fraction }
}

/// A point of a street piece at which a connector may end.
struct Stop: Sendable {
  var piece: StreetPiece
  var fraction: Double
  var point: Point
  var coordinate: Coordinate
  private var pieceLength: Double

  init(on near: NearPiece, at fraction: Double) {
    piece = near.piece
    self.fraction = fraction
    point = near.point(at: fraction)
    coordinate = near.piece.a.interpolated(to: near.piece.b, fraction: fraction)
    pieceLength = (near.b - near.a).length
  }

  func connector(length: Double) -> Connector {
    Connector(
      target: piece.number, owner: piece.owner, position: coordinate, fraction: fraction,
      offset: piece.offsetBefore + Millimetres(metres: fraction * pieceLength), length: length, bends: [],
      openings: [], isClear: true)
  }
}

/// A set of numbers that is cleared in O(1) and keeps its memory.
struct NumberSet: Sendable {
  private var slots = [UInt64](repeating: 0, count: 512)
  private var round: UInt64 = 1
  private var count = 0

  mutating func clear() {
    round = round == 0xFFFF_FFFF ? 1 : round + 1
    if round == 1 { for slot in slots.indices { slots[slot] = 0 } }
    count = 0
  }

  /// Inserts `number`; false when it was there.
  mutating func insert(_ number: UInt32) -> Bool {
    if 2 * count >= slots.count { grow() }
    let key = round << 32 | UInt64(number)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[slot] >> 32 == round {
      if slots[slot] == key { return false }
      slot = (slot + 1) & mask
    }
    slots[slot] = key
    count += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: 2 * old.count)
    count = 0
    for key in old where key >> 32 == round { _ = insert(UInt32(truncatingIfNeeded: key)) }
  }
}
