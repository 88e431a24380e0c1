/// A small seeded generator of random numbers (SplitMix64).
///
/// The only source of chance in this module: the same seed gives the same city, byte for byte.
/// - SeeAlso: Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct Random: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// An independent stream for the thing numbered `key`, so that one block's choices never move another's.
  init(seed: UInt64, stream: UInt64, key: Int) {
    var mixer = Random(seed: seed ^ (stream &* 0xD134_2543_DE82_EF95))
    let salt = mixer.next()
    var second = Random(seed: salt ^ (UInt64(truncatingIfNeeded: key) &* 0x9E37_79B9_7F4A_7C15))
    state = second.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Random.mix(state)
  }

  /// The finalizer of SplitMix64: every input bit moves every output bit.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in `range`, evenly spread.
  mutating func real(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// A number in `0..<1`.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number in `range`, evenly spread.
  mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True with probability `probability`.
  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// One of `choices`.
  ///
  /// - Precondition: `choices` is not empty.
  mutating func pick<T>(_ choices: [T]) -> T { choices[whole(0...(choices.count - 1))] }

  /// One of `choices`, the likelier the greater its weight.
  mutating func pick<T>(weighted choices: [(weight: Double, value: T)]) -> T {
    var left = unit() * choices.reduce(0) { $0 + $1.weight }
    for choice in choices {
      left -= choice.weight
      if left < 0 { return choice.value }
    }
    return choices[choices.count - 1].value
  }

  /// `items` in random order.
  mutating func shuffled<T>(_ items: [T]) -> [T] {
    var result = items
    for i in stride(from: result.count - 1, through: 1, by: -1) {
      result.swapAt(i, whole(0...i))
    }
    return result
  }
}
