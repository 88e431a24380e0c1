public import Foundation

/// A wall-clock moment in a city, without zone: whole seconds since 1970-01-01T00:00 local time.
public struct CivilTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Seconds since 1970-01-01T00:00 on the clock on the wall; every day has 86,400.
  public var seconds: Int64

  @inlinable public init(seconds: Int64) { self.seconds = seconds }

  /// The moment, or nil when the calendar or the clock has no such moment.
  ///
  /// `24:00` is not one.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard let date = CivilDay(year: year, month: month, day: day), (0..<24).contains(hour),
      (0..<60).contains(minute), (0..<60).contains(second)
    else { return nil }
    seconds = date.start.seconds + Int64(hour * 3600 + minute * 60 + second)
  }

  /// Reads `2026-11-21T12:30` and `2026-11-21T12:30:15`; nil for anything else.
  public init?(_ text: String) {
    guard
      let fields = CivilTime.digitFields(of: text, pattern: "dddd-dd-ddTdd:dd")
        ?? CivilTime.digitFields(of: text, pattern: "dddd-dd-ddTdd:dd:dd")
    else { return nil }
    self.init(
      year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4],
      second: fields.count > 5 ? fields[5] : 0)
  }

  @inlinable public static func < (a: Self, b: Self) -> Bool { a.seconds < b.seconds }

  /// The day this moment lies in.
  public var civilDay: CivilDay {
    let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: 86_400)
    return CivilDay(number: Int(remainder < 0 ? quotient - 1 : quotient))
  }

  /// Seconds since midnight, 0 to 86,399.
  public var secondOfDay: Int {
    let remainder = Int(seconds % 86_400)
    return remainder < 0 ? remainder + 86_400 : remainder
  }

  /// Minutes since midnight, 0 to 1,439.
  public var minuteOfDay: Int { secondOfDay / 60 }
  /// Monday 0 to Sunday 6.
  public var weekday: Int { civilDay.weekday }
  public var year: Int { civilDay.year }
  public var month: Int { civilDay.month }
  /// Day of the month, 1 to 31.
  public var day: Int { civilDay.day }
  public var dayOfYear: Int { civilDay.dayOfYear }
  /// ISO 8601 week, 1 to 53.
  public var isoWeek: Int { civilDay.isoWeek }

  /// This moment and `seconds` more, held at the ends of the number range instead of wrapping.
  public func adding(seconds more: Int64) -> CivilTime {
    let (sum, overflow) = seconds.addingReportingOverflow(more)
    return CivilTime(seconds: overflow ? (more > 0 ? .max : .min) : sum)
  }

  /// Whether the clock on the wall shows this moment in `zone`: when clocks go forward, an hour is left out.
  public func exists(in zone: TimeZone) -> Bool {
    let universal = Date(timeIntervalSince1970: Double(seconds))
    return [-86_400, 86_400].contains { (day: Double) in
      let offset = zone.secondsFromGMT(for: universal.addingTimeInterval(day))
      return CivilTime(universal.addingTimeInterval(-Double(offset)), in: zone) == self
    }
  }

  /// What the clock on the wall says in `zone` now.
  public static func now(in zone: TimeZone) -> CivilTime { CivilTime(Date(), in: zone) }

  /// What the clock on the wall says in `zone` at `instant`.
  public init(_ instant: Date, in zone: TimeZone) {
    let universal = instant.timeIntervalSince1970.rounded(.down)
    seconds = Int64(universal.clamped(to: -1e15...1e15)) + Int64(zone.secondsFromGMT(for: instant))
  }
}

extension CivilTime: CustomStringConvertible {
  /// `2026-11-21T12:30`, with `:15` only where there are odd seconds.
  public var description: String {
    let second = secondOfDay
    let clock = "\(CivilTime.padded(second / 3600, to: 2)):\(CivilTime.padded(second / 60 % 60, to: 2))"
    let tail = second % 60 == 0 ? "" : ":\(CivilTime.padded(second % 60, to: 2))"
    return "\(civilDay)T\(clock)\(tail)"
  }

  static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }

  /// The numbers at the runs of `d` in `pattern`, when `text` has exactly that form.
  static func digitFields(of text: String, pattern: StaticString) -> [Int]? {
    let form = Array(pattern.description.utf8)
    guard text.utf8.count == form.count else { return nil }
    var fields: [Int] = []
    var inField = false
    for (byte, expected) in zip(text.utf8, form) {
      guard expected == UInt8(ascii: "d") else {
        guard byte == expected else { return nil }
        inField = false
        continue
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      if !inField { fields.append(0) }
      inField = true
      fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return fields
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    isNaN ? 0 : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
