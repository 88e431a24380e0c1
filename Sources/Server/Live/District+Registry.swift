import OSM
import Places
import Queries
import Store

extension District {
  /// Keeps how full a place is; returns once that is durable.
  func report(_ occupancy: Occupancy, of element: ElementID, by actor: String) async throws {
    let reading = StoredReading(
      object: "\(element)", name: OccupancyBoard.name, value: occupancy.text, time: occupancy.time, by: actor)
    try await health.watching { try await store.setReading(reading) }
    self.occupancy.set(occupancy, of: element)
  }

  /// Holds a registry file against the city and writes what it changes, unless it is not to be.
  ///
  /// One after the other, so that no two files add the same thing.
  func importing(_ bytes: [UInt8], _ options: RegistryImport.Options) async throws -> RegistryImport {
    try await imports.answer { [self] in
      // The same file a second time finds what the first one brought, rules that hold at once as well.
      if hasRulesToMake { await maker.request(self) }
      await maker.catchUp()
      let known = try await store.edits(.accepted).map(\.edit)
      let city = city.city
      let read = try await OwnThread.run(isUrgent: true) { [desk, registry] in
        try RegistryImport(
          bytes, options, city: city, desk: desk, registry: registry, known: known)
      }
      guard read.isWritten, !read.edits.isEmpty else { return read }
      try await addAll(read.edits)
      return read
    }
  }
}
