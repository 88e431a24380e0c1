internal import CSodium
internal import Foundation
public import Wording

/// What is stored of a password: Argon2id with a salt of its own, in the form that all libraries read (PHC).
public struct PasswordHash: Hashable, Sendable {
  public let text: String

  public init(text: String) { self.text = text }

  /// What a hash costs.
  public struct Cost: Hashable, Sendable {
    /// Bytes of memory.
    public var memory: Int
    public var passes: Int

    public init(memory: Int, passes: Int) { (self.memory, self.passes) = (memory, passes) }

    /// Above what OWASP asks for (19 MiB and two passes).
    public static let usual = Cost(memory: 32 << 20, passes: 3)
  }

  /// Computes the hash of `password`; takes some hundredths of a second, and the memory.
  ///
  /// - Throws: ``SecretError/noMemory``.
  public init(_ password: String, cost: Cost = .usual) throws(SecretError) {
    Sodium.require()
    var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
    let bytes = PasswordHash.bytes(password)
    let result = unsafe crypto_pwhash_str_alg(
      &text, bytes, UInt64(bytes.count), UInt64(cost.passes), cost.memory, crypto_pwhash_ALG_ARGON2ID13)
    guard result == 0 else { throw .noMemory }
    self.text = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether it is the hash of `password`; takes as long whether it is or not.
  public func matches(_ password: String) -> Bool {
    Sodium.require()
    let bytes = PasswordHash.bytes(password)
    return unsafe crypto_pwhash_str_verify(text, bytes, UInt64(bytes.count)) == 0
  }

  /// The same bytes however a keyboard composes accents.
  private static func bytes(_ password: String) -> [CChar] {
    password.precomposedStringWithCanonicalMapping.utf8.map { CChar(bitPattern: $0) }
  }

  /// Whether a hash made now would cost otherwise.
  public func isOutdated(_ cost: Cost = .usual) -> Bool {
    Sodium.require()
    return unsafe crypto_pwhash_str_needs_rehash(text, UInt64(cost.passes), cost.memory) != 0
  }

  /// A hash of the usual cost that no password has: for names that nobody has, which take the same time.
  public static let ofNobody = PasswordHash(
    text: "$argon2id$v=19$m=\(Cost.usual.memory >> 10),t=\(Cost.usual.passes),p=1$"
      + "a2FpbWVuLW9mLW5vYm9keQ$" + String(repeating: "A", count: 43))
}

/// Why a secret could not be computed.
public enum SecretError: WordedError, Equatable {
  case noMemory
  case malformedKey

  public var wording: Wording {
    switch self {
    case .noMemory: .People.noMemory
    case .malformedKey: .People.malformedKey
    }
  }
}
