/// A set of rows of a table, given back in order: what an index finds, once each.
struct RowSet {
  private var words: [UInt64] = []
  private var used = 0..<0

  /// Forgets all, and makes room for rows below `count`.
  mutating func clear(count: Int) {
    for word in used { words[word] = 0 }
    used = 0..<0
    let needed = count / 64 + 1
    if words.count < needed { words += [UInt64](repeating: 0, count: needed - words.count) }
  }

  @inline(__always)
  mutating func insert(_ row: UInt32) {
    let word = Int(row >> 6)
    words[word] |= 1 << UInt64(row & 63)
    used = used.isEmpty ? word..<(word + 1) : min(used.lowerBound, word)..<max(used.upperBound, word + 1)
  }

  /// The rows, ascending: a copy that stays as it is when the set changes.
  var rows: Rows { Rows(words: words, word: used.lowerBound, end: used.upperBound) }

  /// Walks over the rows.
  struct Rows: Sequence, IteratorProtocol {
    fileprivate let words: [UInt64]
    fileprivate var word: Int
    fileprivate let end: Int
    private var bits: UInt64 = 0

    fileprivate init(words: [UInt64], word: Int, end: Int) {
      self.words = words
      self.word = word
      self.end = end
      bits = word < end ? words[word] : 0
    }

    mutating func next() -> Int? {
      while bits == 0 {
        word += 1
        guard word < end else { return nil }
        bits = words[word]
      }
      defer { bits &= bits - 1 }
      return word << 6 | bits.trailingZeroBitCount
    }
  }
}
