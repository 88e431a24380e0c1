/// Weather in which some gates let riders in.
public enum WeatherWord: String, Hashable, Sendable, CaseIterable {
  case rain, typhoon

  /// `heavy rain`, `大雨`.
  subscript(language: Language) -> String {
    switch self {
    case .rain: language == .english ? "heavy rain" : "大雨"
    case .typhoon: language == .english ? "a typhoon" : "台风"
    }
  }
}

/// What a gate says to somebody who stands before it.
public struct GateAdvicePhrase: Hashable, Sendable {
  /// Why one is let in whom the rule turns away.
  public enum Opening: Hashable, Sendable {
    case weather(WeatherWord)
    /// Somebody opened it for a while.
    case forAWhile
  }

  public var gate: GatePhrase
  public var vehicle: VehicleWord
  /// How one gets through; nil where one does not.
  public var movement: MovementWord?
  public var asks: [GateAsk] = []
  /// Seconds.
  public var delay = 0.0
  /// When one is let in no longer, or is let in; nil where nobody knows.
  public var changes: MomentPhrase?
  /// Only to get to something inside.
  public var isForEndsOnly = false
  public var isKnown = true
  public var opening: Opening?
  public var cause = ClosedWord.unknown
  /// Passes that would help.
  public var passes: [String] = []
  /// They help once it ``changes``, not now.
  public var needsPassLater = false
  /// Whether a walker is let in where the vehicle is not.
  public var admitsWalker = false

  public init(gate: GatePhrase, vehicle: VehicleWord, movement: MovementWord?) {
    (self.gate, self.vehicle, self.movement) = (gate, vehicle, movement)
  }

  public var wording: Wording {
    guard let movement else { return Wording(en: refusalEnglish, zh: refusalChinese) }
    return Wording(en: welcomeEnglish(movement), zh: welcomeChinese(movement))
  }

  // MARK: English

  private func welcomeEnglish(_ movement: MovementWord) -> String {
    let manner =
      switch movement {
      case .walk: "walk"
      case .ride: "ride"
      case .drive: "drive"
      case .push: "push your \(vehicle.thing(.english))"
      }
    var text = "You may \(manner) through \(gate.fullNoun(.english))"
    if let changes { text += " until \(changes.closing(.english))" }
    if !asks.isEmpty { text += ": " + asks.map { $0[.english] }.joined(separator: " and ") }
    if delay >= 1 {
      text += "; that usually takes about \(Wording.Numbers.duration(seconds: delay, .english))"
    }
    text += "."
    if isForEndsOnly { text += " Only to get to a place inside, not to cut through." }
    switch opening {
    case .weather(let weather)?: text += " In \(weather[.english]) riders are let in whatever else holds."
    case .forAWhile?: text += " It has been opened for the time being."
    case nil: break
    }
    if !isKnown { text += " Nobody has recorded who may pass: ask there." }
    return text
  }

  private var refusalEnglish: String {
    let help = passes.isEmpty || needsPassLater ? "" : "; \(PassName.list(passes, .english)) opens it"
    let with = needsPassLater ? " with \(PassName.list(passes, .english))" : ""
    let opens = changes.map { "; it lets you in\(with) from \($0[.english]) on" } ?? ""
    let state =
      switch cause {
      case .hours:
        "is closed at this time" + (changes == nil ? ", and nothing says when it opens" : opens)
      case .locked: "is locked" + help + opens
      case .pass where passes.isEmpty || needsPassLater:
        "does not admit \(vehicle[.english]) without a pass" + opens
      case .pass:
        "admits \(vehicle[.english]) only with \(PassName.list(passes, .english))" + opens
      case .access: "does not admit \(vehicle[.english])" + opens
      case .condition: "does not admit \(vehicle[.english]) at this time" + opens + help
      case .closure: "has been closed for the time being" + opens
      case .unknown: "is closed" + opens + help
      }
    let subject = gate.fullNoun(.english)
    let foot = admitsWalker ? " On foot you may pass: leave the \(vehicle.thing(.english)) outside." : ""
    return subject.prefix(1).uppercased() + subject.dropFirst() + " \(state)." + foot
  }

  // MARK: Chinese

  private func welcomeChinese(_ movement: MovementWord) -> String {
    let manner =
      switch movement {
      case .walk: "步行"
      case .ride: "骑行"
      case .drive: "驾车"
      case .push: "推着\(vehicle.thing(.chinese))"
      }
    var text = "可以\(manner)通过\(gate.fullNoun(.chinese))"
    if let changes { text += "，至 \(changes.closing(.chinese)) 止" }
    if !asks.isEmpty { text += "：" + asks.map { $0[.chinese] }.joined(separator: "，") }
    if delay >= 1 { text += "；通常需要约 \(Wording.Numbers.duration(seconds: delay, .chinese))" }
    text += "。"
    if isForEndsOnly { text += "仅限前往内部地点，不得借道穿行。" }
    switch opening {
    case .weather(let weather)?: text += "\(weather[.chinese])期间对骑手一律放行。"
    case .forAWhile?: text += "目前为临时开放。"
    case nil: break
    }
    if !isKnown { text += "通行规定尚无记录，请在现场询问。" }
    return text
  }

  private var refusalChinese: String {
    let help = passes.isEmpty || needsPassLater ? "" : "；凭\(PassName.list(passes, .chinese))可以进入"
    let with = needsPassLater ? "凭\(PassName.list(passes, .chinese))" : ""
    let opens = changes.map { "；\($0[.chinese]) 起\(with)可以进入" } ?? ""
    let state =
      switch cause {
      case .hours: "此时关闭" + (changes == nil ? "，没有说明何时开门" : opens)
      case .locked: "已上锁" + help + opens
      case .pass where passes.isEmpty || needsPassLater: "不允许无证的\(vehicle[.chinese])进入" + opens
      case .pass: "要求\(vehicle[.chinese])凭\(PassName.list(passes, .chinese))进入" + opens
      case .access: "禁止\(vehicle[.chinese])进入" + opens
      case .condition: "此时段禁止\(vehicle[.chinese])进入" + opens + help
      case .closure: "已临时封闭" + opens
      case .unknown: "关闭" + opens + help
      }
    let foot = admitsWalker ? "步行可以通过：请把\(vehicle.thing(.chinese))停在外面。" : ""
    return gate.fullNoun(.chinese) + state + "。" + foot
  }
}

extension VehicleWord {
  /// `e-bike`, `电动自行车`.
  fileprivate func thing(_ language: Language) -> String {
    switch self {
    case .foot: language == .english ? "vehicle" : "车"
    case .ebike: language == .english ? "e-bike" : self[.chinese]
    case .bicycle: language == .english ? "bicycle" : self[.chinese]
    case .motorcycle: language == .english ? "motorcycle" : self[.chinese]
    case .car: language == .english ? "car" : self[.chinese]
    }
  }
}

extension Wording {
  /// What is said about tests of rules.
  public enum RuleTests {
    public static let nothingToTest = Wording(
      en: "say which gate or which rule is meant: a gate such as node/1, or a rule written as in edits",
      zh: "请指明大门（例如 node/1）或规则（写法与编辑相同）")

    public static func unknownGate(_ id: String) -> Wording {
      Wording(
        en: "\(id) is no gate of this city; give the id of one, as /v1/door and the map name it",
        zh: "\(id) 不是本城的大门；请给出大门的编号（见 /v1/door 的答案或地图）")
    }

    public static func unreadableRule(_ byte: Int) -> Wording {
      Wording(
        en:
          "the rule is not JSON: it goes wrong at byte \(byte); write it as {\"who\":{\"ebike\":\"badge\"}}",
        zh: "规则不是 JSON：第 \(byte) 字节处有误；请写成 {\"who\":{\"ebike\":\"badge\"}} 的形式")
    }

    public static func unknownMeans(_ word: String, known: [String]) -> Wording {
      Wording(
        en: "nobody comes by \"\(word)\"; choose one of \(known.joined(separator: ", "))",
        zh: "没有“\(word)”这种方式；可选 \(known.joined(separator: "、"))")
    }

    public static func unknownWeather(_ word: String, known: [String]) -> Wording {
      Wording(
        en: "there is no weather \"\(word)\" here; choose one of \(known.joined(separator: ", "))",
        zh: "没有“\(word)”这种天气；可选 \(known.joined(separator: "、"))")
    }
  }
}
