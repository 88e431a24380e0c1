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
  case cross(street: Wording)
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
  /// The street's name, ``Wording/nameless`` where it has none.
  public var street: Wording
  public var way: WayWord
  public var passing: PassingWords

  public init(
    action: StepAction, movement: MovementWord, turn: TurnWord = .straight, street: Wording = .nameless,
    way: WayWord = .road,
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
