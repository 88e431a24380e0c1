import Geo
import OSM
import Testing

@Suite struct ConditionalLawTests {
  private struct Said: Equatable {
    var value: String?
    var doubt: Bool

    init(_ restriction: ConditionalRestriction, _ time: CivilTime) {
      (value, doubt) = restriction.value(at: time, in: Berlin.context)
    }
  }

  /// Random clauses, some of which hide the changes of others.
  private func text(_ generator: inout HoursGenerator) -> String {
    let values = ["no", "no", "yes", "destination"]
    return (0...Int.random(in: 0...3, using: &generator.random)).map { _ in
      let value = values.randomElement(using: &generator.random) ?? "no"
      let property = Int.random(in: 0...5, using: &generator.random) == 0 ? " AND weight>3.5" : ""
      return "\(value) @ (\(generator.text())\(property))"
    }.joined(separator: "; ")
  }

  /// The first minute of the `days` after `start` at which something else is said.
  private func firstChange(of restriction: ConditionalRestriction, after start: CivilTime, days: Int)
    -> CivilTime?
  {
    let now = Said(restriction, start)
    var moment = CivilTime(seconds: start.seconds / 60 * 60 + 60)
    while moment.seconds <= start.seconds + Int64(days) * 86_400 {
      if Said(restriction, moment) != now { return moment }
      moment = moment.adding(seconds: 60)
    }
    return nil
  }

  @Test(arguments: 1...8) func `the next change is the first minute at which something else is said`(
    seed: UInt64
  ) throws {
    var generator = HoursGenerator(random: SeededGenerator(seed: seed))
    for _ in 0..<25 {
      let text = text(&generator)
      guard let restriction = try? ConditionalRestriction(parsing: text) else { continue }
      let start = time("2026-11-19T00:00")
        .adding(seconds: Int64.random(in: 0..<(8 * 86_400), using: &generator.random))
      let expected = firstChange(of: restriction, after: start, days: 3)
      #expect(
        restriction.nextChange(after: start, in: Berlin.context, within: 3, effort: .max) == expected,
        "seed \(seed): \"\(text)\" after \(start)")
      // Whoever looks less far is told to ask again, never that nothing changes.
      let effort = Int.random(in: 0...2000, using: &generator.random)
      let soon = restriction.nextChange(after: start, in: Berlin.context, within: 3, effort: effort)
      if let expected {
        #expect(
          soon.map { $0 > start && $0 <= expected } == true, "seed \(seed): \"\(text)\", effort \(effort)")
      }
    }
  }

  /// Texts whose edges never change the value, as long as a map may hold them.
  @Test(arguments: [
    (0..<200).map { "no @ (\(clock($0 * 2))-\(clock($0 * 2 + 1)));" }.joined() + "no @ (00:00-24:00)",
    "no @ (" + (0..<300).map { "\(clock($0 * 2))-\(clock($0 * 2 + 1))" }.joined(separator: ",")
      + "; 00:00-24:00)",
    "no @ (" + String(repeating: "sunrise-sunset,", count: 260) + "00:00-24:00)",
    "no @ (" + (2100..<2300).map { "\($0) easter off; " }.joined() + "Mo-Su 00:00-24:00)",
    "no @ (" + (0..<200).map { "week \($0 % 53 + 1) off || " }.joined() + "00:00-24:00)",
  ]) func `a text that never changes anything is not followed for ever`(text: String) throws {
    let restriction = try ConditionalRestriction(parsing: text)
    var moment = time("2026-11-21T12:34")
    for _ in 0..<20 {
      guard let next = restriction.nextChange(after: moment, in: Berlin.context) else { break }
      #expect(next > moment)
      #expect(Said(restriction, moment) == Said(restriction, next.adding(seconds: -1)))
      moment = next
    }
    for case .hours(let hours) in restriction.clauses[0].condition.parts {
      if let next = hours.nextChange(after: moment, in: Berlin.context) { #expect(next > moment) }
    }
  }

  @Test func `of an ordinary text every change is found, however far`() throws {
    let start = time("2026-11-21T12:34")
    let far = try ConditionalRestriction(parsing: "no @ (2027 Dec 1 08:00-10:00; PH,easter off)")
    #expect(far.nextChange(after: start, in: Berlin.context, within: 400) == time("2027-12-01T08:00"))
    let hours = try OpeningHours(parsing: "Mar 1-Oct 31 sunrise-sunset; PH off")
    let spring = hours.nextChange(after: time("2026-11-01T00:00"), in: Berlin.context)
    #expect(spring.map { $0.month == 3 && $0.day == 1 } == true)
  }
}

private func clock(_ minute: Int) -> String {
  CivilTime(seconds: Int64(minute % 1440) * 60).description.suffix(5).description
}
