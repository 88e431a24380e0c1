internal import Dense

extension CellIndex {
  /// Indexes segments: item `i` is the line from `starts[i]` to `ends[i]`.
  ///
  /// `cellSize` is the wanted width of a cell in metres; the nearest power of two of units is taken.
  /// - Precondition: both arrays are equally long.
  /// - Complexity: O(cells touched), by a radix sort.
  public init(segmentsFrom starts: [Coordinate], to ends: [Coordinate], cellSize: Double) {
    precondition(starts.count == ends.count, "each segment needs a start and an end")
    var entries = CellEntries(shift: Self.shift(metres: cellSize))
    for item in starts.indices { entries.add(Segment(starts[item], ends[item]), item: UInt32(item)) }
    self = entries.index()
  }

  /// Indexes boxes: item `i` is `boxes[i]`; empty boxes are left out.
  ///
  /// `cellSize` is the wanted width of a cell in metres; the nearest power of two of units is taken.
  public init(boxes: [BoundingBox], cellSize: Double) {
    var entries = CellEntries(shift: Self.shift(metres: cellSize))
    for item in boxes.indices where !boxes[item].isEmpty { entries.add(boxes[item], item: UInt32(item)) }
    self = entries.index()
  }

  /// Indexes points: item `i` is `points[i]`.
  ///
  /// `cellSize` is the wanted width of a cell in metres; the nearest power of two of units is taken.
  public init(points: [Coordinate], cellSize: Double) {
    var entries = CellEntries(shift: Self.shift(metres: cellSize))
    for item in points.indices {
      entries.add(
        row: points[item].latitudeE7.cell(entries.shift),
        column: points[item].longitudeE7.cell(entries.shift),
        item: UInt32(item))
    }
    self = entries.index()
  }
}

/// Pairs of a cell and an item, on the way to an index.
struct CellEntries {
  let shift: UInt32
  private var rows: [UInt32] = []
  private var columns: [UInt32] = []
  private var items: [UInt32] = []
  private var wide: [UInt32] = []
  private var bounds: CellBox?

  init(shift: UInt32) { self.shift = shift }

  mutating func add(row: UInt32, column: UInt32, item: UInt32) {
    rows.append(row)
    columns.append(column)
    items.append(item)
  }

  mutating func add(_ segment: Segment, item: UInt32) {
    let box = CellBox(segment.boundingBox, shift: shift)
    guard box.rows.count + box.columns.count <= CellIndex.wideLimit else { return wide.append(item) }
    segment.forEachCellRun(shift: shift) { run in
      for column in run.columns { add(row: run.row, column: column, item: item) }
      return true
    }
  }

  mutating func add(_ box: BoundingBox, item: UInt32) {
    let cells = CellBox(box, shift: shift)
    guard cells.count <= CellIndex.wideLimit else { return wide.append(item) }
    for row in cells.rows {
      for column in cells.columns { add(row: row, column: column, item: item) }
    }
  }

  /// Sorts the entries by block, cell and item, and lays them out.
  func index() -> CellIndex {
    let lowRow = (rows.min() ?? 0) >> 3
    let lowColumn = (columns.min() ?? 0) >> 3
    let width = UInt64((columns.max() ?? 0) >> 3) - UInt64(lowColumn) + 1
    // Blocks numbered row by row within the box that holds all of them: short keys, few sorting passes.
    let cells = rows.indices.map { entry in
      let block = UInt64((rows[entry] >> 3) - lowRow) * width + UInt64((columns[entry] >> 3) - lowColumn)
      return block << 6 | UInt64((rows[entry] & 7) << 3 | (columns[entry] & 7))
    }
    let sorted = radixSorted(cells, with: items)
    var keys: [UInt64] = []
    var first: [UInt32] = []
    var row = 0
    while row < sorted.keys.count {
      let block = sorted.keys[row] >> 6
      keys.append((block / width + UInt64(lowRow)) << 32 | (block % width + UInt64(lowColumn)))
      for cell in 0..<64 {
        first.append(UInt32(row))
        while row < sorted.keys.count, sorted.keys[row] == block << 6 | UInt64(cell) { row += 1 }
      }
    }
    if !wide.isEmpty {
      keys.append(CellIndex.wideKey)
      first.append(UInt32(row))
      first.append(contentsOf: repeatElement(UInt32(row + wide.count), count: 63))
    }
    first.append(UInt32(row + wide.count))
    return CellIndex(
      keys: Column(keys), first: Column(first), items: Column(sorted.values + wide), cellShift: shift)
  }
}

/// Sorts pairs by key, keeping the order of equal keys.
///
/// - Complexity: O(n) for each 11 bits of the greatest key.
func radixSorted(_ keys: [UInt64], with values: [UInt32]) -> (keys: [UInt64], values: [UInt32]) {
  let greatest = keys.max() ?? 0
  var from = (keys: keys, values: values)
  var to = (
    keys: [UInt64](repeating: 0, count: keys.count), values: [UInt32](repeating: 0, count: keys.count)
  )
  var shift: UInt64 = 0
  while shift < 64, greatest >> shift > 0 {
    var next = [Int](repeating: 0, count: 2049)
    for key in from.keys { next[Int(key >> shift & 2047) + 1] += 1 }
    for digit in 1..<2049 { next[digit] += next[digit - 1] }
    for row in from.keys.indices {
      let digit = Int(from.keys[row] >> shift & 2047)
      to.keys[next[digit]] = from.keys[row]
      to.values[next[digit]] = from.values[row]
      next[digit] += 1
    }
    swap(&from, &to)
    shift += 11
  }
  return from
}
