import Hummingbird
import People
import Secrets
import Store

/// A cookie that only this server sees: no script of a page, no other site.
struct Cookie {
  let name: String
  let isSecure: Bool

  private static let longestValue = 256

  func value(in request: Request) -> String? {
    for field in request.headers[values: .cookie] {
      for pair in field.split(separator: ";") {
        let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
        if parts.count == 2, parts[0] == name, (1...Cookie.longestValue).contains(parts[1].utf8.count) {
          return String(parts[1])
        }
      }
    }
    return nil
  }

  /// The field that sets it for so long.
  func field(_ value: String, seconds: Int64) -> String {
    "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
  }
}

/// A browser in which somebody has signed in before: whoever guesses elsewhere does not lock its owner out.
///
/// Its cookie holds a random number, signed together with the account and the hash of its password, so that no one can
/// make one, and a new password makes all of them worthless. It opens nothing: attempts there are counted by themselves.
struct KnownBrowser {
  /// Seconds.
  private static let life: Int64 = 180 * 86_400

  /// What attempts to sign in there are counted as.
  let number: String
  private let signature: [UInt8]

  private static func cookie(isSecure: Bool) -> Cookie {
    Cookie(name: isSecure ? "__Host-kaimen-browser" : "kaimen-browser", isSecure: isSecure)
  }

  /// What `request` carries; nil where that can be none.
  init?(in request: Request, isSecure: Bool) {
    let parts = KnownBrowser.cookie(isSecure: isSecure).value(in: request)?.split(separator: ".")
    guard let parts, parts.count == 2, let signature = Secrets.bytes(parts[1]) else { return nil }
    (number, self.signature) = (String(parts[0]), signature)
  }

  /// A new one for `account`.
  init(of account: StoredAccount, key: SigningKey) {
    number = Secrets.text(Secrets.random(16))
    signature = key.signature(of: KnownBrowser.message(number, account))
  }

  /// Takes as long where there is no such account.
  func isOf(_ account: StoredAccount?, key: VerifyingKey) -> Bool {
    key.accepts(signature, of: KnownBrowser.message(number, account))
  }

  /// The field that sets its cookie.
  func field(isSecure: Bool) -> String {
    let value = number + "." + Secrets.text(signature)
    return KnownBrowser.cookie(isSecure: isSecure).field(value, seconds: KnownBrowser.life)
  }

  private static func message(_ number: String, _ account: StoredAccount?) -> [UInt8] {
    Array("kaimen browser \(number) \(account?.id ?? "") \(account?.password ?? "")".utf8)
  }
}
