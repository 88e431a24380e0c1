public import Geo
public import OSM
public import Wording

/// What kind of thing a search finds.
public enum SearchKind: String, Sendable, CaseIterable {
  case compound, place, building, street, door, address, gate
}

/// Something that has a name.
public struct SearchEntry: Sendable {
  public var kind: SearchKind
  /// Nil for a name that only numbers hang on, such as that of a street without a way.
  public var element: ElementID?
  public var name: Wording
  /// Further names, in any language.
  public var aliases: [String] = []
  public var position: Coordinate
  /// The compound that it lies in.
  public var compound: Wording?
  /// `pharmacy`; nil for what is no place.
  public var placeKind: String?
  /// As `opening_hours` has them.
  public var hours: String?
  /// How much likelier it is meant than another of its name: -1...1, 0 for most.
  public var weight = 0.0

  public init(_ kind: SearchKind, _ element: ElementID?, name: Wording, position: Coordinate) {
    (self.kind, self.element, self.name, self.position) = (kind, element, name, position)
  }

  /// The name in both languages, and all others.
  var spellings: [String] { [name.chinese, name.english] + aliases }
}

/// A building or an address, known by a number beside a name.
public struct SearchHouse: Sendable {
  public var kind: SearchKind
  public var element: ElementID
  /// Without the name that the number stands beside: `building 3`.
  public var label: Wording
  public var compound: Wording?
  public var position: Coordinate
  /// As the map writes them: `3栋`, `12-16`.
  public var numbers: [String]
  public var doors: [SearchDoor] = []

  public init(
    _ kind: SearchKind, _ element: ElementID, label: Wording, position: Coordinate, numbers: [String]
  ) {
    (self.kind, self.element, self.label, self.position) = (kind, element, label, position)
    self.numbers = numbers
  }
}

/// A door of a house.
public struct SearchDoor: Sendable {
  public var element: ElementID
  public var label: Wording
  public var position: Coordinate
  /// Its unit, number and name, as the map writes them.
  public var units: [String]

  public init(_ element: ElementID, label: Wording, position: Coordinate, units: [String]) {
    (self.element, self.label, self.position, self.units) = (element, label, position, units)
  }
}

/// All that a search may find, collected from any number of sources before an index is made.
///
/// A source adds named entries first and then the houses that their numbers lead to.
public struct SearchEntries: Sendable {
  public private(set) var named: [SearchEntry] = []
  public private(set) var houses: [SearchHouse] = []
  /// Houses by the entry that their number stands beside.
  private(set) var housesOf: [Int: [Int]] = [:]
  /// The house that an entry itself is.
  private(set) var houseOf: [Int: Int] = [:]

  public init() {}

  /// Adds `entry`; its row.
  @discardableResult public mutating func add(_ entry: SearchEntry) -> Int {
    named.append(entry)
    return named.count - 1
  }

  /// Adds `house`, whose number stands beside the names of the entries `anchors`; its row.
  ///
  /// `own` is the entry by whose name the house itself is known.
  @discardableResult public mutating func add(_ house: SearchHouse, of anchors: [Int], own: Int? = nil) -> Int
  {
    let row = houses.count
    houses.append(house)
    for anchor in anchors { housesOf[anchor, default: []].append(row) }
    if let own { houseOf[own] = row }
    return row
  }
}
