import Geo
import OSM
import Testing

@Suite struct OpeningHoursSunTests {
  /// Minutes of the day of dawn, sunrise, sunset and dusk, as the program ephem 4.2 gives them.
  private static let almanac: [(HoursContext, String, [String])] = [
    (Berlin.context, "2026-03-20", ["05:35", "06:09", "18:19", "18:53"]),
    (Berlin.context, "2026-06-21", ["03:53", "04:43", "21:33", "22:23"]),
    (Berlin.context, "2026-09-23", ["06:20", "06:54", "19:03", "19:37"]),
    (Berlin.context, "2026-12-21", ["07:33", "08:15", "15:54", "16:36"]),
    (Chongqing.context, "2026-03-20", ["06:34", "06:58", "19:05", "19:29"]),
    (Chongqing.context, "2026-06-21", ["05:27", "05:54", "19:57", "20:24"]),
    (Chongqing.context, "2026-09-23", ["06:19", "06:42", "18:50", "19:13"]),
    (Chongqing.context, "2026-12-21", ["07:18", "07:44", "17:59", "18:25"]),
  ]

  @Test func `sun times are within three minutes of the almanac`() throws {
    for (context, date, expected) in Self.almanac {
      let texts = ["dawn-12:00", "sunrise-12:00", "12:00-sunset", "12:00-dusk"]
      for (text, clock) in zip(texts, expected) {
        let change = try #require(
          try OpeningHours(parsing: text).nextChange(
            after: time(date + (text.hasPrefix("1") ? "T12:00" : "T00:00")), in: context))
        let difference = change.seconds - time("\(date)T\(clock)").seconds
        #expect(abs(difference) <= 180, "\(text) on \(date): \(change), almanac \(clock)")
      }
    }
  }

  @Test func `offsets move the events`() throws {
    let plain = try day("sunrise-sunset", "2026-06-21")
    #expect(plain == "04:43-21:33")
    #expect(try day("(sunrise+01:00)-(sunset-02:00)", "2026-06-21") == "05:43-19:33")
    #expect(try day("sunset-sunrise", "2026-06-21") == "00:00-04:43 21:33-24:00")
    #expect(try day("08:00-sunset", "2026-12-21") == "08:00-15:54")
  }

  @Test func `beyond the polar circle it is light all day or not at all`() throws {
    let svalbard = HoursContext(
      position: Coordinate(longitude: 15.63, latitude: 78.22), zone: zone("Europe/Oslo"))
    #expect(try day("sunrise-sunset", "2026-06-21", in: svalbard) == "00:00-24:00")
    #expect(try day("08:00-16:00; dusk-dawn off", "2026-06-21", in: svalbard) == "08:00-16:00")
    let pole = HoursContext(position: Coordinate(longitude: 0, latitude: 90), zone: zone("UTC"))
    #expect(try day("sunrise-sunset", "2026-06-21", in: pole) == "00:00-24:00")
  }
}
