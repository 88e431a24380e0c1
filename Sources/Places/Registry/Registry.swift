public import OSM

/// What is known of all places beyond the map: the accepted edits of each, one after the other.
///
/// A value: whoever holds one sees it as it was.
public struct Registry: Sendable {
  /// One accepted edit of a place.
  public struct Entry: Hashable, Sendable {
    /// The edit's id.
    public var id: String
    /// Orders the edits of one place: the number of the event by which it was accepted.
    public var sequence: Int64
    public var element: ElementID
    public var patch: PlacePatch

    public init(id: String, sequence: Int64, element: ElementID, patch: PlacePatch) {
      (self.id, self.sequence, self.element, self.patch) = (id, sequence, element, patch)
    }
  }

  private var entries: [ElementID: [Entry]] = [:]
  private var known: [ElementID: PlaceFacts] = [:]
  private var codes: [String: ElementID] = [:]

  /// Grows with each change of ``names``.
  public private(set) var namesRevision = 0

  public init() {}

  /// - Complexity: O(entries · log entries of one place).
  public init(_ entries: some Sequence<Entry>) {
    for entry in entries { self.entries[entry.element, default: []].append(entry) }
    for element in self.entries.keys {
      self.entries[element]?.sort { $0.sequence < $1.sequence }
      settle(element)
    }
  }

  /// What is known of `element`; nil where nobody said anything.
  public subscript(element: ElementID) -> PlaceFacts? { known[element] }

  /// All places of which something is known, in no order.
  public var elements: Dictionary<ElementID, PlaceFacts>.Keys { known.keys }

  public var count: Int { known.count }

  /// The edits that say what is known of `elements`.
  public func edits(of elements: some Sequence<ElementID>) -> [String] {
    elements.flatMap { (entries[$0] ?? []).map(\.id) }
  }

  /// The place that the district calls `code`.
  public func element(code: String) -> ElementID? { codes[code] }

  /// By what places may be found beside their names on the map: other names, and the district's numbers.
  ///
  /// - Complexity: O(places).
  public var names: [ElementID: [String]] { known.mapValues(\.searchNames).filter { !$0.value.isEmpty } }

  /// Places that are planned, being built, suspended or closed.
  ///
  /// - Complexity: O(places).
  public var outOfService: Set<ElementID> {
    Set(known.lazy.filter { $0.value.status ?? .open != .open }.map(\.key))
  }

  /// Whether some place shows the picture called `name`.
  ///
  /// - Complexity: O(places).
  public func hasPhoto(_ name: String) -> Bool { known.values.contains { $0.photos.contains(name) } }

  /// An edit was accepted.
  public mutating func add(_ entry: Entry) {
    var list = entries[entry.element] ?? []
    guard !list.contains(where: { $0.id == entry.id }) else { return }
    let row = list.firstIndex { $0.sequence > entry.sequence } ?? list.count
    list.insert(entry, at: row)
    entries[entry.element] = list
    settle(entry.element)
  }

  /// An edit of `element` was taken back.
  public mutating func remove(_ id: String, of element: ElementID) {
    entries[element]?.removeAll { $0.id == id }
    if entries[element]?.isEmpty ?? false { entries[element] = nil }
    settle(element)
  }

  private mutating func settle(_ element: ElementID) {
    let before = known[element]?.searchNames ?? []
    defer { if (known[element]?.searchNames ?? []) != before { namesRevision += 1 } }
    if let code = known[element]?.code, codes[code] == element { codes[code] = nil }
    guard let list = entries[element] else {
      known[element] = nil
      return
    }
    var facts = PlaceFacts()
    for entry in list { facts.apply(entry.patch) }
    known[element] = facts
    if let code = facts.code { codes[code] = element }
  }
}

extension PlaceFacts {
  /// Other names, and the district's number.
  fileprivate var searchNames: [String] { aliases + [code].compactMap(\.self) }
}
