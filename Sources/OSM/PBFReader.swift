/// Reads OSM PBF: blobs are decoded on all cores and merged in file order.
struct PBFReader {
  let source: ByteSource
  let progress: ((ReadProgress) -> Void)?

  private var elements = ElementColumns()
  private var strings = StringTable()
  private var header = OSMData.Header()

  init(source: ByteSource, progress: ((ReadProgress) -> Void)?) {
    self.source = source
    self.progress = progress
  }

  mutating func read() throws(OSMReadError.Problem) -> OSMData {
    let blobs = try PBFBlob.list(source)
    var headerIsRead = false
    var unpacker = PBFUnpacker()
    for blob in blobs.prefix(while: { $0.kind != .data }) where blob.kind == .header {
      try readHeader(blob, &unpacker)
      headerIsRead = true
    }
    let data = blobs.filter { $0.kind == .data }
    if let first = data.first, !headerIsRead { throw .corrupt(byte: first.start, .notFirst) }
    guard headerIsRead else { throw .corrupt(byte: 0, .missing) }
    try readBlocks(data)
    return OSMData(elements, strings: strings, header: header)
  }

  private mutating func readBlocks(_ blobs: [PBFBlob]) throws(OSMReadError.Problem) {
    let source = source
    try OrderedWork.run(count: blobs.count, context: { PBFUnpacker() }) { number, unpacker in
      do throws(OSMReadError.Problem) {
        let block = try unpacker.unpack(blobs[number], of: source) { bytes throws(PBFDamage) in
          try PBFBlock.decode(bytes)
        }
        return Result<PBFBlock, OSMReadError.Problem>.success(block)
      } catch { return .failure(error) }
    } consume: { number, result throws(OSMReadError.Problem) in
      try merge(try result.get(), end: blobs[number].range.upperBound)
    }
  }

  private mutating func merge(_ block: PBFBlock, end: Int) throws(OSMReadError.Problem) {
    guard elements.hasRoom(for: block.elements) else { throw .tooLarge }
    elements.append(block.elements, strings: block.intern(into: &strings))
    progress?(ReadProgress(bytesRead: end, totalBytes: source.count, elements: elements.count))
  }
}

// The header block.
extension PBFReader {
  /// A file's comment stands among its optional features behind this mark.
  static let commentMark = "Comment:"

  private mutating func readHeader(
    _ blob: PBFBlob, _ unpacker: inout PBFUnpacker
  ) throws(OSMReadError.Problem) {
    let block = try unpacker.unpack(blob, of: source) { bytes throws(PBFDamage) in
      try PBFHeaderBlock(bytes)
    }
    for feature in block.required where feature != "OsmSchema-V0.6" && feature != "DenseNodes" {
      throw feature == "HistoricalInformation" ? .history : .feature(feature)
    }
    if block.optional.contains("LocationsOnWays") { throw .locationsOnWays }
    header.writingProgram = block.writingProgram
    header.source = block.source
    header.comment = block.optional.first { $0.hasPrefix(Self.commentMark) }
      .map { String($0.dropFirst(Self.commentMark.count)) }
  }
}

/// The texts of an `OSMHeader` blob.
struct PBFHeaderBlock: Sendable {
  var required: [String] = []
  var optional: [String] = []
  var writingProgram: String?
  var source: String?

  init(_ bytes: Span<UInt8>) throws(PBFDamage) {
    var cursor = ProtobufCursor(0..<bytes.count)
    while let field = try cursor.field(bytes) {
      switch field.number {
      case 4: required.append(StringTable.text(bytes.extracting(try field.range)))
      case 5: optional.append(StringTable.text(bytes.extracting(try field.range)))
      case 16: writingProgram = StringTable.text(bytes.extracting(try field.range))
      case 17: source = StringTable.text(bytes.extracting(try field.range))
      default: break
      }
    }
  }
}
