internal import CSodium

/// A district's secret half of an Ed25519 key, which signs badges.
public struct SigningKey: Sendable {
  /// 32 bytes, from which both halves follow.
  public let seed: [UInt8]
  public let publicKey: VerifyingKey
  private let secret: [UInt8]

  public static let seedBytes = 32

  /// A key of 256 random bits.
  public init() { self.init(checked: Secrets.random(SigningKey.seedBytes)) }

  /// - Throws: ``SecretError/malformedKey`` unless there are 32 bytes.
  public init(seed: [UInt8]) throws(SecretError) {
    guard seed.count == SigningKey.seedBytes else { throw .malformedKey }
    self.init(checked: seed)
  }

  private init(checked seed: [UInt8]) {
    Sodium.require()
    var open = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
    var secret = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
    unsafe crypto_sign_seed_keypair(&open, &secret, seed)
    self.seed = seed
    self.secret = secret
    publicKey = VerifyingKey(checked: open)
  }

  /// 64 bytes; the same for the same message.
  public func signature(of message: [UInt8]) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: Int(crypto_sign_BYTES))
    unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), secret)
    return signature
  }
}

/// The public half, which anybody may have.
public struct VerifyingKey: Hashable, Sendable {
  public let bytes: [UInt8]

  public static let signatureBytes = 64

  /// - Throws: ``SecretError/malformedKey`` unless there are 32 bytes.
  public init(_ bytes: [UInt8]) throws(SecretError) {
    guard bytes.count == 32 else { throw .malformedKey }
    self.bytes = bytes
  }

  fileprivate init(checked bytes: [UInt8]) { self.bytes = bytes }

  /// Whether `signature` was made of `message` by the other half.
  public func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    Sodium.require()
    guard signature.count == VerifyingKey.signatureBytes else { return false }
    return unsafe crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
  }
}
