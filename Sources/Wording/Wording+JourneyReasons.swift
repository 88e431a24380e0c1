/// A means of travel, as sentences name it.
public enum VehicleWord: UInt8, Hashable, Sendable {
  case foot, ebike, bicycle, motorcycle, car

  /// `people on foot`, `行人`: who is not let in.
  subscript(language: Language) -> String {
    let words: (String, String) =
      switch self {
      case .foot: ("people on foot", "行人")
      case .ebike: ("e-bikes", "电动自行车")
      case .bicycle: ("bicycles", "自行车")
      case .motorcycle: ("motorcycles", "摩托车")
      case .car: ("cars", "汽车")
      }
    return language == .english ? words.0 : words.1
  }

  /// `on foot`, `by e-bike`; `步行`, `骑电动自行车`.
  func manner(_ language: Language) -> String {
    let words: (String, String) =
      switch self {
      case .foot: ("on foot", "步行")
      case .ebike: ("by e-bike", "骑电动自行车")
      case .bicycle: ("by bicycle", "骑自行车")
      case .motorcycle: ("by motorcycle", "骑摩托车")
      case .car: ("by car", "驾车")
      }
    return language == .english ? words.0 : words.1
  }
}

/// Why something is closed.
public enum ClosedWord: UInt8, Hashable, Sendable {
  case unknown, hours, locked, pass, access, condition
  /// Somebody closed it for a while.
  case closure
}

/// What stands in the way of somebody.
public struct ObstructionPhrase: Hashable, Sendable {
  /// nil for an island: nothing is closed, there is no way at all.
  public var gate: GatePhrase?
  public var cause: ClosedWord
  public var vehicle: VehicleWord
  /// When it opens, where known.
  public var opens: MomentPhrase?
  /// When it closes, where it is open at the departure.
  public var closes: MomentPhrase?
  public var passes: [String]
  /// Metres from the nearest point that can be reached to the goal.
  public var remaining: Double?

  public init(
    gate: GatePhrase?, cause: ClosedWord, vehicle: VehicleWord, opens: MomentPhrase?,
    closes: MomentPhrase? = nil, passes: [String], remaining: Double?
  ) {
    self.gate = gate
    self.cause = cause
    self.vehicle = vehicle
    self.opens = opens
    self.closes = closes
    self.passes = passes
    self.remaining = remaining
  }

  /// Why the goal cannot be reached, what would help, and how near one gets.
  public var wording: Wording {
    Wording(en: english, zh: chinese)
  }

  private var english: String {
    guard let gate else {
      return "No way leads there \(vehicle.manner(.english))" + remainingEnglish
    }
    let subject = gate.fullNoun(.english)
    let opening = opens.map { "; it opens at \($0[.english])" } ?? ""
    let help = passes.isEmpty ? "" : "; \(PassName.list(passes, .english)) opens it"
    let state: String =
      switch cause {
      case .hours where closes != nil:
        "closes at \(closes?[.english] ?? ""), before you get there" + opening
      case .hours: "is closed now" + (opens == nil ? ", and the map says no time when it opens" : opening)
      case .locked: "is locked" + help
      case .pass: "admits only people with a pass" + help
      case .access: "does not admit \(vehicle[.english])"
      case .condition: "does not admit \(vehicle[.english]) at this time" + opening
      case .closure: "has been closed for the time being" + opening
      case .unknown: "is closed" + opening + help
      }
    let sentence = "\(subject) \(gate.kind == .bollard ? state.replacingPrefix("is ", with: "are ") : state)"
    return sentence.prefix(1).uppercased() + sentence.dropFirst() + remainingEnglish
  }

  private var chinese: String {
    guard let gate else { return "\(vehicle.manner(.chinese))没有可以到达的路" + remainingChinese }
    let subject = gate.fullNoun(.chinese)
    let opening = opens.map { "，\($0[.chinese]) 开门" } ?? ""
    let help = passes.isEmpty ? "" : "，凭\(PassName.list(passes, .chinese))可以进入"
    let state: String =
      switch cause {
      case .hours where closes != nil: "将于 \(closes?[.chinese] ?? "") 关闭，届时无法通过" + opening
      case .hours: "现在关闭" + (opens == nil ? "，地图没有标明开门时间" : opening)
      case .locked: "已上锁" + help
      case .pass: "仅限持证人员进入" + help
      case .access: "禁止\(vehicle[.chinese])进入"
      case .condition: "此时段禁止\(vehicle[.chinese])进入" + (opens.map { "，\($0[.chinese]) 恢复" } ?? "")
      case .closure: "已临时封闭" + opening
      case .unknown: "关闭" + opening + help
      }
    return subject + state + remainingChinese
  }

  private var remainingEnglish: String {
    remaining.map { "; you can get within \(Wording.Numbers.distance(metres: max($0, 1), .english)) of it" }
      ?? ""
  }

  private var remainingChinese: String {
    remaining.map { "；最近可到达距目的地 \(Wording.Numbers.distance(metres: max($0, 1), .chinese))处" } ?? ""
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}

/// Something solid that a way crosses on the map.
public enum SolidWord: Sendable, CaseIterable {
  case wall, fence, hedge, building

  fileprivate var english: String {
    switch self {
    case .wall: "a wall"
    case .fence: "a fence"
    case .hedge: "a hedge"
    case .building: "the outline of a building"
    }
  }

  fileprivate var chinese: String {
    switch self {
    case .wall: "围墙"
    case .fence: "围栏"
    case .hedge: "树篱"
    case .building: "建筑物"
    }
  }
}

extension Wording {
  /// What a journey leaves in doubt.
  public enum Doubts {
    public static let inferredDoor = Wording(
      en: "The map shows no door of this building; where you arrive is a guess",
      zh: "地图没有标出这栋楼的门，到达位置是推测的")

    /// What is reached carries the address `found`, not the one asked for.
    public static func otherAddress(asked: String, found: String) -> Wording {
      Wording(
        en: "The map gives the building you reach the address \(found), not \(asked)",
        zh: "地图中所到建筑的地址是 \(found)，而不是 \(asked)")
    }

    public static func unknownUnit(_ unit: String) -> Wording {
      Wording(
        en: "The map shows no units of this building; find unit \(unit) on the spot",
        zh: "地图没有标出这栋楼的单元，\(unit) 单元请到现场寻找")
    }

    public static func unknownRule(_ gate: GatePhrase) -> Wording {
      Wording(
        en: "Nobody has recorded who may pass \(gate.fullNoun(.english))",
        zh: "\(gate.fullNoun(.chinese))的通行规定尚无记录")
    }

    public static let unverifiedStart = Wording(
      en: "No unobstructed way is known from the start to the street; the first metres are unverified",
      zh: "起点到道路之间没有已知的无障碍通道，起步的一段未经核实")
    public static let unverifiedGoal = Wording(
      en: "No unobstructed way is known from the street to the goal; the last metres are unverified",
      zh: "道路到目的地之间没有已知的无障碍通道，最后一段未经核实")

    /// The way crosses `thing`, the OSM element `id`.
    public static func unmappedOpening(_ thing: SolidWord, id: String) -> Wording {
      let missing = thing == .building ? (en: "passage", zh: "通道") : (en: "gate", zh: "大门")
      return Wording(
        en: "The way crosses \(thing.english) (\(id)) where the map shows no \(missing.en)",
        zh: "路线穿过\(thing.chinese)（\(id)），而地图在该处没有标出\(missing.zh)")
    }

    public static func unreadableHours(_ gate: GatePhrase, text: String) -> Wording {
      Wording(
        en:
          "The hours or conditions of \(gate.fullNoun(.english)) cannot be read (\(text)); they count as open",
        zh: "\(gate.fullNoun(.chinese))的开放时间或条件无法识别（\(text)），按开放处理")
    }

    public static func unknownHolidays(_ gate: GatePhrase, year: Int) -> Wording {
      Wording(
        en:
          "The hours of \(gate.fullNoun(.english)) are others on holidays; those of \(year) are not known here",
        zh: "\(gate.fullNoun(.chinese))在节假日另有安排，但此处没有 \(year) 年的节假日数据")
    }

    /// Of a place, after whether it is open.
    public static func unknownHolidays(year: Int) -> Wording {
      Wording(
        en: "other hours on holidays, and those of \(year) are not known here",
        zh: "节假日时间另有安排，但此处没有 \(year) 年的节假日数据")
    }

    public static func privateWay(name: String, access: String) -> Wording {
      let words = access == "residents" ? ("is for residents", "仅供住户通行") : ("is private land", "为内部道路")
      return Wording(
        en: "Part of the way\(name.isEmpty ? "" : " (\(name))") \(words.0); "
          + "use it only to reach this address",
        zh: "部分路段\(name.isEmpty ? "" : "（\(name)）")\(words.1)，仅可用于到达该地址")
    }
  }
}
