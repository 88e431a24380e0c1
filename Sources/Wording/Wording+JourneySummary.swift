/// What a leg of a journey is, in the order of ``LegWord/name(_:)``.
public enum LegWord: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case ride, push, park, walk, lift, stairs, `return`

  /// The word used in answers.
  public var name: String { LegWord.names[Int(rawValue)] }

  private static let names = allCases.map { "\($0)" }

  /// `ride`, `骑行`; a car is driven.
  public func noun(isCar: Bool, _ language: Language) -> String {
    if isCar, self == .ride { return language == .english ? "drive" : "驾车" }
    return language == .english ? LegWord.english[Int(rawValue)] : LegWord.chinese[Int(rawValue)]
  }

  private static let english = ["ride", "push", "park", "walk", "lift", "stairs", "walk back"]
  private static let chinese = ["骑行", "推行", "停车", "步行", "电梯", "楼梯", "返回停车处"]
}

extension Wording {
  /// The rendering of a journey for the command line.
  public enum Summary {
    /// Start and goal are the same.
    public static let there = Wording(en: "You are there already", zh: "您已在目的地")
    /// `12 min, 3.2 km (ride 9 min, walk 2 min), arriving 12:42`.
    public static func headline(
      seconds: Double, metres: Double, parts: [(leg: LegWord, seconds: Double)], isCar: Bool,
      arrival: MomentPhrase,
      _ language: Language
    ) -> String {
      let isEnglish = language == .english
      let split = parts.map { part in
        "\(part.leg.noun(isCar: isCar, language)) \(Numbers.duration(seconds: part.seconds, language))"
      }.joined(separator: isEnglish ? ", " : "、")
      let total = Numbers.duration(seconds: seconds, language)
      let length = Numbers.distance(metres: metres, language)
      let detail = parts.count > 1 ? (isEnglish ? " (\(split))" : "（\(split)）") : ""
      return isEnglish
        ? "\(total), \(length)\(detail), arriving \(arrival[.english])"
        : "\(total)，\(length)\(detail)，\(arrival[.chinese]) 到达"
    }

    public static func unreachable(_ reason: Wording, _ language: Language) -> String {
      language == .english ? "Cannot be reached. \(reason.english)" : "无法到达。\(reason.chinese)"
    }

    public static let unverified = Wording(
      en: "Unverified: see the doubts below", zh: "未经核实：见下面的疑点")
    public static let gates = Wording(en: "Gates", zh: "经过的大门")
    public static let doubts = Wording(en: "Doubts", zh: "疑点")
    public static let unknownReason = Wording(en: "No way leads there", zh: "没有可以到达的路")

    /// `the East Gate of Jinsha Shidai (node/1): show your badge; hours Mo-Fr 06:00-22:00`.
    ///
    /// `hours` are opening hours, or conditions such as `no @ (07:00-09:00)`.
    public static func gate(
      _ gate: GatePhrase, id: String, ask: GateAsk?, passes: [String], hours: String, isKnown: Bool,
      _ language: Language
    ) -> String {
      let isEnglish = language == .english
      var facts: [String] = []
      if let ask { facts.append(ask[language]) }
      if !passes.isEmpty, ask == nil {
        facts.append(
          isEnglish ? "opens to \(PassName.list(passes, .english))" : "凭\(PassName.list(passes, .chinese))可进")
      }
      if hours.contains("@") {
        facts.append(isEnglish ? "restricted: \(hours)" : "限制 \(hours)")
      } else if !hours.isEmpty {
        facts.append(isEnglish ? "hours \(hours)" : "开放时间 \(hours)")
      }
      if !isKnown { facts.append(isEnglish ? "rule unknown" : "规定未知") }
      if facts.isEmpty { facts.append(isEnglish ? "open" : "可通行") }
      let list = facts.joined(separator: isEnglish ? "; " : "；")
      let noun = gate.fullNoun(language)
      return isEnglish ? "\(noun) (\(id)): \(list)" : "\(noun)（\(id)）：\(list)"
    }
  }
}
