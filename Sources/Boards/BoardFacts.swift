internal import Dense
internal import Foundation
internal import Geo
internal import OSM
internal import Routing
internal import Streets
internal import Wording

/// A gate as boards show it.
struct BoardGate: Sendable {
  var id: GateID
  var element: ElementID
  /// `A`, `B`, …: clockwise from north.
  var letter: String
  var name: Wording
  var position: Coordinate
  var sign: GateSign
  /// Not on the map, but where a way crosses the boundary.
  var isInferred: Bool
}

/// A building as boards show it.
struct BoardBuilding: Sendable {
  var id: BuildingID
  /// What is written on it: its number, else its name; empty where it has neither.
  var label: String
  var doors: [BoardDoor]
  /// The ways in; nil where no street is near.
  var goal: JourneyEnd?
}

/// A door as boards show it.
struct BoardDoor: Sendable {
  var position: Coordinate
  /// `2`; empty where the map has none.
  var unit: String
  var isInferred: Bool
}

/// What a board shows of a compound, before it is drawn.
struct BoardFacts: Sendable {
  var id: CompoundID
  var element: ElementID
  var name: Wording
  var ring: [Coordinate]
  var isWalled: Bool
  var gates: [BoardGate]
  var buildings: [BoardBuilding]

  /// The gates at which a board is of use: those through which somebody gets; all where there is none.
  var gatesWithBoards: [BoardGate] {
    let open = gates.filter { !$0.sign.isShut }
    return open.isEmpty ? gates : open
  }

  init(_ id: CompoundID, in city: City, resolver: EndResolver) {
    let (premises, row) = (city.premises, city.premises.compounds[id])
    self.id = id
    element = row.element.id
    name = BoardFacts.name(row.name, row.nameEnglish, in: city) ?? BoardFacts.unnamed(row)
    ring = premises.compoundRings[id].map { premises.compoundRings.values[$0] }
    isWalled = row.isWalled != 0
    gates = BoardFacts.gates(of: id, around: BoundingBox(around: ring).centre, in: city)
    buildings = BoardFacts.buildings(of: id, around: ring, in: city, resolver)
  }

  private static func unnamed(_ row: Compound) -> Wording {
    let kind = Wording.Boards.compound
    return Wording(en: "\(kind.english) \(row.element.id)", zh: "\(kind.chinese) \(row.element.id)")
  }

  /// The local name and the English one; nil where there is none.
  static func name(_ local: TextID, _ english: TextID, in city: City) -> Wording? {
    let names = [local, english].compactMap { city.texts[$0].map(printable) }.filter { !$0.isEmpty }
    guard let first = names.first, let last = names.last else { return nil }
    return Wording(en: last, zh: first)
  }

  /// `text` without control characters, at most a line long.
  static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : $0 }
    return String(String.UnicodeScalarView(scalars.prefix(80)))
  }

  // MARK: Gates

  /// Mapped gates; where none is mapped, the places where ways cross the boundary.
  private static func gates(of id: CompoundID, around centre: Coordinate, in city: City) -> [BoardGate] {
    let premises = city.premises
    let all = premises.compoundGates[id].map { premises.compoundGates.values[$0] }.filter { gate in
      BarrierKind(rawValue: premises.gates[gate].kind)?.isGate ?? false
    }
    let mapped = all.filter { premises.gates[$0].isInferred == 0 }
    let shown = mapped.isEmpty ? Array(all.prefix(mostInferred)) : Array(mapped.prefix(mostGates))
    let sorted = shown.map { gate in (angle: centre.bearing(to: premises.gates[gate].position), gate: gate) }
      .sorted { ($0.angle, $0.gate) < ($1.angle, $1.gate) }
    return sorted.enumerated().map { place, item in
      let row = premises.gates[item.gate]
      return BoardGate(
        id: item.gate, element: row.element.id, letter: letter(place), name: name(row, in: city),
        position: row.position, sign: GateSign(row.rule, in: city.rules), isInferred: row.isInferred != 0)
    }
  }

  private static let mostInferred = 6
  private static let mostGates = 26

  /// `A` to `Z`.
  private static func letter(_ row: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "A") + UInt8(min(row, 25))))
  }

  private static func name(_ gate: Gate, in city: City) -> Wording {
    let phrase = GatePhrase(
      name: printable(city.texts[gate.name] ?? ""),
      nameEnglish: printable(city.texts[gate.nameEnglish] ?? ""),
      kind: BarrierKind(rawValue: gate.kind).map(word) ?? .gate, compound: "", compoundEnglish: "")
    var english = phrase.noun(.english)
    if english.hasPrefix("the ") { english.removeFirst(4) }
    return Wording(en: english.prefix(1).uppercased() + english.dropFirst(), zh: phrase.noun(.chinese))
  }

  private static func word(_ kind: BarrierKind) -> GateWord {
    switch kind {
    case .liftGate: .liftGate
    case .wicketGate, .kissingGate: .smallGate
    case .turnstile, .fullHeightTurnstile: .turnstile
    case .stile: .stile
    case .entrance: .entrance
    case .unmapped: .gap
    default: .gate
    }
  }

  // MARK: Buildings

  private static func buildings(
    of id: CompoundID, around ring: [Coordinate], in city: City, _ resolver: EndResolver
  ) -> [BoardBuilding] {
    var found: Set<BuildingID> = []
    city.premises.buildingIndex.forEach(in: BoundingBox(around: ring)) {
      found.insert(BuildingID(rawValue: $0))
    }
    let own = found.filter { city.premises.buildings[$0].compound == id }
    return own.sorted().map { building($0, in: city, resolver) }.sorted { a, b in
      switch (a.label.isEmpty, b.label.isEmpty) {
      case (false, true): true
      case (true, false): false
      default:
        a.label == b.label ? a.id < b.id : a.label.compare(b.label, options: .numeric) == .orderedAscending
      }
    }
  }

  private static func building(_ id: BuildingID, in city: City, _ resolver: EndResolver) -> BoardBuilding {
    let (premises, row) = (city.premises, city.premises.buildings[id])
    let goal = try? resolver.resolve(.element(row.element.id), .goal)
    var doors = premises.buildingDoors[id].map { item in
      let door = premises.doors[premises.buildingDoors.values[item]]
      let unit = city.texts[door.unit] ?? city.texts[door.ref] ?? ""
      return BoardDoor(position: door.position, unit: number(unit), isInferred: false)
    }
    if doors.isEmpty {
      doors = (goal?.doors ?? []).map { BoardDoor(position: $0.position, unit: "", isInferred: true) }
    }
    let texts = [row.ref, row.houseNumber].compactMap { city.texts[$0] }.map(number).filter { !$0.isEmpty }
    let label = texts.first ?? name(row.name, row.nameEnglish, in: city)?.chinese ?? ""
    return BoardBuilding(id: id, label: label, doors: doors, goal: goal)
  }

  /// `3` of `3栋`, `3号楼` or `3单元`.
  private static func number(_ text: String) -> String {
    let text = printable(text)
    for suffix in ["号楼", "单元", "栋", "幢", "楼", "座", "号"]
    where text.hasSuffix(suffix) && text.count > suffix.count {
      return String(text.dropLast(suffix.count))
    }
    return text
  }
}
