import Dense
import OSM
import Places
import Queries
import Routing
import Store
import Streets
import Synchronization

/// Weather in which some gates let riders in whom they turn away else.
enum Weather: String, Sendable, CaseIterable {
  case clear, rain, typhoon

  /// What marks the gates that let riders in.
  var flag: RuleFlags? { tested.flag }

  /// As tests of rules have it.
  var tested: RuleTest.Weather {
    switch self {
    case .clear: .none
    case .rain: .rain
    case .typhoon: .typhoon
    }
  }
}

/// The weather that somebody has declared for the district.
struct DeclaredWeather: Hashable, Sendable {
  var weather: Weather
  /// On the city's clock; nil = until somebody says otherwise.
  var until: CivilTime?
  var since: UTCInstant

  static let object = "district"
  static let name = "weather"

  /// As the store keeps it: `rain`, or `rain 2026-11-22T18:00`.
  var text: String { ([weather.rawValue] + (until.map { ["\($0)"] } ?? [])).joined(separator: " ") }

  init(_ weather: Weather, until: CivilTime?, since: UTCInstant = .now) {
    (self.weather, self.until, self.since) = (weather, until, since)
  }

  /// Nil for readings of something else.
  init?(_ reading: StoredReading) {
    let parts = reading.value.split(separator: " ")
    guard reading.object == DeclaredWeather.object, reading.name == DeclaredWeather.name,
      let weather = parts.first.flatMap({ Weather(rawValue: String($0)) })
    else { return nil }
    self.init(weather, until: parts.count > 1 ? CivilTime(String(parts[1])) : nil, since: reading.time)
  }

  /// What holds at `now`.
  func current(at now: CivilTime) -> Weather { until.map { $0 <= now } ?? false ? .clear : weather }

  /// What of this opens gates of `city`: openings that are nobody's closures, known by their names.
  func openings(in city: City) -> [(id: ClosureID, closure: Closure)] {
    guard let flag = weather.flag else { return [] }
    let gates = city.premises.gates
    return gates.ids.compactMap { id in
      let gate = gates[id]
      guard gate.rule != .none, city.rules.rows[gate.rule].ruleFlags.contains(flag) else { return nil }
      let element = gate.element.id
      return (
        ClosureID("weather \(element)"),
        Closure(.element(element), effect: .opens, modes: RuleTest.riders, until: until)
      )
    }
  }

  /// Whether `id` names an opening of the weather.
  static func names(_ id: ClosureID) -> Bool { id.rawValue.hasPrefix("weather ") }
}

extension District {
  /// Declares the weather; gates that it opens are open for every later question.
  func declare(_ weather: DeclaredWeather, by actor: String) async throws {
    try await changes.run { [self] in
      let reading = StoredReading(
        object: DeclaredWeather.object, name: DeclaredWeather.name, value: weather.text, time: weather.since,
        by: actor)
      try await health.watching { try await store.setReading(reading) }
      self.weather.withLock { $0 = weather }
      let live = city
      update {
        $0.removing(Set($0.ids.filter(DeclaredWeather.names))).adding(weather.openings(in: live.city))
      }
      hub.send(
        ChangeHub.Message(
          sequence: nil, kind: "weather.declared",
          data: JSON.object(["kind": "weather.declared", "weather": .string(weather.weather.rawValue)]).text))
    }
  }
}
