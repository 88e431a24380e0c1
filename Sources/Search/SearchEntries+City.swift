internal import Dense
internal import Geo
public import OSM
public import Streets
internal import Wording

extension SearchEntries {
  /// All names and numbers of a city; `names` are further names of its compounds, places and buildings.
  ///
  /// - Complexity: O(premises + segments).
  public init(_ city: CityTables, names: [ElementID: [String]] = [:]) {
    self.init()
    var source = CitySource(city, names)
    source.collect(into: &self)
  }
}

/// Reads the tables of a city.
private struct CitySource {
  private let city: CityTables
  /// Names that the map does not know, by element.
  private let known: [ElementID: [String]]
  private var compounds: [CompoundID: Int] = [:]
  private var streets: [TextID: Int] = [:]
  private var placesByName: [TextID: Int] = [:]

  private var premises: Premises { city.premises }

  init(_ city: CityTables, _ names: [ElementID: [String]]) { (self.city, known) = (city, names) }

  mutating func collect(into entries: inout SearchEntries) {
    addCompounds(&entries)
    addPlaces(&entries)
    addGates(&entries)
    addStreets(&entries)
    Courtesy.giveWay()
    addBuildings(&entries)
    Courtesy.giveWay()
    addAddresses(&entries)
  }

  private func names(_ name: TextID, _ english: TextID) -> Wording? {
    city.texts.names(name, english)
  }

  /// An entry of something that the map or somebody else has a name for.
  private func entry(
    _ kind: SearchKind, _ element: ElementID, _ name: TextID, _ english: TextID, at position: Coordinate
  ) -> SearchEntry? {
    let others = known[element] ?? []
    guard let name = names(name, english) ?? others.first.map({ Wording(en: $0, zh: $0) }) else { return nil }
    var entry = SearchEntry(kind, element, name: name, position: position)
    entry.aliases = others.filter { $0 != name.chinese && $0 != name.english }
    return entry
  }

  private func name(of compound: CompoundID) -> Wording? {
    guard compound != .none else { return nil }
    return names(premises.compounds[compound].name, premises.compounds[compound].nameEnglish)
  }

  private mutating func addCompounds(_ entries: inout SearchEntries) {
    for id in premises.compounds.ids {
      let row = premises.compounds[id]
      let ring = premises.compoundRings[id].map { premises.compoundRings.values[$0] }
      guard
        var entry = entry(
          .compound, row.element.id, row.name, row.nameEnglish, at: BoundingBox(around: ring).centre)
      else { continue }
      entry.weight = 0.3
      compounds[id] = entries.add(entry)
      if row.name != .none { placesByName[row.name] = placesByName[row.name] ?? compounds[id] }
    }
  }

  private func addPlaces(_ entries: inout SearchEntries) {
    let metro = metroStations
    for id in premises.places.ids {
      let row = premises.places[id]
      guard var entry = entry(.place, row.element.id, row.name, row.nameEnglish, at: row.position) else {
        continue
      }
      (entry.placeKind, entry.hours) = (city.texts[row.kind], city.texts[row.hours])
      entry.compound = self.name(of: row.compound)
      if let kind = entry.placeKind { entry.weight = CitySource.weights[kind] ?? 0 }
      if entry.placeKind.map(CitySource.stations.contains) ?? false {
        let station = MetroName(entry.name)
        if metro.contains(station.name.chinese) { entry.aliases += station.aliases }
      }
      entries.add(entry)
    }
  }

  private static let stations: Set<String> = ["railway_station", "subway_station", "subway_entrance"]

  /// Names of metro stations: maps call these stations of the railway, but for their entrances.
  private var metroStations: Set<String> {
    let rows = premises.places
    let known = rows.ids.filter { ["subway_station", "subway_entrance"].contains(city.texts[rows[$0].kind]) }
    return Set(known.compactMap { names(rows[$0].name, .none).map { MetroName($0).name.chinese } })
  }

  /// Gates that have a name of their own; that of their compound may be said before it.
  private func addGates(_ entries: inout SearchEntries) {
    for id in premises.gates.ids where premises.gates[id].isInferred == 0 {
      let row = premises.gates[id]
      guard
        var entry = entry(.gate, row.element.id, row.name, row.nameEnglish, at: row.position)
      else { continue }
      entry.weight = -0.3
      if let compound = self.name(of: row.compound) {
        entry.compound = compound
        entry.aliases += entry.name.said(after: compound)
      }
      entries.add(entry)
    }
  }

  /// What many people mean, and what stands beside it.
  private static let weights = [
    "railway_station": 0.4, "subway_station": 0.4, "subway_entrance": 0.1, "hospital": 0.2, "university": 0.2,
    "school": 0.1, "parking": -0.2, "parking_entrance": -0.2, "bicycle_parking": -0.2, "battery_swap": -0.1,
  ]

  /// One entry for each name; the segment that comes first stands for all.
  private mutating func addStreets(_ entries: inout SearchEntries) {
    let network = city.network
    for segment in network.name.ids {
      let id = network.name[segment]
      guard id != .none, network.osmID[segment] > 0, network.length[segment] > .zero, streets[id] == nil,
        let name = names(id, city.scenery.english(ofStreet: id))
      else { continue }
      let points = network.geometry[segment]
      let middle = network.geometry.values[points.lowerBound.advanced(by: points.count / 2)]
      let element = ElementID(.way, network.osmID[segment])
      streets[id] = entries.add(SearchEntry(.street, element, name: name, position: middle))
    }
  }

  /// The entry of a street, or of a name that no street has: `addr:place`.
  private mutating func anchor(_ street: TextID, at position: Coordinate, _ entries: inout SearchEntries)
    -> Int?
  {
    if let known = streets[street] ?? placesByName[street] { return known }
    guard let name = names(street, .none) else { return nil }
    let row = entries.add(SearchEntry(.street, nil, name: name, position: position))
    streets[street] = row
    return row
  }

  private mutating func addBuildings(_ entries: inout SearchEntries) {
    for id in premises.buildings.ids {
      let row = premises.buildings[id]
      let numbers = [row.ref, row.houseNumber].compactMap { city.texts[$0] }.filter { !$0.isEmpty }
      let doors = doors(of: id)
      var own: Int?
      if var entry = entry(.building, row.element.id, row.name, row.nameEnglish, at: row.centre) {
        entry.compound = self.name(of: row.compound)
        own = entries.add(entry)
      }
      guard own != nil || !numbers.isEmpty else { continue }
      var anchors: Set<Int> = []
      if !numbers.isEmpty {
        if let compound = compounds[row.compound] { anchors.insert(compound) }
        if let street = anchor(row.street, at: row.centre, &entries) { anchors.insert(street) }
        // Homonyms of an estate's name are other estates.
        if anchors.count == 2, let compound = compounds[row.compound],
          anchors.allSatisfy({ $0 == compound || entries.named[$0].kind == .compound })
        {
          anchors = [compound]
        }
      }
      var house = SearchHouse(
        .building, row.element.id, label: label(row, nil) ?? Wording.Labels.building, position: row.centre,
        numbers: numbers)
      (house.doors, house.compound) = (doors, self.name(of: row.compound))
      entries.add(house, of: anchors.sorted(), own: own)
    }
  }

  private func doors(of building: BuildingID) -> [SearchDoor] {
    premises.buildingDoors[building].map { item in
      let door = premises.doors[premises.buildingDoors.values[item]]
      let units = [door.unit, door.ref, door.name].compactMap { city.texts[$0] }
      return SearchDoor(
        door.element.id, label: label(premises.buildings[building], door) ?? Wording.Labels.building,
        position: door.position, units: units)
    }
  }

  /// What journeys call it too.
  private func label(_ building: Building, _ door: Door?) -> Wording? {
    func text(_ id: TextID?) -> String { id.flatMap { city.texts[$0] } ?? "" }
    let own = door?.houseNumber ?? .none
    let street = door?.street ?? .none
    let isStaircase = door?.kind == DoorKind.staircase.rawValue
    let (reference, unit) = (text(door?.ref), text(door?.unit))
    return Wording.Labels.building(
      block: text(building.ref), name: text(building.name), nameEnglish: text(building.nameEnglish),
      street: city.streetName(street == .none ? building.street : street),
      number: text(own == .none ? building.houseNumber : own),
      unit: unit.isEmpty && isStaircase ? reference : unit,
      entrance: unit.isEmpty && !isStaircase ? reference : "")
  }

  /// Whether the building's own number leads to the address.
  private func isSaid(_ address: Address, by building: Building) -> Bool {
    guard address.door != .none, address.unit == .none || address.unit == premises.doors[address.door].unit
    else {
      return false
    }
    return (address.street == .none || address.street == building.street)
      && (address.houseNumber == building.houseNumber || address.houseNumber == building.ref)
  }

  private mutating func addAddresses(_ entries: inout SearchEntries) {
    for id in premises.addresses.ids {
      let row = premises.addresses[id]
      let building = row.building == .none ? nil : premises.buildings[row.building]
      // Buildings are houses already.
      if let building, building.element == row.element || isSaid(row, by: building) { continue }
      let street = row.street == .none ? building?.street ?? .none : row.street
      guard let number = city.texts[row.houseNumber],
        let anchor = anchor(street, at: row.position, &entries)
      else { continue }
      let label = Wording.Labels.building(
        block: "", name: "", nameEnglish: "", street: city.streetName(street), number: number,
        unit: city.texts[row.unit] ?? "", entrance: "")
      var house = SearchHouse(
        row.door == .none ? .address : .door, row.element.id, label: label ?? Wording.Labels.building,
        position: row.position, numbers: [number])
      house.compound = building.flatMap { name(of: $0.compound) }
      if row.door == .none, row.building != .none {
        house.doors = doors(of: row.building)
      } else if row.door != .none {
        house.doors = doors(of: row.building).filter { $0.element == row.element.id }
      }
      if let unit = city.texts[row.unit], row.door == .none {
        house.doors.append(
          SearchDoor(row.element.id, label: house.label, position: row.position, units: [unit]))
      }
      entries.add(house, of: [anchor])
    }
  }
}

/// The name of a metro station, or of an entrance of it: `沙坪坝站`, `沙坪坝站1口`.
private struct MetroName {
  /// That of the station.
  let name: Wording
  /// The number of the entrance.
  private let exit: String?
  private let whole: Wording

  init(_ whole: Wording) {
    self.whole = whole
    let chinese = whole.chinese.wholeMatch(of: /(.*[^0-9A-Z])([0-9A-Z]{1,3})号?(?:出入口|出口|口)/)
    let english = whole.english.wholeMatch(of: /(.+?) (?:Exit|Entrance) [0-9A-Z]{1,3}/)
    exit = chinese.map { String($0.output.2) }
    name = Wording(
      en: english.map { String($0.output.1) } ?? whole.english,
      zh: chinese.map { String($0.output.1) } ?? whole.chinese)
  }

  /// `沙坪坝地铁站`, `沙坪坝轨道站` and `Shapingba Metro Station`, as people call `沙坪坝站`, where the map does not.
  var aliases: [String] {
    var (place, placeEnglish) = (name.chinese, name.english)
    for end in ["地铁站", "轨道站", "站"] where place.hasSuffix(end) && place.count > end.count {
      place.removeLast(end.count)
      break
    }
    for end in [" Metro Station", " Subway Station", " Station"] where placeEnglish.hasSuffix(end) {
      placeEnglish.removeLast(end.count)
      break
    }
    let exitEnglish = exit.map { " Exit \($0)" } ?? ""
    var said = [" Metro Station", " Subway Station"].map { placeEnglish + $0 + exitEnglish }
    if place.unicodeScalars.contains(where: { $0.value > 0x2E7F }) {
      let exits = exit.map { [$0 + "口", $0 + "号口"] } ?? [""]
      said += ["站", "地铁站", "轨道站"].flatMap { kind in exits.map { place + kind + $0 } }
    }
    return said.filter { $0 != whole.chinese && $0 != whole.english }
  }
}

extension Wording {
  /// `金沙时代南门` and `Jinsha Times South Gate`, as one would ask for a thing of `whole`.
  fileprivate func said(after whole: Wording) -> [String] {
    let names = [
      (chinese, whole.chinese, ""), (english, whole.english, " "),
    ].filter { !$0.0.hasPrefix($0.1) }
    return Set(names.map { $0.1 + $0.2 + $0.0 }).sorted()
  }
}
