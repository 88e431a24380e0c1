internal import Foundation

/// One spelling for small and capital letters, accents, widths and scripts.
enum TextFold {
  /// Lower case, without accents, in half width, Chinese in simplified characters.
  static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    var (folded, isPlain) = (String.UnicodeScalarView(), true)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5A: folded.append(Unicode.Scalar(UInt8(scalar.value + 0x20)))
      case 0..<0x80: folded.append(scalar)
      case 0x4E00...0x9FFF: folded.append(Han.shared.simplified(scalar))
      case 0x3007: folded.append("零")
      case 0x3000: folded.append(" ")
      // Forms in full width, as input methods write them.
      case 0xFF21...0xFF3A: folded.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0 + 0x20)))
      case 0xFF01...0xFF5E: folded.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      default:
        folded.append(scalar)
        isPlain = false
      }
    }
    let text = String(folded)
    if isPlain { return text }
    return text.replacing("ß", with: "ss")
      .folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
  }

  /// `三栋十二单元` as `3栋12单元`: Chinese numerals before the marks of an address, in folded text.
  static func withDigits(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { marks.contains($0) }) else { return text }
    let scalars = Array(text.unicodeScalars)
    var out = String.UnicodeScalarView()
    var row = 0
    while row < scalars.count {
      var end = row
      while end < scalars.count, numerals[scalars[end]] != nil { end += 1 }
      if end > row, end < scalars.count, marks.contains(scalars[end]), let value = number(scalars[row..<end])
      {
        out.append(contentsOf: value.unicodeScalars)
        row = end
      } else {
        out.append(contentsOf: scalars[row..<max(end, row + 1)])
        row = max(end, row + 1)
      }
    }
    return String(out)
  }

  private static let marks: Set<Unicode.Scalar> = ["栋", "幢", "座", "单", "号", "楼", "室", "层", "门", "期", "组"]
  /// Values of numerals; ten and a hundred by their own.
  private static let numerals: [Unicode.Scalar: Int] = [
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "百": 100,
  ]

  /// `十二` is 12, `一五零一` 1501; nil for what is no number.
  private static func number(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
    let values = scalars.compactMap { numerals[$0] }
    guard values.count <= 6 else { return nil }
    if values.allSatisfy({ $0 < 10 }) { return values.map(String.init).joined() }
    var (total, digit) = (0, Int?.none)
    for value in values {
      if value < 10 {
        guard digit == nil || digit == 0 else { return nil }
        digit = value
      } else {
        total += (digit ?? 1) * value
        digit = nil
      }
    }
    return String(total + (digit ?? 0))
  }
}

/// How Chinese is said.
public enum Pinyin {
  /// The likeliest syllables of `text`, words of other scripts as they stand: `["chong", "qing"]`.
  public static func syllables(of text: String) -> [String] {
    let text = SymbolText(text)
    var parts: [String] = []
    for (row, sound) in text.sounds.enumerated() {
      if let sound {
        parts.append(String(decoding: Han.shared.syllables[Int(sound)], as: UTF8.self))
      } else {
        let letter = Unicode.Scalar(text.symbols[row]).map(String.init) ?? ""
        if text.starts & 1 << UInt64(row) != 0 {
          parts.append(letter)
        } else {
          parts[parts.count - 1] += letter
        }
      }
    }
    return parts
  }
}

/// A name or a query as a row of symbols: Han characters, digits and letters, nothing else.
///
/// Han characters of the basic plane are themselves; letters and digits of other scripts one byte. Cut at ``longest``.
struct SymbolText: Hashable {
  private(set) var symbols: [UInt16] = []
  /// A bit for each symbol that begins a unit: a Han character, a digit, or a word of letters.
  private(set) var starts: UInt64 = 0

  /// Bits of a word of the machine, less one for the end and one to spare.
  static let longest = 62

  init(_ text: String) {
    var isInWord = false
    for scalar in TextFold.withDigits(TextFold.fold(text)).unicodeScalars {
      guard symbols.count < SymbolText.longest else { return }
      guard let symbol = SymbolText.symbol(scalar) else {
        // "People's" is one word.
        if scalar != "'", scalar != "’" { isInWord = false }
        continue
      }
      let isLetter = SymbolText.isLetter(symbol)
      if !isLetter || !isInWord { starts |= 1 << UInt64(symbols.count) }
      isInWord = isLetter
      symbols.append(symbol)
    }
  }

  static func isHan(_ symbol: UInt16) -> Bool { symbol >= 0x3400 }
  static func isDigit(_ symbol: UInt16) -> Bool { symbol >= 0x30 && symbol <= 0x39 }
  private static func isLetter(_ symbol: UInt16) -> Bool { !isHan(symbol) && !isDigit(symbol) }

  private static func symbol(_ scalar: Unicode.Scalar) -> UInt16? {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: return UInt16(scalar.value)
    case 0..<0x80: return nil
    case 0x3400...0x9FFF: return UInt16(scalar.value)
    case 0x2_0000...0x3_FFFF: return 0xE000 | UInt16(scalar.value & 0x0FFF)
    default:
      guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return nil }
      return 0x80 | UInt16(scalar.value & 0x7F)
    }
  }

  /// The syllable that each Han character most likely has in its word, and each digit; nil for letters.
  var sounds: [Han.Syllable?] {
    let han = Han.shared
    var sounds = [Han.Syllable?](repeating: nil, count: symbols.count)
    var row = 0
    while row < symbols.count {
      if row + 1 < symbols.count, let (a, b) = han.word(symbols[row], symbols[row + 1]) {
        (sounds[row], sounds[row + 1]) = (a, b)
        row += 2
        continue
      }
      sounds[row] = han.readings(symbols[row]).first
      row += 1
    }
    return sounds
  }

  /// All as letters: Han characters and digits in pinyin, the rest as it stands; folded by ``Letters/folded(_:)``.
  var letters: [UInt8] {
    let han = Han.shared
    var plain: [UInt8] = []
    for (symbol, sound) in zip(symbols, sounds) {
      if let sound {
        plain += han.syllables[Int(sound)]
      } else {
        plain.append(UInt8(truncatingIfNeeded: symbol))
      }
    }
    return Letters.folded(plain)
  }
}
