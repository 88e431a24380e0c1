/// Spellings that people mix up, made one; and a set of the pairs of letters in a word.
enum Letters {
  /// Letters without what is often confused in pinyin: `zh`, `ch`, `sh` lose their `h`, `l` is `n`, a final `ng` is `n`,
  /// `v` is `u`.
  ///
  /// The same for names and queries, so that equal spellings stay equal.
  static func folded(_ letters: some Sequence<UInt8>) -> [UInt8] {
    let letters = Array(letters)
    var folded: [UInt8] = []
    folded.reserveCapacity(letters.count)
    for (row, letter) in letters.enumerated() {
      let before = row > 0 ? letters[row - 1] : 0
      switch letter {
      case UInt8(ascii: "h") where isHissing(before): continue
      case UInt8(ascii: "g") where before == UInt8(ascii: "n"):
        // "nangang" keeps the g that begins a syllable.
        if row + 1 < letters.count, isVowel(letters[row + 1]) { folded.append(letter) }
      case UInt8(ascii: "l"): folded.append(UInt8(ascii: "n"))
      case UInt8(ascii: "v"): folded.append(UInt8(ascii: "u"))
      default: folded.append(letter)
      }
    }
    return folded
  }

  /// Whether ``folded(_:)`` may leave out `letter` where it stands after `before`.
  static func mayLose(_ letter: UInt8, after before: UInt8) -> Bool {
    letter == UInt8(ascii: "h") && isHissing(before)
      || letter == UInt8(ascii: "g") && before == UInt8(ascii: "n")
  }

  private static func isHissing(_ letter: UInt8) -> Bool {
    letter == UInt8(ascii: "z") || letter == UInt8(ascii: "c") || letter == UInt8(ascii: "s")
  }

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
      UInt8(ascii: "v"):
      true
    default: false
    }
  }

  /// One of 64 bits for a Han character.
  static func bit(_ symbol: UInt16) -> UInt64 { 1 << UInt64((UInt32(symbol) &* 0x9E37_79B1) >> 26) }

  /// One of ``pairCount`` numbers for the pair `a`, `b`; no two pairs of Latin letters have the same.
  static func pair(_ a: UInt8, _ b: UInt8) -> Int { Int(a & 31) << 5 | Int(b & 31) }

  static let pairCount = 1024

  /// One of 64 bits for a first letter, no two letters the same.
  static func head(_ letter: UInt8) -> UInt64 { 1 << UInt64(letter & 63) }
}

/// A set of pairs of letters that may hold a few more than were put in.
struct PairSet: Sendable {
  private var bits = SIMD4<UInt64>.zero

  init() {}

  /// All pairs of neighbours.
  init(_ letters: [UInt8]) { insert(neighboursOf: letters) }

  mutating func insert(_ a: UInt8, _ b: UInt8) {
    let row = ((UInt32(a) << 8 | UInt32(b)) &* 0x9E37_79B1) >> 24
    bits[Int(row >> 6)] |= 1 << UInt64(row & 63)
  }

  mutating func insert(neighboursOf letters: [UInt8]) {
    for row in letters.indices.dropFirst() { insert(letters[row - 1], letters[row]) }
  }

  func isSubset(of other: PairSet) -> Bool { bits & ~other.bits == .zero }
}
