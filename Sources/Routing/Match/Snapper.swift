public import Dense
public import Geo
public import Streets

/// A place on a street near a coordinate.
public struct SnappedPosition: Hashable, Sendable {
  public var segment: SegmentID
  /// From the segment's tail.
  public var offset: Millimetres
  public var location: Coordinate
  /// Metres straight from the coordinate.
  public var distance: Double
  /// Whether nothing that is mapped stands between the coordinate and the place.
  public var isInSight: Bool
  /// Row of ``Premises/pieces``: the straight piece it lies on.
  public var piece: ItemID
}

/// What may be snapped to.
public struct SnapQuery: Hashable, Sendable {
  /// What the place is for.
  public enum Purpose: Sendable {
    /// A journey begins there: any street to walk or travel along.
    case start
    /// A journey ends there: a street to walk along, or where the vehicle may be left.
    case goal
    /// Only streets that the mode itself travels along.
    case travel
    /// A trace leads through: the same, bridges and tunnels as good as the ground; walls are not asked.
    case trace
  }

  /// Whether streets that lead nowhere else count.
  public enum Scope: Sendable { case joined, all }

  public var mode: Mode
  public var purpose: Purpose
  /// Metres.
  public var radius: Double
  public var bearing: BearingRange?
  public var scope = Scope.joined

  public init(
    _ mode: Mode, _ purpose: Purpose, radius: Double = Snapper.usualRadius, bearing: BearingRange? = nil
  ) {
    self.mode = mode
    self.purpose = purpose
    self.radius = radius
    self.bearing = bearing
  }
}

/// Directions of travel: `degrees` clockwise from north, and how far off is allowed to both sides.
public struct BearingRange: Hashable, Sendable {
  public var degrees: Double
  public var range: Double

  public init(degrees: Double, range: Double) {
    self.degrees = degrees
    self.range = range
  }

  func contains(_ bearing: Double) -> Bool { abs(turnAngle(from: degrees, to: bearing)) <= range }
}

/// Finds the places on the network that lie nearest to coordinates.
///
/// One thread's workspace. Streets are ordered by distance, where some count as farther off than they are: those
/// behind walls, those that one cannot step onto from the ground, and for vehicles those that can only be walked.
public final class Snapper {
  /// How far streets are looked for where the question does not say, in metres.
  public static let usualRadius = 1000.0
  /// A street behind a wall, on a bridge or in a tunnel counts as so many metres farther off.
  public static let detour = 80.0
  /// For somebody with a vehicle, a street that can only be walked counts as so many metres farther off.
  public static let footDetour = 15.0
  /// Nearer than this, a coordinate is taken to lie on the bridge or in the tunnel itself, in metres.
  static let onStreet = 1.0
  private static let mostCandidates = 64

  let streets: SnapStreets
  private let network: Network
  private let premises: Premises
  private let obstacles: ObstacleMap
  private var candidates: [Candidate] = []
  private var keys: [Double] = []
  /// Streets farther off than this are not among the best.
  private var cut = 0.0

  private struct Candidate {
    var piece: ItemID
    var segment: SegmentID
    var fraction: Double
    var distance: Double
    /// The distance and what the street's kind adds to it.
    var base: Double
    var sight = Sight.unknown
  }

  private enum Sight { case unknown, clear, blocked }

  public init(_ streets: SnapStreets) {
    self.streets = streets
    network = streets.city.network
    premises = streets.city.premises
    obstacles = streets.city.tables.obstacles
    candidates.reserveCapacity(Snapper.mostCandidates + 1)
  }

  /// The nearest places on different segments, best first.
  ///
  /// - Parameters:
  ///   - place: The coordinate.
  ///   - query: What counts.
  ///   - count: How many are wanted at most.
  ///   - found: Receives them; empty where none lies within the radius.
  /// - Complexity: O(streets around); no allocation once warm.
  public func find(
    _ place: Coordinate, _ query: SnapQuery, count: Int, into found: inout [SnappedPosition]
  ) {
    found.removeAll(keepingCapacity: true)
    guard count > 0 else { return }
    candidates.removeAll(keepingCapacity: true)
    cut = query.radius + 2 * Snapper.detour
    let wanted = min(count, Snapper.mostCandidates)
    let gauge = Gauge(place, query, wanted, streets.streets(query.mode))
    premises.segmentIndex.search(around: place, within: query.radius) { item in
      consider(ItemID(rawValue: item), gauge)
    } until: { covered in
      if candidates.count >= wanted { cut = min(cut, worstKey(of: wanted, place, query)) }
      return cut <= covered
    }
    collect(wanted, place, query, into: &found)
  }

  /// The best place, or nil.
  public func nearest(_ place: Coordinate, _ query: SnapQuery) -> SnappedPosition? {
    find(place, query, count: 1, into: &single)
    return single.first
  }
  private var single: [SnappedPosition] = []

  // MARK: Candidates

  /// What is measured against: one query's coordinate and conditions.
  private struct Gauge {
    let frame: LocalFrame
    let query: SnapQuery
    let streets: ModeStreets
    /// Of these one is needed.
    let needed: StreetUse
    let wanted: Int

    init(_ place: Coordinate, _ query: SnapQuery, _ wanted: Int, _ streets: ModeStreets) {
      frame = LocalFrame(at: place)
      self.wanted = wanted
      self.query = query
      self.streets = streets
      switch query.purpose {
      case .start: needed = [.walk, .travel]
      case .goal: needed = [.walk, .end]
      case .travel, .trace: needed = .travel
      }
    }
  }

  private func consider(_ item: ItemID, _ gauge: Gauge) {
    let piece = premises.pieces[item]
    let point = ItemID(rawValue: piece.point)
    let a = gauge.frame.point(network.geometry.values[point])
    let b = gauge.frame.point(network.geometry.values[point.advanced(by: 1)])
    let fraction = Point.zero.nearestFraction(on: a, b)
    let distance = (a + (b - a) * fraction).length
    guard distance <= min(gauge.query.radius, cut) else { return }
    let use = StreetUse(rawValue: gauge.streets.use[network.segmentClass[piece.segment]])
    let isTravelled = use.contains(.travel)
    guard !use.isDisjoint(with: gauge.needed) else { return }
    var base = distance
    if gauge.query.purpose != .trace {
      if !use.contains(.ground), distance > Snapper.onStreet { base += Snapper.detour }
      if !isTravelled { base += Snapper.footDetour }
    }
    guard base <= cut, mayHelp(base, gauge.wanted) else { return }
    guard leadsOn(piece.segment, isTravelled, gauge), agrees(item, gauge.query) else { return }
    insert(
      Candidate(piece: item, segment: piece.segment, fraction: fraction, distance: distance, base: base))
  }

  /// Whether a street may be among the best: a wall adds no more than the detour to those nearest so far.
  private func mayHelp(_ base: Double, _ wanted: Int) -> Bool {
    guard candidates.count >= wanted else { return true }
    return base <= candidates[wanted - 1].base + Snapper.detour
      && (candidates.count < Snapper.mostCandidates || base < candidates[candidates.count - 1].base)
  }

  /// Whether one gets from the street to others, by the mode or at least on foot.
  private func leadsOn(_ segment: SegmentID, _ isTravelled: Bool, _ gauge: Gauge) -> Bool {
    if gauge.query.scope == .all { return true }
    if isTravelled, gauge.streets.isStranded[segment] == 0 { return true }
    let isWalkable = gauge.needed.contains(.walk) && gauge.query.mode != .foot
    return isWalkable && !network.extras[segment].isIsland
      && StreetUse(rawValue: gauge.streets.use[network.segmentClass[segment]]).contains(.walk)
  }

  /// Whether the street may be travelled in a direction asked for.
  private func agrees(_ item: ItemID, _ query: SnapQuery) -> Bool {
    guard let range = query.bearing else { return true }
    let point = ItemID(rawValue: premises.pieces[item].point)
    let bearing = network.geometry.values[point].bearing(
      to: network.geometry.values[point.advanced(by: 1)])
    let traits = network.traits[
      TraitsID(network.segmentClass[premises.pieces[item].segment], query.mode)]
    return traits.forward > 0 && range.contains(bearing)
      || traits.backward > 0 && range.contains(bearing + 180)
  }

  /// Keeps the list in order, with one entry per segment: ties go to the lower piece.
  private func insert(_ new: Candidate) {
    if let known = candidates.firstIndex(where: { $0.segment == new.segment }) {
      let old = candidates[known]
      guard (new.base, new.piece) < (old.base, old.piece) else { return }
      candidates.remove(at: known)
    }
    var row = candidates.count
    while row > 0, (new.base, new.piece) < (candidates[row - 1].base, candidates[row - 1].piece) { row -= 1 }
    candidates.insert(new, at: row)
    if candidates.count > Snapper.mostCandidates { candidates.removeLast() }
  }

  // MARK: Sight

  /// The key of candidate `row`: its base and what a wall adds.
  private func key(_ row: Int, _ place: Coordinate, _ query: SnapQuery) -> Double {
    guard query.purpose != .trace else { return candidates[row].base }
    if candidates[row].sight == .unknown {
      let line = Segment(place, location(candidates[row]))
      let isClear = line.a == line.b || obstacles.isClear(line, start: .open)
      candidates[row].sight = isClear ? .clear : .blocked
    }
    return candidates[row].base + (candidates[row].sight == .clear ? 0 : Snapper.detour)
  }

  /// The `wanted`-th least key; looks only at candidates that may be among the best.
  private func worstKey(of wanted: Int, _ place: Coordinate, _ query: SnapQuery) -> Double {
    keys.removeAll(keepingCapacity: true)
    for row in candidates.indices {
      if keys.count == wanted, candidates[row].base >= keys[wanted - 1] { break }
      let key = key(row, place, query)
      var slot = keys.count
      while slot > 0, key < keys[slot - 1] { slot -= 1 }
      keys.insert(key, at: slot)
      if keys.count > wanted { keys.removeLast() }
    }
    return keys.count == wanted ? keys[wanted - 1] : .infinity
  }

  private func collect(
    _ wanted: Int, _ place: Coordinate, _ query: SnapQuery, into found: inout [SnappedPosition]
  ) {
    let worst = worstKey(of: wanted, place, query)
    var order: [(key: Double, row: Int)] = []
    for row in candidates.indices where candidates[row].base <= worst {
      let key = key(row, place, query)
      if key > worst { continue }
      var slot = order.count
      while slot > 0, key < order[slot - 1].key { slot -= 1 }
      order.insert((key, row), at: slot)
    }
    for entry in order.prefix(wanted) { found.append(position(candidates[entry.row])) }
  }

  private func location(_ candidate: Candidate) -> Coordinate {
    let point = ItemID(rawValue: premises.pieces[candidate.piece].point)
    return network.geometry.values[point].interpolated(
      to: network.geometry.values[point.advanced(by: 1)], fraction: candidate.fraction)
  }

  private func position(_ candidate: Candidate) -> SnappedPosition {
    let piece = premises.pieces[candidate.piece]
    let point = ItemID(rawValue: piece.point)
    let length = network.geometry.values[point].distance(to: network.geometry.values[point.advanced(by: 1)])
    let offset = Millimetres(metres: piece.offset.metres + length * candidate.fraction)
    return SnappedPosition(
      segment: candidate.segment, offset: min(offset, network.length[candidate.segment]),
      location: location(candidate), distance: candidate.distance,
      isInSight: candidate.sight != .blocked, piece: candidate.piece)
  }
}
