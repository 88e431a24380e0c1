public import Geo

/// A whole OSM extract in memory, in flat arrays sorted by id.
///
/// Strings are interned once: a tag is two numbers. Elements that the file holds
/// more than once are kept once (the last version). Made by ``OSMData/read(path:progress:)``
/// or by ``OSMDataBuilder``.
public struct OSMData: Sendable {
  /// All keys, values and roles; a ``StringID`` is an index into it.
  public internal(set) var strings: StringTable
  /// Node ids, ascending; row `i` of ``nodeCoordinates`` belongs to row `i`.
  public internal(set) var nodeIDs: [Int64]
  public internal(set) var nodeCoordinates: [Coordinate]
  /// Rows (into ``nodeIDs``) of the nodes that have tags, ascending.
  public internal(set) var taggedNodes: [UInt32]
  /// Tags of `taggedNodes[i]` are row `i`.
  public internal(set) var nodeTags: TagTable
  /// Way ids, ascending.
  public internal(set) var wayIDs: [Int64]
  public internal(set) var wayTags: TagTable
  /// Node *rows* of way `w` are `wayNodes[wayFirst[w]..<wayFirst[w + 1]]`, in order;
  /// `UInt32.max` where the file does not hold the node.
  public internal(set) var wayFirst: [UInt32]
  public internal(set) var wayNodes: [UInt32]
  /// Relation ids, ascending.
  public internal(set) var relationIDs: [Int64]
  public internal(set) var relationTags: TagTable
  /// Members of relation `r` are `members[relationFirst[r]..<relationFirst[r + 1]]`, in order.
  public internal(set) var relationFirst: [UInt32]
  public internal(set) var members: [Member]
  /// What the reader found odd (duplicate ids, ways with missing nodes are *not* listed here).
  public internal(set) var header: Header

  /// Facts of the file's header.
  public struct Header: Sendable {
    public var writingProgram: String?
    public var source: String?
    /// Free text; our generator writes "synthetic" here.
    public var comment: String?
    public init() {}
  }

  /// One member of a relation.
  public struct Member: Sendable, Hashable {
    public var id: ElementID
    public var role: StringID
    public init(id: ElementID, role: StringID) {
      self.id = id
      self.role = role
    }
  }
}

/// The number of an interned string of one ``OSMData``.
public struct StringID: Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Interned strings: each text once, by number.
public struct StringTable: Sendable {
  public private(set) var texts: [String] = []
  private var numbers: [String: StringID] = [:]

  public init() {}

  public subscript(id: StringID) -> String { texts[Int(id.rawValue)] }

  /// The number of `text`, or nil when it does not occur.
  public func find(_ text: String) -> StringID? { numbers[text] }

  /// The number of `text`, made when it is new.
  public mutating func intern(_ text: String) -> StringID {
    if let known = numbers[text] { return known }
    let id = StringID(rawValue: UInt32(texts.count))
    texts.append(text)
    numbers[text] = id
    return id
  }
}

/// One tag: two interned strings.
public struct TagPair: Hashable, Sendable, BitwiseCopyable {
  public var key: StringID
  public var value: StringID
  @inlinable public init(key: StringID, value: StringID) {
    self.key = key
    self.value = value
  }
}

/// Tags of many elements: a ragged table.
public struct TagTable: Sendable {
  /// One more entry than there are rows.
  public internal(set) var first: [UInt32] = [0]
  public internal(set) var pairs: [TagPair] = []

  public init() {}

  public var count: Int { first.count - 1 }

  public mutating func append(_ row: some Sequence<TagPair>) {
    pairs.append(contentsOf: row)
    first.append(UInt32(pairs.count))
  }

  /// The tags of row `row`, in file order.
  public subscript(row: Int) -> ArraySlice<TagPair> {
    pairs[Int(first[row])..<Int(first[row + 1])]
  }
}
