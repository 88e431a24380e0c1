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
  case noDatabase(String)
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
    case .noDatabase(let path): .People.noDatabase(path)
    case .noPassword: .People.noPassword
    case .differentPasswords: .People.differentPasswords
    }
  }
}
