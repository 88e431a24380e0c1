import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import OSM
import Places
import Routing
import ServiceLifecycle
public import Store
import Streets
import UnixSignals
public import Wording

/// Why the server cannot start.
public enum ServerError: WordedError, Equatable {
  case portInUse(Int)
  case cannotListen(address: String, reason: String)

  public var wording: Wording {
    switch self {
    case .portInUse(let port): Wording.Server.portInUse(port)
    case .cannotListen(let address, let reason): Wording.Server.cannotListen(address, reason)
    }
  }
}

/// The whole service: a city, its changes, and the HTTP server before it.
public struct KaimenServer: Sendable {
  let district: District
  let pages: Pages?
  private let logger: Logger

  /// Opens the city at `city` and puts its stored closures into force.
  ///
  /// - Throws: Worded errors for whatever is wrong with the file, the data or the pages.
  public init(
    city: String, settings: ServerSettings, store: any Store, data: DataDirectory,
    metrics: PrometheusRegistry = PrometheusRegistry(), logger: Logger
  ) async throws {
    pages = try Pages.folder(given: settings.web).map { try Pages(folder: $0) }
    let folder = settings.kinds ?? Pages.nearby("Kinds", having: "station.yaml")
    let kinds = try folder.map { try PlaceKinds(folder: $0) } ?? PlaceKinds([])
    if folder == nil { logger.warning("\(Wording.Registry.noKinds("Kinds").english)") }
    district = try await District(
      path: city, settings: settings, kinds: kinds, store: store, data: data, metrics: metrics, logger: logger
    )
    self.logger = logger
  }

  /// Name of the map that is served.
  public var cityName: String { district.city.city.tables.facts.source }

  /// All routes.
  var table: RouteTable {
    var table = RouteTable()
    HealthRoutes(district: district).add(to: &table)
    QuestionRoutes(district: district).add(to: &table)
    SearchRoutes(district: district).add(to: &table)
    ClosureRoutes(district: district).add(to: &table)
    ChangeRoutes(district: district).add(to: &table)
    ReportRoutes(district: district).add(to: &table)
    EditRoutes(district: district).add(to: &table)
    PlaceRoutes(district: district).add(to: &table)
    ImportRoutes(district: district).add(to: &table)
    BoardRoutes(district: district).add(to: &table)
    PreviewRoutes(district: district).add(to: &table)
    WeatherRoutes(district: district).add(to: &table)
    RuleTestRoutes(district: district).add(to: &table)
    GateRoutes(district: district).add(to: &table)
    SessionRoutes(district: district).add(to: &table)
    AccountRoutes(district: district).add(to: &table)
    BadgeRoutes(district: district).add(to: &table)
    OGCRoutes(district: district).add(to: &table)
    TileRoutes(district: district).add(to: &table)
    OSRMRoutes(district: district).add(to: &table)
    if let pages { PageRoutes(pages: pages).add(to: &table) }
    return table
  }

  /// Answers requests, with a socket or without one.
  func responder() -> some HTTPResponder<ServerContext> {
    FrontDoor(inner: table.responder(), district: district)
  }

  /// Serves until the process is told to stop.
  ///
  /// - Parameter ready: Called with the address once requests are answered.
  /// - Throws: ``ServerError``.
  public func run(ready: @escaping @Sendable (String) -> Void) async throws {
    let (district, settings) = (district, district.settings)
    let (patience, idle) = (
      TimeAmount.seconds(Int64(settings.requestTimeout)), TimeAmount.seconds(Int64(settings.idleTimeout))
    )
    // A proxy's connections are those of all its clients.
    let connections = ClientCounter(limit: settings.trustProxy == .yes ? 0 : settings.clientConnections)
    let application = Application(
      responder: responder(),
      server: .http1(
        configuration: HTTP1Channel.Configuration(
          additionalChannelHandlers: [
            ConnectionLimit(connections), SlowClients(patience: patience, idle: idle),
          ],
          // The target counts as a field; what is too much of the others is refused by the front door.
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 256 << 10, maxHeaderListSize: 256 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(settings.maxConnections)),
      onServerRunning: { channel in
        ready("http://\(settings.host):\(channel.localAddress?.port ?? settings.port)")
        district.settle()
      },
      logger: logger.quiet)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: application), .init(service: Housekeeping(district: district)),
        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger.quiet))
    do { try await group.run() } catch let error as IOError {
      if error.errnoCode == EADDRINUSE { throw ServerError.portInUse(settings.port) }
      throw ServerError.cannotListen(address: "\(settings.host):\(settings.port)", reason: "\(error)")
    }
    try? await district.store.close()
  }
}

extension Logger {
  /// For the libraries below: their warnings, not their chatter.
  fileprivate var quiet: Logger {
    var copy = self
    if copy.logLevel < .warning, copy.logLevel > .trace { copy.logLevel = .warning }
    return copy
  }
}

/// What has to be done now and then: closures end, a new city is taken on SIGHUP, listeners are let go at the end.
private struct Housekeeping: Service {
  let district: District

  func run() async throws {
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await expire() }
        group.addTask { await forget() }
        group.addTask { await prepare() }
        group.addTask { await feed() }
        group.addTask { await reloadOnSignal() }
      }
    } onGracefulShutdown: {
      district.hub.close()
    }
  }

  private func expire() async {
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(1))
        do { try await district.expire() } catch {
          district.logger.error("closures cannot be ended", metadata: ["error": "\(error)"])
        }
      }
    }
  }

  /// Says how full the places of a made-up city are, where that is wanted.
  private func feed() async {
    guard district.settings.syntheticOccupancy == .yes else { return }
    try? await cancelWhenGracefulShutdown {
      while true {
        let city = district.city.city
        guard let feed = SyntheticFeed(city) else {
          return district.logger.warning("\(Wording.Server.noFeed.english)")
        }
        district.occupancy.feed(feed.reports(at: .now(in: city.zone)))
        // Reports of a shorter life come more often.
        let minutes = min(SyntheticFeed.interval, district.settings.occupancyMinutes)
        try await Task.sleep(for: .seconds(minutes * 50))
      }
    }
  }

  /// Sessions and tokens that are over are of no use to anybody.
  private func forget() async {
    try? await cancelWhenGracefulShutdown {
      while true {
        let now = UTCInstant.now
        let idle = UTCInstant(milliseconds: now.milliseconds - SessionCookie.idle)
        do { try await district.store.people.forgetEnded(before: now, idle: idle) } catch {
          district.logger.error("sessions cannot be ended", metadata: ["error": "\(error)"])
        }
        try await Task.sleep(for: .seconds(600))
      }
    }
  }

  /// Gates open and close as the hours go by; nobody waits for what that changes.
  private func prepare() async {
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(LiveCity.foresight / 2))
        do { try await OwnThread.run { [district] in try district.city.prepare() } } catch {
          district.logger.error("the hours to come cannot be prepared", metadata: ["error": "\(error)"])
        }
      }
    }
  }

  private func reloadOnSignal() async {
    try? await cancelWhenGracefulShutdown {
      for await _ in await UnixSignalsSequence(trapping: .sighup) {
        do { try await district.reload() } catch {
          let problem = (error as? any WordedError)?.wording ?? Wording(en: "\(error)", zh: "\(error)")
          district.logger.error("\(Wording.Server.staleCity(problem).english)")
        }
      }
    }
  }
}
