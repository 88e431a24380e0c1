import OSM
import Queries
import Store
import Synchronization

/// How many bays, slots or seats are free, as somebody reported.
struct Occupancy: Hashable, Sendable {
  var free: Int
  /// How many there are; nil where that was not said.
  var of: Int?
  var time: UTCInstant

  var json: JSON {
    ["free": .int(free), "of": of.map { .int($0) } ?? .null, "reportedAt": .string("\(time)")]
  }
}

/// What was reported of places lately; what is older than some minutes counts no more.
final class OccupancyBoard: Sendable {
  private let reports: Mutex<[ElementID: Occupancy]>
  /// What a feed of a made-up city said last.
  private let fed = Mutex<[ElementID: Occupancy]>([:])
  /// Milliseconds for which a report counts.
  private let patience: Int64
  static let name = "occupancy"

  /// - Parameters:
  ///   - readings: What the store has kept.
  ///   - minutes: How long a report counts.
  init(_ readings: [StoredReading], minutes: Int) {
    patience = Int64(minutes) * 60_000
    var reports: [ElementID: Occupancy] = [:]
    for reading in readings where reading.name == OccupancyBoard.name {
      if let element = ElementID(reading.object) { reports[element] = Occupancy(reading) }
    }
    self.reports = Mutex(reports)
  }

  func set(_ occupancy: Occupancy, of element: ElementID) { reports.withLock { $0[element] = occupancy } }

  /// Takes what a feed says; what somebody reported goes before it.
  func feed(_ reports: [ElementID: Occupancy]) { fed.withLock { $0 = reports } }

  /// All that counts at `now`.
  func fresh(at now: UTCInstant = .now) -> [ElementID: Occupancy] {
    func isFresh(_ report: (key: ElementID, value: Occupancy)) -> Bool {
      now.milliseconds - report.value.time.milliseconds < patience
    }
    let own = reports.withLock { $0.filter(isFresh) }
    let fed = fed.withLock { $0 }
    return fed.isEmpty ? own : fed.filter(isFresh).merging(own) { _, own in own }
  }
}

extension Occupancy {
  /// As the store keeps it: `3/10`, or `3`.
  var text: String { of.map { "\(free)/\($0)" } ?? "\(free)" }

  init?(_ reading: StoredReading) {
    let parts = reading.value.split(separator: "/").compactMap { Int($0) }
    guard let free = parts.first else { return nil }
    self.init(free: free, of: parts.count > 1 ? parts[1] : nil, time: reading.time)
  }
}
