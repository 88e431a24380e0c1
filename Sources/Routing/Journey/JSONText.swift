public import Geo

/// Writes JSON quickly: bytes appended one after the other, numbers without floating point.
///
/// The caller gives the keys of an object in ascending order.
public struct JSONText {
  public private(set) var bytes: [UInt8] = []
  /// Whether a comma is due before the next value or key.
  private var needsComma = false

  public init(capacity: Int) { bytes.reserveCapacity(capacity) }

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Structure

  public mutating func object(_ body: (inout JSONText) -> Void) {
    nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  public mutating func array(_ body: (inout JSONText) -> Void) {
    nest(UInt8(ascii: "["), UInt8(ascii: "]"), body)
  }

  private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONText) -> Void) {
    separate()
    bytes.append(open)
    needsComma = false
    body(&self)
    bytes.append(close)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  public mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    plain(name)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  // MARK: Values

  public mutating func null() { raw("null") }

  public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  public mutating func int(_ value: Int) {
    separate()
    digits(value)
  }

  public mutating func string(_ value: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    if JSONText.isPlain(value) {
      bytes.append(contentsOf: value.utf8)
    } else {
      for byte in value.utf8 { escape(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether `value` may stand between quotation marks as it is.
  private static func isPlain(_ value: String) -> Bool {
    let span = value.utf8Span.span
    for row in span.indices {
      let byte = span[row]
      if byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
    }
    return true
  }

  public mutating func string(_ value: String?) {
    if let value { string(value) } else { null() }
  }

  /// Text that needs no escaping.
  public mutating func string(plain text: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    plain(text)
    bytes.append(UInt8(ascii: "\""))
  }

  /// The same with the bytes that `body` appends.
  public mutating func string(appending body: (inout [UInt8]) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    body(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Thousandths as a decimal number: `1500` is written `1.5`.
  public mutating func thousandths(_ value: UInt32) {
    separate()
    digits(Int(value) / 1000)
    fraction(Int(value) % 1000, digits: 3)
  }

  public mutating func seconds(_ value: Milliseconds?) {
    if let value { thousandths(value.rawValue) } else { null() }
  }

  public mutating func metres(_ value: Millimetres?) {
    if let value { thousandths(value.rawValue) } else { null() }
  }

  /// `[lon,lat]`, seven decimals at most.
  public mutating func position(_ place: Coordinate) {
    separate()
    bytes.append(UInt8(ascii: "["))
    degrees(place.longitudeE7)
    bytes.append(UInt8(ascii: ","))
    degrees(place.latitudeE7)
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func raw(_ text: StaticString) {
    separate()
    plain(text)
  }

  /// The text itself, without making a string of it.
  private mutating func plain(_ text: StaticString) {
    // A static string of several characters points to so many bytes for as long as the program runs.
    precondition(text.hasPointerRepresentation, "a literal of one character")
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func degrees(_ units: Int32) {
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    let size = Int(units.magnitude)
    digits(size / 10_000_000)
    fraction(size % 10_000_000, digits: 7)
  }

  /// Digits after the point, without zeros at the end.
  private mutating func fraction(_ value: Int, digits count: Int) {
    guard value != 0 else { return }
    var (rest, count) = (UInt32(truncatingIfNeeded: value), count)
    while rest % 10 == 0 {
      rest /= 10
      count -= 1
    }
    var reversed = [8 of UInt8](repeating: 0)
    for row in 0..<count {
      reversed[row] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    bytes.append(UInt8(ascii: "."))
    for row in stride(from: count - 1, through: 0, by: -1) { bytes.append(reversed[row]) }
  }

  private mutating func digits(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    if rest < 10 { return bytes.append(UInt8(ascii: "0") + UInt8(rest)) }
    // From the last digit to the first: dividing by a constant is cheap.
    var reversed = [20 of UInt8](repeating: 0)
    var count = 0
    while rest > 0 {
      reversed[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    }
    while count > 0 {
      count -= 1
      bytes.append(reversed[count])
    }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<32:
      let hex = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: Array("\\u00".utf8))
      bytes.append(hex[Int(byte >> 4)])
      bytes.append(hex[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}
