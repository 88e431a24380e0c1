public import Dense
public import Geo
public import OSM

/// Builds a city's tables from OSM data, in the two halves between which the nodes are ordered.
public struct CityBuilder {
  private var streets: StreetBuilder
  private var premises: PremisesBuilder
  private let pieces: SegmentPieces
  private let places: [PlaceDraft]
  private let obstacles: ObstacleMap
  private let openingGates: [GateID]

  /// The stages of a build, for progress.
  public enum Stage: String, Sendable, CaseIterable {
    case ways, walls, segments, premises, doors
  }

  /// Builds streets, obstacles and premises; everything that needs no node order.
  ///
  /// - Complexity: near linear in the data.
  public init(_ data: OSMData, options: BuildOptions, progress: (Stage) -> Void) {
    progress(.ways)
    var streets = StreetBuilder(data: data, options: options)
    streets.collectNodes()
    streets.collectWays()
    let outlines = streets.collectOutlines()
    let compounds = CompoundFinder(outlines, data: data)
    places = streets.collectPlaces()
    progress(.walls)
    streets.markCrossings(outlines, compounds: compounds.outlines)
    streets.insertBays(places)
    streets.gates = streets.gateDrafts()
    (obstacles, openingGates) = streets.makeObstacles(outlines)
    streets.crossSquares(outlines, obstacles)
    progress(.segments)
    streets.cutWays()
    let nodes = streets.splitBarriers()
    streets.forbidTurns(nodes)
    progress(.premises)
    premises = PremisesBuilder(
      streets: streets, outlines: outlines, compounds: compounds, obstacles: obstacles, openingGates: openingGates)
    premises.build()
    pieces = SegmentPieces(streets.draft)
    self.streets = streets
  }

  /// The street graph to be ordered: nodes with positions, and arcs.
  public var graph: (nodeCount: Int, tails: [UInt32], heads: [UInt32], coordinates: [Coordinate]) {
    (streets.draft.nodeCoordinate.count, streets.draft.arcTail, streets.draft.arcHead, streets.draft.nodeCoordinate)
  }

  /// Joins the doors to the streets; may run while the nodes are being ordered.
  public func connectDoors(threads: Int, progress: @Sendable (Double) -> Void) -> DoorConnectors {
    DoorConnectors(
      doors: premises.doors, obstacles: obstacles, openingGates: openingGates,
      streets: DraftPieces(streets.draft, pieces, streets.classifier), threads: threads, progress: progress)
  }

  /// The finished tables.
  ///
  /// - Parameter order: The draft's node of each rank.
  public func finish(order: [UInt32], connectors: DoorConnectors, facts: CityFacts) -> CityTables {
    var rank = [UInt32](repeating: 0, count: order.count)
    for (position, node) in order.enumerated() { rank[Int(node)] = UInt32(position) }
    let (tables, texts) = premises.finish(places: places, connectors: connectors, pieces: pieces, rank: rank)
    var diagnostics = streets.diagnostics
    diagnostics.append(premises.diagnostics)
    return CityTables(
      network: Network(streets.draft, order: order, classifier: streets.classifier), premises: tables,
      obstacles: obstacles, openingGates: Column(openingGates), texts: texts.finish(),
      rules: Column(streets.rules.rows), facts: facts, diagnostics: diagnostics.items)
  }
}

extension StreetBuilder {
  /// All gates so far, in the order of their vertices.
  func gateDrafts() -> [GateDraft] { barriers.keys.sorted().compactMap { barriers[$0] } }

  /// Reads turn restrictions and rewires the arcs.
  mutating func forbidTurns(_ nodes: NodeNumbers) {
    var reader = RestrictionReader(data: data, draft: draft) { nodes[$0] }
    reader.read()
    diagnostics.append(reader.diagnostics)
    var automaton = TurnAutomaton(reader.sequences)
    automaton.apply(to: &draft)
  }
}
