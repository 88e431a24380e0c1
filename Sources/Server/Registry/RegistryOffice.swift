import Foundation
public import Logging
import OSM
import People
public import Places
import Queries
import Routing
public import Store
public import Wording

/// The registry while no server runs: reads files in and writes them out, for the command line.
public actor RegistryOffice {
  /// The city as its file has it.
  private let city: City
  private let store: any Store
  private let desk: EditDesk
  private let registry: RegistryDesk
  private var edits: [StoredEdit]

  /// What an import came to.
  public struct Report: Sendable {
    public var wording: Wording
    /// Row numbers with what is wrong there.
    public var problems: [RegistryTable.RowProblem]
    /// What the first rows would change; of a dry run only.
    public var changes: [Wording]
    /// Whether rows are wrong and nothing was written for that.
    public var isRefused: Bool
    public var json: @Sendable (Language) -> String
  }

  /// Opens the city at `path` and makes the store's accepted edits to its map.
  ///
  /// - Parameters:
  ///   - path: The city file.
  ///   - kinds: The folder of the kinds of places; found by itself where nil.
  ///   - store: Where the registry is kept.
  ///   - logger: Is told what came of the edits.
  /// - Throws: Worded errors for whatever is wrong with the file, the kinds or the store.
  public init(city path: String, kinds: String?, store: any Store, logger: Logger) async throws {
    city = try City(path: path)
    let read = try PlaceKinds(folder: kinds ?? Pages.nearby("Kinds", having: "station.yaml") ?? "Kinds")
    self.store = store
    edits = try await store.edits(.accepted).map(\.edit)
    registry = RegistryDesk(kinds: read, edits: edits)
    desk = EditDesk(city, logger: logger)
    try desk.take(edits)
  }

  /// Reads `bytes` in: all rows or, where one is wrong, none, unless `isPartial`.
  ///
  /// - Throws: `RegistryFileError` where the file as a whole cannot be read; `StoreError`.
  public func read(
    _ bytes: [UInt8], _ content: RegistryTable.Content, isDry: Bool, isPartial: Bool
  ) async throws -> Report {
    let options = RegistryImport.Options(
      content: content, isDry: isDry, isPartial: isPartial,
      principal: Principal(account: "command line", role: .administrator))
    let done = try RegistryImport(
      bytes, options, city: city, desk: desk, registry: registry, known: edits)
    if done.isWritten, !done.edits.isEmpty { try await keep(done.edits) }
    return Report(
      wording: done.wording, problems: done.problems, changes: done.changes.map(\.wording),
      isRefused: done.isRefused,
      json: { done.json($0).text })
  }

  /// Stores `fresh`, so that the next file is held against them, too.
  private func keep(_ fresh: [StoredEdit]) async throws {
    let facts = registry.registry
    let kept = try await store.addEdits(
      fresh.map { edit in
        var edit = edit
        edit.before = desk.before(edit, facts)
        return edit
      }
    ).map(\.edit)
    edits += kept
    registry.accept(kept)
    try desk.take(edits)
  }

  /// What the accepted edits change of the map, as OsmChange for OpenStreetMap.
  ///
  /// - Throws: `EditError.synthetic` for a city that is made up.
  public func openStreetMapChange() throws -> [UInt8] {
    Array(try desk.openStreetMapChange(of: edits).utf8)
  }

  /// The file of `content`: GeoJSON, or CSV.
  ///
  /// - Throws: errors of making the city with all accepted edits.
  /// - Complexity: That of an import without ordering the nodes.
  public func export(_ content: RegistryTable.Content, isGeoJSON: Bool) throws -> [UInt8] {
    let city = try desk.city(with: edits).city
    return RegistryExport(
      city, PlaceCatalog(city), registry.registry, registry.kinds, isPrivate: true
    ).bytes(content, isGeoJSON ? .geojson : .csv)
  }
}
