internal import Dense
public import OSM
public import Streets
public import Wording

/// What somebody before a gate is told: whether one gets through, how, until when, and what would help.
public struct GateAdvice: Sendable {
  public let mode: Mode
  public let time: CivilTime
  public let verdict: Verdict
  /// How one gets through; nil where one does not.
  public let movement: GateTrial.Movement?
  /// Whether one gets through without the vehicle; nil for walkers.
  public let admitsWalker: Bool?
  /// What one has to do, in the order of doing it; empty where one just passes, or does not.
  public let asks: [GateAsk]
  public let entry: EntryKind
  /// Seconds that it usually takes; nil where one does not get through.
  public let delay: Double?
  /// When one is let in no longer, or is let in; nil where that never happens or nobody looked so far.
  public let changes: CivilTime?
  /// Passes each of which would open it now; where none does, those with which it opens at ``changes``.
  public let passesThatHelp: [String]
  /// Whether it opens at ``changes`` to those with one of these passes only.
  public let needsPassLater: Bool
  /// Whether anything says who may pass.
  public let isKnown: Bool
  public let opening: GateAdvicePhrase.Opening?

  /// How somebody comes to the gate.
  public struct Traveller: Sendable {
    public var mode: Mode
    /// Beside the vehicle.
    public var isPushing: Bool
    public var passes: PassSet

    public init(_ mode: Mode, isPushing: Bool = false, passes: PassSet) {
      (self.mode, self.isPushing, self.passes) = (mode, isPushing, passes)
    }
  }

  /// - Parameters:
  ///   - trial: The gate.
  ///   - who: Who stands before it.
  ///   - time: When.
  ///   - weather: Weather in which this gate lets riders in, if it is such weather.
  /// - Complexity: That of the changes of the rule until the next that matters.
  public init(_ trial: GateTrial, _ who: Traveller, at time: CivilTime, weather: WeatherWord? = nil) {
    (self.time, mode) = (time, who.mode)
    let verdict = trial.verdict(who.mode, who.passes, at: time)
    let isIn = verdict.permission != .closed
    let row = trial.rule == .none ? nil : trial.rules.rows[trial.rule]
    self.verdict = verdict
    movement = isIn ? who.isPushing ? .pushes : trial.movement(who.mode) : nil
    admitsWalker =
      who.mode.isVehicle ? trial.verdict(.foot, who.passes, at: time).permission != .closed : nil
    entry = row?.entryKind ?? .open
    asks = isIn ? GateAdvice.asks(trial, entry, who, at: time) : []
    delay = isIn ? trial.delay(who.mode) : nil
    let (change, help) = (
      trial.change(who.mode, who.passes, after: time), trial.passesThatHelp(who.mode, who.passes, at: time)
    )
    let later =
      isIn || change != nil || !help.isEmpty
      ? nil : trial.passesThatWillHelp(who.mode, who.passes, after: time)
    (changes, passesThatHelp) = (later?.from ?? change, later?.names ?? help)
    needsPassLater = later != nil
    isKnown = row?.isKnown(who.mode) ?? true
    let plain = GateTrial(trial.rules, trial.rule, closures: [])
    let isOpenedUp = isIn && plain.verdict(who.mode, who.passes, at: time).permission == .closed
    opening = isOpenedUp ? weather.map { .weather($0) } ?? .forAWhile : nil
  }

  /// What the way of getting in asks for, and the pass that it takes.
  private static func asks(
    _ trial: GateTrial, _ entry: EntryKind, _ who: Traveller, at time: CivilTime
  ) -> [GateAsk] {
    let own = entry.ask
    let asked = [own].compactMap(\.self)
    let needed = trial.passesThatHelp(who.mode, [], at: time).first { name in
      trial.rules.pass(named: name).map { !who.passes.isDisjoint(with: $0) } ?? false
    }
    guard let needed, !(own == .badge && needed == "badge") else { return asked }
    return [needed == "badge" ? .badge : .pass(needed)] + asked
  }

  /// In words; `gate` is how it is named.
  public func sentence(_ gate: GatePhrase) -> Wording {
    let words: MovementWord? =
      switch movement {
      case .walks?: .walk
      case .pushes?: .push
      case .rides?: mode == .car ? .drive : .ride
      case nil: nil
      }
    var phrase = GateAdvicePhrase(gate: gate, vehicle: VehicleWord(mode), movement: words)
    (phrase.asks, phrase.delay, phrase.opening) = (asks, delay ?? 0, opening)
    phrase.changes = changes.map { MomentPhrase($0, from: time) }
    phrase.isForEndsOnly = verdict.permission == .ends
    phrase.isKnown = isKnown
    phrase.cause = ClosedWord(verdict.cause)
    phrase.needsPassLater = needsPassLater
    (phrase.passes, phrase.admitsWalker) = (passesThatHelp, admitsWalker ?? false)
    return phrase.wording
  }
}

extension EntryKind {
  /// What one has to do; nil where one just passes.
  public var ask: GateAsk? {
    switch self {
    case .guard: .guard
    case .register: .register
    case .code: .code
    case .qr: .qr
    case .call: .call
    case .badge: .badge
    case .unknown, .open: nil
    }
  }
}

extension City {
  /// How sentences name `gate`.
  ///
  /// - Complexity: O(1).
  public func phrase(_ gate: GateID) -> GatePhrase {
    let row = premises.gates[gate]
    let compound = row.compound == .none ? nil : premises.compounds[row.compound]
    return GatePhrase(
      name: texts[row.name] ?? "", nameEnglish: texts[row.nameEnglish] ?? "",
      kind: GateWord(BarrierKind(rawValue: row.kind) ?? .other),
      compound: compound.flatMap { texts[$0.name] } ?? "",
      compoundEnglish: compound.flatMap { texts[$0.nameEnglish] } ?? "")
  }
}
