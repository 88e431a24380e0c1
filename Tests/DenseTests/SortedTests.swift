import Dense
import Testing

@Suite("Sorted rows")
struct SortedTests {
  @Test("counting groups rows as a stable sort does", arguments: 0..<20)
  func counting(seed: UInt64) {
    var state = seed &* 6_364_136_223_846_793_005 &+ 1
    func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    let buckets = next(9) + 1
    let keys = (0..<next(200)).map { _ in next(buckets) }
    let (first, items) = countingSort(count: keys.count, buckets: buckets) { keys[$0] }
    #expect(first.count == buckets + 1)
    for bucket in 0..<buckets {
      let wanted = keys.indices.filter { keys[$0] == bucket }.map { UInt32($0) }
      #expect(Array(items[Int(first[bucket])..<Int(first[bucket + 1])]) == wanted)
    }
    let named = countingSort(count: keys.count, buckets: buckets) {
      keys[$0]
    } value: {
      UInt32($0) + 7
    }
    #expect(named.first == first && named.items == items.map { $0 + 7 })
  }

  @Test("rows of an ascending list are found, the first of equal ones")
  func found() {
    let rows = [2, 3, 3, 5, 8]
    #expect([1, 2, 3, 4, 8, 9].map { rows.lowerBound(of: $0) } == [0, 0, 1, 3, 4, 5])
    #expect([1, 3, 4, 8, 9].map { rows.sortedIndex(of: $0) } == [nil, 1, nil, 4, nil])
    #expect([Int]().lowerBound(of: 1) == 0)
    // A slice keeps its own rows.
    #expect(rows[2...].lowerBound(of: 5) == 3 && rows[2...].sortedIndex(of: 2) == nil)
  }
}
