internal import Dense
internal import Geo
internal import Routing
internal import Streets

/// What a client may send back to save a search: where a coordinate was snapped to, in base64url.
///
/// 40 bytes, numbers little-endian: check (4), the city (4), mode, purpose and two zeros (4), the coordinate (8),
/// door, building, segment, offset (16), zeros (4). A hint of another city, coordinate, mode or purpose, or of
/// another program, is ignored.
enum OSRMHint {
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  private static let size = 40

  static func isLetter(_ byte: UInt8) -> Bool { value(byte) != nil }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }

  // MARK: Writing

  static func append(_ memory: EndSnapper.Memory, city: UInt32, to bytes: inout [UInt8]) {
    let words: [10 of UInt32] = words(memory, city)
    var (bits, count) = (UInt32(0), 0)
    func put(_ byte: UInt8) {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        bytes.append(letters[Int(bits >> UInt32(count) & 63)])
      }
    }
    for row in words.indices {
      for shift in [0, 8, 16, 24] as [UInt32] { put(UInt8(truncatingIfNeeded: words[row] >> shift)) }
    }
    if count > 0 { bytes.append(letters[Int(bits << UInt32(6 - count) & 63)]) }
  }

  private static func words(_ memory: EndSnapper.Memory, _ city: UInt32) -> [10 of UInt32] {
    var words = [10 of UInt32](repeating: 0)
    words[1] = city
    words[2] = UInt32(memory.mode.rawValue) | number(memory.purpose) << 8
    words[3] = UInt32(bitPattern: memory.asked.longitudeE7)
    words[4] = UInt32(bitPattern: memory.asked.latitudeE7)
    words[5] = memory.door.rawValue
    words[6] = memory.building.rawValue
    words[7] = memory.segment.rawValue
    words[8] = memory.offset.rawValue
    words[0] = check(words)
    return words
  }

  private static func number(_ purpose: SnapQuery.Purpose) -> UInt32 {
    switch purpose {
    case .start: 0
    case .goal: 1
    case .travel: 2
    case .trace: 3
    }
  }

  /// FNV-1a over all words but the first.
  private static func check(_ words: [10 of UInt32]) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for row in 1..<10 { hash = (hash ^ words[row]) &* 16_777_619 }
    return hash
  }

  // MARK: Reading

  /// What the hint remembers; nil where it is not one for this query.
  static func read(_ text: [UInt8], city: UInt32, _ place: Coordinate, _ query: SnapQuery) -> EndSnapper
    .Memory?
  {
    guard let words = words(text), words[0] == check(words), words[1] == city,
      words[2] == UInt32(query.mode.rawValue) | number(query.purpose) << 8,
      words[3] == UInt32(bitPattern: place.longitudeE7), words[4] == UInt32(bitPattern: place.latitudeE7)
    else { return nil }
    return EndSnapper.Memory(
      asked: place, mode: query.mode, door: DoorID(rawValue: words[5]),
      building: BuildingID(rawValue: words[6]),
      segment: SegmentID(rawValue: words[7]), offset: Millimetres(words[8]), purpose: query.purpose)
  }

  private static func words(_ text: [UInt8]) -> [10 of UInt32]? {
    var words = [10 of UInt32](repeating: 0)
    var (bits, count, place) = (UInt32(0), UInt32(0), 0)
    for letter in text {
      guard let value = value(letter) else { break }
      bits = bits << 6 | value
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      guard place < size else { return nil }
      words[place / 4] |= (bits >> count & 255) << UInt32(place % 4 * 8)
      place += 1
    }
    return place == size ? words : nil
  }
}
