internal import Dense
internal import Foundation
internal import OSM
internal import Routing
internal import Streets

/// Finds the compound that somebody means.
struct CompoundSearch: Sendable {
  private let city: City

  init(_ city: City) { self.city = city }

  /// The compound with this OSM id or, in either language, this name.
  func find(_ text: String) throws(BoardError) -> CompoundID {
    let compounds = city.premises.compounds
    if let element = ElementID(text) {
      let packed = PackedElement(element)
      guard let found = compounds.ids.first(where: { compounds[$0].element == packed }) else {
        throw .unknownCompound(text, similar: [])
      }
      return found
    }
    let wanted = CompoundSearch.fold(text)
    let named = compounds.ids.filter { names($0).contains { CompoundSearch.fold($0) == wanted } }
    guard let first = named.first else { throw .unknownCompound(text, similar: similar(wanted)) }
    guard named.count == 1 else {
      throw .ambiguousCompound(text, ids: named.map { "\(compounds[$0].element.id)" })
    }
    return first
  }

  /// Local and English name, where it has them.
  private func names(_ id: CompoundID) -> [String] {
    let row = city.premises.compounds[id]
    return [city.texts[row.name], city.texts[row.nameEnglish]].compactMap(\.self)
  }

  /// The three names most like `wanted`.
  private func similar(_ wanted: String) -> [String] {
    var best: [(distance: Int, name: String)] = []
    for id in city.premises.compounds.ids {
      for name in names(id) where !best.contains(where: { $0.name == name }) {
        let folded = CompoundSearch.fold(name)
        let isPart = folded.contains(wanted) || wanted.contains(folded)
        best.append((isPart ? 0 : CompoundSearch.distance(folded, wanted), name))
      }
    }
    return best.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  /// Small letters without accents or spaces.
  private static func fold(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .filter { !$0.isWhitespace }
  }

  /// How many letters to change, add or leave out.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
    var row = Array(0...b.count)
    for i in a.indices {
      var corner = row[0]
      row[0] = i + 1
      for j in b.indices {
        let best = min(row[j], row[j + 1]) + 1
        (corner, row[j + 1]) = (row[j + 1], min(best, corner + (a[i] == b[j] ? 0 : 1)))
      }
    }
    return row[b.count]
  }
}
