public import Wording

/// Why a question cannot be put to the engine.
public enum QueryError: WordedError, Equatable {
  case unknownLanguage(String)
  case unknownDatum(String)
  case outOfRange(option: String, found: String, allowed: String)
  case malformedClosure(String)
  case nothingToClose(String)
  case swappedClosure(String)
  case missingEnd(String)
  /// Bytes before the mistake, from 1.
  case malformedLine(Int)
  case lineNotObject
  case unknownKey(String)
  case wrongValue(key: String, expected: String)
  /// What is to be closed or opened for one question.
  case tooManyTargets(Int, limit: Int)
  case tooManyCorners(Int, limit: Int)

  public var wording: Wording {
    switch self {
    case .unknownLanguage(let word): .Query.unknownLanguage(word)
    case .unknownDatum(let word): .Query.unknownDatum(word)
    case .outOfRange(let option, let found, let allowed): .Query.outOfRange(option, found, allowed)
    case .malformedClosure(let text): .Query.malformedClosure(text)
    case .nothingToClose(let text): .Query.nothingToClose(text)
    case .swappedClosure(let text): .swappedCoordinate(text)
    case .missingEnd(let key): .Query.missingEnd(key)
    case .malformedLine(let offset): .Query.malformedLine(offset)
    case .lineNotObject: .Query.lineNotObject
    case .unknownKey(let key): .Query.unknownKey(key)
    case .wrongValue(let key, let expected): .Query.wrongValue(key, expected)
    case .tooManyTargets(let found, let limit): .Query.tooManyTargets(found, limit)
    case .tooManyCorners(let found, let limit): .Query.tooManyCorners(found, limit)
    }
  }
}
