import Testing

@testable import Search

struct SlipTests {
  /// Letters to change, add, leave out or swap between all of `word` and each beginning of `name`.
  private func table<Symbol: Equatable>(_ word: [Symbol], _ name: [Symbol], isAnchored: Bool) -> [Int] {
    var rows = [(0...name.count).map { isAnchored ? $0 : 0 }]
    for i in word.indices {
      var row = [i + 1]
      for j in name.indices {
        var least = min(rows[i][j] + (word[i] == name[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, word[i] == name[j - 1], word[i - 1] == name[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[word.count]
  }

  private func check<Symbol: FixedWidthInteger>(_ word: [Symbol], _ name: [Symbol]) {
    let counter = SlipCounter(word)
    for isAnchored in [true, false] {
      let row = table(word, name, isAnchored: isAnchored)
      let found = counter.slips([0] + name + [0], 1..<(name.count + 1), isAnchored: isAnchored)
      let least = row.min() ?? -1
      #expect(found.whole == row[name.count], "\(word) \(name)")
      #expect(found.least == least, "\(word) \(name)")
      #expect(found.rest == name.count - (row.firstIndex(of: least) ?? 0), "\(word) \(name)")
    }
  }

  @Test func `slips of all places at once are those of the table`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let letters = { (most: Int) in
        (0..<Int.random(in: 1...most, using: &random)).map { _ in UInt8.random(in: 97...100, using: &random) }
      }
      let (word, name) = (letters(Bool.random() ? 8 : 63), letters(40))
      check(word, name)
      // Symbols whose low bytes are the same.
      let wide = { (letters: [UInt8]) in letters.map { UInt16($0 & 1) << 8 | UInt16($0 >> 1) } }
      check(wide(word), wide(name))
    }
  }
}
