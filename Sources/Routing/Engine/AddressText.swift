internal import Foundation

/// One word, number or Chinese character of an address, folded.
struct AddressToken: Hashable {
  enum Kind { case number, word, han }
  var text: String
  var kind: Kind
  /// `-` or `/` where that alone stands between the number before and this one.
  var joint: Character?
  /// How many commas stand before it.
  var part: Int
}

/// An address cut into tokens, so that case, width, accents and spaces do not matter.
struct AddressText {
  private(set) var tokens: [AddressToken] = []

  init(_ text: String) {
    var part = 0
    var gap = ""
    var current = ""
    var kind = AddressToken.Kind.word
    func flush(_ tokens: inout [AddressToken]) {
      guard !current.isEmpty else { return }
      let joint = gap.count == 1 && "-/".contains(gap) && tokens.last?.kind == .number ? gap.first : nil
      tokens.append(
        AddressToken(text: AddressText.spelt(current, kind), kind: kind, joint: joint, part: part))
      current = ""
      gap = ""
    }
    for character in AddressText.fold(text) {
      guard let found = AddressText.kind(character) else {
        flush(&tokens)
        gap.append(character == "–" ? "-" : character)
        if ",;、".contains(character) { part += 1 }
        continue
      }
      // "12a" stays one token, "金沙3" becomes three.
      let continues = !current.isEmpty && (found == kind || kind == .number && found == .word)
      if !continues || found == .han { flush(&tokens) }
      if current.isEmpty { kind = found }
      current.append(character)
    }
    flush(&tokens)
  }

  /// All tokens without gaps: two spellings of a name have the same key.
  var key: String { key(0..<tokens.count) }

  func key(_ range: Range<Int>) -> String { tokens[range].reduce(into: "") { $0 += $1.text } }

  private static func kind(_ character: Character) -> AddressToken.Kind? {
    if character.isASCII { return character.isNumber ? .number : character.isLetter ? .word : nil }
    guard let scalar = character.unicodeScalars.first, character.isLetter || character.isNumber else {
      return nil
    }
    return (0x2E80...0x9FFF).contains(scalar.value) || scalar.value >= 0xF900 ? .han : .word
  }

  /// Lower case, without accents, in half width.
  static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    return text.replacing("ß", with: "ss")
      .folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
  }

  /// One spelling for `ä` and `ae`, `Str.` and `Straße`.
  private static func spelt(_ word: String, _ kind: AddressToken.Kind) -> String {
    guard kind == .word else { return word }
    let plain = word.replacing("ae", with: "a").replacing("oe", with: "o").replacing("ue", with: "u")
    return plain.hasSuffix("str") ? plain + "asse" : plain
  }
}
