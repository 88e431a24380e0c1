import Wording

/// Why a command cannot do what it was asked, beyond what its modules say.
enum CommandError: WordedError, Equatable {
  case unknownLanguage(String)
  case unknownDatum(String)
  case unknownModel(String)
  case outOfRange(option: String, found: String, allowed: String)
  case malformedClosure(String)
  case nothingToClose(String)
  case wrongMapExtension(String)
  case outputIsMap(String)
  case missingEnd(String)
  case noExample(String)
  case cannotPrint(String)
  case malformedLine(Int)
  case lineNotObject
  case unknownKey(String)
  case wrongValue(key: String, expected: String)
  case cannotRead(String)
  case cannotWrite(String, reason: String)
  case noPoints(String)
  case unknownWord(option: String, found: String, allowed: [String])
  case twoFormats
  case exampleWithEnds
  case swappedClosure(String)
  case malformedPoint(file: String, line: Int, problem: Wording)
  case brokenHierarchy(path: String, problem: String)

  var wording: Wording {
    switch self {
    case .unknownLanguage(let word): .Usage.unknownLanguage(word)
    case .unknownDatum(let word): .Usage.unknownDatum(word)
    case .unknownModel(let word): .Usage.unknownModel(word)
    case .outOfRange(let option, let found, let allowed): .Usage.outOfRange(option, found, allowed)
    case .malformedClosure(let text): .Usage.malformedClosure(text)
    case .nothingToClose(let text): .Usage.nothingToClose(text)
    case .wrongMapExtension(let path): .Usage.wrongMapExtension(path)
    case .outputIsMap(let path): .Usage.outputIsMap(path)
    case .missingEnd(let key): .Usage.missingEnd(key)
    case .noExample(let path): .Usage.noExample(path)
    case .cannotPrint(let reason): .Usage.cannotPrint(reason)
    case .malformedLine(let offset): .Usage.malformedLine(offset)
    case .lineNotObject: .Usage.lineNotObject
    case .unknownKey(let key): .Usage.unknownKey(key)
    case .wrongValue(let key, let expected): .Usage.wrongValue(key, expected)
    case .cannotRead(let path): .Usage.cannotRead(path)
    case .cannotWrite(let path, let reason): .Files.cannotWrite(path: path, reason: reason)
    case .noPoints(let path): .Usage.noPoints(path)
    case .unknownWord(let option, let found, let allowed): .Usage.unknownWord(option, found, allowed)
    case .twoFormats: .Usage.twoFormats
    case .exampleWithEnds: .Usage.exampleWithEnds
    case .swappedClosure(let text): .swappedCoordinate(text)
    case .malformedPoint(let file, let line, let problem): .Usage.malformedPoint(file, line, problem)
    case .brokenHierarchy(let path, let problem): .Usage.brokenHierarchy(path, problem)
    }
  }
}
