public import Wording

/// Whether something is open at a moment by its opening hours, and whether that is sure.
public struct Openness: Hashable, Sendable {
  /// Nil where the hours do not say.
  public var isOpen: Bool?
  /// The year whose holidays the hours depend on, where nobody knows these.
  public var unknownYear: Int?

  /// What keeps the answer from being sure.
  public var doubt: Wording? { unknownYear.map { Wording.Doubts.unknownHolidays(year: $0) } }

  /// Nothing is known.
  public static let unsaid = Openness(isOpen: nil, unknownYear: nil)

  public init(isOpen: Bool?, unknownYear: Int?) {
    (self.isOpen, self.unknownYear) = (isOpen, unknownYear)
  }
}

extension OpeningHours {
  /// Whether these hours are open at `time`.
  ///
  /// - Complexity: O(rules), without heap allocation.
  public func openness(at time: CivilTime, in context: HoursContext) -> Openness {
    let state = state(at: time, in: context)
    let year = time.civilDay.year
    let isSure = holidays.isEmpty || context.holidays.covers(holidays, year: year)
    return Openness(
      isOpen: state.kind == .unknown ? nil : state.kind == .open, unknownYear: isSure ? nil : year)
  }
}

extension HoursContext {
  /// Whether something with the opening hours `text` is open at `time`; unsaid where it has none that can be read.
  ///
  /// - Complexity: O(length of `text`).
  public func openness(of text: String?, at time: CivilTime) -> Openness {
    guard let text, let hours = try? OpeningHours(parsing: text) else { return .unsaid }
    return hours.openness(at: time, in: self)
  }
}
