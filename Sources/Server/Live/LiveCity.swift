import Dense
import Geo
import NIOCore
import NIOPosix
import OSM
import Queries
import Routing
import Streets
import Synchronization
import Tiles

/// One open city with everything that answers questions about it; replaced as a whole when a new file comes.
final class LiveCity: Sendable {
  let city: City
  let engine: Engine
  let tiles: TileMaker
  let osrm: OSRMService
  /// Changes with every import.
  let id: String
  private let ownSearch: CitySearch
  /// What finds names until this city's own search is made.
  private let formerSearch = Mutex<CitySearch?>(nil)
  /// The kinds of places with their numbers, most frequent first.
  let placeKinds: [(kind: String, count: Int)]
  /// Passes that a gate of this city asks for.
  let passesAsked: [String]
  private let idle = Mutex<[Worker]>([])
  private let catalog = Mutex<PlaceCatalog?>(nil)
  private let indices = Mutex<[OGCCollection: OGCIndex]>([:])

  /// Places and compounds by their ids; made when first asked for.
  var places: PlaceCatalog {
    catalog.withLock { known in
      if let known { return known }
      let made = PlaceCatalog(city)
      known = made
      return made
    }
  }

  /// The ids of the features of a collection of this city; made when first asked for.
  func index(of features: any OGCFeatures) -> OGCIndex {
    indices.withLock { known in
      if let index = known[features.collection] { return index }
      let made = OGCIndex(features)
      known[features.collection] = made
      return made
    }
  }

  /// One thread's memory for questions.
  ///
  /// Unchecked: it goes from thread to thread only through the lock of ``LiveCity/idle``, or as ``Parallel`` hands it on.
  final class Worker: @unchecked Sendable {
    let session: Session
    let osrm: OSRMAnswerer

    init(engine: Engine, osrm service: OSRMService, takingFrom former: Worker? = nil) {
      session = Session(engine: engine, takingFrom: former?.session)
      osrm = OSRMAnswerer(service: service, router: session.router)
    }

    /// Answers something, so that the memory for it is there.
    func rehearse(_ mode: Mode) {
      let premises = session.city.premises
      guard let from = premises.gates.ids.first, let to = premises.doors.ids.last else { return }
      var request = RouteRequest()
      (request.from, request.to) = (
        "\(premises.gates[from].element.id)", "\(premises.doors[to].element.id)"
      )
      request.mode = mode
      _ = try? session.answer(request)
      finish()
    }

    /// Forgets what only the last question went by.
    ///
    /// The next one goes by what is live then. What was supposed by one question is of no use to others and takes
    /// the memory of several metrics.
    func finish() {
      session.router.isAbandoned = Router.isNever
      session.router.closures = nil
      if session.supposes { session.rest() }
    }
  }

  init(city: City) throws {
    self.city = city
    engine = Engine(city: city)
    tiles = TileMaker(city: city)
    osrm = OSRMService(engine: engine, limits: OSRMLimits())
    ownSearch = CitySearch(city: city)
    id = LiveCity.identity(city)
    passesAsked = city.rules.passesAsked
    var counts: [String: Int] = [:]
    for place in city.premises.places.ids {
      if let kind = city.texts[city.premises.places[place].kind] { counts[kind, default: 0] += 1 }
    }
    placeKinds = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// `other` with the rules of `city`, which decide on `arcs`.
  private init(_ other: LiveCity, city: City, arcs: [ArcID]) {
    self.city = city
    engine = Engine(city: city, like: other.engine, arcs: arcs, at: .now(in: city.zone))
    tiles = TileMaker(city: city, like: other.tiles)
    osrm = OSRMService(engine: engine, limits: OSRMLimits())
    ownSearch = other.ownSearch
    let former = other.formerSearch.withLock { $0 }
    formerSearch.withLock { $0 = former }
    id = LiveCity.identity(city)
    passesAsked = city.rules.passesAsked
    placeKinds = other.placeKinds
    let known = other.catalog.withLock { $0 }
    catalog.withLock { $0 = known }
  }

  /// This city with the rules that `gates` have now; nil where it has to be made anew for that.
  ///
  /// - Complexity: Some copies of memory.
  func ruling(_ gates: [CityTables.GateTags]) -> LiveCity? {
    city.ruling(gates).map { LiveCity(self, city: $0.city, arcs: $0.arcs) }
  }

  /// Takes the memory of workers of `other` that wait; this city differs from it by rules only.
  func takeWorkers(of other: LiveCity) {
    let waiting = other.idle.withLock { idle in
      defer { idle = [] }
      return idle
    }
    for worker in waiting { worker.session.rest() }
    keep(waiting.map { Worker(engine: engine, osrm: osrm, takingFrom: $0) })
  }

  private static func identity(_ city: City) -> String {
    let facts = city.tables.facts
    let tag = Entity.tag(of: "\(facts.importedAt) \(facts.source) \(city.byteCount)".utf8)
    return String(tag.dropFirst().prefix { $0 != "-" })
  }

  /// Computes what the first questions need, so that nobody waits for it: with `workers`, also the memory of so many.
  func warm(workers: Int = 0, threads: Int = Parallel.processors) throws {
    let now = CivilTime.now(in: city.zone)
    let made = (0..<workers).map { _ in Worker(engine: engine, osrm: osrm) }
    @Sendable func ready(_ mode: Mode, _ worker: Worker?) -> Result<Void, any Error> {
      Result {
        _ = try engine.state(mode, at: now)
        worker?.rehearse(mode)
      }
    }
    // Each mode with a worker of its own; what these have made, the others find.
    let (walking, riding) = Parallel.both(threads: threads) {
      ready(.foot, made.first)
    } _: {
      ready(.ebike, made.dropFirst().first)
    }
    try walking.get()
    try riding.get()
    for worker in made { [Mode.ebike, .foot].forEach(worker.rehearse) }
    keep(made)
  }

  /// How long before gates open or close ``prepare()`` makes what is asked then, in seconds.
  static let foresight: Int64 = 60

  /// Computes what only few questions need, such as why there is no way, and the first closures; also for the gates that
  /// open or close in a moment.
  func prepare() throws {
    let now = CivilTime.now(in: city.zone)
    let soon = now.adding(seconds: LiveCity.foresight)
    for mode in [Mode.foot, .ebike] {
      // What is asked now last, so that it is not what has to go.
      let change = try engine.nextChange(mode, after: now).flatMap { $0 <= soon ? $0 : nil }
      for time in [change, now].compactMap(\.self) {
        Courtesy.giveWay()
        try engine.prepare(mode, at: time)
        Courtesy.giveWay()
        try engine.prepareClosures(mode, at: time)
      }
    }
  }

  /// Finds names and addresses; soon after a change those of before it.
  var search: CitySearch { ownSearch.isMade ? ownSearch : formerSearch.withLock { $0 } ?? ownSearch }

  /// This city takes the place of `other`, whose search answers until its own is made.
  func follow(_ other: LiveCity) {
    let former = other.search
    formerSearch.withLock { $0 = former === ownSearch ? nil : former }
  }

  /// Makes what a search needs, with further `names` that the map does not know.
  ///
  /// - Complexity: O(names and houses).
  func prepareSearch(_ names: [ElementID: [String]]) {
    ownSearch.rename(names)
    _ = ownSearch.index
    formerSearch.withLock { $0 = nil }
  }

  /// Lends one worker to `body`.
  ///
  /// There are never more of them at work than threads: nothing waits inside `body`.
  func withWorker<Answer>(_ body: (Worker) throws -> Answer) rethrows -> Answer {
    let worker = idle.withLock { $0.popLast() } ?? Worker(engine: engine, osrm: osrm)
    defer {
      worker.finish()
      keep([worker])
    }
    return try body(worker)
  }

  /// Keeps `workers` for later questions; those beyond one a thread, made while others gave back their states, go.
  private func keep(_ workers: [Worker]) {
    idle.withLock { idle in idle += workers.prefix(max(LiveCity.mostIdle - idle.count, 0)) }
  }

  /// All threads on which anybody asks.
  static let mostIdle =
    NIOSingletons.groupLoopCountSuggestion + NIOSingletons.blockingPoolThreadCountSuggestion

  /// Lets workers that wait give back what belongs to states of before, so that these can be changed in place.
  func restIdle() {
    let waiting = idle.withLock { idle in
      defer { idle = [] }
      return idle
    }
    for worker in waiting { worker.session.rest() }
    keep(waiting)
  }

  /// Workers that wait for a question.
  var idleCount: Int { idle.withLock { $0.count } }
}
