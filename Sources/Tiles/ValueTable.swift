/// Finds the row of a value already written to a layer: a hash table of numbers that is used again.
struct ValueTable {
  private var keys: [UInt64] = Array(repeating: 0, count: 64)
  private var rows: [UInt32] = Array(repeating: 0, count: 64)
  private(set) var count = 0

  /// Forgets all.
  mutating func clear() {
    guard count > 0 else { return }
    for slot in keys.indices { keys[slot] = 0 }
    count = 0
  }

  /// The row of `key`, which is not 0; `row` where it is new.
  @inline(__always)
  mutating func find(_ key: UInt64, orAdd row: UInt32) -> UInt32 {
    if count * 2 >= keys.count { grow() }
    let slot = slot(of: key)
    if keys[slot] == key { return rows[slot] }
    keys[slot] = key
    rows[slot] = row
    count += 1
    return row
  }

  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = (keys: keys, rows: rows)
    keys = Array(repeating: 0, count: old.keys.count * 4)
    rows = Array(repeating: 0, count: old.keys.count * 4)
    for index in old.keys.indices where old.keys[index] != 0 {
      let slot = slot(of: old.keys[index])
      keys[slot] = old.keys[index]
      rows[slot] = old.rows[index]
    }
  }
}
