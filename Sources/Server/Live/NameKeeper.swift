import NIOPosix
import Places
import Queries

/// Lets searches find places by the names that the registry gives them, soon after these have changed.
///
/// The index is made anew in the background; it costs about a second of one core for 100,000 entries, so that there is a
/// rest between two of them.
actor NameKeeper {
  private var known: Int?
  private var isRunning = false
  /// Seconds from one new index to the next.
  private static let rest = 3

  /// Some places may have other names now; returns at once.
  func look(_ district: District) {
    // What the registry knew at the start is in the first index.
    guard !isRunning, district.registry.namesRevision != known else { return }
    isRunning = true
    Task { await run(district) }
  }

  private func run(_ district: District) async {
    while true {
      let revision = district.registry.namesRevision
      if revision == known { break }
      // Newer names than these do no harm.
      known = revision
      let isNew = try? await NIOThreadPool.singleton.runIfActive {
        district.city.search.rename(district.registry.registry.names)
      }
      if isNew == true { try? await Task.sleep(for: .seconds(NameKeeper.rest)) }
    }
    isRunning = false
  }
}
