import Foundation
import OSM
import Testing
import Wording

@Suite struct CalendarTests {
  @Test func `civil time is written and read as ISO 8601`() {
    #expect(time("2026-11-21T12:30").description == "2026-11-21T12:30")
    #expect(time("2026-11-21T12:30:05").description == "2026-11-21T12:30:05")
    #expect(time("1969-12-31T23:59:59").seconds == -1)
    #expect(time("1969-12-31T23:59:59").description == "1969-12-31T23:59:59")
    #expect(time("2026-11-21T12:30") < time("2026-11-21T12:31"))
  }

  @Test(arguments: [
    "2026-02-29T00:00", "2026-13-01T00:00", "2026-11-21T24:00", "2026-11-21T12:60", "2026-11-21",
    "2026-11-21 12:30",
    "26-11-21T12:30", "2026-11-21T12:30Z", "", "2026-11-21T1２:30",
  ])
  func `what is no moment is refused`(text: String) {
    #expect(CivilTime(text) == nil)
  }

  @Test func `the fields of a day are those of the calendar`() {
    let moment = time("2026-11-21T12:30")
    #expect(moment.year == 2026 && moment.month == 11 && moment.day == 21)
    #expect(moment.weekday == 5)
    #expect(moment.dayOfYear == 325)
    #expect(moment.isoWeek == 47)
    #expect(moment.minuteOfDay == 750)
    #expect(time("2027-01-01T00:00").isoWeek == 53)
    #expect(time("2024-12-30T00:00").isoWeek == 1)
    #expect(time("2024-12-31T00:00").dayOfYear == 366)
  }

  @Test func `every day of 400 years has its own number, one after the other`() throws {
    var number = try #require(CivilDay(year: 1900, month: 1, day: 1)).number
    for year in 1900..<2300 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CivilDay(year: year, month: month, day: day) else { continue }
          guard date.number == number, date.year == year, date.month == month, date.day == day else {
            Issue.record("\(year)-\(month)-\(day) has number \(date.number), expected \(number)")
            return
          }
          number += 1
        }
      }
    }
    #expect(number - (CivilDay("1900-01-01")?.number ?? 0) == 146_097)
  }

  @Test func `adding holds at the ends of the number range`() {
    #expect(time("2026-11-21T23:59").adding(seconds: 60) == time("2026-11-22T00:00"))
    #expect(CivilTime(seconds: .max).adding(seconds: 1).seconds == .max)
    #expect(CivilTime(seconds: .min).adding(seconds: -1).seconds == .min)
  }

  @Test func `a zone gives its wall clock`() {
    let instant = Date(timeIntervalSince1970: 1_795_264_200)
    #expect(CivilTime(instant, in: zone("Asia/Shanghai")) == time("2026-11-21T20:30"))
    #expect(CivilTime(instant, in: zone("Europe/Berlin")) == time("2026-11-21T13:30"))
  }

  @Test func `the offset of a zone follows summer time`() {
    #expect(Berlin.context.utcOffsetSeconds(time("2026-11-21T12:00")) == 3600)
    #expect(Berlin.context.utcOffsetSeconds(time("2026-07-21T12:00")) == 7200)
  }

  @Test func `whether something is open says where nobody knows the holidays`() throws {
    let (known, later) = (time("2026-10-01T12:00"), time("2027-10-01T12:00"))
    func said(_ hours: String?, _ time: CivilTime) -> Openness {
      Chongqing.context.openness(of: hours, at: time)
    }
    #expect(said("08:00-20:00; PH off", known) == Openness(isOpen: false, unknownYear: nil))
    #expect(said("08:00-20:00; PH off", later) == Openness(isOpen: true, unknownYear: 2027))
    #expect(said("08:00-20:00", later) == Openness(isOpen: true, unknownYear: nil))
    #expect(said("08:00-20:00; SH off", known) == Openness(isOpen: true, unknownYear: 2026))
    #expect(said("11:00+", known).isOpen == nil)
    #expect(said("whenever", known) == .unsaid && said(nil, known) == .unsaid)
    let doubt = try #require(said("PH off", later).doubt)
    #expect(doubt[.english].contains("2027") && doubt[.chinese].contains("2027"))
    #expect(said("24/7", later).doubt == nil)
  }

  @Test func `a calendar file gives holidays and make-up working days`() throws {
    let json = """
      { "source": "made up", "holidays": { "2026-10-01": "National Day" },
        "makeup_workdays": { "2026-10-10": "National Day" }, "school_holidays": { "2026-07-06": "Summer" } }
      """
    let calendar = try HolidayCalendar(json: Data(json.utf8))
    #expect(calendar.isHoliday(time("2026-10-01T12:00")))
    #expect(!calendar.isHoliday(time("2026-10-02T12:00")))
    #expect(calendar.isMakeUpWorkday(time("2026-10-10T12:00")))
    #expect(CivilDay("2026-07-06").map(calendar.isSchoolHoliday) == true)
    #expect(CivilDay("2026-10-01").flatMap(calendar.holidayName) == "National Day")
    #expect(!HolidayCalendar.none.isHoliday(time("2026-10-01T12:00")))
  }

  @Test func `a calendar file that cannot be used gets a sentence`() {
    #expect(complaint(json: "[]").contains("is not a calendar; expected JSON such as"))
    #expect(
      complaint(json: "{\"holidays\": {\"2026-02-30\": \"x\"}}")
        == "the calendar test names \"2026-02-30\", which is not a day; write days as 2026-10-01")
    #expect(
      throws: HolidayCalendarError.unreadable(path: "/nonexistent.json")
    ) { try HolidayCalendar(path: "/nonexistent.json") }
  }

  @Test func `the shared Chinese calendar opens offices on make-up Saturdays`() throws {
    let path = "/work/shared/data/calendar/cn_holidays.json"
    guard FileManager.default.fileExists(atPath: path) else {
      print("skipped: no \(path)")
      return
    }
    var context = Chongqing.context
    context.holidays = try HolidayCalendar(path: path)
    #expect(try day("Mo-Fr 09:00-18:00; PH off", "2026-10-10", in: context) == "09:00-18:00")
    #expect(try day("Mo-Fr 09:00-18:00; PH off", "2026-10-01", in: context) == "-")
  }

  private func complaint(json: String) -> String {
    do throws(HolidayCalendarError) {
      _ = try HolidayCalendar(json: Data(json.utf8), name: "test")
      return "no error"
    } catch {
      return error.wording.english
    }
  }
}
