import Hummingbird
import OSM
import Places
import Queries
import Routing
import Streets
import Synchronization
import Wording

/// What a rider with this pass, so and then, would be told at a gate.
struct RuleTestRoutes {
  let district: District

  func add(to table: inout RouteTable) { table.on(.post, "/v1/rule-test", test) }

  @Sendable private func test(_ request: Request, _ context: ServerContext) async throws -> Response {
    let body = Body(
      try await district.object(of: request),
      known: ["gate", "rule", "by", "pass", "at", "weather", "language"])
    return try await body.inLanguage(context.language) { language in
      try body.finish()
      let question = try question(body)
      let ground = RuleTest.Ground(district)
      let test = try await district.heavy.run { _ in try RuleTest(question, on: ground) }
      return .json(test.json(language), language, for: request)
    }
  }

  private func question(_ body: Body) throws -> RuleTest.Question {
    var question = RuleTest.Question()
    question.gate = try body.text("gate", longest: 40).map { text in
      guard let id = ElementID(text) else { throw body.wrong("gate", allowed: "node/1") }
      return id
    }
    question.rule = try body["rule"].map { try GateRule($0) }
    if let by = try body.text("by", longest: 40) { question.means = try RuleTest.Means(named: by) }
    question.passes = try body.texts("pass")
    question.time = try body.text("at", longest: 40).map { try RouteRequest.time($0) }
    question.weather = try body.text("weather", longest: 40).map { try RuleTest.Weather(named: $0) }
    return question
  }
}

extension RuleTest.Ground {
  /// The city as it is now.
  init(_ district: District) {
    let live = district.city
    let now = CivilTime.now(in: live.city.zone)
    let declared = district.weather.withLock { $0 }.flatMap { $0.current(at: now) == .clear ? nil : $0 }
    self.init(
      live.city, closures: live.engine.closures, isWeather: DeclaredWeather.names,
      weather: declared?.weather.tested ?? .none, until: declared?.until)
  }
}
