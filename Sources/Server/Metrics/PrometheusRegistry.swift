public import CoreMetrics
import Foundation
import Synchronization

/// Keeps what swift-metrics reports and writes it as Prometheus text (exposition format 0.0.4).
///
/// Counters count, meters hold a value, timers and recorders become histograms with fixed buckets.
public final class PrometheusRegistry: MetricsFactory, Sendable {
  private struct Key: Hashable {
    var label: String
    /// `{a="b"}`, or empty.
    var dimensions: String
  }

  private struct Tables {
    var counters: [Key: PrometheusCounter] = [:]
    var meters: [Key: PrometheusMeter] = [:]
    var histograms: [Key: PrometheusHistogram] = [:]
  }

  private let tables = Mutex(Tables())

  public init() {}

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    let key = Key(label: PrometheusRegistry.name(label), dimensions: PrometheusRegistry.text(dimensions))
    return tables.withLock { tables in
      let made = tables.counters[key] ?? PrometheusCounter()
      tables.counters[key] = made
      return made
    }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    let key = Key(label: PrometheusRegistry.name(label), dimensions: PrometheusRegistry.text(dimensions))
    return tables.withLock { tables in
      let made = tables.meters[key] ?? PrometheusMeter()
      tables.meters[key] = made
      return made
    }
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler { histogram(label, dimensions) }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, dimensions)
  }

  private func histogram(_ label: String, _ dimensions: [(String, String)]) -> PrometheusHistogram {
    let key = Key(label: PrometheusRegistry.name(label), dimensions: PrometheusRegistry.text(dimensions))
    return tables.withLock { tables in
      let made = tables.histograms[key] ?? PrometheusHistogram()
      tables.histograms[key] = made
      return made
    }
  }

  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  /// Letters, digits, underscores and colons, no digit first, as Prometheus asks for.
  private static func name(_ label: String) -> String {
    let letters = label.unicodeScalars.map { scalar -> Character in
      let isTaken = scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar || scalar == ":")
      return isTaken ? Character(scalar) : "_"
    }
    return letters.first?.isNumber ?? true ? "_" + String(letters) : String(letters)
  }

  private static func text(_ dimensions: [(String, String)]) -> String {
    guard !dimensions.isEmpty else { return "" }
    let pairs = dimensions.map { key, value in
      let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
        "\n", with: "\\n")
      return "\(name(key).replacing(":", with: "_"))=\"\(escaped)\""
    }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  /// Everything as text, sorted by name.
  public var exposition: String {
    let (counters, meters, histograms) = tables.withLock { ($0.counters, $0.meters, $0.histograms) }
    var text = ""
    write(counters, "counter", into: &text) { "\($0.label)\($0.dimensions) \($1.value)\n" }
    write(meters, "gauge", into: &text) { "\($0.label)\($0.dimensions) \($1.value)\n" }
    write(histograms, "histogram", into: &text) { $1.lines(label: $0.label, dimensions: $0.dimensions) }
    return text
  }

  private func write<Handler>(
    _ table: [Key: Handler], _ type: String, into text: inout String, lines: (Key, Handler) -> String
  ) {
    var last = ""
    for (key, handler) in table.sorted(by: {
      ($0.key.label, $0.key.dimensions) < ($1.key.label, $1.key.dimensions)
    }) {
      if key.label != last { text += "# TYPE \(key.label) \(type)\n" }
      last = key.label
      text += lines(key, handler)
    }
  }
}

private final class PrometheusCounter: CounterHandler, Sendable {
  private let count = Atomic<Int64>(0)
  var value: Int64 { count.load(ordering: .relaxed) }
  func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }
}

private final class PrometheusMeter: MeterHandler, Sendable {
  private let bits = Atomic<UInt64>(0)
  var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
  func increment(by amount: Double) { add(amount) }
  func decrement(by amount: Double) { add(-amount) }

  private func add(_ amount: Double) {
    var known = bits.load(ordering: .relaxed)
    while true {
      let sum = (Double(bitPattern: known) + amount).bitPattern
      let (done, found) = bits.compareExchange(expected: known, desired: sum, ordering: .relaxed)
      if done { return }
      known = found
    }
  }
}

/// Seconds in buckets, each holding those of its bound and below once summed.
private final class PrometheusHistogram: TimerHandler, RecorderHandler, Sendable {
  private static let bounds: [Double] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
  private struct Sums {
    var counts = [Int64](repeating: 0, count: PrometheusHistogram.bounds.count + 1)
    var sum = 0.0
  }
  private let sums = Mutex(Sums())

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) {
    let row = PrometheusHistogram.bounds.firstIndex { value <= $0 } ?? PrometheusHistogram.bounds.count
    sums.withLock {
      $0.counts[row] += 1
      $0.sum += value
    }
  }

  func lines(label: String, dimensions: String) -> String {
    let now = sums.withLock { $0 }
    let inner = dimensions.isEmpty ? "" : dimensions.dropFirst().dropLast() + ","
    var (text, total) = ("", Int64(0))
    for (row, count) in now.counts.enumerated() {
      total += count
      let bound = row < PrometheusHistogram.bounds.count ? "\(PrometheusHistogram.bounds[row])" : "+Inf"
      text += "\(label)_bucket{\(inner)le=\"\(bound)\"} \(total)\n"
    }
    return text + "\(label)_sum\(dimensions) \(now.sum)\n\(label)_count\(dimensions) \(total)\n"
  }
}
