import Foundation
import Logging
import NIOPosix
import OSM
import Places
import Queries
import Routing
import Store
import Streets
import Synchronization
import Wording

/// Everything that a running server knows: the city, what is closed in it, who listens.
final class District: Sendable {
  let settings: ServerSettings
  let store: any Store
  let data: DataDirectory
  let hub: ChangeHub
  let heavy: HeavyWork
  let metrics: PrometheusRegistry
  let logger: Logger
  let health: StoreHealth
  let signIn: SignInDesk
  /// Reports that are kept, and those being stored.
  private let reports: Atomic<Int>
  private let path: String
  private let current: Mutex<LiveCity>
  let desk: EditDesk
  let registry: RegistryDesk
  let occupancy: OccupancyBoard
  let maker = CityMaker()
  let searches = SearchMaker()
  /// Orders changes of the closures and of the city, so that the engine never misses one.
  let changes = ChangeQueue()
  /// Rules that hold already although no city has been made of them, or without them.
  let ruled = Mutex<[RuledGate]>([])
  /// Orders the making of cities, from a new file or after edits.
  let cities = ChangeQueue()
  /// Orders verdicts, and edits whose authors say what they had seen.
  let decisions = ChangeQueue()
  /// Things whose edits the live city may not have been made with yet, and the request of a city that will have been.
  let unsettled = Mutex<[String: Int]>([:])
  /// Orders the reading of registry files.
  let imports = ChangeQueue()
  /// Orders the making of cities that are only looked at.
  let previews = ChangeQueue()
  let weather: Mutex<DeclaredWeather?>

  /// The city as it is now; hold it for the length of a request.
  var city: LiveCity { current.withLock { $0 } }

  init(
    path: String, settings: ServerSettings, kinds: PlaceKinds, store: any Store, data: DataDirectory,
    metrics: PrometheusRegistry, logger: Logger
  ) async throws {
    (self.path, self.settings, self.store, self.data) = (path, settings, store, data)
    (self.metrics, self.logger) = (metrics, logger)
    hub = ChangeHub(limit: settings.maxListeners, perClient: settings.clientListeners)
    heavy = HeavyWork(limit: 64, patience: settings.requestTimeout)
    health = StoreHealth(folder: data.path)
    signIn = SignInDesk(store, key: data.badgeKey)
    reports = Atomic(try await store.reportCount())
    let edits = try await store.edits(.accepted).map(\.edit)
    registry = RegistryDesk(kinds: kinds, edits: edits)
    let readings = try await store.readings()
    occupancy = OccupancyBoard(readings, minutes: settings.occupancyMinutes)
    let declared = readings.lazy.compactMap { DeclaredWeather($0) }.first
    weather = Mutex(declared)
    let opened = try await District.open(path, edits, nil, EditedCity(in: data.path), logger)
    desk = opened.desk
    try await District.prepare(opened.city, try await store.closures(), declared, logger)
    opened.city.search.rename(registry.registry.names)
    current = Mutex(opened.city)
    desk.adopt(opened.made)
  }

  // MARK: Closures

  /// Stores `closure` and puts it into force; returns once it is durable and every later question sees it.
  ///
  /// - Throws: ``Problem`` or `StoreError`; then nothing has changed.
  func add(_ closure: StoredClosure) async throws {
    try await changes.run { [self] in
      guard city.engine.closures.count < settings.maxClosures else {
        throw Problem(.conflict, Wording.Server.tooManyClosures(settings.maxClosures))
      }
      let event = try await health.watching { try await store.addClosure(closure) }
      update { $0.adding(closure.closure, id: ClosureID(closure.id)) }
      publish(event)
    }
  }

  /// Ends the closure `id` now.
  ///
  /// - Throws: `StoreError.unknownClosure`.
  func lift(_ id: String, by actor: String, why: String?) async throws {
    try await changes.run { [self] in
      let event = try await health.watching { try await store.liftClosure(id, by: actor, why: why) }
      update { $0.removing(ClosureID(id)) }
      publish(event)
    }
  }

  /// Takes out the closures whose time is over.
  func expire() async throws {
    try await changes.run { [self] in
      endWeather()
      let events = try await store.expireClosures(at: .now(in: city.city.zone))
      guard !events.isEmpty else { return }
      update { $0.removing(Set(events.map { ClosureID($0.object) })) }
      for event in events { publish(event) }
    }
  }

  /// Stores `report`.
  ///
  /// - Throws: ``Problem`` where there are as many as there may be, or `StoreError`.
  func add(_ report: StoredReport) async throws {
    let limit = settings.maxReports
    do {
      guard reports.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
        throw Problem(.insufficientStorage, Wording.Server.tooManyReports(limit))
      }
      _ = try await health.watching { try await store.addReport(report) }
    } catch {
      reports.wrappingSubtract(1, ordering: .relaxed)
      throw error
    }
  }

  /// Takes out what the weather opened, once it is over.
  private func endWeather() {
    let now = CivilTime.now(in: city.city.zone)
    let isOver = weather.withLock { weather in
      guard weather?.until.map({ $0 <= now }) ?? false else { return false }
      weather = nil
      return true
    }
    if isOver { update { $0.removing(Set($0.ids.filter(DeclaredWeather.names))) } }
  }

  func update(_ change: (ClosureSet) -> ClosureSet) {
    let city = city
    city.engine.updateClosures(change)
    city.restIdle()
  }

  private func publish(_ event: ChangeEvent) {
    if let message = ChangeHub.Message(event, in: city.city) { hub.send(message) }
  }

  // MARK: The city

  /// Opens the city file anew and answers from it from now on; requests under way end with the old one.
  ///
  /// - Throws: What is wrong with the file; then the old one stays.
  func reload() async throws {
    try await cities.run { [self] in
      let edits = try await store.edits(.accepted).map(\.edit)
      let opened = try await District.open(path, edits, desk, EditedCity(in: data.path), logger)
      // Names of another map would be of no use.
      try await OwnThread.run { [registry] in
        opened.city.prepareSearch(registry.registry.names)
      }
      try await install(opened.city, opened.made)
    }
  }

  /// Answers from `fresh` from now on.
  func install(_ fresh: LiveCity, _ made: EditDesk.Made) async throws {
    try await changes.run { [self] in
      let declared = weather.withLock { $0 }
      try await District.prepare(fresh, try await store.closures(), declared, logger)
      // What was ruled while the city was made holds in it, too.
      let missing = ruled.withLock { ruled in
        ruled.removeAll { made.hasTried($0.edit) != $0.isUndone }
        return ruled.map(\.gate)
      }
      let fresh = missing.isEmpty ? fresh : fresh.ruling(missing) ?? fresh
      fresh.follow(city)
      replaceCity(with: fresh)
      await searches.request(self)
      desk.adopt(made)
      hub.send(
        ChangeHub.Message(
          sequence: nil, kind: "city.replaced",
          data: JSON.object(["kind": "city.replaced", "city": .string(fresh.id)]).text))
      logger.notice(
        "city replaced", metadata: ["source": "\(fresh.city.tables.facts.source)", "id": "\(fresh.id)"])
    }
  }

  /// Every later question is answered by `fresh`.
  func replaceCity(with fresh: LiveCity) { current.withLock { $0 = fresh } }

  /// Lends a worker of the city to `body`, on a thread where it may take its time.
  func withHeavyWorker<Answer: Sendable>(
    _ body: @escaping @Sendable (LiveCity.Worker) throws -> Answer
  ) async throws -> Answer {
    let city = city
    return try await heavy.run { isAbandoned in
      try city.withWorker { worker in
        worker.session.router.isAbandoned = isAbandoned
        return try body(worker)
      }
    }
  }

  /// Opens the city at `path` with all `edits` that can be made to it, away from the event loops.
  ///
  /// The `desk` takes the new file; a new one is made where it is nil. What was `kept` of the last time is used where it
  /// is the same city.
  private static func open(
    _ path: String, _ edits: [StoredEdit], _ desk: EditDesk?, _ kept: EditedCity, _ logger: Logger
  ) async throws -> (city: LiveCity, made: EditDesk.Made, desk: EditDesk) {
    try await NIOThreadPool.singleton.runIfActive {
      let file = try City(path: path)
      let desk = desk ?? EditDesk(file, logger: logger)
      desk.replace(file)
      var edited = (city: file, made: EditDesk.Made())
      if let city = kept.open(file, edits.map(\.id)) {
        edited = (city, EditDesk.Made(city, of: edits))
      } else {
        do { edited = try desk.city(with: edits) } catch let problem as Problem {
          logger.error("\(problem.detail.english)")
        }
      }
      let city = try LiveCity(city: edited.city)
      try city.warm()
      return (city, edited.made, desk)
    }
  }

  /// Puts all standing closures into force in a city that nobody asks yet, away from the event loops.
  private static func prepare(
    _ city: LiveCity, _ closures: [StoredClosure], _ weather: DeclaredWeather?, _ logger: Logger
  ) async throws {
    try await NIOThreadPool.singleton.runIfActive {
      let lost = closures.filter { !city.city.concerns($0.closure.target) }.count
      if lost > 0 { logger.warning("\(Wording.Server.closuresElsewhere(lost).english)") }
      city.engine.updateClosures {
        $0.adding(closures.map { (ClosureID($0.id), $0.closure) } + (weather?.openings(in: city.city) ?? []))
      }
      try city.warm()
    }
  }
}

/// A gate whose rule holds before a city has been made of it.
struct RuledGate: Sendable {
  /// The edit that said or, undone, says no longer what the rule is.
  var edit: String
  var isUndone = false
  var gate: CityTables.GateTags
}

/// Runs one change after the other, in the order of asking.
actor ChangeQueue {
  private var last: Task<Void, Never>?

  func run(_ change: @escaping @Sendable () async throws -> Void) async throws {
    try await answer(change)
  }

  func answer<Answer: Sendable>(_ change: @escaping @Sendable () async throws -> Answer) async throws
    -> Answer
  {
    let before = last
    let task = Task {
      await before?.value
      return try await change()
    }
    last = Task { _ = try? await task.value }
    return try await task.value
  }
}

extension StoredClosure {
  /// As the engine takes it.
  var closure: Closure {
    let target: Closure.Target =
      switch self.target {
      case .element(let id): .element(id)
      case .area(let ring): .area(ring)
      }
    return Closure(
      target, effect: effect == .closes ? .closes : .opens, modes: modes, from: from, until: until)
  }
}
