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

  public mutating func object(_ body: (inout JSONText) -> Void) { nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body) }

  public mutating func array(_ body: (inout JSONText) -> Void) { nest(UInt8(ascii: "["), UInt8(ascii: "]"), body) }

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
    bytes.append(contentsOf: name.description.utf8)
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
    for byte in value.utf8 { escape(byte) }
    bytes.append(UInt8(ascii: "\""))
  }

  public mutating func string(_ value: String?) {
    if let value { string(value) } else { null() }
  }

  /// Text that needs no escaping, byte by byte.
  public mutating func string(plain ascii: some Sequence<UInt8>) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: ascii)
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
