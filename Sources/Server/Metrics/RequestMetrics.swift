import CoreMetrics
import Metrics
import Synchronization

/// Counts requests and their times by route and status.
final class RequestMetrics: Sendable {
  private struct Key: Hashable {
    var route: String
    var method: String
    var status: Int
  }

  private let factory: PrometheusRegistry
  private let timers = Mutex<[Key: any TimerHandler]>([:])

  init(factory: PrometheusRegistry) { self.factory = factory }

  /// Records one request; `route` is a pattern such as `/tiles/{z}/{x}/{y}`, never what a client made up.
  func record(route: String, method: String, status: Int, nanoseconds: Int64) {
    let key = Key(route: route, method: method, status: status)
    let timer = timers.withLock { timers in
      if let known = timers[key] { return known }
      let made = factory.makeTimer(
        label: "kaimen_http_request_seconds",
        dimensions: [("route", route), ("method", method), ("status", String(status))])
      timers[key] = made
      return made
    }
    timer.recordNanoseconds(nanoseconds)
  }
}
