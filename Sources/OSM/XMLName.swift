import Geo

/// The name of an XML element or attribute: its bytes in one number, as long as they fit.
///
/// All names that matter have at most eight bytes; longer ones are all ``other``.
struct XMLName: Hashable, Sendable {
  private let rawValue: UInt64

  init(_ text: Span<UInt8>) {
    var packed: UInt64 = 0
    for index in text.indices { packed = packed << 8 | UInt64(text[index]) }
    rawValue = text.count <= 8 ? packed : 0
  }

  init(_ text: StaticString) { self.init(text.description.utf8.span) }

  static let other = XMLName("")
  static let osm = XMLName("osm")
  static let note = XMLName("note")
  static let node = XMLName("node")
  static let way = XMLName("way")
  static let relation = XMLName("relation")
  static let tag = XMLName("tag")
  static let nd = XMLName("nd")
  static let member = XMLName("member")
  static let id = XMLName("id")
  static let lat = XMLName("lat")
  static let lon = XMLName("lon")
  static let ref = XMLName("ref")
  static let k = XMLName("k")
  static let v = XMLName("v")
  static let type = XMLName("type")
  static let role = XMLName("role")
  static let visible = XMLName("visible")
  static let action = XMLName("action")
  /// `false` and `delete`: the values that mark deleted elements.
  static let no = XMLName("false")
  static let delete = XMLName("delete")
}

/// Reads numbers as XML attributes hold them.
enum XMLNumber {
  /// A whole number; nil when there is anything else or it does not fit.
  static func integer(_ text: Span<UInt8>) -> Int64? {
    let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    guard text.count > start else { return nil }
    var value: Int64 = 0
    for index in start..<text.count {
      guard let digit = digit(text[index]) else { return nil }
      let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowToo) =
        isNegative
        ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
      guard !overflow, !overflowToo else { return nil }
      value = sum
    }
    return value
  }

  /// Degrees in units of 10⁻⁷, rounded to the nearest; nil when there is no number.
  ///
  /// Values beyond ±1000 degrees come back as some value beyond them.
  static func degreesE7(_ text: Span<UInt8>) -> Int64? {
    plainE7(text) ?? scientificE7(text)
  }

  /// `-12.3456789` without detours through binary fractions; nil for any other form.
  private static func plainE7(_ text: Span<UInt8>) -> Int64? {
    var value: Int64 = 0
    var digits = 0
    var decimals: Int?
    var roundsUp = false
    let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    for index in (isNegative ? 1 : 0)..<text.count {
      if text[index] == UInt8(ascii: "."), decimals == nil {
        decimals = 0
        continue
      }
      guard let digit = digit(text[index]) else { return nil }
      digits += 1
      if let places = decimals {
        decimals = places + 1
        if places == 7 { roundsUp = digit >= 5 }
        if places >= 7 { continue }
      }
      guard value < 10_000_000_000 else { return nil }
      value = value * 10 + digit
    }
    guard digits > 0 else { return nil }
    for _ in min(decimals ?? 0, 7)..<7 { value *= 10 }
    if roundsUp { value += 1 }
    return isNegative ? -value : value
  }

  /// Any other form that Swift reads as a number, such as `1e-05`.
  private static func scientificE7(_ text: Span<UInt8>) -> Int64? {
    guard text.count < 64, let degrees = Double(StringTable.text(text)), degrees.isFinite else { return nil }
    return Int64((max(-1e4, min(1e4, degrees)) * 1e7).rounded())
  }

  private static func digit(_ byte: UInt8) -> Int64? {
    byte >= 0x30 && byte <= 0x39 ? Int64(byte - 0x30) : nil
  }
}
