internal import Dense
internal import Search
internal import Streets

/// Everything that bears one name.
struct AddressName {
  var text: String
  var compounds: [CompoundID] = []
  var buildings: [BuildingID] = []
  var places: [PlaceID] = []
  var addresses: [AddressID] = []
  /// Buildings that stand there by their own address or in the compound.
  var inside: [BuildingID] = []
  var isStreet = false
}

/// The names of a city by their folded spelling.
///
/// - Complexity: O(texts) to make, at the first address that is asked for.
struct AddressIndex: Sendable {
  private(set) var names: [String: AddressName] = [:]
  private var keys: [TextID: String] = [:]
  private let tables: CityTables

  init(_ tables: CityTables) {
    self.tables = tables
    addCompounds()
    addBuildings()
    addAddresses()
    addPlaces()
    for id in Set(tables.network.name.ids.map { tables.network.name[$0] }) { add(id) { $0.isStreet = true } }
  }

  private mutating func add(_ text: TextID, _ change: (inout AddressName) -> Void) {
    guard let words = tables.texts[text], !words.isEmpty else { return }
    let key = keys[text] ?? AddressText(words).key
    keys[text] = key
    guard !key.isEmpty else { return }
    change(&names[key, default: AddressName(text: words)])
  }

  private mutating func addCompounds() {
    let rows = tables.premises.compounds
    for id in rows.ids {
      for text in Set([rows[id].name, rows[id].nameEnglish]) { add(text) { $0.compounds.append(id) } }
    }
  }

  private mutating func addBuildings() {
    let premises = tables.premises
    for id in premises.buildings.ids {
      let row = premises.buildings[id]
      for text in Set([row.name, row.nameEnglish]) { add(text) { $0.buildings.append(id) } }
      var around: Set<TextID> = [row.street]
      if row.compound != .none {
        let compound = premises.compounds[row.compound]
        around.formUnion([compound.name, compound.nameEnglish])
      }
      guard row.houseNumber != .none || row.ref != .none else { continue }
      for text in around { add(text) { if $0.inside.last != id { $0.inside.append(id) } } }
    }
  }

  private mutating func addAddresses() {
    let premises = tables.premises
    for id in premises.addresses.ids {
      let row = premises.addresses[id]
      // Buildings are found by ``AddressName/inside``.
      if row.building != .none, premises.buildings[row.building].element == row.element { continue }
      let own = row.street == .none && row.building != .none
      add(own ? premises.buildings[row.building].street : row.street) { $0.addresses.append(id) }
    }
  }

  private mutating func addPlaces() {
    let rows = tables.premises.places
    for id in rows.ids {
      for text in Set([rows[id].name, rows[id].nameEnglish]) { add(text) { $0.places.append(id) } }
    }
  }

  /// The one name that holds all words of `text`; the shortest of several, unless `isUnique` is asked for.
  func name(holding words: [String], isUnique: Bool) -> AddressName? {
    guard words.joined().count >= 2 else { return nil }
    let keys = names.keys.filter { key in words.allSatisfy { key.contains($0) } }
    if isUnique, keys.count != 1 { return nil }
    return keys.min { ($0.count, $0) < ($1.count, $1) }.flatMap { names[$0] }
  }

  /// Names that look like `text`, best first.
  func similar(_ text: AddressText) -> [String] {
    let words = text.tokens.filter { $0.kind != .number }.reduce(into: "") { $0 += $1.text }
    let asked = pairs(words)
    guard !asked.isEmpty else { return [] }
    let likely = names.compactMap { key, name -> (Double, String)? in
      let own = pairs(key)
      let share = 2 * Double(own.intersection(asked).count) / Double(own.count + asked.count)
      return share >= 0.4 ? (share, name.text) : nil
    }
    var seen: Set<String> = []
    return Array(
      likely.sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.1).filter { seen.insert($0).inserted }.prefix(3))
  }

  private func pairs(_ text: String) -> Set<String> {
    let letters = Array(text)
    return Set(zip(letters, letters.dropFirst()).map { String([$0, $1]) })
  }
}
