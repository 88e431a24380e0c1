internal import Geo

/// A text cut into a name and the numbers beside it.
struct AddressSplit {
  /// Empty where there are numbers only.
  var name: String
  var numbers: AddressNumbers

  /// The ways to cut `text`, likeliest first; none where it has no numbers.
  static func splits(_ text: String) -> [AddressSplit] {
    let tokens = AddressText(text).tokens
    guard tokens.count <= 60, tokens.contains(where: { $0.kind == .number || isMarked($0) }) else {
      return []
    }
    var found: [AddressSplit] = []
    let last = tokens.last?.part ?? 0
    for part in last == 0 ? [nil] : [nil, 0, last] {
      let rows = tokens.indices.filter { part == nil || tokens[$0].part == part }
      found += splits(tokens, rows)
    }
    return found
  }

  private static func isMarked(_ token: AddressToken) -> Bool {
    token.kind == .han && "栋幢座".contains(token.text)
  }

  private static func splits(_ tokens: [AddressToken], _ rows: [Int]) -> [AddressSplit] {
    guard let first = rows.first, let last = rows.last else { return [] }
    var found: [AddressSplit] = []
    func add(_ names: Range<Int>, _ numbers: Range<Int>) {
      let read = AddressNumbers(tokens, Array(numbers))
      guard read.unread.isEmpty, !read.isEmpty else { return }
      found.append(AddressSplit(name: text(tokens[names]), numbers: read))
    }
    // The longest name that leaves only numbers comes last: "2. linja 9" has one in its name.
    for cut in first...last where cut == first || tokens[cut].kind != .han {
      add(first..<cut, cut..<(last + 1))
    }
    for cut in (first + 1)..<max(last + 1, first + 1) where tokens[cut - 1].kind != .word || cut - first > 1 {
      add(cut..<(last + 1), first..<cut)
    }
    return found
  }

  private static func text(_ tokens: ArraySlice<AddressToken>) -> String {
    var text = ""
    for token in tokens {
      if token.kind != .han, !text.isEmpty { text += " " }
      text += token.spelling
    }
    return text
  }

  /// The name, and what may be left of it: `金沙时代` of `重庆市沙坪坝区金沙时代小区`.
  var names: [String] {
    var all = [name]
    for suffix in ["小区", "社区", " estate", " compound"] where name.hasSuffix(suffix) {
      all.append(String(name.dropLast(suffix.count)))
    }
    for text in all {
      guard let mark = text.lastIndex(where: { "市区县镇乡".contains($0) }) else { continue }
      all.append(String(text[text.index(after: mark)...]))
    }
    return all.filter { $0.count >= 2 }
  }
}

extension SearchIndex {
  /// The houses and doors that numbers in `text` mean.
  func numbered(_ text: String, _ question: SearchQuestion, _ isAbandoned: () -> Bool) -> [SearchHit] {
    let splits = AddressSplit.splits(text)
    guard !splits.isEmpty else { return [] }
    var scan = NameScan(near: question.near, onlyAnchors: true)
    scan.most = 8
    var vague: [SearchHit] = []
    var tried: Set<String> = []
    for isTypo in [false, true] {
      for split in splits {
        if split.name.isEmpty {
          if !isTypo { vague += bare(split, question) }
          continue
        }
        for name in split.names {
          guard tried.insert("\(isTypo)\(name)\(split.numbers.asked)").inserted, tried.count <= 12,
            let query = NameQuery(name)
          else { continue }
          let anchors =
            isTypo
            ? misspelt(query, scan, isAbandoned: isAbandoned)
            : matches(query, scan, isAbandoned: isAbandoned)
          let hits = anchors.flatMap { houses(split.numbers, of: $0, question) }
          let sure = hits.filter { $0.gap == nil }
          if !sure.isEmpty { return sure }
          vague += hits
        }
      }
      // A name with a gap is better than another name without.
      if !vague.isEmpty { return vague }
    }
    return vague
  }

  // MARK: Houses of a name

  /// What numbers beside the name `anchor` mean; the name itself where the map has no such house.
  private func houses(_ numbers: AddressNumbers, of anchor: NamedMatch, _ question: SearchQuestion)
    -> [SearchHit]
  {
    let rows = entries.housesOf[anchor.entry] ?? []
    var hits: [SearchHit] = []
    for reading in numbers.readings {
      hits += found(reading, numbers.room, among: rows, anchor, question)
      if hits.contains(where: { $0.gap == nil }) { break }
    }
    if numbers.readings.isEmpty, let unit = numbers.unit, let own = entries.houseOf[anchor.entry] {
      hits += doors(own, unit, numbers.room, anchor, question, fit: .exact)
    }
    if hits.isEmpty, var hit = hit(anchor, question), admits(hit.kind, question) {
      hit.gap = .house(numbers.asked)
      hit.cost += 1
      hits = [hit]
    }
    return hits
  }

  private func admits(_ kind: SearchKind, _ question: SearchQuestion) -> Bool {
    question.filter.map { $0.admits(kind, nil) } ?? true
  }

  private func found(
    _ reading: AddressReading, _ room: String?, among rows: [Int], _ anchor: NamedMatch,
    _ question: SearchQuestion
  ) -> [SearchHit] {
    var fits: [(row: Int, fit: AddressFit)] = []
    var longer: [Int] = []
    for row in rows {
      if let fit = numbers[row].compactMap({ AddressFit(plain: $0, asked: reading.house) }).min() {
        fits.append((row, fit))
      } else if reading.unit == nil, longer.count < question.limit,
        numbers[row].contains(where: { $0.hasPrefix(reading.house) })
      {
        longer.append(row)
      }
    }
    guard let closest = fits.map(\.fit).min() else { return [] }
    var hits = fits.filter { $0.fit == closest }.flatMap { row, fit in
      reading.unit.map { doors(row, $0, room, anchor, question, fit: fit) }
        ?? house(row, room, anchor, question, fit: fit)
    }
    if reading.isStrict { hits = hits.filter { $0.gap == nil } }
    // Whoever types "3" may go on to "31".
    return hits
      + longer.flatMap { house($0, room, anchor, question, fit: .exact).prefix(1) }.map {
        var hit = $0
        hit.cost += 0.6
        return hit
      }
  }

  /// The house, and its doors behind it.
  private func house(
    _ row: Int, _ room: String?, _ anchor: NamedMatch, _ question: SearchQuestion, fit: AddressFit
  ) -> [SearchHit] {
    let house = entries.houses[row]
    var hit = hit(row, anchor, question)
    // Where there is but one door, that is what is meant.
    if house.doors.count == 1 { hit = self.hit(house.doors[0], of: hit, question) }
    hit.room = room
    if fit == .range { hit.gap = .range(house.numbers.joined(separator: ", ")) }
    hit.cost += 0.02 * Double(fit.rawValue)
    let doors = house.doors.enumerated().map { place, door in
      var inner = self.hit(door, of: hit, question)
      inner.cost += 0.3 + 0.001 * Double(place)
      return inner
    }
    return ([hit] + (house.doors.count > 1 ? doors : [])).filter { admits($0.kind, question) }
  }

  /// The doors of a house with this unit; the house with a gap where it has none.
  private func doors(
    _ row: Int, _ unit: String, _ room: String?, _ anchor: NamedMatch, _ question: SearchQuestion,
    fit: AddressFit
  ) -> [SearchHit] {
    let house = entries.houses[row]
    var hit = hit(row, anchor, question)
    hit.room = room
    hit.cost += 0.02 * Double(fit.rawValue)
    let doors = house.doors.filter { door in
      door.units.contains { own in AddressFit(own, asked: unit).map { $0 < .range } ?? false }
    }
    guard doors.isEmpty else {
      return doors.map { self.hit($0, of: hit, question) }.filter { admits($0.kind, question) }
    }
    hit.gap = .unit(unit)
    hit.cost += 0.3
    return admits(hit.kind, question) ? [hit] : []
  }

  private func hit(_ row: Int, _ anchor: NamedMatch, _ question: SearchQuestion) -> SearchHit {
    var hit = hit(entries.houses[row], question)
    let named = entries.named[anchor.entry]
    if hit.compound == nil, named.kind == .compound { hit.compound = named.name }
    if anchor.match == .typo { hit.match = .typo }
    // An address that was understood comes before names that are alike.
    hit.cost += 0.5 * anchor.cost - 0.1
    return hit
  }

  func hit(_ house: SearchHouse, _ question: SearchQuestion) -> SearchHit {
    let metres = question.near.map { $0.distance(to: house.position) }
    var hit = SearchHit(
      kind: house.kind, element: house.element, label: house.label, compound: house.compound,
      position: house.position, match: .number, cost: SearchIndex.cost(ofMetres: metres))
    hit.distance = metres
    return hit
  }

  func hit(_ door: SearchDoor, of house: SearchHit, _ question: SearchQuestion) -> SearchHit {
    var hit = house
    hit.distance = question.near.map { $0.distance(to: door.position) }
    (hit.kind, hit.element, hit.label, hit.position) = (.door, door.element, door.label, door.position)
    return hit
  }

  // MARK: Numbers alone

  /// Houses of the nearest compounds that have the number; with the unit, if one has it.
  private func bare(_ split: AddressSplit, _ question: SearchQuestion) -> [SearchHit] {
    var hits: [SearchHit] = []
    let rows = compounds.map { row in
      (row: row, metres: question.near.map { $0.distance(to: entries.named[row].position) })
    }
    .sorted { ($0.metres ?? 0, $0.row) < ($1.metres ?? 0, $1.row) }
    for (row, metres) in rows {
      guard let houses = entries.housesOf[row] else { continue }
      let anchor = NamedMatch(entry: row, cost: 0.8, match: .number, metres: metres, total: 0.8)
      for reading in split.numbers.readings {
        guard let house = houses.first(where: { numbers[$0].contains(reading.house) }) else { continue }
        let found =
          reading.unit.map { doors(house, $0, split.numbers.room, anchor, question, fit: .exact) }
          ?? self.house(house, split.numbers.room, anchor, question, fit: .exact).prefix(1).map { $0 }
        guard !found.isEmpty else { continue }
        hits += found
        break
      }
      if hits.count >= 2 * question.limit { break }
    }
    return hits
  }
}
