public import Foundation
import Wording

/// Copies a data directory into a new folder, also while a server works in it.
public struct DataBackup: Sendable {
  private let source: String
  private let target: String

  public init(from source: String, to target: String) { (self.source, self.target) = (source, target) }

  /// Copies the database by `database` (from, to), and all other files but the lock.
  ///
  /// The folder appears under its name only when it is whole.
  /// - Returns: How many files it has.
  /// - Throws: ``DataError`` where there is nothing to copy, or the target exists or cannot be written.
  public func run(database: (String, String) throws -> Void) throws -> Int {
    let files = FileManager.default
    guard files.fileExists(atPath: source + "/kaimen.sqlite") else {
      throw DataError.unusable(path: source, reason: "no kaimen.sqlite")
    }
    guard !files.fileExists(atPath: target) else { throw DataError.exists(target) }
    let draft = target + ".part"
    try? files.removeItem(atPath: draft)
    do {
      try files.createDirectory(
        atPath: draft, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw DataError.unusable(path: target, reason: error.localizedDescription) }
    do {
      try database(source + "/kaimen.sqlite", draft + "/kaimen.sqlite")
      try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft + "/kaimen.sqlite")
      var count = 1
      for path in try files.subpathsOfDirectory(atPath: source).sorted() where isCopied(path) {
        var isFolder: ObjCBool = false
        guard unsafe files.fileExists(atPath: source + "/" + path, isDirectory: &isFolder) else { continue }
        if isFolder.boolValue {
          try files.createDirectory(atPath: draft + "/" + path, withIntermediateDirectories: true)
        } else {
          try files.copyItem(atPath: source + "/" + path, toPath: draft + "/" + path)
          count += 1
        }
      }
      try files.moveItem(atPath: draft, toPath: target)
      return count
    } catch let error as CocoaError {
      try? files.removeItem(atPath: draft)
      throw DataError.unusable(path: target, reason: error.localizedDescription)
    }
  }

  /// Everything but the database, the lock, what is half written, and cities that can be made again.
  private func isCopied(_ path: String) -> Bool {
    !path.hasPrefix("kaimen.sqlite") && path != "lock" && !path.hasSuffix(".part")
      && !path.hasSuffix(".kaimen")
  }
}
