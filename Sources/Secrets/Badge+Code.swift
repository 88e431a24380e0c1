public import People

extension VerifyingKey {
  /// What names the district in its badges.
  public var district: [UInt8] { Array(Secrets.digest(bytes).prefix(Badge.districtBytes)) }

  /// The badge that `code` shows, where it was signed by this district.
  ///
  /// Its time is not looked at: ``Badge/fault(at:)`` does that.
  ///
  /// - Throws: ``BadgeFault``.
  public func badge(_ code: String) throws(BadgeFault) -> Badge {
    // A camera gives the address that the code was printed as.
    let text = code.split(separator: "#").last.map(String.init) ?? ""
    guard let bytes = Secrets.bytes(text.filter { !$0.isWhitespace }.dropMark), bytes.count < 1024 else {
      throw .malformed
    }
    let message = Array(bytes.dropLast(VerifyingKey.signatureBytes))
    let badge = try Badge(bytes: message)
    guard badge.district == district else { throw .otherDistrict }
    guard accepts(Array(bytes.suffix(VerifyingKey.signatureBytes)), of: message) else { throw .forged }
    return badge
  }
}

extension SigningKey {
  /// The text that a badge is shown as: the mark, then bytes and signature in base64url.
  public func code(of badge: Badge) -> String {
    let bytes = badge.bytes
    return Badge.mark + Secrets.text(bytes + signature(of: bytes))
  }
}

extension Badge {
  /// Why it is not good at `second`, in seconds since 1970; nil where it is.
  public func fault(at second: UInt32) -> BadgeFault? {
    if second < from { return .notYet }
    return second > until ? .expired : nil
  }
}

extension String {
  /// What follows the mark of a badge; nothing where there is none.
  fileprivate var dropMark: Substring { hasPrefix(Badge.mark) ? dropFirst(Badge.mark.count) : "?" }
}
