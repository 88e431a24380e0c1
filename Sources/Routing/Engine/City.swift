public import Dense
public import Foundation
internal import Geo
internal import OSM
public import Streets
import Synchronization

/// An open city: its tables, its hierarchy, its rules, and what has been computed from them so far.
///
/// Safe to share: everything is immutable but caches behind locks.
public final class City: Sendable {
  public let path: String
  public let tables: CityTables
  public let hierarchy: Hierarchy
  public let rules: RuleBook
  public let zone: TimeZone
  /// Nil for a city that was made in memory.
  private let file: ColumnFile?
  private let modeTables = Mutex<[Mode: ModeTable]>([:])
  private let elements: Mutex<ElementIndex?>
  private let addresses: Mutex<AddressIndex?>
  /// Tables of the city that this one differs from by a few rules, and the arcs that these decide on.
  private let former: [Mode: (table: ModeTable, arcs: [ArcID])]

  public var network: Network { tables.network }
  public var premises: Premises { tables.premises }
  public var texts: TextTable { tables.texts }

  /// Opens the city file at `path`.
  ///
  /// - Throws: `ColumnFileError` or ``HierarchyError`` when it is not a whole city of this layout.
  /// - Complexity: O(nodes) for a cheap check; all columns stay on disk until touched. O(bytes) where checksums
  ///   are computed: then everything that unchecked loops rely on is proven as well.
  public init(path: String, verification: ColumnFile.Verification = .whenChanged) throws {
    self.path = path
    let file = try ColumnFile(path: path, version: CityTables.layoutVersion, verification: verification)
    self.file = file
    tables = try CityTables(from: file)
    hierarchy = try Hierarchy(from: file)
    try City.prove(tables, hierarchy, of: file)
    (zone, rules) = City.rules(tables)
    elements = Mutex(nil)
    addresses = Mutex(nil)
    former = [:]
  }

  /// A city that was just made of the map of the one at `path`, with changes.
  public init(path: String, tables: CityTables, hierarchy: Hierarchy) {
    self.path = path
    file = nil
    self.tables = tables
    self.hierarchy = hierarchy
    (zone, rules) = City.rules(tables)
    elements = Mutex(nil)
    addresses = Mutex(nil)
    former = [:]
  }

  /// `other` with the rules of `tables`, which decide on `arcs`.
  private init(_ other: City, tables: CityTables, arcs: [ArcID]) {
    path = other.path
    file = other.file
    self.tables = tables
    hierarchy = other.hierarchy
    (zone, rules) = City.rules(tables)
    elements = Mutex(other.elements.withLock { $0 })
    addresses = Mutex(other.addresses.withLock { $0 })
    let known = other.modeTables.withLock { $0 }
    former = other.former.mapValues { ($0.table, $0.arcs + arcs) }
      .merging(known.mapValues { ($0, arcs) }) { _, new in new }
  }

  /// This city with the rules that `gates` have now; shares all else with it.
  ///
  /// - Returns: The city and the arcs through these gates; nil where the city has to be made anew for it, see
  ///   `CityTables.ruling(_:)`.
  /// - Complexity: O(gates + segments + bytes of texts), a few copies of memory.
  public func ruling(_ gates: [CityTables.GateTags]) -> (city: City, arcs: [ArcID])? {
    guard var ruled = tables.ruling(gates) else { return nil }
    let arcs = ruled.segments.flatMap { segment in network.arcs[segment].map { network.arcs.values[$0] } }
    ruled.tables.facts.importedAt += "+"
    return (City(self, tables: ruled.tables, arcs: arcs), arcs)
  }

  private static func rules(_ tables: CityTables) -> (TimeZone, RuleBook) {
    let zone = TimeZone(identifier: tables.facts.timeZone) ?? .gmt
    let bounds = tables.facts.bounds
    let centre = Coordinate(longitude: (bounds[0] + bounds[2]) / 2, latitude: (bounds[1] + bounds[3]) / 2)
    let calendar = tables.facts.holidays.flatMap { try? HolidayCalendar(json: Data($0.utf8)) } ?? .none
    let context = HoursContext(position: centre, holidays: calendar, zone: zone)
    return (zone, RuleBook(rows: tables.rules, texts: tables.texts, context: context))
  }

  /// Refuses a file whose contents would lead to rows that do not exist.
  ///
  /// A file that is as its writer left it is only asked for what costs nothing.
  private static func prove(_ tables: CityTables, _ hierarchy: Hierarchy, of file: ColumnFile) throws {
    guard tables.facts.hasSoundBounds else {
      throw ColumnFileError.damaged(path: file.path, .contents(column: "facts"))
    }
    guard file.isVerified else { return }
    if let column = tables.unsoundColumn() {
      throw ColumnFileError.damaged(path: file.path, .contents(column: column))
    }
    if let problem = hierarchy.problem(for: tables.network) { throw HierarchyError.malformed(problem) }
  }

  /// The import's diagnostics.
  public func diagnostics() throws -> [Diagnostic] {
    try file.map { try CityTables.diagnostics(from: $0) } ?? tables.diagnostics
  }

  /// Bytes of the city file; 0 for a city that was made in memory.
  public var byteCount: Int { file?.byteCount ?? 0 }

  /// The map that the city was made of, as OSM PBF; nil where the file does not hold it.
  public func map() -> [UInt8]? { file.flatMap { try? $0.bytes(CityTables.mapColumn) } }

  /// Times and permissions of all arcs for `mode`, made at its first use.
  public func modeTable(_ mode: Mode) -> ModeTable {
    if let made = modeTables.withLock({ $0[mode] }) { return made }
    let table =
      former[mode].map { ModeTable($0.table, network, rules: rules, arcs: $0.arcs) }
      ?? ModeTable(network, rules: rules, bays: premises.bays.values, mode: mode)
    return modeTables.withLock { known in
      let kept = known[mode] ?? table
      known[mode] = kept
      return kept
    }
  }

  /// Names and addresses by their spelling; made at its first use.
  var addressIndex: AddressIndex {
    addresses.withLock { known in
      if let known { return known }
      let made = AddressIndex(tables)
      known = made
      return made
    }
  }

  /// What the city makes of OSM elements; made at its first use.
  var elementIndex: ElementIndex {
    elements.withLock { known in
      if let known { return known }
      let made = ElementIndex(network, premises)
      known = made
      return made
    }
  }
}

extension Hierarchy {
  /// What of the hierarchy is unsound or does not fit `network`; nil if all is well.
  fileprivate func problem(for network: Network) -> String? {
    guard nodeCount == network.coordinate.count, arcCount == network.head.count else {
      return "the hierarchy is of another network"
    }
    return validate()
  }

  /// Writes all columns.
  public func write(to file: ColumnFileWriter) throws {
    try file.write("hierarchy.firstUp", firstUp)
    try file.write("hierarchy.upHead", upHead)
    try file.write("hierarchy.upDepth", upDepth)
    try file.write("hierarchy.parent", parent)
    try file.write("hierarchy.depth", depth)
    try file.write("hierarchy.firstDescendant", firstDescendant)
    try file.write("hierarchy.firstDown", firstDown)
    try file.write("hierarchy.downTail", downTail)
    try file.write("hierarchy.downArc", downArc)
    try file.write("hierarchy.sideOfArc", sideOfArc)
    try file.write("hierarchy.firstArcOfSide", firstArcOfSide)
    try file.write("hierarchy.arcsOfSide", arcsOfSide)
  }

  /// Cuts all columns from an open city file.
  public init(from file: ColumnFile) throws {
    try self.init(
      firstUp: file.column("hierarchy.firstUp"), upHead: file.column("hierarchy.upHead"),
      upDepth: file.column("hierarchy.upDepth"), parent: file.column("hierarchy.parent"),
      depth: file.column("hierarchy.depth"), firstDescendant: file.column("hierarchy.firstDescendant"),
      firstDown: file.column("hierarchy.firstDown"), downTail: file.column("hierarchy.downTail"),
      downArc: file.column("hierarchy.downArc"), sideOfArc: file.column("hierarchy.sideOfArc"),
      firstArcOfSide: file.column("hierarchy.firstArcOfSide"),
      arcsOfSide: file.column("hierarchy.arcsOfSide"))
  }
}
