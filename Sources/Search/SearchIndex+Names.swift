internal import Geo

/// An entry that a query may mean.
struct NamedMatch {
  var entry: Int
  /// Of the name alone.
  var cost: Double
  var match: SearchMatch
  var metres: Double?
  /// With distance and weight.
  var total: Double
}

/// The best matches, one for each entry.
struct BestMatches {
  private(set) var all: [NamedMatch] = []
  private let most: Int
  private var worst = Double.infinity

  init(most: Int) { self.most = most }

  /// Whether a match of this cost would be kept.
  func admits(_ total: Double) -> Bool { total < worst }

  mutating func add(_ match: NamedMatch) {
    all.append(match)
    // Sorting seldom costs less than keeping order.
    if all.count >= 2 * most { shrink() }
  }

  private mutating func shrink() {
    all.sort { ($0.total, $0.entry) < ($1.total, $1.entry) }
    var seen: Set<Int> = []
    all = all.filter { seen.insert($0.entry).inserted }
    if all.count > most {
      all.removeSubrange(most...)
      worst = all[most - 1].total
    }
  }

  /// Best first.
  mutating func sorted() -> [NamedMatch] {
    shrink()
    return all
  }
}

extension SearchIndex {
  /// How a search of names goes about it.
  struct NameScan {
    var near: Coordinate?
    var filter: SearchFilter?
    /// Only names that numbers may stand beside.
    var onlyAnchors = false
    var most = 50
  }

  /// The entries whose name `query` is, or begins, or is part of, in any spelling; best first.
  ///
  /// - Complexity: O(spellings), a few nanoseconds each, and O(letters) of those that have the query's pairs.
  func matches(_ query: NameQuery, _ scan: NameScan, isAbandoned: () -> Bool) -> [NamedMatch] {
    let names = self.names
    var best = BestMatches(most: scan.most)
    for row in 0..<(scan.onlyAnchors ? names.anchorCount : names.count) {
      if row & 0x3FFF == 0, isAbandoned() { return [] }
      let hasPairs = query.head & names.heads[row] != 0 && query.pairs.isSubset(of: names.pairs[row])
      guard hasPairs || query.isHan && query.characters & ~names.characters[row] == 0 else { continue }
      guard let fit = query.fit(names, row) else { continue }
      var cost = fit.cost
      if fit.way == .pinyin, fit.isAnchored, !isUsualReading(row, query) { cost += 0.1 }
      for entry in names.entries(of: row) { consider(Int(entry), cost, fit.way, scan, &best) }
    }
    return best.sorted()
  }

  /// Whether the name's characters read like that in their words.
  private func isUsualReading(_ row: Int, _ query: NameQuery) -> Bool {
    names.letters[Int(names.firstLetter[row])..<Int(names.firstLetter[row + 1])].starts(with: query.letters)
  }

  /// The entries whose name is `query` but for letters or characters that are wrong; best first.
  func misspelt(_ query: NameQuery, _ scan: NameScan, isAbandoned: () -> Bool) -> [NamedMatch] {
    guard let typo = TypoQuery(query) else { return [] }
    let names = self.names
    var best = BestMatches(most: scan.most)
    let rows = scan.onlyAnchors ? names.anchorCount : names.count
    for (leastCost, candidates) in typo.candidates(names, rows) {
      for (count, row) in candidates.enumerated() {
        if count & 0x3FF == 0, isAbandoned() { return [] }
        // Most are too far away for any slip to be the likeliest, which costs less to see than what the slip is.
        guard
          names.entries(of: row).contains(where: { match(Int($0), leastCost, .typo, scan, best) != nil }),
          let cost = typo.cost(names, row)
        else { continue }
        for entry in names.entries(of: row) { consider(Int(entry), cost, .typo, scan, &best) }
      }
    }
    return best.sorted()
  }

  private func consider(
    _ entry: Int, _ cost: Double, _ match: SearchMatch, _ scan: NameScan, _ best: inout BestMatches
  ) {
    if let match = self.match(entry, cost, match, scan, best) { best.add(match) }
  }

  /// The match of `entry` at this cost; nil where `best` has no place for it.
  private func match(
    _ entry: Int, _ cost: Double, _ match: SearchMatch, _ scan: NameScan, _ best: borrowing BestMatches
  ) -> NamedMatch? {
    if let filter = scan.filter, !filter.admits(entries.named[entry].kind, entries.named[entry].placeKind) {
      return nil
    }
    var total = cost - weights[entry] * 0.2
    // Nobody is so far away that a better match could be worse.
    guard best.admits(total) else { return nil }
    let metres = scan.near.map { $0.distance(to: places[entry]) }
    total += SearchIndex.cost(ofMetres: metres)
    guard best.admits(total) else { return nil }
    return NamedMatch(entry: entry, cost: cost, match: match, metres: metres, total: total)
  }

  /// A kilometre weighs as much as a quarter of a worse match; beyond six nobody counts.
  static func cost(ofMetres metres: Double?) -> Double { metres.map { min($0 / 4000, 1.5) } ?? 0 }
}
