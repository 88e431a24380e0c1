public import Foundation
internal import OSM

/// A moment everywhere on earth, in whole milliseconds since 1970-01-01T00:00Z.
public struct UTCInstant: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// `date`, rounded to a millisecond and held within the years that have a calendar.
  public init(_ date: Date) {
    let value = (date.timeIntervalSince1970 * 1000).rounded()
    milliseconds = Int64(value.isNaN ? 0 : min(max(value, -1e15), 1e15))
  }

  public static var now: UTCInstant { UTCInstant(Date()) }

  public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}

extension UTCInstant: CustomStringConvertible, Codable {
  /// `2026-11-21T04:30:00.123Z`.
  public var description: String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    let whole = CivilTime(seconds: rest < 0 ? seconds - 1 : seconds)
    let clock = [whole.secondOfDay / 3600, whole.secondOfDay / 60 % 60, whole.secondOfDay % 60]
    let digits = clock.map { UTCInstant.padded($0, to: 2) }.joined(separator: ":")
    return "\(whole.civilDay)T\(digits).\(UTCInstant.padded(Int(rest < 0 ? rest + 1000 : rest), to: 3))Z"
  }

  /// Reads what ``description`` writes; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 4, parts[1].hasSuffix("Z"),
      let rest = Int64(parts[1].dropLast()), (0..<1000).contains(rest), parts[0].utf8.count == 19,
      let whole = CivilTime(String(parts[0]))
    else { return nil }
    milliseconds = whole.seconds * 1000 + rest
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let read = UTCInstant(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no UTC instant")
    }
    self = read
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
