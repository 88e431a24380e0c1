/// A table whose rows hold any number of values, as two flat columns.
///
/// The values of row `key` are the rows `first[key]..<first[key + 1]` of
/// ``values``; `first` has one row more than the table.
@frozen
public struct Ragged<Key: DenseID, ItemKey: DenseID, Value: BitwiseCopyable & Sendable>: Sendable {
  public let first: Column<Key, ItemKey>
  public let values: Column<ItemKey, Value>

  @inlinable public init(first: Column<Key, ItemKey>, values: Column<ItemKey, Value>) {
    self.first = first
    self.values = values
  }

  /// Builds the table from one array per row.
  @inlinable public init(_ rows: [[Value]]) {
    var first = [ItemKey(rawValue: 0)]
    first.reserveCapacity(rows.count + 1)
    var values: [Value] = []
    values.reserveCapacity(rows.reduce(0) { $0 + $1.count })
    for row in rows {
      values.append(contentsOf: row)
      first.append(ItemKey(values.count))
    }
    self.init(first: Column(first), values: Column(values))
  }

  /// Number of rows.
  @inlinable public var count: Int { max(first.count - 1, 0) }

  /// The ids of the values of row `key`.
  @inlinable public subscript(key: Key) -> Range<ItemKey> {
    first[key]..<first[key.advanced(by: 1)]
  }
}

/// The position of one value of a ragged table that needs no id of its own.
@frozen public struct ItemID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}
