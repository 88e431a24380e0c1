/// One sentence for people, in both languages of the house.
///
/// Everything a person reads is made here, by a static function or constant in
/// `Wording+<Concern>.swift`; the other modules pass facts and get sentences back.
public struct Wording: Hashable, Sendable {
  /// The English sentence.
  public let english: String
  /// The Simplified Chinese sentence.
  public let chinese: String

  public init(en english: String, zh chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// What has no name.
  public static let nameless = Wording(en: "", zh: "")

  /// The sentence in `language`.
  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}

/// A language that a person may choose.
public enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case chinese = "zh"
}

/// An error whose message is one sentence in both languages: what, found, allowed, what to do next.
public protocol WordedError: Error, CustomStringConvertible {
  var wording: Wording { get }
}

extension WordedError {
  public var description: String { wording.english }
}
