internal import Dense
internal import Streets

/// Times of the few nodes that one search asks for: an open hash table, much quicker than a dictionary, which
/// guards against chosen keys; node numbers are ours.
struct NodeTimes {
  private var slots: [Slot]
  private var count = 0

  private struct Slot {
    var node = NodeID.none
    var time: UInt32 = 0
  }

  /// Room for about `capacity` nodes before it grows.
  init(capacity: Int) {
    var size = 64
    while size < 2 * capacity { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
  }

  /// - Complexity: O(1).
  subscript(node: NodeID) -> UInt32? {
    get {
      let slot = slots[place(of: node)]
      return slot.node == .none ? nil : slot.time
    }
  }

  mutating func set(_ node: NodeID, _ time: UInt32) {
    var place = place(of: node)
    if slots[place].node == .none {
      if 2 * (count + 1) > slots.count {
        grow()
        place = self.place(of: node)
      }
      count += 1
    }
    slots[place] = Slot(node: node, time: time)
  }

  /// Where `node` stands or would stand; half of the slots are always free.
  private func place(of node: NodeID) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: (UInt64(node.rawValue) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[place].node != .none, slots[place].node != node { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    for slot in old where slot.node != .none { slots[place(of: slot.node)] = slot }
  }
}
