public import Logging
public import OSM
import Places
import Queries
public import Routing
public import Store

/// A city as the registry of a data directory makes it, for questions without a server.
public struct RegisteredCity: Sendable {
  public let city: City
  /// By what places are found beside their names on the map.
  public let names: [ElementID: [String]]
  /// Places that are planned, being built, suspended or closed.
  public let outOfService: Set<ElementID>

  /// The city as its file has it, of which no registry says anything.
  public init(_ city: City) { (self.city, names, outOfService) = (city, [:], []) }

  /// Makes the accepted edits of `store` to `city`.
  ///
  /// - Parameters:
  ///   - city: The city as its file has it.
  ///   - data: The data directory: where a server has kept the city with these edits, that one is used.
  ///   - store: What is kept there, or a copy of it.
  ///   - logger: Is told what came of the edits.
  /// - Throws: `StoreError`; ``Problem`` where the file holds no map; errors of building.
  /// - Complexity: O(edits); where nothing is kept, that of an import without ordering the nodes.
  public init(_ city: City, data: String, store: any Store, logger: Logger) async throws {
    let accepted = try await store.edits(.accepted).map(\.edit)
    let registry = Registry(accepted.compactMap { Registry.Entry($0) })
    (names, outOfService) = (registry.names, registry.outOfService)
    self.city =
      try EditedCity(in: data).open(city, accepted.map(\.id))
      ?? EditDesk(city, logger: logger).city(with: accepted).city
  }
}
