public import Geo

/// A whole OSM extract in memory, in flat arrays sorted by id.
///
/// Strings are interned once: a tag is two numbers. Elements that the file holds
/// more than once are kept once (the last version). Made by ``OSMData/read(path:progress:)``
/// or by ``OSMDataBuilder``; written by ``writePBF(to:)`` and ``writeXML(to:)``.
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
  /// Facts of the file's header.
  public internal(set) var header: Header
  /// Elements of the file that were left out, in file order.
  public internal(set) var skipped: [Skipped]

  /// Facts of the file's header.
  public struct Header: Sendable {
    public var writingProgram: String?
    public var source: String?
    /// Free text; our generator writes "synthetic" here.
    public var comment: String?
    public init() {}
  }

  /// An element that was left out, and why.
  public struct Skipped: Sendable, Hashable {
    public var id: ElementID
    public var reason: Reason
    public init(id: ElementID, reason: Reason) {
      self.id = id
      self.reason = reason
    }

    /// Why an element was left out.
    public enum Reason: UInt8, Sendable, Hashable {
      /// Longitude outside ±180 or latitude outside ±90.
      case coordinateOutside
      /// A node without a position.
      case noCoordinate
      /// Marked as deleted (`visible="false"`, `action="delete"`).
      case deleted
    }
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

  /// Number of rows.
  public var count: Int { first.count - 1 }

  public mutating func append(_ row: some Sequence<TagPair>) {
    pairs.append(contentsOf: row)
    first.append(UInt32(pairs.count))
  }

  mutating func reserveCapacity(like other: TagTable) {
    first.reserveCapacity(other.first.count)
    pairs.reserveCapacity(other.pairs.count)
  }

  /// Appends `rows` of `other`.
  mutating func append(_ rows: Range<Int>, of other: TagTable) {
    let places = Int(other.first[rows.lowerBound])..<Int(other.first[rows.upperBound])
    let shift = UInt32(pairs.count) &- UInt32(places.lowerBound)
    pairs += other.pairs[places]
    first += other.first[(rows.lowerBound + 1)..<(rows.upperBound + 1)].lazy.map { $0 &+ shift }
  }

  /// The tags of row `row`, in file order.
  public subscript(row: Int) -> ArraySlice<TagPair> {
    pairs[Int(first[row])..<Int(first[row + 1])]
  }
}
