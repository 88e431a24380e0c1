internal import Dense
internal import Geo
internal import OSM
internal import Streets
internal import Wording

extension JourneyDraft {
  /// A gate worth naming, met for the first time or still being passed.
  enum GateNote {
    case new(Journey.PassedGate)
    case again
  }

  /// Adds the gate of move `row` to the list; nil where nobody needs to know of it.
  mutating func noteGate(_ row: Int) -> GateNote? {
    let move = moves[row]
    let gate = writer.premises.gates[move.gate]
    let kind = BarrierKind(rawValue: gate.kind) ?? .other
    let rule = writer.city.rules.rows[gate.rule]
    guard isWorthNaming(gate, kind, rule) else { return nil }
    if gates.last?.row == move.gate { return .again }
    let (phrase, mode) = (writer.phrase(move.gate), move.movement == .walk ? Mode.foot : options.mode)
    let time = options.departure.adding(seconds: Int64((move.begins.rawValue + 500) / 1000))
    let made = Journey.PassedGate(
      row: move.gate, id: gate.element.id, position: gate.position, kind: kind,
      isInferred: gate.isInferred == 1,
      phrase: phrase, passage: passage(gate, row), mode: mode, time: time,
      rule: writer.rule(gate.rule, mode: mode, passes: options.passes, at: time),
      ask: writer.ask(gate.rule, mode: mode, passes: options.passes))
    gates.append(made)
    return .new(made)
  }

  /// Every gate; of other barriers those that ask for something.
  private func isWorthNaming(_ gate: Gate, _ kind: BarrierKind, _ rule: RuleRow) -> Bool {
    // The boundary of an estate without a wall is a line on the map, not a thing one sees.
    if kind == .entrance, gate.isInferred == 1 { return false }
    if kind.isGate || kind == .tollBooth || kind == .borderControl { return true }
    return rule.hours != .none || rule[condition: options.mode] != .none || rule.entryKind != .unknown
      || !writer.city.rules.passes(opening: gate.rule).isEmpty
  }

  /// Whether one comes into the gate's compound, leaves it, or neither.
  private func passage(_ gate: Gate, _ row: Int) -> GatePhrase.Passage {
    guard gate.compound != .none, let (before, after) = surroundings(row, gate.position) else {
      return .through
    }
    let wasInside = writer.contains(gate.compound, before)
    let isInside = writer.contains(gate.compound, after)
    return wasInside == isInside ? .through : isInside ? .enters : .leaves
  }

  /// Points of the way shortly before and after the gate.
  private func surroundings(_ row: Int, _ gate: Coordinate) -> (Coordinate, Coordinate)? {
    let move = moves[row]
    if move.role != .stretch {
      guard move.hasDirection else { return nil }
      return (points[move.first], points[move.last])
    }
    guard move.first > 0, move.last + 1 < points.count else { return nil }
    return (near(gate, points[move.first - 1]), near(gate, points[move.last + 1]))
  }

  /// The point two metres from `gate` towards `point`, or `point` where that is nearer.
  private func near(_ gate: Coordinate, _ point: Coordinate) -> Coordinate {
    let distance = gate.distance(to: point)
    return distance <= 2 ? point : gate.interpolated(to: point, fraction: 2 / distance)
  }
}

extension Journey.PassedGate {
  /// When it closes, where that is soon enough to matter: within half a day.
  func closing(_ until: CivilTime) -> MomentPhrase? {
    guard rule.hours != nil || rule.condition != nil, until > time, until.seconds - time.seconds <= 43_200
    else {
      return nil
    }
    return MomentPhrase(until, from: time)
  }
}

extension MomentPhrase {
  init(_ moment: CivilTime, from now: CivilTime) {
    self.init(
      minute: moment.minuteOfDay, daysLater: moment.civilDay.number - now.civilDay.number,
      date: moment.civilDay.description)
  }
}

extension JourneyWriter {
  /// How sentences name `gate`.
  func phrase(_ gate: GateID) -> GatePhrase { city.phrase(gate) }

  /// What `rule` says to `mode` at `time`.
  func rule(_ rule: RuleID, mode: Mode, passes: PassSet, at time: CivilTime) -> Journey.GateRule {
    let row = city.rules.rows[rule]
    let isTimed = row.hours != .none || row[condition: mode] != .none
    let verdict = isTimed ? city.rules.verdict(rule, mode: mode, passes: passes, at: time) : nil
    return Journey.GateRule(
      access: row[mode], hours: texts[row.hours], condition: texts[row[condition: mode]],
      entry: row.entryKind,
      passes: city.rules.passes(opening: rule, mode: mode), delay: Double(row.delay) / 10,
      isLocked: row.ruleFlags.contains(.locked), isKnown: row.isKnown(mode),
      isDoubtful: verdict?.isDoubtful ?? false, lacksHolidays: verdict?.lacksHolidays ?? false,
      until: verdict.flatMap { city.rules.change(of: $0, rule, mode: mode, passes: passes) })
  }

  /// What one has to do to be let in; nil where one just passes.
  func ask(_ rule: RuleID, mode: Mode, passes: PassSet) -> GateAsk? {
    if let ask = city.rules.rows[rule].entryKind.ask { return ask }
    guard !passes.isEmpty else { return nil }
    let held = city.rules.passes(opening: rule, mode: mode).first { name in
      city.rules.pass(named: name).map { !passes.isDisjoint(with: $0) } ?? false
    }
    return held.map { .pass($0) }
  }

  /// Whether `point` lies inside `compound`'s outline.
  ///
  /// - Complexity: O(points of the outline), no allocation.
  func contains(_ compound: CompoundID, _ point: Coordinate) -> Bool {
    let rows = premises.compoundRings[compound]
    guard let first = rows.first else { return false }
    var isInside = false
    var a = premises.compoundRings.values[first]
    for row in rows.dropFirst() {
      let b = premises.compoundRings.values[row]
      if (a.latitudeE7 > point.latitudeE7) != (b.latitudeE7 > point.latitudeE7) {
        let share = Double(point.latitudeE7 - a.latitudeE7) / Double(b.latitudeE7 - a.latitudeE7)
        if Double(a.longitudeE7) + share * Double(a.eastwardUnits(to: b)) > Double(point.longitudeE7) {
          isInside.toggle()
        }
      }
      a = b
    }
    return isInside
  }
}

extension GateWord {
  init(_ kind: BarrierKind) {
    switch kind {
    case .gate, .swingGate, .slidingGate: self = .gate
    case .liftGate: self = .liftGate
    case .wicketGate, .kissingGate: self = .smallGate
    case .turnstile, .fullHeightTurnstile: self = .turnstile
    case .stile, .horseStile: self = .stile
    case .entrance: self = .entrance
    case .unmapped: self = .gap
    case .bollard, .block, .chain, .jerseyBarrier: self = .bollard
    case .cycleBarrier, .motorcycleBarrier: self = .cycleBarrier
    case .tollBooth: self = .tollBooth
    case .borderControl, .sallyPort: self = .checkpoint
    case .lift: self = .lift
    case .cattleGrid, .heightRestrictor, .spikes, .wall, .other: self = .barrier
    }
  }
}
