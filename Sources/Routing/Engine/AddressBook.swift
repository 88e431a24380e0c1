internal import Dense
internal import Geo
internal import Search
internal import Streets

/// What an address or name was found to mean.
enum AddressMatch {
  /// Doors that carry the address or unit.
  case doors([DoorID], label: String)
  case buildings([BuildingID], label: String)
  /// An address of its own, mostly inside a building.
  case address(AddressID, label: String)
  case compound(CompoundID)
  case place(PlaceID)
}

/// What was found, and what about it is not as asked.
struct FoundAddress {
  var match: AddressMatch
  var doubt: EndDoubt?
}

/// Finds addresses and names: a street or name in the text, then the numbers beside it, each for what it is.
///
/// - Complexity: O(1) for each start and length of a name in the text.
final class AddressBook {
  let city: City
  var index: AddressIndex { city.addressIndex }

  init(city: City) { self.city = city }

  /// The best match.
  ///
  /// - Throws: ``RouteError`` that says what of the address the map does not know, and what it does.
  func find(_ text: String) throws(RouteError) -> FoundAddress {
    let words = AddressText(text)
    let anchors = anchors(words)
    var problem: RouteError?
    for anchor in anchors {
      guard let numbers = numbers(words, anchor, anchors) else { continue }
      if numbers.isEmpty {
        if let match = named(anchor.name) { return FoundAddress(match: match) }
        problem = problem ?? .bareStreet(anchor.name.text)
      } else {
        do throws(RouteError) { return try find(numbers, in: anchor.name) } catch {
          problem = problem ?? error
        }
      }
    }
    if problem == nil, let found = partly(words) { return found }
    throw problem ?? .unknownAddress(text, similar: index.similar(words))
  }

  // MARK: Names

  /// A name found among the words.
  private struct Anchor {
    var range: Range<Int>
    var name: AddressName
  }

  /// All names in the text; the longest first.
  private func anchors(_ words: AddressText) -> [Anchor] {
    var found: [Anchor] = []
    for start in words.tokens.indices {
      for end in (start + 1)...words.tokens.count where end - start <= 24 {
        if let name = index.names[words.key(start..<end)] {
          found.append(Anchor(range: start..<end, name: name))
        }
      }
    }
    return found.sorted { ($1.range.count, $0.range.lowerBound) < ($0.range.count, $1.range.lowerBound) }
  }

  /// The numbers beside `anchor`; nil where words are left over that would name another place.
  private func numbers(_ words: AddressText, _ anchor: Anchor, _ anchors: [Anchor]) -> AddressNumbers? {
    // A place called "E" does not make the E of "13 E" part of a name.
    let others = anchors.filter { !$0.range.overlaps(anchor.range) && words.key($0.range).utf8.count > 3 }
      .flatMap { Array($0.range) }
    let covered = Set(others.filter { words.tokens[$0].kind != .number })
    let tokens = words.tokens
    let part = tokens[anchor.range.upperBound - 1].part
    let after = (anchor.range.upperBound..<tokens.count).filter { !covered.contains($0) }
    let before = (0..<anchor.range.lowerBound).filter { !covered.contains($0) }
    let near = after.prefix { tokens[$0].part == part }
    // A city and its postcode come after a comma; a number does so only where none came before.
    let hasNear = near.contains { tokens[$0].kind == .number }
    var numbers = AddressNumbers(tokens, Array(hasNear ? near[...] : after[...]))
    guard isLocality(numbers.unread, tokens, part, after: anchor.range.upperBound) else { return nil }
    if numbers.isEmpty, let last = before.last, last == anchor.range.lowerBound - 1,
      tokens[last].kind == .number
    {
      numbers = AddressNumbers(tokens, [last])
      return isRegion(before.dropLast(), tokens, part) ? numbers : nil
    }
    return isRegion(before[...], tokens, part) ? numbers : nil
  }

  /// Whether words after the numbers may be a city's name: behind a comma, or last and no word before a number.
  private func isLocality(_ rows: [Int], _ tokens: [AddressToken], _ part: Int, after end: Int) -> Bool {
    rows.allSatisfy { row in
      tokens[row].part > part
        || row > end && tokens[row].kind == .word
          && !tokens[(row + 1)...].contains { $0.kind == .number && $0.part == part }
        || tokens[row].kind == .han && tokens[(row + 1)...].allSatisfy { $0.kind != .number } && row > end
    }
  }

  /// Whether words before a name may be the region: "重庆市沙坪坝区", or anything before a comma.
  private func isRegion(_ rows: ArraySlice<Int>, _ tokens: [AddressToken], _ part: Int) -> Bool {
    let near = rows.filter { tokens[$0].part == part && tokens[$0].kind != .number }
    guard let last = near.last else { return true }
    return tokens[last].kind == .han && "市区县省镇乡村道".contains(tokens[last].text)
  }

  /// What bears `name`, other than streets.
  private func named(_ name: AddressName) -> AddressMatch? {
    if let compound = name.compounds.first { return .compound(compound) }
    if !name.buildings.isEmpty { return .buildings(name.buildings, label: name.text) }
    return name.places.first.map { .place($0) }
  }

  /// Part of a name, where no whole name is in the text.
  private func partly(_ words: AddressText) -> FoundAddress? {
    let rows = Array(words.tokens.indices)
    let first = rows.first { words.tokens[$0].kind == .number } ?? rows.count
    var numbers = AddressNumbers(words.tokens, Array(rows[first...]))
    var names = rows[..<first].map { words.tokens[$0].text }
    if let last = names.last, ["building", "unit", "block"].contains(last) {
      names.removeLast()
      numbers = AddressNumbers(words.tokens, Array(rows[(first - 1)...]))
    }
    guard numbers.unread.isEmpty, let name = index.name(holding: names, isUnique: !numbers.isEmpty) else {
      return nil
    }
    if numbers.isEmpty { return named(name).map { FoundAddress(match: $0) } }
    return try? find(numbers, in: name)
  }

  // MARK: Numbers

  private func find(_ numbers: AddressNumbers, in name: AddressName) throws(RouteError) -> FoundAddress {
    var problem: RouteError?
    var vague: FoundAddress?
    for reading in numbers.readings {
      do throws(RouteError) {
        guard let found = try find(reading, in: name) else { continue }
        if found.doubt == nil { return found }
        vague = vague ?? found
      } catch { problem = problem ?? error }
    }
    if numbers.readings.isEmpty, let found = unitOf(numbers, name) { return found }
    if let vague { return vague }
    throw problem ?? .unknownNumber(street: name.text, number: numbers.asked, nearest: nearest(numbers, name))
  }

  /// A door of a building that is known by its name: "Stockmann entrance B".
  private func unitOf(_ numbers: AddressNumbers, _ name: AddressName) -> FoundAddress? {
    guard let unit = numbers.unit else { return nil }
    let doors = name.buildings.flatMap { self.doors(of: $0) }.filter { hasUnit($0, unit) }
    return doors.first.map { FoundAddress(match: .doors(doors, label: city.label(city.premises.doors[$0]))) }
  }

  /// The elements that carry a number of a street or a compound.
  private struct Carriers {
    var doors: [DoorID] = []
    var buildings: [BuildingID] = []
    var nodes: [AddressID] = []
    var fit = AddressFit.range
    var isEmpty: Bool { doors.isEmpty && buildings.isEmpty && nodes.isEmpty }

    mutating func admit(_ found: AddressFit) -> Bool {
      if isEmpty || found < fit { self = Carriers(fit: found) }
      return found == fit
    }
  }

  private func carriers(_ house: String, in name: AddressName) -> Carriers {
    let premises = city.premises
    var found = Carriers()
    for id in name.inside {
      let row = premises.buildings[id]
      let numbers = [row.ref, row.houseNumber].compactMap { city.texts[$0] }
      guard let fit = numbers.compactMap({ AddressFit($0, asked: house) }).min(), found.admit(fit) else {
        continue
      }
      found.buildings.append(id)
    }
    for id in name.addresses {
      let row = premises.addresses[id]
      guard let number = city.texts[row.houseNumber], let fit = AddressFit(number, asked: house),
        found.admit(fit)
      else { continue }
      if row.door == .none { found.nodes.append(id) } else { found.doors.append(row.door) }
    }
    return found
  }

  private func find(_ reading: AddressReading, in name: AddressName) throws(RouteError) -> FoundAddress? {
    let carriers = carriers(reading.house, in: name)
    guard !carriers.isEmpty else { return nil }
    guard let unit = reading.unit else { return house(carriers, reading.house, name) }
    if let found = self.unit(unit, carriers, name) { return found }
    if reading.isStrict { return nil }
    let known = units(carriers)
    let label = "\(name.text) \(reading.house)"
    if !known.isEmpty { throw .unknownUnit(house: label, unit: unit, known: known) }
    guard var found = house(carriers, reading.house, name) else { return nil }
    found.doubt = found.doubt ?? .unknownUnit(unit)
    return found
  }

  /// The house, whichever unit: its own doors first, then buildings, then addresses inside or beside one.
  private func house(_ carriers: Carriers, _ house: String, _ name: AddressName) -> FoundAddress? {
    let premises = city.premises
    let asked = "\(name.text) \(house)"
    var doubt: EndDoubt?
    if let first = carriers.doors.first {
      let building = premises.doors[first].building
      let doors = carriers.doors.filter { premises.doors[$0].building == building }
      if carriers.fit == .range {
        doubt = .otherAddress(asked: asked, found: city.label(premises.doors[first]))
      }
      return FoundAddress(match: .doors(doors, label: asked), doubt: doubt)
    }
    if let first = carriers.buildings.first {
      let centre = premises.buildings[first].centre
      let near = carriers.buildings.filter { premises.buildings[$0].centre.distance(to: centre) < 150 }
      let row = premises.buildings[first]
      if carriers.fit == .range { doubt = .otherAddress(asked: asked, found: city.label(row)) }
      return FoundAddress(match: .buildings(near, label: city.label(row)), doubt: doubt)
    }
    let inside = carriers.nodes.first { premises.addresses[$0].building != .none }
    return (inside ?? carriers.nodes.first).map { FoundAddress(match: .address($0, label: asked)) }
  }

  // MARK: Units

  private func doors(of building: BuildingID) -> [DoorID] {
    city.premises.buildingDoors[building].map { city.premises.buildingDoors.values[$0] }
  }

  private func doors(of carriers: Carriers) -> [DoorID] {
    let around = carriers.nodes.map { city.premises.addresses[$0].building }.filter { $0 != .none }
    let buildings = carriers.buildings.isEmpty && carriers.doors.isEmpty ? around : carriers.buildings
    return carriers.doors + buildings.flatMap { doors(of: $0) }
  }

  private func hasUnit(_ door: DoorID, _ unit: String) -> Bool {
    let row = city.premises.doors[door]
    return [row.unit, row.ref, row.name].contains { id in
      city.texts[id].flatMap { AddressFit($0, asked: unit) }.map { $0 < .range } ?? false
    }
  }

  private func unit(_ unit: String, _ carriers: Carriers, _ name: AddressName) -> FoundAddress? {
    let premises = city.premises
    let doors = self.doors(of: carriers).filter { hasUnit($0, unit) }
    if let first = doors.first {
      return FoundAddress(match: .doors(doors, label: city.label(premises.doors[first])))
    }
    let node = carriers.nodes.first { id in
      city.texts[premises.addresses[id].unit].flatMap { AddressFit($0, asked: unit) } != nil
    }
    return node.map { FoundAddress(match: .address($0, label: label($0))) }
  }

  private func label(_ address: AddressID) -> String {
    let row = city.premises.addresses[address]
    return [row.street, row.houseNumber, row.unit].compactMap { city.texts[$0] }.joined(separator: " ")
  }

  /// The units that the map knows there.
  private func units(_ carriers: Carriers) -> [String] {
    let doors = self.doors(of: carriers).compactMap { id in
      city.texts[city.premises.doors[id].unit] ?? city.texts[city.premises.doors[id].ref]
    }
    let nodes = carriers.nodes.compactMap { city.texts[city.premises.addresses[$0].unit] }
    return Array(Set(doors + nodes).sorted { ($0.count, $0) < ($1.count, $1) }.prefix(8))
  }

  /// The numbers of a street nearest to the one asked for.
  private func nearest(_ numbers: AddressNumbers, _ name: AddressName) -> [String] {
    let premises = city.premises
    func digits(_ text: String) -> Int { Int(text.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0 }
    let asked = digits(numbers.asked)
    let buildings = name.inside.map { premises.buildings[$0] }
      .compactMap { city.texts[$0.ref] ?? city.texts[$0.houseNumber] }
    let nodes = name.addresses.compactMap { city.texts[premises.addresses[$0].houseNumber] }
    let all = Set(buildings + nodes).map { (abs(digits($0) - asked), digits($0), $0) }
    return all.sorted { $0 < $1 }.prefix(3).map(\.2)
  }
}
