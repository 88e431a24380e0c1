/// Readings of Han characters in pinyin, and simplified forms of traditional ones.
///
/// Read once from ``HanTables``; then immutable and shared.
final class Han: Sendable {
  static let shared = Han()

  /// The row of a syllable in ``syllables``.
  typealias Syllable = UInt16

  /// Letters of all syllables: `zhong`, `lv`; at most six of `a`...`z`.
  let syllables: [[UInt8]]
  /// ``syllables`` as ``Letters/folded(_:)`` leaves them.
  let folded: [[UInt8]]
  /// Letters of each syllable, and its first one.
  let length: [UInt8]
  let initial: [UInt8]
  /// Whether a syllable begins with `zh`, `ch` or `sh`.
  let isHissing: [Bool]
  /// Readings that occur together; the first group is empty.
  private let groups: [[Syllable]]
  /// The rows of ``sounds`` of each group; one entry more than there are groups.
  let firstSound: [UInt16]
  let sounds: [Syllable]
  /// Row of ``groups`` of each character from ``first`` on.
  private let group: [UInt16]
  /// The simplified form of each character from ``first`` on; 0 where it is its own.
  private let simple: [UInt16]
  /// Readings of words of two characters, by both.
  private let words: [UInt32: (Syllable, Syllable)]
  private let digits: [UInt16]

  static let first: UInt16 = 0x4E00
  static let last: UInt16 = 0x9FFF

  private init() {
    var reader = HanReader()
    reader.readGroups(HanTables.readings)
    reader.readWords(HanTables.words)
    reader.readPairs(HanTables.traditional)
    syllables = reader.syllables
    folded = syllables.map { Letters.folded($0) }
    length = syllables.map { UInt8($0.count) }
    initial = syllables.map { $0[0] }
    isHissing = syllables.map { $0.count > 1 && $0[1] == UInt8(ascii: "h") }
    var firsts: [UInt16] = [0]
    for group in reader.groups { firsts.append(firsts[firsts.count - 1] + UInt16(group.count)) }
    (firstSound, sounds) = (firsts, reader.groups.flatMap(\.self))
    (groups, group, simple, words) = (reader.groups, reader.group, reader.simple, reader.words)
    digits = "零一二三四五六七八九".utf16.map { reader.group[Int($0 - Han.first)] }
  }

  /// Readings of a Han character or of a digit, likeliest first; none of anything else.
  func readings(_ symbol: UInt16) -> [Syllable] {
    groups[Int(group(of: symbol))]
  }

  /// The row of its readings; 0 where it has none.
  func group(of symbol: UInt16) -> UInt16 {
    if symbol >= Han.first, symbol <= Han.last { return group[Int(symbol - Han.first)] }
    if symbol >= 0x30, symbol <= 0x39 { return digits[Int(symbol - 0x30)] }
    return 0
  }

  /// How the word of these two characters is read, where that is not as they mostly are.
  func word(_ a: UInt16, _ b: UInt16) -> (Syllable, Syllable)? { words[UInt32(a) << 16 | UInt32(b)] }

  /// The simplified form of `scalar`; itself where it is none of the traditional ones.
  func simplified(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.value >= UInt32(Han.first), scalar.value <= UInt32(Han.last) else { return scalar }
    let form = simple[Int(scalar.value) - Int(Han.first)]
    return form == 0 ? scalar : Unicode.Scalar(form) ?? scalar
  }
}

/// Reads the tables as ``HanTables`` has them.
private struct HanReader {
  var syllables: [[UInt8]] = []
  var groups: [[Han.Syllable]] = [[]]
  var group = [UInt16](repeating: 0, count: Int(Han.last - Han.first) + 1)
  var simple = [UInt16](repeating: 0, count: Int(Han.last - Han.first) + 1)
  var words: [UInt32: (Han.Syllable, Han.Syllable)] = [:]
  private var rows: [[UInt8]: Han.Syllable] = [:]

  private mutating func syllable(_ letters: [UInt8]) -> Han.Syllable {
    if let row = rows[letters] { return row }
    let row = Han.Syllable(syllables.count)
    syllables.append(letters)
    rows[letters] = row
    return row
  }

  /// Reads the likes of `zhong,chong:重;`.
  mutating func readGroups(_ text: String) {
    var (letters, sounds) = ([UInt8](), [Han.Syllable]())
    for unit in text.utf16 {
      switch unit {
      case 0x2C, 0x3A:  // , :
        sounds.append(syllable(letters))
        letters = []
        if unit == 0x3A { groups.append(sounds) }
      case 0x3B: sounds = []  // ;
      case 0x61...0x7A: letters.append(UInt8(unit))
      case Han.first...Han.last: group[Int(unit - Han.first)] = UInt16(groups.count - 1)
      default: break
      }
    }
  }

  /// Reads the likes of `重庆chong,qing;`.
  mutating func readWords(_ text: String) {
    var (key, letters, sounds) = (UInt32(0), [UInt8](), [Han.Syllable]())
    for unit in text.utf16 {
      switch unit {
      case 0x2C:
        sounds.append(syllable(letters))
        letters = []
      case 0x3B:
        words[key] = (sounds[0], syllable(letters))
        (key, letters, sounds) = (0, [], [])
      case 0x61...0x7A: letters.append(UInt8(unit))
      case Han.first...Han.last: key = key << 16 | UInt32(unit)
      default: break
      }
    }
  }

  /// Traditional and simplified by turns.
  mutating func readPairs(_ text: String) {
    var traditional: UInt16 = 0
    for unit in text.utf16 where unit >= Han.first && unit <= Han.last {
      if traditional == 0 {
        traditional = unit
      } else {
        simple[Int(traditional - Han.first)] = unit
        traditional = 0
      }
    }
  }
}
