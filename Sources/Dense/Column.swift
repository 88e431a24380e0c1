/// One value per row of a table, in flat memory, indexed only by that table's id.
///
/// A column either owns its memory or borrows it from a mapped file; `owner`
/// keeps that memory alive. Hold the column (or its whole table) in a variable
/// for the length of a search: a lifetime guard per element would cost an atomic
/// retain and release each. It is immutable, hence safe to share between requests.
@safe
@frozen
public struct Column<Key: DenseID, Value: BitwiseCopyable & Sendable>: @unchecked Sendable {
  @usableFromInline let base: UnsafePointer<Value>
  public let count: Int
  @usableFromInline let owner: AnyObject

  /// Views `count` values at `base`.
  ///
  /// - Precondition: `base` is aligned for `Value` and readable for as long as
  ///   `owner` lives.
  @unsafe
  public init(unsafe base: UnsafePointer<Value>, count: Int, owner: AnyObject) {
    unsafe self.base = base
    self.count = count
    self.owner = owner
  }

  /// Copies `values` into memory that the column owns.
  public init(_ values: [Value]) {
    let block = OwnedBlock<Value>(values)
    unsafe self.init(unsafe: UnsafePointer(block.base), count: values.count, owner: block)
  }

  /// The value of row `key`.
  ///
  /// - Complexity: O(1). Bounds are always checked; a wrong id traps here
  ///   instead of reading another table's memory.
  @inlinable public subscript(key: Key) -> Value {
    let row = Int(key.rawValue)
    precondition(row < count, "row out of bounds")
    return unsafe base[row]
  }

  /// The value of row `key`, checked in debug builds only.
  ///
  /// For loops that a benchmark shows to need it, over ids that were validated
  /// when the file was opened.
  @unsafe
  @inlinable public subscript(unchecked key: Key) -> Value {
    assert(Int(key.rawValue) < count)
    return unsafe base[Int(key.rawValue)]
  }

  /// Calls `body` with all values, in row order; the memory outlives the call.
  @inlinable public func withSpan<R: ~Copyable, E: Error>(
    _ body: (Span<Value>) throws(E) -> R
  ) throws(E) -> R {
    defer { withExtendedLifetime(owner) {} }
    return try body(unsafe UnsafeBufferPointer(start: base, count: count).span)
  }

  /// The raw start of the values, for the named hot loops.
  ///
  /// - Precondition: the caller keeps the column alive while it uses the pointer.
  @unsafe
  @inlinable public var pointer: UnsafePointer<Value> { unsafe base }

  /// All row ids, ascending.
  @inlinable public var ids: Range<Key> { Key(rawValue: 0)..<Key(rawValue: UInt32(count)) }

  /// All values, copied.
  public var values: [Value] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// Memory that a column made in this process owns.
@safe
final class OwnedBlock<Value: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value>

  /// Copies bytes, so that it is fast even where the generic code is not specialised.
  init(_ values: [Value]) {
    unsafe base = .allocate(capacity: max(values.count, 1))
    // One copy of memory: a loop over a generic element would look its type up for each row.
    unsafe values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe base.initialize(from: start, count: source.count) }
    }
  }

  deinit { unsafe base.deallocate() }
}
