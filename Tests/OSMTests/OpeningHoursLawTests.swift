import Geo
import OSM
import Testing

/// Random but readable opening hours.
struct HoursGenerator {
  var random: SeededGenerator

  private mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }

  private mutating func clock(_ hours: ClosedRange<Int>) -> String {
    let hour = number(hours)
    return "\(hour < 10 ? "0" : "")\(hour):\(pick(["00", "00", "15", "30", "45"]))"
  }

  private mutating func span() -> String {
    switch number(0...9) {
    case 0: clock(0...23) + "+"
    case 1: clock(6...12) + "-" + clock(13...23) + "+"
    case 2: pick(["sunrise", "dawn", "(sunrise+01:00)"]) + "-" + pick(["sunset", "dusk", "(sunset-00:30)"])
    case 3: clock(20...23) + "-" + clock(0...5)
    case 4: clock(10...23) + "-" + clock(24...40)
    default: clock(0...13) + "-" + clock(12...23)
    }
  }

  private mutating func days() -> String {
    let weekday = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    switch number(0...14) {
    case 0: return ""
    case 1: return pick(["PH", "SH", "PH,Su", "SH Mo-Fr", "PH +1 day", "Sa,PH -1 day"])
    case 2: return "\(pick(weekday))[\(pick(["1", "-1", "2,4", "1-3"]))]"
    case 3: return pick(["Nov", "Oct-Mar", "Apr-Oct", "Nov,Dec", "Dec 24-Jan 2", "Nov 20", "Dec 24,26"])
    case 4: return pick(["easter", "easter -2 days-easter +1 day", "Mar Su[-1]-Oct Su[-1]", "Nov 21+"])
    case 5: return "week \(number(1...53))-\(number(1...53))\(pick(["", "/2"]))"
    case 6: return pick(["2026", "2027+", "2026 Nov 23-2026 Dec 1", "2025-2029/2"])
    default: return pick(weekday) + pick(["-", ","]) + pick(weekday)
    }
  }

  mutating func text() -> String {
    var text = ""
    for index in 0...number(0...3) {
      if index > 0 { text += pick(["; ", "; ", ", ", " || "]) }
      let times = number(0...5) == 0 ? "" : (0...number(0...1)).map { _ in span() }.joined(separator: ",")
      let rule = [days(), times, pick(["", "", "", "off", "unknown", "open \"yes\"", "\"maybe\""])]
        .filter { !$0.isEmpty }.joined(separator: " ")
      text += rule.isEmpty ? "24/7" : rule
    }
    return text
  }
}

@Suite struct OpeningHoursLawTests {
  @Test(arguments: 1...8) func `the next change is the first minute of another kind`(seed: UInt64) throws {
    var generator = HoursGenerator(random: SeededGenerator(seed: seed))
    for _ in 0..<25 {
      let text = generator.text()
      let hours: OpeningHours
      do { hours = try OpeningHours(parsing: text) } catch {
        Issue.record("seed \(seed): \"\(text)\": \(error)")
        continue
      }
      let start = time("2026-11-19T00:00")
        .adding(seconds: Int64.random(in: 0..<(8 * 86_400), using: &generator.random))
      let days = 3
      let now = hours.state(at: start, in: Berlin.context).kind
      var expected: CivilTime?
      // Changes happen on whole minutes.
      var moment = CivilTime(seconds: start.seconds / 60 * 60 + 60)
      while expected == nil, moment.seconds <= start.seconds + Int64(days) * 86_400 {
        if hours.state(at: moment, in: Berlin.context).kind != now { expected = moment }
        moment = moment.adding(seconds: 60)
      }
      #expect(
        hours.nextChange(after: start, in: Berlin.context, within: days) == expected,
        "seed \(seed): \"\(text)\" after \(start)")
    }
  }

  @Test func `hints never lie`() throws {
    var generator = HoursGenerator(random: SeededGenerator(seed: 99))
    for _ in 0..<2000 {
      let text = generator.text()
      let hours = try OpeningHours(parsing: text)
      let moment = time("2026-11-19T00:00")
        .adding(seconds: Int64.random(in: 0..<(60 * 86_400), using: &generator.random))
      let kind = hours.state(at: moment, in: Berlin.context).kind
      if hours.alwaysOpen { #expect(kind == .open, "\(text) at \(moment)") }
      if hours.neverOpens { #expect(kind == .closed, "\(text) at \(moment)") }
    }
  }

  @Test func `no text traps, however it is mangled`() {
    var generator = HoursGenerator(random: SeededGenerator(seed: 4711))
    let pieces = [
      "Mo", "-", ",", ";", "||", "[", "]", "(", ")", "+", "/", ":", ".", "\"", "24/7", "PH", "easter", "week",
      "99999999999999999999", "0", "-1", "2026", "sunset", "days", "Jan", "31", "off", "am", "pm", "h", "月",
      "日", "周一", "，", "🙂", "\u{0}", "\n", " ", "@", "AND",
    ]
    for _ in 0..<4000 {
      var scalars = Array(generator.text().unicodeScalars)
      for _ in 0..<Int.random(in: 1...6, using: &generator.random) {
        let at = Int.random(in: 0...scalars.count, using: &generator.random)
        let piece = pieces.randomElement(using: &generator.random) ?? ""
        if Bool.random(using: &generator.random), at < scalars.count { scalars.remove(at: at) }
        scalars.insert(contentsOf: piece.unicodeScalars, at: min(at, scalars.count))
      }
      let text = String(String.UnicodeScalarView(scalars))
      _ = try? ConditionalRestriction(parsing: "no @ (\(text))")
      guard let hours = try? OpeningHours(parsing: text) else { continue }
      let moment = time("2026-11-21T12:34")
      let change = hours.nextChange(after: moment, in: Berlin.context, within: 10)
      if let change { #expect(change > moment, "\(text)") }
      _ = hours.state(at: CivilTime(seconds: .max), in: Berlin.context)
      _ = hours.nextChange(after: CivilTime(seconds: .min), in: Berlin.context)
    }
  }

  @Test func `a long text of any shape is read in one pass`() {
    for piece in ["(", "[", "Mo ", "|| ", "Mo off ", "1-", "\"a\" ", "Jan 1-"] {
      let text = String(repeating: piece, count: OpeningHours.longestText / piece.count)
      let hours = try? OpeningHours(parsing: text)
      _ = hours?.nextChange(after: time("2026-11-21T12:34"), in: Berlin.context, within: 2)
    }
  }
}
