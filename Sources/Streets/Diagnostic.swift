public import OSM
public import Wording

/// Something in the map that is wrong, odd or could not be read; the import goes on.
public struct Diagnostic: Sendable, Hashable {
  /// How bad it is.
  public enum Severity: UInt8, Sendable, CaseIterable, Comparable {
    /// Worth knowing.
    case note
    /// Something was guessed or left out.
    case warning
    /// Something cannot be reached or used.
    case error

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// What it is about.
  public enum Kind: UInt8, Sendable, CaseIterable {
    case missingNodes, brokenRelation, island, unreachableBuilding, compoundWithoutGate, unreadableHours
    case unreadableCondition, unreadableTag, conflictingTags, unmappedOpening, skippedElement
    case unreadableLevel, brokenOutline, ambiguousRestriction, unsupportedTag
  }

  public var severity: Severity
  public var kind: Kind
  public var element: ElementID
  /// What was found (a tag, a count, a name), to complete the sentence of ``Kind``.
  public var detail: String

  public init(_ severity: Severity, _ kind: Kind, _ element: ElementID, _ detail: String) {
    self.severity = severity
    self.kind = kind
    self.element = element
    self.detail = detail
  }

  /// The sentence, in both languages.
  public var wording: Wording { .diagnostic(kind: kind.word, element: "\(element)", detail: detail) }
}

extension Diagnostic.Kind {
  /// The word that names the kind in files and in `--json`.
  public var word: String { "\(self)" }
}

/// Diagnostics of one import, in the order found.
public struct DiagnosticList: Sendable {
  public private(set) var items: [Diagnostic] = []

  public init() {}

  mutating func add(
    _ severity: Diagnostic.Severity, _ kind: Diagnostic.Kind, _ element: ElementID, _ detail: String = ""
  ) {
    items.append(Diagnostic(severity, kind, element, detail))
  }

  mutating func append(_ other: DiagnosticList) { items.append(contentsOf: other.items) }

  public func count(_ severity: Diagnostic.Severity) -> Int { items.count { $0.severity == severity } }
}
