internal import Geo
internal import OSM

extension SearchIndex {
  /// What `question` means, likeliest first; nothing where `isAbandoned` meanwhile.
  ///
  /// Numbers beside a name lead to buildings and doors; without a name, to those of the nearest compounds.
  ///
  /// - Complexity: O(names): some milliseconds for 100,000.
  public func find(_ question: SearchQuestion, isAbandoned: () -> Bool = { false }) -> [SearchHit] {
    let text = String(question.text.prefix(SearchIndex.longestText))
    if let element = ElementID(text.filter { $0 != " " }.lowercased()) {
      return ranked(hits(of: element, question), question)
    }
    var hits = numbered(text, question, isAbandoned)
    var scan = NameScan(near: question.near, filter: question.filter)
    scan.most = 2 * question.limit + 20
    if let query = NameQuery(text) {
      var named = matches(query, scan, isAbandoned: isAbandoned)
      let isFound = hits.contains { $0.gap == nil }
      if named.count < question.limit, !isFound, (named.first?.cost ?? .infinity) > SearchIndex.costOfInitials
      {
        let known = Set(named.map(\.entry))
        named += misspelt(query, scan, isAbandoned: isAbandoned).filter { !known.contains($0.entry) }
      }
      hits += named.compactMap { hit($0, question) }
    }
    return ranked(hits, question)
  }

  /// Where a name fits by all its initials or better, nobody looks for slips.
  private static let costOfInitials = 0.65

  /// Characters of a text that are read.
  public static let longestText = 200

  /// The places of the filter's kind, the nearest first.
  public func nearest(_ question: SearchQuestion) -> [SearchHit] {
    var best = BestMatches(most: 2 * question.limit + 20)
    for (row, entry) in entries.named.enumerated()
    where entry.element != nil && question.filter?.admits(entry.kind, entry.placeKind) == true {
      let metres = question.near.map { $0.distance(to: entry.position) }
      let total = metres.map { $0 / 4000 } ?? -entry.weight
      guard best.admits(total) else { continue }
      best.add(NamedMatch(entry: row, cost: 0, match: .kind, metres: metres, total: total))
    }
    return ranked(best.sorted().compactMap { hit($0, question) }, question)
  }

  /// What `element` is.
  ///
  /// - Complexity: O(entries).
  private func hits(of element: ElementID, _ question: SearchQuestion) -> [SearchHit] {
    let named = entries.named.indices.filter { entries.named[$0].element == element }
    let houses = entries.houses.indices.flatMap { row in
      let house = entries.houses[row]
      let doors = house.doors.filter { $0.element == element }.map {
        hit($0, of: hit(house, question), question)
      }
      return house.element == element ? [hit(house, question)] : doors
    }
    let hits = named.compactMap { row in
      hit(NamedMatch(entry: row, cost: 0, match: .name, metres: nil, total: 0), question)
    }
    return houses + hits
  }

  func hit(_ found: NamedMatch, _ question: SearchQuestion) -> SearchHit? {
    let row = entries.named[found.entry]
    guard let element = row.element else { return nil }
    var hit = SearchHit(
      kind: row.kind, element: element, label: row.name, compound: row.compound, position: row.position,
      placeKind: row.placeKind, match: found.match, cost: found.total)
    hit.distance = found.metres
    if let opening = question.opening, let hours = hours[found.entry] {
      hit.openness = hours.openness(at: opening.time, in: opening.context)
      if hit.openness.isOpen == false { hit.cost += SearchIndex.costOfClosed }
    }
    return hit
  }

  /// What is closed stands behind what is open two kilometres farther off.
  static let costOfClosed = 0.5

  /// Best first, each element once; what is not like the best left out.
  private func ranked(_ hits: [SearchHit], _ question: SearchQuestion) -> [SearchHit] {
    let sorted = hits.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
    var seen: Set<ElementID> = []
    return Array(sorted.map(\.element).filter { seen.insert($0.element).inserted }.prefix(question.limit))
  }
}
