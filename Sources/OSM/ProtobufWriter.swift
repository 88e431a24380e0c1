/// Collects the bytes of one protobuf message.
struct ProtobufWriter: Sendable {
  private(set) var bytes: [UInt8] = []

  var isEmpty: Bool { bytes.isEmpty }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// A bare number, as packed lists hold them.
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A bare signed number in zigzag form.
  mutating func signed(_ value: Int64) { varint(UInt64(bitPattern: value << 1 ^ value >> 63)) }

  /// Field `number` holding a number.
  mutating func field(_ number: Int, _ value: UInt64) {
    varint(UInt64(number << 3))
    varint(value)
  }

  /// Field `number` holding a text, message or packed list.
  mutating func field(_ number: Int, _ content: [UInt8]) {
    varint(UInt64(number << 3 | 2))
    varint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// Field `number` holding a text.
  mutating func field(_ number: Int, _ text: String) { field(number, Array(text.utf8)) }
}
