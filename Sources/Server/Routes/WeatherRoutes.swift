import Hummingbird
import OSM
import People
import Queries
import Routing
import Synchronization
import Wording

/// The weather that opens gates: in heavy rain or a typhoon many let riders in at any time.
struct WeatherRoutes {
  let district: District

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/weather", get)
    table.on(.put, "/v1/weather", put)
  }

  @Sendable private func get(_ request: Request, _ context: ServerContext) async throws -> Response {
    let language = try Query(request, known: ["language"]).language ?? context.language
    return .json(json, language, for: request)
  }

  private var json: JSON {
    let declared = district.weather.withLock { $0 }
    let now = CivilTime.now(in: district.city.city.zone)
    let current = declared?.current(at: now) ?? .clear
    let opened = district.city.engine.closures.ids.count(where: DeclaredWeather.names)
    return [
      "weather": .string(current.rawValue),
      "until": .string(current == .clear ? nil : declared?.until.map { "\($0)" }),
      "since": .string(current == .clear ? nil : declared.map { "\($0.since)" }),
      "gates": .int(current == .clear ? 0 : opened),
    ]
  }

  @Sendable private func put(_ request: Request, _ context: ServerContext) async throws -> Response {
    let caller = try await district.require(.close, request)
    let body = Body(try await district.object(of: request), known: ["weather", "until", "language"])
    return try await body.inLanguage(context.language) { language in
      try body.finish()
      // Also as tests of rules have it.
      let others = ["heavy-rain": "rain", "none": "clear"]
      let words = Weather.allCases.map(\.rawValue) + others.keys.sorted()
      guard let word = try body.word("weather", among: words),
        let weather = Weather(rawValue: others[word] ?? word)
      else {
        throw Problem(.badRequest, Wording.Server.missing("weather", example: "\"rain\""))
      }
      let until = try body.text("until", longest: 40).map { try RouteRequest.time($0) }
      let now = CivilTime.now(in: district.city.city.zone)
      if let until, until <= now {
        throw Problem(.unprocessable, Wording.Server.isOver(until: "\(until)", now: "\(now)"))
      }
      try await district.declare(
        DeclaredWeather(weather, until: until), by: caller.principal.actor)
      return .json(json, language, for: request)
    }
  }
}
