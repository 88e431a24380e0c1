import Synchronization

/// Names requests: the server's own random start, then counted.
enum RequestNumber {
  private static let start = UInt32.random(in: 0 ... .max)
  private static let counter = Atomic<UInt64>(0)

  /// The next name, such as `9f3a1c02-1f`.
  static func next() -> String {
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    return String(start, radix: 16) + "-" + String(number, radix: 16)
  }
}
