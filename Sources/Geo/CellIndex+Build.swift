internal import Dense

extension CellIndex {
  /// Indexes segments: item `i` is the line from `starts[i]` to `ends[i]`.
  ///
  /// `cellSize` is the wanted width of a cell in metres; the nearest power of two of units is taken.
  /// - Precondition: both arrays are equally long.
  /// - Complexity: O(cells touched), by counting, or by a radix sort where they lie far apart.
  public init(segmentsFrom starts: [Coordinate], to ends: [Coordinate], cellSize: Double) {
    precondition(starts.count == ends.count, "each segment needs a start and an end")
    var entries = CellEntries(shift: Self.shift(metres: cellSize), items: starts.count)
    for item in starts.indices { entries.add(Segment(starts[item], ends[item]), item: UInt32(item)) }
    self = entries.index()
  }

  /// Indexes boxes: item `i` is `boxes[i]`; empty boxes are left out.
  ///
  /// `cellSize` is the wanted width of a cell in metres; the nearest power of two of units is taken.
  public init(boxes: [BoundingBox], cellSize: Double) {
    var entries = CellEntries(shift: Self.shift(metres: cellSize), items: boxes.count)
    for item in boxes.indices where !boxes[item].isEmpty { entries.add(boxes[item], item: UInt32(item)) }
    self = entries.index()
  }

  /// Indexes points: item `i` is `points[i]`.
  ///
  /// `cellSize` is the wanted width of a cell in metres; the nearest power of two of units is taken.
  public init(points: [Coordinate], cellSize: Double) {
    var entries = CellEntries(shift: Self.shift(metres: cellSize), items: points.count)
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
  /// Row of each entry's cell times 2^32 plus its column.
  private var cells: [UInt64] = []
  private var items: [UInt32] = []
  private var wide: [UInt32] = []

  /// Of `items` items, most of which touch one cell or two.
  init(shift: UInt32, items count: Int) {
    self.shift = shift
    cells.reserveCapacity(count + count / 2)
    items.reserveCapacity(count + count / 2)
  }

  mutating func add(row: UInt32, column: UInt32, item: UInt32) {
    cells.append(UInt64(row) << 32 | UInt64(column))
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
    let grid = BlockGrid(cells)
    var layout = grid.isDense(for: cells.count) ? counted(grid) : sorted(grid)
    if !wide.isEmpty {
      layout.keys.append(CellIndex.wideKey)
      layout.first.append(UInt32(layout.items.count))
      layout.items += wide
      layout.first.append(contentsOf: repeatElement(UInt32(layout.items.count), count: 63))
    }
    layout.first.append(UInt32(layout.items.count))
    return CellIndex(
      keys: Column(layout.keys), first: Column(layout.first), items: Column(layout.items), cellShift: shift)
  }

  /// The columns of an index, but for the last entry of ``CellIndex/first``.
  private typealias Layout = (keys: [UInt64], first: [UInt32], items: [UInt32])

  /// Where few blocks are empty: counts the entries of every cell.
  ///
  /// - Complexity: O(entries + cells).
  private func counted(_ grid: BlockGrid) -> Layout {
    let numbers = cells.map { UInt32(truncatingIfNeeded: grid.number(ofCell: $0)) }
    let (first, items) = countingSort(count: numbers.count, buckets: grid.blocks * 64) {
      Int(numbers[$0])
    } value: {
      self.items[$0]
    }
    var layout: Layout = ([], [], items)
    for block in 0..<grid.blocks where first[64 * block] < first[64 * block + 64] {
      layout.keys.append(grid.key(ofBlock: UInt64(block)))
      layout.first += first[(64 * block)..<(64 * block + 64)]
    }
    return layout
  }

  /// Where cities lie far apart: sorts the entries by the numbers of their cells.
  ///
  /// - Complexity: O(entries) for each 11 bits of the greatest number.
  private func sorted(_ grid: BlockGrid) -> Layout {
    let sorted = radixSorted(cells.map { grid.number(ofCell: $0) }, with: items)
    var layout: Layout = ([], [], sorted.values)
    var row = 0
    while row < sorted.keys.count {
      let block = sorted.keys[row] >> 6
      layout.keys.append(grid.key(ofBlock: block))
      for cell in 0..<64 {
        layout.first.append(UInt32(row))
        while row < sorted.keys.count, sorted.keys[row] == block << 6 | UInt64(cell) { row += 1 }
      }
    }
    return layout
  }
}

/// The blocks of the box around some cells, numbered row by row: in the order of their keys.
private struct BlockGrid {
  private let lowRow: UInt64
  private let lowColumn: UInt64
  private let width: UInt64
  let blocks: Int

  /// Around `cells`, each its row times 2^32 plus its column.
  init(_ cells: [UInt64]) {
    var (lowRow, highRow) = (UInt64.max, UInt64.min)
    var (lowColumn, highColumn) = (UInt64.max, UInt64.min)
    for cell in cells {
      let (row, column) = (cell >> 35, UInt64(UInt32(truncatingIfNeeded: cell) >> 3))
      (lowRow, highRow) = (min(lowRow, row), max(highRow, row))
      (lowColumn, highColumn) = (min(lowColumn, column), max(highColumn, column))
    }
    let isEmpty = cells.isEmpty
    (self.lowRow, self.lowColumn) = (lowRow, lowColumn)
    width = isEmpty ? 0 : highColumn - lowColumn + 1
    blocks = isEmpty ? 0 : Int(width * (highRow - lowRow + 1))
  }

  /// Whether to count the entries of all cells takes little memory beside the `entries` themselves.
  func isDense(for entries: Int) -> Bool { blocks * 64 <= max(4 * entries, 1 << 16) }

  /// The number of its block times 64 plus its own within it.
  func number(ofCell cell: UInt64) -> UInt64 {
    let block = ((cell >> 35) - lowRow) * width + (UInt64(UInt32(truncatingIfNeeded: cell) >> 3) - lowColumn)
    return block << 6 | (cell >> 32 & 7) << 3 | cell & 7
  }

  func key(ofBlock block: UInt64) -> UInt64 {
    (block / width + lowRow) << 32 | (block % width + lowColumn)
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
