import Foundation
import Geo
import OSM
import Store
import Streets
import Synchronization

@testable import StoreSQLite

/// The stores that must all behave alike.
enum Backend: String, CaseIterable, Sendable {
  case memory, sqlite

  /// An empty store.
  func make(_ clock: TestClock = TestClock()) throws -> any Store {
    switch self {
    case .memory: StoreMemory(clock: clock.read)
    case .sqlite: try StoreSQLite(path: Scratch().path("kaimen.sqlite"), clock: clock.read)
    }
  }
}

/// A clock that a test moves.
final class TestClock: Sendable {
  private let milliseconds = Mutex<Int64>(1_795_235_400_123)

  @Sendable func read() -> UTCInstant { UTCInstant(milliseconds: milliseconds.withLock { $0 }) }
  func move(_ more: Int64) { milliseconds.withLock { $0 += more } }
}

/// A folder that is deleted when the process ends.
struct Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "kaimen-store-\(getpid())/\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }
}

extension StoredClosure {
  static func sample(_ id: String, until: CivilTime? = nil) -> StoredClosure {
    StoredClosure(
      id: id, target: .element(ElementID(.node, 7)), until: until,
      createdAt: UTCInstant(milliseconds: 1_795_235_400_000), createdBy: "guard")
  }

  /// Everything that can be said.
  static let full = StoredClosure(
    id: "c_full",
    target: .area([
      Coordinate(longitudeE7: 1_064_500_001, latitudeE7: 295_400_002),
      Coordinate(longitudeE7: 1_064_600_003, latitudeE7: 295_400_004),
      Coordinate(longitudeE7: 1_064_600_005, latitudeE7: -295_500_006),
      Coordinate(longitudeE7: 1_064_500_001, latitudeE7: 295_400_002),
    ]), effect: .opens, modes: ModeSet(.ebike).union(ModeSet(.foot)), from: CivilTime("2026-11-21T06:00:30"),
    until: CivilTime("2026-11-22T06:00"), reason: "暴雨 \"storm\"\n<b>; DROP TABLE closure",
    createdAt: UTCInstant(milliseconds: 1_795_235_400_123), createdBy: "officer/7")
}

extension StoredReport {
  static func sample(_ id: String) -> StoredReport {
    StoredReport(
      id: id, position: Coordinate(longitudeE7: 1_064_500_001, latitudeE7: -295_400_002), kind: "gate-closed",
      text: "东门关了，请绕行", element: ElementID(.node, -4), createdAt: UTCInstant(milliseconds: 5), language: "zh")
  }
}
