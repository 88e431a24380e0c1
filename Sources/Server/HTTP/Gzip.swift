import CDeflate
import NIOCore

/// Compresses bodies as gzip.
enum Gzip {
  /// Smaller bodies gain nothing.
  static let smallest = 860
  private static let level: Int32 = 4

  /// `bytes` as gzip; nil where that is no smaller.
  ///
  /// - Complexity: O(bytes).
  static func compress(_ bytes: ByteBufferView, level: Int32 = level) -> ByteBuffer? {
    guard bytes.count >= smallest, let compressor = unsafe libdeflate_alloc_compressor(level) else {
      return nil
    }
    defer { unsafe libdeflate_free_compressor(compressor) }
    var result = ByteBuffer()
    result.reserveCapacity(bytes.count)
    // Safe: the compressor reads `count` bytes of `source`, and writes no more than the room it is told of.
    unsafe result.writeWithUnsafeMutableBytes(minimumWritableBytes: bytes.count) { room in
      unsafe bytes.withUnsafeBytes { source in
        unsafe libdeflate_gzip_compress(
          compressor, source.baseAddress, source.count, room.baseAddress, bytes.count)
      }
    }
    return result.readableBytes > 0 ? result : nil
  }

  static func compress(_ bytes: [UInt8], level: Int32 = level) -> ByteBuffer? {
    compress(ByteBuffer(bytes: bytes).readableBytesView, level: level)
  }
}

/// A body with its entity tag, plain and compressed: made once, sent often.
struct Entity: Sendable {
  var plain: ByteBuffer
  /// Nil where compression gains nothing.
  var gzip: ByteBuffer?
  var tag: String
  var type: String

  /// - Complexity: O(bytes): hashes and compresses.
  init(_ bytes: [UInt8], type: String, level: Int32 = 6) {
    plain = ByteBuffer(bytes: bytes)
    gzip = Gzip.compress(bytes, level: level)
    tag = Entity.tag(of: bytes)
    self.type = type
  }

  /// A strong entity tag: FNV-1a over the bytes, and their number.
  static func tag(of bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var count = 0
    for byte in bytes {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      count += 1
    }
    return "\"" + String(hash, radix: 36) + "-" + String(count, radix: 36) + "\""
  }
}
