public import Dense

/// The texts of a city, each once: names, hours, house numbers.
public struct TextTable: Sendable {
  public let bytes: Ragged<TextID, ItemID, UInt8>

  public init(bytes: Ragged<TextID, ItemID, UInt8>) { self.bytes = bytes }

  /// The text of `id`, or nil for ``DenseID/none``.
  public subscript(id: TextID) -> String? {
    guard id.index < bytes.count else { return nil }
    return String(decoding: bytes[id].map { bytes.values[$0] }, as: UTF8.self)
  }
}

/// Collects texts.
struct TextTableBuilder {
  private(set) var texts: [String] = []
  private var ids: [String: TextID] = [:]

  mutating func intern(_ text: String?) -> TextID {
    guard let text, !text.isEmpty else { return .none }
    if let known = ids[text] { return known }
    let id = TextID(texts.count)
    texts.append(text)
    ids[text] = id
    return id
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
