import Geo
import OSM
import Testing

// November 2026: the 16th and 23rd are Mondays, the 21st is a Saturday.
@Suite struct OpeningHoursTests {
  // MARK: - Times

  @Test func `a shop is open from the opening minute up to the closing minute`() throws {
    #expect(try day("Mo-Fr 08:00-18:00", "2026-11-23") == "08:00-18:00")
    let hours = try OpeningHours(parsing: "Mo-Fr 08:00-18:00")
    #expect(hours.state(at: time("2026-11-23T07:59:59"), in: Berlin.context).kind == .closed)
    #expect(hours.state(at: time("2026-11-23T08:00"), in: Berlin.context).kind == .open)
    #expect(hours.state(at: time("2026-11-23T17:59:59"), in: Berlin.context).kind == .open)
    #expect(hours.state(at: time("2026-11-23T18:00"), in: Berlin.context).kind == .closed)
  }

  @Test func `several spans leave a break`() throws {
    #expect(try day("08:00-12:00,13:30-17:00", "2026-11-23") == "08:00-12:00 13:30-17:00")
  }

  @Test(arguments: ["24/7", "Mo-Su", "00:00-24:00", "open", "Jan-Dec", "00:00-00:00"])
  func `round the clock`(text: String) throws {
    #expect(try day(text, "2026-11-22") == "00:00-24:00")
  }

  @Test func `a span past midnight belongs to the day on which it begins`() throws {
    #expect(try day("Fr 22:00-02:00", "2026-11-20") == "22:00-24:00")
    #expect(try day("Fr 22:00-02:00", "2026-11-21") == "00:00-02:00")
    #expect(try day("Fr 22:00-26:00", "2026-11-21") == "00:00-02:00")
    #expect(try day("Fr 22:00-02:00; Sa off", "2026-11-21") == "00:00-02:00")
    #expect(try day("Fr 22:00-02:00; Sa 00:00-24:00 off", "2026-11-21") == "-")
    #expect(try day("Fr 22:00-02:00; Sa 10:00-12:00", "2026-11-21") == "00:00-02:00 10:00-12:00")
  }

  @Test func `an open end is unknown until a guessed end`() throws {
    #expect(try day("10:00+", "2026-11-23") == "10:00-24:00?")
    #expect(try day("Mo 18:00+", "2026-11-23") == "18:00-24:00?")
    #expect(try day("Mo 18:00+", "2026-11-24") == "00:00-04:00?")
    #expect(try day("Mo 22:30+", "2026-11-24") == "00:00-06:30?")
    #expect(try day("Mo 12:00-16:00+", "2026-11-23") == "12:00-16:00 16:00-24:00?")
    #expect(try day("Mo 17:00-01:00+", "2026-11-24") == "00:00-01:00 01:00-09:00?")
    let state = try OpeningHours(parsing: "18:00+").state(at: time("2026-11-23T19:00"), in: Berlin.context)
    #expect(state.isOpenEnded)
    #expect(state.comment == nil)
  }

  @Test func `the interval of departures is skipped`() throws {
    #expect(try day("10:00-16:00/01:30", "2026-11-23") == "10:00-16:00")
    #expect(try day("10:00-16:00/90", "2026-11-23") == "10:00-16:00")
  }

  // MARK: - Weekdays

  @Test func `weekdays come in lists, ranges and ranges over Sunday`() throws {
    #expect(try day("Mo,We 10:00-12:00", "2026-11-24") == "-")
    #expect(try day("Mo,We 10:00-12:00", "2026-11-25") == "10:00-12:00")
    #expect(try day("Sa-Mo 10:00-12:00", "2026-11-22") == "10:00-12:00")
    #expect(try day("Sa-Mo 10:00-12:00", "2026-11-23") == "10:00-12:00")
    #expect(try day("Sa-Mo 10:00-12:00", "2026-11-24") == "-")
  }

  @Test func `weekdays are counted within the month from both ends`() throws {
    #expect(try day("We[1] 10:00-12:00", "2026-11-04") == "10:00-12:00")
    #expect(try day("We[1] 10:00-12:00", "2026-11-11") == "-")
    #expect(try day("Su[-1] 10:00-12:00", "2026-11-29") == "10:00-12:00")
    #expect(try day("Su[-1] 10:00-12:00", "2026-11-22") == "-")
    #expect(try day("Tu[1,3] 10:00-12:00", "2026-11-17") == "10:00-12:00")
    #expect(try day("Tu[1-2] 10:00-12:00", "2026-11-10") == "10:00-12:00")
    #expect(try day("Tu[1-2] 10:00-12:00", "2026-11-17") == "-")
    #expect(try day("Tu[5] 10:00-12:00", "2026-11-24") == "-")
  }

  @Test func `a day offset moves the day found, also into the next month`() throws {
    #expect(try day("Sa[1] +1 day 10:00-12:00", "2026-11-08") == "10:00-12:00")
    #expect(try day("Su[-1] -2 days 10:00-12:00", "2026-11-27") == "10:00-12:00")
    #expect(try day("Mo[-1] +3 days 10:00-12:00", "2026-12-03") == "10:00-12:00")
  }

  // MARK: - Holidays

  @Test func `what begins in the afternoon ends there, where that is later`() throws {
    for text in ["下午2点-5点", "下午2点到5点", "2pm-5", "14:00-17:00"] {
      #expect(try day(text, "2026-11-23") == "14:00-17:00", "\(text)")
    }
    #expect(try day("10pm-5", "2026-11-23") == "00:00-05:00 22:00-24:00")
  }

  @Test func `public holidays replace the weekday when a rule says so`() throws {
    #expect(try day("Mo-Fr 08:00-18:00; PH off", "2026-12-25") == "-")
    #expect(try day("Mo-Fr 08:00-18:00", "2026-12-25") == "08:00-18:00")
    #expect(try day("Su,PH 10:00-12:00", "2026-12-25") == "10:00-12:00")
    #expect(try day("PH +1 day 10:00-12:00", "2026-12-27") == "10:00-12:00")
    #expect(try day("PH -1 day 10:00-12:00", "2026-12-24") == "10:00-12:00")
    #expect(try day("Mo-Fr 08:00-18:00, PH off", "2026-12-25") == "-")
  }

  @Test func `school holidays restrict the weekdays written after them`() throws {
    #expect(try day("SH Mo-Fr 10:00-12:00", "2026-07-13") == "10:00-12:00")
    #expect(try day("SH Mo-Fr 10:00-12:00", "2026-07-18") == "-")
    #expect(try day("SH Mo-Fr 10:00-12:00", "2026-07-20") == "-")
    #expect(try day("SH,Mo-Fr 10:00-12:00", "2026-07-18") == "10:00-12:00")
  }

  @Test func `a forgotten comma between holidays and the weekend is a list`() throws {
    #expect(try day("Mo-Sa 10:00-22:00; PH Su off", "2026-10-03") == "-")
    #expect(try day("Mo-Su 10:00-22:00; PH Su off", "2026-11-22") == "-")
    #expect(try day("Mo-Su 10:00-22:00; Su PH off", "2026-12-25") == "-")
  }

  @Test func `a make-up working day is a workday where the text minds holidays`() throws {
    let text = "Mo-Fr 07:00-09:00; PH off"
    #expect(try day(text, "2026-10-10", in: Chongqing.context) == "07:00-09:00")
    #expect(try day(text, "2026-09-20", in: Chongqing.context) == "07:00-09:00")
    #expect(try day(text, "2026-10-17", in: Chongqing.context) == "-")
    #expect(try day(text, "2026-10-05", in: Chongqing.context) == "-")
    #expect(try day("Mo-Fr 07:00-09:00", "2026-10-10", in: Chongqing.context) == "-")
    #expect(try day("Sa,Su,PH 10:00-11:00", "2026-10-10", in: Chongqing.context) == "-")
    #expect(try day("Fr 08:00-09:00; PH off", "2026-10-10", in: Chongqing.context) == "08:00-09:00")
    #expect(try day("Mo 08:00-09:00; PH off", "2026-09-20", in: Chongqing.context) == "08:00-09:00")
    #expect(try day("Sa[2] 08:00-09:00; PH off", "2026-10-10", in: Chongqing.context) == "08:00-09:00")
  }

  // MARK: - Months, dates, years, weeks

  @Test func `months come in lists, ranges and ranges over the year's end`() throws {
    #expect(try day("Nov-Feb 10:00-12:00", "2026-12-31") == "10:00-12:00")
    #expect(try day("Nov-Feb 10:00-12:00", "2027-02-28") == "10:00-12:00")
    #expect(try day("Nov-Feb 10:00-12:00", "2027-03-01") == "-")
    #expect(try day("Jan,Mar-Apr Mo 10:00-12:00", "2026-03-02") == "10:00-12:00")
    #expect(try day("Apr-Oct", "2026-11-01") == "-")
  }

  @Test func `dates come in lists, ranges and ranges over the year's end`() throws {
    #expect(try day("Dec 24-Jan 2 10:00-12:00", "2027-01-02") == "10:00-12:00")
    #expect(try day("Dec 24-Jan 2 10:00-12:00", "2027-01-03") == "-")
    #expect(try day("Dec 25,26,28-30 off; 10:00-12:00", "2026-12-25") == "10:00-12:00")
    #expect(try day("10:00-12:00; Dec 25,26,28-30 off", "2026-12-26") == "-")
    #expect(try day("10:00-12:00; Dec 25,26,28-30 off", "2026-12-29") == "-")
    #expect(try day("10:00-12:00; Dec 25,26,28-30 off", "2026-12-27") == "10:00-12:00")
    #expect(try day("Nov 15+ 10:00-12:00", "2026-12-31") == "10:00-12:00")
    #expect(try day("Nov 15+ 10:00-12:00", "2026-11-14") == "-")
    #expect(try day("Feb 29 10:00-12:00", "2026-03-01") == "-")
    #expect(try day("Feb 29 10:00-12:00", "2028-02-29") == "10:00-12:00")
    #expect(try day("Jan 15-Feb 29 10:00-12:00", "2026-02-28") == "10:00-12:00")
  }

  @Test func `one list of days may mix weekdays and dates`() throws {
    #expect(try day("10:00-12:00; Su,Dec 24 off", "2026-12-24") == "-")
    #expect(try day("10:00-12:00; Su,Dec 24 off", "2026-11-22") == "-")
    #expect(try day("10:00-12:00; Su,Dec 24 off", "2026-11-24") == "10:00-12:00")
  }

  @Test func `weekdays of the month bound a season`() throws {
    let summer = "Mar Su[-1]-Oct Su[-1] 10:00-12:00"
    #expect(try day(summer, "2026-03-28") == "-")
    #expect(try day(summer, "2026-03-29") == "10:00-12:00")
    #expect(try day(summer, "2026-10-25") == "10:00-12:00")
    #expect(try day(summer, "2026-10-26") == "-")
    #expect(try day("Nov Su[1] 10:00-12:00", "2026-11-01") == "10:00-12:00")
    #expect(try day("Nov Su[1] 10:00-12:00", "2026-12-06") == "-")
  }

  @Test func `years stand alone, in ranges with steps, and before dates`() throws {
    #expect(try day("2026 10:00-12:00", "2026-11-22") == "10:00-12:00")
    #expect(try day("2024-2030/2 10:00-12:00", "2027-11-22") == "-")
    #expect(try day("2024-2030/2 10:00-12:00", "2028-11-22") == "10:00-12:00")
    #expect(try day("2026+ 10:00-12:00", "2199-11-22") == "10:00-12:00")
    #expect(try day("2026 Nov 16-2027 Jan 15 10:00-12:00", "2027-01-15") == "10:00-12:00")
    #expect(try day("2026 Nov 16-2027 Jan 15 10:00-12:00", "2027-01-16") == "-")
    #expect(try day("2026 Nov 16-2027 Jan 15 10:00-12:00", "2025-12-16") == "-")
    #expect(try day("2026 Nov 16-Jan 15 10:00-12:00", "2027-01-15") == "10:00-12:00")
    #expect(try day("2026 Nov-Dec 10:00-12:00", "2026-12-31") == "10:00-12:00")
    #expect(try day("2026 Nov-Dec 10:00-12:00", "2027-12-31") == "-")
  }

  @Test func `week numbers are those of ISO 8601, with steps`() throws {
    #expect(try day("week 47 10:00-12:00", "2026-11-16") == "10:00-12:00")
    #expect(try day("week 47 10:00-12:00", "2026-11-23") == "-")
    #expect(try day("week 1-53/2 Fr 10:00-12:00", "2026-11-20") == "10:00-12:00")
    #expect(try day("week 1-53/2 Fr 10:00-12:00", "2026-11-27") == "-")
    #expect(try day("week 50-2 10:00-12:00", "2027-01-05") == "10:00-12:00")
    #expect(try day("week 1,47 10:00-12:00", "2026-11-22") == "10:00-12:00")
  }

  @Test func `easter carries the days that depend on it`() throws {
    #expect(try day("easter 10:00-12:00", "2026-04-05") == "10:00-12:00")
    #expect(try day("easter -2 days 10:00-12:00", "2026-04-03") == "10:00-12:00")
    #expect(try day("easter +39 days 10:00-12:00", "2027-05-06") == "10:00-12:00")
    #expect(try day("easter -2 days-easter +1 day 10:00-12:00", "2026-04-06") == "10:00-12:00")
    #expect(try day("easter -2 days-easter +1 day 10:00-12:00", "2026-04-07") == "-")
  }

  @Test func `a date may move on or back to a weekday`() throws {
    #expect(try day("Dec 25 -Su -21 days 10:00-12:00", "2026-11-29") == "10:00-12:00")
    #expect(try day("Nov 1 +We 10:00-12:00", "2026-11-04") == "10:00-12:00")
  }

  // MARK: - Rules

  @Test func `a later rule replaces the days it selects`() throws {
    #expect(try day("Mo-Sa 10:00-20:00; Tu 10:00-14:00", "2026-11-24") == "10:00-14:00")
    #expect(try day("Mo-Fr 08:00-12:00; We 14:00-16:00", "2026-11-25") == "14:00-16:00")
    #expect(try day("Mo-Fr 08:00-12:00, We 14:00-16:00", "2026-11-25") == "08:00-12:00 14:00-16:00")
  }

  @Test func `a closed rule with times cuts only these out`() throws {
    #expect(try day("Mo-Sa 10:00-20:00; 12:00-14:00 off", "2026-11-24") == "10:00-12:00 14:00-20:00")
    #expect(try day("24/7; Mo 08:00-10:00 closed", "2026-11-23") == "00:00-08:00 10:00-24:00")
  }

  @Test func `a fallback holds where everything else leaves it closed`() throws {
    let text = "Mo-Fr 08:00-12:00 || \"by appointment\""
    #expect(try day(text, "2026-11-23") == "00:00-08:00? 08:00-12:00 12:00-24:00?")
    let state = try OpeningHours(parsing: text).state(at: time("2026-11-22T09:00"), in: Berlin.context)
    #expect(state == OpeningState(.unknown, comment: "by appointment"))
    #expect(
      try day("Mo-Fr 08:00-11:00 || Tu-Th,PH 10:00-14:00 open \"emergency\"", "2026-11-24") == "08:00-14:00")
  }

  @Test func `words and comments say what a rule means`() throws {
    #expect(try day("Mo unknown", "2026-11-23") == "00:00-24:00?")
    #expect(try day("Mo-Fr \"by appointment\"", "2026-11-23") == "00:00-24:00?")
    #expect(try day("Mo 10:00-12:00 open \"ring the bell\"", "2026-11-23") == "10:00-12:00")
    #expect(try day("off", "2026-11-23") == "-")
    let closed = try OpeningHours(parsing: "10:00-12:00; Mo off \"rest day\"")
    let state = closed.state(at: time("2026-11-23T11:00"), in: Berlin.context)
    #expect(state == OpeningState(.closed, comment: "rest day"))
  }

  @Test func `hints tell what is plain from the text`() throws {
    #expect(try OpeningHours(parsing: "24/7").alwaysOpen)
    #expect(try OpeningHours(parsing: "24/7 open \"always\"").alwaysOpen)
    #expect(try !OpeningHours(parsing: "24/7; PH off").alwaysOpen)
    #expect(try !OpeningHours(parsing: "Mo-Su 08:00-24:00").alwaysOpen)
    #expect(try OpeningHours(parsing: "off").neverOpens)
    #expect(try !OpeningHours(parsing: "off; Mo 10:00-12:00").neverOpens)
  }
}
