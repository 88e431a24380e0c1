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
    let tail = (0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
    return "\(prefix)_\(String(tail))"
  }
}
