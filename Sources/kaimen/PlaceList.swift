import Foundation
import Routing
import Wording

/// The places that a file lists: per line `LON,LAT` and whatever follows, or an id or an address.
///
/// `#` begins a comment, at the beginning of a line or after a space. A first line that begins with the name of
/// a coordinate, such as `lon,lat`, is a header and passed over.
struct PlaceList {
  /// A place, and where it stands.
  struct Row {
    var text: String
    var line: Int
  }

  private(set) var rows: [Row] = []
  var places: [String] { rows.map(\.text) }

  private static let headers: Set<String> = ["lon", "lng", "longitude", "x"]

  /// - Throws: ``CommandError/noPoints(_:)``, or ``CommandError/malformedPoint(file:line:problem:)`` for a line
  ///   that cannot be a place.
  init(_ text: String, name: String) throws {
    let plain = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    for (row, line) in plain.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    {
      let words = PlaceList.withoutComment(line).trimmingCharacters(in: .whitespaces)
      if words.isEmpty { continue }
      guard let place = PlaceList.place(words, isFirst: rows.isEmpty) else { continue }
      do throws(RouteError) { _ = try EndQuery(place) } catch {
        throw CommandError.malformedPoint(file: name, line: row + 1, problem: error.wording)
      }
      rows.append(Row(text: place, line: row + 1))
    }
    if rows.isEmpty { throw CommandError.noPoints(name) }
  }

  private static func withoutComment(_ line: Substring) -> Substring {
    var before: Character = " "
    for place in line.indices {
      if line[place] == "#", before.isWhitespace { return line[..<place] }
      before = line[place]
    }
    return line
  }

  private static func place(_ line: String, isFirst: Bool) -> String? {
    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    if fields.count >= 2, Double(fields[0]) != nil, Double(fields[1]) != nil {
      return fields[0] + "," + fields[1]
    }
    if isFirst, fields.count >= 2, headers.contains(fields[0].lowercased()) { return nil }
    return line.hasPrefix("\"") && line.hasSuffix("\"") && line.count > 1
      ? String(line.dropFirst().dropLast()) : line
  }
}
