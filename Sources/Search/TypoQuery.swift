/// A query for a name with a letter or a character wrong.
struct TypoQuery {
  private let query: NameQuery
  private let letters: SlipCounter<UInt8>
  private let symbols: SlipCounter<UInt16>
  /// How many letters may be wrong.
  private let most: Int
  /// How many pairs of letters may be missing then.
  private let mostPairs: Int
  /// How many characters may be.
  private let mostCharacters: Int

  /// Nil where the query is so short that anything would be like it.
  init?(_ query: NameQuery) {
    let length = query.letters.count
    mostCharacters = query.isHan ? (query.count >= 6 ? 2 : query.count >= 3 ? 1 : 0) : 0
    most = length < 4 ? 0 : length < 8 ? 1 : length < 14 ? 2 : 3
    mostPairs = length < 6 ? 2 * most : max(3, 2 * most)
    guard most > 0 || mostCharacters > 0, length <= 63 else { return nil }
    self.query = query
    (letters, symbols) = (SlipCounter(query.letters), SlipCounter(query.symbols))
  }

  /// Those of the first `count` rows that may be like the query, by what they cost at least.
  ///
  /// A wrong letter spoils two pairs, a swap of two letters three.
  /// - Complexity: O(count + rows that have a pair of the query).
  func candidates(_ names: NameTable, _ count: Int) -> [(leastCost: Double, rows: [Int])] {
    let letters = query.letters
    let pairs = Set(letters.indices.dropFirst().map { Letters.pair(letters[$0 - 1], letters[$0]) })
    var missing = [UInt8](repeating: UInt8(pairs.count), count: count)
    for pair in pairs {
      for place in Int(names.firstOfPair[pair])..<Int(names.firstOfPair[pair + 1]) {
        let row = Int(names.rowsOfPair[place])
        if row >= count { break }
        missing[row] -= 1
      }
    }
    var rows = [[Int]](repeating: [], count: mostPairs / 3 + 2)
    for row in missing.indices {
      if most > 0, missing[row] <= mostPairs {
        rows[mayHaveSlips(names, row) ? 0 : (Int(missing[row]) + 2) / 3].append(row)
      } else if mayHaveSlips(names, row) {
        rows[0].append(row)
      }
    }
    return rows.enumerated().map { (1.2 + 0.3 * Double($0.offset), $0.element) }
  }

  /// Whether so few of the query's characters are missing that the rest may be slips.
  private func mayHaveSlips(_ names: NameTable, _ row: Int) -> Bool {
    mostCharacters > 0 && (query.characters & ~names.characters[row]).nonzeroBitCount <= mostCharacters
  }

  /// How unlike the name of `row` is, 1.2 and more; nil where it is another.
  ///
  /// - Complexity: O(letters of the name), no allocation.
  func cost(_ names: NameTable, _ row: Int) -> Double? {
    var best: Double?
    if most > 0 {
      let range = Int(names.firstLetter[row])..<Int(names.firstLetter[row + 1])
      best = letters.cost(names.letters, range, most, perLetter: 1)
    }
    if mayHaveSlips(names, row) {
      let range = Int(names.firstSymbol[row])..<Int(names.firstSymbol[row + 1])
      let cost = symbols.cost(names.symbols, range, mostCharacters, perLetter: 2.5)
      best = [best, cost].compactMap(\.self).min()
    }
    return best
  }
}

/// Counts letters to change, add, leave out or swap between a word of at most 63 and others: all places of the word at
/// once, in the bits of one number.
///
/// - SeeAlso: Hyyrö: A bit-vector algorithm for computing Levenshtein and Damerau edit distances, 2003.
struct SlipCounter<Symbol: FixedWidthInteger> {
  private let word: [Symbol]
  /// Places of the symbols with each low byte.
  private var places = [UInt64](repeating: 0, count: 256)

  init(_ word: [Symbol]) {
    self.word = word
    for (row, symbol) in word.enumerated() { places[Int(symbol & 0xFF)] |= 1 << UInt64(row) }
  }

  /// The cost of writing the word for the name at `range`, for its beginning, or for what is in the midst of it; nil with
  /// more than `most` slips.
  func cost(_ names: [Symbol], _ range: Range<Int>, _ most: Int, perLetter: Double) -> Double? {
    let inside = slips(names, range, isAnchored: false).least
    guard inside <= most else { return nil }
    let slips = self.slips(names, range, isAnchored: true)
    if slips.whole <= most { return 1.2 + 0.3 * Double(slips.whole) }
    guard slips.least <= most else { return 1.9 + 0.3 * Double(inside) }
    let rest = Double(slips.rest) * perLetter
    return 1.4 + 0.3 * Double(slips.least) + 0.3 * (1 - 1 / (1 + rest / 4))
  }

  /// Slips between the word and a name.
  struct Slips: Equatable {
    /// All of the name.
    var whole: Int
    /// The part of it that is the most like the word: its beginning, or any.
    var least: Int
    /// Symbols of the name after the shortest such part.
    var rest: Int
  }

  func slips(_ names: [Symbol], _ range: Range<Int>, isAnchored: Bool) -> Slips {
    let last: UInt64 = 1 << UInt64(word.count - 1)
    // Where a place of the word costs one more than that before it, or one less; where the diagonal costs nothing.
    var (plus, minus, diagonal, before) = (UInt64.max, UInt64(0), UInt64(0), UInt64(0))
    var slips = Slips(whole: word.count, least: word.count, rest: range.count)
    for place in range {
      let equal = places(of: names[place])
      let swapped = ((~diagonal & equal) << 1) & before
      diagonal = (((equal & plus) &+ plus) ^ plus) | equal | minus | swapped
      var up = minus | ~(diagonal | plus)
      var down = plus & diagonal
      if up & last != 0 { slips.whole += 1 } else if down & last != 0 { slips.whole -= 1 }
      up = up << 1 | (isAnchored ? 1 : 0)
      down <<= 1
      plus = down | ~(diagonal | up)
      minus = up & diagonal
      before = equal
      if slips.whole < slips.least { (slips.least, slips.rest) = (slips.whole, range.upperBound - place - 1) }
    }
    return slips
  }

  private func places(of symbol: Symbol) -> UInt64 {
    var same = places[Int(symbol & 0xFF)]
    guard Symbol.bitWidth > 8 else { return same }
    var left = same
    while left != 0 {
      if word[left.trailingZeroBitCount] != symbol { same &= ~(left & (0 &- left)) }
      left &= left - 1
    }
    return same
  }
}
