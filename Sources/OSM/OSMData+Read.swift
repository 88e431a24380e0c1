/// How far reading has come.
public struct ReadProgress: Sendable, Hashable {
  /// Bytes of the file (packed, as on disk) that are done.
  public var bytesRead: Int
  /// Size of the file.
  public var totalBytes: Int
  /// Nodes, ways and relations so far.
  public var elements: Int
}

extension OSMData {
  /// Reads a whole OSM file: PBF, XML, or XML packed with gzip or bzip2.
  ///
  /// The format is judged by the content; a known extension that promises another one is an error.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - progress: Called often, on the calling thread.
  /// - Returns: All elements, sorted by id.
  /// - Throws: ``OSMReadError``; nothing of the file is used then.
  public static func read(
    path: String, progress: ((ReadProgress) -> Void)? = nil
  ) throws(OSMReadError) -> OSMData {
    do throws(OSMReadError.Problem) {
      return try read(ByteSource(path: path), named: path, progress: progress)
    } catch { throw OSMReadError(path: path, problem: error) }
  }

  /// Reads an OSM file that is in memory already; `name` stands for its path.
  public static func read(bytes: [UInt8], name: String) throws(OSMReadError) -> OSMData {
    do throws(OSMReadError.Problem) {
      return try read(ByteSource(bytes: bytes), named: name, progress: nil)
    } catch { throw OSMReadError(path: name, problem: error) }
  }

  private static func read(
    _ source: ByteSource, named path: String, progress: ((ReadProgress) -> Void)?
  ) throws(OSMReadError.Problem) -> OSMData {
    let length = min(source.count, FileKind.prefixLength)
    var prefix: [UInt8] = []
    try source.read(0..<length, into: &prefix)
    let kind = FileKind(prefix: prefix)
    guard kind.fileExtension != nil else { throw .notOSM(kind) }
    if let promise = FileKind.promised(by: path), promise.kind != kind {
      throw .wrongExtension(named: promise.ending, content: kind)
    }
    switch kind {
    case .pbf:
      var reader = PBFReader(source: source, progress: progress)
      return try reader.read()
    default:
      let reader = XMLReader(progress: progress, total: source.count)
      return try reader.read(kind, source)
    }
  }
}
