/// A place in a protobuf message; the bytes themselves are passed to each call.
///
/// Nothing here can read outside `at..<end`, whatever the bytes are.
/// - SeeAlso: <https://protobuf.dev/programming-guides/encoding/>
struct ProtobufCursor {
  var at: Int
  let end: Int

  init(_ range: Range<Int>) {
    at = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { at >= end }

  /// An unsigned number.
  @inline(__always)
  mutating func varint(_ bytes: Span<UInt8>) throws(PBFDamage) -> UInt64 {
    guard at < end else { throw .number }
    let first = bytes[at]
    at &+= 1
    return first < 0x80 ? UInt64(first) : try longVarint(bytes, UInt64(first & 0x7F))
  }

  private mutating func longVarint(_ bytes: Span<UInt8>, _ low: UInt64) throws(PBFDamage) -> UInt64 {
    var value = low
    var shift: UInt64 = 7
    while at < end, shift < 64 {
      let byte = bytes[at]
      at &+= 1
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return value }
      shift &+= 7
    }
    throw .number
  }

  /// A signed number in zigzag form.
  @inline(__always)
  mutating func signed(_ bytes: Span<UInt8>) throws(PBFDamage) -> Int64 {
    let raw = try varint(bytes)
    return Int64(bitPattern: raw &>> 1) ^ -Int64(bitPattern: raw & 1)
  }

  /// The next field, moving behind it; nil at the end.
  mutating func field(_ bytes: Span<UInt8>) throws(PBFDamage) -> ProtobufField? {
    guard at < end else { return nil }
    let tag = try varint(bytes)
    let number = Int(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0: return ProtobufField(number: number, content: .number(try varint(bytes)))
    case 1: return ProtobufField(number: number, content: .range(try take(8)), isPacked: false)
    case 2:
      let length = try varint(bytes)
      guard length <= UInt64(end &- at) else { throw .field }
      return ProtobufField(number: number, content: .range(try take(Int(length))))
    case 5: return ProtobufField(number: number, content: .range(try take(4)), isPacked: false)
    default: throw .wireType
    }
  }

  private mutating func take(_ length: Int) throws(PBFDamage) -> Range<Int> {
    guard length <= end &- at else { throw .field }
    at &+= length
    return (at &- length)..<at
  }
}

/// One field of a message: its number and a number or a byte range.
struct ProtobufField {
  enum Content {
    case number(UInt64)
    case range(Range<Int>)
  }

  let number: Int
  let content: Content
  /// Whether the range came with its length (text, message, packed list), not as a fixed number.
  var isPacked = true

  /// The byte range of a text, message or packed list.
  var range: Range<Int> {
    get throws(PBFDamage) {
      guard case .range(let range) = content, isPacked else { throw .wireType }
      return range
    }
  }

  var unsigned: UInt64 {
    get throws(PBFDamage) {
      guard case .number(let number) = content else { throw .wireType }
      return number
    }
  }

  /// A number stored in two's complement.
  var signed: Int64 {
    get throws(PBFDamage) { Int64(bitPattern: try unsigned) }
  }

  /// A number stored in zigzag form.
  var zigzag: Int64 {
    get throws(PBFDamage) {
      let raw = try unsigned
      return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }
  }
}
