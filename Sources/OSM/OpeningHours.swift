public import Foundation
public import Geo

/// Parsed OSM `opening_hours`: when something is open, closed, or nobody can tell.
///
/// Follows the specification 0.7 of the OSM wiki, and reads much of what mappers write instead.
/// Where the specification leaves room, this is what holds:
///
/// - A span belongs to the day on which it begins. `Fr 22:00-04:00; Sa off` is open at 02:00 on
///   Saturday; `Sa 00:00-24:00 off` (with times) would close it.
/// - A rule after `;` replaces what earlier rules say for the days it selects, except a closed rule
///   with times, which only cuts these times out. A rule after `,` adds. A rule after `||` holds
///   where everything before leaves it closed.
/// - An open end (`18:00+`) is *unknown* from that time on, up to a guess: ten hours from 17:00,
///   eight from 22:00, before that until midnight. A later span of the next day ends it early.
/// - A comment without a word (`"by appointment"`) means unknown.
/// - Weekdays follow the calendar's make-up working days only where the text mentions `PH` or `SH`:
///   there a Saturday worked counts as a Friday and a Sunday worked as a Monday. Weekdays of the
///   month (`Sa[1]`) and texts without `PH` always go by the date.
/// - `PH` and `SH` never match when the calendar knows no such day.
///
/// - SeeAlso: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
public struct OpeningHours: Sendable {
  /// In the order of the text.
  let rules: [HoursRule]
  /// The holidays that the text speaks of.
  public let holidays: HolidayKinds
  var mentionsHolidays: Bool { !holidays.isEmpty }
  /// What it costs to evaluate one moment, in units of about ten nanoseconds.
  let weight: Int

  /// Longest text that is read, in Unicode scalars.
  public static let longestText = 4096

  /// Reads `text`.
  ///
  /// - Throws: ``OpeningHoursError``: what could not be read, where, and what may stand there.
  /// - Complexity: O(length).
  public init(parsing text: String) throws(OpeningHoursError) {
    var parser = try HoursParser(text)
    rules = try parser.parse()
    holidays = parser.holidays
    weight = rules.reduce(HoursRule.weightOfDay) { $0 + $1.weight }
  }

  /// How much ``nextChange(after:in:within:effort:)`` looks at, in the units of ``weight``: some milliseconds.
  ///
  /// Texts of mappers never come near it; texts made to take long do.
  public static let usualEffort = 200_000

  /// Whether it is open at every moment, by the form of the text alone; false when in doubt.
  public var alwaysOpen: Bool {
    guard let first = rules.first, first.kind == .open else { return false }
    let isWholeDay = first.spans.isEmpty || first.spans == [HoursParser.wholeDay]
    // Later rules may only add, or replace a day by a wholly open one.
    return first.selectors.isEmpty && isWholeDay
      && rules.dropFirst().allSatisfy { rule in
        rule.separator == .fallback
          || rule.kind == .open && rule.spans.allSatisfy { !$0.isOpenEnded }
            && (rule.spans.isEmpty || rule.separator == .additional)
      }
  }

  /// Whether no moment is open or unknown, by the form of the text alone; false when in doubt.
  public var neverOpens: Bool { rules.allSatisfy { $0.kind == .closed } }

  /// The state at `time`.
  ///
  /// - Complexity: O(rules), without heap allocation.
  public func state(at time: CivilTime, in context: HoursContext) -> OpeningState {
    let days = TwoDays(of: time.civilDay, for: self, in: context)
    return state(atSecond: time.secondOfDay, of: days)
  }

  /// The first moment after `time` at which it is not of the kind that it is at `time`; nil when
  /// nothing changes in the `days` days from then on.
  ///
  /// A text that takes more than `effort` is not followed to the end: then this is the last moment looked at,
  /// until which nothing changes. Ask again from there.
  ///
  /// - Complexity: O(effort), and O(days × rules); two small arrays of memory.
  public func nextChange(
    after time: CivilTime, in context: HoursContext, within days: Int = 400, effort: Int = usualEffort
  ) -> CivilTime? {
    guard !alwaysOpen, !neverOpens, CivilTime.soundSeconds.contains(time.seconds) else { return nil }
    let now = state(at: time, in: context).kind
    var walk = EdgeWalk([self], after: time, in: context, within: days)
    var left = effort
    while let edge = walk.next(cost: weight, from: &left) {
      if left < 0 || state(at: edge, in: context).kind != now { return edge }
      left -= weight
    }
    return nil
  }
}

/// Kinds of holidays.
public struct HolidayKinds: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `PH`.
  public static let publicHolidays = HolidayKinds(rawValue: 1)
  /// `SH`.
  public static let schoolHolidays = HolidayKinds(rawValue: 2)
}

/// What opening hours need to know of the place and its country.
public struct HoursContext: Sendable {
  /// For sunrise and sunset.
  public var position: Coordinate
  public var holidays: HolidayCalendar
  /// Seconds that the clocks there are ahead of universal time at a local moment.
  public var utcOffsetSeconds: @Sendable (CivilTime) -> Int

  public init(
    position: Coordinate, holidays: HolidayCalendar = .none,
    utcOffsetSeconds: @escaping @Sendable (CivilTime) -> Int
  ) {
    self.position = position
    self.holidays = holidays
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  /// With the clocks of `zone`, summer time included.
  public init(position: Coordinate, holidays: HolidayCalendar = .none, zone: TimeZone) {
    self.init(position: position, holidays: holidays) { local in
      let guess = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(local.seconds)))
      let instant = Date(timeIntervalSince1970: Double(local.seconds) - Double(guess))
      return zone.secondsFromGMT(for: instant)
    }
  }
}

/// Whether something is open at a moment, and what the mapper wrote about that.
public struct OpeningState: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable {
    case open, closed
    /// Nobody can tell from the text: an open end, a comment, `unknown`.
    case unknown
  }

  public var kind: Kind
  /// The quoted comment of the rule that decides.
  public var comment: String?
  /// Whether it is unknown because the text names no closing time (`18:00+`).
  public var isOpenEnded: Bool

  public init(_ kind: Kind, comment: String? = nil, isOpenEnded: Bool = false) {
    self.kind = kind
    self.comment = comment
    self.isOpenEnded = isOpenEnded
  }
}

extension CivilTime {
  /// Moments far enough from the ends of the number range that some years more never overflow.
  static let soundSeconds: ClosedRange<Int64> = -100_000_000_000_000...100_000_000_000_000
}
