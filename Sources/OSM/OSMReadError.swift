import Dense
public import Wording

/// Why an OSM file could not be read; nothing of it is used.
public struct OSMReadError: WordedError, Equatable {
  public var path: String
  public var problem: Problem

  /// What is wrong with the file.
  public enum Problem: Error, Equatable, Sendable {
    case notFound
    /// The operating system refused; `code` is `errno`.
    case unreadable(code: Int32)
    case directory
    case empty
    case notOSM(FileKind)
    /// The name promises one format, the content is another.
    case wrongExtension(named: String, content: FileKind)
    /// The file ends before its data does.
    case truncated(byte: Int)
    /// A PBF block, given by its first byte in the file, is damaged.
    case corrupt(byte: Int, PBFDamage)
    /// gzip or bzip2 data cannot be unpacked.
    case corruptStream(byte: Int, format: String)
    case compression(String)
    case history
    case feature(String)
    case locationsOnWays
    case changeFile
    case tooLarge
    case xml(line: Int, XMLDamage)
  }

  public var wording: Wording {
    switch problem {
    case .notFound: Wording.OSM.notFound(path: path)
    case .unreadable(let code): Wording.OSM.unreadable(path: path, reason: systemMessage(for: code))
    case .directory: Wording.OSM.directory(path: path)
    case .empty: Wording.OSM.empty(path: path)
    case .notOSM(let kind): Wording.OSM.notOSM(path: path, looksLike: kind.wording)
    case .wrongExtension(let named, let content):
      Wording.OSM.wrongExtension(
        path: path, named: named, content: content.wording, right: content.fileExtension ?? "")
    case .truncated(let byte): Wording.OSM.truncated(path: path, byte: byte)
    case .corrupt(let byte, let damage):
      Wording.OSM.corruptBlock(path: path, byte: byte, reason: damage.wording)
    case .corruptStream(let byte, let format):
      Wording.OSM.corruptStream(path: path, byte: byte, format: format)
    case .compression(let name): Wording.OSM.compression(path: path, name: name)
    case .history: Wording.OSM.history(path: path)
    case .feature(let name): Wording.OSM.feature(path: path, name: name)
    case .locationsOnWays: Wording.OSM.locationsOnWays(path: path)
    case .changeFile: Wording.OSM.changeFile(path: path)
    case .tooLarge: Wording.OSM.tooLarge(path: path)
    case .xml(let line, let damage): Wording.OSM.xml(path: path, line: line, reason: damage.wording)
    }
  }
}

/// What is wrong inside one block of a PBF file.
public enum PBFDamage: Error, Equatable, Sendable {
  case number, field, wireType, missing, inflate, notFirst, lengths
  case limit(found: Int, allowed: Int)
  case string(Int, of: Int)
  case memberType(Int)
  /// Packed with something other than zlib; passed on as ``OSMReadError/Problem/compression(_:)``.
  case compression(String)

  var wording: Wording {
    switch self {
    case .number: Wording.PBF.number
    case .field: Wording.PBF.field
    case .wireType: Wording.PBF.wireType
    case .missing: Wording.PBF.missing
    case .inflate: Wording.PBF.inflate
    case .notFirst: Wording.PBF.notFirst
    case .lengths: Wording.PBF.lengths
    case .limit(let found, let allowed): Wording.PBF.limit(found: found, allowed: allowed)
    case .string(let index, let count): Wording.PBF.string(index, of: count)
    case .memberType(let number): Wording.PBF.memberType(number)
    case .compression: Wording.PBF.inflate
    }
  }
}

/// What is wrong at one line of an XML file.
public enum XMLDamage: Error, Equatable, Sendable {
  /// The parser's own words.
  case notWellFormed(String)
  case root(String)
  case attribute(String, of: String)
  case entity
  case member
  /// A tag or comment of more than 4 MB.
  case tooLong

  var wording: Wording {
    switch self {
    case .notWellFormed(let message): Wording.XML.parser(message)
    case .root(let name): Wording.XML.root(name)
    case .attribute(let name, let element): Wording.XML.attribute(name, of: element)
    case .entity: Wording.XML.entity
    case .member: Wording.XML.member
    case .tooLong: Wording.XML.tooLong
    }
  }
}
