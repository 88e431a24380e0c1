/// A query for a name, as the bits that a match needs.
///
/// Bit `i` of a mask stands for place `i` of the query.
struct NameQuery {
  let symbols: [UInt16]
  let letters: [UInt8]
  let pairs: PairSet
  let characters: UInt64
  let head: UInt64
  /// Han characters among the symbols.
  let hanCount: Int
  /// Places of each letter or digit.
  private var letterAt = [UInt64](repeating: 0, count: 256)
  /// Places of each Han character; few, so that a list does.
  private var hanAt: [(symbol: UInt16, places: UInt64)] = []
  /// Places where a whole syllable stands; where the query ends within one; where a character sounds so.
  private var wholeAt: [UInt64]
  private var tailAt: [UInt64]
  private var soundAt: [UInt64]
  let end: UInt64
  private let han = Han.shared

  var count: Int { symbols.count }
  /// Nothing but Han characters.
  var isHan: Bool { hanCount == symbols.count }

  /// Nil where `text` has nothing that names have.
  init?(_ text: String) {
    let text = SymbolText(text)
    guard !text.symbols.isEmpty else { return nil }
    symbols = text.symbols
    letters = text.letters
    pairs = PairSet(letters)
    head = letters.first.map { Letters.head($0) } ?? 0
    end = 1 << UInt64(symbols.count)
    var characters: UInt64 = 0
    var hanCount = 0
    soundAt = [UInt64](repeating: 0, count: han.syllables.count)
    for (place, symbol) in text.symbols.enumerated() {
      let bit: UInt64 = 1 << UInt64(place)
      guard SymbolText.isHan(symbol) else {
        letterAt[Int(symbol & 0xFF)] |= bit
        continue
      }
      hanCount += 1
      characters |= Letters.bit(symbol)
      if let row = hanAt.firstIndex(where: { $0.symbol == symbol }) {
        hanAt[row].places |= bit
      } else {
        hanAt.append((symbol, bit))
      }
      for sound in han.readings(symbol) { soundAt[Int(sound)] |= bit }
    }
    (self.characters, self.hanCount) = (characters, hanCount)
    wholeAt = []
    tailAt = []
    (wholeAt, tailAt) = syllables()
  }

  private func syllables() -> (whole: [UInt64], tail: [UInt64]) {
    var (whole, tail) = ([UInt64](), [UInt64]())
    for syllable in han.syllables {
      var places = UInt64.max
      var ending: UInt64 = 0
      for (row, letter) in syllable.enumerated() {
        places &= letterAt[Int(letter)] >> UInt64(row)
        // A query of n letters ends `row + 1` letters into the syllable at place n - row - 1.
        if row + 1 < syllable.count, symbols.count > row { ending |= places & (end >> UInt64(row + 1)) }
      }
      whole.append(places)
      tail.append(ending)
    }
    return (whole, tail)
  }

  // MARK: Matching

  /// In which ways a name may be written, each lane with those before it but the last: characters and words;
  /// whole pinyin; initials; characters that sound alike.
  typealias Lanes = SIMD4<UInt64>

  private static let pinyin = Lanes(0, .max, .max, .max)
  private static let initials = Lanes(0, 0, .max, 0)
  private static let sounds = Lanes(0, 0, 0, .max)

  /// How a name fits.
  struct Fit {
    var way: SearchMatch
    /// From the name's beginning.
    var isAnchored: Bool
    /// To the name's end.
    var isWhole: Bool
    /// Units of the name that the query did not need.
    var rest: Int
  }

  /// The best way in which the query stands in the name of `row`; nil where it does not.
  ///
  /// - Complexity: O(symbols of the name), no allocation.
  func fit(_ names: NameTable, _ row: Int) -> Fit? {
    let (first, last) = (Int(names.firstSymbol[row]), Int(names.firstSymbol[row + 1]))
    let starts = names.starts[row]
    var anchored = Lanes(repeating: 1)
    var free = Lanes(repeating: 0)
    var best: Fit?
    var place = first
    var units = starts.nonzeroBitCount
    while place < last {
      let next = first + NameShape.end(of: place - first, starts, last - first)
      units -= 1
      if place > first { free |= Lanes(repeating: 1) }
      var ended = (anchored: Lanes.zero, free: Lanes.zero)
      if names.groups[place] != 0 || SymbolText.isHan(names.symbols[place]) {
        anchored = step(anchored, names.symbols[place], names.groups[place], &ended.anchored)
        free = step(free, names.symbols[place], names.groups[place], &ended.free)
      } else {
        anchored = step(anchored, names, place..<next, &ended.anchored)
        free = step(free, names, place..<next, &ended.free)
      }
      best = better(best, anchored & end, isAnchored: true, isWhole: next == last, units)
      best = better(best, ended.anchored, isAnchored: true, isWhole: false, units)
      best = better(best, free & end, isAnchored: false, isWhole: false, units)
      best = better(best, ended.free, isAnchored: false, isWhole: false, units)
      place = next
    }
    return best
  }

  private func better(_ best: Fit?, _ lanes: Lanes, isAnchored: Bool, isWhole: Bool, _ rest: Int) -> Fit? {
    guard lanes != .zero else { return best }
    let way: SearchMatch =
      lanes[0] != 0 ? .name : lanes[1] != 0 ? .pinyin : lanes[2] != 0 ? .initials : .sound
    let fit = Fit(way: way, isAnchored: isAnchored, isWhole: isWhole, rest: rest)
    guard let best else { return fit }
    return fit.cost < best.cost ? fit : best
  }

  /// On over a character or a digit with the readings `group`.
  private func step(_ lanes: Lanes, _ symbol: UInt16, _ group: UInt16, _ ended: inout Lanes) -> Lanes {
    if lanes == .zero { return .zero }
    var next = (lanes & places(of: symbol)) &<< 1
    for row in Int(han.firstSound[Int(group)])..<Int(han.firstSound[Int(group) + 1]) {
      let reading = Int(han.sounds[row])
      next |= ((lanes & wholeAt[reading]) &<< UInt64(han.length[reading])) & NameQuery.pinyin
      ended |= lanes & tailAt[reading] & NameQuery.pinyin
      let first = letterAt[Int(han.initial[reading])]
      next |= ((lanes & first) &<< 1) & NameQuery.initials
      if han.isHissing[reading] {
        next |= ((lanes & first & (letterAt[Int(UInt8(ascii: "h"))] >> 1)) &<< 2) & NameQuery.initials
      }
      if hanCount > 0 { next |= ((lanes & soundAt[reading]) &<< 1) & NameQuery.sounds }
    }
    return next
  }

  /// On over a word.
  private func step(_ lanes: Lanes, _ names: NameTable, _ word: Range<Int>, _ ended: inout Lanes) -> Lanes {
    if lanes == .zero { return .zero }
    var run = lanes
    var initial = Lanes.zero
    for place in word {
      run = (run & letterAt[Int(names.symbols[place] & 0xFF)]) &<< 1
      if place == word.lowerBound { initial = run & NameQuery.initials }
      if run == .zero { break }
      if place + 1 < word.upperBound { ended |= run & end }
    }
    return run | initial
  }

  private func places(of symbol: UInt16) -> UInt64 {
    guard SymbolText.isHan(symbol) else { return letterAt[Int(symbol & 0xFF)] }
    guard characters & Letters.bit(symbol) != 0 else { return 0 }
    return hanAt.first { $0.symbol == symbol }?.places ?? 0
  }
}

/// In which way a query means what it found; the more, the less certain.
public enum SearchMatch: String, Sendable, CaseIterable {
  /// As it is written.
  case name
  /// By pinyin, in whole syllables.
  case pinyin
  /// By the first letters of its syllables or words.
  case initials
  /// By characters that sound like its own.
  case sound
  /// But for a letter or a character.
  case typo
  /// By its number beside a name.
  case number
  /// By what kind of place it is.
  case kind
}

extension NameQuery.Fit {
  /// 0 for the very name, 2 and more for what is barely like it.
  var cost: Double {
    let way: Double =
      switch self.way {
      case .name: 0
      case .pinyin: 0.15
      case .initials: 0.6
      default: 0.5
      }
    if isWhole, isAnchored { return way }
    let rest = 0.3 * (1 - 1 / Double(rest + 1))
    return way + (isAnchored ? 0.25 : 0.7) + rest + (self.way == .initials ? 0.2 : 0)
  }
}
