public import Wording

/// Why something could not be kept or found; after an error nothing of the request has been stored.
public enum StoreError: WordedError, Equatable {
  case unknownClosure(String)
  case unknownEdit(String)
  /// An edit that has been decided upon already.
  case decided(String, status: StoredEdit.Status)
  case unknownAccount(String)
  case nameTaken(String)
  case duplicate(String)
  /// What was handed in breaks a rule of the store.
  case malformed(id: String, reason: String)
  case full(path: String)
  case unwritable(path: String, reason: String)
  case newerVersion(path: String)
  case foreignFile(path: String)
  case damaged(path: String, reason: String)
  case busy(path: String)
  case closed(path: String)
  case failed(path: String, reason: String)

  public var wording: Wording {
    switch self {
    case .unknownClosure(let id): .Store.unknownClosure(id)
    case .unknownEdit(let id): .Edits.unknownEdit(id)
    case .decided(let id, let status): .Edits.decided(id, status: status.rawValue)
    case .unknownAccount(let id): .People.unknownAccount(id)
    case .nameTaken(let name): .People.nameTaken(name)
    case .duplicate(let id): .Store.duplicate(id)
    case .malformed(let id, let reason): .Store.malformed(id, reason)
    case .full(let path): .Store.full(path)
    case .unwritable(let path, let reason): .Store.unwritable(path, reason)
    case .newerVersion(let path): .Store.newerVersion(path)
    case .foreignFile(let path): .Store.foreignFile(path)
    case .damaged(let path, let reason): .Store.damaged(path, reason)
    case .busy(let path): .Store.busy(path)
    case .closed(let path): .Store.closed(path)
    case .failed(let path, let reason): .Store.failed(path, reason)
    }
  }
}
