internal import Geo
internal import OSM
internal import Streets
internal import Wording

/// Names and addresses, ready to be searched; immutable, for any number of threads.
///
/// A row of a few words for each spelling of a name: a set of its pairs of letters, its symbols, its pinyin. A query goes
/// over the sets of all rows, looks at the few that have its own pairs by matching all positions of the query at once
/// in the bits of a word, and ranks what fits.
///
/// - SeeAlso: Baeza-Yates, Gonnet: A new approach to text searching, 1992. Myers: A fast bit-vector algorithm for
///   approximate string matching based on dynamic programming, 1999.
public final class SearchIndex: Sendable {
  let entries: SearchEntries
  let names: NameTable
  /// Position and weight of each entry, apart from all that a scan does not need.
  let places: [Coordinate]
  let weights: [Double]
  /// Numbers of each house of ``SearchEntries/houses`` without marks, and units of its doors.
  let numbers: [[String]]
  /// Parsed hours of entries that have some; nil where nobody can read them.
  let hours: [Int: OpeningHours]
  /// Compounds that have houses, for numbers without a name.
  let compounds: [Int]

  /// - Complexity: O(letters of all names).
  public init(_ entries: SearchEntries) {
    self.entries = entries
    names = NameTable(entries)
    places = entries.named.map(\.position)
    weights = entries.named.map(\.weight)
    numbers = entries.houses.map { $0.numbers.map { AddressFit.plain($0) } }
    var parsed: [String: OpeningHours?] = [:]
    var hours: [Int: OpeningHours] = [:]
    for (row, entry) in entries.named.enumerated() {
      guard let text = entry.hours, !text.isEmpty else { continue }
      if parsed[text] == nil { parsed[text] = .some(try? OpeningHours(parsing: text)) }
      if let known = parsed[text], let known { hours[row] = known }
    }
    self.hours = hours
    compounds = entries.named.indices.filter { row in
      entries.named[row].kind == .compound && entries.housesOf[row] != nil
    }
  }

  /// Names and houses that can be found.
  public var count: Int { entries.named.count + entries.houses.count }
}

/// The spellings of all names, each once, as flat arrays; those that numbers may stand beside come first.
struct NameTable: Sendable {
  /// Entries that each row names, ascending: those of row `r` at `firstEntry[r]..<firstEntry[r + 1]`.
  private(set) var firstEntry: [UInt32] = [0]
  private(set) var entries: [UInt32] = []
  /// Pairs of letters of any reading.
  private(set) var pairs: [PairSet] = []
  /// Han characters.
  private(set) var characters: [UInt64] = []
  /// First letters of units.
  private(set) var heads: [UInt64] = []
  /// Symbols that begin a unit.
  private(set) var starts: [UInt64] = []
  private(set) var firstSymbol: [UInt32] = [0]
  private(set) var symbols: [UInt16] = []
  /// Row of the readings of each symbol: ``Han/group(of:)``.
  private(set) var groups: [UInt16] = []
  private(set) var firstLetter: [UInt32] = [0]
  /// Folded pinyin and letters.
  private(set) var letters: [UInt8] = []
  /// Rows whose letters have each of ``Letters/pairCount`` pairs, ascending, those of pair `p` at
  /// `firstOfPair[p]..<firstOfPair[p + 1]`.
  private(set) var firstOfPair: [UInt32] = []
  private(set) var rowsOfPair: [UInt32] = []
  /// How many rows are those of anchors.
  private(set) var anchorCount = 0

  var count: Int { starts.count }

  init(_ entries: SearchEntries) {
    let all = entries.named.indices
    let isAnchor = { entries.housesOf[$0] != nil || entries.houseOf[$0] != nil }
    add(entries, all.filter(isAnchor))
    anchorCount = count
    add(entries, all.filter { !isAnchor($0) && entries.named[$0].element != nil })
    indexPairs()
  }

  /// The entries that `row` names.
  func entries(of row: Int) -> ArraySlice<UInt32> {
    entries[Int(firstEntry[row])..<Int(firstEntry[row + 1])]
  }

  private mutating func indexPairs() {
    var counts = [UInt32](repeating: 0, count: Letters.pairCount + 1)
    forEachPair { pair, _ in counts[pair + 1] += 1 }
    for pair in 0..<Letters.pairCount { counts[pair + 1] += counts[pair] }
    var next = counts
    var rows = [UInt32](repeating: 0, count: Int(counts[Letters.pairCount]))
    forEachPair { pair, row in
      rows[Int(next[pair])] = UInt32(row)
      next[pair] += 1
    }
    (firstOfPair, rowsOfPair) = (counts, rows)
  }

  /// Calls `body` with each pair of letters of each row, once.
  private func forEachPair(_ body: (Int, Int) -> Void) {
    var last = [Int](repeating: -1, count: Letters.pairCount)
    for row in 0..<count {
      let range = Int(firstLetter[row])..<Int(firstLetter[row + 1])
      for place in range.dropFirst() {
        let pair = Letters.pair(letters[place - 1], letters[place])
        guard last[pair] != row else { continue }
        last[pair] = row
        body(pair, row)
      }
    }
  }

  /// Adds all spellings of `named`, rows of `entries`.
  private mutating func add(_ entries: SearchEntries, _ named: [Int]) {
    var rows: [SymbolText: Int] = [:]
    var namedOf: [[UInt32]] = []
    for (number, entry) in named.enumerated() {
      if number % 256 == 0 { Courtesy.giveWay() }
      for name in entries.named[entry].spellings {
        let text = SymbolText(name)
        guard !text.symbols.isEmpty else { continue }
        if let row = rows[text] {
          if namedOf[row].last != UInt32(entry) { namedOf[row].append(UInt32(entry)) }
        } else {
          rows[text] = namedOf.count
          namedOf.append([UInt32(entry)])
          add(text)
        }
      }
    }
    for named in namedOf {
      self.entries += named
      firstEntry.append(UInt32(self.entries.count))
    }
  }

  private mutating func add(_ text: SymbolText) {
    let shape = NameShape(text)
    pairs.append(shape.pairs)
    characters.append(shape.characters)
    heads.append(shape.heads)
    starts.append(text.starts)
    symbols += text.symbols
    groups += text.symbols.map { Han.shared.group(of: $0) }
    letters += shape.letters
    firstSymbol.append(UInt32(symbols.count))
    firstLetter.append(UInt32(letters.count))
  }
}

/// What of a name is seen at a glance, all readings of its characters included.
struct NameShape {
  private(set) var pairs: PairSet
  private(set) var characters: UInt64 = 0
  private(set) var heads: UInt64 = 0
  let letters: [UInt8]

  init(_ text: SymbolText) {
    letters = text.letters
    pairs = PairSet(letters)
    let han = Han.shared
    // First and last letters of what may stand for the unit before, and for the one before that.
    var (firsts, lasts, older) = ([UInt8](), [UInt8](), [UInt8]())
    var row = 0
    while row < text.symbols.count {
      let end = NameShape.end(of: row, text.starts, text.symbols.count)
      let symbol = text.symbols[row]
      if SymbolText.isHan(symbol) { characters |= Letters.bit(symbol) }
      var variants = han.readings(symbol).map { han.folded[Int($0)] }
      if !SymbolText.isHan(symbol) {
        variants.append(Letters.folded(text.symbols[row..<end].map { UInt8(truncatingIfNeeded: $0) }))
      }
      for variant in variants {
        pairs.insert(neighboursOf: variant)
        guard let first = variant.first else { continue }
        heads |= Letters.head(first)
        // After a whole unit, or after its initial only.
        for letter in lasts + firsts { pairs.insert(letter, first) }
        // Folding takes the h of "shc" also where it is an initial of its own, and the g of "ngc".
        for letter in older where firsts.contains(where: { Letters.mayLose($0, after: letter) }) {
          pairs.insert(letter, first)
        }
      }
      older = lasts + firsts
      firsts = variants.compactMap(\.first)
      lasts = variants.compactMap(\.last)
      row = end
    }
  }

  /// Where the unit that begins at `row` ends.
  static func end(of row: Int, _ starts: UInt64, _ count: Int) -> Int {
    let later = starts >> UInt64(row + 1)
    return later == 0 ? count : min(row + 1 + later.trailingZeroBitCount, count)
  }
}
