/// The kind of an OSM element.
public enum ElementKind: UInt8, Sendable, CaseIterable {
  case node, way, relation

  /// The word used in ids: `node`, `way`, `relation`.
  public var word: String {
    switch self {
    case .node: "node"
    case .way: "way"
    case .relation: "relation"
    }
  }
}

/// The id of an OSM element, written `node/123`.
public struct ElementID: Hashable, Sendable, CustomStringConvertible {
  public var kind: ElementKind
  public var number: Int64

  public init(_ kind: ElementKind, _ number: Int64) {
    self.kind = kind
    self.number = number
  }

  /// Reads `node/123`, `way/-5`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let bytes = text.utf8
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
      let kind = ElementKind.allCases.first(where: { $0.word.utf8.elementsEqual(bytes[..<slash]) }),
      let number = Int64(text[bytes.index(after: slash)...])
    else { return nil }
    self.init(kind, number)
  }

  public var description: String { "\(kind.word)/\(number)" }
}
