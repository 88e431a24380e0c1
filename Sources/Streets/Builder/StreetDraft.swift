import Dense
import Geo
import OSM

/// A point that ways share: a node row of the OSM data, or, past its end, a point that the builder made.
struct Vertex: Hashable {
  var rawValue: UInt32
}

/// The streets while they are being built: segments between junction vertices, then nodes and arcs.
///
/// Arrays of one group have the same count and are indexed alike.
struct StreetDraft {
  // Segments.
  var tail: [UInt32] = []
  var head: [UInt32] = []
  var segmentClass: [ClassID] = []
  var length: [Millimetres] = []
  var extras: [SegmentExtras] = []
  var rule: [RuleID] = []
  var name: [TextID] = []
  var osmID: [Int64] = []
  var pointFirst: [UInt32] = [0]
  var points: [Coordinate] = []

  // Nodes: `tail` and `head` refer to vertices while cutting and to nodes afterwards.
  var nodeCoordinate: [Coordinate] = []

  // Arcs, in any order.
  var arcTail: [UInt32] = []
  var arcHead: [UInt32] = []
  var arcHeading: [Heading] = []
  var arcBarred: [ModeSet] = []

  var segmentCount: Int { segmentClass.count }

  func points(of segment: Int) -> ArraySlice<Coordinate> {
    points[Int(pointFirst[segment])..<Int(pointFirst[segment + 1])]
  }

  /// Appends a segment and returns its number.
  ///
  /// Its points are those appended to ``points`` since the last segment.
  @discardableResult
  mutating func addSegment(_ row: SegmentRow) -> Int {
    tail.append(row.tail)
    head.append(row.head)
    segmentClass.append(row.street)
    length.append(row.length)
    extras.append(row.extras)
    rule.append(row.rule)
    name.append(row.name)
    osmID.append(row.osmID)
    pointFirst.append(UInt32(points.count))
    return segmentClass.count - 1
  }

  /// Appends the segments of `parts`, which have neither nodes nor arcs yet.
  mutating func append(_ parts: [StreetDraft]) {
    var count = parts.reduce(segmentCount) { $0 + $1.segmentCount }
    // Gates come later.
    count += count / 8
    tail.reserveCapacity(count)
    head.reserveCapacity(count)
    segmentClass.reserveCapacity(count)
    length.reserveCapacity(count)
    extras.reserveCapacity(count)
    rule.reserveCapacity(count)
    name.reserveCapacity(count)
    osmID.reserveCapacity(count)
    pointFirst.reserveCapacity(count + 1)
    points.reserveCapacity(parts.reduce(points.count + count / 4) { $0 + $1.points.count })
    for part in parts { append(part) }
  }

  private mutating func append(_ other: StreetDraft) {
    let shift = UInt32(points.count)
    tail += other.tail
    head += other.head
    segmentClass += other.segmentClass
    length += other.length
    extras += other.extras
    rule += other.rule
    name += other.name
    osmID += other.osmID
    pointFirst += other.pointFirst.dropFirst().lazy.map { $0 + shift }
    points += other.points
  }

  mutating func reserveArcs(_ count: Int) {
    arcTail.reserveCapacity(count)
    arcHead.reserveCapacity(count)
    arcHeading.reserveCapacity(count)
    arcBarred.reserveCapacity(count)
  }

  mutating func addArc(_ tail: UInt32, _ head: UInt32, _ heading: Heading, barred: ModeSet = []) {
    arcTail.append(tail)
    arcHead.append(head)
    arcHeading.append(heading)
    arcBarred.append(barred)
  }
}

/// One segment to be added to a draft.
struct SegmentRow {
  var tail: UInt32
  var head: UInt32
  var street: ClassID
  var length: Millimetres
  var extras = SegmentExtras()
  var rule: RuleID = .none
  var name: TextID = .none
  var osmID: Int64
}
