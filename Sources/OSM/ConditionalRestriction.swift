public import Wording

/// A parsed `*:conditional` tag: values that hold under conditions.
///
/// `no @ (Mo-Fr 07:00-09:00; PH off); destination @ (22:00-06:00 AND weight>3.5)`. Of the clauses
/// whose conditions hold, the last one counts.
/// - SeeAlso: https://wiki.openstreetmap.org/wiki/Conditional_restrictions
public struct ConditionalRestriction: Sendable {
  /// Parts that must all hold.
  public struct Condition: Sendable {
    public enum Part: Sendable {
      case hours(OpeningHours)
      /// Something we cannot judge by the clock: `weight>3.5`, `wet`, `delivery`, `residents`.
      case property(String)
    }
    public var parts: [Part]
  }

  /// In the order of the text.
  public let clauses: [(value: String, condition: Condition)]

  /// The holidays that its hours speak of.
  public var holidays: HolidayKinds {
    clauses.flatMap(\.condition.parts).reduce(into: []) { kinds, part in
      if case .hours(let hours) = part { kinds.formUnion(hours.holidays) }
    }
  }

  /// Reads the value of a `*:conditional` tag.
  ///
  /// - Throws: ``ConditionalRestrictionError``, with the clause that cannot be read.
  public init(parsing text: String) throws(ConditionalRestrictionError) {
    guard text.unicodeScalars.count <= OpeningHours.longestText else {
      throw .tooLong(length: text.unicodeScalars.count)
    }
    var clauses: [(value: String, condition: Condition)] = []
    for clause in try ConditionalText.clauses(of: text) {
      clauses.append((clause.value, try Condition(parsing: clause.condition, of: clause.whole)))
    }
    guard !clauses.isEmpty else { throw .conditionMissing(clause: text) }
    self.clauses = clauses
  }

  /// The clauses of `text` as they are written, brackets around a condition left out; none where it cannot be read.
  public static func texts(of text: String) -> [Text] {
    guard let clauses = try? ConditionalText.clauses(of: text) else { return [] }
    return clauses.map {
      Text(value: $0.value, condition: ConditionalText.withoutBrackets($0.condition))
    }
  }

  /// One clause of a text.
  public struct Text: Hashable, Sendable {
    public var value: String
    public var condition: String
  }

  /// The value that holds at `time`, or nil where none does.
  ///
  /// `judge` says whether a property holds for this rider and vehicle, or nil when it cannot say; a
  /// clause that needs an unjudged property counts as not holding.
  ///
  /// - Returns: `doubt` tells that an unjudged clause, or opening hours that leave it open, might
  ///   change the value.
  /// - Complexity: O(clauses).
  public func value(
    at time: CivilTime, in context: HoursContext, judge: (String) -> Bool? = { _ in nil }
  ) -> (value: String?, doubt: Bool) {
    var value: String?
    var possible: [String] = []
    for clause in clauses {
      switch clause.condition.holds(at: time, in: context, judge: judge) {
      case true?:
        value = clause.value
        possible = []
      case nil:
        possible.append(clause.value)
      case false?:
        break
      }
    }
    return (value, possible.contains { $0 != value })
  }

  /// The first moment after `time` at which the value, or the doubt about it, changes; nil when
  /// nothing changes in the `days` days from then on.
  ///
  /// A text that takes more than `effort` is not followed to the end: then this is the last moment looked at,
  /// until which nothing changes. Ask again from there.
  ///
  /// - Complexity: O(effort); the days are walked once for all clauses.
  public func nextChange(
    after time: CivilTime, in context: HoursContext, within days: Int = 400,
    effort: Int = OpeningHours.usualEffort, judge: (String) -> Bool? = { _ in nil }
  ) -> CivilTime? {
    let hours = changingHours
    guard !hours.isEmpty, CivilTime.soundSeconds.contains(time.seconds) else { return nil }
    let now = value(at: time, in: context, judge: judge)
    var walk = EdgeWalk(hours, after: time, in: context, within: days)
    let weight = clauses.count + hours.reduce(0) { $0 + $1.weight }
    var left = effort
    while let edge = walk.next(cost: weight, from: &left) {
      if left < 0 || value(at: edge, in: context, judge: judge) != now { return edge }
      left -= weight
    }
    return nil
  }

  /// All opening hours that may change.
  private var changingHours: [OpeningHours] {
    clauses.flatMap { clause in
      clause.condition.parts.compactMap { part in
        guard case .hours(let hours) = part, !hours.alwaysOpen, !hours.neverOpens else { return nil }
        return hours
      }
    }
  }
}

extension ConditionalRestriction.Condition {
  /// Whether all parts hold; false as soon as one surely does not, nil when nobody can tell.
  func holds(at time: CivilTime, in context: HoursContext, judge: (String) -> Bool?) -> Bool? {
    var isSure = true
    for part in parts {
      let holds: Bool?
      switch part {
      case .hours(let hours):
        switch hours.state(at: time, in: context).kind {
        case .open: holds = true
        case .closed: holds = false
        case .unknown: holds = nil
        }
      case .property(let property): holds = judge(property)
      }
      if holds == false { return false }
      if holds == nil { isSure = false }
    }
    return isSure ? true : nil
  }

  /// Reads one condition; `clause` is the whole clause, for the error.
  ///
  /// - Throws: ``ConditionalRestrictionError`` when a part is neither a property nor opening hours.
  init(parsing text: String, of clause: String) throws(ConditionalRestrictionError) {
    parts = []
    for part in ConditionalText.parts(of: text) {
      if ConditionalText.isProperty(part) {
        parts.append(.property(part))
        continue
      }
      do { parts.append(.hours(try OpeningHours(parsing: part))) } catch {
        throw .unreadable(clause: clause, reason: error)
      }
    }
    guard !parts.isEmpty else { throw .conditionMissing(clause: clause) }
  }
}

/// Why a conditional restriction could not be read.
public enum ConditionalRestrictionError: WordedError, Equatable {
  case tooLong(length: Int)
  /// A value stands without ` @ condition`.
  case conditionMissing(clause: String)
  case unreadable(clause: String, reason: OpeningHoursError)

  public var wording: Wording {
    switch self {
    case .tooLong(let length): .hoursTooLong(length: length, limit: OpeningHours.longestText)
    case .conditionMissing(let clause): .conditionMissing(clause: clause)
    case .unreadable(let clause, let reason): .conditionUnreadable(clause: clause, reason: reason.wording)
    }
  }
}
