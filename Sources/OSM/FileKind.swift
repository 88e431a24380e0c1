import Wording

/// What a file holds, judged by its first bytes.
public enum FileKind: Equatable, Sendable, CaseIterable {
  case pbf, xml, gzip, bzip2
  case html, otherXML, json, png, jpeg, gif, pdf, zip, sevenZip, xz, zstd, sqlite, o5m, city, text, unknown

  /// How many first bytes are looked at.
  static let prefixLength = 1024

  /// Judges the first bytes of a file.
  init(prefix: [UInt8]) {
    if prefix.count >= 6, prefix[0] == 0, prefix[1] == 0, prefix[4] == 0x0A,
      [Array("\u{9}OSMHeader".utf8), Array("\u{7}OSMData".utf8)].contains(where: prefix[5...].starts)
    {
      self = .pbf
    } else if let known = Self.signatures.first(where: { prefix.starts(with: $0.bytes) }) {
      self = known.kind
    } else {
      self = Self.textKind(prefix)
    }
  }

  private static let signatures: [(bytes: [UInt8], kind: FileKind)] = [
    ([0x1F, 0x8B], .gzip), (Array("BZh".utf8), .bzip2), ([0x89] + Array("PNG".utf8), .png),
    ([0xFF, 0xD8, 0xFF], .jpeg), (Array("GIF8".utf8), .gif), (Array("%PDF".utf8), .pdf),
    (Array("PK\u{3}\u{4}".utf8), .zip), ([0x37, 0x7A, 0xBC, 0xAF], .sevenZip),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .xz), ([0x28, 0xB5, 0x2F, 0xFD], .zstd),
    (Array("SQLite format 3".utf8), .sqlite), ([0xFF, 0xE0, 0x04] + Array("o5".utf8), .o5m),
    (Array("KAIMEN\u{1A}\n".utf8), .city),
  ]

  /// Tells apart what begins like text.
  private static func textKind(_ prefix: [UInt8]) -> FileKind {
    let isText = prefix.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    guard isText, !prefix.isEmpty else {
      // UTF-16 begins with a mark of its byte order; expat reads it.
      return prefix.starts(with: [0xFF, 0xFE]) || prefix.starts(with: [0xFE, 0xFF]) ? .xml : .unknown
    }
    let text = String(decoding: prefix, as: UTF8.self)
      .drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") { return .html }
    if text.hasPrefix("<?xml") { return text.contains("<html") ? .html : .xml }
    if text.hasPrefix("<osm") || text.hasPrefix("<!--") { return .xml }
    if text.hasPrefix("<") { return .otherXML }
    return text.hasPrefix("{") || text.hasPrefix("[") ? .json : .text
  }

  /// The ending a file of this kind should have; nil for what we do not read.
  var fileExtension: String? {
    switch self {
    case .pbf: ".osm.pbf"
    case .xml: ".osm"
    case .gzip: ".osm.gz"
    case .bzip2: ".osm.bz2"
    default: nil
    }
  }

  /// The kind that the name of a file promises, and the ending that says so; nil for other endings.
  static func promised(by path: String) -> (kind: FileKind, ending: String)? {
    let endings: [(String, FileKind)] = [
      (".pbf", .pbf), (".osm", .xml), (".xml", .xml), (".gz", .gzip), (".bz2", .bzip2),
    ]
    let lower = path.lowercased()
    return endings.first { lower.hasSuffix($0.0) }.map { ($0.1, $0.0) }
  }

  var wording: Wording {
    switch self {
    case .pbf: Wording.FileKinds.pbf
    case .xml: Wording.FileKinds.xml
    case .gzip: Wording.FileKinds.gzip
    case .bzip2: Wording.FileKinds.bzip2
    case .html: Wording.FileKinds.html
    case .otherXML: Wording.FileKinds.otherXML
    case .json: Wording.FileKinds.json
    case .png: Wording.FileKinds.png
    case .jpeg: Wording.FileKinds.jpeg
    case .gif: Wording.FileKinds.gif
    case .pdf: Wording.FileKinds.pdf
    case .zip: Wording.FileKinds.zip
    case .sevenZip: Wording.FileKinds.sevenZip
    case .xz: Wording.FileKinds.xz
    case .zstd: Wording.FileKinds.zstd
    case .sqlite: Wording.FileKinds.sqlite
    case .o5m: Wording.FileKinds.o5m
    case .city: Wording.FileKinds.city
    case .text: Wording.FileKinds.text
    case .unknown: Wording.FileKinds.unknown
    }
  }
}
