/// Steps in English.
extension StepPhrase {
  func english(_ metres: Double) -> String {
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
    case .cross(let street):
      let crossing = street.english.isEmpty ? "cross the street" : "cross \(street.english)"
      return turn.isClear ? "\(turnEnglish) and \(crossing)" : capitalized(crossing)
    case .stairs(let to, let steps, let isEscalator): return stairsEnglish(to, steps, isEscalator)
    case .lift(let floor, let name):
      let lift = name.isEmpty ? "the lift" : "the lift \(name)"
      return floor.map { "Take \(lift) to \($0[.english])" } ?? "Take \(lift)"
    case .park(let isBay, let places, let name): return parkEnglish(isBay: isBay, places, name)
    case .toStreet: return "Walk \(Wording.Numbers.distance(metres: metres, .english)) to \(streetEnglish)"
    case .toGoal(let isDoor):
      let walk =
        "walk \(Wording.Numbers.distance(metres: metres, .english)) to \(isDoor ? "the door" : "your destination")"
      return turn == .straight ? capitalized(walk) : "\(turnEnglish) and \(walk)"
    case .arrive(let goal, let side):
      let place =
        side.map { "; \(goal.isDoor ? "the door" : "it") is on your \($0 == .left ? "left" : "right")" } ?? ""
      return "Arrive at \(goal.label.english)\(place)"
    case .wayBack: return "Walk back to where you parked"
    }
  }

  private var turnEnglish: String { TurnWord.english[Int(turn.rawValue)] }
  private var name: String { street.english }
  private var streetEnglish: String {
    if way == .ferry, !name.isEmpty { return "the ferry \(name)" }
    return name.isEmpty || way.isAnnounced ? way[.english] : name
  }

  /// `on Renmin Road`, `along the footpath`, `through the garage`.
  private var along: String {
    switch way {
    case .garage, .passage, .underpass: "through \(way[.english])"
    case .footbridge: "over the footbridge"
    case .ferry: "on \(streetEnglish)"
    case .square: name.isEmpty ? "across the square" : "across \(name)"
    default: name.isEmpty ? "along \(way[.english])" : "on \(name)"
    }
  }

  private func turned(stays: Bool) -> String {
    if way == .ferry { return "Take \(streetEnglish)" }
    if way.isAnnounced || way == .square {
      let going = "\(movement.imperative) \(along)"
      return turn == .straight
        ? going : "\(turnEnglish) and \(going.prefix(1).lowercased())\(going.dropFirst())"
    }
    if turn == .straight { return name.isEmpty ? "Continue \(along)" : "Continue on \(name)" }
    if turn == .uTurn { return "Turn back and \(movement.imperative.lowercased()) \(along)" }
    if stays {
      return name.isEmpty
        ? "\(turnEnglish) and stay on \(way[.english])" : "\(turnEnglish) to stay on \(name)"
    }
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
}
