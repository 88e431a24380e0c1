/// The words of opening hours: those of the specification, and those that mappers write instead.
enum HoursWords {
  private static let weekdays: UInt8 = 0b001_1111
  private static let weekend: UInt8 = 0b110_0000

  /// The meaning of a word in lower case; nil for an unknown one.
  static func meaning(of word: String) -> HoursToken.Kind? {
    if let kind = fixed[word] { return kind }
    if let day = weekdayNames.firstIndex(where: { names in names.contains(word) }) { return .weekday(day) }
    if let month = monthNames.firstIndex(where: { names in names.contains(word) }) {
      return .month(month + 1)
    }
    return nil
  }

  /// English in all lengths, German where it means no other day in English.
  private static let weekdayNames: [Set<String>] = [
    ["mo", "mon", "monday", "mondays", "montag", "montags"],
    ["tu", "tue", "tues", "tuesday", "tuesdays", "di", "die", "dienstag", "dienstags"],
    ["we", "wed", "weds", "wednesday", "wednesdays", "mi", "mit", "mittwoch", "mittwochs"],
    ["th", "thu", "thur", "thurs", "thursday", "thursdays", "do", "don", "donnerstag", "donnerstags"],
    ["fr", "fri", "friday", "fridays", "freitag", "freitags"],
    ["sa", "sat", "saturday", "saturdays", "samstag", "samstags"],
    ["su", "sun", "sunday", "sundays", "so", "son", "sonntag", "sonntags"],
  ]

  private static let monthNames: [Set<String>] = [
    ["jan", "january", "januar"], ["feb", "february", "februar"],
    ["mar", "march", "mär", "märz", "mrz"], ["apr", "april"], ["may", "mai"],
    ["jun", "june", "juni"], ["jul", "july", "juli"], ["aug", "august"],
    ["sep", "sept", "september"], ["oct", "october", "okt", "oktober"], ["nov", "november"],
    ["dec", "december", "dez", "dezember"],
  ]

  private static let fixed: [String: HoursToken.Kind] = [
    "ph": .publicHoliday, "holiday": .publicHoliday, "holidays": .publicHoliday,
    "feiertag": .publicHoliday, "feiertage": .publicHoliday, "feiertags": .publicHoliday,
    "public": .filler, "sh": .schoolHoliday, "easter": .easter,
    "week": .week, "weeks": .week, "day": .days, "days": .days,
    "sunrise": .sun(.sunrise), "sunset": .sun(.sunset), "dawn": .sun(.dawn), "dusk": .sun(.dusk),
    "open": .open, "closed": .closed, "off": .closed, "close": .closed, "geschlossen": .closed,
    "uzavřeno": .closed, "fermé": .closed, "unknown": .unknown,
    "am": .am, "pm": .pm, "a": .filler, "h": .hourMark, "hrs": .hourMark, "hr": .hourMark,
    "hours": .hourMark, "hour": .hourMark, "uhr": .hourMark, "klo": .filler, "from": .filler,
    "von": .filler, "um": .filler, "by": .filler, "on": .filler, "only": .filler, "nach": .filler,
    "termin": .filler, "termine": .filler, "appointment": .comment("by appointment"),
    "vereinbarung": .comment("nach Vereinbarung"), "noon": .clock(720), "midnight": .clock(1440),
    "daily": .weekdays(weekdays | weekend), "everyday": .weekdays(weekdays | weekend),
    "täglich": .weekdays(weekdays | weekend), "weekday": .weekdays(weekdays),
    "weekdays": .weekdays(weekdays), "werktags": .weekdays(0b011_1111),
    "weekend": .weekdays(weekend), "weekends": .weekdays(weekend),
    "to": .sign("-"), "till": .sign("-"), "til": .sign("-"), "until": .sign("-"),
    "bis": .sign("-"), "and": .sign(","), "und": .sign(","), "u": .sign(","), "et": .sign(","),
  ]

  static let chinese: [String: HoursToken.Kind] = {
    var words: [String: HoursToken.Kind] = [
      "每天": .weekdays(weekdays | weekend), "每日": .weekdays(weekdays | weekend),
      "工作日": .workdays, "周末": .weekdays(weekend), "双休日": .weekdays(weekend),
      "节假日": .publicHoliday, "法定节假日": .publicHoliday, "假日": .publicHoliday, "公休日": .publicHoliday,
      "寒暑假": .schoolHoliday, "全天": .allDay, "营业": .open, "开放": .open, "关闭": .closed,
      "休息": .closed, "除外": .excepted, "闭馆": .closed, "不开放": .closed, "日出": .sun(.sunrise),
      "日落": .sun(.sunset), "至": .sign("-"), "到": .sign("-"), "和": .sign(","), "及": .sign(","),
      "预约": .comment("预约"), "中午": .clock(720), "上午": .morning, "早上": .morning, "早": .morning, "早晨": .morning,
      "凌晨": .morning, "下午": .afternoon,
      "傍晚": .afternoon,
      "晚上": .night, "晚": .night, "点": .hourMark, "时": .hourMark, "小时": .hourMark, "半": .half, "分": .filler,
      "月": .monthMark, "日": .dayMark, "号": .dayMark,
    ]
    for prefix in ["周", "星期", "礼拜"] {
      for (index, name) in ["一", "二", "三", "四", "五", "六", "日"].enumerated() {
        words[prefix + name] = .weekday(index)
      }
      words[prefix + "天"] = .weekday(6)
    }
    return words
  }()
}
