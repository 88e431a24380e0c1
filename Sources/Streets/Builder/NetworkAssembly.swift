import Dense
import Geo

extension Network {
  /// Makes the immutable network, with nodes renumbered.
  ///
  /// `order[rank]` is the draft's node that gets number `rank`.
  convenience init(_ draft: StreetDraft, order: [UInt32], classifier: WayClassifier) {
    var rank = [UInt32](repeating: 0, count: order.count)
    for (position, node) in order.enumerated() { rank[Int(node)] = UInt32(position) }
    let arcs = SortedArcs(draft, rank: rank)
    self.init(
      coordinate: Column(order.map { draft.nodeCoordinate[Int($0)] }),
      firstOut: Column(arcs.firstOut), head: Column(arcs.head), tail: Column(arcs.tail),
      heading: Column(arcs.heading), barred: Column(arcs.barred),
      incoming: Ragged(first: Column(arcs.firstIn), values: Column(arcs.incoming)),
      segmentClass: Column(draft.segmentClass), length: Column(draft.length), extras: Column(draft.extras),
      rule: Column(draft.rule), name: Column(draft.name), osmID: Column(draft.osmID),
      geometry: Ragged(
        first: Column(draft.pointFirst.map { ItemID(rawValue: $0) }), values: Column(draft.points)),
      arcs: Ragged(first: Column(arcs.firstOnSegment), values: Column(arcs.onSegment)),
      traits: Column(classifier.traits), classes: Column(classifier.classes))
  }
}

/// The draft's arcs sorted by their tail's rank, with the tables that follow from the order.
private struct SortedArcs {
  var firstOut: [ArcID] = []
  var head: [NodeID] = []
  var tail: [NodeID] = []
  var heading: [Heading] = []
  var barred: [ModeSet] = []
  var firstIn: [ItemID] = []
  var incoming: [ArcID] = []
  var firstOnSegment: [ItemID] = []
  var onSegment: [ArcID] = []

  init(_ draft: StreetDraft, rank: [UInt32]) {
    let count = draft.arcTail.count
    let order = countingSort(count: count, buckets: rank.count) { Int(rank[Int(draft.arcTail[$0])]) }
    firstOut = order.first.map { ArcID(rawValue: $0) }
    head = order.items.map { NodeID(rawValue: rank[Int(draft.arcHead[Int($0)])]) }
    tail = order.items.map { NodeID(rawValue: rank[Int(draft.arcTail[Int($0)])]) }
    heading = order.items.map { draft.arcHeading[Int($0)] }
    barred = order.items.map { draft.arcBarred[Int($0)] }
    let byHead = countingSort(count: count, buckets: rank.count) { head[$0].index }
    firstIn = byHead.first.map { ItemID(rawValue: $0) }
    incoming = byHead.items.map { ArcID(rawValue: $0) }
    sortBySegment(draft, rank, order.items)
  }

  /// The arc from the segment's own tail comes first, the one from its own head second.
  private mutating func sortBySegment(_ draft: StreetDraft, _ rank: [UInt32], _ items: [UInt32]) {
    var position = [UInt32](repeating: 0, count: items.count)
    for (sorted, arc) in items.enumerated() { position[Int(arc)] = UInt32(sorted) }
    // Draft arcs of a segment: along, against (in this order), then those of copies.
    let bySegment = countingSort(count: items.count, buckets: draft.segmentCount) {
      draft.arcHeading[$0].segment.index
    }
    firstOnSegment = bySegment.first.map { ItemID(rawValue: $0) }
    onSegment = bySegment.items.map { ArcID(rawValue: position[Int($0)]) }
  }
}
