import OSM

/// The tags of one element, read by key.
struct TagView {
  let pairs: ArraySlice<TagPair>
  let strings: StringTable

  /// The value of `key`, or nil.
  subscript(key: String) -> String? {
    guard !pairs.isEmpty, let id = strings.find(key) else { return nil }
    for pair in pairs where pair.key == id { return strings[pair.value] }
    return nil
  }

  /// Whether `key` is there with a value that does not deny it.
  func affirms(_ key: String) -> Bool {
    guard let value = self[key] else { return false }
    return value != "no" && value != "false" && value != "0"
  }

  /// The first value among `keys`.
  func first(_ keys: [String]) -> String? {
    for key in keys { if let value = self[key] { return value } }
    return nil
  }

  var isEmpty: Bool { pairs.isEmpty }

  static let none = TagView(pairs: [], strings: StringTable())
}

extension OSMData {
  /// Tags of way row `way`.
  func tags(way: Int) -> TagView { TagView(pairs: wayTags[way], strings: strings) }
  /// Tags of relation row `relation`.
  func tags(relation: Int) -> TagView { TagView(pairs: relationTags[relation], strings: strings) }
  /// Tags of row `row` of the tagged nodes.
  func tags(taggedNode row: Int) -> TagView { TagView(pairs: nodeTags[row], strings: strings) }
  /// Node rows of way row `way`.
  func nodes(way: Int) -> ArraySlice<UInt32> {
    wayNodes[Int(wayFirst[way])..<Int(wayFirst[way + 1])]
  }
  /// Members of relation row `relation`.
  func members(relation: Int) -> ArraySlice<Member> {
    members[Int(relationFirst[relation])..<Int(relationFirst[relation + 1])]
  }
}
