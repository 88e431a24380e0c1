/// Steps in Chinese.
extension StepPhrase {
  func chinese(_ metres: Double) -> String {
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
    case .cross(let street): return turnPrefix + "过" + (street.chinese.isEmpty ? "马路" : street.chinese)
    case .stairs(let to, let steps, let isEscalator): return stairsChinese(to, steps, isEscalator)
    case .lift(let floor, let name):
      return "乘\(name)\(name.hasSuffix("电梯") ? "" : "电梯")" + (floor.map { "到 \($0[.chinese])" } ?? "")
    case .park(let isBay, let places, let name): return parkChinese(isBay: isBay, places, name)
    case .toStreet: return "步行 \(Wording.Numbers.distance(metres: metres, .chinese))到\(streetChinese)"
    case .toGoal(let isDoor):
      return "\(turnPrefix)步行 \(Wording.Numbers.distance(metres: metres, .chinese))到\(isDoor ? "门口" : "目的地")"
    case .arrive(let goal, let side): return arrivedChinese(goal, side)
    case .wayBack: return "步行返回停车处"
    }
  }

  private var streetChinese: String {
    let name = street.chinese
    if way == .ferry { return name.hasSuffix("轮渡") ? name : name + "轮渡" }
    return name.isEmpty || way.isAnnounced ? way[.chinese] : name
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
    if way.isAnnounced || way == .square {
      return (turn == .straight ? "" : "\(turning)，") + alongChinese + go
    }
    if turn == .straight { return "继续\(alongChinese)\(go)" }
    if turn == .uTurn { return "掉头，\(alongChinese)\(go)" }
    if stays { return "\(turning)，继续\(alongChinese)\(go)" }
    let entering = (turning.hasSuffix("方转") ? "\(turning)入" : "\(turning)进入") + streetChinese
    return go == movement.chinese ? entering : "\(entering)，\(go)"
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
