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
