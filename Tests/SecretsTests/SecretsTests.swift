import People
import Secrets
import Testing

@Suite struct SecretsTests {
  @Test func `digests are those of SHA-256`() {
    #expect(
      Secrets.key(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(Secrets.key(of: "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func `tokens have 256 random bits and their text is read back`() throws {
    let tokens = Set((0..<100).map { _ in Secrets.token() })
    #expect(tokens.count == 100)
    for token in tokens {
      let bytes = try #require(Secrets.bytes(token))
      #expect(bytes.count == 32)
      #expect(Secrets.text(bytes) == token)
    }
    for wrong in ["a", "====", "AB", "a b", "a+/a", "ä"] { #expect(Secrets.bytes(wrong) == nil, "\(wrong)") }
    #expect(Secrets.areEqual("abc", "abc"))
    #expect(!Secrets.areEqual("abc", "abd"))
    #expect(!Secrets.areEqual("abc", "abcd"))
  }

  @Test func `a password is known by its hash, and the hash is Argon2id of the usual cost`() throws {
    let hash = try PasswordHash("correct horse 电池")
    #expect(hash.text.hasPrefix("$argon2id$v=19$m=32768,t=3,p=1$"))
    #expect(hash.matches("correct horse 电池"))
    #expect(!hash.matches("correct horse 电"))
    #expect(try PasswordHash("correct horse 电池").text != hash.text, "salts differ")
    #expect(!hash.isOutdated())
    #expect(
      PasswordHash.Cost.usual.memory >= 19 << 20 && PasswordHash.Cost.usual.passes >= 2, "OWASP's least")
  }

  @Test func `accents count the same however they are composed`() throws {
    #expect(try PasswordHash("caf\u{e9} caf\u{e9}").matches("cafe\u{301} cafe\u{301}"))
  }

  @Test func `a hash of another cost is known and outdated`() throws {
    let cheap = try PasswordHash("correct horse", cost: PasswordHash.Cost(memory: 1 << 20, passes: 1))
    #expect(cheap.matches("correct horse"))
    #expect(cheap.isOutdated())
    #expect(PasswordHash(text: "no hash").isOutdated())
    #expect(!PasswordHash(text: "no hash").matches(""))
  }

  @Test func `nobody's hash costs as much and has no password`() {
    #expect(!PasswordHash.ofNobody.isOutdated())
    for password in ["", "password", "kaimen-of-nobody"] { #expect(!PasswordHash.ofNobody.matches(password)) }
  }

  /// The first test of RFC 8032.
  @Test func `signatures are those of Ed25519`() throws {
    let seed: [UInt8] = [
      0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
      0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    ]
    let key = try SigningKey(seed: seed)
    #expect(key.publicKey.bytes.prefix(4) == [0xd7, 0x5a, 0x98, 0x01])
    let signature = key.signature(of: [])
    #expect(signature.prefix(4) == [0xe5, 0x56, 0x43, 0x00])
    #expect(key.publicKey.accepts(signature, of: []))
    #expect(!key.publicKey.accepts(signature, of: [0]))
    #expect(throws: SecretError.malformedKey) { try SigningKey(seed: [1]) }
  }
}

@Suite struct BadgeCodeTests {
  private let key = SigningKey()

  private func badge(_ district: [UInt8]? = nil) throws -> Badge {
    try Badge(
      district: district ?? key.publicKey.district, number: "R0042", passes: ["badge"], from: 1000,
      until: 2000)
  }

  @Test func `a code is accepted as text and as the address in a QR code`() throws {
    let code = key.code(of: try badge())
    #expect(code.utf8.count < 160, "small enough for a code that old cameras read")
    for shown in [code, " \(code)\n", "https://kaimen.example/badge#\(code)"] {
      #expect(try key.publicKey.badge(shown) == badge())
    }
  }

  @Test func `whatever is changed is refused`() throws {
    let code = key.code(of: try badge())
    let bytes = try #require(Secrets.bytes(code.dropFirst(Badge.mark.count)))
    for row in bytes.indices {
      var forged = bytes
      forged[row] ^= 1
      #expect(throws: BadgeFault.self) { try key.publicKey.badge(Badge.mark + Secrets.text(forged)) }
    }
    #expect(throws: BadgeFault.malformed) { try key.publicKey.badge("") }
    #expect(throws: BadgeFault.malformed) { try key.publicKey.badge(String(code.dropFirst(4))) }
  }

  @Test func `another district's badge is told from a forged one`() throws {
    let other = SigningKey()
    #expect(throws: BadgeFault.otherDistrict) {
      try key.publicKey.badge(other.code(of: badge(other.publicKey.district)))
    }
    #expect(throws: BadgeFault.forged) { try key.publicKey.badge(other.code(of: badge())) }
  }

  @Test func `a badge has a time`() throws {
    #expect(try [999, 1000, 2000, 2001].map { try badge().fault(at: $0) } == [.notYet, nil, nil, .expired])
  }
}
