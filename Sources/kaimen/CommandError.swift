import Foundation
import Server
import Wording

/// Why a command cannot do what it was asked, beyond what its modules say.
enum CommandError: WordedError, Equatable {
  case unknownModel(String)
  case outOfRange(option: String, found: String, allowed: String)
  case wrongMapExtension(String)
  case outputIsMap(String)
  case noExample(String)
  case cannotPrint(String)
  case cannotRead(String)
  case cannotWrite(String, reason: String)
  case noPoints(String)
  case unknownWord(option: String, found: String, allowed: [String])
  case twoFormats
  case exampleWithEnds
  case malformedPoint(file: String, line: Int, problem: Wording)
  case brokenHierarchy(path: String, problem: String)
  case noDatabase(String, found: [String])
  case noPassword
  case differentPasswords

  var wording: Wording {
    switch self {
    case .unknownModel(let word): .Usage.unknownModel(word)
    case .outOfRange(let option, let found, let allowed): .Query.outOfRange(option, found, allowed)
    case .wrongMapExtension(let path): .Usage.wrongMapExtension(path)
    case .outputIsMap(let path): .Usage.outputIsMap(path)
    case .noExample(let path): .Usage.noExample(path)
    case .cannotPrint(let reason): .Usage.cannotPrint(reason)
    case .cannotRead(let path): .Usage.cannotRead(path)
    case .cannotWrite(let path, let reason): .Files.cannotWrite(path: path, reason: reason)
    case .noPoints(let path): .Usage.noPoints(path)
    case .unknownWord(let option, let found, let allowed): .Usage.unknownWord(option, found, allowed)
    case .twoFormats: .Usage.twoFormats
    case .exampleWithEnds: .Usage.exampleWithEnds
    case .malformedPoint(let file, let line, let problem): .Usage.malformedPoint(file, line, problem)
    case .brokenHierarchy(let path, let problem): .Usage.brokenHierarchy(path, problem)
    case .noDatabase(let path, let found): .People.noDatabase(path, found: found)
    case .noPassword: .People.noPassword
    case .differentPasswords: .People.differentPasswords
    }
  }
}

extension CommandError {
  /// Refuses a data directory without a database: where one may be made, only if there are others in folders below, as
  /// `./start` makes them.
  static func requireDatabase(_ path: String, makes: Bool) throws {
    if FileManager.default.fileExists(atPath: path) { return }
    let found = databases(below: URL(filePath: path).deletingLastPathComponent().relativePath)
    if !makes || !found.isEmpty { throw CommandError.noDatabase(path, found: found) }
  }

  /// The data directories in `folder`, and it itself where it is one.
  static func databases(below folder: String) -> [String] {
    let files = FileManager.default
    let inside = ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(folder)/\($0)" }
    return ([folder] + inside).filter { files.fileExists(atPath: DataDirectory.database(in: $0)) }
  }
}
