internal import Dense
public import Geo
public import OSM
public import Routing
public import Search
internal import Streets
internal import Synchronization
public import Wording

/// The search of a city: its index is made when first needed, or before in the background.
public final class CitySearch: Sendable {
  private let city: City
  private let kinds: [String]
  private let state = Mutex(State())
  private let hasIndex = Atomic(false)

  /// The index and what it is made of.
  private struct State {
    var made: SearchIndex?
    /// Names that the map does not know.
    var names: [ElementID: [String]] = [:]
  }

  /// - Parameters:
  ///   - city: Whose names and houses are found.
  ///   - names: Further names of compounds, places and buildings, in any language.
  public init(city: City, names: [ElementID: [String]] = [:]) {
    self.city = city
    state.withLock { $0.names = names }
    var kinds: Set<String> = []
    for id in city.premises.places.ids {
      kinds.formUnion(city.texts[city.premises.places[id].kind].map { [$0] } ?? [])
    }
    self.kinds = kinds.sorted()
  }

  /// The index; whoever comes while it is made waits.
  ///
  /// - Complexity: O(names and houses) the first time.
  public var index: SearchIndex {
    state.withLock { state in
      if let made = state.made { return made }
      let index = SearchIndex(SearchEntries(city.tables, names: state.names))
      state.made = index
      hasIndex.store(true, ordering: .releasing)
      return index
    }
  }

  /// Whether the index is there already.
  public var isMade: Bool { hasIndex.load(ordering: .acquiring) }

  /// From now on things are found by `names`, too, instead of those before; whoever searches meanwhile does not wait.
  ///
  /// - Returns: Whether that changed anything.
  /// - Complexity: That of making the index, where there is one and the names are others.
  @discardableResult
  public func rename(_ names: [ElementID: [String]]) -> Bool {
    let isIdle = state.withLock { state in
      guard state.made != nil, state.names != names else {
        state.names = names
        return true
      }
      return false
    }
    if isIdle { return false }
    let index = SearchIndex(SearchEntries(city.tables, names: names))
    state.withLock { ($0.made, $0.names) = (index, names) }
    return true
  }

  /// What `kind` means: a kind of result such as `door`, or one of places, also in Chinese.
  ///
  /// - Throws: `RouteError.unknownPlaceKind`, with the likeliest kinds and how many there are.
  public func filter(_ kind: String) throws -> SearchFilter {
    if let own = SearchKind(rawValue: kind) { return .kind(own) }
    return .places(try PlaceKindWord(kinds).kind(kind))
  }

  /// What `question` means, likeliest first; places that are closed now stand behind open ones.
  ///
  /// Where the text is a kind of place, such as `药店`, the nearest of that kind come first.
  public func find(
    _ question: SearchQuestion, isAbandoned: () -> Bool = Router.isNever
  ) -> [SearchHit] {
    var question = question
    question.opening = (CivilTime.now(in: city.zone), city.rules.context)
    let hits = index.find(question, isAbandoned: isAbandoned)
    guard question.filter == nil, let kind = try? PlaceKindWord(kinds).kind(question.text) else {
      return hits
    }
    question.filter = .places(kind)
    let near = index.nearest(question)
    let known = Set(near.map(\.element))
    return Array((near + hits.filter { !known.contains($0.element) }).prefix(question.limit))
  }
}

extension SearchHit {
  /// As the service and the command line say it.
  public func json(_ language: Language, _ datum: Datum) -> JSON {
    JSON.object([
      "kind": .string(kind.rawValue), "id": .string("\(element)"), "to": .string("\(element)"),
      "label": .string(label[language]), "detail": .string(compound?[language]),
      "name": .object(["en": .string(name.english), "zh": .string(name.chinese)]),
      "position": .position(position, datum), "distance": distance.map { .number($0.rounded()) } ?? .null,
      "placeKind": .string(placeKind), "open": openness.isOpen.map { .bool($0) } ?? .null,
      "hoursDoubt": .string(openness.doubt?[language]),
      "match": .string(match.rawValue), "room": .string(room), "doubt": .string(gap?.wording[language]),
    ])
  }
}
