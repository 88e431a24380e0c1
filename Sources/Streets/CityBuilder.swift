import Dense
public import Geo
public import OSM

/// Builds a city's tables from OSM data.
///
/// First the streets, which are then ordered; meanwhile the premises. Nothing depends on the number of threads.
public struct CityBuilder: Sendable {
  let streets: StreetBuilder
  private let ground: Ground
  private let shapes: BuildingShapes
  private let places: [PlaceDraft]
  private let obstacles: ObstacleMap
  private let openingGates: [GateID]
  private let pieces: SegmentPieces
  private let scenery: SceneryBuilder
  private let formerSegments: FormerSegments?

  /// The stages of a build, for progress.
  public enum Stage: String, Sendable, CaseIterable {
    case ways, walls, segments, premises, doors
  }

  /// Builds streets and obstacles: everything that must be known before nodes are ordered.
  ///
  /// - Complexity: near linear in the data.
  public init(_ data: OSMData, options: BuildOptions, progress: (Stage) -> Void) {
    progress(.ways)
    let map = TaggedMap(data)
    let threads = options.threads
    let handed = Handover<Ground>()
    let (solid, lined) = Parallel.both(threads: threads) {
      let ground = Ground(map: map)
      handed.give(ground)
      return (
        laid: LaidObstacles(ground.outlines, map: map),
        shapes: BuildingShapes(ground.outlines, ground.compounds, map: map)
      )
    } _: {
      var streets = StreetBuilder(map: map, options: options)
      streets.collectNodes()
      streets.collectWays()
      streets.collectRuledNodes()
      let ground = handed.take()
      streets.diagnostics.append(ground.diagnostics)
      streets.reportSkipped()
      streets.markCrossings(ground)
      streets.gates = streets.gateDrafts()
      let places = streets.collectPlaces()
      return (streets: streets, ground: ground, places: places)
    }
    (ground, shapes, places) = (lined.ground, solid.shapes, lined.places)
    var streets = lined.streets
    progress(.walls)
    let blocked = Parallel.both(threads: threads) { [streets, ground] in
      streets.makeObstacles(ground.outlines, solid.laid)
    } _: { [streets, places] in
      streets.bayPicks(places)
    }
    (obstacles, openingGates) = blocked.0
    streets.insertBays(blocked.1, obstacles)
    streets.crossSquares(ground.outlines, obstacles)
    progress(.segments)
    streets.cutWays()
    let lines = SegmentPieces.Lines(streets.draft)
    let cut = Parallel.both(threads: threads, changing: consume streets) { streets in
      let nodes = streets.splitBarriers()
      streets.draft.markIslands(streets.classifier, streets.rules.rows)
      streets.forbidTurns(nodes)
    } _: { [ground] in
      // What is still to come has no length, and no piece.
      (pieces: SegmentPieces(lines), scenery: SceneryBuilder(map: map, outlines: ground.outlines))
    }
    self.streets = cut.0
    (pieces, scenery) = cut.2
    formerSegments = options.former.map { [draft = cut.0.draft] in FormerSegments($0.network, draft: draft) }
  }

  /// The street graph to be ordered: nodes with positions, and arcs.
  public var graph: (nodeCount: Int, tails: [UInt32], heads: [UInt32], coordinates: [Coordinate]) {
    let draft = streets.draft
    return (draft.nodeCoordinate.count, draft.arcTail, draft.arcHead, draft.nodeCoordinate)
  }

  /// The node of ``graph`` that each node of the former city is now, `UInt32.max` for those that are gone; nil where there
  /// was none.
  ///
  /// - Complexity: O(segments).
  public var formerNodes: [UInt32]? { formerSegments?.nodes(streets.draft) }

  /// Premises, the doors' connectors and the scenery; needs no node order, so it may run while the nodes are ordered.
  public func furnish(progress: (Stage, Double?) -> Void) -> Furnishing {
    progress(.premises, nil)
    var builder = PremisesBuilder(
      streets: streets, ground: ground, shapes: shapes, obstacles: obstacles, openingGates: openingGates)
    builder.build()
    progress(.doors, nil)
    let openings = OpeningRules(
      gateOfOpening: Column(openingGates), gates: Column(builder.gates), rules: Column(streets.rules.rows))
    let connectors = DoorConnectors(
      doors: builder.doors, obstacles: obstacles, openings: openings,
      streets: DraftPieces(streets.draft, pieces, streets.classifier), former: formerConnectors(builder),
      threads: streets.options.threads)
    let premises = builder.finish(places: places, connectors: connectors, pieces: pieces)
    let scenery = scenery.finish(premises: premises, texts: &builder.texts)
    return Furnishing(
      premises: premises, scenery: scenery, texts: builder.texts.finish(), diagnostics: builder.diagnostics)
  }

  private func formerConnectors(_ premises: PremisesBuilder) -> FormerConnectors? {
    guard let former = streets.options.former, let formerSegments, let changed = streets.changed else {
      return nil
    }
    return FormerConnectors(
      former.tables.premises, formerSegments, changed.adding(formerSegments.changedIslands(streets.draft)),
      draft: streets.draft, doors: premises.doors,
      gates: premises.gates)
  }

  /// What ``furnish(progress:)`` makes.
  public struct Furnishing: Sendable {
    /// The nodes of its bays are still those of ``CityBuilder/graph``.
    let premises: Premises
    let scenery: Scenery
    let texts: TextTable
    let diagnostics: DiagnosticList
  }

  /// The network with its nodes in their final order: `order` is the draft's node of each rank.
  public func network(order: [UInt32]) -> Network {
    Network(streets.draft, order: order, classifier: streets.classifier)
  }

  /// The finished tables.
  public func finish(
    order: [UInt32], network: Network, furnishing: Furnishing, facts: CityFacts
  ) -> CityTables {
    var rank = [UInt32](repeating: 0, count: order.count)
    for (position, node) in order.enumerated() { rank[Int(node)] = UInt32(position) }
    let bays = furnishing.premises.bays.values.map { NodeID(rawValue: rank[$0.index]) }
    var diagnostics = streets.diagnostics
    diagnostics.append(furnishing.diagnostics)
    return CityTables(
      network: network, premises: Premises(furnishing.premises, bays: Column(bays)),
      scenery: furnishing.scenery, obstacles: obstacles, openingGates: Column(openingGates),
      texts: furnishing.texts, rules: Column(streets.rules.rows), facts: facts, diagnostics: diagnostics.items
    )
  }
}

extension StreetBuilder {
  /// All gates so far, in the order of their vertices.
  func gateDrafts() -> [GateDraft] { barriers.keys.sorted().compactMap { barriers[$0] } }

  /// Reads turn restrictions and rewires the arcs.
  mutating func forbidTurns(_ nodes: NodeNumbers) {
    let read = readRestrictions(nodes)
    var automaton = TurnAutomaton(read.sequences)
    automaton.apply(to: &draft, leaving: read.leaving)
  }

  /// The forbidden turns, and the arcs by the node that they leave.
  ///
  /// On its own, so that nothing holds the draft when it is rewired.
  private mutating func readRestrictions(_ nodes: NodeNumbers) -> (
    sequences: [ForbiddenSequence], leaving: (first: [UInt32], items: [UInt32])
  ) {
    var reader = RestrictionReader(map: map, draft: draft) { nodes[$0] }
    reader.read()
    diagnostics.append(reader.diagnostics)
    return (reader.sequences, reader.arcsByTail)
  }
}
