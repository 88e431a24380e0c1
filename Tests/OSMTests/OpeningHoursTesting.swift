import Foundation
import Geo
import OSM
import Testing
import Wording

/// A place in Berlin with German clocks, and a few holidays.
enum Berlin {
  static let context = HoursContext(
    position: Coordinate(longitude: 13.405, latitude: 52.52),
    holidays: HolidayCalendar(
      holidays: days("2026-01-01", "2026-04-03", "2026-05-01", "2026-10-03", "2026-12-25", "2026-12-26"),
      schoolHolidays: days("2026-07-13", "2026-07-14", "2026-07-18")),
    zone: zone("Europe/Berlin"))

  static func days(_ texts: String...) -> [CivilDay] { texts.compactMap { CivilDay($0) } }
}

/// A place in Chongqing in the National Day week of 2026: 1 to 7 October off, Saturday 10 October worked.
enum Chongqing {
  static let context = HoursContext(
    position: Coordinate(longitude: 106.551, latitude: 29.563),
    holidays: HolidayCalendar(
      holidays: (1...7).compactMap { CivilDay(year: 2026, month: 10, day: $0) },
      makeUpWorkdays: [CivilDay("2026-09-20"), CivilDay("2026-10-10")].compactMap(\.self)),
    zone: zone("Asia/Shanghai"))
}

func zone(_ name: String) -> TimeZone {
  guard let zone = TimeZone(identifier: name) else { fatalError("no zone \(name)") }
  return zone
}

func time(_ text: String) -> CivilTime {
  guard let time = CivilTime(text) else { fatalError("no time \(text)") }
  return time
}

/// The stretches of one day on which `text` is not closed: `08:00-12:00 18:00-24:00?`, a question
/// mark where it is unknown; `-` when it is closed all day.
func day(_ text: String, _ date: String, in context: HoursContext = Berlin.context) throws -> String {
  let hours = try OpeningHours(parsing: text)
  let midnight = time(date + "T00:00")
  var stretches: [String] = []
  var start = 0
  var kind = hours.state(at: midnight, in: context).kind
  for minute in 1...1440 {
    let next =
      minute == 1440 ? nil : hours.state(at: midnight.adding(seconds: Int64(minute) * 60), in: context).kind
    guard next != kind else { continue }
    if kind != .closed { stretches.append("\(clock(start))-\(clock(minute))\(kind == .unknown ? "?" : "")") }
    (start, kind) = (minute, next ?? .closed)
  }
  return stretches.isEmpty ? "-" : stretches.joined(separator: " ")
}

private func clock(_ minute: Int) -> String {
  let (hours, minutes) = minute.quotientAndRemainder(dividingBy: 60)
  return (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
}

/// The message of the error that reading `text` gives.
func complaint(_ text: String) -> String {
  do throws(OpeningHoursError) {
    _ = try OpeningHours(parsing: text)
    return "no error"
  } catch {
    return error.wording.english
  }
}

/// Numbers that are the same on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
