extension Wording {
  // MARK: - Opening hours

  /// Opening hours without any content.
  public static let hoursEmpty = Wording(
    en: "the opening hours are empty; write for example `Mo-Fr 08:00-18:00` or `24/7`",
    zh: "开放时间为空；请填写，例如 `Mo-Fr 08:00-18:00` 或 `24/7`")

  public static func hoursTooLong(length: Int, limit: Int) -> Wording {
    Wording(
      en: "the opening hours have \(length) characters; at most \(limit) are read, shorten them",
      zh: "开放时间有 \(length) 个字符；最多读取 \(limit) 个，请缩短")
  }

  /// `found` stands at character `position`, counted from 1.
  public static func hoursUnreadable(found: String, position: Int, expected: Wording) -> Wording {
    Wording(
      en: "cannot read \"\(found)\" at character \(position) of the opening hours; "
        + "expected \(expected.english)",
      zh: "无法读取开放时间第 \(position) 个字符处的“\(found)”；此处应为\(expected.chinese)")
  }

  /// Opening hours that stop in the middle of something.
  public static func hoursUnfinished(expected: Wording) -> Wording {
    Wording(
      en: "the opening hours end too early; expected \(expected.english)",
      zh: "开放时间不完整；后面应为\(expected.chinese)")
  }

  public static let expectedSelector = Wording(
    en: "a day (Mo, PH), a month (Jan), a date (Dec 24), a year, `week`, a time (08:00-18:00), "
      + "open, closed, off, unknown or a \"comment\"",
    zh: "星期（Mo、PH）、月份（Jan）、日期（Dec 24）、年份、`week`、时间（08:00-18:00）、"
      + "open、closed、off、unknown 或带引号的说明")
  public static let expectedTime = Wording(
    en: "a time from 00:00 to 48:00, or sunrise, sunset, dawn, dusk",
    zh: "00:00 至 48:00 的时间，或 sunrise、sunset、dawn、dusk")
  public static let expectedTimeRange = Wording(
    en: "`-` and the closing time, or `+` for an open end",
    zh: "`-` 加结束时间，或表示结束时间不定的 `+`")
  public static let expectedStartTime = Wording(
    en: "a start time from 00:00 to 24:00", zh: "00:00 至 24:00 的开始时间")
  public static let expectedSunOffset = Wording(
    en: "an offset such as (sunset-01:00), at most 12 hours", zh: "形如 (sunset-01:00) 的偏移，最多 12 小时")
  public static let expectedWeekday = Wording(
    en: "a weekday: Mo, Tu, We, Th, Fr, Sa or Su", zh: "星期：Mo、Tu、We、Th、Fr、Sa 或 Su")
  public static let expectedNth = Wording(
    en: "which weekday of the month: 1 to 5 or -1 to -5", zh: "当月第几个：1 至 5 或 -1 至 -5")
  public static let expectedWeek = Wording(en: "a week number from 1 to 53", zh: "1 至 53 的周次")
  public static let expectedMonth = Wording(
    en: "a month or a date such as Jan or Jan 15", zh: "月份或日期，如 Jan 或 Jan 15")
  public static let expectedDayOfMonth = Wording(
    en: "a day that the month has", zh: "该月实际有的日期")
  public static let expectedYear = Wording(
    en: "a year from 1900 to 2999, not before the first", zh: "1900 至 2999 的年份，且不早于起始年份")
  public static let expectedStep = Wording(en: "a step of at least 1", zh: "至少为 1 的间隔")
  public static let expectedDayOffset = Wording(
    en: "an offset of 1 to 366 days such as +1 day", zh: "1 至 366 天的偏移，如 +1 day")
  public static let expectedClosingBracket = Wording(en: "a closing bracket", zh: "右括号")
  public static let expectedClosingQuote = Wording(
    en: "a closing quotation mark", zh: "右引号")

  // MARK: - Conditional restrictions

  public static func conditionMissing(clause: String) -> Wording {
    Wording(
      en: "the conditional value \"\(clause)\" has no condition; write `value @ (condition)`, "
        + "for example `no @ (22:00-06:00)`",
      zh: "条件取值“\(clause)”缺少条件；请写成 `取值 @ (条件)`，例如 `no @ (22:00-06:00)`")
  }

  public static func conditionUnreadable(clause: String, reason: Wording) -> Wording {
    Wording(
      en: "cannot read the condition of \"\(clause)\": \(reason.english)",
      zh: "无法读取“\(clause)”的条件：\(reason.chinese)")
  }

  // MARK: - Calendar

  public static func calendarUnreadable(path: String) -> Wording {
    Wording(
      en: "cannot read the calendar \(path); check that the file exists and may be read",
      zh: "无法读取日历文件 \(path)；请确认文件存在且可读")
  }

  public static func calendarMalformed(name: String) -> Wording {
    Wording(
      en: "\(name) is not a calendar; expected JSON such as "
        + "{\"holidays\": {\"2026-10-01\": \"National Day\"}, \"makeup_workdays\": {}}",
      zh: "\(name) 不是日历文件；应为 JSON，例如 "
        + "{\"holidays\": {\"2026-10-01\": \"国庆节\"}, \"makeup_workdays\": {}}")
  }

  public static func calendarHasNoSuchDay(name: String, day: String) -> Wording {
    Wording(
      en: "the calendar \(name) names \"\(day)\", which is not a day; write days as 2026-10-01",
      zh: "日历 \(name) 中的“\(day)”不是有效日期；请写成 2026-10-01 的形式")
  }
}
