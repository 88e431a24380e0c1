internal import Foundation
public import Wording

/// The name with which somebody signs in: compared without regard to case, width and the way in which accents are stored.
public struct AccountName: Hashable, Sendable {
  /// As it is stored and compared.
  public let text: String

  public static let longest = 64

  /// - Throws: ``PeopleError/name(_:)`` where it is empty, too long or has characters that nobody types.
  public init(_ typed: String) throws(PeopleError) {
    let text = typed.trimmingCharacters(in: .whitespaces).precomposedStringWithCompatibilityMapping
      .lowercased()
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      let kind = scalar.properties.generalCategory
      return scalar == " "
        || ![.control, .format, .surrogate, .unassigned, .privateUse, .lineSeparator]
          .contains(kind) && !scalar.properties.isWhitespace
    }
    guard !text.isEmpty, text.count <= AccountName.longest, text.utf8.count <= 4 * AccountName.longest,
      isPlain
    else { throw .name(String(typed.prefix(80))) }
    self.text = text
  }
}

/// A password that may be set.
public struct NewPassword: Sendable {
  public let text: String

  public static let shortest = 10
  public static let longest = 256

  /// - Throws: ``PeopleError`` where it is too short, too long, or easily guessed by who knows the name.
  public init(_ text: String, of name: AccountName) throws(PeopleError) {
    let count = text.unicodeScalars.count
    guard count >= NewPassword.shortest else { throw .shortPassword(least: NewPassword.shortest) }
    guard count <= NewPassword.longest else { throw .longPassword(most: NewPassword.longest) }
    let kinds = Set(text.unicodeScalars)
    guard kinds.count >= 5, !text.lowercased().contains(name.text) || name.text.count < 3 else {
      throw .easyPassword
    }
    self.text = text
  }
}

/// Why somebody's name, password or badge cannot be taken.
public enum PeopleError: WordedError, Equatable {
  case name(String)
  case shortPassword(least: Int)
  case longPassword(most: Int)
  case easyPassword
  case badge(BadgeFault)

  public var wording: Wording {
    switch self {
    case .name(let found): .People.wrongName(found, longest: AccountName.longest)
    case .shortPassword(let least): .People.shortPassword(least)
    case .longPassword(let most): .People.longPassword(most)
    case .easyPassword: .People.easyPassword
    case .badge(let fault): fault.wording
    }
  }
}
