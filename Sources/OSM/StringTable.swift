/// Interned strings: each text once, by number.
///
/// Texts are told apart by their UTF-8 bytes, so two spellings of one accented letter stay two texts.
/// An open hash table of numbers stands beside the texts; hashes are seeded per process, so no file
/// can be made to collide.
public struct StringTable: Sendable {
  /// All texts; a ``StringID`` is an index into it.
  public private(set) var texts: [String] = []
  private var hashes: [Int] = []
  /// Number plus one of the text in each slot, 0 where empty; a power of two of slots.
  private var slots: [UInt32] = []

  public init() {}

  public subscript(id: StringID) -> String { texts[Int(id.rawValue)] }

  /// The number of `text`, or nil when it does not occur.
  public func find(_ text: String) -> StringID? {
    let hash = Self.hash(text.utf8.span)
    guard !slots.isEmpty else { return nil }
    let slot = slot(of: text.utf8.span, hash: hash)
    return slots[slot] == 0 ? nil : StringID(rawValue: slots[slot] - 1)
  }

  /// The number of `text`, made when it is new.
  public mutating func intern(_ text: String) -> StringID {
    intern(text.utf8.span, hash: Self.hash(text.utf8.span)) { text }
  }

  /// The number of the text with these bytes; broken UTF-8 is repaired with U+FFFD.
  mutating func intern(_ bytes: Span<UInt8>) -> StringID {
    intern(bytes, hash: Self.hash(bytes))
  }

  /// As ``intern(_:)`` where the hash is known already.
  mutating func intern(_ bytes: Span<UInt8>, hash: Int) -> StringID {
    growIfNeeded()
    let slot = slot(of: bytes, hash: hash)
    if slots[slot] != 0 { return StringID(rawValue: slots[slot] - 1) }
    let text = Self.text(bytes)
    // Repaired text has other bytes and perhaps a number already.
    if text.utf8.count != bytes.count || !Self.equal(text, bytes) { return intern(text) }
    return insert(text, hash: hash, slot: slot)
  }

  private mutating func intern(_ bytes: Span<UInt8>, hash: Int, text: () -> String) -> StringID {
    growIfNeeded()
    let slot = slot(of: bytes, hash: hash)
    if slots[slot] != 0 { return StringID(rawValue: slots[slot] - 1) }
    return insert(text(), hash: hash, slot: slot)
  }

  private mutating func insert(_ text: String, hash: Int, slot: Int) -> StringID {
    texts.append(text)
    hashes.append(hash)
    slots[slot] = UInt32(texts.count)
    return StringID(rawValue: UInt32(texts.count - 1))
  }

  /// The slot that holds the text, or the empty one where it belongs.
  private func slot(of bytes: Span<UInt8>, hash: Int) -> Int {
    let mask = slots.count - 1
    var slot = hash & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash && Self.equal(texts[number], bytes) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  /// Keeps at least half of the slots empty.
  private mutating func growIfNeeded() {
    guard texts.count * 2 >= slots.count else { return }
    let count = max(slots.count * 2, 64)
    slots = [UInt32](repeating: 0, count: count)
    for (number, hash) in hashes.enumerated() {
      var slot = hash & (count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// The seeded hash of a text's bytes.
  static func hash(_ bytes: Span<UInt8>) -> Int {
    var hasher = Hasher()
    // Proof: the hasher reads exactly the span's bytes, before the call returns.
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  private static func equal(_ text: String, _ bytes: Span<UInt8>) -> Bool {
    let own = text.utf8.span
    guard own.count == bytes.count else { return false }
    for index in own.indices where own[index] != bytes[index] { return false }
    return true
  }

  /// The text of `bytes`, repaired where they are not UTF-8.
  static func text(_ bytes: Span<UInt8>) -> String {
    // Proof: the string copies the span's bytes before the call returns.
    unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
