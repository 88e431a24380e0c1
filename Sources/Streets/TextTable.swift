public import Dense
import OSM
public import Wording

/// The texts of a city, each once: names, hours, house numbers.
public struct TextTable: Sendable {
  public let bytes: Ragged<TextID, ItemID, UInt8>

  public init(bytes: Ragged<TextID, ItemID, UInt8>) { self.bytes = bytes }

  /// The text of `id`, or nil for ``DenseID/none``.
  public subscript(id: TextID) -> String? {
    guard id.index < bytes.count else { return nil }
    return String(decoding: bytes[id].map { bytes.values[$0] }, as: UTF8.self)
  }

  /// A local and an English name, one for the other where there is but one; nil for none.
  public func names(_ local: TextID, _ english: TextID) -> Wording? {
    let names = [self[local], self[english]].compactMap(\.self).filter { !$0.isEmpty }
    guard let first = names.first, let last = names.last else { return nil }
    return Wording(en: last, zh: first)
  }
}

/// Collects texts: of a map, and others.
struct TextTableBuilder {
  private(set) var texts: [String] = []
  /// The strings of the map; they are told apart by their numbers, without a look at the texts.
  private let strings: StringTable
  /// One more than the text's number for each string of the map, 0 where it was not asked for yet.
  private var numbers: [UInt32]
  /// Texts that the map does not have.
  private var others: [String: TextID] = [:]

  init(_ strings: StringTable) {
    self.strings = strings
    numbers = Array(repeating: 0, count: strings.texts.count)
  }

  mutating func intern(_ text: String?) -> TextID {
    guard let text, !text.isEmpty else { return .none }
    if let known = strings.find(text) { return intern(known) }
    if let known = others[text] { return known }
    let id = add(text)
    others[text] = id
    return id
  }

  /// The number of the first value among `keys` that `tags` have; none where they have none.
  ///
  /// - Complexity: O(tags): no text is hashed.
  mutating func intern(_ tags: TagView, _ key: TagKey, or second: TagKey? = nil) -> TextID {
    guard let value = tags.id(key) ?? second.flatMap({ tags.id($0) }) else { return .none }
    return intern(value)
  }

  /// The number of a string of the map; none where it is empty.
  mutating func intern(_ value: StringID) -> TextID {
    let row = Int(value.rawValue)
    if numbers[row] == 0 {
      let text = strings[value]
      if text.isEmpty { return .none }
      numbers[row] = add(text).rawValue + 1
    }
    return TextID(rawValue: numbers[row] - 1)
  }

  private mutating func add(_ text: String) -> TextID {
    texts.append(text)
    return TextID(texts.count - 1)
  }

  /// The text of `id`, or nil.
  func texts(_ id: TextID) -> String? { id.index < texts.count ? texts[id.index] : nil }

  func finish() -> TextTable {
    var bytes: [UInt8] = []
    var first = [ItemID(0)]
    first.reserveCapacity(texts.count + 1)
    for text in texts {
      bytes.append(contentsOf: text.utf8)
      first.append(ItemID(bytes.count))
    }
    return TextTable(bytes: Ragged(first: Column(first), values: Column(bytes)))
  }
}
