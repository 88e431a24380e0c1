/// Makes the ids of things that people add: short, safe in a URL, and not to be guessed.
public enum StoreID {
  /// Letters and digits that are not taken for one another (Crockford's base 32).
  private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
  private static let length = 12

  /// `prefix`, an underscore and twelve random letters: 60 bits from the system's generator.
  ///
  /// Whoever adds the thing makes the id, so that it is known before it is stored; the store refuses one that is taken.
  public static func new(_ prefix: String) -> String {
    var random = SystemRandomNumberGenerator()
    let bits = random.next() as UInt64
    let tail = (0..<length).map { letters[Int(bits >> (5 * UInt64($0)) & 31)] }
    return "\(prefix)_\(String(tail))"
  }
}
