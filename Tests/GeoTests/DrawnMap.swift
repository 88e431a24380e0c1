import Geo

/// A little map drawn in characters, one metre each: its first line is the north.
///
/// Equal letters are corners of one obstacle, see ``ObstacleMapTests``; any other character can
/// be asked for by ``subscript(_:)``.
struct DrawnMap {
  private var places: [Character: [Coordinate]] = [:]

  init(_ picture: String, metresPerCharacter scale: Double = 1) {
    let rows = picture.split(separator: "\n", omittingEmptySubsequences: false)
    for (row, line) in rows.enumerated() {
      for (column, character) in line.enumerated() where character != " " {
        let place = berlin.moved(east: Double(column) * scale, north: Double(rows.count - row) * scale)
        places[character, default: []].append(place)
      }
    }
  }

  /// The one place drawn with `character`.
  subscript(character: Character) -> Coordinate {
    precondition(places[character]?.count == 1, "'\(character)' must be drawn once")
    return places[character]![0]
  }

  /// The places of `characters`, in that order.
  func line(_ characters: String) -> [Coordinate] { characters.map { self[$0] } }

  func area(_ characters: String) -> [Polygon] { [Polygon(outer: Ring(line(characters)))] }
}
