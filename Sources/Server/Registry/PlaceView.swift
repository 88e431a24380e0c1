import Dense
import Geo
import OSM
import Places
import Queries
import Routing
import Store
import Streets
import Wording

/// A place as somebody sees it: the map's facts, the registry's, and what the checklists say of both.
struct PlaceView {
  let row: PlaceCatalog.Row
  let facts: PlaceFacts
  let mapKind: String?
  /// Kinds of friendly place that it is of: by the registry, else by the map.
  let kinds: [String]
  let judgements: [Judgement]
  /// At this moment.
  let openness: Openness
  let occupancy: Occupancy?
  private let city: City

  init(
    _ row: PlaceCatalog.Row, city: City, desk: RegistryDesk, registry: Registry, occupancy: Occupancy?,
    now: CivilTime
  ) {
    self.row = row
    self.city = city
    self.occupancy = occupancy
    facts = registry[row.element] ?? PlaceFacts()
    let place = row.place.map { city.premises.places[$0] }
    mapKind = place.flatMap { city.texts[$0.kind] } ?? (row.compound == nil ? nil : "compound")
    let usual = mapKind.map { desk.kinds.kinds(ofMapKind: $0) } ?? []
    kinds = facts.kinds.isEmpty ? usual : facts.kinds
    let facts = facts
    judgements = kinds.compactMap { desk.kinds[$0]?.judge(facts, on: now.civilDay) }
    openness = PlaceView.openness(place, facts, city, now)
  }

  /// Whatever the hours say, what is not in service is shut.
  private static func openness(_ place: Place?, _ facts: PlaceFacts, _ city: City, _ now: CivilTime)
    -> Openness
  {
    if let status = facts.status, status != .open { return Openness(isOpen: false, unknownYear: nil) }
    return city.rules.context.openness(of: place.flatMap { city.texts[$0.hours] }, at: now)
  }

  /// Whether its checklist passes: that of `kind`, or of any of its kinds where it is of no such kind.
  func isFriendly(as kind: String? = nil) -> Bool {
    let asked = kind.flatMap { kinds.contains($0) ? $0 : nil }
    return judgements.contains { $0.isFriendly && (asked == nil || $0.kind == asked) }
  }

  /// Its names as the map has them.
  var names: (local: String?, english: String?) {
    if let place = row.place.map({ city.premises.places[$0] }) {
      return (city.texts[place.name], city.texts[place.nameEnglish])
    }
    guard let compound = row.compound.map({ city.premises.compounds[$0] }) else { return (nil, nil) }
    return (city.texts[compound.name], city.texts[compound.nameEnglish])
  }

  func name(_ language: Language) -> String? {
    city.name(of: row)?[language]
  }

  /// What a list shows, of places of `kind` where only these are listed.
  func summary(_ language: Language, _ datum: Datum, as kind: String? = nil) -> [JSON.Member] {
    let place = row.place.map { city.premises.places[$0] }
    let capacity = place.flatMap { $0.capacity > 0 ? Int($0.capacity) : nil }
    return [
      JSON.Member(key: "id", value: .string("\(row.element)")),
      JSON.Member(key: "name", value: .string(name(language))),
      JSON.Member(key: "nameLocal", value: .string(names.local)),
      JSON.Member(key: "nameEnglish", value: .string(names.english)),
      JSON.Member(key: "position", value: .position(row.position, datum)),
      JSON.Member(key: "placeKind", value: .string(mapKind)),
      JSON.Member(key: "kinds", value: .strings(kinds)),
      JSON.Member(key: "status", value: .string((facts.status ?? .open).rawValue)),
      JSON.Member(key: "friendly", value: .bool(isFriendly(as: kind))),
      JSON.Member(key: "open", value: openness.isOpen.map { .bool($0) } ?? .null),
      JSON.Member(key: "hours", value: .string(place.flatMap { city.texts[$0.hours] })),
      JSON.Member(key: "hoursDoubt", value: .string(openness.doubt?[language])),
      JSON.Member(key: "capacity", value: capacity.map { .int($0) } ?? .null),
      JSON.Member(key: "services", value: .strings(facts.services)),
      JSON.Member(key: "price", value: facts.price.map { .int($0) } ?? .null),
      JSON.Member(key: "occupancy", value: occupancy?.json ?? .null),
    ]
  }

  /// All that is known.
  ///
  /// With `isPrivate`, also what is for those who manage the place only.
  func full(_ language: Language, _ datum: Datum, _ desk: RegistryDesk, isPrivate: Bool) -> JSON {
    let summary = summary(language, datum)
    let more = facts.json(isPrivate: isPrivate).filter { member in !summary.contains { $0.key == member.key }
    }
    let compound =
      row.compound
      ?? row.place.flatMap { place -> CompoundID? in
        let compound = city.premises.places[place].compound
        return compound == .none ? nil : compound
      }
    return .object(
      summary + more + [
        JSON.Member(key: "compound", value: compound.map { json($0, language) } ?? .null),
        JSON.Member(
          key: "checklists",
          value: .array(
            judgements.compactMap { judgement in
              desk.kinds[judgement.kind].map { PlaceView.json(judgement, $0, facts, language) }
            })),
      ])
  }

  private func json(_ id: CompoundID, _ language: Language) -> JSON {
    let compound = city.premises.compounds[id]
    return [
      "id": .string("\(compound.element.id)"),
      "name": .string(city.texts.names(compound.name, compound.nameEnglish)?[language]),
    ]
  }

  private static func json(
    _ judgement: Judgement, _ kind: PlaceKind, _ facts: PlaceFacts, _ language: Language
  ) -> JSON {
    [
      "kind": .string(kind.id), "name": .string(kind.name[language]), "friendly": .bool(judgement.isFriendly),
      "passed": .bool(judgement.isPassed), "points": .int(judgement.points),
      "of": .int(judgement.possible), "needed": .int(kind.passPoints),
      "missing": .strings(judgement.missing), "lapses": .string(judgement.lapses.map { "\($0)" }),
      "items": .array(
        kind.items.map { item in
          [
            "item": .string(item.id), "name": .string(item.name[language]),
            "required": .bool(item.isRequired),
            "points": .int(item.points), "found": facts.checklist[item.id].map { .bool($0) } ?? .null,
          ]
        }),
    ]
  }
}

extension PlaceKind {
  func json(_ language: Language) -> JSON {
    [
      "kind": .string(id), "name": .string(name[language]), "mapKinds": .strings(mapKinds),
      "needed": .int(passPoints), "of": .int(points), "validMonths": .int(validMonths),
      "items": .array(
        items.map {
          [
            "item": .string($0.id), "name": .string($0.name[language]), "required": .bool($0.isRequired),
            "points": .int($0.points),
          ]
        }),
    ]
  }
}
