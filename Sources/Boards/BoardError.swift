public import Wording

/// Why a board cannot be made.
public enum BoardError: WordedError, Equatable {
  case unknownCompound(String, similar: [String])
  case ambiguousCompound(String, ids: [String])
  case unknownGate(String, known: [String])
  case noCompounds
  case cannotDraw(String)
  case addressTooLong(String)
  case malformedURL(String)

  public var wording: Wording {
    switch self {
    case .unknownCompound(let text, let similar): Wording.Boards.unknownCompound(text, similar)
    case .ambiguousCompound(let text, let ids): Wording.Boards.ambiguousCompound(text, ids)
    case .unknownGate(let text, let known): Wording.Boards.unknownGate(text, known)
    case .noCompounds: Wording.Boards.noCompounds
    case .cannotDraw(let reason): Wording.Boards.cannotDraw(reason)
    case .addressTooLong(let text): Wording.Boards.addressTooLong(text)
    case .malformedURL(let text): Wording.Boards.malformedURL(text)
    }
  }
}
