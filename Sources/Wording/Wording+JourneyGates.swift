/// What kind of opening or barrier one passes.
public enum GateWord: UInt8, Hashable, Sendable, CaseIterable {
  case gate, liftGate, smallGate, turnstile, stile, entrance, gap, bollard, cycleBarrier, tollBooth,
    checkpoint
  case lift, barrier, way

  /// `the gate`, `大门`.
  public subscript(language: Language) -> String {
    language == .english ? GateWord.english[Int(rawValue)] : GateWord.chinese[Int(rawValue)]
  }

  private static let english = [
    "the gate", "the boom gate", "the small gate", "the turnstile", "the stile", "the entrance",
    "the unmapped opening", "the bollards", "the cycle barrier", "the toll booth", "the checkpoint",
    "the lift",
    "the barrier", "the way",
  ]
  private static let chinese = [
    "大门", "道闸", "小门", "闸机", "梯凳", "出入口", "地图未标注的缺口", "路桩", "自行车栅栏", "收费站", "检查站", "电梯",
    "障碍", "道路",
  ]
}

/// A gate as a sentence names it.
public struct GatePhrase: Hashable, Sendable {
  /// Names as mapped; empty where there are none.
  public var name: String
  public var nameEnglish: String
  public var kind: GateWord
  public var compound: String
  public var compoundEnglish: String

  public init(name: String, nameEnglish: String, kind: GateWord, compound: String, compoundEnglish: String) {
    self.name = name
    self.nameEnglish = nameEnglish
    self.kind = kind
    self.compound = compound
    self.compoundEnglish = compoundEnglish
  }

  /// `the East Gate`, `东门`; its kind where it has no name.
  public func noun(_ language: Language) -> String {
    if language == .chinese { return name.isEmpty ? kind[.chinese] : name }
    if !nameEnglish.isEmpty { return GatePhrase.withArticle(nameEnglish) }
    if name.isEmpty { return kind[.english] }
    return GatePhrase.translated(name) ?? GatePhrase.withArticle(name)
  }

  /// `the East Gate of Jinsha Shidai`, `金沙时代东门`.
  public func fullNoun(_ language: Language) -> String {
    let place = compoundName(language)
    let noun = noun(language)
    if place.isEmpty || noun.hasPrefix(place) { return noun }
    return language == .english ? "\(noun) of \(place)" : "\(place)\(noun)"
  }

  /// The compound's name, empty where it has none.
  public func compoundName(_ language: Language) -> String {
    language == .english && !compoundEnglish.isEmpty ? compoundEnglish : compound
  }

  /// Names that end in "Gate" or "Entrance" take an article; other names do not.
  private static func withArticle(_ name: String) -> String {
    let isKind = ["Gate", "gate", "Entrance", "entrance"].contains { name.hasSuffix($0) }
    return isKind && !name.hasPrefix("The ") && !name.hasPrefix("the ") ? "the \(name)" : name
  }

  /// The usual Chinese names of gates in English.
  private static func translated(_ name: String) -> String? { usualNames[name].map { "the \($0)" } }

  private static let usualNames: [String: String] = [
    "东门": "East Gate", "南门": "South Gate", "西门": "West Gate", "北门": "North Gate", "东南门": "South-East Gate",
    "东北门": "North-East Gate", "西南门": "South-West Gate", "西北门": "North-West Gate", "正门": "Main Gate",
    "大门": "Main Gate", "主入口": "Main Entrance", "后门": "Back Gate", "侧门": "Side Gate", "小门": "Small Gate",
    "车库入口": "Garage Entrance", "人行入口": "Pedestrian Entrance", "车行入口": "Vehicle Entrance",
  ]
}

/// What somebody has to do to be let in.
public enum GateAsk: Hashable, Sendable {
  case `guard`, register, code, qr, call, badge
  /// Holds one of the passes that the gate asks for.
  case pass(String)

  /// `show your badge`, `请出示通行证`.
  public subscript(language: Language) -> String {
    let wording: (String, String) =
      switch self {
      case .guard: ("tell the guard where you are going", "请向保安说明去处")
      case .register: ("register with the guard", "请在门卫处登记")
      case .code: ("enter the door code", "请输入门禁密码")
      case .qr: ("scan the QR code", "请扫码")
      case .call: ("call to be let in", "请呼叫开门")
      case .badge: ("show your badge", "请出示通行证")
      case .pass(let name): PassName(name).use
      }
    return language == .english ? wording.0 : wording.1
  }
}

/// A pass by the name that rules and the command line use.
public struct PassName: Hashable, Sendable {
  public var name: String

  public init(_ name: String) { self.name = name }

  /// `a badge`, `通行证`.
  public subscript(language: Language) -> String {
    guard let known = PassName.known[name] else {
      return language == .english ? "the pass \"\(name)\"" : "“\(name)”通行证"
    }
    return language == .english ? known.0 : known.1
  }

  /// How one uses it.
  var use: (String, String) {
    switch name {
    case "badge": ("show your badge", "请出示通行证")
    case "resident": ("use your resident's card", "请刷业主卡")
    case "key": ("use your key", "请用钥匙开门")
    default: ("use \(self[.english])", "请使用\(self[.chinese])")
    }
  }

  /// `a badge or a key`, `通行证或钥匙`.
  public static func list(_ names: [String], _ language: Language) -> String {
    names.map { PassName($0)[language] }.joined(separator: language == .english ? " or " : "或")
  }

  private static let known: [String: (String, String)] = [
    "badge": ("a badge", "通行证"), "resident": ("a resident's card", "业主卡"),
    "registered": ("a registration", "登记凭证"), "visitor": ("a visitor's pass", "访客证"),
    "permit": ("a permit", "通行许可"), "private": ("the owner's leave", "业主许可"), "key": ("a key", "钥匙"),
    "staff": ("a staff card", "工作证"), "member": ("a member's card", "会员证"),
    "student": ("a student card", "学生证"), "code": ("the door code", "门禁密码"),
  ]
}

extension GatePhrase {
  /// How one passes.
  public enum Passage: UInt8, Hashable, Sendable, CaseIterable {
    case enters, leaves, through

    /// The word used in answers.
    public var name: String { Passage.names[Int(rawValue)] }

    private static let names = allCases.map { "\($0)" }
  }

  /// `Enter Jinsha Shidai on foot by the East Gate`, `从东门步行进入金沙时代`.
  func passing(_ passage: Passage, _ movement: MovementWord, _ language: Language) -> String {
    let place = compoundName(language)
    if language == .chinese {
      switch passage {
      case .enters: return "从\(noun(.chinese))\(movement.chineseManner)进入\(place.isEmpty ? "小区" : place)"
      case .leaves: return "从\(noun(.chinese))\(movement.chineseManner)离开\(place.isEmpty ? "小区" : place)"
      case .through: return "\(movement.chineseManner)通过\(noun(.chinese))"
      }
    }
    let area = place.isEmpty ? "the compound" : place
    switch passage {
    case .enters: return "Enter \(area) \(movement.manner) by \(noun(.english))"
    case .leaves: return "Leave \(area) \(movement.manner) by \(noun(.english))"
    case .through: return "\(movement.imperative) through \(noun(.english))"
    }
  }
}
