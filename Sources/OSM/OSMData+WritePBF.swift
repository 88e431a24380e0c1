public import Dense
import Geo

extension OSMData {
  /// Writes the data as OSM PBF: dense nodes, zlib blobs, sorted by kind and id.
  ///
  /// The same data always give the same bytes. The file appears under its name only when it is whole.
  /// Way nodes that the data does not hold are written as an id that no node has (0 as a rule), so
  /// that the gap stays a gap.
  ///
  /// - Throws: ``FileWriteError``; nothing is kept then.
  public func writePBF(to path: String) throws(FileWriteError) {
    let file = try PartFile(path: path)
    let deflater = Deflater()
    try file.append(PBFFrame.blob("OSMHeader", headerBlock, deflater))
    let blocks = PBFRun.all(of: self)
    let missingNode = unusedNodeID
    try OrderedWork.run(count: blocks.count, context: { Deflater() }) { number, deflater in
      var encoder = PBFBlockEncoder(self, missingNode: missingNode)
      let block = encoder.block(blocks[number].kind, blocks[number].rows)
      return PBFFrame.blob("OSMData", block, deflater)
    } consume: { _, blob throws(FileWriteError) in
      try file.append(blob)
    }
    try file.finish()
  }

  /// The content of the `OSMHeader` blob.
  private var headerBlock: [UInt8] {
    var block = ProtobufWriter()
    if let bounds = boundsBlock { block.field(1, bounds) }
    block.field(4, "OsmSchema-V0.6")
    block.field(4, "DenseNodes")
    block.field(5, "Sort.Type_then_ID")
    if let comment = header.comment { block.field(5, PBFReader.commentMark + comment) }
    if let program = header.writingProgram { block.field(16, program) }
    if let source = header.source { block.field(17, source) }
    return block.bytes
  }

  /// The `HeaderBBox` around all nodes, in nanodegrees; nil without nodes.
  private var boundsBlock: [UInt8]? {
    guard let first = nodeCoordinates.first else { return nil }
    var (left, right) = (first.longitudeE7, first.longitudeE7)
    var (bottom, top) = (first.latitudeE7, first.latitudeE7)
    for coordinate in nodeCoordinates {
      left = min(left, coordinate.longitudeE7)
      right = max(right, coordinate.longitudeE7)
      bottom = min(bottom, coordinate.latitudeE7)
      top = max(top, coordinate.latitudeE7)
    }
    var bounds = ProtobufWriter()
    for (number, edge) in [(1, left), (2, right), (3, top), (4, bottom)] {
      bounds.varint(UInt64(number << 3))
      bounds.signed(Int64(edge) * 100)
    }
    return bounds.bytes
  }
}

/// The rows that make one block.
struct PBFRun: Sendable {
  let kind: ElementKind
  let rows: Range<Int>

  /// Most elements in a block, as other writers have it.
  private static let longest = 8000
  /// Most texts and numbers in a block; keeps blocks far below their 32 MB.
  private static let heaviest = 200_000

  /// Cuts all elements into runs.
  static func all(of data: OSMData) -> [PBFRun] {
    runs(.node, count: data.nodeIDs.count) { _ in 1 }
      + runs(.way, count: data.wayIDs.count) { row in
        Int(data.wayFirst[row + 1] - data.wayFirst[row]) + 4 * data.wayTags[row].count
      }
      + runs(.relation, count: data.relationIDs.count) { row in
        3 * Int(data.relationFirst[row + 1] - data.relationFirst[row]) + 4 * data.relationTags[row].count
      }
  }

  private static func runs(_ kind: ElementKind, count: Int, weight: (Int) -> Int) -> [PBFRun] {
    var runs: [PBFRun] = []
    var start = 0
    var total = 0
    for row in 0..<count {
      total += weight(row)
      if row + 1 == count || row + 1 - start == longest || total > heaviest {
        runs.append(PBFRun(kind: kind, rows: start..<(row + 1)))
        start = row + 1
        total = 0
      }
    }
    return runs
  }
}

/// The frame around a block.
enum PBFFrame {
  /// Length, blob header and packed blob.
  static func blob(_ type: String, _ block: [UInt8], _ deflater: Deflater) -> [UInt8] {
    var blob = ProtobufWriter()
    blob.field(2, UInt64(block.count))
    blob.field(3, deflater.deflate(block))
    return frame(type, blob.bytes)
  }

  /// Length, blob header and the blob message `blob`.
  static func frame(_ type: String, _ blob: [UInt8]) -> [UInt8] {
    var header = ProtobufWriter()
    header.field(1, type)
    header.field(3, UInt64(blob.count))
    let length = UInt32(header.bytes.count)
    let prefix = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> UInt32($0)) }
    return prefix + header.bytes + blob
  }
}
