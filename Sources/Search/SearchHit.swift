public import Geo
public import OSM
public import Wording

/// What somebody looks for.
public struct SearchQuestion: Sendable {
  public var text: String
  /// What is near this comes first.
  public var near: Coordinate?
  /// 1 or more.
  public var limit = 10
  /// Only these; all where nil.
  public var filter: SearchFilter?
  /// The moment at which places are open or not; nobody asks where nil.
  public var opening: (time: CivilTime, context: HoursContext)?

  public init(_ text: String, near: Coordinate? = nil, limit: Int = 10) {
    (self.text, self.near, self.limit) = (text, near, limit)
  }
}

/// Which things are looked for.
public enum SearchFilter: Sendable, Hashable {
  case kind(SearchKind)
  /// Places of a kind, as the map calls it: `pharmacy`.
  case places(String)

  func admits(_ kind: SearchKind, _ placeKind: String?) -> Bool {
    switch self {
    case .kind(let wanted): kind == wanted
    case .places(let wanted): placeKind == wanted
    }
  }
}

/// What of a query the map does not know.
public enum SearchGap: Sendable, Hashable {
  /// The house or building of this number; what was found is where it should be.
  case house(String)
  /// The unit of this name; what was found is its house.
  case unit(String)
  /// The very number; what was found has it among others.
  case range(String)

  /// What to tell about it.
  public var wording: Wording {
    switch self {
    case .house(let number): Wording.Search.unknownHouse(number)
    case .unit(let unit): Wording.Search.unknownUnit(unit)
    case .range(let number): Wording.Search.numberInRange(number)
    }
  }
}

/// Something that was found.
public struct SearchHit: Sendable {
  public var kind: SearchKind
  public var element: ElementID
  /// Without the compound's name: `building 3, unit 2`.
  public var label: Wording
  /// The compound that it lies in.
  public var compound: Wording?
  public var position: Coordinate
  /// `pharmacy`; nil for what is no place.
  public var placeKind: String?
  public var match: SearchMatch
  public var gap: SearchGap?
  /// The room that was asked for; no map has it.
  public var room: String?
  /// Unsaid where nobody asked.
  public var openness = Openness.unsaid
  /// Metres from where it was asked near to.
  public var distance: Double?
  /// How little it is what was meant.
  var cost: Double

  /// The whole name, the compound's included.
  public var name: Wording {
    guard let compound, kind != .compound, kind != .place else { return label }
    return Wording.Search.inside(compound, label)
  }
}
