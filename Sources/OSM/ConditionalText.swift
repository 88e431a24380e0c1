import Foundation

/// Cuts the text of a conditional restriction into clauses, values and conditions.
enum ConditionalText {
  struct Clause {
    var value: String
    var condition: String
    var whole: String
  }

  /// The clauses; a piece after `;` without its own `@` belongs to the condition before it.
  static func clauses(of text: String) throws(ConditionalRestrictionError) -> [Clause] {
    var result: [Clause] = []
    for piece in split(plain(text), at: { $0 == ";" }) {
      let whole = trimmed(piece)
      if whole.isEmpty { continue }
      guard let at = whole.firstIndex(of: "@"), !isQuoted(whole, before: at) else {
        guard !result.isEmpty else { throw .conditionMissing(clause: whole) }
        result[result.count - 1].condition += "; " + whole
        result[result.count - 1].whole += "; " + whole
        continue
      }
      let value = trimmed(whole[..<at])
      let condition = trimmed(whole[whole.index(after: at)...].drop { $0 == "@" })
      guard !value.isEmpty, !condition.isEmpty else { throw .conditionMissing(clause: whole) }
      result.append(Clause(value: value, condition: condition, whole: whole))
    }
    return result
  }

  /// The parts joined by AND, without the brackets around them.
  static func parts(of condition: String) -> [String] {
    var result: [String] = []
    var rest = Substring(withoutBrackets(condition))
    while let found = conjunction(in: rest) {
      result.append(withoutBrackets(trimmed(rest[..<found.lowerBound])))
      rest = rest[found.upperBound...]
    }
    result.append(withoutBrackets(trimmed(rest)))
    return result.filter { !$0.isEmpty }
  }

  /// Whether `part` is a fact about vehicle, person or weather instead of time.
  static func isProperty(_ part: String) -> Bool {
    if part.contains(where: { "<>=".contains($0) }) { return true }
    // One bare word, perhaps with a country or an argument, that opening hours do not know.
    let signs = part.contains(where: { $0 == "_" || $0 == ":" }) ? "_:()-" : "()"
    let isWord = part.allSatisfy { $0.isLetter || signs.contains($0) }
    guard isWord, let first = part.first, first.isLetter else { return false }
    return (try? OpeningHours(parsing: part)) == nil
  }

  // MARK: - Small tools

  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar {
          case "；": ";"
          case "（": "("
          case "）": ")"
          case "＠": "@"
          case "“", "”": "\""
          default: scalar
          }
        }))
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var view = text.drop(while: \.isWhitespace)[...]
    while let last = view.last, last.isWhitespace || last == "@" { view = view.dropLast() }
    return String(view)
  }

  /// Splits outside brackets and quotation marks.
  ///
  /// Brackets that never match are no reason to trap.
  private static func split(_ text: String, at isSign: (Character) -> Bool) -> [Substring] {
    var depth = 0
    var isInQuotes = false
    var pieces: [Substring] = []
    var start = text.startIndex
    for place in text.indices {
      switch text[place] {
      case "\"": isInQuotes.toggle()
      case "(" where !isInQuotes: depth += 1
      case ")" where !isInQuotes: depth = max(0, depth - 1)
      case let sign where depth == 0 && !isInQuotes && isSign(sign):
        pieces.append(text[start..<place])
        start = text.index(after: place)
      default: break
      }
    }
    pieces.append(text[start...])
    return pieces
  }

  private static func isQuoted(_ text: String, before place: String.Index) -> Bool {
    text[..<place].count(where: { $0 == "\"" }) % 2 == 1
  }

  /// The text without one pair of brackets around all of it.
  static func withoutBrackets(_ text: String) -> String {
    guard text.first == "(", text.last == ")", text.count >= 2 else { return text }
    var depth = 0
    for place in text.indices.dropLast() {
      if text[place] == "(" { depth += 1 }
      if text[place] == ")" { depth -= 1 }
      if depth == 0 { return text }
    }
    return trimmed(text.dropFirst().dropLast())
  }

  /// The first AND between spaces outside quotation marks.
  private static func conjunction(in text: Substring) -> Range<Substring.Index>? {
    var isInQuotes = false
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] == "\"" { isInQuotes.toggle() }
      if !isInQuotes, text[place].isWhitespace || text[place] == ")" {
        let word = text[text.index(after: place)...].prefix(4)
        if word.count == 4, word.prefix(3).lowercased() == "and",
          word.last?.isWhitespace == true || word.last == "("
        {
          let from = text[place] == ")" ? text.index(after: place) : place
          return from..<text.index(text.index(after: place), offsetBy: 3)
        }
      }
      place = text.index(after: place)
    }
    return nil
  }
}
