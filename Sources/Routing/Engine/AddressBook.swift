internal import Dense
internal import Geo
internal import Streets

/// What an address or name was found to mean.
enum AddressMatch {
  case doors([DoorID], label: String)
  case building(BuildingID, label: String)
  case address(AddressID, label: String)
  case compound(CompoundID)
  case place(PlaceID)
}

/// Finds addresses and names by their words, wherever they stand in the text.
///
/// A plain scan, good for the command line; the registry's search comes later.
/// - Complexity: O(addresses + names).
struct AddressBook {
  let city: City

  /// The best match: every word of the text must occur.
  func find(_ text: String) -> AddressMatch? {
    let words = AddressWords(text)
    guard !words.isEmpty else { return nil }
    return findDoors(words) ?? findAddress(words) ?? findBuilding(words) ?? findCompound(words)
      ?? findPlace(words)
  }

  private func findDoors(_ words: AddressWords) -> AddressMatch? {
    let premises = city.premises
    let found = premises.doors.ids.filter { id in
      let door = premises.doors[id]
      let ownText = [door.unit, door.ref, door.name, door.houseNumber].compactMap { city.texts[$0] }
      guard words.mentionsAny(ownText) else { return false }
      return words.matches(
        labels(building: door.building) + ownText + [city.texts[door.street]].compactMap(\.self))
    }
    guard let first = found.first else { return nil }
    return .doors(Array(found.prefix(8)), label: city.label(premises.doors[first]))
  }

  private func findAddress(_ words: AddressWords) -> AddressMatch? {
    let premises = city.premises
    for id in premises.addresses.ids {
      let row = premises.addresses[id]
      let own = [row.street, row.houseNumber, row.unit].compactMap { city.texts[$0] }
      let around = row.building == .none ? [] : labels(building: row.building)
      guard words.matches(own + around), words.mentionsAny([city.texts[row.houseNumber]].compactMap(\.self))
      else {
        continue
      }
      return .address(id, label: own.joined(separator: " "))
    }
    return nil
  }

  private func findBuilding(_ words: AddressWords) -> AddressMatch? {
    let premises = city.premises
    guard
      let found = premises.buildings.ids.first(where: { id in
        let row = premises.buildings[id]
        let own = [row.name, row.nameEnglish, row.ref, row.houseNumber].compactMap { city.texts[$0] }
        return words.mentionsAny(own) && words.matches(labels(building: id))
      })
    else { return nil }
    return .building(found, label: city.label(premises.buildings[found]))
  }

  private func labels(building: BuildingID) -> [String] {
    let row = city.premises.buildings[building]
    var texts = [row.name, row.nameEnglish, row.street, row.houseNumber, row.ref].compactMap {
      city.texts[$0]
    }
    if row.compound != .none {
      let compound = city.premises.compounds[row.compound]
      texts += [compound.name, compound.nameEnglish].compactMap { city.texts[$0] }
    }
    return texts
  }

  private func findCompound(_ words: AddressWords) -> AddressMatch? {
    let rows = city.premises.compounds
    return rows.ids.first { id in
      words.matches([rows[id].name, rows[id].nameEnglish].compactMap { city.texts[$0] })
    }.map { .compound($0) }
  }

  private func findPlace(_ words: AddressWords) -> AddressMatch? {
    let rows = city.premises.places
    return rows.ids.first { id in
      words.matches([rows[id].name, rows[id].nameEnglish].compactMap { city.texts[$0] })
    }.map { .place($0) }
  }

  /// Names that share the beginning of the first word.
  func similar(_ text: String) -> [String] {
    guard let first = AddressWords(text).words.first, !first.isEmpty else { return [] }
    let start = first.prefix(max(2, first.count / 2))
    var found: [String] = []
    for id in city.premises.compounds.ids {
      if let name = city.texts[city.premises.compounds[id].name], AddressWords.fold(name).contains(start) {
        found.append(name)
      }
    }
    for id in city.premises.addresses.ids where found.count < 12 {
      if let street = city.texts[city.premises.addresses[id].street],
        AddressWords.fold(street).hasPrefix(start)
      {
        found.append(street)
      }
    }
    var seen: Set<String> = []
    return Array(found.filter { seen.insert($0).inserted }.prefix(3))
  }
}

/// The words of an address, folded so that case and width do not matter.
struct AddressWords {
  let words: [String]
  var isEmpty: Bool { words.isEmpty }

  init(_ text: String) {
    var words: [String] = []
    var current = ""
    var wasDigit: Bool?
    func flush() {
      if !current.isEmpty { words.append(current) }
      current = ""
      wasDigit = nil
    }
    for character in AddressWords.fold(text) {
      if character.isWhitespace || ",;，；、".contains(character) {
        flush()
        continue
      }
      // "金沙时代3栋2单元" has its words at the digits; "12a" stays one.
      let isDigit = character.isNumber
      if isDigit, wasDigit == false, !(current.last?.isASCII ?? true) { flush() }
      current.append(character)
      wasDigit = isDigit
      if "栋幢号楼单元座".contains(character), character != "单" { flush() }
    }
    flush()
    self.words = words
  }

  static func fold(_ text: String) -> String { text.lowercased().replacing("ß", with: "ss") }

  /// Whether every word occurs in one of `texts`; numbers must match whole numbers.
  func matches(_ texts: [String]) -> Bool {
    let folded = texts.map(AddressWords.fold)
    return words.allSatisfy { word in folded.contains { AddressWords.contains($0, word) } }
  }

  /// Whether any word occurs in one of `texts`.
  func mentionsAny(_ texts: [String]) -> Bool {
    let folded = texts.map(AddressWords.fold)
    return words.contains { word in folded.contains { AddressWords.contains($0, word) } }
  }

  private static func contains(_ text: String, _ word: String) -> Bool {
    guard word.first?.isNumber == true else { return text.contains(word) }
    if text == word { return true }
    let parts = text.split { !$0.isNumber && !$0.isLetter }.map(String.init)
    let digits = word.prefix { $0.isNumber }
    // "3" finds "3栋"; "3栋" finds a plain ref "3".
    return parts.contains(word)
      || (digits == word && text.hasPrefix(word)
        && text.dropFirst(word.count).first.map { !$0.isNumber && !$0.isASCII } == true)
      || (digits.count < word.count && !word.dropFirst(digits.count).contains { $0.isASCII }
        && text == digits)
  }
}
