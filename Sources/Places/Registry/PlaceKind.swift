internal import Foundation
public import Wording
internal import Yams

/// A kind of friendly place and its checklist, the construction guideline (建设导则).
public struct PlaceKind: Sendable, Equatable {
  /// Something that an inspector looks for.
  public struct Item: Sendable, Equatable {
    /// Lower-case letters, digits and hyphens.
    public var id: String
    public var name: Wording
    /// Without it the place does not pass, whatever its points.
    public var isRequired: Bool
    public var points: Int
  }

  /// Lower-case letters, digits, hyphens and underscores.
  public var id: String
  public var name: Wording
  /// Kinds of places on the map that are of this kind without anybody saying so.
  public var mapKinds: [String]
  public var items: [Item]
  /// Points that a place needs to pass.
  public var passPoints: Int
  /// How long an inspection counts.
  public var validMonths: Int

  /// Points that there are.
  public var points: Int { items.reduce(0) { $0 + $1.points } }
}

/// The kinds of friendly place that a district has, each from a file of its own.
public struct PlaceKinds: Sendable, Equatable {
  /// In the order of their ids.
  public let all: [PlaceKind]
  private let rows: [String: Int]

  /// - Throws: ``PlaceKindError/twice(_:)``.
  public init(_ kinds: [PlaceKind]) throws(PlaceKindError) {
    all = kinds.sorted { $0.id < $1.id }
    var rows: [String: Int] = [:]
    for (row, kind) in all.enumerated() {
      if rows.updateValue(row, forKey: kind.id) != nil { throw .twice(kind.id) }
    }
    self.rows = rows
  }

  /// Reads all `*.yaml` files of `folder`.
  ///
  /// - Throws: ``PlaceKindError``.
  public init(folder: String) throws(PlaceKindError) {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw .unreadable(path: folder, reason: error.localizedDescription)
    }
    var kinds: [PlaceKind] = []
    for name in names.sorted() where name.hasSuffix(".yaml") {
      kinds.append(try PlaceKind(path: folder + "/" + name))
    }
    if kinds.isEmpty { throw .empty(folder) }
    try self.init(kinds)
  }

  public subscript(id: String) -> PlaceKind? { rows[id].map { all[$0] } }

  /// The id of the kind that people call `word`, in either language; nil for none.
  public func id(called word: String) -> String? {
    if rows[word] != nil { return word }
    return all.first { $0.name.chinese == word || $0.name.english.lowercased() == word.lowercased() }?.id
  }

  /// The kinds that a place of the map's kind `mapKind` is of.
  public func kinds(ofMapKind mapKind: String) -> [String] {
    all.filter { $0.mapKinds.contains(mapKind) }.map(\.id)
  }

  /// The kind that somebody calls `word`: its id or its name in either language.
  public func kind(named word: String) -> PlaceKind? {
    self[word.lowercased()]
      ?? all.first { $0.name.chinese == word || $0.name.english.lowercased() == word.lowercased() }
  }
}

/// Why the kinds of places cannot be read.
public enum PlaceKindError: WordedError, Equatable {
  case unreadable(path: String, reason: String)
  case empty(String)
  case malformed(path: String, reason: String)
  case twice(String)

  public var wording: Wording {
    switch self {
    case .unreadable(let path, let reason): Wording.Registry.unreadableKinds(path, reason)
    case .empty(let path): Wording.Registry.noKinds(path)
    case .malformed(let path, let reason): Wording.Registry.malformedKind(path, reason)
    case .twice(let id): Wording.Registry.kindTwice(id)
    }
  }
}

extension PlaceKind {
  /// As a file has it.
  private struct Form: Decodable {
    struct Name: Decodable {
      var zh: String
      var en: String
    }
    struct Item: Decodable {
      var item: String
      var zh: String
      var en: String
      var required: Bool?
      var points: Int?
    }
    enum CodingKeys: String, CodingKey {
      case kind, name, checklist
      case mapKinds = "map-kinds"
      case passPoints = "pass-points"
      case validMonths = "valid-months"
    }

    var kind: String
    var name: Name
    var mapKinds: [String]?
    var passPoints: Int?
    var validMonths: Int?
    var checklist: [Item]
  }

  /// Reads one file.
  ///
  /// - Throws: ``PlaceKindError``.
  public init(path: String) throws(PlaceKindError) {
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
    let form: Form
    do { form = try YAMLDecoder().decode(Form.self, from: text) } catch {
      throw .malformed(path: path, reason: PlaceKind.reason(error))
    }
    let items = form.checklist.map { item in
      Item(
        id: item.item, name: Wording(en: item.en, zh: item.zh), isRequired: item.required ?? false,
        points: item.points ?? 0)
    }
    self.init(
      id: form.kind, name: Wording(en: form.name.en, zh: form.name.zh), mapKinds: form.mapKinds ?? [],
      items: items, passPoints: form.passPoints ?? 0, validMonths: form.validMonths ?? 12)
    if let problem { throw .malformed(path: path, reason: problem) }
  }

  /// What of it cannot be, in words; nil where all is well.
  private var problem: String? {
    let ids = items.map(\.id)
    if !PlaceKind.isName(id) { return "kind: \(id)" }
    if let item = ids.first(where: { !PlaceKind.isName($0) }) { return "item: \(item)" }
    if Set(ids).count < ids.count { return "an item stands twice" }
    if items.contains(where: { !(0...1000).contains($0.points) }) { return "points: 0...1000" }
    if !(0...points).contains(passPoints) { return "pass-points: 0...\(points)" }
    if !(1...1200).contains(validMonths) { return "valid-months: 1...1200" }
    return nil
  }

  static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0) }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else {
      return "\(error)".split(separator: "\n").joined(separator: " ")
    }
    switch error {
    case .keyNotFound(let key, _): return "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      return context.codingPath.map(\.stringValue).joined(separator: ".") + ": " + context.debugDescription
    @unknown default: return "\(error)"
    }
  }
}
