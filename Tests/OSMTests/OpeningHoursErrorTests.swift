import OSM
import Testing
import Wording

@Suite struct OpeningHoursErrorTests {
  @Test func `an unknown word is named with its place and what may stand there`() {
    #expect(
      complaint("Mo-Fr 08:00-18:00; Lunch 12:00-13:00")
        == "cannot read \"Lunch\" at character 20 of the opening hours; expected a day (Mo, PH), "
        + "a month (Jan), a date (Dec 24), a year, `week`, a time (08:00-18:00), open, closed, off, "
        + "unknown or a \"comment\"")
  }

  @Test(arguments: [
    ("", "the opening hours are empty; write for example `Mo-Fr 08:00-18:00` or `24/7`"),
    (" ; ", "the opening hours are empty; write for example `Mo-Fr 08:00-18:00` or `24/7`"),
    (
      "Mo-Fr 08:00",
      "the opening hours end too early; expected `-` and the closing time, or `+` for an open end"
    ),
    (
      "Mo 08:00-49:00",
      "cannot read \"49:00\" at character 10 of the opening hours; expected a time from 00:00 to 48:00, or sunrise, sunset, dawn, dusk"
    ),
    (
      "Mo 08:61-09:00",
      "cannot read \"08:61-09:00\" at character 4 of the opening hours; expected a time from 00:00 to 48:00, or sunrise, sunset, dawn, dusk"
    ),
    (
      "25:00-26:00",
      "cannot read \"25:00-26:00\" at character 1 of the opening hours; expected a start time from 00:00 to 24:00"
    ),
    (
      "Mo[6] 08:00-09:00",
      "cannot read \"6]\" at character 4 of the opening hours; expected which weekday of the month: 1 to 5 or -1 to -5"
    ),
    (
      "Mo[1 08:00-09:00",
      "cannot read \"08:00-09:00\" at character 6 of the opening hours; expected a closing bracket"
    ),
    (
      "Mo-Zz 08:00-09:00",
      "cannot read \"Zz\" at character 4 of the opening hours; expected a weekday: Mo, Tu, We, Th, Fr, Sa or Su"
    ),
    (
      "week 54", "cannot read \"54\" at character 6 of the opening hours; expected a week number from 1 to 53"
    ),
    ("week 1-53/0", "cannot read \"0\" at character 11 of the opening hours; expected a step of at least 1"),
    (
      "Feb 30 off",
      "cannot read \"30\" at character 5 of the opening hours; expected a day that the month has"
    ),
    (
      "2026-2020",
      "cannot read \"2020\" at character 6 of the opening hours; expected a year from 1900 to 2999, not before the first"
    ),
    (
      "PH +400 days off",
      "cannot read \"400\" at character 5 of the opening hours; expected an offset of 1 to 366 days such as +1 day"
    ),
    (
      "(sunset-13:00)-23:00",
      "cannot read \"13:00)-23:00\" at character 9 of the opening hours; expected an offset such as (sunset-01:00), at most 12 hours"
    ),
    (
      "Mo \"bell",
      "cannot read \"\"bell\" at character 4 of the opening hours; expected a closing quotation mark"
    ),
    (
      "Jan-Mo",
      "cannot read \"Mo\" at character 5 of the opening hours; expected a month or a date such as Jan or Jan 15"
    ),
  ])
  func `each mistake has its sentence`(text: String, message: String) {
    #expect(complaint(text) == message)
  }

  @Test func `a text too long is refused`() {
    #expect(
      complaint(String(repeating: "Mo,", count: 1400))
        == "the opening hours have 4200 characters; at most 4096 are read, shorten them")
  }

  @Test func `the sentence exists in Chinese`() {
    #expect(
      OpeningHoursError.unreadable(found: "Zz", position: 4, expected: .weekday).wording.chinese
        == "无法读取开放时间第 4 个字符处的“Zz”；此处应为星期：Mo、Tu、We、Th、Fr、Sa 或 Su")
  }
}
