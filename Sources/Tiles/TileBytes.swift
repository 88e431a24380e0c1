/// A protocol buffer being written.
extension [UInt8] {
  /// Appends a number in the fewest bytes.
  @inline(__always)
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 128 {
      append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends the head of a field whose content has a length.
  mutating func append(field: UInt8, length: Int) {
    append(field << 3 | 2)
    append(varint: UInt64(length))
  }

  /// Appends a field that is a number.
  mutating func append(field: UInt8, number: UInt64) {
    append(field << 3)
    append(varint: number)
  }

  /// Appends a field that is bytes or a message.
  mutating func append(field: UInt8, bytes: some Collection<UInt8>) {
    append(field: field, length: bytes.count)
    append(contentsOf: bytes)
  }

  /// How many bytes a number takes.
  @inline(__always)
  static func varintSize(_ value: UInt32) -> Int {
    value < 128 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5
  }

  /// Appends a field that is a packed list of numbers.
  mutating func append(field: UInt8, packed numbers: ArraySlice<UInt32>) {
    append(field: field, length: numbers.reduce(0) { $0 + Self.varintSize($1) })
    for number in numbers { append(varint: UInt64(number)) }
  }
}
