import Dense

/// Finds the rows of a former table again in one that is nearly the same; `UInt32.max` stands for one that is gone.
///
/// Rows that stay mostly stand in the same order, so that one look at the next row finds nearly all of them.
///
/// - Parameters:
///   - former: Rows of the former table.
///   - count: Rows of the table.
///   - formerKey: What tells rows apart; of several with the same key each is taken once. Nil for rows to be left out.
///   - key: The same of the table.
/// - Returns: By the former row, the row now.
/// - Complexity: O(rows).
func rowsNow<Key: Hashable>(
  of former: Int, in count: Int, formerKey: (Int) -> Key?, key: (Int) -> Key?
) -> [UInt32] {
  let (least, most) = (8, 4096)
  var now = [UInt32](repeating: .max, count: former)
  var (left, skipped): ([(row: Int, key: Key)], [(row: Int, key: Key)]) = ([], [])
  var next = 0
  // Looks in vain that are left: where most is gone or new, the rest is found by its key.
  var (reach, spare) = (least, 4 * (former + count))
  for row in 0..<former {
    guard let wanted = formerKey(row) else { continue }
    // Some rows that are new may stand before it: the more in vain, the farther.
    guard let found = (next..<min(next + reach, count)).first(where: { key($0) == wanted }) else {
      left.append((row, wanted))
      spare -= reach
      reach = spare > 0 ? min(2 * reach, most) : least
      continue
    }
    reach = least
    for other in next..<found { if let key = key(other) { skipped.append((other, key)) } }
    now[row] = UInt32(found)
    next = found + 1
  }
  if left.isEmpty { return now }
  for row in next..<count { if let key = key(row) { skipped.append((row, key)) } }
  var rows: [Key: UInt32] = [:]
  rows.reserveCapacity(skipped.count)
  for (row, key) in skipped { rows[key] = UInt32(row) }
  for (row, key) in left { if let found = rows.removeValue(forKey: key) { now[row] = found } }
  return now
}
