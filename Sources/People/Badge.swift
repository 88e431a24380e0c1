public import Wording

/// A rider's badge as a guard sees it: a number and what it lets its holder do, for a time; no name, no phone number.
///
/// As bytes, which are what is signed: the version (1), the district (8 bytes), the first and the last second (4 bytes each,
/// big-endian, since 1970), the number, how many passes, each pass; texts are preceded by their length in one byte.
public struct Badge: Hashable, Sendable {
  /// The first bytes of the SHA-256 of the district's public key.
  public var district: [UInt8]
  public var number: String
  /// Such as `badge`, `registered`; a gate may ask for them.
  public var passes: [String]
  /// Seconds since 1970; valid from the first of them and until the last.
  public var from: UInt32
  public var until: UInt32

  public static let version: UInt8 = 1
  public static let districtBytes = 8
  public static let longestNumber = 24
  public static let longestPass = 24
  public static let mostPasses = 8
  /// Begins the text of every code.
  public static let mark = "KB1."

  /// - Throws: ``BadgeFault/malformed`` where a part is longer than a badge has room for, or the time is empty.
  public init(district: [UInt8], number: String, passes: [String], from: UInt32, until: UInt32)
    throws(BadgeFault)
  {
    guard district.count == Badge.districtBytes, from < until, passes.count <= Badge.mostPasses,
      Badge.isWord(number, longest: Badge.longestNumber),
      passes.allSatisfy({ Badge.isWord($0, longest: Badge.longestPass) })
    else { throw .malformed }
    (self.district, self.number, self.passes, self.from, self.until) = (district, number, passes, from, until)
  }

  /// Letters, digits and `-_.:`, of ASCII only: what a guard may read aloud.
  public static func isWord(_ text: String, longest: Int) -> Bool {
    (1...longest).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"):
          true
        default: "-_.:".utf8.contains(byte)
        }
      }
  }

  /// What is signed.
  public var bytes: [UInt8] {
    func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
    func number32(_ value: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
    return [Badge.version] + district + number32(from) + number32(until) + text(number)
      + [UInt8(passes.count)] + passes.flatMap(text)
  }

  /// Reads what ``bytes`` writes.
  ///
  /// - Throws: ``BadgeFault/malformed`` for anything else.
  public init(bytes: some Collection<UInt8>) throws(BadgeFault) {
    var rest = Array(bytes)[...]
    func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(BadgeFault) -> [UInt8] {
      guard rest.count >= count else { throw .malformed }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func number32(_ rest: inout ArraySlice<UInt8>) throws(BadgeFault) -> UInt32 {
      try take(4, &rest).reduce(0) { $0 << 8 | UInt32($1) }
    }
    func text(_ rest: inout ArraySlice<UInt8>) throws(BadgeFault) -> String {
      let length = try take(1, &rest)[0]
      return String(decoding: try take(Int(length), &rest), as: UTF8.self)
    }
    guard try take(1, &rest) == [Badge.version] else { throw .malformed }
    let district = try take(Badge.districtBytes, &rest)
    let (from, until) = (try number32(&rest), try number32(&rest))
    let number = try text(&rest)
    let count = try take(1, &rest)[0]
    var passes: [String] = []
    for _ in 0..<min(Int(count), Badge.mostPasses + 1) { passes.append(try text(&rest)) }
    guard rest.isEmpty else { throw .malformed }
    try self.init(district: district, number: number, passes: passes, from: from, until: until)
  }
}

/// Why a badge is not good.
public enum BadgeFault: WordedError, Equatable {
  /// The text is no badge, or not all of it.
  case malformed
  case otherDistrict
  case forged
  case notYet
  case expired
  case revoked

  public var wording: Wording {
    switch self {
    case .malformed: .People.badgeMalformed
    case .otherDistrict: .People.badgeOfOther
    case .forged: .People.badgeForged
    case .notYet: .People.badgeNotYet
    case .expired: .People.badgeExpired
    case .revoked: .People.badgeRevoked
    }
  }
}
