/// Where one blob of a PBF file stands.
struct PBFBlob: Sendable {
  enum Kind {
    case header, data, other
  }

  let kind: Kind
  /// First byte of the blob's frame (its length) in the file.
  let start: Int
  /// The blob message itself.
  let range: Range<Int>

  static let longestHeader = 64 * 1024
  static let longestBlob = 32 * 1024 * 1024

  /// Walks over all blob headers of `source`.
  static func list(_ source: ByteSource) throws(OSMReadError.Problem) -> [PBFBlob] {
    var blobs: [PBFBlob] = []
    var at = 0
    var buffer: [UInt8] = []
    while at < source.count {
      let blob = try header(source, at: at, &buffer)
      guard blob.range.upperBound <= source.count else { throw .truncated(byte: source.count) }
      at = blob.range.upperBound
      blobs.append(blob)
    }
    return blobs
  }

  /// The blob whose frame begins at `at`.
  private static func header(
    _ source: ByteSource, at: Int, _ buffer: inout [UInt8]
  ) throws(OSMReadError.Problem) -> PBFBlob {
    try source.read(at..<(at + 4), into: &buffer)
    let length = buffer[0..<4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= longestHeader else {
      throw .corrupt(byte: at, .limit(found: length, allowed: longestHeader))
    }
    let start = at + 4
    try source.read(start..<(start + length), into: &buffer)
    do throws(PBFDamage) {
      let bytes = buffer.span
      var cursor = ProtobufCursor(0..<length)
      var kind: Kind?
      var size: Int?
      while let field = try cursor.field(bytes) {
        switch field.number {
        case 1: kind = Kind(name: StringTable.text(bytes.extracting(try field.range)))
        case 3: size = Int(clamping: try field.unsigned)
        default: break
        }
      }
      guard let kind, let size else { throw .missing }
      guard size <= longestBlob else { throw .limit(found: size, allowed: longestBlob) }
      return PBFBlob(kind: kind, start: at, range: (start + length)..<(start + length + size))
    } catch { throw .corrupt(byte: at, error) }
  }
}

extension PBFBlob.Kind {
  /// The kind that a blob header names.
  init(name: String) {
    switch name {
    case "OSMHeader": self = .header
    case "OSMData": self = .data
    default: self = .other
    }
  }
}

/// Reads and unpacks blobs; one per thread, its buffers reused from blob to blob.
struct PBFUnpacker {
  private var packed: [UInt8] = []
  private let inflater = Inflater()

  /// Calls `body` with the unpacked content of `blob`.
  mutating func unpack<Result>(
    _ blob: PBFBlob, of source: ByteSource, _ body: (Span<UInt8>) throws(PBFDamage) -> Result
  ) throws(OSMReadError.Problem) -> Result {
    try source.read(blob.range, into: &packed)
    let bytes = packed.span.extracting(0..<blob.range.count)
    do throws(PBFDamage) {
      let content = try Content(bytes)
      if let name = content.unknownCompression { throw .compression(name) }
      guard let range = content.range else { throw .missing }
      let size = content.isZlib ? content.size : range.count
      guard let size else { throw .missing }
      guard size <= PBFBlob.longestBlob else { throw .limit(found: size, allowed: PBFBlob.longestBlob) }
      guard content.isZlib else { return try body(bytes.extracting(range)) }
      guard inflater.inflate(bytes.extracting(range), size: size) else { throw .inflate }
      let output = inflater.output
      return try body(output.span.extracting(0..<size))
    } catch .compression(let name) {
      throw .compression(name)
    } catch { throw .corrupt(byte: blob.start, error) }
  }

  /// What a blob message says about its content.
  private struct Content {
    var range: Range<Int>?
    var isZlib = false
    var size: Int?
    var unknownCompression: String?

    init(_ bytes: Span<UInt8>) throws(PBFDamage) {
      var cursor = ProtobufCursor(0..<bytes.count)
      while let field = try cursor.field(bytes) {
        switch field.number {
        case 1: (range, isZlib) = (try field.range, false)
        case 2: size = Int(clamping: try field.unsigned)
        case 3: (range, isZlib) = (try field.range, true)
        case 4: unknownCompression = "lzma"
        case 5: unknownCompression = "bzip2"
        case 6: unknownCompression = "lz4"
        case 7: unknownCompression = "zstd"
        default: break
        }
      }
    }
  }
}
