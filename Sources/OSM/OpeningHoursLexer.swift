/// One word, number or sign of opening hours.
struct HoursToken: Sendable {
  enum Kind: Sendable, Equatable {
    /// `digits` tells `8` from `08`.
    case number(Int, digits: Int)
    /// A day of the week, Monday 0.
    case weekday(Int)
    /// Several days by one word (`daily`, `weekend`), as a set with Monday as bit 0.
    case weekdays(UInt8)
    /// 工作日: Monday to Friday, but no holiday.
    case workdays
    case month(Int)
    case publicHoliday, schoolHoliday, easter, week
    case sun(SunEvent)
    /// `noon`, `midnight`: minutes.
    case clock(Int)
    case open, closed, unknown
    /// 除外: closed, whatever stands after it.
    case excepted
    /// `day`, `days`.
    case days
    case am, pm
    /// 上午, 下午 and 晚上, before an hour; the twelve o'clock of 晚上 is midnight.
    case morning, afternoon, night
    /// 半: half past the hour before it.
    case half
    /// `h`, `Uhr`, 点: after an hour.
    case hourMark
    /// 月 and 日 or 号: after a month and a day.
    case monthMark, dayMark
    case allDay
    case comment(String)
    /// A quotation mark that is never closed.
    case brokenComment
    /// An ASCII sign: `- , ; : + / [ ] ( ) . |` or a double bar as `‖`.
    case sign(Character)
    /// A word of no known meaning, or one that says nothing.
    case word(String), filler
    case end
  }

  var kind: Kind
  /// Place in the text, from 0, in Unicode scalars.
  var position: Int
  var spaceBefore: Bool
}

/// Cuts opening hours into tokens and forgives how they are spelled.
struct HoursLexer {
  private let scalars: [Unicode.Scalar]
  private var at = 0

  init(_ text: String) throws(OpeningHoursError) {
    scalars = text.unicodeScalars.map(HoursLexer.plain)
    guard scalars.count <= OpeningHours.longestText else { throw .tooLong(length: scalars.count) }
  }

  /// All tokens, ended by ``HoursToken/Kind/end``.
  mutating func tokens() -> [HoursToken] {
    var result: [HoursToken] = []
    while true {
      let spaceBefore = skipSpace()
      let start = at
      guard let kind = next() else {
        result.append(HoursToken(kind: .end, position: start, spaceBefore: spaceBefore))
        return result
      }
      if kind == .filler { continue }
      result.append(HoursToken(kind: kind, position: start, spaceBefore: spaceBefore))
    }
  }

  /// What stands at `position`, for an error message: a word, or a few characters.
  func excerpt(at position: Int) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars[min(position, scalars.count)...].prefix(24) {
      if !text.isEmpty, scalar == " " || scalar == ";" { break }
      text.append(scalar)
    }
    return String(text)
  }

  private mutating func skipSpace() -> Bool {
    let start = at
    while at < scalars.count, scalars[at] == " " { at += 1 }
    return at > start
  }

  private mutating func next() -> HoursToken.Kind? {
    guard at < scalars.count else { return nil }
    let scalar = scalars[at]
    if HoursLexer.isDigit(scalar) { return number() }
    if scalar == "\"" { return comment() }
    if scalar.properties.isAlphabetic { return word() }
    at += 1
    if scalar == "|", at < scalars.count, scalars[at] == "|" {
      at += 1
      return .sign("‖")
    }
    return scalar == "&" ? .sign(",") : .sign(Character(scalar))
  }

  private mutating func number() -> HoursToken.Kind {
    let start = at
    var value = 0
    while at < scalars.count, HoursLexer.isDigit(scalars[at]) {
      value = min(value * 10 + Int(scalars[at].value - 48), 99_999)
      at += 1
    }
    return .number(value, digits: at - start)
  }

  private mutating func comment() -> HoursToken.Kind {
    guard let end = scalars[(at + 1)...].firstIndex(of: "\"") else {
      at = scalars.count
      return .brokenComment
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[(at + 1)..<end])
    at = end + 1
    return .comment(String(text))
  }

  /// A run of letters: the longest known word it begins with when it is Chinese, else all of it.
  private mutating func word() -> HoursToken.Kind {
    if let kind = chineseWord() { return kind }
    let start = at
    while at < scalars.count, scalars[at].properties.isAlphabetic, scalars[at].value < 0x2E80 { at += 1 }
    if at == start { at += 1 }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<at])
    let text = String(view)
    if let kind = HoursWords.meaning(of: text.lowercased()) { return kind }
    return .word(text)
  }

  private mutating func chineseWord() -> HoursToken.Kind? {
    guard scalars[at].value >= 0x2E80 else { return nil }
    for length in stride(from: min(5, scalars.count - at), to: 0, by: -1) {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[at..<(at + length)])
      if let kind = HoursWords.chinese[String(view)] {
        at += length
        return kind
      }
    }
    return nil
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar >= "0" && scalar <= "9" }

  /// The ASCII sign that `scalar` is a variant of: full width, dashes, quotation marks, odd spaces.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x9, 0xA0, 0x2000...0x200B, 0x202F, 0x205F, 0x3000, 0xFEFF: " "
    case 0xA, 0xD: ";"
    case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0x7E, 0x301C, 0xFF5E: "-"
    case 0x201C...0x201F, 0xAB, 0xBB, 0x300C, 0x300D, 0x60, 0xB4: "\""
    case 0x3001, 0x66B, 0x60C: ","
    case 0x3002: "."
    case 0x2236, 0xA789: ":"
    case 0xFF01...0xFF5D: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    default: scalar
    }
  }
}
