extension RandomAccessCollection where Index == Int {
  /// The first row for which `isEnough` holds, as it must for all rows after it; the end where there is none.
  ///
  /// - Complexity: O(log rows).
  @inlinable public func partitioningIndex(where isEnough: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isEnough(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension RandomAccessCollection where Index == Int, Element: Comparable {
  /// The first row of an ascending collection that is no less than `element`; the end where there is none.
  ///
  /// - Complexity: O(log rows).
  @inlinable public func lowerBound(of element: Element) -> Int { partitioningIndex { $0 >= element } }

  /// Where `element` is in an ascending collection; nil where it is not.
  ///
  /// - Complexity: O(log rows).
  @inlinable public func sortedIndex(of element: Element) -> Int? {
    let row = lowerBound(of: element)
    return row < endIndex && self[row] == element ? row : nil
  }
}

/// What `0..<count` stand for, grouped by bucket, in order within each: `items[first[b]..<first[b + 1]]` are those of bucket `b`.
///
/// - Parameters:
///   - count: How many there are.
///   - buckets: How many buckets.
///   - bucket: The bucket of each.
///   - value: What each stands for: itself, unless said.
/// - Returns: The first row of each bucket among `items`, with their count as the last, and `items`.
/// - Complexity: O(count + buckets).
@inlinable public func countingSort(
  count: Int, buckets: Int, bucket: (Int) -> Int, value: (Int) -> UInt32 = { UInt32($0) }
) -> (first: [UInt32], items: [UInt32]) {
  // One place further, so that filling moves each start to where it belongs.
  var next = [UInt32](repeating: 0, count: buckets + 2)
  for row in 0..<count { next[bucket(row) + 2] += 1 }
  for place in next.indices.dropFirst(2) { next[place] += next[place - 1] }
  var items = [UInt32](repeating: 0, count: count)
  for row in 0..<count {
    let place = bucket(row) + 1
    items[Int(next[place])] = value(row)
    next[place] += 1
  }
  next.removeLast()
  return (next, items)
}
