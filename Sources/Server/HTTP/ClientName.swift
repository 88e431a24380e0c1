import Foundation
import NIOCore

/// Names whoever sends a request, for limits: an IPv4 address, or the first half of an IPv6 address.
///
/// One person has many addresses of one IPv6 network.
enum ClientName {
  /// Who has no address: a request without a socket.
  static let local = "local"

  static func of(_ address: SocketAddress?) -> String { address?.ipAddress.map { of($0) } ?? local }

  /// An address as a proxy writes it, perhaps with a port: `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]:80`.
  ///
  /// What is none names itself.
  static func of(_ text: some StringProtocol) -> String {
    let text = String(text).filter { $0 != " " }
    var bare = text.prefix { $0 != "%" }
    if text.hasPrefix("[") {
      bare = bare.dropFirst().prefix { $0 != "]" }
    } else if text.count(where: { $0 == ":" }) == 1 {
      bare = bare.prefix { $0 != ":" }
    }
    if let bytes = bytes(String(bare), AF_INET, count: 4) { return quad(bytes) }
    return bytes(String(bare), AF_INET6, count: 16).map { network($0) } ?? String(text.prefix(64))
  }

  /// The bytes of an address of `family`, which has `count` of them; nil where `text` is none.
  private static func bytes(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    // Safe: an address of the family has so many bytes.
    let read = unsafe bytes.withUnsafeMutableBytes { unsafe inet_pton(family, text, $0.baseAddress) }
    return read == 1 ? bytes : nil
  }

  private static func quad(_ bytes: some Collection<UInt8>) -> String {
    bytes.map { String($0) }.joined(separator: ".")
  }

  /// The first 8 of 16 bytes; all of an IPv4 address in the clothes of IPv6.
  private static func network(_ bytes: [UInt8]) -> String {
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    if bytes.starts(with: mapped) { return quad(bytes.dropFirst(12)) }
    return bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "::/64"
  }
}
