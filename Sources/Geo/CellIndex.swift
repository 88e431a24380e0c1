public import Dense

/// A static spatial index: which items (by number) may lie near a place.
///
/// The world is a grid of square cells, 2^`cellShift` units wide; eight by eight cells make a
/// block. Only blocks that hold something are stored, in row order, so that one index serves
/// many cities far apart. An item is listed in every cell that it touches.
///
/// Items that would touch more than ``wideLimit`` cells (ferries, borders) are kept in one extra
/// block with the key ``wideKey`` and are visited by every query.
///
/// All columns together are the index, so it may be stored as they are. It is immutable and
/// may be used by many threads.
@frozen public struct CellIndex: Sendable {
  /// Blocks that hold something, ascending: row of the block times 2^32 plus its column.
  public let keys: Column<ItemID, UInt64>
  /// The items of cell `c` (row by row, 0..<64) of block `b` are the rows
  /// `first[64 b + c]..<first[64 b + c + 1]` of ``items``; one entry more than there are cells.
  public let first: Column<ItemID, UInt32>
  /// Item numbers, ascending within a cell.
  public let items: Column<ItemID, UInt32>
  /// The logarithm of the width of a cell in units of a ``Coordinate``.
  public let cellShift: UInt32
  /// The rows of ``items`` that every query visits.
  @usableFromInline let wide: Range<UInt32>

  /// The key of the block of wide items; it sorts last.
  @inlinable public static var wideKey: UInt64 { .max }
  /// How many cells an item may touch without becoming wide.
  @inlinable public static var wideLimit: Int { 4096 }

  /// Puts together an index from its stored columns.
  ///
  /// Wrong columns lead to wrong answers or a trap, never to reading outside of them;
  /// ``check(itemCount:)`` tells beforehand.
  public init(
    keys: Column<ItemID, UInt64>, first: Column<ItemID, UInt32>, items: Column<ItemID, UInt32>,
    cellShift: UInt32
  ) {
    self.keys = keys
    self.first = first
    self.items = items
    self.cellShift = min(cellShift, 28)
    let last = keys.count - 1
    if last >= 0, keys[ItemID(last)] == Self.wideKey, first.count > 64 * last + 1 {
      let start = first[ItemID(64 * last)]
      wide = start..<max(start, first[ItemID(64 * last + 1)])
    } else {
      wide = 0..<0
    }
  }

  /// The width of a cell in units of a ``Coordinate``.
  public var cellSizeE7: UInt32 { 1 << cellShift }

  /// Whether the columns fit together and every item number is below `itemCount`.
  ///
  /// - Complexity: O(columns); once per opened file.
  public func check(itemCount: Int) -> Bool {
    guard Self.shifts.contains(cellShift), first.count == 64 * keys.count + 1, first[ItemID(0)] == 0,
      Int(first[ItemID(first.count - 1)]) == items.count
    else { return false }
    let keysAscend = keys.withSpan { span in
      span.indices.dropFirst().allSatisfy { span[$0 - 1] < span[$0] }
    }
    let firstAscends = first.withSpan { span in
      span.indices.dropFirst().allSatisfy { span[$0 - 1] <= span[$0] }
    }
    return keysAscend && firstAscends
      && items.withSpan { span in span.indices.allSatisfy { Int(span[$0]) < itemCount } }
  }

  /// Cells from 18 cm to 3,000 km: smaller ones would make every query slow.
  private static let shifts: ClosedRange<UInt32> = 4...28

  /// The shift whose cells come nearest to `metres` from south to north.
  public static func shift(metres: Double) -> UInt32 {
    let units = max(metres, 1) / (Ellipsoid.radiansPerUnit * 6_371_000)
    var shift = shifts.lowerBound
    while shift < shifts.upperBound, Double(UInt64(1) << shift) * 1.414 < units { shift += 1 }
    return shift
  }
}

/// The cells that something touches in one row of the grid: `columns` of row `row`.
@frozen public struct CellRun: Hashable, Sendable {
  public var row: UInt32
  public var columns: ClosedRange<UInt32>

  @inlinable public init(row: UInt32, columns: ClosedRange<UInt32>) {
    self.row = row
    self.columns = columns
  }
}

/// A rectangle of cells, edges included.
@frozen public struct CellBox: Hashable, Sendable {
  public var rows: ClosedRange<UInt32>
  public var columns: ClosedRange<UInt32>

  @inlinable public init(rows: ClosedRange<UInt32>, columns: ClosedRange<UInt32>) {
    self.rows = rows
    self.columns = columns
  }

  /// The cells that a box, which must not be empty, touches.
  @inlinable public init(_ box: BoundingBox, shift: UInt32) {
    rows = box.southWest.latitudeE7.cell(shift)...box.northEast.latitudeE7.cell(shift)
    columns = box.southWest.longitudeE7.cell(shift)...box.northEast.longitudeE7.cell(shift)
  }

  @inlinable public var count: Int { rows.count * columns.count }
}

extension Int32 {
  /// The row or column of the grid that holds this latitude or longitude.
  @inlinable func cell(_ shift: UInt32) -> UInt32 {
    UInt32(bitPattern: self ^ .min) &>> shift
  }
}

extension Segment {
  /// Calls `body` with the runs of cells that the segment touches, from the row of `a` to that of `b`, until it
  /// returns false.
  ///
  /// Cells that the segment passes within one unit (1 cm) may be among them.
  ///
  /// - Complexity: O(rows touched).
  @inlinable public func forEachCellRun(shift: UInt32, _ body: (CellRun) -> Bool) {
    var row = a.latitudeE7.cell(shift)
    let lastRow = b.latitudeE7.cell(shift)
    let columnA = a.longitudeE7.cell(shift)
    let columnB = b.longitudeE7.cell(shift)
    let columns = min(columnA, columnB)...max(columnA, columnB)
    if row == lastRow {
      _ = body(CellRun(row: row, columns: columns))
      return
    }
    let isNorthward = row < lastRow
    let slope =
      (Double(b.longitudeE7) - Double(a.longitudeE7)) / (Double(b.latitudeE7) - Double(a.latitudeE7))
    var entry = Double(a.longitudeE7)
    while true {
      // The latitude at which the segment leaves this row.
      let border = Double(Int64(isNorthward ? row + 1 : row) << Int64(shift)) - 2_147_483_648
      let exit =
        row == lastRow
        ? Double(b.longitudeE7) : Double(a.longitudeE7) + (border - Double(a.latitudeE7)) * slope
      let run = CellRun(
        row: row, columns: CellRun.columns(min(entry, exit), max(entry, exit), in: columns, shift: shift))
      if !body(run) || row == lastRow { return }
      entry = exit
      row = isNorthward ? row + 1 : row - 1
    }
  }
}

extension CellRun {
  /// The columns from `west` to `east` units, a unit more on both sides for rounding, within `bounds`.
  @inlinable static func columns(
    _ west: Double, _ east: Double, in bounds: ClosedRange<UInt32>, shift: UInt32
  ) -> ClosedRange<UInt32> {
    let from = Int64(west.rounded(.down)) + 2_147_483_648 - 1
    let to = Int64(east.rounded(.up)) + 2_147_483_648 + 1
    let first = UInt32(clamping: from >> Int64(shift))
    let last = UInt32(clamping: to >> Int64(shift))
    return max(first, bounds.lowerBound)...max(min(last, bounds.upperBound), max(first, bounds.lowerBound))
  }
}
