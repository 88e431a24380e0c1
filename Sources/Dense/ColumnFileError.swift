public import Wording

/// Why a column file could not be written or opened.
public enum ColumnFileError: WordedError, Equatable {
  /// Writing failed; nothing was kept.
  case cannotWrite(FileWriteError)
  /// The operating system refused to open; `code` is `errno`.
  case cannotOpen(path: String, code: Int32)
  /// The file does not begin like a column file.
  case notACity(path: String)
  /// Another version of the program wrote it.
  case otherLayout(path: String, found: UInt32, allowed: UInt32)
  /// The bytes are not what was written.
  case damaged(path: String, Damage)

  /// What is wrong with the bytes of a column file.
  public enum Damage: Equatable, Sendable {
    case wrongSize(found: Int, expected: Int)
    case header
    case table
    case checksum(column: String)
    case missing(column: String)
    case stride(column: String, found: Int, expected: Int)
    /// The column names a row that does not exist, or breaks an order, although its checksum is right.
    case contents(column: String)
  }

  public var wording: Wording {
    switch self {
    case .cannotWrite(let error): error.wording
    case .cannotOpen(let path, let code):
      Wording.Files.cannotOpen(path: path, reason: systemMessage(for: code))
    case .notACity(let path): Wording.Files.notACity(path: path)
    case .otherLayout(let path, let found, let allowed):
      Wording.Files.otherLayout(path: path, found: found, allowed: allowed)
    case .damaged(let path, let damage): Wording.Files.damaged(path: path, reason: damage.wording)
    }
  }
}

extension ColumnFileError.Damage {
  /// The part of the sentence that says what is wrong.
  var wording: Wording {
    switch self {
    case .wrongSize(let found, let expected): Wording.Files.wrongSize(found: found, expected: expected)
    case .header: Wording.Files.header
    case .table: Wording.Files.table
    case .checksum(let column): Wording.Files.checksum(of: column)
    case .missing(let column): Wording.Files.missing(column: column)
    case .stride(let column, let found, let expected):
      Wording.Files.stride(column: column, found: found, expected: expected)
    case .contents(let column): Wording.Files.contents(column: column)
    }
  }
}
