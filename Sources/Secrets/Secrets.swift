internal import CSodium
internal import Foundation

// Every call of libsodium is in this folder. Proof for all of them: `Sodium.isReady` is asked before; buffers have the
// lengths that the library's constants name, and live for the call.

/// The library, ready to be used by any thread.
enum Sodium {
  /// Set up once; nothing is computed without.
  static let isReady: Bool = sodium_init() >= 0

  static func require() { precondition(isReady, "libsodium cannot be set up") }
}

/// Random bits, digests, and texts of both.
public enum Secrets {
  /// `count` bytes from the system's generator.
  public static func random(_ count: Int) -> [UInt8] {
    Sodium.require()
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe randombytes_buf(&bytes, count)
    return bytes
  }

  /// A secret of 256 random bits, safe in a header, an address and a shell.
  public static func token() -> String { text(random(32)) }

  /// SHA-256.
  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    Sodium.require()
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    return digest
  }

  /// What is stored of a secret: enough to know it again, not enough to use it.
  ///
  /// Only for secrets of 256 random bits; passwords need ``PasswordHash``.
  public static func key(of secret: some StringProtocol) -> String {
    digest(Array(secret.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Whether both are the same; takes the same time wherever they differ.
  public static func areEqual(_ a: some StringProtocol, _ b: some StringProtocol) -> Bool {
    let (one, other) = (digest(Array(a.utf8)), digest(Array(b.utf8)))
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Base64 as addresses have it, without padding.
  public static func text(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// Reads what ``text(_:)`` writes; nil for anything else.
  public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var plain = String(text)
    guard !plain.contains(where: { "+/=".contains($0) }) else { return nil }
    plain = plain.replacing("-", with: "+").replacing("_", with: "/")
    plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: plain) else { return nil }
    // One spelling for one value.
    return Secrets.text(Array(data)) == String(text) ? Array(data) : nil
  }
}
