import Dense
import Foundation
import Queries
import Routing
import Secrets
import Store
import Streets

/// The city with all accepted edits as a file in the data directory, so that the next start need not make it anew.
///
/// Backups leave it out: without it a start takes longer, nothing more.
struct EditedCity: Sendable {
  private let path: String
  private static let markColumn = "edits"

  init(in data: String) { path = data + "/edited.kaimen" }

  /// The city that this program made of `file` and the edits with `ids`; nil where there is none.
  func open(_ file: City, _ ids: [String]) -> City? {
    keptMark == EditedCity.mark(file, ids) ? try? City(path: path) : nil
  }

  /// The mark of the city that is kept; nil where there is none, or one that cannot be read.
  private var keptMark: String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try? ColumnFile(path: path, version: CityTables.layoutVersion).text(EditedCity.markColumn)
  }

  /// Writes `city`, made of `file` and the edits with `ids`, unless it is there already.
  ///
  /// - Throws: `ColumnFileError` where it cannot be written; then what was there stays.
  /// - Complexity: O(bytes of the city).
  func save(_ city: City, of file: City, _ ids: [String]) throws {
    let mark = EditedCity.mark(file, ids)
    if keptMark == mark { return }
    let writer = try ColumnFileWriter(path: path, version: CityTables.layoutVersion)
    try city.tables.write(to: writer)
    try city.hierarchy.write(to: writer)
    try writer.write(EditedCity.markColumn, text: mark)
    try writer.finish()
  }

  /// What tells cities apart that were made of different files, by different edits or programs.
  private static func mark(_ file: City, _ ids: [String]) -> String {
    let program = Bundle.main.executablePath.flatMap {
      try? FileManager.default.attributesOfItem(atPath: $0)
    }
    let facts = file.tables.facts
    let parts: [Any] = [
      program?[.size] ?? 0, (program?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0,
      facts.source, facts.importedAt, file.byteCount,
    ]
    let text = parts.map { "\($0)" } + ids
    return Secrets.text(Secrets.digest(Array(text.joined(separator: "\n").utf8)))
  }
}
