internal import Dense
public import Geo
internal import OSM
public import Routing
public import Search
internal import Streets
internal import Synchronization
public import Wording

/// The search of a city: its index is made when first needed, or before in the background.
public final class CitySearch: Sendable {
  private let city: City
  private let kinds: [String]
  private let made = Mutex<SearchIndex?>(nil)
  private let hasIndex = Atomic(false)

  public init(city: City) {
    self.city = city
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
    made.withLock { made in
      if let made { return made }
      let index = SearchIndex(SearchEntries(city.tables))
      made = index
      hasIndex.store(true, ordering: .releasing)
      return index
    }
  }

  /// Whether the index is there already.
  public var isMade: Bool { hasIndex.load(ordering: .acquiring) }

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
      "placeKind": .string(placeKind), "open": isOpen.map { .bool($0) } ?? .null,
      "match": .string(match.rawValue), "room": .string(room), "doubt": .string(gap?.wording[language]),
    ])
  }
}
