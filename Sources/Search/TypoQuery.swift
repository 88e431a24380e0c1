/// A query for a name with a letter or a character wrong.
struct TypoQuery {
  private let query: NameQuery
  /// Places of each letter of the query.
  private var places = [UInt64](repeating: 0, count: 256)
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
    for (row, letter) in query.letters.enumerated() { places[Int(letter)] |= 1 << UInt64(row) }
  }

  /// Those of the first `count` rows that may be like the query, ascending.
  ///
  /// A wrong letter spoils two pairs, a swap of two letters three.
  /// - Complexity: O(count + rows that have a pair of the query).
  func candidates(_ names: NameTable, _ count: Int) -> [Int] {
    let letters = query.letters
    let pairs = Set(letters.indices.dropFirst().map { Letters.pair(letters[$0 - 1], letters[$0]) })
    let least = most > 0 ? max(pairs.count - mostPairs, 0) : Int.max
    var shared = [UInt8](repeating: 0, count: count)
    for pair in pairs {
      for place in Int(names.firstOfPair[pair])..<Int(names.firstOfPair[pair + 1]) {
        let row = Int(names.rowsOfPair[place])
        if row >= count { break }
        shared[row] += 1
      }
    }
    return shared.indices.filter { row in
      Int(shared[row]) >= least
        || mostCharacters > 0
          && (query.characters & ~names.characters[row]).nonzeroBitCount <= mostCharacters
    }
  }

  /// How unlike the name of `row` is, 1.2 and more; nil where it is another.
  func cost(_ names: NameTable, _ row: Int) -> Double? {
    let letters = Int(names.firstLetter[row])..<Int(names.firstLetter[row + 1])
    var best: Double?
    if most > 0, least(names, letters) <= most + 1 {
      best = cost(query.letters, Array(names.letters[letters]), most, perLetter: 1)
    }
    if mostCharacters > 0, (query.characters & ~names.characters[row]).nonzeroBitCount <= mostCharacters {
      let symbols = Array(names.symbols[Int(names.firstSymbol[row])..<Int(names.firstSymbol[row + 1])])
      best = [best, cost(query.symbols, symbols, mostCharacters, perLetter: 2.5)].compactMap(\.self).min()
    }
    return best
  }

  /// The fewest wrong letters with which the query stands anywhere in the letters at `range`.
  ///
  /// - SeeAlso: Myers, 1999.
  private func least(_ names: NameTable, _ range: Range<Int>) -> Int {
    let last: UInt64 = 1 << UInt64(query.letters.count - 1)
    var (plus, minus) = (UInt64.max, UInt64(0))
    var (score, best) = (query.letters.count, query.letters.count)
    for place in range {
      let equal = places[Int(names.letters[place])]
      let vertical = equal | minus
      let horizontal = (((equal & plus) &+ plus) ^ plus) | equal
      var up = minus | ~(horizontal | plus)
      var down = plus & horizontal
      if up & last != 0 { score += 1 } else if down & last != 0 { score -= 1 }
      up <<= 1
      down <<= 1
      plus = down | ~(vertical | up)
      minus = up & vertical
      best = min(best, score)
    }
    return best
  }

  /// The cost of writing `query` for `name`, for its beginning, or for what is in the midst of it.
  private func cost<Symbol: Equatable>(
    _ query: [Symbol], _ name: [Symbol], _ most: Int, perLetter: Double
  ) -> Double? {
    let row = TypoQuery.lastRow(query, name, from: Array(0...name.count))
    let whole = row[name.count]
    if whole <= most { return 1.2 + 0.3 * Double(whole) }
    if let (end, wrong) = row.enumerated().min(by: { $0.element < $1.element }), wrong <= most {
      let rest = Double(name.count - end) * perLetter
      return 1.4 + 0.3 * Double(wrong) + 0.3 * (1 - 1 / (1 + rest / 4))
    }
    let inside =
      TypoQuery.lastRow(query, name, from: [Int](repeating: 0, count: name.count + 1)).min() ?? .max
    return inside <= most ? 1.9 + 0.3 * Double(inside) : nil
  }

  /// Letters to change, add, leave out or swap between all of `a` and each beginning of `b`; `first` is the row of
  /// no letters.
  private static func lastRow<Symbol: Equatable>(_ a: [Symbol], _ b: [Symbol], from first: [Int]) -> [Int] {
    var (older, old, row) = (first, first, first)
    for i in a.indices {
      row[0] = i + 1
      for j in b.indices {
        var best = min(old[j] + (a[i] == b[j] ? 0 : 1), old[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, older[j - 1] + 1) }
        row[j + 1] = best
      }
      (older, old, row) = (old, row, older)
    }
    return old
  }
}
