/// Finds the rows of node ids: ids are cut into equal ranges, each searched by halving.
///
/// Built for ascending ids without doubles. Ways mostly go from a node to one with the next id, so
/// the neighbours of the row found last are tried first.
struct NodeRowIndex: Sendable {
  private let ids: [Int64]
  private let lowest: Int64
  private let highest: Int64
  /// An id's range is its distance from the lowest, shifted by this.
  private let shift: Int
  /// Range `r` holds the rows `first[r]..<first[r + 1]`.
  private let first: [UInt32]

  /// - Complexity: O(n).
  init(_ ids: [Int64]) {
    self.ids = ids
    lowest = ids.first ?? 0
    highest = ids.last ?? -1
    guard !ids.isEmpty else {
      shift = 0
      first = [0, 0]
      return
    }
    let width = UInt64(bitPattern: highest &- lowest)
    let idBits = UInt64.bitWidth - width.leadingZeroBitCount
    let rangeBits = UInt64.bitWidth - UInt64(ids.count).leadingZeroBitCount
    shift = max(0, idBits - rangeBits)
    var first = [UInt32](repeating: UInt32(ids.count), count: Int(width >> UInt64(shift)) + 2)
    var next = 0
    for row in ids.indices {
      let range = Int(UInt64(bitPattern: ids[row] &- lowest) >> UInt64(shift))
      while next <= range {
        first[next] = UInt32(row)
        next += 1
      }
    }
    self.first = first
  }

  /// The row of each of `refs`, `UInt32.max` where the id is absent; on all cores.
  func rows(of refs: [Int64]) -> [UInt32] {
    let chunk = 1 << 17
    let index = self
    var rows: [UInt32] = []
    rows.reserveCapacity(refs.count)
    OrderedWork.run(count: (refs.count + chunk - 1) / chunk, context: { () }) { job, _ in
      index.rows(of: refs[(job * chunk)..<min((job + 1) * chunk, refs.count)])
    } consume: { _, part in
      rows.append(contentsOf: part)
    }
    return rows
  }

  private func rows(of refs: ArraySlice<Int64>) -> [UInt32] {
    var found = 0
    var rows: [UInt32] = []
    rows.reserveCapacity(refs.count)
    let ids = ids.span
    for id in refs {
      if found + 1 < ids.count, ids[found + 1] == id {
        found += 1
        rows.append(UInt32(found))
      } else if found > 0, ids[found - 1] == id {
        found -= 1
        rows.append(UInt32(found))
      } else if let row = row(of: id) {
        found = row
        rows.append(UInt32(row))
      } else {
        rows.append(.max)
      }
    }
    return rows
  }

  /// The row of `id`, nil when it is absent.
  func row(of id: Int64) -> Int? {
    guard id >= lowest, id <= highest else { return nil }
    let range = Int(UInt64(bitPattern: id &- lowest) >> UInt64(shift))
    var low = Int(first[range])
    var high = Int(first[range + 1])
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id ? low : nil
  }
}
