import Foundation
import Generation
import Import
import OSM
import Routing
import Store
import Testing

@testable import Server

/// Made-up reports of how full the places of a made-up city are.
@Suite struct SyntheticFeedTests {
  @Test func `places with bays are as full as the hour has it, and what somebody reports goes before`() throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kaimen-feed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "district.kaimen").path
    try CityImport.run(CityGenerator(scale: 0.1, seed: 3).generate(), output: path, timeZone: "Asia/Shanghai")
    let feed = try #require(SyntheticFeed(try City(path: path)))
    func taken(_ time: String) throws -> Double {
      let reports = feed.reports(at: try #require(CivilTime(time))).values
      #expect(reports.count > 10)
      #expect(reports.allSatisfy { (0...($0.of ?? 0)).contains($0.free) })
      return reports.reduce(0) { $0 + 1 - Double($1.free) / Double($1.of ?? 1) } / Double(reports.count)
    }
    let (night, evening) = (try taken("2026-11-20T03:00"), try taken("2026-11-20T18:00"))
    #expect(evening > night + 0.2)
    let noon = try #require(CivilTime("2026-11-20T12:00"))
    #expect(feed.reports(at: noon).mapValues(\.free) == feed.reports(at: noon).mapValues(\.free))

    let board = OccupancyBoard([], minutes: 15)
    let reports = feed.reports(at: noon)
    board.feed(reports)
    let element = try #require(reports.keys.first)
    #expect(board.fresh().count == reports.count)
    board.set(Occupancy(free: 77, of: 99, time: .now), of: element)
    #expect(board.fresh()[element]?.free == 77)
    let later = UTCInstant(milliseconds: UTCInstant.now.milliseconds + 16 * 60_000)
    #expect(board.fresh(at: later).isEmpty)
  }
}
