internal import Dense
public import Geo
internal import OSM
public import Routing
internal import Streets
public import Wording

/// What is at a coordinate: the doors that it most likely means, and its address in words.
public struct ReverseAnswer {
  private let point: Coordinate
  private let doors: [(choice: DoorChoice, metres: Double)]
  private let compound: CompoundID
  private let street: String?
  private let doubt: EndDoubt?
  private let isInside: Bool
  private let session: Session

  /// How far doors may be from a coordinate that lies in no building, in metres.
  public static let farthest = 100.0
  private static let most = 5

  /// - Throws: ``RouteError`` where the point lies outside the city or far from any street.
  public init(_ point: Coordinate, _ session: Session) throws(RouteError) {
    let city = session.city
    let end = try session.router.resolver.resolve(.coordinate(point), .goal)
    var choices = end.doors
    var doubt = end.doubt
    isInside = end.kind == .doors
    if choices.isEmpty { choices = ReverseAnswer.mappedDoors(around: point, city) }
    if choices.isEmpty, let beside = ReverseAnswer.building(beside: point, city),
      let other = try? session.router.resolver.resolve(.element(beside), .goal)
    {
      choices = other.doors
      doubt = other.doubt
    }
    let all = choices.map { (choice: $0, metres: $0.position.distance(to: point)) }
    doors = Array(all.sorted { $0.metres < $1.metres }.prefix(ReverseAnswer.most))
    compound = ReverseAnswer.compound(around: point, doors.first?.choice, city)
    street = end.approaches.lazy.compactMap { city.texts[city.network.name[$0.position.segment]] }.first
    self.point = point
    self.session = session
    self.doubt = doubt
  }

  /// Mapped doors near `point`, whatever building they belong to.
  private static func mappedDoors(around point: Coordinate, _ city: City) -> [DoorChoice] {
    var found: Set<DoorID> = []
    city.premises.doorIndex.forEach(in: BoundingBox(around: point, metres: farthest)) { item in
      found.insert(DoorID(rawValue: item))
    }
    return found.sorted().compactMap { id in
      let row = city.premises.doors[id]
      guard row.position.distance(to: point) <= farthest, row.kind != DoorKind.service.rawValue else {
        return nil
      }
      return DoorChoice(
        door: id, element: row.element.id, isInferred: false, position: row.position, building: row.building)
    }
  }

  /// The building whose outline is nearest.
  private static func building(beside point: Coordinate, _ city: City) -> ElementID? {
    let (premises, frame) = (city.premises, LocalFrame(at: point))
    var best = (metres: farthest, id: BuildingID.none)
    premises.buildingIndex.forEach(in: BoundingBox(around: point, metres: farthest)) { item in
      let id = BuildingID(rawValue: item)
      let ring = Ring(premises.outlines[id].map { premises.outlines.values[$0] })
      let metres = ring.edges.map { Point.zero.distance(toSegment: frame.point($0.a), frame.point($0.b)) }
        .min()
      if let metres, (metres, id) < best { best = (metres, id) }
    }
    return best.id == .none ? nil : premises.buildings[best.id].element.id
  }

  /// The compound of the door, else the smallest around the point; none where there is none.
  private static func compound(around point: Coordinate, _ door: DoorChoice?, _ city: City) -> CompoundID {
    let premises = city.premises
    if let door, door.building != .none, premises.buildings[door.building].compound != .none {
      return premises.buildings[door.building].compound
    }
    var best = (metres: Double.infinity, id: CompoundID.none)
    for id in city.compounds(at: point) {
      let box = BoundingBox(around: premises.compoundRings[id].map { premises.compoundRings.values[$0] })
      let metres = box.southWest.distance(to: box.northEast)
      if metres < best.metres { best = (metres, id) }
    }
    return best.id
  }

  private func names(_ compound: CompoundID) -> Wording? {
    guard compound != .none else { return nil }
    let row = session.city.premises.compounds[compound]
    return session.city.texts.names(row.name, row.nameEnglish)
  }

  /// The address in words; nil where the map has none.
  private var address: Wording? {
    let label = doors.first.flatMap { session.writer.label($0.choice) }
    guard let label else { return names(compound) ?? street.map { Wording(en: $0, zh: $0) } }
    return names(compound).map { Wording.Search.inside($0, label) } ?? label
  }

  /// As JSON, the likeliest door first.
  public func json(_ language: Language, _ datum: Datum) -> JSON {
    let rows = doors.map { door in
      JSON.object([
        "id": .string("\(door.choice.element)"), "to": .string("\(door.choice.element)"),
        "label": .string(session.writer.label(door.choice)?[language]),
        "position": .position(door.choice.position, datum), "distance": .number(door.metres.rounded()),
        "inferred": .bool(door.choice.isInferred),
      ])
    }
    let row = compound == .none ? nil : session.city.premises.compounds[compound]
    return JSON.object([
      "position": .position(point, datum), "address": .string(address?[language]),
      "inside": .bool(isInside), "street": .string(street),
      "compound": row.map {
        .object(["id": .string("\($0.element.id)"), "name": .string(names(compound)?[language])])
      } ?? .null,
      "doors": .array(rows),
      "doubts": .array(
        (doubt.map { [Journey.Doubt($0)] } ?? []).map {
          .object(["kind": .string($0.kind.rawValue), "sentence": .string($0.wording[language])])
        }),
    ])
  }
}
