import CExpat

/// Reads OSM XML, plain or packed, piece by piece through expat.
///
/// Entities are refused, so a small file cannot unfold into a large one.
@safe
final class XMLReader {
  private let progress: ((ReadProgress) -> Void)?
  private let total: Int
  private let parser: XML_Parser?
  /// Bytes of XML given to the parser so far.
  private var bytesParsed = 0
  /// Longest single tag or comment.
  ///
  /// The parser starts again at the beginning of an unfinished one with
  /// every piece, so without a limit a long one costs the square of its length (CVE-2023-52425).
  private static let longestToken = 4 << 20
  fileprivate var elements = XMLElements()

  init(progress: ((ReadProgress) -> Void)?, total: Int) {
    self.progress = progress
    self.total = total
    unsafe parser = XML_ParserCreate(nil)
  }

  deinit { unsafe XML_ParserFree(parser) }

  /// Reads all of `source`, which is of kind `kind`.
  func read(_ kind: FileKind, _ source: ByteSource) throws(OSMReadError.Problem) -> OSMData {
    let chunks: any ChunkSource =
      switch kind {
      case .gzip: UnpackedChunks(source, GzipUnpacker())
      case .bzip2: UnpackedChunks(source, Bzip2Unpacker())
      default: PlainChunks(source)
      }
    setHandlers()
    var buffer: [UInt8] = []
    var isFirst = true
    while true {
      let count = try chunks.next(into: &buffer)
      if isFirst, kind != .xml {
        let inner = FileKind(prefix: Array(buffer.prefix(min(count, FileKind.prefixLength))))
        guard inner == .xml else { throw .notOSM(inner) }
      }
      isFirst = false
      try parse(buffer, count: count)
      progress?(
        ReadProgress(bytesRead: chunks.bytesRead, totalBytes: total, elements: elements.columns.count))
      if count == 0 { break }
    }
    return OSMData(elements.columns, strings: elements.strings, header: elements.header)
  }

  /// Parses the first `count` bytes of `buffer`; none mean the end of the file.
  private func parse(_ buffer: [UInt8], count: Int) throws(OSMReadError.Problem) {
    // Proof: expat copies what it needs of the `count` bytes before it returns.
    let status = unsafe buffer.withUnsafeBytes {
      unsafe XML_Parse(parser, $0.baseAddress, Int32(count), count == 0 ? 1 : 0)
    }
    let line = unsafe Int(XML_GetCurrentLineNumber(parser))
    switch elements.problem {
    case .damage(let damage): throw .xml(line: line, damage)
    case .changeFile: throw .changeFile
    case nil: break
    }
    bytesParsed += count
    guard status != XML_STATUS_OK else { return try checkLimits(line: line) }
    let code = unsafe XML_GetErrorCode(parser)
    let isCutOff =
      count == 0
      && [
        XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_PARTIAL_CHAR,
        XML_ERROR_UNCLOSED_CDATA_SECTION,
      ].contains(code)
    if isCutOff { throw .truncated(byte: total) }
    let message = unsafe XML_ErrorString(code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    throw .xml(line: line, .notWellFormed(message))
  }

  private func checkLimits(line: Int) throws(OSMReadError.Problem) {
    let tokenStart = unsafe Int(XML_GetCurrentByteIndex(parser))
    guard bytesParsed - max(tokenStart, 0) <= Self.longestToken else { throw .xml(line: line, .tooLong) }
    // One piece adds far less than this margin.
    guard elements.columns.hasRoom(for: ElementColumns()),
      elements.columns.wayRefs.count < Int(UInt32.max) - chunkSize
    else { throw .tooLarge }
  }

  /// Proof for all handlers: the user data is this reader, alive while ``read(_:_:)`` runs; names,
  /// values and texts are NUL-terminated or counted by expat and read only during the call.
  private func setHandlers() {
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    unsafe XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let reader = unsafe XMLReader.from(data), let name = unsafe name else { return }
        unsafe reader.begin(name, attributes)
      },
      { data, name in
        guard let reader = unsafe XMLReader.from(data), let name = unsafe name else { return }
        unsafe reader.elements.end(XMLReader.span(name).span)
      })
    unsafe XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let reader = unsafe XMLReader.from(data), let text = unsafe text else { return }
      let bytes = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
      unsafe reader.elements.text(UnsafeBufferPointer(start: bytes, count: Int(count)).span)
    }
    unsafe XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in
      guard let reader = unsafe XMLReader.from(data) else { return }
      reader.elements.fail(.entity)
      unsafe XML_StopParser(reader.parser, 0)
    }
  }

  private func begin(
    _ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    var at = 0
    while let attributes = unsafe attributes, let key = unsafe attributes[at],
      let value = unsafe attributes[at + 1]
    {
      unsafe elements.attribute(Self.span(key).span, Self.span(value).span)
      at += 2
    }
    unsafe elements.begin(Self.span(name).span)
    if elements.problem != nil { unsafe XML_StopParser(parser, 0) }
  }

  private static func from(_ data: UnsafeMutableRawPointer?) -> XMLReader? {
    unsafe data.map { unsafe Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The bytes of a NUL-terminated text.
  private static func span(_ text: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
    var count = 0
    while unsafe text[count] != 0 { count += 1 }
    let bytes = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    return unsafe UnsafeBufferPointer(start: bytes, count: count)
  }
}
