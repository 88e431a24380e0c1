/// How somebody moves, as sentences say it.
public enum MovementWord: UInt8, Hashable, Sendable {
  case walk, ride, drive, push

  var chinese: String {
    switch self {
    case .walk: "步行"
    case .ride: "骑行"
    case .drive: "行驶"
    case .push: "推行"
    }
  }

  /// `步行`, as it goes with a gate.
  var chineseManner: String {
    switch self {
    case .walk: "步行"
    case .ride: "骑车"
    case .drive: "驾车"
    case .push: "推车"
    }
  }

  /// `Walk`, `Ride`.
  var imperative: String {
    switch self {
    case .walk: "Walk"
    case .ride: "Ride"
    case .drive: "Drive"
    case .push: "Push"
    }
  }

  /// `on foot`, `riding`.
  var manner: String {
    switch self {
    case .walk: "on foot"
    case .ride: "riding"
    case .drive: "by car"
    case .push: "pushing"
    }
  }
}

/// A change of direction.
public enum TurnWord: UInt8, Hashable, Sendable, CaseIterable {
  case straight, slightRight, right, sharpRight, uTurn, sharpLeft, left, slightLeft

  /// The word for a turn of `degrees`, positive to the right.
  public init(degrees: Double) {
    let size = abs(degrees)
    let isRight = degrees > 0
    self =
      size < 20
      ? .straight
      : size < 50
        ? (isRight ? .slightRight : .slightLeft)
        : size < 120 ? (isRight ? .right : .left) : size < 165 ? (isRight ? .sharpRight : .sharpLeft) : .uTurn
  }

  /// OSRM's word for it.
  public var modifier: String { TurnWord.modifiers[Int(rawValue)] }

  /// Whether it is so much of a turn that people name it at once.
  public var isClear: Bool { self != .straight && self != .slightLeft && self != .slightRight }

  private static let modifiers = [
    "straight", "slight right", "right", "sharp right", "uturn", "sharp left", "left", "slight left",
  ]
  static let english = [
    "Continue", "Bear right", "Turn right", "Turn sharp right", "Turn back", "Turn sharp left", "Turn left",
    "Bear left",
  ]
  static let chinese = ["直行", "向右前方转", "右转", "向右后方转", "掉头", "向左后方转", "左转", "向左前方转"]
}

/// The side on which something lies.
public enum SideWord: UInt8, Hashable, Sendable {
  case left, right
}

/// What a way is, for sentences about ways without a name and about passages worth a word.
public enum WayWord: UInt8, Hashable, Sendable, CaseIterable {
  case motorway, road, slipRoad, street, lane, accessRoad, parkingAisle, driveway, track, pedestrianStreet
  case cyclePath, path, bridlePath, footpath, crossing, stairs, corridor, platform, square, moving
  case garage, passage, footbridge, underpass, ferry

  /// Whether it is announced also where one goes straight on.
  public var isAnnounced: Bool { rawValue >= WayWord.garage.rawValue }

  /// `the footpath`, `小路`.
  public subscript(language: Language) -> String {
    language == .english ? WayWord.english[Int(rawValue)] : WayWord.chinese[Int(rawValue)]
  }

  private static let english = [
    "the motorway", "the road", "the slip road", "the street", "the lane", "the access road",
    "the car park aisle", "the driveway", "the track", "the pedestrian street", "the cycle path", "the path",
    "the bridle path", "the footpath", "the crossing", "the stairs", "the corridor", "the platform",
    "the square", "the escalator", "the garage", "the passage under the building", "the footbridge",
    "the underpass", "the ferry",
  ]
  private static let chinese = [
    "高速公路", "道路", "匝道", "街道", "巷道", "内部道路", "停车场通道", "车道", "土路", "步行街", "自行车道", "小径", "马道",
    "小路", "人行横道", "台阶", "走廊", "站台", "广场", "扶梯", "地下车库", "楼下通道", "天桥", "地下通道", "轮渡",
  ]
}

/// What else a step leads over.
public struct PassingWords: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let bridge = PassingWords(rawValue: 1)
  public static let tunnel = PassingWords(rawValue: 2)
}

/// Where stairs lead.
public enum StairsWord: UInt8, Hashable, Sendable {
  case unknown, up, down
}

/// What one does in a step.
public enum StepAction: Hashable, Sendable {
  /// Sets off.
  case depart(CompassPoint)
  /// Turns, or goes on where the turn is straight; `stays` on the street of the step before.
  case turn(stays: Bool)
  /// Gets off and pushes; gets on again.
  case dismount
  case remount
  case leaveLift
  /// Leaves a roundabout by its n-th exit; 0 where it is not left.
  case roundabout(exit: Int)
  case gate(GatePhrase, GatePhrase.Passage, ask: GateAsk?, closes: MomentPhrase?)
  /// Crosses a street, whose name may be empty.
  case cross(street: String)
  /// Steps are counted where known, else 0.
  case stairs(StairsWord, steps: Int, isEscalator: Bool)
  case lift(FloorPhrase?, name: String)
  /// At a bay with so many places (0 = unknown), or at the roadside.
  case park(isBay: Bool, places: Int, name: String)
  /// From the start to the street.
  case toStreet
  /// From the street to the door or spot.
  case toGoal(isDoor: Bool)
  case arrive(GoalPhrase, SideWord?)
  /// The walk back to the vehicle.
  case wayBack

  /// The word used in answers.
  public var name: String {
    switch self {
    case .depart: "depart"
    case .turn: "turn"
    case .dismount: "dismount"
    case .remount: "remount"
    case .leaveLift: "leave lift"
    case .roundabout: "roundabout"
    case .gate: "gate"
    case .cross: "cross"
    case .stairs: "stairs"
    case .lift: "lift"
    case .park: "park"
    case .toStreet: "to street"
    case .toGoal: "to goal"
    case .arrive: "arrive"
    case .wayBack: "way back"
    }
  }
}

/// A step of a journey, ready to be said.
public struct StepPhrase: Hashable, Sendable {
  public var action: StepAction
  public var movement: MovementWord
  public var turn: TurnWord
  /// The street's name, empty where it has none.
  public var street: String
  public var way: WayWord
  public var passing: PassingWords

  public init(
    action: StepAction, movement: MovementWord, turn: TurnWord = .straight, street: String = "", way: WayWord = .road,
    passing: PassingWords = []
  ) {
    self.action = action
    self.movement = movement
    self.turn = turn
    self.street = street
    self.way = way
    self.passing = passing
  }

  /// The sentence for a step of `metres`, without a full stop.
  public func sentence(metres: Double, _ language: Language) -> String {
    language == .english ? english(metres) : chinese(metres)
  }

  // MARK: English

  private func english(_ metres: Double) -> String {
    let length = metres >= 5 ? " for \(Wording.Numbers.distance(metres: metres, .english))" : ""
    let tail = length + passingEnglish
    switch action {
    case .depart(let point): return "\(movement.imperative) \(point[.english]) \(along)\(tail)"
    case .turn(let stays): return turned(stays: stays) + tail
    case .dismount: return "Get off and push \(along)\(tail)"
    case .remount: return "Get on and ride \(along)\(tail)"
    case .leaveLift: return "Leave the lift and walk \(along)\(tail)"
    case .roundabout(let exit) where exit > 0:
      return "At the roundabout take the \(Wording.Numbers.ordinal(exit)) exit onto \(streetEnglish)\(tail)"
    case .roundabout: return "Enter the roundabout\(tail)"
    case .gate(let gate, let passage, let ask, let closes):
      return gateEnglish(gate, passage, metres) + askEnglish(ask, closes)
    case .cross(let name):
      let crossing = name.isEmpty ? "cross the street" : "cross \(name)"
      return turn.isClear ? "\(turnEnglish) and \(crossing)" : capitalized(crossing)
    case .stairs(let to, let steps, let isEscalator): return stairsEnglish(to, steps, isEscalator)
    case .lift(let floor, let name):
      let lift = name.isEmpty ? "the lift" : "the lift \(name)"
      return floor.map { "Take \(lift) to \($0[.english])" } ?? "Take \(lift)"
    case .park(let isBay, let places, let name): return parkEnglish(isBay: isBay, places, name)
    case .toStreet: return "Walk \(Wording.Numbers.distance(metres: metres, .english)) to \(streetEnglish)"
    case .toGoal(let isDoor):
      let walk = "walk \(Wording.Numbers.distance(metres: metres, .english)) to \(isDoor ? "the door" : "your destination")"
      return turn == .straight ? capitalized(walk) : "\(turnEnglish) and \(walk)"
    case .arrive(let goal, let side):
      let place = side.map { "; \(goal.isDoor ? "the door" : "it") is on your \($0 == .left ? "left" : "right")" } ?? ""
      return "Arrive at \(goal.label.english)\(place)"
    case .wayBack: return "Walk back to where you parked"
    }
  }

  private var turnEnglish: String { TurnWord.english[Int(turn.rawValue)] }
  private var streetEnglish: String {
    if way == .ferry, !street.isEmpty { return "the ferry \(street)" }
    return street.isEmpty || way.isAnnounced ? way[.english] : street
  }

  /// `on Renmin Road`, `along the footpath`, `through the garage`.
  private var along: String {
    switch way {
    case .garage, .passage, .underpass: "through \(way[.english])"
    case .footbridge: "over the footbridge"
    case .ferry: "on \(streetEnglish)"
    case .square: street.isEmpty ? "across the square" : "across \(street)"
    default: street.isEmpty ? "along \(way[.english])" : "on \(street)"
    }
  }

  private func turned(stays: Bool) -> String {
    if way == .ferry { return "Take \(streetEnglish)" }
    if way.isAnnounced || way == .square {
      let going = "\(movement.imperative) \(along)"
      return turn == .straight ? going : "\(turnEnglish) and \(going.prefix(1).lowercased())\(going.dropFirst())"
    }
    if turn == .straight { return street.isEmpty ? "Continue \(along)" : "Continue on \(street)" }
    if turn == .uTurn { return "Turn back and \(movement.imperative.lowercased()) \(along)" }
    if stays { return street.isEmpty ? "\(turnEnglish) and stay on \(way[.english])" : "\(turnEnglish) to stay on \(street)" }
    return "\(turnEnglish) onto \(streetEnglish)"
  }

  private func gateEnglish(_ gate: GatePhrase, _ passage: GatePhrase.Passage, _ metres: Double) -> String {
    var sentence = gate.passing(passage, movement, .english)
    if turn.isClear { sentence += " and \(turnEnglish.prefix(1).lowercased())\(turnEnglish.dropFirst())" }
    if metres >= 20 { sentence += ", then go on for \(Wording.Numbers.distance(metres: metres, .english))" }
    return sentence
  }

  private func askEnglish(_ ask: GateAsk?, _ closes: MomentPhrase?) -> String {
    (ask.map { "; \($0[.english])" } ?? "") + (closes.map { "; closes \($0.closing(.english))" } ?? "")
  }

  private func stairsEnglish(_ to: StairsWord, _ steps: Int, _ isEscalator: Bool) -> String {
    let direction = to == .unknown ? "" : to == .up ? " up" : " down"
    let count = steps > 1 && !isEscalator ? " (\(steps) steps)" : ""
    let taking = "take the \(isEscalator ? "escalator" : "stairs")\(direction)\(count)"
    return turn.isClear ? "\(turnEnglish) and \(taking)" : capitalized(taking)
  }

  private func parkEnglish(isBay: Bool, _ places: Int, _ name: String) -> String {
    guard isBay else { return "Park here, at the roadside" }
    let place = name.isEmpty ? "Park here" : "Park at \(name)"
    return places > 0 ? "\(place), \(places) \(places == 1 ? "bay" : "bays")" : "\(place), in the marked bays"
  }

  private var passingEnglish: String {
    (passing.contains(.bridge) ? ", over the bridge" : "")
      + (passing.contains(.tunnel) ? ", through the tunnel" : "")
  }

  private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  // MARK: Chinese

  private func chinese(_ metres: Double) -> String {
    let length = metres >= 5 ? " \(Wording.Numbers.distance(metres: metres, .chinese))" : ""
    let tail = length + passingChinese
    let go = movement.chinese + tail
    switch action {
    case .depart(let point): return "\(alongChinese)向\(point[.chinese])\(go)"
    case .turn(let stays): return turnedChinese(stays: stays, go)
    case .dismount: return "下车，\(alongChinese)\(go)"
    case .remount: return "上车，\(alongChinese)\(go)"
    case .leaveLift: return "出电梯，\(alongChinese)\(go)"
    case .roundabout(let exit) where exit > 0: return "进入环岛，从第 \(exit) 个出口驶出，\(alongChinese)\(go)"
    case .roundabout: return "进入环岛，\(go)"
    case .gate(let gate, let passage, let ask, let closes):
      return gateChinese(gate, passage, metres) + askChinese(ask, closes)
    case .cross(let name): return turnPrefix + "过" + (name.isEmpty ? "马路" : name)
    case .stairs(let to, let steps, let isEscalator): return stairsChinese(to, steps, isEscalator)
    case .lift(let floor, let name): return "乘\(name)\(name.hasSuffix("电梯") ? "" : "电梯")" + (floor.map { "到 \($0[.chinese])" } ?? "")
    case .park(let isBay, let places, let name): return parkChinese(isBay: isBay, places, name)
    case .toStreet: return "步行 \(Wording.Numbers.distance(metres: metres, .chinese))到\(streetChinese)"
    case .toGoal(let isDoor):
      return "\(turnPrefix)步行 \(Wording.Numbers.distance(metres: metres, .chinese))到\(isDoor ? "门口" : "目的地")"
    case .arrive(let goal, let side): return arrivedChinese(goal, side)
    case .wayBack: return "步行返回停车处"
    }
  }

  private var streetChinese: String {
    if way == .ferry { return street.hasSuffix("轮渡") ? street : street + "轮渡" }
    return street.isEmpty || way.isAnnounced ? way[.chinese] : street
  }
  /// `左转，`, nothing for small turns.
  private var turnPrefix: String { turn.isClear ? TurnWord.chinese[Int(turn.rawValue)] + "，" : "" }

  /// `沿人民路`, `穿过地下车库，`.
  private var alongChinese: String {
    switch way {
    case .garage, .passage, .square: "穿过\(way == .square ? streetChinese : way[.chinese])，"
    case .footbridge, .underpass: "走\(way[.chinese])，"
    case .ferry: "乘坐\(streetChinese)，"
    default: "沿\(streetChinese)"
    }
  }

  private func turnedChinese(stays: Bool, _ go: String) -> String {
    if way == .ferry { return "乘坐\(streetChinese)" }
    let turning = TurnWord.chinese[Int(turn.rawValue)]
    if way.isAnnounced || way == .square { return (turn == .straight ? "" : "\(turning)，") + alongChinese + go }
    if turn == .straight { return "继续\(alongChinese)\(go)" }
    if turn == .uTurn { return "掉头，\(alongChinese)\(go)" }
    if stays { return "\(turning)，继续\(alongChinese)\(go)" }
    return turning.hasSuffix("方转") ? "\(turning)入\(streetChinese)，\(go)" : "\(turning)进入\(streetChinese)，\(go)"
  }

  private func gateChinese(_ gate: GatePhrase, _ passage: GatePhrase.Passage, _ metres: Double) -> String {
    var sentence = gate.passing(passage, movement, .chinese)
    if turn.isClear { sentence += "后\(TurnWord.chinese[Int(turn.rawValue)])" }
    if metres >= 20 { sentence += "，前行 \(Wording.Numbers.distance(metres: metres, .chinese))" }
    return sentence
  }

  private func askChinese(_ ask: GateAsk?, _ closes: MomentPhrase?) -> String {
    (ask.map { "，\($0[.chinese])" } ?? "") + (closes.map { "（\($0.closing(.chinese)) 关门）" } ?? "")
  }

  private func stairsChinese(_ to: StairsWord, _ steps: Int, _ isEscalator: Bool) -> String {
    if isEscalator {
      return turnPrefix + "乘扶梯" + (to == .unknown ? "" : to == .up ? "上行" : "下行")
    }
    let verb = to == .unknown ? "走" : to == .up ? "上" : "下"
    return turnPrefix + "\(verb)台阶" + (steps > 1 ? "（\(steps) 级）" : "")
  }

  private func parkChinese(isBay: Bool, _ places: Int, _ name: String) -> String {
    guard isBay else { return "在此路边停车" }
    let place = name.isEmpty ? "在此停车" : "在\(name)停车"
    return places > 0 ? "\(place)：\(places) 个车位" : "\(place)，停入划定车位"
  }

  private func arrivedChinese(_ goal: GoalPhrase, _ side: SideWord?) -> String {
    let label = goal.label.chinese
    let isMouth = goal.isDoor && !label.hasSuffix("门口") && !label.hasSuffix("门")
    let place = side.map { "，\(goal.isDoor ? "门" : "目的地")在\($0 == .left ? "左" : "右")侧" } ?? ""
    return "到达\(label)\(isMouth ? "门口" : "")\(place)"
  }

  private var passingChinese: String {
    passing.isEmpty ? "" : "，途经" + (passing == .bridge ? "桥梁" : passing == .tunnel ? "隧道" : "桥梁和隧道")
  }
}

/// What a journey leads to, as its last sentence names it.
public struct GoalPhrase: Hashable, Sendable {
  public var label: Wording
  public var isDoor: Bool

  public init(label: Wording, isDoor: Bool) {
    self.label = label
    self.isDoor = isDoor
  }
}
