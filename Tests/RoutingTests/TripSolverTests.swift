import Geo
import Testing

@testable import Routing

@Suite struct TripSolverTests {
  private static let shapes: [TripSolver.Shape] = [
    .round, .open(.none), .open(.first), .open(.last), .open(.both),
  ]

  private func table(_ count: Int, _ random: inout MatchRandom) -> [Milliseconds] {
    (0..<count * count).map { place in
      place / count == place % count ? .zero : Milliseconds(UInt32.random(in: 1...10_000, using: &random))
    }
  }

  private func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.indices.flatMap { row in
      var rest = items
      let first = rest.remove(at: row)
      return permutations(rest).map { [first] + $0 }
    }
  }

  private func fits(_ order: [Int], _ shape: TripSolver.Shape) -> Bool {
    switch shape {
    case .round, .open(.first): order.first == 0
    case .open(.last): order.last == order.count - 1
    case .open(.both): order.first == 0 && order.last == order.count - 1
    case .open(.none): true
    }
  }

  @Test(arguments: 2...7) func `small trips are as short as trying every order`(count: Int) throws {
    var random = MatchRandom(seed: UInt64(count))
    let orders = permutations(Array(0..<count))
    for shape in TripSolverTests.shapes {
      for round in 0..<8 {
        let solver = TripSolver(count: count, times: table(count, &random), shape: shape)
        let order = try #require(solver.solve())
        let best = orders.filter { fits($0, shape) }.map { solver.cost($0) }.min()
        #expect(fits(order, shape) && order.sorted() == Array(0..<count), "\(shape) \(order)")
        #expect(solver.cost(order) == best, "\(count) stops, \(shape), round \(round)")
      }
    }
  }

  @Test func `long trips visit every stop once and are not far from the best`() throws {
    var random = MatchRandom(seed: 3)
    for shape in TripSolverTests.shapes {
      var (exact, approximate) = (UInt64(0), UInt64(0))
      for _ in 0..<12 {
        let solver = TripSolver(count: 9, times: table(9, &random), shape: shape)
        let order = solver.approximate()
        #expect(fits(order, shape) && order.sorted() == Array(0..<9), "\(shape) \(order)")
        exact += solver.cost(try #require(solver.solve()))
        approximate += solver.cost(order)
      }
      #expect(approximate >= exact)
      #expect(Double(approximate) < 1.15 * Double(exact), "\(shape): \(approximate), not \(exact)")
    }
    let many = TripSolver(count: 40, times: table(40, &random), shape: .open(.both))
    let order = try #require(many.solve())
    #expect(fits(order, .open(.both)) && order.sorted() == Array(0..<40))
  }

  @Test func `stops that cannot be reached have no trip`() {
    let apart = Milliseconds.unreachable
    let solver = TripSolver(
      count: 3, times: [.zero, Milliseconds(1), apart, Milliseconds(1), .zero, apart, apart, apart, .zero],
      shape: .round)
    #expect(solver.solve() == nil)
  }

  @Test func `an open trip may use what a round trip cannot`() {
    let apart = Milliseconds.unreachable
    // 0 → 1 → 2, and no way back.
    let times: [Milliseconds] = [
      .zero, Milliseconds(5), apart, apart, .zero, Milliseconds(5), apart, apart, .zero,
    ]
    #expect(TripSolver(count: 3, times: times, shape: .open(.first)).solve() == [0, 1, 2])
    #expect(TripSolver(count: 3, times: times, shape: .round).solve() == nil)
  }
}
