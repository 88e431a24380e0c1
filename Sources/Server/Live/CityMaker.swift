import OSM
import Places
import Queries

/// Makes the city anew after changes, once for all that come meanwhile.
actor CityMaker {
  private var isWanted = false
  private var isUrgent = false
  private var isRunning = false
  private var isWaiting = false
  /// Requests until now, and those that the newest city was made after.
  private var (asked, done) = (0, 0)
  private var waiters: [(number: Int, go: CheckedContinuation<Void, Never>)] = []
  /// What holds already is made anew all the same once nothing has come for so long, or after so long at most: not in
  /// the midst of many changes, which would be answered more slowly.
  private static let patience = Duration.seconds(1)
  private static let mostPatience = Duration.seconds(60)
  private var lastLater = ContinuousClock.now
  private var saving: Task<Void, Never>?
  /// Seconds without a change after which the city is worth keeping.
  private static let quiet = 30

  /// Something has changed for which somebody waits, or not; returns at once.
  func request(_ district: District, isUrgent: Bool = true) {
    isWanted = true
    asked += 1
    if isUrgent { self.isUrgent = true }
    saving?.cancel()
    guard !isRunning else { return }
    isRunning = true
    Task { await run(district) }
  }

  /// Something has changed that questions are answered by already: the city is made anew once for all that comes within
  /// some seconds.
  func requestLater(_ district: District) {
    lastLater = .now
    saving?.cancel()
    guard !isWaiting else { return }
    isWaiting = true
    Task {
      let first = ContinuousClock.now
      repeat {
        try? await Task.sleep(for: CityMaker.patience)
      } while .now - lastLater < CityMaker.patience && .now - first < CityMaker.mostPatience
      isWaiting = false
      // A change that somebody waited for may have taken all along.
      if district.hasRulesToMake { request(district, isUrgent: false) } else { saveLater(district) }
    }
  }

  /// The number of the next request, and that of the one after which the newest city was made.
  var numbers: (next: Int, made: Int) { (asked + 1, done) }

  /// Whether a city is being made, or yet to be.
  var isBehind: Bool { done < asked }

  /// Returns once there is a city with all that has been asked for until now.
  func catchUp() async {
    guard isBehind else { return }
    await withCheckedContinuation { waiters.append((asked, $0)) }
  }

  private func run(_ district: District) async {
    while isWanted {
      let (isUrgent, number) = (isUrgent, asked)
      (isWanted, self.isUrgent) = (false, false)
      await district.remake(isUrgent: isUrgent)
      done = number
      for waiter in waiters where waiter.number <= done { waiter.go.resume() }
      waiters.removeAll { $0.number <= done }
    }
    isRunning = false
    saveLater(district)
  }

  /// Keeps the city that is live for the next start, once no other has been asked for in half a minute.
  func saveLater(_ district: District) {
    saving?.cancel()
    saving = Task {
      do { try await Task.sleep(for: .seconds(CityMaker.quiet)) } catch { return }
      await district.saveEdited()
    }
  }
}

/// Makes the search of the city that is live, with the names that the registry gives, and before it what only few journeys
/// need (``LiveCity/prepare()``); once for all the cities and names that follow one another meanwhile.
actor SearchMaker {
  /// Of the names that the search was made with.
  private var revision: Int?
  private var isWanted = false
  private var isRunning = false
  private var lastTook = Duration.zero
  /// A search is made no sooner after a change than this, and takes at most a sixth of a processor's time.
  private static let patience = Duration.seconds(1)

  /// There is another city; returns at once.
  func request(_ district: District) {
    isWanted = true
    guard !isRunning else { return }
    isRunning = true
    Task { await run(district) }
  }

  /// Some places may have other names now; returns at once.
  func look(_ district: District) {
    if district.registry.namesRevision != revision { request(district) }
  }

  private func run(_ district: District) async {
    while isWanted {
      try? await Task.sleep(for: max(SearchMaker.patience, lastTook * 5))
      isWanted = false
      // Newer names than these do no harm.
      revision = district.registry.namesRevision
      lastTook = (try? await SearchMaker.make(district.city, district.registry)) ?? .zero
    }
    isRunning = false
  }

  private static func make(_ city: LiveCity, _ desk: RegistryDesk) async throws -> Duration {
    try await OwnThread.run {
      ContinuousClock().measure {
        try? city.prepare()
        city.prepareSearch(desk.registry.names)
      }
    }
  }
}
