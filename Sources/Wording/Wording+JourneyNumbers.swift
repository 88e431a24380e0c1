extension Wording {
  /// Lengths, times and floors, rounded as people say them.
  public enum Numbers {
    /// `350 m`, `1.2 km`: five metres below 100 m, ten below 1 km, a hundred below 10 km.
    public static func distance(metres: Double, _ language: Language) -> String {
      let isEnglish = language == .english
      if metres < 995 {
        let step = metres < 100 ? 5.0 : 10.0
        let rounded = max(Int((metres / step).rounded() * step), metres >= 1 ? 5 : 0)
        return "\(rounded) " + (isEnglish ? "m" : "米")
      }
      let tenths = Int((metres / 100).rounded())
      let unit = isEnglish ? "km" : "公里"
      if tenths >= 100 || tenths % 10 == 0 { return "\((tenths + 5) / 10) \(unit)" }
      return "\(tenths / 10).\(tenths % 10) \(unit)"
    }

    /// `45 s`, `12 min`, `1 h 5 min`.
    public static func duration(seconds: Double, _ language: Language) -> String {
      let isEnglish = language == .english
      if seconds < 55 {
        return "\(Int((seconds / 5).rounded(.up)) * 5) " + (isEnglish ? "s" : "秒")
      }
      let minutes = Int((seconds / 60).rounded())
      if minutes < 60 { return "\(minutes) " + (isEnglish ? "min" : "分钟") }
      let hours = "\(minutes / 60) " + (isEnglish ? "h" : "小时")
      if minutes % 60 == 0 { return hours }
      return "\(hours) \(minutes % 60) " + (isEnglish ? "min" : "分钟")
    }

    /// `1st`, `2nd`, `11th`.
    static func ordinal(_ number: Int) -> String {
      let isTeen = (11...13).contains(number % 100)
      switch number % 10 {
      case 1 where !isTeen: return "\(number)st"
      case 2 where !isTeen: return "\(number)nd"
      case 3 where !isTeen: return "\(number)rd"
      default: return "\(number)th"
      }
    }
  }
}

/// One of the eight directions of the compass.
public enum CompassPoint: UInt8, Hashable, Sendable, CaseIterable {
  case north, northEast, east, southEast, south, southWest, west, northWest

  /// The point nearest to `bearing`, in degrees clockwise from north.
  public init(bearing: Double) {
    let eighth = Int((bearing / 45).rounded()) & 7
    self = CompassPoint(rawValue: UInt8(eighth)) ?? .north
  }

  /// `east`, `东`.
  public subscript(language: Language) -> String {
    language == .english ? CompassPoint.english[Int(rawValue)] : CompassPoint.chinese[Int(rawValue)]
  }

  private static let english = [
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
  ]
  private static let chinese = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"]
}

/// A floor as the buttons of a lift name it.
public struct FloorPhrase: Hashable, Sendable {
  /// In tenths: 0 is the ground floor, -10 the first basement.
  public var tenths: Int
  /// Whether the ground floor is called 1, as in China, rather than 0.
  public var countsFromOne: Bool

  public init(tenths: Int, countsFromOne: Bool) {
    self.tenths = tenths
    self.countsFromOne = countsFromOne
  }

  /// `floor 12`, `the ground floor`, `basement 1`; `12 楼`, `地下 1 层`.
  public subscript(language: Language) -> String {
    let isEnglish = language == .english
    if tenths == 0, !countsFromOne { return isEnglish ? "the ground floor" : "底层" }
    if tenths < 0 { return (isEnglish ? "basement " : "地下 ") + number(-tenths) + (isEnglish ? "" : " 层") }
    let shown = number(tenths + (countsFromOne ? 10 : 0))
    return isEnglish ? "floor \(shown)" : "\(shown) 楼"
  }

  private func number(_ tenths: Int) -> String {
    tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

/// A moment as seen from another one: its clock, and its day where that differs.
public struct MomentPhrase: Hashable, Sendable {
  /// Minutes since midnight.
  public var minute: Int
  /// Days after the moment from which it is seen.
  public var daysLater: Int
  /// `2026-11-23`.
  public var date: String

  public init(minute: Int, daysLater: Int, date: String) {
    self.minute = minute
    self.daysLater = daysLater
    self.date = date
  }

  /// When something opens: `06:00`, `06:00 tomorrow`, `2026-11-23 06:00`; `明天 06:00`.
  public subscript(language: Language) -> String {
    switch daysLater {
    case 0: clock(minute)
    case 1: language == .english ? "\(clock(minute)) tomorrow" : "明天 \(clock(minute))"
    default: "\(date) \(clock(minute))"
    }
  }

  /// When something closes: midnight belongs to the day before and is called 24:00.
  public func closing(_ language: Language) -> String {
    minute == 0 && daysLater == 1 ? "24:00" : self[language]
  }

  private func clock(_ minute: Int) -> String {
    let hours = minute / 60
    let minutes = minute % 60
    return (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
  }
}
