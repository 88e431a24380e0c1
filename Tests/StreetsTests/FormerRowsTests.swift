import Testing

@testable import Streets

/// Splitmix: the same numbers in every run.
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// Rows of a table found again in one that is nearly the same.
@Suite struct FormerRowsTests {
  @Test(arguments: 0..<200) func `each row is found once, and as many as there are`(_ round: Int) {
    var random = Numbers(state: UInt64(round))
    // Some keys occur several times.
    let former = (0..<Int.random(in: 0...60, using: &random)).map { _ in
      Int.random(in: 0...50, using: &random)
    }
    var now = former.filter { _ in Int.random(in: 0...9, using: &random) > 0 }
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      now.insert(.random(in: 0...50, using: &random), at: .random(in: 0...now.count, using: &random))
    }
    if round % 5 == 0 { now.shuffle(using: &random) }
    // Rows with this key are left out.
    func key(_ value: Int) -> Int? { value == 7 ? nil : value }

    let rows = rowsNow(of: former.count, in: now.count) {
      key(former[$0])
    } key: {
      key(now[$0])
    }

    #expect(rows.count == former.count)
    let found = rows.filter { $0 != .max }
    #expect(Set(found).count == found.count)
    for (row, other) in rows.enumerated() where other != .max { #expect(former[row] == now[Int(other)]) }
    // Equal keys in another order may be passed over, but a key that both have once is found.
    for (row, value) in former.enumerated() where value != 7 {
      guard former.filter({ $0 == value }).count == 1, now.filter({ $0 == value }).count == 1 else {
        continue
      }
      #expect(rows[row] != .max)
    }
  }

  /// Many new rows at one place are passed over once, not before every row after them.
  @Test(arguments: [(100, 2), (5000, 12)]) func `many new rows cost few looks at the others`(
    _ new: Int, _ most: Int
  ) {
    let former = Array(0..<5000)
    let now = Array(former[..<1000]) + Array(9000..<9000 + new) + former[1000...]
    var looks = 0
    let rows = rowsNow(of: former.count, in: now.count) {
      former[$0]
    } key: {
      looks += 1
      return now[$0]
    }
    #expect(rows.enumerated().allSatisfy { now[Int($1)] == former[$0] })
    #expect(looks < most * (former.count + now.count))
  }
}
