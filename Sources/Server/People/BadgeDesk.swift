import CQrencode
import People
import Queries
import Secrets
import Store

/// Makes the codes of badges.
struct BadgeDesk {
  let key: SigningKey

  /// The code of a badge, the same each time; nil for one that was stored with words that no badge has.
  func code(of badge: StoredBadge) -> String? {
    let shown = try? Badge(
      district: key.publicKey.district, number: badge.number, passes: badge.passes, from: badge.from,
      until: badge.until)
    return shown.map { key.code(of: $0) }
  }

  /// The public key as JWK (RFC 8037), and what badges call the district.
  var publicJSON: JSON {
    let (text, district) = (Secrets.text(key.publicKey.bytes), Secrets.text(key.publicKey.district))
    return [
      "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": .string(district),
      "x": .string(text), "district": .string(district), "raw": .string(text),
    ]
  }
}

/// A QR code as an SVG picture.
enum QRPicture {
  /// White squares around it, as the standard asks.
  private static let margin = 4

  /// Nil where `text` is longer than any code.
  static func svg(_ text: String) -> String? {
    guard let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
    defer { unsafe QRcode_free(code) }
    let size = Int(unsafe code.pointee.width)
    // Proof: the library gives width × width bytes; the lowest bit of each is the colour of its square.
    let isDark = unsafe UnsafeBufferPointer(start: code.pointee.data, count: size * size).map { $0 & 1 != 0 }
    let path = (0..<size * size).filter { isDark[$0] }
      .map { "M\($0 % size + margin) \($0 / size + margin)h1v1h-1z" }.joined()
    let side = size + 2 * margin
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
      <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path d="\(path)"/></svg>
      """
  }
}
