/// One word, number or Chinese character of an address, folded.
public struct AddressToken: Hashable, Sendable {
  /// What a token is made of.
  public enum Kind: Sendable { case number, word, han }
  public var text: String
  /// As it was given, folded only.
  public var spelling: String
  public var kind: Kind
  /// `-` or `/` where that alone stands between the number before and this one.
  public var joint: Character?
  /// How many commas stand before it.
  public var part: Int
}

/// An address cut into tokens, so that case, width, accents and spaces do not matter.
public struct AddressText: Sendable {
  public private(set) var tokens: [AddressToken] = []

  public init(_ text: String) {
    var part = 0
    var gap = ""
    var current = ""
    var kind = AddressToken.Kind.word
    func flush(_ tokens: inout [AddressToken]) {
      guard !current.isEmpty else { return }
      let joint = gap.count == 1 && "-/".contains(gap) && tokens.last?.kind == .number ? gap.first : nil
      tokens.append(
        AddressToken(
          text: AddressText.spelt(current, kind), spelling: current, kind: kind, joint: joint, part: part))
      current = ""
      gap = ""
    }
    for character in AddressText.marked(AddressText.fold(text)) {
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
  public var key: String { key(0..<tokens.count) }

  public func key(_ range: Range<Int>) -> String { tokens[range].reduce(into: "") { $0 += $1.text } }

  private static func kind(_ character: Character) -> AddressToken.Kind? {
    if character.isASCII { return character.isNumber ? .number : character.isLetter ? .word : nil }
    guard let scalar = character.unicodeScalars.first, character.isLetter || character.isNumber else {
      return nil
    }
    return (0x2E80...0x9FFF).contains(scalar.value) || scalar.value >= 0xF900 ? .han : .word
  }

  /// One spelling of numerals and marks: `三栋`, `3#` and `3#楼` are `3栋`.
  private static func marked(_ text: String) -> String {
    guard text.contains("#") else { return TextFold.withDigits(text) }
    var marked: [Character] = []
    for character in text {
      switch character {
      case "#" where marked.last?.isNumber == true: marked.append("栋")
      case "楼" where marked.last == "栋": continue
      default: marked.append(character)
      }
    }
    return TextFold.withDigits(String(marked))
  }

  /// Lower case, without accents, in half width, in simplified characters.
  public static func fold(_ text: String) -> String { TextFold.fold(text) }

  /// One spelling for `ä` and `ae`, `Str.` and `Straße`.
  private static func spelt(_ word: String, _ kind: AddressToken.Kind) -> String {
    guard kind == .word else { return word }
    let plain = word.replacing("ae", with: "a").replacing("oe", with: "o").replacing("ue", with: "u")
    return plain.hasSuffix("str") ? plain + "asse" : plain
  }
}
