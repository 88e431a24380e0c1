public import Dense
import Foundation
public import Geo
internal import OSM

/// Facts about a city file that are no table.
public struct CityFacts: Codable, Sendable {
  /// File name of the map it was made from.
  public var source: String
  /// What the map's header says: `synthetic` for generated cities.
  public var comment: String?
  public var timeZone: String
  /// Why the time zone is what it is: `given` or `guessed`.
  public var timeZoneOrigin: String
  public var osmNodes: Int
  public var osmWays: Int
  public var osmRelations: Int
  /// West, south, east, north, in degrees.
  public var bounds: [Double]
  /// ISO 8601, UTC.
  public var importedAt: String
  public var hasElevation: Bool
  /// The folder of heights that it was made with, for making it again.
  public var elevation: String?
  /// Public holidays, as given with `--calendar`.
  public var holidays: String?

  public init(
    source: String, comment: String?, timeZone: String, timeZoneOrigin: String, osmNodes: Int, osmWays: Int,
    osmRelations: Int, bounds: [Double], importedAt: String, hasElevation: Bool, elevation: String? = nil,
    holidays: String?
  ) {
    self.source = source
    self.comment = comment
    self.timeZone = timeZone
    self.timeZoneOrigin = timeZoneOrigin
    self.osmNodes = osmNodes
    self.osmWays = osmWays
    self.osmRelations = osmRelations
    self.bounds = bounds
    self.importedAt = importedAt
    self.hasElevation = hasElevation
    self.elevation = elevation
    self.holidays = holidays
  }

  /// Whether the map says of itself that it is made up.
  public var isSynthetic: Bool { comment?.hasPrefix("synthetic") ?? false }
}

/// Everything of a city but its hierarchy: what the builder makes and the city file holds.
public struct CityTables: Sendable {
  public var network: Network
  public var premises: Premises
  public var scenery: Scenery
  public var obstacles: ObstacleMap
  /// Gate of each opening of ``obstacles``; `.none` where an opening has no rule.
  public var openingGates: Column<OpeningID, GateID>
  public var texts: TextTable
  public var rules: Column<RuleID, RuleRow>
  public var facts: CityFacts
  public var diagnostics: [Diagnostic]

  /// The column of the map itself, as OSM PBF; a file may lack it.
  public static let mapColumn = "map"

  /// Version of the layout below; raised with every change of it.
  public static let layoutVersion: UInt32 = 4
}

/// One list of all columns serves writing and reading: see ``CityTables/write(to:)`` and ``init(from:)``.
extension CityTables {
  /// Writes all columns but the hierarchy's.
  public func write(to file: ColumnFileWriter) throws {
    try writeNetwork(file)
    try writePremises(file)
    try scenery.write(to: file)
    try writeObstacles(file)
    try writeRagged(file, "texts", texts.bytes)
    try file.write("rules", rules)
    try file.write("facts", text: String(decoding: JSONEncoder().encode(facts), as: UTF8.self))
    try file.write("diagnostics", text: Diagnostic.encode(diagnostics))
  }

  private func writeNetwork(_ file: ColumnFileWriter) throws {
    try file.write("node.coordinate", network.coordinate)
    try file.write("node.firstOut", network.firstOut)
    try file.write("arc.head", network.head)
    try file.write("arc.tail", network.tail)
    try file.write("arc.heading", network.heading)
    try file.write("arc.barred", network.barred)
    try writeRagged(file, "node.incoming", network.incoming)
    try file.write("segment.class", network.segmentClass)
    try file.write("segment.length", network.length)
    try file.write("segment.extras", network.extras)
    try file.write("segment.rule", network.rule)
    try file.write("segment.name", network.name)
    try file.write("segment.osm", network.osmID)
    try writeRagged(file, "segment.geometry", network.geometry)
    try writeRagged(file, "segment.arcs", network.arcs)
    try file.write("class.traits", network.traits)
    try file.write("class.shared", network.classes)
  }

  private func writePremises(_ file: ColumnFileWriter) throws {
    try file.write("gates", premises.gates)
    try writeRagged(file, "gate.segments", premises.gateSegments)
    try file.write("compounds", premises.compounds)
    try writeRagged(file, "compound.rings", premises.compoundRings)
    try writeRagged(file, "compound.gates", premises.compoundGates)
    try file.write("buildings", premises.buildings)
    try writeRagged(file, "building.outlines", premises.outlines)
    try writeRagged(file, "building.doors", premises.buildingDoors)
    try file.write("doors", premises.doors)
    try writeRagged(file, "door.connectors", premises.connectors)
    try file.write("connector.bends", premises.bends)
    try file.write("places", premises.places)
    try file.write("addresses", premises.addresses)
    try file.write("bays", premises.bays)
    try file.write("bay.places", premises.bayPlaces)
    try writeIndex(file, "index.buildings", premises.buildingIndex)
    try writeIndex(file, "index.doors", premises.doorIndex)
    try writeIndex(file, "index.places", premises.placeIndex)
    try writeIndex(file, "index.segments", premises.segmentIndex)
    try file.write("index.segments.pieces", premises.pieces)
  }

  private func writeObstacles(_ file: ColumnFileWriter) throws {
    try file.write("obstacle.starts", obstacles.starts)
    try file.write("obstacle.ends", obstacles.ends)
    try file.write("obstacle.marks", obstacles.marks)
    try file.write("obstacle.owners", obstacles.owners)
    try file.write("obstacle.previous", obstacles.previous)
    try writeIndex(file, "index.obstacles", obstacles.index)
    try file.write("openings", obstacles.openings)
    try file.write("opening.owners", obstacles.openingOwners)
    try file.write("opening.isPassage", obstacles.openingIsPassage)
    try file.write("opening.gates", openingGates)
    try writeIndex(file, "index.openings", obstacles.openingIndex)
  }

}

func writeRagged<K, I, V>(_ file: ColumnFileWriter, _ name: String, _ table: Ragged<K, I, V>) throws {
  try file.write(name + ".first", table.first)
  try file.write(name, table.values)
}

func writeIndex(_ file: ColumnFileWriter, _ name: String, _ index: CellIndex) throws {
  try file.write(name + ".keys", index.keys)
  try file.write(name + ".first", index.first)
  try file.write(name + ".items", index.items)
  try file.write(name + ".shift", [index.cellShift])
}

extension CityTables {
  /// Cuts all columns from an open city file.
  ///
  /// - Complexity: O(columns).
  public init(from file: ColumnFile) throws {
    let reader = TableReader(file: file)
    network = try reader.network()
    premises = try reader.premises()
    scenery = try Scenery(from: reader)
    obstacles = try reader.obstacles()
    openingGates = try file.column("opening.gates")
    texts = TextTable(bytes: try reader.ragged("texts"))
    rules = try file.column("rules")
    let stored = Data(try file.bytes("facts"))
    guard let facts = try? JSONDecoder().decode(CityFacts.self, from: stored) else {
      throw ColumnFileError.damaged(path: file.path, .contents(column: "facts"))
    }
    self.facts = facts
    diagnostics = []
  }

  /// The import's diagnostics, read on demand.
  public static func diagnostics(from file: ColumnFile) throws -> [Diagnostic] {
    Diagnostic.decode(try file.text("diagnostics"))
  }
}

/// Cuts tables of several columns from a city file.
struct TableReader {
  let file: ColumnFile

  func ragged<K, I, V>(_ name: String) throws -> Ragged<K, I, V> {
    Ragged(first: try file.column(name + ".first"), values: try file.column(name))
  }

  func index(_ name: String) throws -> CellIndex {
    let shift: Column<ItemID, UInt32> = try file.column(name + ".shift")
    return CellIndex(
      keys: try file.column(name + ".keys"), first: try file.column(name + ".first"),
      items: try file.column(name + ".items"), cellShift: shift.count > 0 ? shift[ItemID(0)] : 16)
  }

  func obstacles() throws -> ObstacleMap {
    ObstacleMap(
      starts: try file.column("obstacle.starts"), ends: try file.column("obstacle.ends"),
      marks: try file.column("obstacle.marks"), owners: try file.column("obstacle.owners"),
      previous: try file.column("obstacle.previous"), index: try index("index.obstacles"),
      openings: try file.column("openings"), openingOwners: try file.column("opening.owners"),
      openingIsPassage: try file.column("opening.isPassage"), openingIndex: try index("index.openings"))
  }

  func network() throws -> Network {
    Network(
      coordinate: try file.column("node.coordinate"), firstOut: try file.column("node.firstOut"),
      head: try file.column("arc.head"), tail: try file.column("arc.tail"),
      heading: try file.column("arc.heading"), barred: try file.column("arc.barred"),
      incoming: try ragged("node.incoming"), segmentClass: try file.column("segment.class"),
      length: try file.column("segment.length"), extras: try file.column("segment.extras"),
      rule: try file.column("segment.rule"), name: try file.column("segment.name"),
      osmID: try file.column("segment.osm"), geometry: try ragged("segment.geometry"),
      arcs: try ragged("segment.arcs"), traits: try file.column("class.traits"),
      classes: try file.column("class.shared"))
  }

  func premises() throws -> Premises {
    Premises(
      gates: try file.column("gates"), gateSegments: try ragged("gate.segments"),
      compounds: try file.column("compounds"), compoundRings: try ragged("compound.rings"),
      compoundGates: try ragged("compound.gates"), buildings: try file.column("buildings"),
      outlines: try ragged("building.outlines"), buildingDoors: try ragged("building.doors"),
      doors: try file.column("doors"), connectors: try ragged("door.connectors"),
      bends: try file.column("connector.bends"), places: try file.column("places"),
      addresses: try file.column("addresses"), bays: try file.column("bays"),
      bayPlaces: try file.column("bay.places"), buildingIndex: try index("index.buildings"),
      doorIndex: try index("index.doors"), placeIndex: try index("index.places"),
      segmentIndex: try index("index.segments"), pieces: try file.column("index.segments.pieces"))
  }
}

extension Diagnostic {
  /// One line each: severity, kind, element, detail, separated by tabs.
  static func encode(_ list: [Diagnostic]) -> String {
    list.map {
      "\($0.severity.rawValue)\t\($0.kind.word)\t\($0.element)\t\($0.detail.replacing("\n", with: " "))"
    }
    .joined(separator: "\n")
  }

  static func decode(_ text: String) -> [Diagnostic] {
    text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count == 4, let severity = UInt8(parts[0]).flatMap(Severity.init(rawValue:)),
        let kind = Kind.allCases.first(where: { $0.word == parts[1] }), let element = ElementID(parts[2])
      else { return nil }
      return Diagnostic(severity, kind, element, String(parts[3]))
    }
  }
}
