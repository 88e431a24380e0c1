internal import Dense
import OSM

/// The tags of one element, read by key.
struct TagView {
  let pairs: ArraySlice<TagPair>
  let map: TaggedMap

  /// The value of `key`, or nil.
  subscript(key: TagKey) -> String? {
    id(key).map { map.data.strings[$0] }
  }

  /// The number of the value of `key`, or nil.
  func id(_ key: TagKey) -> StringID? {
    if pairs.isEmpty { return nil }
    let wanted = map[key]
    for pair in pairs where pair.key == wanted { return pair.value }
    return nil
  }

  func has(_ key: TagKey) -> Bool { id(key) != nil }

  /// The value of any key, or nil; looks the key up by its text, so not for every element of a map.
  subscript(key: String) -> String? {
    guard !pairs.isEmpty, let id = map.data.strings.find(key) else { return nil }
    for pair in pairs where pair.key == id { return map.data.strings[pair.value] }
    return nil
  }

  /// Whether `key` is there with a value that does not deny it.
  func affirms(_ key: TagKey) -> Bool { TagView.affirms(self[key]) }

  /// Whether `key` is there with a value that does not deny it; looks the key up by its text.
  func affirms(_ key: String) -> Bool { TagView.affirms(self[key]) }

  private static func affirms(_ value: String?) -> Bool {
    guard let value else { return false }
    return value != "no" && value != "false" && value != "0"
  }

  /// The first value among `keys`.
  func first(_ keys: TagKey...) -> String? {
    for key in keys { if let value = self[key] { return value } }
    return nil
  }

  /// The pairs whose keys are in `filter`.
  func only(_ filter: KeyFilter) -> [TagPair] {
    pairs.contains { filter[$0.key] } ? pairs.filter { filter[$0.key] } : []
  }

  /// The same in `kept`, whose memory is used again.
  func keep(_ filter: KeyFilter, in kept: inout [TagPair]) {
    kept.removeAll(keepingCapacity: true)
    for pair in pairs where filter[pair.key] { kept.append(pair) }
  }

  /// Whether a key is in `filter`.
  func hasAny(_ filter: KeyFilter) -> Bool { pairs.contains { filter[$0.key] } }

  var isEmpty: Bool { pairs.isEmpty }

  static let none = TagView(pairs: [], map: TaggedMap(OSMDataBuilder().finish()))
}

/// A set of keys, one flag for each string of a map.
struct KeyFilter: Sendable {
  private let flags: [Bool]

  init(_ keys: some Sequence<String>, in strings: StringTable) {
    var flags = [Bool](repeating: false, count: strings.texts.count)
    for key in keys {
      if let id = strings.find(key) { flags[Int(id.rawValue)] = true }
    }
    self.flags = flags
  }

  subscript(key: StringID) -> Bool { flags[Int(key.rawValue)] }
}

/// The OSM data of one build with the numbers of the keys that the builder asks for.
///
/// A class: its many arrays are shared by one reference wherever they are read.
final class TaggedMap: Sendable {
  let data: OSMData
  /// By the raw value of ``TagKey``.
  private let keys: [StringID]

  init(_ data: OSMData) {
    self.data = data
    // A text that the map does not hold gets a number that no pair has.
    keys = TagKey.allCases.map { data.strings.find($0.text) ?? StringID(rawValue: .max) }
  }

  subscript(key: TagKey) -> StringID { keys[Int(key.rawValue)] }

  func filter(_ keys: TagKey...) -> KeyFilter { KeyFilter(keys.map(\.text), in: data.strings) }

  /// Tags of way row `way`.
  func tags(way: Int) -> TagView { TagView(pairs: data.wayTags[way], map: self) }
  /// Tags of relation row `relation`.
  func tags(relation: Int) -> TagView { TagView(pairs: data.relationTags[relation], map: self) }
  /// Tags of row `row` of the tagged nodes.
  func tags(taggedNode row: Int) -> TagView { TagView(pairs: data.nodeTags[row], map: self) }
  /// Tags of node row `node`.
  ///
  /// - Complexity: O(log tagged nodes).
  func tags(node: UInt32) -> TagView {
    guard let row = data.taggedNodes.sortedIndex(of: node) else { return .none }
    return tags(taggedNode: row)
  }
  /// Node rows of way row `way`.
  func nodes(way: Int) -> ArraySlice<UInt32> {
    data.wayNodes[Int(data.wayFirst[way])..<Int(data.wayFirst[way + 1])]
  }
  /// Members of relation row `relation`.
  func members(relation: Int) -> ArraySlice<OSMData.Member> {
    data.members[Int(data.relationFirst[relation])..<Int(data.relationFirst[relation + 1])]
  }
  /// The row of way `id`, or nil.
  func row(ofWay id: Int64) -> Int? { data.wayIDs.sortedIndex(of: id) }
  /// The row of node `id`, or nil.
  func row(ofNode id: Int64) -> UInt32? { data.nodeIDs.sortedIndex(of: id).map { UInt32($0) } }
}

extension Double {
  /// A number in a tag; nil unless it is finite: `nan` and `1e999` are spellings, not measures.
  init?(osm text: some StringProtocol) {
    guard let value = Double(text), value.isFinite else { return nil }
    self = value
  }
}
