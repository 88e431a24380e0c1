import Queries
import Routing
import Synchronization
import Testing
import Wording

@testable import Server

@Suite(.timeLimit(.minutes(1))) struct LiveCityTests {
  /// Borrows `count` workers at the same time, and does `last` while all are lent.
  private func borrow(_ count: Int, of city: LiveCity, then last: () -> Void) {
    guard count > 0 else { return last() }
    city.withWorker { _ in borrow(count - 1, of: city, then: last) }
  }

  @Test func `no more workers are kept than there are threads`() async throws {
    let server = try await TestServer()
    let city = server.district.city
    borrow(LiveCity.mostIdle + 5, of: city) { #expect(city.idleCount == 0) }
    #expect(city.idleCount == LiveCity.mostIdle)
    city.restIdle()
    #expect(city.idleCount == LiveCity.mostIdle)
  }

  @Test func `what one question supposed is given back after it`() async throws {
    let server = try await TestServer()
    let (west, east) = (SmallCity.text(10, 0), SmallCity.text(290, 0))
    let body = #"{"from":"\#(west)","to":"\#(east)","depart":"2026-11-20T12:00"CLOSED}"#
    func seconds(_ closed: String) async throws -> Double {
      try await server.post("/v1/door", body.replacing("CLOSED", with: closed)).json().number("duration")
    }
    let open = try await seconds("")
    let around = try await seconds(#","close":"node/3""#)
    #expect(around > 2 * open)
    let city = server.district.city
    let idle = city.idleCount
    #expect(idle > 0)
    var kept = 0
    borrow(idle, of: city) {}
    for _ in 0..<idle { city.withWorker { kept += $0.session.supposes ? 1 : 0 } }
    #expect(kept == 0)
    #expect(try await seconds("") == open)
    #expect(try await seconds(#","close":"node/3""#) == around)
  }

  // MARK: Work that takes long

  @Test func `work that takes too long is told so, and so is its client`() async throws {
    let heavy = HeavyWork(limit: 1, patience: 1)
    let ended = Mutex(false)
    await #expect(throws: Problem.self) {
      try await heavy.run { isAbandoned in
        while !isAbandoned() {}
        ended.withLock { $0 = true }
      }
    }
    while !ended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    // And makes room for the next.
    while true {
      if let answer = try? await heavy.run({ _ in 7 }) {
        #expect(answer == 7)
        return
      }
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  @Test func `a worker that was given up waits for the next answer again`() async throws {
    let server = try await TestServer()
    await #expect(throws: Abandoned.self) {
      try await server.district.withHeavyWorker { worker in
        worker.session.router.isAbandoned = { true }
        try worker.session.router.goOn()
      }
    }
    try await server.district.withHeavyWorker { try $0.session.router.goOn() }
  }

  @Test(
    arguments: [
      "/table/v1/foot/A;B?annotations=distance,duration", "/trip/v1/foot/A;B", "/match/v1/foot/A;B",
      "/route/v1/foot/A;B", "/nearest/v1/foot/A",
    ])
  func `an OSRM answer that nobody waits for breaks off`(_ target: String) async throws {
    let server = try await TestServer()
    let (west, east) = (SmallCity.text(10, 0), SmallCity.text(290, 0))
    let target = target.replacing("A", with: west).replacing("B", with: east)
    let city = server.district.city
    #expect(city.withWorker { $0.osrm.answer(target: target, language: .english).status } == 200)
    let given = city.withWorker { worker in
      worker.session.router.isAbandoned = { true }
      return worker.osrm.answer(target: target, language: .english)
    }
    #expect(given.status == 400)
  }
}
