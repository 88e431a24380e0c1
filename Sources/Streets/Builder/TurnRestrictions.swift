import Dense
import Geo
import OSM

/// A sequence of headings that some modes may not travel one after the other.
struct ForbiddenSequence: Hashable {
  var headings: [Heading]
  var modes: ModeSet
}

/// Reads `type=restriction` relations into forbidden sequences.
struct RestrictionReader {
  let map: TaggedMap
  /// Segments of each OSM way, in order.
  let segmentsOfWay: [Int64: [Int]]
  let draft: StreetDraft
  /// Base node of each vertex; nil at barriers.
  let nodeOfVertex: (UInt32) -> UInt32?
  /// The draft's arcs by the node that they leave.
  let arcsByTail: (first: [UInt32], items: [UInt32])
  var diagnostics = DiagnosticList()
  private(set) var sequences: [ForbiddenSequence] = []

  init(map: TaggedMap, draft: StreetDraft, nodeOfVertex: @escaping (UInt32) -> UInt32?) {
    self.map = map
    self.draft = draft
    self.nodeOfVertex = nodeOfVertex
    arcsByTail = countingSort(count: draft.arcTail.count, buckets: draft.nodeCoordinate.count) {
      Int(draft.arcTail[$0])
    }
    let concerned = RestrictionReader.ways(in: map)
    var segments: [Int64: [Int]] = [:]
    for segment in 0..<draft.segmentCount where concerned.contains(draft.osmID[segment]) {
      if draft.length[segment] > .zero { segments[draft.osmID[segment], default: []].append(segment) }
    }
    segmentsOfWay = segments
  }

  /// Ways that are members of any turn restriction.
  private static func ways(in map: TaggedMap) -> Set<Int64> {
    var result: Set<Int64> = []
    for row in map.data.relationIDs.indices
    where map.tags(relation: row)[.type]?.hasPrefix("restriction") == true {
      for member in map.members(relation: row) where member.id.kind == .way {
        result.insert(member.id.number)
      }
    }
    return result
  }

  mutating func read() {
    for row in map.data.relationIDs.indices {
      let tags = map.tags(relation: row)
      guard let type = tags[.type], type == "restriction" || type.hasPrefix("restriction:") else { continue }
      let modes = affected(tags, type)
      guard !modes.isEmpty, let value = value(tags), !value.hasSuffix("_on_red") else { continue }
      readRelation(row, value, modes)
    }
  }

  private func value(_ tags: TagView) -> String? {
    if let plain = tags.first(
      .restriction, .restrictionMotorVehicle, .restrictionMotorcar, .restrictionBicycle)
    {
      return plain
    }
    // In force at some hours only: taken as always, the safe side.
    return tags[.restrictionConditional].map { String($0.prefix { $0 != "@" }).filter { !$0.isWhitespace } }
  }

  private func affected(_ tags: TagView, _ type: String) -> ModeSet {
    var modes: ModeSet = [.init(.ebike), .init(.bicycle), .init(.motorcycle), .init(.car)]
    if tags[.restriction] == nil, tags[.restrictionConditional] == nil {
      modes = []
      if tags[.restrictionMotorVehicle] != nil { modes.formUnion([.init(.car), .init(.motorcycle)]) }
      if tags[.restrictionMotorcar] != nil { modes.insert(.init(.car)) }
      if tags[.restrictionBicycle] != nil { modes.formUnion([.init(.bicycle), .init(.ebike)]) }
    }
    if let suffix = type.split(separator: ":").dropFirst().first {
      modes.formIntersection(RestrictionReader.modes(named: String(suffix)))
    }
    let excepted = Set((tags[.except] ?? "").split(separator: ";").map { $0.filter { !$0.isWhitespace } })
    for mode in Mode.allCases where mode.exceptWords.contains(where: { excepted.contains($0) }) {
      modes.remove(ModeSet(mode))
    }
    return modes
  }

  /// The modes of a key such as `restriction:motorcar`; none for lorries and buses.
  private static func modes(named name: String) -> ModeSet {
    Mode.allCases.filter { $0.accessKeys.contains(name) && name != "access" }
      .reduce(into: ModeSet()) { $0.insert(ModeSet($1)) }
  }

  /// More than any junction has; what exceeds them is no turn that anybody drew on purpose.
  private enum Limit {
    static let members = 32
    static let streets = 64
    static let paths = 64
    static let steps = 4096
  }

  private mutating func readRelation(_ row: Int, _ value: String, _ modes: ModeSet) {
    let id = ElementID(.relation, map.data.relationIDs[row])
    let members = Members(map.members(relation: row), map)
    guard !members.from.isEmpty, !members.to.isEmpty, members.viaNode != nil || !members.viaWays.isEmpty
    else {
      diagnostics.add(.warning, .brokenRelation, id, "from, via or to is missing")
      return
    }
    guard let all = members.viaNode.map({ viaNode(members, vertex: $0) }) ?? viaWays(members),
      all.count <= Limit.paths, all.allSatisfy(isAtJunctions)
    else {
      diagnostics.add(.warning, .brokenRelation, id, "more members or streets than a turn has")
      return
    }
    let found =
      members.from != members.to
      ? all
      : all.filter { path in
        path.count > 2 || (path[0].segment == path[1].segment) == value.hasSuffix("u_turn")
      }
    guard !found.isEmpty else {
      diagnostics.add(.note, .ambiguousRestriction, id, value)
      return
    }
    if value.hasPrefix("only_") {
      forbidOthers(found, modes)
    } else if value.hasPrefix("no_") {
      for path in found { sequences.append(ForbiddenSequence(headings: path, modes: modes)) }
    } else {
      diagnostics.add(.note, .unreadableTag, id, "restriction=\(value)")
    }
  }

  // MARK: Via a node

  private func viaNode(_ members: Members, vertex: UInt32) -> [[Heading]]? {
    guard members.areFew else { return nil }
    guard vertex != .max, let node = nodeOfVertex(vertex) else { return [] }
    guard streets(at: node) <= Limit.streets else { return nil }
    let arriving = members.from.flatMap { leaving(node, way: $0).map(\.reversed) }
    let departing = members.to.flatMap { leaving(node, way: $0) }
    return arriving.flatMap { first in departing.map { [first, $0] } }
  }

  private func leaving(_ node: UInt32, way: Int64) -> [Heading] {
    (arcsByTail.first[Int(node)]..<arcsByTail.first[Int(node) + 1]).compactMap { item in
      let heading = draft.arcHeading[Int(arcsByTail.items[Int(item)])]
      let isOfWay = draft.osmID[heading.segment.index] == way && draft.length[heading.segment.index] > .zero
      return isOfWay ? heading : nil
    }
  }

  /// How many streets leave `node`.
  private func streets(at node: UInt32) -> Int {
    Int(arcsByTail.first[Int(node) + 1] - arcsByTail.first[Int(node)])
  }

  private func end(of heading: Heading) -> UInt32 {
    heading.isAgainst ? draft.tail[heading.segment.index] : draft.head[heading.segment.index]
  }

  /// Whether the path leads over junctions of a usual size.
  private func isAtJunctions(_ path: [Heading]) -> Bool {
    path.dropLast().allSatisfy { streets(at: end(of: $0)) <= Limit.streets }
  }

  // MARK: Via ways

  /// Every chain from a `from` way over all via ways to a `to` way; nil where there are too many.
  private func viaWays(_ members: Members) -> [[Heading]]? {
    guard members.areFew else { return nil }
    var chains = Chains()
    for from in members.from {
      for segment in segmentsOfWay[from] ?? [] {
        for against in [false, true] {
          let start = Heading(SegmentID(segment), against: against)
          extend([start], through: members.viaWays[...], members, &chains)
        }
      }
    }
    return chains.steps > Limit.steps ? nil : chains.found
  }

  /// Chains found so far, and the work it took.
  private struct Chains {
    var found: [[Heading]] = []
    var steps = 0
  }

  private func extend(
    _ path: [Heading], through remaining: ArraySlice<Int64>, _ members: Members, _ chains: inout Chains
  ) {
    chains.steps += 1
    guard let last = path.last, path.count < 12, chains.steps <= Limit.steps else { return }
    let node = end(of: last)
    guard streets(at: node) <= Limit.streets else {
      chains.steps += Limit.steps
      return
    }
    guard let way = remaining.first else {
      for to in members.to { chains.found += leaving(node, way: to).map { path + [$0] } }
      return
    }
    for next in leaving(node, way: way) where next != last.reversed {
      extend(path + [next], through: remaining.dropFirst(), members, &chains)
      // The via way may have more segments.
      extend(path + [next], through: remaining, members, &chains)
    }
  }

  // MARK: Only

  /// `only_*` forbids every other street at the end of the via.
  private mutating func forbidOthers(_ paths: [[Heading]], _ modes: ModeSet) {
    var done: Set<[Heading]> = []
    for path in paths where done.insert(Array(path.dropLast())).inserted {
      // A way that goes on at both sides of the via may be taken either way.
      let allowed = paths.filter { $0.dropLast() == path.dropLast() }.compactMap(\.last)
      forbidOthers(than: allowed, after: Array(path.dropLast()), modes)
    }
  }

  private mutating func forbidOthers(than allowed: [Heading], after path: [Heading], _ modes: ModeSet) {
    guard let before = path.last else { return }
    let node = end(of: before)
    for item in arcsByTail.first[Int(node)]..<arcsByTail.first[Int(node) + 1] {
      let other = draft.arcHeading[Int(arcsByTail.items[Int(item)])]
      guard !allowed.contains(other), other != before.reversed else { continue }
      sequences.append(ForbiddenSequence(headings: path + [other], modes: modes))
    }
  }

  /// The members that matter, each once.
  private struct Members {
    private(set) var from: [Int64] = []
    private(set) var to: [Int64] = []
    private(set) var viaWays: [Int64] = []
    private(set) var viaNode: UInt32?
    private var known: Set<[Int64]> = []

    var areFew: Bool { max(from.count, to.count, viaWays.count) <= Limit.members }

    init(_ members: ArraySlice<OSMData.Member>, _ map: TaggedMap) {
      for member in members {
        guard
          known.insert([Int64(member.role.rawValue), Int64(member.id.kind.rawValue), member.id.number])
            .inserted
        else { continue }
        switch (map.data.strings[member.role], member.id.kind) {
        case ("from", .way): from.append(member.id.number)
        case ("to", .way): to.append(member.id.number)
        case ("via", .way): viaWays.append(member.id.number)
        case ("via", .node): viaNode = map.row(ofNode: member.id.number) ?? .max
        default: break
        }
      }
    }
  }
}

/// Copies nodes so that forbidden sequences of headings cannot be travelled.
///
/// The copies are the states of an automaton over headings: a copy stands for the longest sequence just
/// travelled that may grow into a forbidden one. The arc that would complete one is kept, but barred for
/// the modes that the restriction concerns; so one topology serves all modes.
struct TurnAutomaton {
  private var states: [[Heading]: UInt32] = [:]
  private let forbidden: [[Heading]: ModeSet]
  private let longest: Int

  init(_ sequences: [ForbiddenSequence]) {
    var table: [[Heading]: ModeSet] = [:]
    for sequence in sequences { table[sequence.headings, default: []].formUnion(sequence.modes) }
    forbidden = table
    longest = table.keys.map(\.count).max() ?? 0
  }

  /// Adds the copies and rewires the arcs of `draft`, which `leaving` has by the node that they leave.
  mutating func apply(to draft: inout StreetDraft, leaving: (first: [UInt32], items: [UInt32])) {
    guard longest > 0 else { return }
    addStates(&draft)
    let baseHead = draft.arcHead
    let first = firstStates(segments: draft.segmentCount)
    for arc in baseHead.indices {
      let copy = first[Int(draft.arcHeading[arc].rawValue)]
      if copy != .max { draft.arcHead[arc] = copy }
    }
    for (path, copy) in states.sorted(by: { $0.value < $1.value }) {
      guard let end = endNode(of: path, draft) else { continue }
      for item in leaving.first[Int(end)]..<leaving.first[Int(end) + 1] {
        let arc = Int(leaving.items[Int(item)])
        let next = path + [draft.arcHeading[arc]]
        draft.addArc(
          copy, state(after: next) ?? baseHead[arc], draft.arcHeading[arc], barred: barred(next))
      }
    }
  }

  /// The copy for each single heading, `UInt32.max` where there is none.
  private func firstStates(segments: Int) -> [UInt32] {
    var first = [UInt32](repeating: .max, count: 2 * segments)
    for (path, copy) in states where path.count == 1 { first[Int(path[0].rawValue)] = copy }
    return first
  }

  private mutating func addStates(_ draft: inout StreetDraft) {
    let prefixes = Set(forbidden.keys.flatMap { path in (1..<path.count).map { Array(path.prefix($0)) } })
    for prefix in prefixes.sorted(by: { $0.map(\.rawValue).lexicographicallyPrecedes($1.map(\.rawValue)) }) {
      guard let end = endNode(of: prefix, draft) else { continue }
      draft.nodeCoordinate.append(draft.nodeCoordinate[Int(end)])
      states[prefix] = UInt32(draft.nodeCoordinate.count - 1)
    }
  }

  /// The original node where `path` ends: segments keep their original ends.
  private func endNode(of path: [Heading], _ draft: StreetDraft) -> UInt32? {
    path.last.map { $0.isAgainst ? draft.tail[$0.segment.index] : draft.head[$0.segment.index] }
  }

  /// The copy for the longest suffix of `path` that may still grow into a forbidden sequence.
  private func state(after path: [Heading]) -> UInt32? {
    for start in path.indices {
      if let found = states[Array(path[start...])] { return found }
    }
    return nil
  }

  private func barred(_ path: [Heading]) -> ModeSet {
    path.indices.reduce(into: ModeSet()) { $0.formUnion(forbidden[Array(path[$1...])] ?? []) }
  }
}
