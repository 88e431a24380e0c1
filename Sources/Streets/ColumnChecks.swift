internal import Dense
internal import Geo

// What makes a stored column safe to follow, each in one pass.

extension Column {
  /// Whether all rows satisfy `isSound`.
  func allRows(_ isSound: (Value) -> Bool) -> Bool {
    withSpan { span in
      for row in span.indices where !isSound(span[row]) { return false }
      return true
    }
  }
}

extension Column where Value: DenseID {
  /// Whether every value numbers one of `count` rows.
  func names(rowsBelow count: Int) -> Bool { allRows { $0.index < count } }

  /// Whether every value numbers one of `count` rows or none.
  func namesOrNone(rowsBelow count: Int) -> Bool { allRows { $0.isNoneOr(below: count) } }
}

extension DenseID {
  /// Whether it numbers one of `count` rows or none.
  func isNoneOr(below count: Int) -> Bool { self == .none || index < count }
}

extension Column where Value == Coordinate {
  /// Whether all points lie on the globe.
  var isOnGlobe: Bool { allRows(\.isOnGlobe) }
}

extension Coordinate {
  var isOnGlobe: Bool {
    latitudeE7.magnitude <= 900_000_000 && longitudeE7.magnitude <= 1_800_000_000
  }
}

extension Ragged {
  /// Whether it has `rows` rows, each of at least `least` values, that follow each other without gap.
  func isSound(rows: Int, least: Int = 0) -> Bool {
    guard first.count == rows + 1 else { return false }
    return first.withSpan { span in
      guard span[0].index == 0, span[rows].index == values.count else { return false }
      for row in 0..<rows where span[row + 1].index < span[row].index + least { return false }
      return true
    }
  }
}
