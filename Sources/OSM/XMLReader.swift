struct XMLReader {
  let progress: ((ReadProgress) -> Void)?
  let total: Int
  func read(_ kind: FileKind, _ source: ByteSource) throws(OSMReadError.Problem) -> OSMData { throw .empty }
}
