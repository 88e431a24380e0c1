internal import Dense
internal import Geo
internal import OSM
internal import Queries
internal import Routing
internal import Streets
internal import Wording

/// Something near a gate, and the walk there.
struct NearbyPlace: Sendable {
  var symbol: Symbol
  var name: Wording
  var minutes: Int
  var metres: Int
  /// Directions clockwise from north.
  var eighth: Int
}

/// The kinds of places that a board leads to.
struct NearbyKind: Sendable {
  var symbol: Symbol
  var name: Wording
  /// As the map calls them, the first that the city has.
  var words: Set<String>

  static let all = [
    NearbyKind(symbol: .station, name: Wording.Boards.station, words: ["station", "delivery_station"]),
    NearbyKind(symbol: .toilet, name: Wording.Boards.toilet, words: ["toilets"]),
    NearbyKind(
      symbol: .charger, name: Wording.Boards.charger,
      words: ["charging_site", "battery_swap", "charging_station"]),
    NearbyKind(symbol: .bay, name: Wording.Boards.bay, words: ["rider_bay", "motorcycle_parking"]),
  ]
}

/// Places of the kinds that boards show, found once for a city.
struct PlaceLists: Sendable {
  /// By ``NearbyKind/all``.
  let places: [[PlaceID]]
  let symbols: [PlaceID: Symbol]

  init(_ city: City, except exceptions: Set<ElementID> = []) {
    let rows = city.premises.places
    var lists = NearbyKind.all.map { _ in [PlaceID]() }
    var known: [PlaceID: Symbol] = [:]
    var kinds: [TextID: Int?] = [:]
    for id in rows.ids {
      let kind = rows[id].kind
      if kinds[kind] == nil {
        let word = city.texts[kind] ?? ""
        kinds[kind] = .some(NearbyKind.all.firstIndex { $0.words.contains(word) })
      }
      guard let found = kinds[kind], let row = found, !exceptions.contains(rows[id].element.id) else {
        continue
      }
      lists[row].append(id)
      known[id] = NearbyKind.all[row].symbol
    }
    places = lists
    symbols = known
  }
}

/// The walks of a board, asked from the engine; one thread's.
final class BoardWalks {
  private let session: Session
  private let lists: PlaceLists
  private var goals: [PlaceID: JourneyEnd?] = [:]

  init(_ session: Session, _ lists: PlaceLists) {
    self.session = session
    self.lists = lists
  }

  private var city: City { session.city }
  var resolver: EndResolver { session.router.resolver }

  /// Minutes on foot from `gate` to each of the buildings; nil where one cannot get.
  ///
  /// Whoever stands at the gate has what it asks for. Where that is not enough for a door inside, the walk is
  /// that of somebody with every pass.
  func minutes(from gate: BoardGate, to buildings: [BoardBuilding], on day: CivilDay) -> [Int?] {
    guard let start = start(gate) else { return buildings.map { _ in nil } }
    let goals = buildings.map { $0.goal?.positions ?? [] }
    var times = times(start, goals, options(gate, day))
    if times.contains(nil) {
      let others = self.times(start, goals, JourneyOptions(mode: .foot, passes: .all, departure: noon(day)))
      for row in times.indices where times[row] == nil { times[row] = others[row] }
    }
    return times.map { $0.map(BoardWalks.minutes) }
  }

  /// The nearest place of each kind, with the walk from `gate`; kinds that are too far away are left out.
  func nearby(_ gate: BoardGate, on day: CivilDay) -> [NearbyPlace] {
    guard let start = start(gate) else { return [] }
    let options = options(gate, day)
    return zip(NearbyKind.all, lists.places).compactMap { kind, places in
      var best: (place: PlaceID, cost: JourneyCost, metres: Double)?
      for place in nearest(places, to: gate.position) {
        guard let goal = goal(place),
          let cost = try? session.router.cost(from: start, to: goal.positions, options: options),
          best.map({ cost.duration < $0.cost.duration }) ?? true
        else { continue }
        let length = session.router.length(from: start, to: goal.positions, cost: cost)
        best = (place, cost, length.metres + goal.approaches[cost.goal].length)
      }
      guard let best, best.cost.duration.seconds <= BoardWalks.longest else { return nil }
      let row = city.premises.places[best.place]
      let bearing = gate.position.bearing(to: row.position)
      return NearbyPlace(
        symbol: kind.symbol, name: BoardFacts.name(row.name, row.nameEnglish, in: city) ?? kind.name,
        minutes: BoardWalks.minutes(best.cost.duration), metres: Int((best.metres / 10).rounded()) * 10,
        eighth: Int((bearing / 45).rounded()) & 7)
    }
  }

  /// Nobody walks farther than this many seconds for a rest.
  private static let longest = 1500.0
  /// As the crow flies; the quickest to reach is among them as good as always.
  private static let candidates = 4

  private func nearest(_ places: [PlaceID], to gate: Coordinate) -> [PlaceID] {
    let rows = city.premises.places
    let near = BoundingBox(around: gate, metres: 1500)
    return places.filter { near.contains(rows[$0].position) }
      .map { (metres: rows[$0].position.distance(to: gate), id: $0) }
      .sorted { ($0.metres, $0.id) < ($1.metres, $1.id) }.prefix(BoardWalks.candidates).map(\.id)
  }

  private func goal(_ place: PlaceID) -> JourneyEnd? {
    if let known = goals[place] { return known }
    let found = try? resolver.resolve(.coordinate(city.premises.places[place].position), .goal)
    goals[place] = .some(found)
    return found
  }

  private func start(_ gate: BoardGate) -> [EndPosition]? {
    let end =
      gate.isInferred
      ? try? resolver.spot(gate.position, .start(.foot))
      : try? resolver.resolve(.element(gate.element), .start(.foot))
    return end?.positions
  }

  private func options(_ gate: BoardGate, _ day: CivilDay) -> JourneyOptions {
    let names = city.rules.passes(opening: city.premises.gates[gate.id].rule, mode: .foot)
    let passes = names.compactMap { city.rules.pass(named: $0) }.reduce(into: PassSet()) { $0.formUnion($1) }
    return JourneyOptions(mode: .foot, passes: passes, departure: noon(day))
  }

  private func noon(_ day: CivilDay) -> CivilTime { day.start.adding(seconds: 45_000) }

  private func times(_ start: [EndPosition], _ goals: [[EndPosition]], _ options: JourneyOptions)
    -> [Milliseconds?]
  {
    guard !goals.isEmpty, let table = try? session.router.table(from: [start], to: goals, options: options)
    else { return goals.map { _ in nil } }
    return goals.indices.map { goals[$0].isEmpty ? nil : table[0, $0] }
  }

  /// To the nearest minute, but no less than one.
  private static func minutes(_ time: Milliseconds) -> Int { max(1, Int((time.seconds / 60).rounded())) }
}
