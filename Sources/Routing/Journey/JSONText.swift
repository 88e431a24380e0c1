internal import Geo

/// Writes JSON quickly: bytes appended one after the other, numbers without floating point.
///
/// The caller gives the keys of an object in ascending order.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  /// Whether a comma is due before the next value or key.
  private var needsComma = false

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Structure

  mutating func object(_ body: (inout JSONText) -> Void) { nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body) }

  mutating func array(_ body: (inout JSONText) -> Void) { nest(UInt8(ascii: "["), UInt8(ascii: "]"), body) }

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

  mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: name.description.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  // MARK: Values

  mutating func null() { raw("null") }

  mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  mutating func int(_ value: Int) {
    separate()
    digits(value)
  }

  mutating func string(_ value: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for byte in value.utf8 { escape(byte) }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func string(_ value: String?) {
    if let value { string(value) } else { null() }
  }

  /// Thousandths as a decimal number: `1500` is written `1.5`.
  mutating func thousandths(_ value: UInt32) {
    separate()
    digits(Int(value) / 1000)
    fraction(Int(value) % 1000, digits: 3)
  }

  mutating func seconds(_ value: Milliseconds?) {
    if let value { thousandths(value.rawValue) } else { null() }
  }

  mutating func metres(_ value: Millimetres?) {
    if let value { thousandths(value.rawValue) } else { null() }
  }

  /// `[lon,lat]`, seven decimals at most.
  mutating func position(_ place: Coordinate) {
    separate()
    bytes.append(UInt8(ascii: "["))
    degrees(place.longitudeE7)
    bytes.append(UInt8(ascii: ","))
    degrees(place.latitudeE7)
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func raw(_ text: StaticString) {
    separate()
    bytes.append(contentsOf: text.description.utf8)
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
    bytes.append(UInt8(ascii: "."))
    var rest = value
    var place = 1
    for _ in 1..<count { place *= 10 }
    while rest != 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place /= 10
    }
  }

  private mutating func digits(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let size = value.magnitude
    var place: UInt = 1
    while size / place >= 10 { place *= 10 }
    while place > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(size / place % 10))
      place /= 10
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
