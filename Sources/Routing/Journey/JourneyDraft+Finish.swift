internal import Dense
internal import Geo
internal import OSM
internal import Streets
public import Wording

extension JourneyDraft {
  /// The finished journey.
  mutating func finish() -> Journey {
    addDoubts()
    let isClear = found.startApproach.isClear && found.goalApproach.isClear
    var journey = Journey(status: isClear ? .ok : .unverified, options: options)
    journey.duration = legs.reduce(Milliseconds.zero) { $0 + $1.duration }
    journey.distance = legs.reduce(Millimetres.zero) { $0 + $1.distance }
    journey.geometry = points
    journey.legs = legs
    journey.gates = gates
    journey.parking = parking
    journey.returnDuration = found.path.returnTime
    journey.doubts = doubts
    if let choice = writer.door(found) {
      journey.door = Journey.ReachedDoor(
        id: choice.element, isInferred: choice.isInferred, position: choice.position,
        label: writer.label(choice) ?? writer.fallback(found.goal, Wording.Labels.building))
    }
    return journey
  }

  // MARK: Doubts

  private mutating func addDoubts() {
    if !found.startApproach.isClear {
      doubts.append(.init(.unverifiedConnector, Wording.Doubts.unverifiedStart))
    }
    for gate in gates { addDoubts(gate) }
    addWayDoubts()
    if !found.goalApproach.isClear {
      doubts.append(.init(.unverifiedConnector, Wording.Doubts.unverifiedGoal))
    }
    doubts += [found.start.doubt, found.goal.doubt].compactMap(\.self).map(Journey.Doubt.init)
    if let door = writer.door(found), door.isInferred {
      doubts.append(.init(.inferredDoor, Wording.Doubts.inferredDoor, element: door.element))
    }
  }

  private mutating func addDoubts(_ gate: Journey.PassedGate) {
    if let crossed = writer.premises.gates[gate.row].crossed {
      let wording = Wording.Doubts.unmappedOpening(
        SolidWord(crossed.kind), id: crossed.element.description)
      doubts.append(.init(.unmappedOpening, wording, element: crossed.element))
    } else if !gate.rule.isKnown {
      doubts.append(.init(.unknownRule, Wording.Doubts.unknownRule(gate.phrase), element: gate.id))
    }
    if gate.rule.isDoubtful {
      let text = gate.rule.hours ?? gate.rule.condition ?? ""
      doubts.append(
        .init(.unreadableHours, Wording.Doubts.unreadableHours(gate.phrase, text: text), element: gate.id))
    }
    if gate.rule.lacksHolidays {
      let wording = Wording.Doubts.unknownHolidays(gate.phrase, year: gate.time.civilDay.year)
      doubts.append(.init(.unknownHolidays, wording, element: gate.id))
    }
  }

  /// Private land, and rules of ways that cannot be read; each way once.
  private mutating func addWayDoubts() {
    var privateWay: Int64?
    var askedRule = RuleID.none
    for move in moves where move.segment != .none && move.stretch >= 0 {
      let rule = network.rule[move.segment]
      let mode: Mode = move.movement == .walk ? .foot : options.mode
      let traits = network.traits[TraitsID(network.segmentClass[move.segment], mode)]
      let access = traits.access(against: found.path.stretches[move.stretch].heading.isAgainst)
      if privateWay == nil, access == .private || access == .residents {
        let way = network.osmID[move.segment]
        privateWay = way
        let wording = Wording.Doubts.privateWay(name: writer.texts[move.name] ?? "", access: access.name)
        doubts.append(.init(.privateWay, wording, element: ElementID(.way, way)))
      }
      guard rule != .none, rule != askedRule, network.kind(move.segment) != .gate, move.gate == .none else {
        continue
      }
      askedRule = rule
      addWayDoubt(move, rule, mode)
    }
  }

  private mutating func addWayDoubt(_ move: Move, _ rule: RuleID, _ mode: Mode) {
    let time = options.departure.adding(seconds: Int64(move.begins.rawValue / 1000))
    let said = writer.rule(rule, mode: mode, passes: options.passes, at: time)
    guard said.isDoubtful || said.lacksHolidays else { return }
    let name = writer.texts[move.name] ?? ""
    let phrase = GatePhrase(name: name, nameEnglish: "", kind: .way, compound: "", compoundEnglish: "")
    let element = ElementID(.way, network.osmID[move.segment])
    if said.isDoubtful {
      let wording = Wording.Doubts.unreadableHours(phrase, text: said.hours ?? said.condition ?? "")
      doubts.append(.init(.unreadableHours, wording, element: element))
    } else {
      let wording = Wording.Doubts.unknownHolidays(phrase, year: time.civilDay.year)
      doubts.append(.init(.unknownHolidays, wording, element: element))
    }
  }
}

extension JourneyWriter {
  /// The door that the journey ends at; nil for a spot.
  func door(_ found: FoundJourney) -> DoorChoice? {
    let row = found.goalApproach.door
    return found.goal.doors.indices.contains(row) ? found.goal.doors[row] : nil
  }

  /// How the last sentence names the goal.
  func goal(_ found: FoundJourney) -> GoalPhrase {
    guard let choice = door(found) else {
      return GoalPhrase(label: Wording.Labels.destination, isDoor: false)
    }
    return GoalPhrase(label: label(choice) ?? fallback(found.goal, Wording.Labels.building), isDoor: true)
  }

  /// What was asked for, unless that is an id, which nobody reads at a door.
  func fallback(_ end: JourneyEnd, _ words: Wording) -> Wording {
    end.label.isEmpty || ElementID(end.label) != nil ? words : Wording(en: end.label, zh: end.label)
  }

  /// Building, unit or address of a door; nil where the map names none of them.
  public func label(_ choice: DoorChoice) -> Wording? {
    let door = choice.door == .none ? nil : premises.doors[choice.door]
    let building = choice.building == .none ? nil : premises.buildings[choice.building]
    func text(_ id: TextID?) -> String { id.flatMap { texts[$0] } ?? "" }
    let own = door?.houseNumber ?? .none
    let number = text(own == .none ? building?.houseNumber : own)
    let street = door.flatMap { $0.street == .none ? nil : $0.street } ?? building?.street
    let isStaircase = door?.kind == DoorKind.staircase.rawValue
    let reference = text(door?.ref)
    let unit = text(door?.unit)
    return Wording.Labels.building(
      block: text(building?.ref), name: text(building?.name), nameEnglish: text(building?.nameEnglish),
      street: city.tables.streetName(street ?? .none), number: number,
      unit: unit.isEmpty && isStaircase ? reference : unit,
      entrance: unit.isEmpty && !isStaircase ? reference : "")
  }
}

extension SolidWord {
  init(_ kind: ObstacleKind) {
    switch kind {
    case .fence: self = .fence
    case .hedge: self = .hedge
    case .building: self = .building
    case .wall, .water, .railway, .cliff, .other: self = .wall
    }
  }
}
