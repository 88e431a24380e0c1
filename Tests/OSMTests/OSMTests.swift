import Dense
import Geo
import Testing

@testable import OSM

@Suite struct BuilderTests {
  @Test func `elements are sorted by id and nodes of ways become rows`() {
    let data = sampleData()
    #expect(data.nodeIDs == [-7, 30, 12_345_678_901])
    #expect(data.wayIDs == [4, 5])
    #expect(data.relationIDs == [8, 9])
    #expect(data.wayFirst == [0, 0, 4])
    #expect(data.wayNodes == [1, .max, 0, 1])
    #expect(data.taggedNodes == [1, 2])
    #expect(data.strings[data.nodeTags[1].first!.value] == "沙坪坝 <东门>")
  }

  @Test func `of elements with one id the last stays`() {
    var builder = OSMDataBuilder()
    for turn in 1...3 {
      builder.addNode(2, at: Coordinate(longitudeE7: Int32(turn), latitudeE7: 0), tags: [("turn", "\(turn)")])
      builder.addNode(1, at: Coordinate(longitudeE7: 0, latitudeE7: 0))
      builder.addWay(7, nodes: Array(repeating: 2, count: turn), tags: [("turn", "\(turn)")])
      builder.addRelation(8, members: [(ElementID(.node, Int64(turn)), "")], tags: [("turn", "\(turn)")])
    }
    #expect(
      builder.finish().lines.dropFirst() == [
        "node/1 0 0 ", "node/2 3 0 turn=3", "way/7 [\"2\", \"2\", \"2\"] turn=3",
        "relation/8 [\"node/3 \"] turn=3",
      ])
  }

  @Test func `a tagged node replaced by a bare one loses its tags`() {
    var builder = OSMDataBuilder()
    builder.addNode(1, at: Coordinate(longitudeE7: 0, latitudeE7: 0), tags: [("a", "b")])
    builder.addNode(1, at: Coordinate(longitudeE7: 1, latitudeE7: 1))
    let data = builder.finish()
    #expect(data.taggedNodes.isEmpty && data.nodeTags.count == 0)
  }

  @Test func `nothing at all is a valid map`() {
    let data = OSMDataBuilder().finish()
    #expect(data.nodeIDs.isEmpty && data.wayFirst == [0] && data.relationFirst == [0])
  }

  @Test(arguments: 0..<40) func `every id is found in its row and no other id anywhere`(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    // From dense runs to the whole range of 64 bits.
    let bits = Int.random(in: 1...64, using: &random)
    let ids = Set(
      (0..<Int.random(in: 0...500, using: &random)).map { _ in
        Int64(bitPattern: random.next() << UInt64(64 - bits)) >> Int64(64 - bits)
      }
    ).sorted()
    let index = NodeRowIndex(ids)
    for (row, id) in ids.enumerated() { #expect(index.row(of: id) == row) }
    let others = ids.flatMap { [$0 &- 1, $0 &+ 1] } + [0, .min, .max]
    for id in others { #expect((index.row(of: id) != nil) == ids.contains(id), "seed \(seed), id \(id)") }
    let refs = (ids + others).shuffled(using: &random)
    #expect(index.rows(of: refs) == refs.map { index.row(of: $0).map(UInt32.init) ?? .max })
  }
}

@Suite struct StringTableTests {
  @Test func `a text has one number however it comes in`() {
    var table = StringTable()
    let first = table.intern("沙坪坝区凤天大道一百七十四号")
    #expect(table.intern(Array("沙坪坝区凤天大道一百七十四号".utf8).span) == first)
    #expect(table.find("沙坪坝区凤天大道一百七十四号") == first)
    #expect(table.find("other") == nil)
    #expect(table[first] == "沙坪坝区凤天大道一百七十四号")
  }

  @Test func `texts are told apart by their bytes`() {
    var table = StringTable()
    #expect(table.intern("e\u{301}") != table.intern("\u{E9}"))
  }

  @Test func `broken UTF-8 is repaired once`() {
    var table = StringTable()
    let broken = table.intern([0x61, 0xFF, 0x62].span)
    #expect(table[broken] == "a\u{FFFD}b")
    #expect(table.intern("a\u{FFFD}b") == broken)
    #expect(table.intern([0x61, 0xFF, 0x62].span) == broken)
  }

  @Test func `ten thousand texts keep their numbers`() {
    var table = StringTable()
    for number in 0..<10_000 { #expect(table.intern("text \(number)").rawValue == UInt32(number)) }
    for number in 0..<10_000 { #expect(table.find("text \(number)")?.rawValue == UInt32(number)) }
  }
}

@Suite struct OrderedWorkTests {
  private struct Stop: Error, Equatable {}

  @Test func `results come in order whatever order the jobs end in`() {
    var seen: [Int] = []
    OrderedWork.run(count: 500, context: { 0 }) { number, calls in
      calls += 1
      var sum = 0
      for step in 0..<((number * 7919) % 1000) { sum &+= step }
      return sum >= 0 ? number : -1
    } consume: { _, result in
      seen.append(result)
    }
    #expect(seen == Array(0..<500))
  }

  @Test func `an error of the consumer ends the work`() {
    var seen = 0
    #expect(throws: Stop()) {
      try OrderedWork.run(count: 100_000, context: { 0 }) { number, _ in
        number
      } consume: { number, _ throws(Stop) in
        seen += 1
        if number == 10 { throw Stop() }
      }
    }
    #expect(seen == 11)
  }
}

/// A small seeded generator, so that failures repeat.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
