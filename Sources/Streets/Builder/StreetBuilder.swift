import Dense
public import Geo
import OSM

/// Options of a build.
public struct BuildOptions: Sendable {
  /// Heights of the ground; `ele` tags of nodes win over it.
  public var elevations: (@Sendable ([Coordinate]) -> [Double?])?
  /// Threads to use where work can be shared.
  public var threads = 2
  /// A city of nearly the same map; what does not change is taken from it.
  public var former: FormerCity?

  public init() {}
}

/// Builds the streets of a city: ways become classes, segments, nodes and arcs.
///
/// One stage after the other, each in its own extension: collect ways, mark crossings of walls, cut at
/// junctions, split barriers, forbid turns.
struct StreetBuilder {
  let map: TaggedMap
  let options: BuildOptions
  var classifier: WayClassifier
  var rules: RuleReader
  var texts: TextTableBuilder
  var diagnostics = DiagnosticList()
  var draft = StreetDraft()

  /// Ways that somebody may use, in file order.
  var ways: [RoutableWay] = []
  /// Vertices of all routable ways; see ``RoutableWay/vertices``.
  var vertices: [UInt32] = []
  /// Points made by the builder; vertex `map.data.nodeIDs.count + i` is row `i`.
  var madePoints: [Coordinate] = []
  /// Uses of each node row by routable ways, at most 2; 2 makes a junction.
  var uses: [UInt8]
  /// Barriers on or beside ways, by vertex.
  var barriers: [UInt32: GateDraft] = [:]
  /// The class of the pieces that lead through gates, by their rule.
  var gateClasses: [RuleID: ClassID] = [:]
  /// Finished gates.
  var gates: [GateDraft] = []
  /// Bits of ``NodeMark`` by node row.
  var marks: [UInt8]
  /// Where the map differs from that of the former city; nil where there is none, or nobody knows.
  let changed: ChangedPlaces?
  /// Whether any node says how high it lies.
  var hasHeightTags = false
  var bays: [BayDraft] = []
  /// Draft node of each bay, after ``splitBarriers()``.
  var bayNodes: [UInt32] = []

  init(map: TaggedMap, options: BuildOptions) {
    self.map = map
    self.options = options
    changed = options.former?.changed.map { ChangedPlaces($0) }
    classifier = WayClassifier(map: map)
    rules = RuleReader(strings: map.data.strings)
    texts = TextTableBuilder(map.data.strings)
    uses = Array(repeating: 0, count: map.data.nodeIDs.count)
    marks = Array(repeating: 0, count: map.data.nodeIDs.count)
  }

  func coordinate(_ vertex: UInt32) -> Coordinate {
    let row = Int(vertex)
    return row < map.data.nodeCoordinates.count
      ? map.data.nodeCoordinates[row] : madePoints[row - map.data.nodeCoordinates.count]
  }

  /// The tags of node row `vertex`.
  func tags(vertex: UInt32) -> TagView { map.tags(node: vertex) }

  /// The barrier at `vertex`, or nil.
  func barrier(at vertex: UInt32) -> GateDraft? {
    let row = Int(vertex)
    if row < marks.count, marks[row] & NodeMark.barrier.rawValue == 0 { return nil }
    return barriers[vertex]
  }
}

/// A way that somebody may use, or the part of it between missing nodes.
struct RoutableWay {
  var row: Int
  var street: ClassID
  var rule: RuleID
  /// Its vertices in ``StreetBuilder/vertices``.
  var vertices: Range<Int>
  /// Whether ``row`` is a relation's: the outline of a square.
  var isRelation = false
}

/// What stands at a node, as far as time is concerned.
struct NodeMark: OptionSet {
  let rawValue: UInt8
  static let signal = NodeMark(rawValue: 1)
  static let walkerSignal = NodeMark(rawValue: 2)
  static let barrier = NodeMark(rawValue: 4)
  static let elevator = NodeMark(rawValue: 8)
  /// Its tags say how high it lies.
  static let height = NodeMark(rawValue: 16)
  /// A way runs through it that is a line, not the edge of a square or platform.
  static let line = NodeMark(rawValue: 32)
}

/// A gate or barrier being built.
struct GateDraft {
  var osmID: ElementID
  var position: Coordinate
  var kind: BarrierKind
  var rule: RuleID
  var name: TextID = .none
  var nameEnglish: TextID = .none
  var compound: CompoundID = .none
  /// What a way crosses there without a mapped gate.
  var crossed: (element: ElementID, kind: ObstacleKind)?
  /// Segments that pass it; none when no way leads through.
  var segments: [UInt32] = []
}
