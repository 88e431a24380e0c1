public import Geo
public import OSM

/// What somebody knows better than the map: one change to it, in words that do not depend on how OSM stores things.
public struct MapEdit: Hashable, Sendable {
  /// What is changed.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case gate, rule, door, path, compound, wall, building, lift, place
  }

  public enum Action: String, Hashable, Sendable, CaseIterable { case add, change, remove }

  public enum Shape: Hashable, Sendable {
    case point(Coordinate)
    case line([Coordinate])
    /// The first point is repeated at the end.
    case ring([Coordinate])
  }

  public var kind: Kind
  public var action: Action
  /// What is changed or removed; nil for what is added.
  public var target: ElementID?
  public var shape: Shape?
  /// OSM tags that it sets.
  public var tags: [String: String]
  /// Keys that it takes away before; a `*` at the end stands for all that begin so.
  public var clears: [String]
  /// Whether a new gate without a way through it is joined to the streets on both sides.
  public var joins: Bool
  /// What it says of a place beyond the map.
  public var facts = PlacePatch()

  public init(
    _ kind: Kind, _ action: Action = .add, target: ElementID? = nil, shape: Shape? = nil,
    tags: [String: String] = [:], clears: [String] = [], joins: Bool = true
  ) {
    self.kind = kind
    self.action = action
    self.target = target
    self.shape = shape
    self.tags = tags
    self.clears = clears
    self.joins = joins
  }

  /// Whether the map is another one after it: otherwise it only says more of a place.
  public var changesMap: Bool { action != .change || shape != nil || !tags.isEmpty || !clears.isEmpty }

  /// Whether a gate gets another rule by it, and nothing else: rows of files say so as edits of gates.
  public var isRule: Bool {
    guard action == .change, kind == .gate else { return action == .change && kind == .rule }
    let keys = Set(GateRule.keys)
    return shape == nil && !clears.isEmpty && keys.isSuperset(of: clears) && keys.isSuperset(of: tags.keys)
  }

  /// Whether it takes away what another edit added.
  public var takesBack: Bool { action == .remove && target.flatMap(EditedElement.whole) != nil }

  /// Keys of this project that other programs read, too: docs/ogc.md.
  private static let ownKeys: Set<String> = [
    "kaimen:kind", "kaimen:pass", "kaimen:entry", "kaimen:delay", "kaimen:weather",
  ]

  /// Whether a tag with this key may be given to OpenStreetMap; what only this service needs may not.
  public static func isGiven(_ key: String) -> Bool {
    !key.hasPrefix("kaimen:") || ownKeys.contains(key) || key.hasPrefix("kaimen:pass:")
  }

  /// `tags` as they are after this edit.
  func applied(to tags: [String: String]) -> [String: String] {
    let kept = tags.filter { tag in
      !clears.contains { $0.hasSuffix("*") ? tag.key.hasPrefix($0.dropLast()) : tag.key == $0 }
    }
    return kept.merging(self.tags) { _, new in new }
  }
}

/// Ids of what edits add: far below those of any map, a block of a thousand for each object.
public enum EditedElement {
  private static let base: Int64 = 1_000_000_000_000
  private static let block: Int64 = 1000
  /// So many nodes may one object have beside its own.
  static let mostNodes = 900

  /// The node or way that object `number` is.
  public static func id(ofObject number: Int64) -> Int64 { -(base + number * block) }

  /// The object that an element belongs to; nil for elements of the map.
  public static func object(of id: ElementID) -> Int64? {
    id.number <= -(base + block) ? (-id.number - base) / block : nil
  }

  /// The object that the element is, not only a corner of it; nil for what is none.
  public static func whole(_ id: ElementID) -> Int64? {
    object(of: id).flatMap { EditedElement.id(ofObject: $0) == id.number ? $0 : nil }
  }

  /// Another node of the object.
  static func node(_ row: Int, ofObject number: Int64) -> Int64 { id(ofObject: number) - Int64(row) }
}
