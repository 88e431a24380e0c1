import Foundation
import OSM
import Store
import Testing

/// What every store does, whatever it keeps things in.
@Suite struct StoreTests {
  @Test(arguments: Backend.allCases)
  func `a closure comes back as it was added, down to the last centimetre and letter`(_ backend: Backend)
    async throws
  {
    let store = try backend.make()
    try await store.addClosure(.full)
    try await store.addClosure(.sample("c_plain"))
    #expect(try await store.closures() == [.full, .sample("c_plain")])
    #expect(try await store.closure("c_full") == .full)
    #expect(try await store.closure("c_none") == nil)
  }

  @Test(arguments: Backend.allCases)
  func `a lifted closure stands no longer but can still be looked up`(_ backend: Backend) async throws {
    let store = try backend.make()
    try await store.addClosure(.sample("c_1"))
    try await store.addClosure(.sample("c_2"))
    try await store.liftClosure("c_1", by: "officer", why: "over")
    #expect(try await store.closures().map(\.id) == ["c_2"])
    #expect(try await store.closure("c_1") == .sample("c_1"))
    await #expect(throws: StoreError.unknownClosure("c_1")) {
      try await store.liftClosure("c_1", by: "officer", why: nil)
    }
    await #expect(throws: StoreError.unknownClosure("c_3")) {
      try await store.liftClosure("c_3", by: "officer", why: nil)
    }
  }

  @Test(arguments: Backend.allCases)
  func `an id is used once, also after its closure has ended`(_ backend: Backend) async throws {
    let store = try backend.make()
    try await store.addClosure(.sample("c_1"))
    await #expect(throws: StoreError.duplicate("c_1")) { try await store.addClosure(.sample("c_1")) }
    try await store.liftClosure("c_1", by: "officer", why: nil)
    await #expect(throws: StoreError.duplicate("c_1")) { try await store.addClosure(.sample("c_1")) }
    #expect(try await store.reportCount() == 0)
    try await store.addReport(.sample("r_1"))
    await #expect(throws: StoreError.duplicate("r_1")) { try await store.addReport(.sample("r_1")) }
    #expect(try await store.lastSequence() == 3)
    #expect(try await store.reportCount() == 1)
  }

  @Test(arguments: Backend.allCases)
  func `closures end by the clock, at their end and not before`(_ backend: Backend) async throws {
    let store = try backend.make()
    let end = try #require(CivilTime("2026-11-21T12:00"))
    try await store.addClosure(.sample("c_1", until: end))
    try await store.addClosure(.sample("c_2", until: end.adding(seconds: 1)))
    try await store.addClosure(.sample("c_3"))
    #expect(try await store.expireClosures(at: end.adding(seconds: -1)).isEmpty)
    let events = try await store.expireClosures(at: end)
    #expect(events.map(\.object) == ["c_1"])
    #expect(events.map(\.kind) == [.closureExpired])
    #expect(try await store.expireClosures(at: end).isEmpty)
    #expect(try await store.closures().map(\.id) == ["c_2", "c_3"])
    #expect(try await store.expireClosures(at: end.adding(seconds: 1_000_000)).map(\.object) == ["c_2"])
    #expect(try await store.closure("c_1")?.until == end)
  }

  @Test(arguments: Backend.allCases)
  func `every change is an event: who, when, before, after, why`(_ backend: Backend) async throws {
    let clock = TestClock()
    let store = try backend.make(clock)
    #expect(try await store.lastSequence() == 0)
    let added = try await store.addClosure(.full)
    clock.move(1000)
    let lifted = try await store.liftClosure("c_full", by: "officer", why: "dry again")
    let reported = try await store.addReport(.sample("r_1"))
    let events = try await store.events(after: 0, limit: 10)
    #expect(events == [added, lifted, reported])
    #expect(events.map(\.sequence) == [1, 2, 3])
    #expect(events.map(\.kind.rawValue) == ["closure.added", "closure.lifted", "report.added"])
    #expect(events.map(\.actor) == ["officer/7", "officer", "visitor"])
    #expect(events[0].why == StoredClosure.full.reason && events[1].why == "dry again")
    #expect(events[1].time.milliseconds - events[0].time.milliseconds == 1000)
    #expect(events[0].before == nil && events[1].after == nil)
    for text in [events[0].after, events[1].before] {
      #expect(try ChangeEvent.read(StoredClosure.self, try #require(text)) == .full)
    }
    #expect(try ChangeEvent.read(StoredReport.self, try #require(events[2].after)) == .sample("r_1"))
  }

  @Test(arguments: Backend.allCases)
  func `events are read in pages`(_ backend: Backend) async throws {
    let store = try backend.make()
    for number in 1...7 { try await store.addReport(.sample("r_\(number)")) }
    #expect(try await store.events(after: 0, limit: 3).map(\.sequence) == [1, 2, 3])
    #expect(try await store.events(after: 3, limit: 3).map(\.sequence) == [4, 5, 6])
    #expect(try await store.events(after: 6, limit: 3).map(\.sequence) == [7])
    #expect(try await store.events(after: 7, limit: 3).isEmpty)
    #expect(try await store.events(after: .max, limit: 3).isEmpty)
    #expect(try await store.events(after: -5, limit: 1).map(\.sequence) == [1])
    #expect(try await store.events(after: 0, limit: 0).isEmpty)
    #expect(try await store.events(after: 0, limit: -1).isEmpty)
    #expect(try await store.reports(limit: 2).map(\.id) == ["r_7", "r_6"])
    #expect(try await store.reports(limit: 100).last == .sample("r_1"))
    #expect(try await store.reports(limit: -1).isEmpty)
  }

  @Test(arguments: Backend.allCases)
  func `many writers at once lose nothing, and one that fails takes no other with it`(_ backend: Backend)
    async throws
  {
    let store = try backend.make()
    let failures = await withTaskGroup(of: Int.self) { group in
      for writer in 0..<64 {
        group.addTask {
          var failed = 0
          for number in 0..<8 {
            // Every fourth id is used by another writer as well.
            let id = number % 4 == 3 ? "c_\(writer / 2)_\(number)" : "c_own_\(writer)_\(number)"
            do { try await store.addClosure(.sample(id)) } catch { failed += 1 }
          }
          return failed
        }
      }
      return await group.reduce(0, +)
    }
    let closures = try await store.closures()
    let events = try await store.events(after: 0, limit: 1000)
    #expect(failures == 64)
    #expect(closures.count == 64 * 8 - failures && Set(closures.map(\.id)).count == closures.count)
    #expect(events.map(\.sequence) == (1...Int64(closures.count)).map { $0 })
    #expect(events.map(\.object) == closures.map(\.id))
  }

  @Test(arguments: Backend.allCases)
  func `a closed store says so`(_ backend: Backend) async throws {
    let store = try backend.make()
    try await store.addClosure(.sample("c_1"))
    try await store.close()
    do {
      try await store.addClosure(.sample("c_2"))
      Issue.record("the write was accepted")
    } catch { #expect("\(error)".contains("is closed")) }
    do {
      _ = try await store.closures()
      Issue.record("the question was answered")
    } catch { #expect("\(error)".contains("is closed")) }
  }
}

@Suite struct StoreValueTests {
  @Test func `ids are safe in a URL and do not repeat`() {
    let ids = (0..<10_000).map { _ in StoreID.new("c") }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.wholeMatch(of: /c_[0-9a-hjkmnp-tv-z]{12}/) != nil })
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"), (1_795_235_400_123, "2026-11-21T04:30:00.123Z"),
    (-1, "1969-12-31T23:59:59.999Z"), (1_795_235_459_007, "2026-11-21T04:30:59.007Z"),
  ])
  func `an instant is written and read to the millisecond`(milliseconds: Int64, text: String) {
    let instant = UTCInstant(milliseconds: milliseconds)
    #expect(instant.description == text)
    #expect(UTCInstant(text) == instant)
    #expect(UTCInstant(instant.date) == instant)
  }

  @Test(arguments: [
    "", "2026-11-21T04:30:00Z", "2026-11-21T04:30:00.1Z", "2026-11-21T04:30:00.123", "x.123Z",
  ])
  func `what is no instant is not read`(text: String) { #expect(UTCInstant(text) == nil) }

  @Test func `an event tells a closure in the words of the web interface`() throws {
    let event = ChangeEvent.added(.full, at: UTCInstant(milliseconds: 0))
    #expect(
      event.after == #"""
        {"createdAt":"2026-11-21T04:30:00.123Z","createdBy":"officer/7","effect":"opens",\#
        "from":"2026-11-21T06:00:30","id":"c_full","modes":["foot","ebike"],\#
        "reason":"暴雨 \"storm\"\n<b>; DROP TABLE closure",\#
        "target":{"coordinates":[[[106.4500001,29.5400002],[106.4600003,29.5400004],\#
        [106.4600005,-29.5500006],[106.4500001,29.5400002]]],"type":"Polygon"},"until":"2026-11-22T06:00"}
        """#)
  }
}
