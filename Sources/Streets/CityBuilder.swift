import Dense
public import Geo
public import OSM

/// Builds a city's tables from OSM data.
///
/// First the streets, which are then ordered; meanwhile the premises. Nothing depends on the number of threads.
public struct CityBuilder: Sendable {
  let streets: StreetBuilder
  private let ground: Ground
  private let places: [PlaceDraft]
  private let obstacles: ObstacleMap
  private let openingGates: [GateID]
  private let pieces: SegmentPieces
  private let scenery: SceneryBuilder
  private let former: FormerPieces?
  private let threads: Int

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
    let read = Parallel.both(threads: threads) {
      var streets = StreetBuilder(map: map, options: options)
      streets.collectNodes()
      streets.collectWays()
      streets.collectRuledNodes()
      let places = streets.collectPlaces()
      return (streets: streets, places: places)
    } _: {
      Ground(map: map)
    }
    var streets = read.0.streets
    (places, ground) = (read.0.places, read.1)
    streets.diagnostics.append(ground.diagnostics)
    streets.reportSkipped()
    progress(.walls)
    let walled = Parallel.both(threads: threads) { [streets, ground] in
      var streets = streets
      streets.markCrossings(ground.walls)
      streets.gates = streets.gateDrafts()
      return streets
    } _: { [ground] in
      LaidObstacles(ground.outlines, map: map)
    }
    streets = walled.0
    (obstacles, openingGates) = streets.makeObstacles(ground.outlines, walled.1)
    streets.insertBays(places, obstacles)
    streets.crossSquares(ground.outlines, obstacles)
    progress(.segments)
    streets.cutWays()
    let cut = Parallel.both(threads: threads) { [streets] in
      var streets = streets
      let nodes = streets.splitBarriers()
      streets.draft.markIslands(streets.classifier, streets.rules.rows)
      streets.forbidTurns(nodes)
      return streets
    } _: { [draft = streets.draft, ground] in
      // What is still to come has no length, and no piece.
      (
        pieces: SegmentPieces(draft), scenery: SceneryBuilder(map: map, outlines: ground.outlines),
        former: options.former.flatMap { FormerPieces($0, draft: draft) }
      )
    }
    self.streets = cut.0
    (pieces, scenery, former) = (cut.1.pieces, cut.1.scenery, cut.1.former)
    self.threads = threads
  }

  /// The street graph to be ordered: nodes with positions, and arcs.
  public var graph: (nodeCount: Int, tails: [UInt32], heads: [UInt32], coordinates: [Coordinate]) {
    let draft = streets.draft
    return (draft.nodeCoordinate.count, draft.arcTail, draft.arcHead, draft.nodeCoordinate)
  }

  /// Premises, the doors' connectors and the scenery; needs no node order, so it may run while the nodes are ordered.
  public func furnish(progress: (Stage, Double?) -> Void) -> Furnishing {
    progress(.premises, nil)
    var premises = PremisesBuilder(
      streets: streets, ground: ground, obstacles: obstacles, openingGates: openingGates)
    premises.build()
    progress(.doors, nil)
    let openings = OpeningRules(
      gateOfOpening: Column(openingGates), gates: Column(premises.gates), rules: Column(streets.rules.rows))
    let connectors = DoorConnectors(
      doors: premises.doors, obstacles: obstacles, openings: openings,
      streets: DraftPieces(streets.draft, pieces, streets.classifier),
      former: former.map { FormerConnectors($0, draft: streets.draft, gates: premises.gates) },
      threads: threads)
    return Furnishing(premises: premises, connectors: connectors)
  }

  /// What ``furnish(progress:)`` makes.
  public struct Furnishing: Sendable {
    let premises: PremisesBuilder
    let connectors: DoorConnectors
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
    var (tables, texts) = furnishing.premises.finish(
      places: places, connectors: furnishing.connectors, pieces: pieces, rank: rank)
    let scenery = scenery.finish(premises: tables, texts: &texts)
    var diagnostics = streets.diagnostics
    diagnostics.append(furnishing.premises.diagnostics)
    return CityTables(
      network: network, premises: tables, scenery: scenery, obstacles: obstacles,
      openingGates: Column(openingGates),
      texts: texts.finish(), rules: Column(streets.rules.rows), facts: facts, diagnostics: diagnostics.items)
  }
}

extension StreetBuilder {
  /// All gates so far, in the order of their vertices.
  func gateDrafts() -> [GateDraft] { barriers.keys.sorted().compactMap { barriers[$0] } }

  /// Reads turn restrictions and rewires the arcs.
  mutating func forbidTurns(_ nodes: NodeNumbers) {
    var reader = RestrictionReader(map: map, draft: draft) { nodes[$0] }
    reader.read()
    diagnostics.append(reader.diagnostics)
    var automaton = TurnAutomaton(reader.sequences)
    automaton.apply(to: &draft)
  }
}
