internal import Dense

// `unsafe` here: a column over memory that its owner holds; the block has exactly `count` rows.

extension Column {
  /// Copies `values` into a column's own memory, in one move.
  ///
  /// Specialised in this module: the generic initialiser across modules costs 50 ns a row.
  static func owning(_ values: [Value]) -> Column {
    let block = ColumnBlock<Value>(values)
    return unsafe Column(unsafe: UnsafePointer(block.base), count: values.count, owner: block)
  }

  /// The column with other values in the rows that `changes` name.
  ///
  /// - Complexity: O(rows), in one move.
  func patched(_ changes: [(key: Key, value: Value)]) -> Column {
    let block = withSpan { ColumnBlock<Value>($0) }
    for change in changes {
      precondition(change.key.index < count, "row out of bounds")
      unsafe block.base[change.key.index] = change.value
    }
    return unsafe Column(unsafe: UnsafePointer(block.base), count: count, owner: block)
  }
}

@safe
private final class ColumnBlock<Value: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value>

  convenience init(_ values: [Value]) { self.init(values.span) }

  init(_ values: Span<Value>) {
    unsafe base = .allocate(capacity: max(values.count, 1))
    unsafe values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe base.initialize(from: start, count: source.count) }
    }
  }

  deinit { unsafe base.deallocate() }
}
