public import Dense

extension CellIndex {
  /// Whether `predicate` holds for some item that may touch `box`; stops at the first.
  ///
  /// Calls it for every item that touches `box` and for others nearby, for some more than once.
  ///
  /// - Complexity: O(cells of the box that hold something, rows of blocks × log blocks); no allocation.
  @inlinable public func contains(in box: BoundingBox, where predicate: (UInt32) -> Bool) -> Bool {
    if contains(wide, where: predicate) { return true }
    return !box.isEmpty && contains(cells: CellBox(box, shift: cellShift), where: predicate)
  }

  /// Calls `body` for every item that touches `box` and for others nearby, for some more than once.
  ///
  /// To see each item once, ask ``Stamps/mark(_:)`` first.
  @inlinable public func forEach(in box: BoundingBox, _ body: (UInt32) -> Void) {
    _ = contains(in: box) { item in
      body(item)
      return false
    }
  }

  /// Whether `predicate` holds for some item in the cells that `segment` touches; stops at the first.
  ///
  /// Calls it for every item that touches the segment and for others nearby, for some more than once.
  @inlinable public func contains(along segment: Segment, where predicate: (UInt32) -> Bool) -> Bool {
    if contains(wide, where: predicate) { return true }
    var found = false
    var block = BlockCursor()
    segment.forEachCellRun(shift: cellShift) { run in
      var column = run.columns.lowerBound
      while true {
        let last = min(run.columns.upperBound, column | 7)
        if let place = block.move(to: UInt64(run.row >> 3) << 32 | UInt64(column >> 3), in: keys) {
          let cell = 64 * place + Int((run.row & 7) << 3)
          let start = first[ItemID(cell + Int(column & 7))]
          let end = first[ItemID(cell + Int(last & 7) + 1)]
          if start < end, contains(start..<end, where: predicate) {
            found = true
            return false
          }
        }
        if last == run.columns.upperBound { return true }
        column = last + 1
      }
    }
    return found
  }

  /// Calls `body` for every item that touches `segment` and for others nearby, for some more than once.
  @inlinable public func forEach(along segment: Segment, _ body: (UInt32) -> Void) {
    _ = contains(along: segment) { item in
      body(item)
      return false
    }
  }

  /// Whether `predicate` holds for some item of the cells; wide items are left out.
  @inlinable public func contains(cells: CellBox, where predicate: (UInt32) -> Bool) -> Bool {
    let columns = (cells.columns.lowerBound >> 3)...(cells.columns.upperBound >> 3)
    let last = UInt64(cells.rows.upperBound >> 3) << 32 | UInt64(columns.upperBound)
    var place = firstBlock(
      from: UInt64(cells.rows.lowerBound >> 3) << 32 | UInt64(columns.lowerBound), startingAt: 0)
    while place < keys.count, keys[ItemID(place)] <= last {
      let key = keys[ItemID(place)]
      let column = UInt32(truncatingIfNeeded: key)
      if column < columns.lowerBound {
        place = firstBlock(from: (key >> 32) << 32 | UInt64(columns.lowerBound), startingAt: place)
      } else if column > columns.upperBound {
        place = firstBlock(from: (key >> 32 + 1) << 32 | UInt64(columns.lowerBound), startingAt: place)
      } else {
        if contains(block: place, key: key, cells: cells, where: predicate) { return true }
        place += 1
      }
    }
    return false
  }

  /// The part of ``contains(cells:where:)`` that lies in one block.
  @inlinable func contains(
    block place: Int, key: UInt64, cells: CellBox, where predicate: (UInt32) -> Bool
  ) -> Bool {
    let row = UInt32(truncatingIfNeeded: key >> 32) << 3
    let column = UInt32(truncatingIfNeeded: key) << 3
    let west = Int(max(cells.columns.lowerBound, column) & 7)
    let east = Int(min(cells.columns.upperBound, column | 7) & 7)
    let south = Int(max(cells.rows.lowerBound, row) & 7)
    let north = Int(min(cells.rows.upperBound, row | 7) & 7)
    for line in south...north {
      let start = first[ItemID(64 * place + 8 * line + west)]
      let end = first[ItemID(64 * place + 8 * line + east + 1)]
      if start < end, contains(start..<end, where: predicate) { return true }
    }
    return false
  }

  @inlinable func contains(_ rows: Range<UInt32>, where predicate: (UInt32) -> Bool) -> Bool {
    for row in rows where predicate(items[ItemID(rawValue: row)]) { return true }
    return false
  }

  /// The first block whose key is at least `key`, at or after `start`.
  @inlinable func firstBlock(from key: UInt64, startingAt start: Int) -> Int {
    var low = start
    var count = keys.count - start
    while count > 0 {
      let half = count >> 1
      if keys[ItemID(low + half)] < key {
        low += half + 1
        count -= half + 1
      } else {
        count = half
      }
    }
    return low
  }
}

/// Remembers the block last found, for walks that mostly stay in one.
@frozen @usableFromInline struct BlockCursor {
  @usableFromInline var key = UInt64.max
  @usableFromInline var place: Int?

  @inlinable init() {}

  @inlinable mutating func move(to key: UInt64, in keys: Column<ItemID, UInt64>) -> Int? {
    if key == self.key { return place }
    self.key = key
    var low = 0
    var count = keys.count
    while count > 0 {
      let half = count >> 1
      if keys[ItemID(low + half)] < key {
        low += half + 1
        count -= half + 1
      } else {
        count = half
      }
    }
    place = low < keys.count && keys[ItemID(low)] == key ? low : nil
    return place
  }
}

extension CellIndex {
  /// Visits items ring by ring around `centre`, until `isEnough` or all within `limit` metres were visited.
  ///
  /// `visit` is called for every item near enough and others, for some more than once; `isEnough`
  /// after each ring with a distance in metres: every item that comes nearer to `centre` than
  /// that has been visited.
  ///
  /// - Complexity: O(cells visited that hold something + log(limit) × rows of blocks × log blocks).
  @inlinable public func search(
    around centre: Coordinate, within limit: Double, visit: (UInt32) -> Void,
    until isEnough: (Double) -> Bool
  ) {
    for row in wide { visit(items[ItemID(rawValue: row)]) }
    let rings = CellRings(around: centre, shift: cellShift)
    var inner: CellBox?
    var radius: UInt32 = 0
    while true {
      let outer = rings.box(radius)
      rings.forEachPart(of: outer, without: inner) { part in
        _ = contains(cells: part) { item in
          visit(item)
          return false
        }
      }
      let covered = rings.covered(radius)
      if covered >= limit || isEnough(covered) { return }
      inner = outer
      radius += max(radius >> 1, 1)
    }
  }

  /// The item whose `distance` (in metres, from `centre`) is least, and that distance; nil when none is below `limit`.
  ///
  /// `distance` must not be less than the distance from `centre` to the item as it was indexed.
  @inlinable public func nearest(
    to centre: Coordinate, within limit: Double, distance: (UInt32) -> Double
  ) -> (item: UInt32, distance: Double)? {
    var best = UInt32.max
    var least = Double.infinity
    search(around: centre, within: limit) { item in
      let metres = distance(item)
      // Ties go to the lower number, so that the answer does not depend on the order of cells.
      if metres < least || (metres == least && item < best) {
        best = item
        least = metres
      }
    } until: { covered in
      least < covered
    }
    return least <= limit ? (best, least) : nil
  }
}

/// Growing squares of cells around one coordinate.
@frozen public struct CellRings: Sendable {
  @usableFromInline let row: UInt32
  @usableFromInline let column: UInt32
  @usableFromInline let shift: UInt32
  /// Metres from the centre to the four sides of its own cell, the least of them.
  @usableFromInline let margin: Double
  /// The lesser of width and height of a cell, in metres.
  @usableFromInline let cell: Double

  public init(around centre: Coordinate, shift: UInt32) {
    row = centre.latitudeE7.cell(shift)
    column = centre.longitudeE7.cell(shift)
    self.shift = shift
    let frame = LocalFrame(at: centre)
    let mask = UInt32(1) << shift - 1
    let east = Double(UInt32(bitPattern: centre.longitudeE7) & mask)
    let north = Double(UInt32(bitPattern: centre.latitudeE7) & mask)
    let size = Double(mask) + 1
    margin = min(
      min(east, size - east) * frame.eastScale, min(north, size - north) * frame.northScale)
    cell = size * min(frame.eastScale, frame.northScale)
  }

  /// The cells up to `radius` cells from the centre.
  @inlinable public func box(_ radius: UInt32) -> CellBox {
    let most = UInt32.max >> shift
    return CellBox(
      rows: (row - min(row, radius))...(row + min(most - row, radius)),
      columns: (column - min(column, radius))...(column + min(most - column, radius)))
  }

  /// Every place nearer than this, in metres, lies in ``box(_:)``; a little less for the curve of the Earth.
  @inlinable public func covered(_ radius: UInt32) -> Double {
    if radius >= UInt32.max >> shift { return .infinity }
    let flat = margin + Double(radius) * cell
    return flat * (1 - 1e-3 - min(flat * 1e-6, 0.9))
  }

  /// Calls `body` with up to four boxes that make up `outer` without `inner`.
  @inlinable public func forEachPart(of outer: CellBox, without inner: CellBox?, _ body: (CellBox) -> Void) {
    guard let inner else { return body(outer) }
    if outer.rows.lowerBound < inner.rows.lowerBound {
      body(CellBox(rows: outer.rows.lowerBound...(inner.rows.lowerBound - 1), columns: outer.columns))
    }
    if outer.rows.upperBound > inner.rows.upperBound {
      body(CellBox(rows: (inner.rows.upperBound + 1)...outer.rows.upperBound, columns: outer.columns))
    }
    if outer.columns.lowerBound < inner.columns.lowerBound {
      body(CellBox(rows: inner.rows, columns: outer.columns.lowerBound...(inner.columns.lowerBound - 1)))
    }
    if outer.columns.upperBound > inner.columns.upperBound {
      body(CellBox(rows: inner.rows, columns: (inner.columns.upperBound + 1)...outer.columns.upperBound))
    }
  }
}

/// Marks items as seen, for searches that meet some more than once; cleared in O(1).
public struct Stamps: Sendable {
  @usableFromInline var stamps: [UInt32]
  @usableFromInline var round: UInt32 = 1

  /// No item below `count` marked.
  public init(count: Int) { stamps = [UInt32](repeating: 0, count: count) }

  /// Forgets all marks.
  @inlinable public mutating func clear() {
    if round == .max {
      for item in stamps.indices { stamps[item] = 0 }
      round = 0
    }
    round += 1
  }

  /// Marks `item`; false when it was marked before.
  @inlinable public mutating func mark(_ item: UInt32) -> Bool {
    if stamps[Int(item)] == round { return false }
    stamps[Int(item)] = round
    return true
  }
}
